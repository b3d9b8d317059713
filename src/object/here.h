/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef OBJECT_HERE_H
#define OBJECT_HERE_H

#include "rawbpf.h"

struct hook;

/* Does this kernel have the hook? 1, 0, or -errno: it does not tell, as -EPERM. */
int here(struct rawbpf_kernel *k, const struct hook *h);

#endif
