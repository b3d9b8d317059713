/* SPDX-License-Identifier: BSD-2-Clause */
/* src/show/type_name.c: types as C writes them. */
#include "tests/lib/test.h"

#include "show/type_name.h"
#include "tests/lib/btf_build.h"

static struct btf_build build;
static struct arena arena;
static struct btf btf;
static uint32_t int_id, char_id, pair_id;

static void setup(void)
{
	memset(&arena, 0, sizeof(arena));
	btf_build_init(&build, false);
	int_id = btf_build_int(&build, "int", 4, BTF_INT_SIGNED);
	char_id = btf_build_int(&build, "char", 1, 0);
	pair_id = btf_build_struct(&build, "pair", 8, 0);
}

static void teardown(void)
{
	btf_build_free(&build);
	arena_free(&arena);
}

static uint32_t ref(uint32_t kind, uint32_t type)
{
	return btf_build_ref(&build, "", kind, type);
}

static uint32_t pointer(uint32_t type)
{
	return ref(BTF_KIND_PTR, type);
}

static void parse(void)
{
	const uint8_t *bytes;
	size_t size;

	bytes = btf_build_done(&build, &size);
	assert_ok(btf_parse(&arena, "test", bytes, size, NULL, &btf, NULL));
}

static void assert_named(uint32_t id, const char *name, const char *want)
{
	char text[TYPE_NAME_SIZE];

	parse();
	ck_assert_str_eq(type_name(&btf, id, name, text, sizeof(text)), want);
}

START_TEST(an_integer_is_its_name)
{
	assert_named(int_id, "", "int");
}
END_TEST

START_TEST(a_declaration_has_its_name_behind_the_type)
{
	assert_named(int_id, "x", "int x");
}
END_TEST

START_TEST(type_0_is_void)
{
	assert_named(pointer(0), "p", "void *p");
}
END_TEST

START_TEST(a_struct_says_that_it_is_one)
{
	assert_named(pointer(pair_id), "", "struct pair *");
}
END_TEST

START_TEST(unions_and_enums_say_so_too)
{
	uint32_t u = btf_build_type(&build, "u", BTF_KIND_UNION, false, 0, 4);
	uint32_t e = btf_build_type(&build, "e", BTF_KIND_ENUM64, false, 0, 8);
	char text[TYPE_NAME_SIZE];

	parse();
	ck_assert_str_eq(type_name(&btf, u, "", text, sizeof(text)), "union u");
	ck_assert_str_eq(type_name(&btf, e, "", text, sizeof(text)), "enum e");
}
END_TEST

START_TEST(a_struct_that_is_only_declared_is_a_struct_or_a_union)
{
	uint32_t s = btf_build_type(&build, "s", BTF_KIND_FWD, false, 0, 0);
	uint32_t u = btf_build_type(&build, "u", BTF_KIND_FWD, true, 0, 0);
	char text[TYPE_NAME_SIZE];

	parse();
	ck_assert_str_eq(type_name(&btf, s, "", text, sizeof(text)), "struct s");
	ck_assert_str_eq(type_name(&btf, u, "", text, sizeof(text)), "union u");
}
END_TEST

START_TEST(a_struct_without_a_name_has_braces)
{
	assert_named(btf_build_struct(&build, "", 0, 0), "x", "struct {...} x");
}
END_TEST

START_TEST(an_array_without_a_name_follows_its_element)
{
	assert_named(btf_build_array(&build, char_id, int_id, 16), "", "char[16]");
}
END_TEST

START_TEST(an_array_of_arrays_keeps_its_order)
{
	uint32_t inner = btf_build_array(&build, int_id, int_id, 3);

	assert_named(btf_build_array(&build, inner, int_id, 2), "a", "int a[2][3]");
}
END_TEST

START_TEST(an_array_of_no_elements_has_empty_brackets)
{
	assert_named(btf_build_array(&build, int_id, int_id, 0), "a", "int a[]");
}
END_TEST

START_TEST(an_array_of_pointers_needs_no_parentheses)
{
	uint32_t p = pointer(char_id);

	assert_named(btf_build_array(&build, p, int_id, 4), "a", "char *a[4]");
}
END_TEST

START_TEST(a_pointer_to_an_array_needs_them)
{
	assert_named(pointer(btf_build_array(&build, char_id, int_id, 4)), "a", "char (*a)[4]");
}
END_TEST

START_TEST(const_of_a_value_stands_in_front)
{
	assert_named(pointer(ref(BTF_KIND_CONST, char_id)), "s", "const char *s");
}
END_TEST

START_TEST(const_of_a_pointer_stands_behind_its_star)
{
	assert_named(ref(BTF_KIND_CONST, pointer(char_id)), "s", "char *const s");
}
END_TEST

START_TEST(const_and_volatile_stand_together)
{
	assert_named(ref(BTF_KIND_CONST, ref(BTF_KIND_VOLATILE, int_id)), "",
		"const volatile int");
}
END_TEST

