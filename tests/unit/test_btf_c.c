/* SPDX-License-Identifier: BSD-2-Clause */
/* src/show/btf_c_decl.c, btf_c_body.c, btf_c_place.c: one declaration as C has it. */
#include "tests/unit/btf_c_text.h"

START_TEST(a_struct_has_its_members)
{
	struct_of("pair", 8, 2);
	member("a", int_id, 0);
	member("b", int_id, 32);
	assert_all("struct pair {\n\tint a;\n\tint b;\n};\n\n");
}
END_TEST

START_TEST(a_struct_of_nothing_is_empty)
{
	struct_of("none", 0, 0);
	assert_all("struct none {};\n\n");
}
END_TEST

START_TEST(a_pointer_to_an_array_is_declared_as_one)
{
	assert_member(pointer(btf_build_array(&build, char_id, int_id, 4)), "char (*x)[4]");
}
END_TEST

START_TEST(an_array_of_pointers_to_functions_is_declared_as_one)
{
	uint32_t f = pointer(prototype(pointer(0), int_id));

	assert_member(btf_build_array(&build, f, int_id, 3), "void *(*x[3])(int)");
}
END_TEST

START_TEST(a_function_returning_a_pointer_to_a_function_is_declared_as_one)
{
	uint32_t inner = pointer(prototype(int_id, char_id));

	assert_member(pointer(prototype(inner, long_id)), "int (*(*x)(long unsigned int))(char)");
}
END_TEST

START_TEST(qualifiers_stand_where_they_belong)
{
	assert_member(ref(BTF_KIND_CONST, pointer(ref(BTF_KIND_VOLATILE, char_id))),
		"volatile char *const x");
}
END_TEST

START_TEST(an_array_passes_its_qualifier_to_its_elements)
{
	assert_member(ref(BTF_KIND_CONST, btf_build_array(&build, pointer(char_id), int_id, 2)),
		"char *const x[2]");
}
END_TEST

START_TEST(a_function_loses_its_qualifier)
{
	assert_member(pointer(ref(BTF_KIND_CONST, prototype(int_id, 0))), "int (*x)(void)");
}
END_TEST

START_TEST(only_pointers_are_restrict)
{
	assert_member(ref(BTF_KIND_RESTRICT, pointer(char_id)), "char *restrict x");
}
END_TEST

START_TEST(a_restrict_that_is_no_pointers_is_left_out)
{
	assert_member(ref(BTF_KIND_RESTRICT, int_id), "int x");
}
END_TEST

START_TEST(a_type_tag_is_an_attribute)
{
	assert_member(pointer(btf_build_ref(&build, "user", BTF_KIND_TYPE_TAG, char_id)),
		"char __attribute__((btf_type_tag(\"user\"))) *x");
}
END_TEST

START_TEST(a_type_tag_that_is_an_attribute_itself_is_that_one)
{
	uint32_t tag = btf_build_type(&build, "address_space(1)", BTF_KIND_TYPE_TAG, true, 0, 0);

	assert_member(pointer(tag), "void __attribute__((address_space(1))) *x");
}
END_TEST

START_TEST(a_type_tag_does_not_end_its_attribute)
{
	uint32_t tag = btf_build_type(&build, "x;\n#include", BTF_KIND_TYPE_TAG, true, 0, 0);

	assert_member(pointer(tag), "void __attribute__((x___include)) *x");
}
END_TEST

START_TEST(a_function_without_end_has_dots)
{
	uint32_t proto = btf_build_type(&build, "", BTF_KIND_FUNC_PROTO, false, 2, 0);

	btf_build_word(&build, 0);
	btf_build_word(&build, int_id);
	btf_build_word(&build, 0);
	btf_build_word(&build, 0);
	assert_member(pointer(proto), "void (*x)(int, ...)");
}
END_TEST

START_TEST(a_struct_without_a_name_is_written_where_it_is_used)
{
	uint32_t u = btf_build_type(&build, "", BTF_KIND_UNION, false, 2, 4), s;

	member("i", int_id, 0);
	member("c", char_id, 0);
	s = struct_of("s", 4, 1);
	member("", u, 0);
	one(s, false);
	ck_assert_str_eq(text, "struct s {\n\tunion {\n\t\tint i;\n\t\tchar c;\n\t};\n};\n\n");
}
END_TEST

START_TEST(a_member_without_a_name_whose_struct_has_one_is_written_without_it)
{
	uint32_t inner = struct_of("inner", 4, 1), s;

	member("i", int_id, 0);
	s = struct_of("s", 4, 1);
	member("", inner, 0);
	one(s, true);
	ck_assert_str_eq(text, "struct s {\n\tstruct {\n\t\tint i;\n\t};\n};\n\n");
}
END_TEST

