/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef OBJECT_BTF_LOAD_H
#define OBJECT_BTF_LOAD_H

#include "link/degrade.h"
#include "object/object.h"

/* A new descriptor or -errno; *log, if it is wanted, is the caller's in any case. */
int btf_load_bytes(const struct rawbpf_object *o, const void *bytes, uint32_t size, char **log);
/* The bits of enum degrade that this kernel lacks of those. */
uint32_t btf_probe(const struct rawbpf_object *o, uint32_t uses);

#endif