START_TEST(a_typedef_hides_what_it_stands_for)
{
	assert_named(btf_build_ref(&build, "u8", BTF_KIND_TYPEDEF, char_id), "", "u8");
}
END_TEST

START_TEST(a_type_tag_does_not_show)
{
	assert_named(pointer(btf_build_ref(&build, "user", BTF_KIND_TYPE_TAG, char_id)), "p",
		"char *p");
}
END_TEST

/* int f(struct pair *p, ...) */
static uint32_t prototype(void)
{
	uint32_t p = pointer(pair_id), proto;

	proto = btf_build_type(&build, "", BTF_KIND_FUNC_PROTO, false, 2, int_id);
	btf_build_word(&build, btf_build_string(&build, "p"));
	btf_build_word(&build, p);
	btf_build_word(&build, 0);
	btf_build_word(&build, 0);
	return proto;
}

START_TEST(a_function_has_its_own_name_and_its_parameters)
{
	assert_named(btf_build_ref(&build, "f", BTF_KIND_FUNC, prototype()), "",
		"int f(struct pair *p, ...)");
}
END_TEST

START_TEST(a_pointer_to_a_function_has_parentheses)
{
	assert_named(pointer(prototype()), "f", "int (*f)(struct pair *p, ...)");
}
END_TEST

START_TEST(a_function_without_parameters_says_void)
{
	uint32_t proto = btf_build_type(&build, "", BTF_KIND_FUNC_PROTO, false, 0, 0);

	assert_named(btf_build_ref(&build, "f", BTF_KIND_FUNC, proto), "", "void f(void)");
}
END_TEST

START_TEST(a_variable_has_its_own_name)
{
	assert_named(btf_build_var(&build, "v", pointer(int_id), 1), "", "int *v");
}
END_TEST

START_TEST(a_type_that_refers_to_itself_comes_to_an_end)
{
	char text[TYPE_NAME_SIZE];
	uint32_t self = pointer(build.cnt + 1);

	parse();
	type_name(&btf, self, "p", text, sizeof(text));
	ck_assert_int_lt(strlen(text), sizeof(text));
	ck_assert_msg(strstr(text, "*p"), "%s", text);
}
END_TEST

START_TEST(parameters_that_lead_back_to_their_function_come_to_an_end)
{
	char text[TYPE_NAME_SIZE];
	uint32_t proto = btf_build_type(&build, "", BTF_KIND_FUNC_PROTO, false, 2, int_id);
	int i;

	for (i = 0; i < 2; i++) {
		btf_build_word(&build, btf_build_string(&build, "again"));
		btf_build_word(&build, proto);
	}
	parse();
	type_name(&btf, proto, "f", text, sizeof(text));
	ck_assert_msg(!strncmp(text, "int f(int again(", 16), "%s", text);
}
END_TEST

START_TEST(a_name_that_is_too_long_is_cut)
{
	char text[8];

	parse();
	ck_assert_str_eq(type_name(&btf, int_id, "abcdefghij", text, sizeof(text)), "abcdefg");
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("type_name");
	TCase *t = tcase_create("declarations");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, an_integer_is_its_name);
	tcase_add_test(t, a_declaration_has_its_name_behind_the_type);
	tcase_add_test(t, type_0_is_void);
	tcase_add_test(t, a_struct_says_that_it_is_one);
	tcase_add_test(t, unions_and_enums_say_so_too);
	tcase_add_test(t, a_struct_that_is_only_declared_is_a_struct_or_a_union);
	tcase_add_test(t, a_struct_without_a_name_has_braces);
	tcase_add_test(t, an_array_without_a_name_follows_its_element);
	tcase_add_test(t, an_array_of_arrays_keeps_its_order);
	tcase_add_test(t, an_array_of_no_elements_has_empty_brackets);
	tcase_add_test(t, an_array_of_pointers_needs_no_parentheses);
	tcase_add_test(t, a_pointer_to_an_array_needs_them);
	tcase_add_test(t, const_of_a_value_stands_in_front);
	tcase_add_test(t, const_of_a_pointer_stands_behind_its_star);
	tcase_add_test(t, const_and_volatile_stand_together);
	tcase_add_test(t, a_typedef_hides_what_it_stands_for);
	tcase_add_test(t, a_type_tag_does_not_show);
	tcase_add_test(t, a_function_has_its_own_name_and_its_parameters);
	tcase_add_test(t, a_pointer_to_a_function_has_parentheses);
	tcase_add_test(t, a_function_without_parameters_says_void);
	tcase_add_test(t, a_variable_has_its_own_name);
	tcase_add_test(t, a_type_that_refers_to_itself_comes_to_an_end);
	tcase_add_test(t, parameters_that_lead_back_to_their_function_come_to_an_end);
	tcase_add_test(t, a_name_that_is_too_long_is_cut);
	suite_add_tcase(s, t);
	return s;
}
