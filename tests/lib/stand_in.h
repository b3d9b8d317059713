/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel that is none: it agrees to everything, hands out numbers for descriptors and keeps
 * nothing. With it an object is opened, linked and loaded without privileges, and so fuzzed.
 */
#ifndef STAND_IN_H
#define STAND_IN_H

#include "rawbpf.h"

struct stand_in {
	struct rawbpf_kernel kernel;
	int next_fd;
	unsigned int maps, progs; /* made so far */
};

void stand_in_init(struct stand_in *s);

#endif
