/* SPDX-License-Identifier: BSD-2-Clause */
/* src/show/btf_c_order.c, btf_c_name.c: many declarations, in an order and with names that C takes. */
#include "tests/unit/btf_c_text.h"

START_TEST(a_value_comes_after_its_struct)
{
	uint32_t outer = struct_of("outer", 4, 1);

	member("in", outer + 1, 0);
	struct_of("inner", 4, 1);
	member("x", int_id, 0);
	assert_all("struct inner {\n\tint x;\n};\n\nstruct outer {\n\tstruct inner in;\n};\n\n");
}
END_TEST

START_TEST(a_pointer_needs_only_a_declaration)
{
	uint32_t outer = struct_of("outer", 8, 1);

	member("in", outer + 1, 0);
	pointer(outer + 2);
	struct_of("inner", 4, 1);
	member("x", int_id, 0);
	assert_all("struct inner;\n\nstruct outer {\n\tstruct inner *in;\n};\n\n"
		"struct inner {\n\tint x;\n};\n\n");
}
END_TEST

START_TEST(two_structs_may_point_at_each_other)
{
	uint32_t a = struct_of("a", 8, 1);

	member("b", a + 3, 0);
	struct_of("b", 8, 1);
	member("a", a + 2, 0);
	pointer(a);
	pointer(a + 1);
	assert_all("struct b;\n\nstruct a {\n\tstruct b *b;\n};\n\nstruct b {\n\tstruct a *a;\n};\n\n");
}
END_TEST

START_TEST(a_typedef_comes_before_who_points_at_it)
{
	uint32_t s = struct_of("s", 8, 1);

	member("p", s + 2, 0);
	type_def("s_t", s);
	pointer(s + 1);
	assert_all("struct s;\n\ntypedef struct s s_t;\n\nstruct s {\n\ts_t *p;\n};\n\n");
}
END_TEST

START_TEST(a_value_by_typedef_needs_the_struct_too)
{
	uint32_t outer = struct_of("outer", 4, 1);

	member("in", outer + 1, 0);
	type_def("inner_t", outer + 2);
	struct_of("inner", 4, 0);
	assert_all("struct inner;\n\ntypedef struct inner inner_t;\n\nstruct inner {\n\tint: 32;\n};\n\n"
		"struct outer {\n\tinner_t in;\n};\n\n");
}
END_TEST

START_TEST(an_enum_without_a_name_is_written_once)
{
	uint32_t e = btf_build_type(&build, "", BTF_KIND_ENUM, false, 1, 4);

	btf_build_enumerator(&build, "ONLY", 1);
	type_def("only_t", e);
	assert_all("typedef enum {\n\tONLY = 1,\n} only_t;\n\n");
}
END_TEST

START_TEST(the_second_of_a_name_is_a_flavor)
{
	struct_of("s", 0, 0);
	struct_of("s", 0, 0);
	assert_all("struct s {};\n\nstruct s___2 {};\n\n");
}
END_TEST

START_TEST(enumerators_and_typedefs_share_their_names)
{
	btf_build_type(&build, "e", BTF_KIND_ENUM, false, 1, 4);
	btf_build_enumerator(&build, "same", 1);
	type_def("same", int_id);
	assert_all("enum e {\n\tsame = 1,\n};\n\ntypedef int same___2;\n\n");
}
END_TEST

START_TEST(a_struct_and_a_typedef_may_have_one_name)
{
	type_def("s", struct_of("s", 0, 0));
	assert_all("struct s {};\n\ntypedef struct s s;\n\n");
}
END_TEST

START_TEST(keywords_and_strange_names_are_changed)
{
	struct_of("core::Option<u8>", 4, 1);
	member("default", int_id, 0);
	assert_all("struct core__Option_u8_ {\n\tint default_;\n};\n\n");
}
END_TEST

START_TEST(an_integer_that_c_does_not_know_is_a_typedef)
{
	uint32_t i32 = btf_build_int(&build, "i32", 4, BTF_INT_SIGNED);

	struct_of("s", 4, 1);
	member("a", i32, 0);
	assert_all("typedef int i32;\n\nstruct s {\n\ti32 a;\n};\n\n");
}
END_TEST

START_TEST(va_list_is_written_as_it_was)
{
	uint32_t tag = struct_of("__va_list_tag", 24, 0);
	uint32_t array = btf_build_array(&build, tag, int_id, 1);
	uint32_t builtin = type_def("__builtin_va_list", array);

	type_def("va_list", builtin);
	ck_assert_ptr_nonnull(strstr(all(false), "typedef struct __va_list_tag va_list[1];\n"));
	ck_assert_ptr_null(strstr(text, "__builtin_"));
}
END_TEST

START_TEST(sorted_are_enums_then_typedefs_then_structs_by_name)
{
	struct_of("b", 0, 0);
	struct_of("a", 0, 0);
	type_def("z", int_id);
	btf_build_type(&build, "e", BTF_KIND_ENUM, false, 1, 4);
	btf_build_enumerator(&build, "E", 1);
	ck_assert_str_eq(all(true), "enum e {\n\tE = 1,\n};\n\ntypedef int z;\n\n"
		"struct a {};\n\nstruct b {};\n\n");
}
END_TEST

