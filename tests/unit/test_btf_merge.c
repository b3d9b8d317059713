/* SPDX-License-Identifier: BSD-2-Clause */
/* src/cli/btf_merge.c: types of several modules behind their base, each once. */
#include "tests/lib/test.h"

#include <errno.h>

#include "cli/btf.h"
#include "tests/lib/btf_build.h"

enum { INT = 1, LONG, END }; /* the base */

static struct btf_build base_build, one, two;
static struct ktypes_file files[2];
static struct btf base;
static struct btf_source source;
static struct rawbpf_diag diag;

static void setup(void)
{
	memset(&source, 0, sizeof(source));
	memset(&diag, 0, sizeof(diag));
	btf_build_init(&base_build, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	btf_build_int(&base_build, "int", 4, 0);
	btf_build_int(&base_build, "long", 8, 0);
	btf_build_init_split(&one, &base_build);
	btf_build_init_split(&two, &base_build);
}

static void teardown(void)
{
	btf_build_free(&base_build);
	btf_build_free(&one);
	btf_build_free(&two);
	arena_free(&source.arena);
}

static void view(struct btf_build *b, const struct btf *on, struct btf *out)
{
	size_t size;
	const void *bytes = btf_build_done(b, &size);

	ck_assert_msg(!btf_view(&source.arena, "x", bytes, size, on, NULL, out, &diag), "%s", diag.msg);
}

static int merge(void)
{
	view(&base_build, NULL, &base);
	view(&one, &base, &files[0].btf);
	view(&two, &base, &files[1].btf);
	source.files = files;
	source.file_cnt = 2;
	source.base_btf = &base;
	return btf_merge(&source, &diag);
}

/* struct NAME { TYPE *m; struct NAME *next; } in three types, the struct last */
static void add_list(struct btf_build *b, const char *name, uint32_t type)
{
	uint32_t pointer = btf_build_ref(b, "", BTF_KIND_PTR, type), next;

	next = btf_build_ref(b, "", BTF_KIND_PTR, pointer + 2);
	btf_build_struct(b, name, 16, 2);
	btf_build_member(b, "m", pointer, 0);
	btf_build_member(b, "next", next, 64);
}

START_TEST(what_two_modules_share_is_there_once)
{
	const struct btf_type *t;
	struct btf *b;

	add_list(&one, "list", INT);
	btf_build_ref(&two, "own", BTF_KIND_TYPEDEF, END + 3);
	add_list(&two, "list", INT);
	assert_ok(merge());
	b = source.btf;
	ck_assert_uint_eq(b->first, END);
	ck_assert_uint_eq(b->cnt, END + 4);
	t = btf_type(b, END + 2);
	ck_assert_str_eq(btf_name(b, t), "list");
	ck_assert_str_eq(btf_string(b, btf_members(t)[1].name_off), "next");
	ck_assert_uint_eq(btf_members(t)[0].type, END);
	ck_assert_uint_eq(btf_members(t)[1].type, END + 1);
	ck_assert_uint_eq(btf_type(b, END)->type, INT);
	ck_assert_uint_eq(btf_type(b, END + 1)->type, END + 2);
	t = btf_type(b, END + 3);
	ck_assert_str_eq(btf_name(b, t), "own");
	ck_assert_uint_eq(t->type, END + 2);
	ck_assert_str_eq(btf_name(b, btf_type(b, INT)), "int");
}
END_TEST

START_TEST(what_differs_in_a_type_of_the_base_stays_apart)
{
	add_list(&one, "list", INT);
	add_list(&two, "list", LONG);
	assert_ok(merge());
	ck_assert_uint_eq(source.btf->cnt, END + 6);
	ck_assert_uint_eq(btf_type(source.btf, END)->type, INT);
	ck_assert_uint_eq(btf_type(source.btf, END + 3)->type, LONG);
	ck_assert_uint_eq(btf_type(source.btf, END + 4)->type, END + 5);
}
END_TEST

START_TEST(a_declaration_is_the_definition_of_another_module)
{
	btf_build_type(&one, "list", BTF_KIND_FWD, false, 0, 0);
	btf_build_ref(&one, "", BTF_KIND_PTR, END);
	add_list(&two, "list", INT);
	assert_ok(merge());
	ck_assert_uint_eq(source.btf->cnt, END + 3);
	ck_assert_uint_eq(btf_type(source.btf, END)->type, END + 2);
	ck_assert_uint_eq(btf_kind(btf_type(source.btf, END + 2)), BTF_KIND_STRUCT);
}
END_TEST

START_TEST(numbers_and_names_out_of_range_do_no_harm)
{
	btf_build_ref(&one, "", BTF_KIND_PTR, 4711);
	btf_build_type(&two, "", BTF_KIND_TYPEDEF, false, 0, UINT32_MAX);
	assert_ok(merge());
	ck_assert_uint_eq(source.btf->cnt, END + 2);
	ck_assert_uint_eq(btf_type(source.btf, END)->type, 0);
	ck_assert_uint_eq(btf_type(source.btf, END + 1)->type, 0);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("btf_merge");
	TCase *t = tcase_create("merge");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, what_two_modules_share_is_there_once);
	tcase_add_test(t, what_differs_in_a_type_of_the_base_stays_apart);
	tcase_add_test(t, a_declaration_is_the_definition_of_another_module);
	tcase_add_test(t, numbers_and_names_out_of_range_do_no_harm);
	suite_add_tcase(s, t);
	return s;
}