START_TEST(a_gap_is_filled_with_bits)
{
	struct_of("s", 16, 2);
	member("a", char_id, 0);
	member("b", char_id, 64);
	assert_all("struct s {\n\tchar a;\n\tlong: 56;\n\tchar b;\n\tlong: 56;\n};\n\n");
}
END_TEST

START_TEST(a_gap_that_alignment_makes_is_not_filled)
{
	struct_of("s", 16, 2);
	member("a", char_id, 0);
	member("b", long_id, 64);
	assert_all("struct s {\n\tchar a;\n\tlong unsigned int b;\n};\n\n");
}
END_TEST

START_TEST(a_large_gap_is_one_member)
{
	struct_of("s", 4096, 1);
	member("a", char_id, 0);
	assert_all("struct s {\n\tchar a;\n\tunsigned char __gap_1[4095];\n};\n\n");
}
END_TEST

START_TEST(a_member_nearer_than_its_alignment_packs_the_struct)
{
	struct_of("s", 5, 2);
	member("a", char_id, 0);
	member("b", int_id, 8);
	assert_all("struct s {\n\tchar a;\n\tint b;\n} __attribute__((packed));\n\n");
}
END_TEST

START_TEST(a_size_that_is_no_multiple_packs_the_struct)
{
	struct_of("s", 5, 2);
	member("a", int_id, 0);
	member("b", char_id, 32);
	assert_all("struct s {\n\tint a;\n\tchar b;\n} __attribute__((packed));\n\n");
}
END_TEST

START_TEST(a_packed_struct_inside_has_alignment_1)
{
	uint32_t in = struct_of("in", 5, 2);

	member("a", int_id, 0);
	member("b", char_id, 32);
	struct_of("out", 6, 2);
	member("c", char_id, 0);
	member("in", in, 8);
	ck_assert_ptr_nonnull(strstr(all(false), "struct out {\n\tchar c;\n\tstruct in in;\n};\n"));
}
END_TEST

START_TEST(bit_fields_have_their_widths)
{
	bits_of("s", 4, 2);
	bit_member("a", int_id, 0, 3);
	bit_member("b", int_id, 3, 29);
	assert_all("struct s {\n\tint a: 3;\n\tint b: 29;\n};\n\n");
}
END_TEST

START_TEST(bits_between_bit_fields_are_filled)
{
	bits_of("s", 4, 2);
	bit_member("a", int_id, 0, 3);
	bit_member("b", int_id, 5, 1);
	assert_all("struct s {\n\tint a: 3;\n\tchar: 2;\n\tint b: 1;\n};\n\n");
}
END_TEST

START_TEST(a_bit_field_that_moves_by_itself_is_not_moved)
{
	bits_of("s", 8, 2);
	bit_member("a", int_id, 0, 30);
	bit_member("b", int_id, 32, 3);
	assert_all("struct s {\n\tint a: 30;\n\tint b: 3;\n};\n\n");
}
END_TEST

START_TEST(a_bit_field_across_its_unit_packs_the_struct)
{
	bits_of("s", 5, 2);
	bit_member("a", int_id, 0, 30);
	bit_member("b", int_id, 30, 10);
	assert_all("struct s {\n\tint a: 30;\n\tint b: 10;\n} __attribute__((packed));\n\n");
}
END_TEST

START_TEST(a_bit_field_of_the_older_kind_has_its_width)
{
	uint32_t i = btf_build_int_bits(&build, "unsigned int", 4, 0, 0, 5);

	struct_of("s", 4, 2);
	member("a", i, 0);
	member("b", i, 5);
	assert_all("struct s {\n\tunsigned int a: 5;\n\tunsigned int b: 5;\n};\n\n");
}
END_TEST

START_TEST(an_array_of_nothing_keeps_its_brackets)
{
	uint32_t array = btf_build_array(&build, int_id, int_id, 0);

	struct_of("s", 4, 2);
	member("n", int_id, 0);
	member("rest", array, 32);
	assert_all("struct s {\n\tint n;\n\tint rest[0];\n};\n\n");
}
END_TEST

START_TEST(a_union_larger_than_its_members_is_filled)
{
	btf_build_type(&build, "u", BTF_KIND_UNION, false, 1, 64);
	member("i", int_id, 0);
	assert_all("union u {\n\tint i;\n\tunsigned char __gap_0[64];\n};\n\n");
}
END_TEST

