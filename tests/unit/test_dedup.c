/* SPDX-License-Identifier: BSD-2-Clause */
/* src/gen/btf_dedup.c, btf_forward.c, btf_write.c: which types of two files are the same. */
#include "tests/lib/test.h"

#include <stdlib.h>

#include "gen/btf_dedup.h"
#include "tests/lib/btf_build.h"

static struct arena arena;
static struct btf_write all, out;
static uint32_t *into;

static void setup(void)
{
	memset(&all, 0, sizeof(all));
	memset(&out, 0, sizeof(out));
	memset(&arena, 0, sizeof(arena));
}

static void teardown(void)
{
	btf_write_free(&all);
	btf_write_free(&out);
	arena_free(&arena);
}

/* Append what was built; returns the number that its type 1 has, less one. */
static uint32_t append(struct btf_build *build)
{
	uint32_t first = all.cnt, id, *map;
	const uint8_t *bytes;
	struct btf b;
	size_t size;

	bytes = btf_build_done(build, &size);
	assert_ok(btf_parse(&arena, "x.o", bytes, size, NULL, &b, NULL));
	map = arena_calloc(&arena, b.cnt, sizeof(*map));
	for (id = 1; id < b.cnt; id++)
		map[id] = first + id;
	for (id = 1; id < b.cnt; id++)
		assert_ok(btf_write_copy(&all, &b, btf_type(&b, id), map));
	btf_build_free(build);
	return first;
}

/* How many types are left. */
static uint32_t dedup(void)
{
	struct btf b;
	uint32_t id;

	btf_write_view(&all, &b);
	into = arena_calloc(&arena, b.cnt, sizeof(*into));
	for (id = 1; id < b.cnt; id++)
		into[id] = id;
	assert_ok(btf_dedup(&b, into));
	assert_ok(btf_write_kept(&out, &b, into));
	return out.cnt;
}

/* struct node { struct node *next; TYPE value; } */
static void build_list(struct btf_build *b, const char *value_type, uint32_t size)
{
	btf_build_init(b, false);
	btf_build_struct(b, "node", 8 + size, 2);
	btf_build_member(b, "next", 2, 0);
	btf_build_member(b, "value", 3, 64);
	btf_build_ref(b, "", BTF_KIND_PTR, 1);
	btf_build_int(b, value_type, size, 0);
}

START_TEST(types_in_a_circle_are_kept_once)
{
	struct btf_build b;

	build_list(&b, "int", 4);
	append(&b);
	build_list(&b, "int", 4);
	append(&b);
	ck_assert_uint_eq(dedup(), 3);
	ck_assert_uint_eq(into[4], 1);
	ck_assert_uint_eq(into[5], 2);
	ck_assert_uint_eq(into[6], 3);
}
END_TEST

START_TEST(the_order_in_a_file_does_not_matter)
{
	struct btf_build b;

	build_list(&b, "int", 4);
	append(&b);
	btf_build_init(&b, false);
	btf_build_int(&b, "int", 4, 0);
	btf_build_ref(&b, "", BTF_KIND_PTR, 3);
	btf_build_struct(&b, "node", 12, 2);
	btf_build_member(&b, "next", 2, 0);
	btf_build_member(&b, "value", 1, 64);
	append(&b);
	ck_assert_uint_eq(dedup(), 3);
	ck_assert_uint_eq(into[6], 1);
}
END_TEST

/* The structs look alike; what their members are called, too. */
START_TEST(types_that_reach_something_else_stay_apart)
{
	struct btf_build b;

	build_list(&b, "int", 4);
	append(&b);
	build_list(&b, "unsigned int", 4);
	append(&b);
	ck_assert_uint_eq(dedup(), 6);
}
END_TEST

/* outer -> p1 -> ... -> an int; only the ints differ */
static void build_chain(struct btf_build *b, uint32_t length, const char *end)
{
	uint32_t i;

	btf_build_init(b, false);
	btf_build_int(b, end, 4, 0);
	for (i = 1; i <= length; i++)
		btf_build_ref(b, "", BTF_KIND_PTR, i);
}

