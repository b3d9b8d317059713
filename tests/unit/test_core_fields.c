/* SPDX-License-Identifier: BSD-2-Clause */
/* CO-RE records about fields: which one is found in the kernel's types, and what is said of it. */
#include "tests/lib/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/lib/core_build.h"

static struct core_build b;

static void setup(void)
{
	core_build_init(&b, false);
}

static void teardown(void)
{
	core_build_free(&b);
}

static uint32_t u32_of(struct btf_build *t)
{
	return btf_build_int(t, "unsigned int", 4, 0);
}

/* struct s { unsigned int a, b, c; } of the program's */
static uint32_t local_abc(void)
{
	uint32_t u32 = u32_of(&b.local), s = btf_build_struct(&b.local, "s", 12, 3);

	btf_build_member(&b.local, "a", u32, 0);
	btf_build_member(&b.local, "b", u32, 32);
	btf_build_member(&b.local, "c", u32, 64);
	return s;
}

static void assert_value(uint64_t from, uint64_t to)
{
	ck_assert_msg(!b.result.err && !b.result.poison, "%s", b.result.why);
	ck_assert_uint_eq(b.result.from, from);
	ck_assert_uint_eq(b.result.to, to);
}

static void assert_poisoned(const char *why)
{
	ck_assert_int_eq(b.result.err, 0);
	ck_assert(b.result.poison);
	ck_assert_str_eq(b.result.why, why);
}

static void assert_refused(const char *why)
{
	ck_assert_int_lt(b.result.err, 0);
	ck_assert_str_eq(b.result.why, why);
}

static void ask_offset(uint32_t type, const char *access)
{
	core_build_ask(&b, BPF_CORE_FIELD_BYTE_OFFSET, type, access);
}

START_TEST(a_member_is_found_by_its_name)
{
	uint32_t s = local_abc(), u32 = u32_of(&b.target);

	btf_build_struct(&b.target, "s", 100, 3);
	btf_build_member(&b.target, "c", u32, 0);
	btf_build_member(&b.target, "x", u32, 32);
	btf_build_member(&b.target, "b", u32, 640);
	ask_offset(s, "0:1");
	assert_value(4, 80);
	ck_assert(b.result.check);
	ck_assert_uint_eq(b.result.from_size, 4);
	ck_assert_uint_eq(b.result.to_size, 4);
	ck_assert_ptr_eq(b.result.btf, &b.btf);
	ck_assert_uint_eq(b.result.type, 2);
}
END_TEST

START_TEST(the_way_in_the_kernel_names_what_is_used)
{
	uint32_t s = local_abc(), u32 = u32_of(&b.target);
	uint32_t inner = btf_build_struct(&b.target, "", 8, 2);

	btf_build_member(&b.target, "x", u32, 0);
	btf_build_member(&b.target, "b", u32, 32);
	btf_build_struct(&b.target, "s", 100, 2);
	btf_build_member(&b.target, "y", u32, 0);
	btf_build_member(&b.target, "", inner, 320);
	ask_offset(s, "0:1");
	assert_value(4, 44);
	ck_assert_uint_eq(b.way.root, 3);
	ck_assert_uint_eq(b.way.raw_cnt, 3);
	ck_assert_uint_eq(b.way.raw[1], 1);
	ck_assert_uint_eq(b.way.raw[2], 1);
	ck_assert_uint_eq(b.way.step_cnt, 2);
	ck_assert_uint_eq(b.way.steps[1].type, inner);
	ck_assert_str_eq(b.way.steps[1].name, "b");
}
END_TEST

START_TEST(anonymous_members_of_the_program_need_not_be_in_the_kernel)
{
	uint32_t u32 = u32_of(&b.local), inner, s;

	inner = btf_build_struct(&b.local, "", 8, 2);
	btf_build_member(&b.local, "x", u32, 0);
	btf_build_member(&b.local, "y", u32, 32);
	s = btf_build_struct(&b.local, "s", 12, 2);
	btf_build_member(&b.local, "a", u32, 0);
	btf_build_member(&b.local, "", inner, 32);
	u32 = u32_of(&b.target);
	btf_build_struct(&b.target, "s", 4, 1);
	btf_build_member(&b.target, "y", u32, 8);
	ask_offset(s, "0:1:1");
	assert_value(8, 1);
}
END_TEST