START_TEST(an_enum_has_its_values)
{
	btf_build_type(&build, "color", BTF_KIND_ENUM, true, 2, 4);
	btf_build_enumerator(&build, "RED", -1);
	btf_build_enumerator(&build, "GREEN", 7);
	assert_all("enum color {\n\tRED = -1,\n\tGREEN = 7,\n};\n\n");
}
END_TEST

START_TEST(an_unsigned_enum_has_no_negative_values)
{
	btf_build_type(&build, "color", BTF_KIND_ENUM, false, 1, 4);
	btf_build_enumerator(&build, "RED", -1);
	assert_all("enum color {\n\tRED = 4294967295,\n};\n\n");
}
END_TEST

START_TEST(an_enum_of_one_byte_says_so)
{
	btf_build_type(&build, "small", BTF_KIND_ENUM, false, 1, 1);
	btf_build_enumerator(&build, "S", 1);
	assert_all("enum small {\n\tS = 1,\n} __attribute__((mode(byte)));\n\n");
}
END_TEST

START_TEST(an_enum_of_eight_bytes_says_so_if_its_values_do_not)
{
	btf_build_type(&build, "big", BTF_KIND_ENUM64, false, 1, 8);
	btf_build_enumerator64(&build, "B", 1);
	btf_build_type(&build, "bigger", BTF_KIND_ENUM64, false, 1, 8);
	btf_build_enumerator64(&build, "C", 1ULL << 40);
	assert_all("enum big {\n\tB = 1ULL,\n} __attribute__((mode(word)));\n\n"
		"enum bigger {\n\tC = 1099511627776ULL,\n};\n\n");
}
END_TEST

START_TEST(an_enum_that_is_only_declared_has_no_braces)
{
	btf_build_type(&build, "later", BTF_KIND_ENUM, false, 0, 4);
	assert_all("enum later;\n\n");
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("btf_c");
	TCase *t = tcase_create("c");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_struct_has_its_members);
	tcase_add_test(t, a_struct_of_nothing_is_empty);
	tcase_add_test(t, a_pointer_to_an_array_is_declared_as_one);
	tcase_add_test(t, an_array_of_pointers_to_functions_is_declared_as_one);
	tcase_add_test(t, a_function_returning_a_pointer_to_a_function_is_declared_as_one);
	tcase_add_test(t, qualifiers_stand_where_they_belong);
	tcase_add_test(t, an_array_passes_its_qualifier_to_its_elements);
	tcase_add_test(t, a_function_loses_its_qualifier);
	tcase_add_test(t, only_pointers_are_restrict);
	tcase_add_test(t, a_restrict_that_is_no_pointers_is_left_out);
	tcase_add_test(t, a_type_tag_is_an_attribute);
	tcase_add_test(t, a_type_tag_that_is_an_attribute_itself_is_that_one);
	tcase_add_test(t, a_type_tag_does_not_end_its_attribute);
	tcase_add_test(t, a_function_without_end_has_dots);
	tcase_add_test(t, a_struct_without_a_name_is_written_where_it_is_used);
	tcase_add_test(t, a_member_without_a_name_whose_struct_has_one_is_written_without_it);
	tcase_add_test(t, a_gap_is_filled_with_bits);
	tcase_add_test(t, a_gap_that_alignment_makes_is_not_filled);
	tcase_add_test(t, a_large_gap_is_one_member);
	tcase_add_test(t, a_member_nearer_than_its_alignment_packs_the_struct);
	tcase_add_test(t, a_size_that_is_no_multiple_packs_the_struct);
	tcase_add_test(t, a_packed_struct_inside_has_alignment_1);
	tcase_add_test(t, bit_fields_have_their_widths);
	tcase_add_test(t, bits_between_bit_fields_are_filled);
	tcase_add_test(t, a_bit_field_that_moves_by_itself_is_not_moved);
	tcase_add_test(t, a_bit_field_across_its_unit_packs_the_struct);
	tcase_add_test(t, a_bit_field_of_the_older_kind_has_its_width);
	tcase_add_test(t, an_array_of_nothing_keeps_its_brackets);
	tcase_add_test(t, a_union_larger_than_its_members_is_filled);
	tcase_add_test(t, an_enum_has_its_values);
	tcase_add_test(t, an_unsigned_enum_has_no_negative_values);
	tcase_add_test(t, an_enum_of_one_byte_says_so);
	tcase_add_test(t, an_enum_of_eight_bytes_says_so_if_its_values_do_not);
	tcase_add_test(t, an_enum_that_is_only_declared_has_no_braces);
	suite_add_tcase(s, t);
	return s;
}
