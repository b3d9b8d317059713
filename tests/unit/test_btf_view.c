/* SPDX-License-Identifier: BSD-2-Clause */
/* BTF that is read where it lies, split BTF, kinds that only a layout knows, many names at once. */
#include "tests/lib/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "format/btf_names.h"
#include "tests/lib/btf_build.h"

#define MANY 200

static struct arena arena;
static struct rawbpf_diag diag;
static struct btf_build base_build, split_build;
static struct btf base, split;

static void setup(void)
{
	memset(&diag, 0, sizeof(diag));
	memset(&arena, 0, sizeof(arena));
	btf_build_init(&base_build, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
}

static void teardown(void)
{
	btf_build_free(&base_build);
	btf_build_free(&split_build);
	memset(&split_build, 0, sizeof(split_build));
	arena_free(&arena);
}

/* Integers and structs in turn: records of two lengths. Type 2n is struct s<n>, 2n - 1 an int. */
static void build_many(struct btf_build *b, uint32_t cnt)
{
	char name[16];
	uint32_t i, id;

	for (i = 1; i <= cnt; i++) {
		snprintf(name, sizeof(name), "i%u", i);
		id = btf_build_int(b, name, 4, 0);
		snprintf(name, sizeof(name), "s%u", i);
		btf_build_struct(b, name, 4, 1);
		btf_build_member(b, "m", id, 0);
	}
}

static int view(struct btf_build *b, const struct btf *on, struct btf *out)
{
	size_t size;
	const uint8_t *bytes = btf_build_done(b, &size);

	return btf_view(&arena, "x", bytes, size, on, NULL, out, &diag);
}

/* A base of MANY pairs and a module of three more types, whose struct holds one of the base. */
static void build_split(void)
{
	uint32_t own;

	build_many(&base_build, MANY);
	btf_build_init_split(&split_build, &base_build);
	own = btf_build_int(&split_build, "own", 8, 0);
	btf_build_struct(&split_build, "module_struct", 12, 2);
	btf_build_member(&split_build, "a", own, 0);
	btf_build_member(&split_build, "b", 2, 64);
	btf_build_struct(&split_build, "s7", 1, 0);
	assert_ok(view(&base_build, NULL, &base));
	assert_ok(view(&split_build, &base, &split));
}

START_TEST(a_view_has_the_types_of_a_copy)
{
	struct btf copy;
	uint32_t id;
	size_t size;

	build_many(&base_build, MANY);
	assert_ok(view(&base_build, NULL, &base));
	ck_assert_ptr_eq(base.types, base_build.bytes + 24);
	size = 24 + base_build.types_size + base_build.strings_size;
	assert_ok(btf_parse(&arena, "x", base_build.bytes, size, NULL, &copy, &diag));
	ck_assert_uint_eq(base.cnt, 2 * MANY + 1);
	ck_assert_uint_eq(copy.cnt, base.cnt);
	for (id = 0; id < base.cnt + 2; id++) {
		ck_assert_int_eq(!btf_type(&base, id), !btf_type(&copy, id));
		if (btf_type(&base, id))
			ck_assert_str_eq(btf_name(&base, btf_type(&base, id)),
				btf_name(&copy, btf_type(&copy, id)));
	}
}
END_TEST

START_TEST(walking_meets_each_type_in_order)
{
	const struct btf_type *t;
	uint32_t id = 1;

	build_many(&base_build, MANY);
	assert_ok(view(&base_build, NULL, &base));
	for (t = btf_first(&base); t; t = btf_next(&base, t), id++)
		ck_assert_ptr_eq(t, btf_type(&base, id));
	ck_assert_uint_eq(id, base.cnt);
}
END_TEST

START_TEST(a_view_of_the_other_byte_order_is_copied)
{
	btf_build_free(&base_build);
	btf_build_init(&base_build, __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
	build_many(&base_build, MANY);
	assert_ok(view(&base_build, NULL, &base));
	ck_assert(base.swap);
	ck_assert_str_eq(btf_name(&base, btf_type(&base, 2 * MANY)), "s200");
}
END_TEST

START_TEST(a_record_that_is_cut_off_is_no_view)
{
	build_many(&base_build, MANY);
	base_build.types_size -= 4;
	assert_err(view(&base_build, NULL, &base), -EINVAL);
	ck_assert_str_eq(diag.msg,
		"x: BTF, offset 0x1f28: a type is cut off or of an unknown kind");
}
END_TEST

/* What a view does not check beforehand is checked when it is used. */
START_TEST(numbers_out_of_range_in_a_view_lead_nowhere)
{
	btf_build_ref(&base_build, "t", BTF_KIND_TYPEDEF, 77);
	btf_build_word(&base_build, 999999);
	btf_build_word(&base_build, BTF_KIND_CONST << 24);
	btf_build_word(&base_build, 0xffffffff);
	assert_ok(view(&base_build, NULL, &base));
	ck_assert_uint_eq(base.cnt, 3);
	ck_assert_int_eq(btf_size(&base, 1), -EINVAL);
	ck_assert_int_eq(btf_size(&base, 2), -EINVAL);
	ck_assert_str_eq(btf_name(&base, btf_type(&base, 2)), "");
}
END_TEST

START_TEST(split_btf_goes_on_where_its_base_ends)
{
	const struct btf_type *t;

	build_split();
	ck_assert_uint_eq(split.first, 2 * MANY + 1);
	ck_assert_uint_eq(split.cnt, 2 * MANY + 4);
	t = btf_type(&split, 2 * MANY + 2);
	ck_assert_str_eq(btf_name(&split, t), "module_struct");
	ck_assert_str_eq(btf_string(&split, btf_members(t)[1].name_off), "b");
	t = btf_type(&split, btf_members(t)[1].type);
	ck_assert_str_eq(btf_name(&split, t), "s1");
	ck_assert_ptr_eq(t, btf_type(&base, 2));
	ck_assert_int_eq(btf_size(&split, 2 * MANY + 1), 8);
	ck_assert_ptr_null(btf_type(&split, 2 * MANY + 4));
	ck_assert_ptr_null(btf_type(&base, 2 * MANY + 2));
}
END_TEST

START_TEST(a_name_is_found_in_the_base_first)
{
	build_split();
	ck_assert_uint_eq(btf_find(&split, "s7", BTF_KIND_STRUCT), 14);
	ck_assert_uint_eq(btf_find(&split, "own", BTF_KIND_INT), 2 * MANY + 1);
	ck_assert_uint_eq(btf_find(&split, "own", BTF_KIND_STRUCT), 0);
	ck_assert_uint_eq(btf_find(&base, "own", BTF_KIND_INT), 0);
}
END_TEST

START_TEST(a_base_that_is_split_itself_is_refused)
{
	struct btf third;
	size_t size;
	const uint8_t *bytes;

	build_split();
	bytes = btf_build_done(&split_build, &size);
	assert_err(btf_view(&arena, "x", bytes, size, &split, NULL, &third, &diag), -EINVAL);
	ck_assert_str_eq(diag.msg, "x: BTF, offset 0x0: its base is itself split");
}
END_TEST

/* Header of 32 bytes, types, layout of 64 kinds, strings; kind 63 has 8 bytes, and 4 for each. */
static uint8_t *with_layout(size_t *size, uint32_t layout_len)
{
	uint32_t types = base_build.types_size, words[8] = { 0, 32, 0, types, types + layout_len,
		base_build.strings_size, types, layout_len };
	uint8_t *bytes = calloc(1, 32 + types + layout_len + base_build.strings_size + 1);
	const uint16_t magic = BTF_MAGIC;

	memcpy(bytes, words, 32);
	memcpy(bytes, &magic, 2);
	bytes[2] = BTF_VERSION;
	memcpy(bytes + 32, base_build.types, types);
	if (layout_len == 256) {
		bytes[32 + types + 63 * 4] = 8;
		bytes[32 + types + 63 * 4 + 1] = 4;
	}
	memcpy(bytes + 32 + types + layout_len, base_build.strings, base_build.strings_size);
	*size = 32 + types + layout_len + base_build.strings_size;
	return bytes;
}

static void build_unknown_kind(void)
{
	uint32_t i;

	btf_build_free(&base_build);
	btf_build_init(&base_build, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	btf_build_int(&base_build, "before", 4, 0);
	btf_build_type(&base_build, "new", 63, false, 3, 0);
	for (i = 0; i < 8 / 4 + 3; i++)
		btf_build_word(&base_build, 0xeeeeeeee);
	btf_build_int(&base_build, "behind", 4, 0);
}

START_TEST(a_kind_that_only_the_layout_knows_is_stepped_over)
{
	uint8_t *bytes;
	size_t size;

	build_unknown_kind();
	bytes = with_layout(&size, 256);
	assert_ok(btf_parse(&arena, "x", bytes, size, NULL, &base, &diag));
	ck_assert_uint_eq(base.cnt, 4);
	ck_assert_str_eq(btf_name(&base, btf_type(&base, 3)), "behind");
	ck_assert_int_eq(btf_size(&base, 3), 4);
	free(bytes);
}
END_TEST

START_TEST(a_layout_that_does_not_reach_the_kind_does_not_help)
{
	uint8_t *bytes;
	size_t size;

	build_unknown_kind();
	bytes = with_layout(&size, 252);
	assert_err(btf_parse(&arena, "x", bytes, size, NULL, &base, &diag), -EINVAL);
	free(bytes);
}
END_TEST

START_TEST(a_layout_outside_the_file_is_refused)
{
	uint8_t *bytes;
	size_t size;

	build_unknown_kind();
	bytes = with_layout(&size, 256);
	bytes[24 + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 1 : 2)] = 0x7f;
	assert_err(btf_parse(&arena, "x", bytes, size, NULL, &base, &diag), -EINVAL);
	ck_assert_str_eq(diag.msg, "x: BTF, offset 0x20: the layout does not fit");
	free(bytes);
}
END_TEST

START_TEST(one_walk_answers_all_names)
{
	struct btf_names n;
	int a, b, c, again;

	build_split();
	btf_names_init(&n, &arena);
	a = btf_names_add(&n, "s20", 1U << BTF_KIND_STRUCT);
	b = btf_names_add(&n, "i20", 1U << BTF_KIND_INT);
	c = btf_names_add(&n, "s200", 1U << BTF_KIND_INT);
	again = btf_names_add(&n, "s20", 1U << BTF_KIND_STRUCT);
	assert_ok(btf_names_search(&n, &base));
	ck_assert_int_eq(a, again);
	ck_assert_uint_eq(n.asked[a].cnt, 1);
	ck_assert_uint_eq(n.asked[a].found[0].id, 40);
	ck_assert_uint_eq(n.asked[b].found[0].id, 39);
	ck_assert_uint_eq(n.asked[c].cnt, 0);
}
END_TEST

START_TEST(reading_answers_names_in_the_same_walk)
{
	struct btf_names n;
	const uint8_t *bytes;
	size_t size;
	int q;

	build_many(&base_build, MANY);
	bytes = btf_build_done(&base_build, &size);
	btf_names_init(&n, &arena);
	q = btf_names_add(&n, "s20", 1U << BTF_KIND_STRUCT);
	ck_assert(btf_names_open(&n));
	assert_ok(btf_view(&arena, "x", bytes, size, NULL, &n, &base, &diag));
	ck_assert_uint_eq(n.asked[q].found[0].id, 40);
	ck_assert(!btf_names_open(&n));
}
END_TEST

START_TEST(a_module_is_heard_only_about_what_its_base_does_not_have)
{
	struct btf_names n;
	int both, own;

	build_split();
	btf_names_init(&n, &arena);
	both = btf_names_add(&n, "s7", 1U << BTF_KIND_STRUCT);
	own = btf_names_add(&n, "module_struct", 1U << BTF_KIND_STRUCT);
	assert_ok(btf_names_search(&n, &base));
	assert_ok(btf_names_search(&n, &split));
	ck_assert_uint_eq(n.asked[both].cnt, 1);
	ck_assert_uint_eq(n.asked[both].found[0].id, 14);
	ck_assert_uint_eq(n.asked[own].cnt, 1);
	ck_assert_uint_eq(n.asked[own].found[0].id, 2 * MANY + 2);
	ck_assert_ptr_eq(n.asked[own].found[0].btf, &split);
}
END_TEST

/* Flavors on either side count for nothing; underscores at an end are no flavor. */
START_TEST(flavors_are_left_out_of_names)
{
	static const struct {
		const char *name;
		uint32_t length;
	} cases[] = { { "task___old", 4 }, { "a___b", 1 }, { "a___b___c", 5 }, { "___b", 4 },
		{ "a___", 4 }, { "a____b", 6 }, { "a_b___c", 3 }, { "", 0 }, { "plain", 5 } };
	struct btf_names n;
	size_t i;
	int q;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		ck_assert_msg(btf_essential_length(cases[i].name) == cases[i].length, "%s",
			cases[i].name);
	btf_build_struct(&base_build, "a___x", 1, 0);
	btf_build_struct(&base_build, "ab", 1, 0);
	btf_build_struct(&base_build, "a", 1, 0);
	assert_ok(view(&base_build, NULL, &base));
	btf_names_init(&n, &arena);
	q = btf_names_add(&n, "a___mine", 1U << BTF_KIND_STRUCT);
	assert_ok(btf_names_search(&n, &base));
	ck_assert_uint_eq(n.asked[q].cnt, 2);
	ck_assert_uint_eq(n.asked[q].found[0].id, 1);
	ck_assert_uint_eq(n.asked[q].found[1].id, 3);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("btf_view");
	TCase *t = tcase_create("btf_view");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_view_has_the_types_of_a_copy);
	tcase_add_test(t, walking_meets_each_type_in_order);
	tcase_add_test(t, a_view_of_the_other_byte_order_is_copied);
	tcase_add_test(t, a_record_that_is_cut_off_is_no_view);
	tcase_add_test(t, numbers_out_of_range_in_a_view_lead_nowhere);
	tcase_add_test(t, split_btf_goes_on_where_its_base_ends);
	tcase_add_test(t, a_name_is_found_in_the_base_first);
	tcase_add_test(t, a_base_that_is_split_itself_is_refused);
	tcase_add_test(t, a_kind_that_only_the_layout_knows_is_stepped_over);
	tcase_add_test(t, a_layout_that_does_not_reach_the_kind_does_not_help);
	tcase_add_test(t, a_layout_outside_the_file_is_refused);
	tcase_add_test(t, one_walk_answers_all_names);
	tcase_add_test(t, reading_answers_names_in_the_same_walk);
	tcase_add_test(t, a_module_is_heard_only_about_what_its_base_does_not_have);
	tcase_add_test(t, flavors_are_left_out_of_names);
	suite_add_tcase(s, t);
	return s;
}
