/* SPDX-License-Identifier: BSD-2-Clause */
#include "value_types.h"

#include <check.h>

static void integers(struct value_types *t, struct btf_build *b)
{
	t->u8 = btf_build_int(b, "unsigned char", 1, 0);
	t->s8 = btf_build_int(b, "signed char", 1, BTF_INT_SIGNED);
	t->u16 = btf_build_int(b, "unsigned short", 2, 0);
	t->s16 = btf_build_int(b, "short", 2, BTF_INT_SIGNED);
	t->u32 = btf_build_int(b, "unsigned int", 4, 0);
	t->s32 = btf_build_int(b, "int", 4, BTF_INT_SIGNED);
	t->u64 = btf_build_int(b, "unsigned long long", 8, 0);
	t->s64 = btf_build_int(b, "long long", 8, BTF_INT_SIGNED);
	t->u128 = btf_build_int(b, "unsigned __int128", 16, 0);
	t->s128 = btf_build_int(b, "__int128", 16, BTF_INT_SIGNED);
	t->boolean = btf_build_int(b, "_Bool", 1, BTF_INT_BOOL);
	t->character = btf_build_int(b, "char", 1, BTF_INT_SIGNED);
	t->u32_t = btf_build_ref(b, "u32_t", BTF_KIND_TYPEDEF, t->u32);
}

static void other_scalars(struct value_types *t, struct btf_build *b)
{
	t->flt = btf_build_type(b, "float", BTF_KIND_FLOAT, false, 0, 4);
	t->dbl = btf_build_type(b, "double", BTF_KIND_FLOAT, false, 0, 8);
	t->half = btf_build_type(b, "_Float16", BTF_KIND_FLOAT, false, 0, 2);
	t->ptr = btf_build_ref(b, "", BTF_KIND_PTR, t->u32);
	t->fwd = btf_build_type(b, "unknown", BTF_KIND_FWD, false, 0, 0);
	t->func = btf_build_type(b, "", BTF_KIND_FUNC_PROTO, false, 0, 0);
}

/* enum color { RED = 1, GREEN = 2, WHITE = 0x7fffffff }; in one byte: enum tiny { LOW, HIGH = 200 } */
static void enums(struct value_types *t, struct btf_build *b)
{
	t->color = btf_build_type(b, "color", BTF_KIND_ENUM, false, 3, 4);
	btf_build_enumerator(b, "RED", 1);
	btf_build_enumerator(b, "GREEN", 2);
	btf_build_enumerator(b, "WHITE", 0x7fffffff);
	t->tiny = btf_build_type(b, "tiny", BTF_KIND_ENUM, false, 2, 1);
	btf_build_enumerator(b, "LOW", 0);
	btf_build_enumerator(b, "HIGH", 200);
	t->signed_color = btf_build_type(b, "signed_color", BTF_KIND_ENUM, true, 1, 4);
	btf_build_enumerator(b, "BLACK", -1);
	/* from a compiler that did not mark signed ones */
	t->old_color = btf_build_type(b, "old_color", BTF_KIND_ENUM, false, 1, 4);
	btf_build_enumerator(b, "OLD", -1);
	t->huge = btf_build_type(b, "huge", BTF_KIND_ENUM64, false, 2, 8);
	btf_build_enumerator64(b, "BIG", 1ULL << 40);
	btf_build_enumerator64(b, "BIGGEST", UINT64_MAX);
}

static void arrays(struct value_types *t, struct btf_build *b)
{
	uint32_t row;

	t->comm = btf_build_array(b, t->character, t->u32, 8);
	row = btf_build_array(b, t->u8, t->u32, 3);
	t->matrix = btf_build_array(b, row, t->u32, 2);
	t->hits = btf_build_array(b, t->u16, t->u32, 2);
	t->none = btf_build_array(b, t->u32, t->u32, 0);
}

/*
 * struct task { int pid; char comm[8]; enum color color; _Bool on; char c; unsigned short hits[2]; }
 * struct nested { struct task a; u32_t n; }	without padding
 */
