/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LINK_ARG_CTX_H
#define LINK_ARG_CTX_H

#include "format/btf.h"

/*
 * In *out the types of b for programs of this type, with each argument that is tagged "arg:ctx" a
 * pointer to what the kernel calls their context; in the arena. 1, 0 if there is none to change, or
 * -ENOMEM.
 */
int arg_ctx_types(struct arena *a, const struct btf *b, uint32_t prog_type, struct btf *out);

#endif