START_TEST(the_first_number_counts_whole_structs)
{
	uint32_t s = local_abc(), u32 = u32_of(&b.target);

	btf_build_struct(&b.target, "s", 100, 1);
	btf_build_member(&b.target, "b", u32, 8);
	ask_offset(s, "2:1");
	assert_value(28, 201);
}
END_TEST

/* struct s { unsigned int x; unsigned int z[local][3]; } */
static uint32_t build_array(struct btf_build *t, uint32_t nelems, uint32_t at)
{
	uint32_t u32 = u32_of(t), rows = btf_build_array(t, u32, u32, 3);
	uint32_t all = btf_build_array(t, rows, u32, nelems), s;

	s = btf_build_struct(t, "s", at / 8 + nelems * 12, 2);
	btf_build_member(t, "x", u32, 0);
	btf_build_member(t, "z", all, at);
	return s;
}

START_TEST(elements_of_arrays_are_found)
{
	uint32_t s = build_array(&b.local, 4, 32);

	build_array(&b.target, 9, 64);
	ask_offset(s, "0:1:3:2");
	assert_value(4 + 3 * 12 + 8, 8 + 3 * 12 + 8);
	ck_assert_uint_eq(b.result.to_size, 4);
}
END_TEST

START_TEST(size_of_an_array_is_all_of_it_but_its_access_one_element)
{
	uint32_t s = build_array(&b.local, 4, 32);

	build_array(&b.target, 9, 64);
	core_build_ask(&b, BPF_CORE_FIELD_BYTE_SIZE, s, "0:1");
	assert_value(48, 108);
	ask_offset(s, "0:1");
	assert_value(4, 8);
	ck_assert_uint_eq(b.result.to_size, 4);
}
END_TEST

START_TEST(an_element_that_the_kernels_array_has_not_is_poisoned)
{
	uint32_t s = build_array(&b.local, 4, 32);

	build_array(&b.target, 3, 64);
	ask_offset(s, "0:1:3:2");
	assert_poisoned("needs struct s.z[3][2] (byte offset), but it is not in the kernel's struct "
			"s; guard it with bpf_core_field_exists()");
}
END_TEST

START_TEST(a_flexible_array_has_any_element)
{
	uint32_t s = build_array(&b.local, 0, 32);

	build_array(&b.target, 0, 64);
	ask_offset(s, "0:1:7:0");
	assert_value(4 + 84, 8 + 84);
}
END_TEST

START_TEST(an_empty_array_that_is_not_last_has_no_element)
{
	uint32_t u32, s = build_array(&b.local, 4, 32), none;

	u32 = u32_of(&b.target);
	none = btf_build_array(&b.target, btf_build_array(&b.target, u32, u32, 3), u32, 0);
	btf_build_struct(&b.target, "s", 8, 2);
	btf_build_member(&b.target, "z", none, 0);
	btf_build_member(&b.target, "x", u32, 0);
	core_build_ask(&b, BPF_CORE_FIELD_EXISTS, s, "0:1:0:0");
	assert_value(1, 0);
}
END_TEST

START_TEST(elements_support_only_offset_size_and_existence)
{
	uint32_t s = build_array(&b.local, 4, 32);

	build_array(&b.target, 4, 64);
	core_build_ask(&b, BPF_CORE_FIELD_BYTE_SIZE, s, "0:1:1");
	assert_value(12, 12);
	core_build_ask(&b, BPF_CORE_FIELD_SIGNED, s, "0:1:1");
	assert_refused("CO-RE, signedness of struct s.z[1] (\"0:1:1\"): the program's own type has no "
		       "such value");
}
END_TEST

