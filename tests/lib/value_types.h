/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One type of every sort a value can have, for the tests of showing and parsing values:
 *
 *	enum color { RED = 1, GREEN = 2, WHITE = 0x7fffffff };
 *	struct task { int pid; char comm[8]; enum color color; _Bool on; char c; unsigned short hits[2]; };
 *
 * and so on; value_types.c has each in C in front of its code.
 */
#ifndef VALUE_TYPES_H
#define VALUE_TYPES_H

#include "format/btf.h"
#include "tests/lib/btf_build.h"

struct value_types {
	struct btf_build build;
	struct arena arena;
	struct btf btf;
	uint32_t u8, s8, u16, s16, u32, s32, u64, s64, u128, s128, boolean, character;
	uint32_t flt, dbl, half, ptr, fwd, func, u32_t;
	uint32_t color, tiny, signed_color, huge, old_color;
	uint32_t comm, matrix, hits, none;
	uint32_t task, nested, outer, either, flags, old_flags, flexible, section;
};

void value_types_init(struct value_types *t, bool big);
void value_types_free(struct value_types *t);

#endif