START_TEST(one_type_has_what_it_needs)
{
	uint32_t inner = struct_of("inner", 4, 1), s;

	member("x", int_id, 0);
	struct_of("other", 0, 0);
	s = struct_of("s", 4, 1);
	member("in", inner, 0);
	one(s, false);
	ck_assert_str_eq(text, "struct inner {\n\tint x;\n};\n\nstruct s {\n\tstruct inner in;\n};\n\n");
	one(s, true);
	ck_assert_str_eq(text, "struct s {\n\tstruct inner in;\n};\n\n");
}
END_TEST

START_TEST(kernel_functions_are_declared_for_programs)
{
	uint32_t f = btf_build_ref(&build, "bpf_do", BTF_KIND_FUNC, prototype(int_id, pointer(char_id)));
	struct btf_c c;

	btf_build_ref(&build, "not_this", BTF_KIND_FUNC, f - 1);
	btf_build_ref(&build, "bpf_kfunc", BTF_KIND_DECL_TAG, f);
	btf_build_word(&build, -1);
	view();
	assert_ok(btf_c_init(&c, &btf, &out));
	btf_c_all(&c, true);
	assert_ok(btf_c_free(&c));
	out_flush(&out);
	ck_assert_msg(strstr(text, "PROTOTYPES\nextern int bpf_do(char *) __weak __ksym;\n#endif"), "%s", text);
}
END_TEST

START_TEST(structs_that_hold_each_other_come_to_an_end)
{
	uint32_t a = struct_of("a", 4, 1);

	member("b", a + 1, 0);
	struct_of("b", 4, 1);
	member("a", a, 0);
	ck_assert_ptr_nonnull(strstr(all(false), "struct a {"));
	ck_assert_ptr_nonnull(strstr(text, "struct b {"));
}
END_TEST

/* The last of them must not be taken for a leaf: what is refused is refused with an error. */
static int refused(uint32_t id)
{
	struct btf_c c;

	view();
	assert_ok(btf_c_init(&c, &btf, &out));
	btf_c_root(&c, id, false);
	return btf_c_free(&c);
}

START_TEST(structs_without_names_that_hold_themselves_are_refused)
{
	uint32_t a = struct_of("", 4, 1);

	member("a", a, 0);
	assert_err(refused(type_def("t", a)), -E2BIG);
}
END_TEST

START_TEST(structs_that_double_at_each_step_are_refused)
{
	uint32_t last = struct_of("", 4, 1), i;

	member("leaf", int_id, 0);
	for (i = 0; i < 30; i++) {
		uint32_t next = struct_of("", 8, 2);

		member("a", last, 0);
		member("b", last, 32);
		last = next;
	}
	assert_err(refused(type_def("t", last)), -E2BIG);
}
END_TEST

START_TEST(ten_thousand_structs_within_each_other_are_written)
{
	uint32_t first = build.cnt + 1, i;
	char name[16];

	for (i = 0; i < 10000; i++) {
		snprintf(name, sizeof(name), "s%u", i);
		struct_of(name, 4, 1);
		member("in", i < 9999 ? first + i + 1 : int_id, 0);
	}
	one(first, false);
	ck_assert_msg(!strncmp(text, "struct s9999 {\n\tint in;\n};\n\nstruct s9998 {", 42), "%.80s", text);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("btf_c_order");
	TCase *t = tcase_create("c");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_value_comes_after_its_struct);
	tcase_add_test(t, a_pointer_needs_only_a_declaration);
	tcase_add_test(t, two_structs_may_point_at_each_other);
	tcase_add_test(t, a_typedef_comes_before_who_points_at_it);
	tcase_add_test(t, a_value_by_typedef_needs_the_struct_too);
	tcase_add_test(t, an_enum_without_a_name_is_written_once);
	tcase_add_test(t, the_second_of_a_name_is_a_flavor);
	tcase_add_test(t, enumerators_and_typedefs_share_their_names);
	tcase_add_test(t, a_struct_and_a_typedef_may_have_one_name);
	tcase_add_test(t, keywords_and_strange_names_are_changed);
	tcase_add_test(t, an_integer_that_c_does_not_know_is_a_typedef);
	tcase_add_test(t, va_list_is_written_as_it_was);
	tcase_add_test(t, sorted_are_enums_then_typedefs_then_structs_by_name);
	tcase_add_test(t, one_type_has_what_it_needs);
	tcase_add_test(t, kernel_functions_are_declared_for_programs);
	tcase_add_test(t, structs_that_hold_each_other_come_to_an_end);
	tcase_add_test(t, structs_without_names_that_hold_themselves_are_refused);
	tcase_add_test(t, structs_that_double_at_each_step_are_refused);
	tcase_add_test(t, ten_thousand_structs_within_each_other_are_written);
	suite_add_tcase(s, t);
	return s;
}