START_TEST(a_difference_far_away_keeps_types_apart)
{
	struct btf_build b;

	build_chain(&b, 100, "int");
	append(&b);
	build_chain(&b, 100, "long");
	append(&b);
	ck_assert_uint_eq(dedup(), 202);
}
END_TEST

START_TEST(a_hundred_thousand_pointers_in_a_row_are_no_problem)
{
	struct btf_build b;

	build_chain(&b, 50000, "int");
	append(&b);
	build_chain(&b, 50000, "int");
	append(&b);
	ck_assert_uint_eq(dedup(), 50001);
	ck_assert_uint_eq(into[100002], 50001);
}
END_TEST

/* struct holder { struct foo *p; }, and what foo is */
static void build_holder(struct btf_build *b, bool full, const char *member)
{
	btf_build_init(b, false);
	btf_build_struct(b, "holder", 8, 1);
	btf_build_member(b, "p", 2, 0);
	btf_build_ref(b, "", BTF_KIND_PTR, 3);
	if (!full) {
		btf_build_type(b, "foo", BTF_KIND_FWD, false, 0, 0);
		return;
	}
	btf_build_struct(b, "foo", 4, 1);
	btf_build_member(b, member, 4, 0);
	btf_build_int(b, "int", 4, 0);
}

START_TEST(a_declaration_becomes_the_definition_of_another_file)
{
	struct btf_build b;

	build_holder(&b, false, NULL);
	append(&b);
	build_holder(&b, true, "x");
	append(&b);
	ck_assert_uint_eq(dedup(), 4);
	ck_assert_uint_eq(into[1], into[4]);
	ck_assert_uint_eq(into[3], into[6]);
	ck_assert_uint_eq(btf_kind(btf_write_type(&out, into[3])), BTF_KIND_STRUCT);
}
END_TEST

START_TEST(a_declaration_stays_one_if_two_files_define_it_differently)
{
	struct btf_build b;

	build_holder(&b, false, NULL);
	append(&b);
	build_holder(&b, true, "x");
	append(&b);
	build_holder(&b, true, "y");
	append(&b);
	/* three holders, pointers and foos, one int */
	ck_assert_uint_eq(dedup(), 10);
	ck_assert_uint_eq(btf_kind(btf_write_type(&out, into[3])), BTF_KIND_FWD);
}
END_TEST

START_TEST(a_union_is_no_definition_of_a_struct)
{
	struct btf_build b;

	build_holder(&b, false, NULL);
	append(&b);
	btf_build_init(&b, false);
	btf_build_type(&b, "foo", BTF_KIND_UNION, false, 0, 4);
	append(&b);
	ck_assert_uint_eq(dedup(), 4);
}
END_TEST

START_TEST(a_declared_enum_becomes_the_defined_one)
{
	struct btf_build b;

	btf_build_init(&b, false);
	btf_build_type(&b, "color", BTF_KIND_ENUM, false, 0, 4);
	btf_build_type(&b, "color", BTF_KIND_ENUM64, false, 1, 8);
	btf_build_enumerator64(&b, "RED", 1ULL << 40);
	append(&b);
	ck_assert_uint_eq(dedup(), 1);
	ck_assert_uint_eq(btf_kind(btf_write_type(&out, into[1])), BTF_KIND_ENUM64);
}
END_TEST

