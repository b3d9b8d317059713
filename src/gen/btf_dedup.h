/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GEN_BTF_DEDUP_H
#define GEN_BTF_DEDUP_H

#include "gen/btf_write.h"

/*
 * Find out which types are the same. At first into[id] is the id, or another type that is known to
 * stand for it (itself stood for by none), or 0: left out, void where it is referred to. At the end it is
 * the first of all that are the same. b is one that btf_write_view() gave, where a name is in the
 * strings once. 0 or -ENOMEM.
 */
int btf_dedup(const struct btf *b, uint32_t *into);
/* btf_forward.c: only the declarations without a body, in the same manner */
int btf_forward(const struct btf *b, uint32_t *into);

/* btf_shape.c: all the same but the types that are referred to; a hash of that */
bool btf_shape_same(const struct btf_type *x, const struct btf_type *y);
uint32_t btf_shape_hash(const struct btf_type *t);

#endif