START_TEST(existence_is_answered_with_0_and_1)
{
	uint32_t s = local_abc(), u32 = u32_of(&b.target);

	btf_build_struct(&b.target, "s", 4, 1);
	btf_build_member(&b.target, "b", u32, 0);
	core_build_ask(&b, BPF_CORE_FIELD_EXISTS, s, "0:1");
	assert_value(1, 1);
	core_build_ask(&b, BPF_CORE_FIELD_EXISTS, s, "0:2");
	assert_value(1, 0);
	ck_assert_ptr_null(b.result.btf);
}
END_TEST

START_TEST(other_questions_about_what_is_missing_are_poisoned)
{
	static const struct {
		uint32_t kind;
		const char *name;
	} kinds[] = { { BPF_CORE_FIELD_BYTE_OFFSET, "byte offset" },
		{ BPF_CORE_FIELD_BYTE_SIZE, "byte size" }, { BPF_CORE_FIELD_SIGNED, "signedness" },
		{ BPF_CORE_FIELD_LSHIFT_U64, "left shift" },
		{ BPF_CORE_FIELD_RSHIFT_U64, "right shift" } };
	uint32_t s = local_abc();
	char why[200];

	core_build_ask(&b, kinds[_i].kind, s, "0:1");
	snprintf(why, sizeof(why), "needs struct s.b (%s), but the kernel has no struct s; guard it "
		"with bpf_core_field_exists()", kinds[_i].name);
	assert_poisoned(why);
}
END_TEST

/* a member m of that type, in the program's and in the kernel's struct s */
static uint32_t build_m(struct btf_build *t, uint32_t type)
{
	uint32_t s = btf_build_struct(t, "s", 8, 1);

	btf_build_member(t, "m", type, 0);
	return s;
}

enum sort { INT, SIGNED_CHAR, OLD_BITS, PTR, STRUCT, UNION, ENUM_A, ENUM_B, ENUM_NONE, ENUM64_A,
	FWD_A, FWD_B, FLOAT, ARRAY_INT, ARRAY_PTR, PROTO, TYPEDEF_INT, VOID };

static uint32_t build_sort(struct btf_build *t, enum sort sort)
{
	switch (sort) {
	case INT: return u32_of(t);
	case SIGNED_CHAR: return btf_build_int(t, "char", 1, BTF_INT_SIGNED);
	case OLD_BITS: return btf_build_int_bits(t, "int", 4, 0, 3, 5);
	case PTR: return btf_build_ref(t, "", BTF_KIND_PTR, 0);
	case STRUCT: return btf_build_struct(t, "x", 8, 0);
	case UNION: return btf_build_type(t, "y", BTF_KIND_UNION, false, 0, 8);
	case ENUM_A: return btf_build_type(t, "a___flavor", BTF_KIND_ENUM, false, 0, 4);
	case ENUM_B: return btf_build_type(t, "b", BTF_KIND_ENUM, false, 0, 4);
	case ENUM_NONE: return btf_build_type(t, "", BTF_KIND_ENUM, false, 0, 4);
	case ENUM64_A: return btf_build_type(t, "a", BTF_KIND_ENUM64, false, 0, 8);
	case FWD_A: return btf_build_type(t, "a", BTF_KIND_FWD, false, 0, 0);
	case FWD_B: return btf_build_type(t, "b", BTF_KIND_FWD, false, 0, 0);
	case FLOAT: return btf_build_type(t, "double", BTF_KIND_FLOAT, false, 0, 8);
	case ARRAY_INT: return btf_build_array(t, u32_of(t), u32_of(t), 2);
	case ARRAY_PTR:
		return btf_build_array(t, btf_build_ref(t, "", BTF_KIND_PTR, 0), u32_of(t), 1);
	case PROTO: return btf_build_type(t, "", BTF_KIND_FUNC_PROTO, false, 0, 0);
	case TYPEDEF_INT:
		return btf_build_ref(t, "", BTF_KIND_CONST,
			btf_build_ref(t, "u", BTF_KIND_TYPEDEF, u32_of(t)));
	case VOID: return 0;
	}
	return 0;
}