START_TEST(variables_are_never_the_same_and_what_is_left_out_is_void)
{
	struct btf_build b;
	struct btf view;
	uint32_t id;

	btf_build_init(&b, false);
	btf_build_int(&b, "int", 4, 0);
	btf_build_var(&b, "own", 1, 0);
	btf_build_var(&b, "own", 1, 0);
	append(&b);
	btf_write_view(&all, &view);
	into = arena_calloc(&arena, view.cnt, sizeof(*into));
	for (id = 2; id < view.cnt; id++)
		into[id] = id;
	assert_ok(btf_dedup(&view, into));
	assert_ok(btf_write_kept(&out, &view, into));
	ck_assert_uint_eq(out.cnt, 2);
	ck_assert_uint_eq(btf_write_type(&out, 2)->type, 0);
}
END_TEST

static void build_everything(struct btf_build *b)
{
	uint32_t u32, proto;

	btf_build_init(b, false);
	u32 = btf_build_int(b, "unsigned int", 4, 0);
	btf_build_array(b, u32, u32, 3);
	btf_build_type(b, "either", BTF_KIND_UNION, true, 1, 4);
	btf_build_member(b, "a", u32, 3U << 24);
	btf_build_type(b, "color", BTF_KIND_ENUM, false, 1, 4);
	btf_build_enumerator(b, "GREEN", 2);
	btf_build_ref(b, "u32", BTF_KIND_TYPEDEF, u32);
	btf_build_ref(b, "", BTF_KIND_VOLATILE, u32);
	btf_build_ref(b, "", BTF_KIND_CONST, u32);
	btf_build_ref(b, "", BTF_KIND_RESTRICT, u32);
	btf_build_ref(b, "user", BTF_KIND_TYPE_TAG, u32);
	proto = btf_build_type(b, "", BTF_KIND_FUNC_PROTO, false, 1, u32);
	btf_build_string(b, "x");
	btf_build_word(b, btf_build_string(b, "x"));
	btf_build_word(b, u32);
	btf_build_type(b, "f", BTF_KIND_FUNC, false, 1, proto);
	btf_build_type(b, "tag", BTF_KIND_DECL_TAG, false, 0, 3);
	btf_build_word(b, 0);
	btf_build_type(b, "float", BTF_KIND_FLOAT, false, 0, 4);
	btf_build_type(b, "wide", BTF_KIND_ENUM64, false, 1, 8);
	btf_build_enumerator64(b, "HIGH", 1ULL << 33);
}

START_TEST(every_other_kind_is_kept_once_and_can_be_read_back)
{
	struct btf_build b;
	struct btf back;
	uint64_t size;
	uint32_t cnt;
	void *bytes;

	build_everything(&b);
	cnt = b.cnt;
	append(&b);
	build_everything(&b);
	append(&b);
	ck_assert_uint_eq(dedup(), cnt);
	assert_ok(btf_write_done(&out, &arena, _i, &bytes, &size));
	assert_ok(btf_parse(&arena, "x.o", bytes, size, NULL, &back, NULL));
	ck_assert_int_eq(back.swap, _i);
	ck_assert_str_eq(btf_name(&back, btf_type(&back, cnt)), "wide");
	ck_assert_uint_eq(btf_enums64(btf_type(&back, cnt))->val_hi32, 2);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("dedup");
	TCase *t = tcase_create("types");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, types_in_a_circle_are_kept_once);
	tcase_add_test(t, the_order_in_a_file_does_not_matter);
	tcase_add_test(t, types_that_reach_something_else_stay_apart);
	tcase_add_test(t, a_difference_far_away_keeps_types_apart);
	tcase_add_test(t, a_hundred_thousand_pointers_in_a_row_are_no_problem);
	tcase_add_test(t, a_declaration_becomes_the_definition_of_another_file);
	tcase_add_test(t, a_declaration_stays_one_if_two_files_define_it_differently);
	tcase_add_test(t, a_union_is_no_definition_of_a_struct);
	tcase_add_test(t, a_declared_enum_becomes_the_defined_one);
	tcase_add_test(t, variables_are_never_the_same_and_what_is_left_out_is_void);
	tcase_add_loop_test(t, every_other_kind_is_kept_once_and_can_be_read_back, 0, 2);
	suite_add_tcase(s, t);
	return s;
}