static void structs(struct value_types *t, struct btf_build *b)
{
	t->task = btf_build_struct(b, "task", 22, 6);
	btf_build_member(b, "pid", t->s32, 0);
	btf_build_member(b, "comm", t->comm, 32);
	btf_build_member(b, "color", t->color, 96);
	btf_build_member(b, "on", t->boolean, 128);
	btf_build_member(b, "c", t->character, 136);
	btf_build_member(b, "hits", t->hits, 144);
	t->nested = btf_build_struct(b, "nested", 26, 2);
	btf_build_member(b, "a", t->task, 0);
	btf_build_member(b, "n", t->u32_t, 176);
	t->flexible = btf_build_struct(b, "flexible", 4, 2);
	btf_build_member(b, "n", t->u32, 0);
	btf_build_member(b, "more", t->none, 32);
}

/*
 * union either { unsigned int all; unsigned char bytes[3]; }
 * struct outer { unsigned short x; union { unsigned short y; struct { unsigned char lo, hi; }; }; }
 */
static void unions(struct value_types *t, struct btf_build *b)
{
	uint32_t inner, both;

	t->either = btf_build_type(b, "either", BTF_KIND_UNION, false, 2, 4);
	btf_build_member(b, "all", t->u32, 0);
	btf_build_member(b, "half", t->u16, 0);
	both = btf_build_struct(b, "", 2, 2);
	btf_build_member(b, "lo", t->u8, 0);
	btf_build_member(b, "hi", t->u8, 8);
	inner = btf_build_type(b, "", BTF_KIND_UNION, false, 2, 2);
	btf_build_member(b, "y", t->u16, 0);
	btf_build_member(b, "", both, 0);
	t->outer = btf_build_struct(b, "outer", 4, 2);
	btf_build_member(b, "x", t->u16, 0);
	btf_build_member(b, "", inner, 16);
}

/*
 * struct flags { unsigned int a:1, b:7; int c:4; enum color d:4; unsigned int e:16;
 *	unsigned char skip; unsigned long long f:63 from bit 41 on; }
 */
static void bit_fields(struct value_types *t, struct btf_build *b)
{
	uint32_t three = btf_build_int_bits(b, "unsigned int", 4, 0, 0, 3);
	uint32_t shifted = btf_build_int_bits(b, "int", 4, BTF_INT_SIGNED, 3, 5);

	t->flags = btf_build_type(b, "flags", BTF_KIND_STRUCT, true, 6, 13);
	btf_build_member(b, "a", t->u32, 1 << 24 | 0);
	btf_build_member(b, "b", t->u32, 7 << 24 | 1);
	btf_build_member(b, "c", t->s32, 4 << 24 | 8);
	btf_build_member(b, "d", t->color, 4 << 24 | 12);
	btf_build_member(b, "e", t->u32, 16 << 24 | 16);
	btf_build_member(b, "f", t->u64, 63 << 24 | 41);
	/* as old compilers did: integers of fewer bits; the second also begins 3 bits later */
	t->old_flags = btf_build_struct(b, "old_flags", 4, 3);
	btf_build_member(b, "a", three, 0);
	btf_build_member(b, "b", shifted, 0);
	btf_build_member(b, "c", t->u8, 8);
}

static void sections(struct value_types *t, struct btf_build *b)
{
	uint32_t hits = btf_build_var(b, "hits", t->u32_t, BTF_VAR_GLOBAL_ALLOCATED);
	uint32_t last = btf_build_var(b, "last", t->color, BTF_VAR_STATIC);

	t->section = btf_build_type(b, ".bss", BTF_KIND_DATASEC, false, 2, 12);
	btf_build_secinfo(b, hits, 0, 4);
	btf_build_secinfo(b, last, 8, 4);
}

void value_types_init(struct value_types *t, bool big)
{
	const uint8_t *bytes;
	size_t size;

	memset(t, 0, sizeof(*t));
	btf_build_init(&t->build, big);
	integers(t, &t->build);
	other_scalars(t, &t->build);
	enums(t, &t->build);
	arrays(t, &t->build);
	structs(t, &t->build);
	unions(t, &t->build);
	bit_fields(t, &t->build);
	sections(t, &t->build);
	bytes = btf_build_done(&t->build, &size);
	ck_assert_int_eq(btf_parse(&t->arena, "types", bytes, size, NULL, &t->btf, NULL), 0);
}

void value_types_free(struct value_types *t)
{
	btf_build_free(&t->build);
	arena_free(&t->arena);
}