static const struct {
	enum sort local, target;
	bool fits;
} sorts[] = {
	{ INT, INT, true }, { INT, SIGNED_CHAR, true }, { INT, OLD_BITS, false },
	{ OLD_BITS, INT, false }, { INT, PTR, false }, { INT, TYPEDEF_INT, true },
	{ TYPEDEF_INT, SIGNED_CHAR, true }, { PTR, PTR, true }, { STRUCT, UNION, true },
	{ UNION, STRUCT, true }, { STRUCT, INT, false }, { ENUM_A, ENUM_A, true },
	{ ENUM_A, ENUM_B, false }, { ENUM_A, ENUM_NONE, true }, { ENUM_NONE, ENUM_B, true },
	{ ENUM_A, ENUM64_A, true }, { ENUM64_A, ENUM_B, false }, { ENUM_A, INT, false },
	{ FWD_A, FWD_A, true }, { FWD_A, FWD_B, false }, { FLOAT, FLOAT, true },
	{ FLOAT, INT, false }, { ARRAY_INT, ARRAY_INT, true }, { ARRAY_INT, ARRAY_PTR, false },
	{ ARRAY_INT, INT, false }, { PROTO, PROTO, false }, { VOID, VOID, false },
};

START_TEST(types_of_a_member_have_to_be_of_a_sort)
{
	uint32_t s = build_m(&b.local, build_sort(&b.local, sorts[_i].local));

	build_m(&b.target, build_sort(&b.target, sorts[_i].target));
	core_build_ask(&b, BPF_CORE_FIELD_EXISTS, s, "0:0");
	assert_value(1, sorts[_i].fits);
}
END_TEST

START_TEST(a_member_of_another_sort_is_poisoned_and_said_so)
{
	uint32_t s = build_m(&b.local, build_sort(&b.local, INT));

	build_m(&b.target, build_sort(&b.target, PTR));
	ask_offset(s, "0:0");
	assert_poisoned("needs struct s.m (byte offset), but it has another type in the kernel's "
			"struct s; guard it with bpf_core_field_exists()");
}
END_TEST

START_TEST(flavors_of_the_root_do_not_count)
{
	uint32_t u32 = u32_of(&b.local), s;

	s = btf_build_struct(&b.local, "s___old", 4, 1);
	btf_build_member(&b.local, "a", u32, 0);
	u32 = u32_of(&b.target);
	btf_build_struct(&b.target, "s", 4, 1);
	btf_build_member(&b.target, "a", u32, 24);
	ask_offset(s, "0:0");
	assert_value(0, 3);
}
END_TEST

START_TEST(a_flavored_type_of_the_kernel_is_a_candidate)
{
	uint32_t s = local_abc(), u32 = u32_of(&b.target);

	btf_build_struct(&b.target, "s___2", 4, 1);
	btf_build_member(&b.target, "a", u32, 24);
	ask_offset(s, "0:0");
	assert_value(0, 3);
}
END_TEST

START_TEST(flavors_of_members_do_count)
{
	uint32_t s = local_abc(), u32 = u32_of(&b.target);

	btf_build_struct(&b.target, "s", 4, 1);
	btf_build_member(&b.target, "a___x", u32, 24);
	core_build_ask(&b, BPF_CORE_FIELD_EXISTS, s, "0:0");
	assert_value(1, 0);
}
END_TEST

START_TEST(a_struct_is_not_looked_for_among_unions)
{
	uint32_t s = local_abc(), u32 = u32_of(&b.target);

	btf_build_type(&b.target, "s", BTF_KIND_UNION, false, 1, 4);
	btf_build_member(&b.target, "a", u32, 0);
	core_build_ask(&b, BPF_CORE_FIELD_EXISTS, s, "0:0");
	assert_value(1, 0);
}
END_TEST

