/* SPDX-License-Identifier: BSD-2-Clause */
/* A kernel behind the door that lets one request fail, or that refuses some kinds of them. */
#ifndef FAULT_H
#define FAULT_H

#include "rawbpf.h"

struct fault {
	struct rawbpf_kernel kernel; /* pass &fault.kernel */
	unsigned int seen;           /* requests so far; closing counts for none */
	unsigned int at;             /* the one that fails, from 1; 0: none */
	int err;                     /* with what */
	bool hit;
	/* asked for each request: 0 lets it pass, -errno is its result; NULL: nothing */
	int (*refuse)(const struct rawbpf_request *r);
};

/*
 * What a request may fail with, 0 at the end; with TEST_QUICK in the environment only what stands for
 * all that an old kernel does not know.
 */
const int *fault_errors(void);
/* ... and only one request in five fails */
unsigned int fault_step(void);
void fault_init(struct fault *f, unsigned int at, int err);
/* for refuse: a kernel without bpf_link, as before 5.7 */
int fault_no_links(const struct rawbpf_request *r);

#endif
