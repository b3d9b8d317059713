/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/gen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/vec.h"
#include "kernel/system.h"

#define FILE_LIMIT (1U << 30)

/* Into a buffer that grows, for a pipe has no size. */
static int read_all(int fd, char **bytes, uint32_t *room, size_t *size)
{
	ssize_t n;

	for (*size = 0; *size < FILE_LIMIT; *size += n > 0 ? n : 0) {
		if (*size == *room && vec_room((void **)bytes, room, *size + 65536ULL, 1))
			return -ENOMEM;
		n = read(fd, *bytes + *size, *room - *size);
		if (!n || (n < 0 && errno != EINTR))
			return n ? -errno : 0;
	}
	return -EFBIG;
}

static int read_file(struct cli *c, struct arena *a, const char *path, void **bytes, size_t *size)
{
	int fd = system_open(path, O_RDONLY, 0);
	uint32_t room = 0;
	char *buf = NULL;
	int err;

	err = fd < 0 ? fd : read_all(fd, &buf, &room, size);
	if (fd >= 0)
		close(fd);
	*bytes = err ? NULL : arena_copy(a, buf, *size);
	free(buf);
	if (!err && !*bytes)
		err = -ENOMEM;
	return err ? cli_error(c, RAWBPF_STAGE_OPEN, err, "%s: %s", path, diag_strerror(err)) : 0;
}

int gen_read_all(struct cli *c, struct arena *a, struct gen_file *files, uint32_t cnt)
{
	void *bytes;
	uint32_t i;
	int code = 0;

	for (i = 0; !code && i < cnt; i++) {
		files[i].name = cli_word(c);
		code = read_file(c, a, files[i].name, &bytes, &files[i].size);
		files[i].bytes = bytes;
	}
	return code;
}

static bool is_special(const char *path)
{
	struct stat s;

	return !stat(path, &s) && !S_ISREG(s.st_mode);
}

int gen_save(struct cli *c, const char *path, const void *bytes, size_t size)
{
	struct arena a = { NULL };
	char *beside;
	int err, fd;

	if (is_special(path))
		return cli_save(c, path, 0666, bytes, size);
	beside = arena_printf(&a, "%s.%d.tmp", path, (int)getpid());
	fd = beside ? system_open(beside, O_WRONLY | O_CREAT | O_EXCL, 0666) : -ENOMEM;
	err = fd < 0 ? fd : cli_write(fd, bytes, size);
	if (fd >= 0 && close(fd) && !err)
		err = -errno;
	if (!err && rename(beside, path))
		err = -errno;
	if (err && fd >= 0)
		unlink(beside);
	arena_free(&a);
	return err ? cli_fault(c, err, "%s", path) : 0;
}
