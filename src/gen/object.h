/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GEN_OBJECT_H
#define GEN_OBJECT_H

#include "base/arena.h"
#include "base/diag.h"

struct gen_file {
	const char *name; /* for messages */
	const void *bytes;
	size_t size;
};

/*
 * Link relocatable BPF objects into one, which is in the arena. Fails with -EINVAL (a file is not
 * what it should be, or two do not fit together), -EOPNOTSUPP, -ENOMEM.
 */
int gen_object(struct arena *a, const struct gen_file *files, uint32_t cnt, void **bytes,
	uint64_t *size, struct rawbpf_diag *d);

#endif
