/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SHOW_TYPE_NAME_H
#define SHOW_TYPE_NAME_H

#include "format/btf.h"

/* Holds any declaration that a programmer would write; longer ones are cut. */
enum { TYPE_NAME_SIZE = 512 };

/*
 * A declaration as in C: `char comm[16]`, and without a name only the type: `char[16]`,
 * `struct event *`. Variables, functions and prototypes work alike: a BTF_KIND_FUNC named "count"
 * gives `int count(struct xdp_md *ctx)`. Returns text.
 */
const char *type_name(const struct btf *b, uint32_t id, const char *name, char *text, size_t size);

#endif