START_TEST(a_typedef_is_looked_for_as_a_typedef)
{
	uint32_t s = local_abc(), type = btf_build_ref(&b.local, "t", BTF_KIND_TYPEDEF, s), u32;

	u32 = u32_of(&b.target);
	s = btf_build_struct(&b.target, "other", 4, 1);
	btf_build_member(&b.target, "b", u32, 16);
	btf_build_ref(&b.target, "t", BTF_KIND_TYPEDEF, s);
	ask_offset(type, "0:1");
	assert_value(4, 2);
}
END_TEST

static void build_b_at(const char *name, uint32_t bits)
{
	btf_build_struct(&b.target, name, 100, 1);
	btf_build_member(&b.target, "b", 1, bits);
}

START_TEST(types_that_the_kernel_has_twice_may_agree)
{
	uint32_t s = local_abc();

	u32_of(&b.target);
	build_b_at("s", 64);
	build_b_at("s", 64);
	ask_offset(s, "0:1");
	assert_value(4, 8);
}
END_TEST

START_TEST(types_that_the_kernel_has_twice_may_not_differ)
{
	uint32_t s = local_abc();

	u32_of(&b.target);
	build_b_at("s", 64);
	build_b_at("s", 96);
	ask_offset(s, "0:1");
	assert_refused("CO-RE, byte offset of struct s.b (\"0:1\"): the kernel has this type more "
		       "than once, and they differ");
}
END_TEST

static const struct bpf_core_relo *first_record(void)
{
	uint32_t cnt, step;

	return (const struct bpf_core_relo *)core_records(&b.unit, b.unit.funcs, &cnt, &step);
}

/* a is only in the second; whoever asked for it before means that one */
START_TEST(candidates_that_did_not_match_are_dropped)
{
	uint32_t s = local_abc();

	u32_of(&b.target);
	build_b_at("s", 64);
	btf_build_struct(&b.target, "s", 100, 2);
	btf_build_member(&b.target, "a", 1, 0);
	btf_build_member(&b.target, "b", 1, 96);
	build_b_at("s", 64);
	core_build_record(&b, BPF_CORE_FIELD_BYTE_OFFSET, s, "0:1");
	core_build_insn(&b, BPF_ALU64 | BPF_MOV, 0, 0);
	ask_offset(s, "0:0");
	assert_value(0, 0);
	ck_assert_int_eq(core_resolve(&b.unit, first_record(), &b.result, NULL), 0);
	assert_value(4, 12);
}
END_TEST

/* A module that has "s", with b at byte 9; whether the kernel has one too is the loop's. */
START_TEST(modules_are_asked_for_what_the_kernel_does_not_have)
{
	uint32_t s = local_abc();
	struct btf_build module;
	const uint8_t *bytes;
	struct btf btf;
	size_t size;

	u32_of(&b.target);
	if (_i)
		build_b_at("s", 64);
	core_build_record(&b, BPF_CORE_FIELD_BYTE_OFFSET, s, "0:1");
	core_build_insn(&b, BPF_ALU64 | BPF_MOV, 0, 0);
	ck_assert_int_eq(core_build_fit(&b), 0);
	btf_build_init_split(&module, &b.target);
	btf_build_struct(&module, "s", 100, 1);
	btf_build_member(&module, "b", 1, 72);
	bytes = btf_build_done(&module, &size);
	ck_assert_int_eq(btf_view(&b.arena, "m", bytes, size, &b.btf, &b.names, &btf, NULL), 0);
	ck_assert_int_eq(core_resolve(&b.unit, first_record(), &b.result, NULL), 0);
	assert_value(4, _i ? 8 : 9);
	ck_assert_ptr_eq(b.result.btf, _i ? &b.btf : &btf);
	btf_build_free(&module);
}
END_TEST

/* ---- sizes, signs, bits ---- */

