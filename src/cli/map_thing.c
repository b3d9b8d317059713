/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Things that a key or a value of a map is a descriptor of, and their words:
 *
 *	PROG, MAP			as everywhere: id 7
 *	cgroup DIR, file PATH		opened only to refer to it
 *	pid N				a process, since 5.3
 *	socket PID/FD, event PID/FD	what that process has under this number, since 5.6: see
 *					/proc/PID/fd; it takes the rights to trace the process.
 *					PID:FD is the same
 *	dev NAME			no descriptor, but the number of a network device
 *	qsize N				how many packets may wait for a CPU
 *	cgroup DIR TYPE			likewise: the number of a directory, and an attach type
 */
#include "cli/map.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/text.h"
#include "kernel/kernel.h"

/* clang-format off */
static const struct {
	const char *word, *what;
} words[] = {
	[MAP_IS_PROG] = { NULL, "PROG" },
	[MAP_IS_MAP] = { NULL, "MAP" },
	[MAP_IS_SOCKET] = { "socket", "socket PID/FD" },
	[MAP_IS_EVENT] = { "event", "event PID/FD" },
	[MAP_IS_TASK] = { "pid", "pid N" },
	[MAP_IS_FILE] = { "file", "file PATH" },
	[MAP_IS_CGROUP] = { "cgroup", "cgroup DIR" },
	[MAP_IS_ATTACHED] = { "cgroup", "cgroup DIR TYPE" },
	[MAP_IS_DEVICE] = { "dev", "dev NAME" },
	[MAP_IS_CPU] = { "qsize", "qsize N" },
};
/* clang-format on */

const char *map_thing_words(enum map_thing thing)
{
	return words[thing].what;
}

/* A result, or the error of a name in words; ENODEV where ENOENT would say that the entry lacks. */
static int result(struct cli *c, const char *what, const char *name, int fd)
{
	if (fd >= 0)
		return fd;
	return -cli_error(c, RAWBPF_STAGE_USE, fd, "%s %s: %s%s", what, name, diag_strerror(fd),
		fd == -EBADF  ? ": the process has no such descriptor"
		: fd == -ESRCH ? ": there is no such process"
		: fd == -ENOSYS ? ": since Linux 5.3, of descriptors 5.6"
				: "");
}

/*
 * Storage of files is kept in what the security modules hang on them, at a place that the kernel
 * only works out for modules that are active: without bpf among them it would be another's.
 */
static int check_lsm(struct cli *c)
{
	char list[256];
	int err = kernel_read_text(c->kernel, "/sys/kernel/security/lsm", list, sizeof(list));
	const char *at = err < 0 ? NULL : list;

	while (at && (strncmp(at, "bpf", 3) || !strchr(",\n", at[3])))
		at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL;
	if (at)
		return 0;
	return -cli_error(c, RAWBPF_STAGE_NONE, -EOPNOTSUPP, "files have storage only where bpf is among "
		"the active LSMs, %s%s: boot with lsm=...,bpf",
		err < 0 ? "and /sys/kernel/security/lsm cannot be read: " : "and here are ",
		err < 0 ? diag_strerror(err) : list);
}

static int by_path(struct cli *c, const char *what, const char *path)
{
	return result(c, what, path, kernel_open(c->kernel, path, O_PATH | O_CLOEXEC));
}

static int by_pid(struct cli *c, const char *what, const char *word)
{
	uint64_t pid = 0, fd = 0;
	const char *end = text_u64(word, 10, &pid);
	bool has_fd = end && *end && strchr("/:", *end);

	if (has_fd)
		end = text_u64(end + 1, 10, &fd);
	if (!end || *end || !pid || pid > INT32_MAX || fd > INT32_MAX || has_fd == (*what == 'p'))
		return -cli_usage(c, "%s: \"%s\" is not %s", what, word,
			*what == 'p' ? "the number of a process"
				     : "PID/FD, a process and one of its descriptors");
	return result(c, what, word,
		has_fd ? kernel_process_fd(c->kernel, pid, fd) : kernel_pidfd_open(c->kernel, pid));
}

static int by_word(struct cli *c, enum map_thing thing)
{
	const char *what = words[thing].word, *word;
	int code;

	if (!cli_take(c, what) || !(word = cli_word(c)))
		return -cli_usage(c, "what belongs here is %s", words[thing].what);
	switch (thing) {
	case MAP_IS_FILE:
		code = check_lsm(c);
		return code ? code : by_path(c, what, word);
	case MAP_IS_CGROUP:
		return by_path(c, what, word);
	case MAP_IS_DEVICE:
		return result(c, what, word, kernel_ifindex(c->kernel, word));
	default:
		return by_pid(c, what, word);
	}
}

static int open_thing(struct cli *c, enum map_thing thing)
{
	if (thing == MAP_IS_PROG)
		return ref_prog(c);
	return thing == MAP_IS_MAP ? ref_map(c) : by_word(c, thing);
}

int map_thing(struct map_facts *f, enum map_thing thing, uint32_t *out)
{
	int i, got;

	if (thing == MAP_IS_CPU) {
		cli_take(f->cli, words[thing].word);
		return cli_number(f->cli, "qsize", out);
	}
	got = open_thing(f->cli, thing);
	if (got < 0)
		return -got;
	for (i = 0; thing != MAP_IS_DEVICE && f->fds[i] >= 0; i++)
		;
	if (thing != MAP_IS_DEVICE)
		f->fds[i] = got;
	*out = got;
	return 0;
}
