/* SPDX-License-Identifier: BSD-2-Clause */
/* Which descriptors are open in this process: taken before and compared after, to find leaks. */
#ifndef FDS_H
#define FDS_H

#include <stdbool.h>

enum { FDS_MAX = 1024 };

struct fds {
	bool open[FDS_MAX];
};

void fds_take(struct fds *now);

/* Fails the test and says what a new descriptor refers to, or that an old one was closed. */
void fds_same(const struct fds *before);

#endif
