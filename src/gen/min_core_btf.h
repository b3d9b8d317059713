/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GEN_MIN_CORE_BTF_H
#define GEN_MIN_CORE_BTF_H

#include "format/btf.h"
#include "gen/object.h"

/* What of a kernel's types the CO-RE records of these objects need, in the arena. */
int min_core_btf(struct arena *a, const struct btf *kernel, const struct gen_file *objects,
	uint32_t cnt, void **bytes, uint64_t *size, struct rawbpf_diag *d);

#endif
