/* SPDX-License-Identifier: BSD-2-Clause */
/* Adding up per-CPU values by type: which types can be added, and what comes out. */
#include "show/sum.h"

#include "format/bits.h"
#include "tests/lib/btf_build.h"
#include "tests/lib/test.h"

struct stats {
	uint32_t packets;
	uint64_t bytes;
	int16_t levels[3];
	struct {
		uint64_t one;
	} inner;
};

static struct btf_build made;
static struct arena arena;
static struct btf btf;

static void begin(void)
{
	btf_build_init(&made, bits_host_is_big());
}

static void parse(void)
{
	struct rawbpf_diag d = { 0 };
	const uint8_t *bytes;
	size_t size;

	bytes = btf_build_done(&made, &size);
	ck_assert_msg(!btf_parse(&arena, "test", bytes, size, NULL, &btf, &d), "%s", d.msg);
}

static void end(void)
{
	arena_free(&arena);
	btf_build_free(&made);
}

/* A struct of this size with one member of the type at bit 0. */
static uint32_t struct_of(uint32_t type, uint32_t size)
{
	uint32_t id = btf_build_struct(&made, "one", size, 1);

	btf_build_member(&made, "m", type, 0);
	return id;
}

static uint32_t unsigned_int(uint32_t size)
{
	return btf_build_int(&made, size == 8 ? "u64" : "u32", size, 0);
}

/* struct stats, as clang would describe it */
static uint32_t stats_type(void)
{
	uint32_t u32 = unsigned_int(4), u64 = unsigned_int(8), i16, levels, inner, id, alias;

	i16 = btf_build_int(&made, "short", 2, BTF_INT_SIGNED);
	levels = btf_build_array(&made, i16, u32, 3);
	inner = struct_of(u64, 8);
	alias = btf_build_ref(&made, "counter_t", BTF_KIND_TYPEDEF, u64);
	id = btf_build_struct(&made, "stats", sizeof(struct stats), 4);
	btf_build_member(&made, "packets", u32, 8 * offsetof(struct stats, packets));
	btf_build_member(&made, "bytes", alias, 8 * offsetof(struct stats, bytes));
	btf_build_member(&made, "levels", levels, 8 * offsetof(struct stats, levels));
	btf_build_member(&made, "inner", inner, 8 * offsetof(struct stats, inner));
	return id;
}

START_TEST(structs_are_added_member_by_member)
{
	struct stats a = { 0xffffffff, 1ULL << 40, { 1, -2, 3 }, { 5 } };
	const struct stats b = { 2, 1ULL << 40, { 10, -20, 30 }, { 50 } };
	uint32_t id;

	begin();
	id = stats_type();
	parse();
	ck_assert(value_can_sum(&btf, id, sizeof(a)));
	value_sum(&btf, id, &a, &b);
	ck_assert_uint_eq(a.packets, 1); /* and nothing carried into bytes */
	ck_assert_uint_eq(a.bytes, 1ULL << 41);
	ck_assert_int_eq(a.levels[0], 11);
	ck_assert_int_eq(a.levels[1], -22);
	ck_assert_int_eq(a.levels[2], 33);
	ck_assert_uint_eq(a.inner.one, 55);
}
END_TEST

START_TEST(plain_integer_is_added)
{
	uint64_t a = 40;
	const uint64_t b = 2;
	uint32_t id;

	begin();
	id = unsigned_int(8);
	parse();
	ck_assert(value_can_sum(&btf, id, 8));
	value_sum(&btf, id, &a, &b);
	ck_assert_uint_eq(a, 42);
}
END_TEST

struct fields {
	uint32_t low : 5, high : 27;
};

START_TEST(bit_fields_are_added_within_their_width)
{
	struct fields a = { 31, 100 };
	const struct fields b = { 3, 11 };
	uint32_t id, u32;

	begin();
	u32 = unsigned_int(4);
	id = btf_build_type(&made, "fields", BTF_KIND_STRUCT, true, 2, 4);
	btf_build_member(&made, "low", u32, 5 << 24 | 0);
	btf_build_member(&made, "high", u32, 27 << 24 | 5);
	parse();
	ck_assert(value_can_sum(&btf, id, 4));
	value_sum(&btf, id, &a, &b);
	ck_assert_uint_eq(a.low, 2);
	ck_assert_uint_eq(a.high, 111);
}
END_TEST

START_TEST(value_that_is_not_aligned_is_added)
{
	uint8_t bytes[1 + sizeof(struct stats)], more[1 + sizeof(struct stats)];
	struct stats a = { 1, 2, { 3, 4, 5 }, { 6 } };
	uint32_t id;

	begin();
	id = stats_type();
	parse();
	memcpy(bytes + 1, &a, sizeof(a));
	memcpy(more + 1, &a, sizeof(a));
	value_sum(&btf, id, bytes + 1, more + 1);
	memcpy(&a, bytes + 1, sizeof(a));
	ck_assert_uint_eq(a.packets, 2);
	ck_assert_uint_eq(a.inner.one, 12);
}
END_TEST

