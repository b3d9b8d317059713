/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * /proc/self/fd has a symbolic link for each open descriptor. For one that has no file behind it,
 * it reads like "anon_inode:bpf-map", "anon_inode:bpf_link", "socket:[4711]".
 */
#include "fds.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "test.h"

void fds_take(struct fds *now)
{
	int fd;

	for (fd = 0; fd < FDS_MAX; fd++)
		now->open[fd] = fcntl(fd, F_GETFD) >= 0;
}

static const char *target(int fd, char *text, size_t size)
{
	char path[64];
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	n = readlink(path, text, size - 1);
	text[n < 0 ? 0 : n] = '\0';
	return text;
}

void fds_same(const struct fds *before)
{
	struct fds now;
	char text[256];
	int fd;

	fds_take(&now);
	for (fd = 0; fd < FDS_MAX; fd++) {
		if (now.open[fd] && !before->open[fd])
			ck_abort_msg("descriptor %d was left open: %s", fd,
				target(fd, text, sizeof(text)));
		if (!now.open[fd] && before->open[fd])
			ck_abort_msg("descriptor %d was closed, though it was open before", fd);
	}
}
