/* SPDX-License-Identifier: BSD-2-Clause */
/* A cgroup of the test's own, below the cgroup2 mount; removed when the test has ended, however it
 * ended. */
#ifndef CGROUP_H
#define CGROUP_H

#include <stdbool.h>
#include <stddef.h>

struct cgroup {
	char path[512];
	int fd; /* the directory, close-on-exec; what BPF_LINK_CREATE and BPF_PROG_ATTACH want */
};

bool cgroup_mount_point(char *path, size_t size);

void cgroup_create(struct cgroup *c);
void cgroup_join(const struct cgroup *c); /* moves the calling process */

/* What fn returns in a child process in the cgroup; NULL: where this one is. */
long cgroup_do(const struct cgroup *c, long (*fn)(void *arg), void *arg);

#endif