START_TEST(pointers_are_as_wide_as_the_kernels_long)
{
	static const struct {
		const char *name;
		uint32_t size, expected;
	} longs[] = { { "long unsigned int", 4, 4 }, { "unsigned long", 8, 8 }, { "long", 4, 4 },
		{ "long long int", 4, sizeof(void *) }, { "long int", 2, sizeof(void *) } };
	uint32_t s = build_m(&b.local, build_sort(&b.local, PTR));

	btf_build_int(&b.target, longs[_i].name, longs[_i].size, 0);
	build_m(&b.target, build_sort(&b.target, PTR));
	core_build_ask(&b, BPF_CORE_FIELD_BYTE_SIZE, s, "0:0");
	assert_value(8, longs[_i].expected);
}
END_TEST

START_TEST(integers_and_enums_have_their_sign)
{
	uint32_t type, s;

	type = btf_build_type(&b.local, "e", BTF_KIND_ENUM, false, 0, 4);
	s = build_m(&b.local, type);
	build_m(&b.target, btf_build_type(&b.target, "e", BTF_KIND_ENUM, true, 0, 4));
	core_build_ask(&b, BPF_CORE_FIELD_SIGNED, s, "0:0");
	assert_value(0, 1);
	ck_assert(b.result.check);
}
END_TEST

START_TEST(shifts_of_an_ordinary_field_are_of_its_size)
{
	uint32_t s;

	b.local.big = b.target.big = _i;
	s = build_m(&b.local, u32_of(&b.local));
	build_m(&b.target, btf_build_int(&b.target, "unsigned char", 1, 0));
	core_build_ask(&b, BPF_CORE_FIELD_LSHIFT_U64, s, "0:0");
	assert_value(32, 56);
	core_build_ask(&b, BPF_CORE_FIELD_RSHIFT_U64, s, "0:0");
	assert_value(32, 56);
}
END_TEST

/* unsigned int f : width, at that bit; in the program it is the first bit. */
static uint32_t build_bits(uint32_t type_size, uint32_t at, uint32_t width)
{
	uint32_t s, type;

	type = btf_build_int(&b.local, "int", 4, BTF_INT_SIGNED);
	s = btf_build_type(&b.local, "s", BTF_KIND_STRUCT, true, 1, 8);
	btf_build_member(&b.local, "f", type, 1U << 24);
	type = btf_build_int(&b.target, "u", type_size, 0);
	btf_build_type(&b.target, "s", BTF_KIND_STRUCT, true, 1, 64);
	btf_build_member(&b.target, "f", type, width << 24 | at);
	return s;
}

/* What to load, and how to shift it, so that the bits come out: by the layout of C compilers. */
static const struct {
	uint32_t type_size, at, width;
	uint64_t offset, size, left_little, left_big, right;
} bits[] = {
	{ 4, 0, 1, 0, 4, 63, 32, 63 },
	{ 4, 37, 3, 4, 4, 64 - 8, 32 + 5, 61 },
	{ 1, 8, 8, 1, 1, 56, 56, 56 },
	{ 1, 30, 4, 0, 8, 64 - 34, 30, 60 },  /* over the end of its unit, which grows */
	{ 4, 100, 28, 12, 4, 64 - 32, 32 + 4, 36 },
	{ 8, 64, 64, 8, 8, 0, 0, 0 },
};

START_TEST(bit_fields_are_loaded_with_what_is_around_them)
{
	bool big = _i % 2;
	uint32_t s;

	b.local.big = b.target.big = big;
	_i /= 2;
	s = build_bits(bits[_i].type_size, bits[_i].at, bits[_i].width);
	core_build_ask(&b, BPF_CORE_FIELD_BYTE_OFFSET, s, "0:0");
	assert_value(0, bits[_i].offset);
	ck_assert(!b.result.check);
	ck_assert_uint_eq(b.result.from_size, b.result.to_size);
	core_build_ask(&b, BPF_CORE_FIELD_BYTE_SIZE, s, "0:0");
	assert_value(4, bits[_i].size);
	core_build_ask(&b, BPF_CORE_FIELD_LSHIFT_U64, s, "0:0");
	assert_value(big ? 32 : 63, big ? bits[_i].left_big : bits[_i].left_little);
	ck_assert(!b.result.check);
	core_build_ask(&b, BPF_CORE_FIELD_RSHIFT_U64, s, "0:0");
	assert_value(63, bits[_i].right);
	ck_assert(b.result.check);
	core_build_ask(&b, BPF_CORE_FIELD_SIGNED, s, "0:0");
	assert_value(1, 0);
	ck_assert(b.result.check);
}
END_TEST