/* Whether a value of this kind, alone and as a member, can be added. */
static void check_refused(uint32_t id, size_t size)
{
	uint32_t whole = struct_of(id, size);

	parse();
	ck_assert(!value_can_sum(&btf, id, size));
	ck_assert(!value_can_sum(&btf, whole, size));
}

START_TEST(pointers_are_not_added)
{
	begin();
	check_refused(btf_build_ref(&made, "", BTF_KIND_PTR, 0), 8);
}
END_TEST

START_TEST(enums_are_not_added)
{
	uint32_t id;

	begin();
	id = btf_build_type(&made, "state", BTF_KIND_ENUM, false, 1, 4);
	btf_build_enumerator(&made, "UP", 1);
	check_refused(id, 4);
}
END_TEST

START_TEST(floats_are_not_added)
{
	begin();
	check_refused(btf_build_type(&made, "double", BTF_KIND_FLOAT, false, 0, 8), 8);
}
END_TEST

START_TEST(text_is_not_added)
{
	uint32_t c, index;

	begin();
	c = btf_build_int(&made, "char", 1, BTF_INT_SIGNED);
	index = unsigned_int(4);
	check_refused(btf_build_array(&made, c, index, 16), 16);
}
END_TEST

START_TEST(bools_are_not_added)
{
	begin();
	check_refused(btf_build_int(&made, "_Bool", 1, BTF_INT_BOOL), 1);
}
END_TEST

START_TEST(unions_are_not_added)
{
	uint32_t id, u32;

	begin();
	u32 = unsigned_int(4);
	id = btf_build_type(&made, "u", BTF_KIND_UNION, false, 1, 4);
	btf_build_member(&made, "m", u32, 0);
	check_refused(id, 4);
}
END_TEST

START_TEST(type_of_another_size_than_the_value_is_not_added)
{
	uint32_t id;

	begin();
	id = unsigned_int(8);
	parse();
	ck_assert(value_can_sum(&btf, id, 8));
	ck_assert(!value_can_sum(&btf, id, 4));
	ck_assert(!value_can_sum(&btf, id, 16));
	ck_assert(!value_can_sum(&btf, 0, 8));
	ck_assert(!value_can_sum(&btf, 99, 8));
	ck_assert(!value_can_sum(NULL, id, 8));
}
END_TEST

START_TEST(member_outside_of_its_struct_is_refused)
{
	uint32_t id, u64;

	begin();
	u64 = unsigned_int(8);
	id = btf_build_struct(&made, "liar", 8, 1);
	btf_build_member(&made, "m", u64, 32);
	check_refused(id, 8);
}
END_TEST

START_TEST(members_in_the_same_place_are_refused)
{
	uint32_t id, u64;

	begin();
	u64 = unsigned_int(8);
	id = btf_build_struct(&made, "both", 8, 2);
	btf_build_member(&made, "a", u64, 0);
	btf_build_member(&made, "b", u64, 0);
	check_refused(id, 8);
}
END_TEST

START_TEST(struct_that_holds_itself_is_refused)
{
	uint32_t id;

	begin();
	id = btf_build_struct(&made, "self", 8, 1);
	btf_build_member(&made, "m", id, 0);
	check_refused(id, 8);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("sum");
	TCase *t = tcase_create("added");

	tcase_add_checked_fixture(t, NULL, end);
	tcase_add_test(t, structs_are_added_member_by_member);
	tcase_add_test(t, plain_integer_is_added);
	tcase_add_test(t, bit_fields_are_added_within_their_width);
	tcase_add_test(t, value_that_is_not_aligned_is_added);
	suite_add_tcase(s, t);
	t = tcase_create("refused");
	tcase_add_checked_fixture(t, NULL, end);
	tcase_add_test(t, pointers_are_not_added);
	tcase_add_test(t, enums_are_not_added);
	tcase_add_test(t, floats_are_not_added);
	tcase_add_test(t, text_is_not_added);
	tcase_add_test(t, bools_are_not_added);
	tcase_add_test(t, unions_are_not_added);
	tcase_add_test(t, type_of_another_size_than_the_value_is_not_added);
	tcase_add_test(t, member_outside_of_its_struct_is_refused);
	tcase_add_test(t, members_in_the_same_place_are_refused);
	tcase_add_test(t, struct_that_holds_itself_is_refused);
	suite_add_tcase(s, t);
	return s;
}
