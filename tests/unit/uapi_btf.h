/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A BTF reader for test_uapi.c alone: looks up enumerators, and fields of structs by their path.
 * It shares nothing with src/format/btf.c, nor takes layouts from the headers under test.
 */
#ifndef UAPI_BTF_H
#define UAPI_BTF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "tests/unit/uapi_fact.h"

struct uapi_btf_name {
	const char *name;
	uint32_t id;		/* of a struct or union */
	int64_t value;		/* of an enumerator ... */
	unsigned int bits;	/* ... of so many bits: 32 say nothing about the sign */
};

struct uapi_btf {
	uint8_t *bytes;
	const char *strings;
	const uint32_t **types;	/* by id */
	uint32_t type_count;
	struct uapi_btf_name *structs;	/* sorted by name */
	size_t struct_count;
	struct uapi_btf_name *enumerators;
	size_t enumerator_count;
};

/* -ENOEXEC: it is of a machine with the other byte order. */
int uapi_btf_read(struct uapi_btf *btf, const char *path);
void uapi_btf_free(struct uapi_btf *btf);

/* Of all that have the name: one with the value that is wanted, or else the last. */
struct uapi_fact uapi_btf_constant(const struct uapi_btf *btf, const char *name, int64_t want);

/* type is "struct NAME" or "union NAME"; path "" asks for its size. */
struct uapi_fact uapi_btf_field(const struct uapi_btf *btf, const char *type, const char *path,
				const struct uapi_fact *want);

#endif
