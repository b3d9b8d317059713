/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is known of each constant, size and field: by our headers (uapi_ours.c), by the installed
 * ones (uapi_theirs.c); both written by uapi_gen.sh with the macros below.  The arrays run
 * parallel.
 */
#ifndef UAPI_FACT_H
#define UAPI_FACT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct uapi_item {
	const char *kind;	/* const, size, field, inner, flex, bits */
	const char *type;	/* ours: "struct bpf_insn" */
	const char *path;	/* the constant, or the field within the type */
	const char *kernel_type;
	const char *kernel_path;
};

struct uapi_fact {
	bool known;
	long long value;	/* of a constant */
	unsigned int offset;	/* of a field, in bits, in the order of memory */
	unsigned int size;	/* in bits; 0: an array without a length */
};

/* Names too new for every source at hand, and the version that has them. */
struct uapi_newer {
	const char *name;
	unsigned int version;
};

extern const struct uapi_item uapi_items[];
extern const unsigned int uapi_item_count;
extern const unsigned int uapi_ours_version;
extern const unsigned int uapi_theirs_version;	/* 0: no headers installed */
extern const struct uapi_newer uapi_newer[];
extern struct uapi_fact uapi_ours[];
extern struct uapi_fact uapi_theirs[];
void uapi_ours_bits(void);
void uapi_theirs_bits(void);

/* Which bits of a struct are set, the others being zero: where a bit-field lies. */
static inline struct uapi_fact uapi_bits_at(const unsigned char *bytes, size_t size)
{
	struct uapi_fact fact = { .known = true };
	unsigned int i, mask;

	for (i = 0; i < size * 8; i++) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
		mask = 1U << (i % 8);
#else
		mask = 0x80U >> (i % 8);
#endif
		if (!(bytes[i / 8] & mask))
			continue;
		if (!fact.size++)
			fact.offset = i;
	}
	return fact;
}

#define CONST(i, expression) [i] = { .known = true, .value = (long long)(expression) },
#define SIZE(i, type) [i] = { .known = true, .size = sizeof(type) * 8 },
#define FLEX(i, type, path) [i] = { .known = true, .offset = offsetof(type, path) * 8 },
#define FIELD(i, type, path)									\
	[i] = { .known = true, .offset = offsetof(type, path) * 8,				\
		.size = sizeof(((type *)0)->path) * 8 },
#define BITS(i, type, path)									\
	{ type s; volatile unsigned long long ones = ~0ULL; memset(&s, 0, sizeof(s));		\
	  s.path = ones; facts[i] = uapi_bits_at((void *)&s, sizeof(s)); }

#endif