START_TEST(a_bit_field_across_64_bits_is_refused)
{
	uint32_t s = build_bits(8, 60, 8);

	ask_offset(s, "0:0");
	assert_refused("CO-RE, byte offset of struct s.f (\"0:0\"): the kernel's type has no such "
		       "value");
}
END_TEST

static void add_matching(TCase *t)
{
	tcase_add_test(t, a_member_is_found_by_its_name);
	tcase_add_test(t, the_way_in_the_kernel_names_what_is_used);
	tcase_add_test(t, anonymous_members_of_the_program_need_not_be_in_the_kernel);
	tcase_add_test(t, the_first_number_counts_whole_structs);
	tcase_add_test(t, elements_of_arrays_are_found);
	tcase_add_test(t, size_of_an_array_is_all_of_it_but_its_access_one_element);
	tcase_add_test(t, an_element_that_the_kernels_array_has_not_is_poisoned);
	tcase_add_test(t, a_flexible_array_has_any_element);
	tcase_add_test(t, an_empty_array_that_is_not_last_has_no_element);
	tcase_add_test(t, elements_support_only_offset_size_and_existence);
	tcase_add_test(t, existence_is_answered_with_0_and_1);
	tcase_add_loop_test(t, other_questions_about_what_is_missing_are_poisoned, 0, 5);
	tcase_add_loop_test(t, types_of_a_member_have_to_be_of_a_sort, 0,
		sizeof(sorts) / sizeof(*sorts));
	tcase_add_test(t, a_member_of_another_sort_is_poisoned_and_said_so);
	tcase_add_test(t, flavors_of_the_root_do_not_count);
	tcase_add_test(t, a_flavored_type_of_the_kernel_is_a_candidate);
	tcase_add_test(t, flavors_of_members_do_count);
	tcase_add_test(t, a_struct_is_not_looked_for_among_unions);
	tcase_add_test(t, a_typedef_is_looked_for_as_a_typedef);
	tcase_add_test(t, types_that_the_kernel_has_twice_may_agree);
	tcase_add_test(t, types_that_the_kernel_has_twice_may_not_differ);
	tcase_add_test(t, candidates_that_did_not_match_are_dropped);
	tcase_add_loop_test(t, modules_are_asked_for_what_the_kernel_does_not_have, 0, 2);
}

static void add_values(TCase *t)
{
	tcase_add_loop_test(t, pointers_are_as_wide_as_the_kernels_long, 0, 5);
	tcase_add_test(t, integers_and_enums_have_their_sign);
	tcase_add_loop_test(t, shifts_of_an_ordinary_field_are_of_its_size, 0, 2);
	tcase_add_loop_test(t, bit_fields_are_loaded_with_what_is_around_them, 0,
		2 * sizeof(bits) / sizeof(*bits));
	tcase_add_test(t, a_bit_field_across_64_bits_is_refused);
}

Suite *test_suite(void)
{
	static const struct {
		const char *name;
		void (*add)(TCase *t);
	} cases[] = { { "matching", add_matching }, { "values", add_values } };
	Suite *s = suite_create("core_fields");
	TCase *t;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		t = tcase_create(cases[i].name);
		tcase_add_checked_fixture(t, setup, teardown);
		cases[i].add(t);
		suite_add_tcase(s, t);
	}
	return s;
}
