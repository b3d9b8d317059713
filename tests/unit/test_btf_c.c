/* SPDX-License-Identifier: BSD-2-Clause */
/* src/show/btf_c*.c: types as C has them, in an order in which it takes them. */
#include "tests/lib/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "show/btf_c.h"
#include "tests/lib/btf_build.h"

static struct btf_build build;
static struct arena arena;
static struct btf btf;
static uint32_t int_id, char_id, long_id, u8_id;
static struct out out;
static char text[65536];
static size_t used;

static int keep(void *ctx, const void *bytes, size_t size)
{
	(void)ctx;
	if (size > sizeof(text) - 1 - used)
		size = sizeof(text) - 1 - used;
	memcpy(text + used, bytes, size);
	used += size;
	text[used] = '\0';
	return 0;
}

static void setup(void)
{
	memset(&arena, 0, sizeof(arena));
	btf_build_init(&build, false);
	int_id = btf_build_int(&build, "int", 4, BTF_INT_SIGNED);
	char_id = btf_build_int(&build, "char", 1, 0);
	long_id = btf_build_int(&build, "long unsigned int", 8, 0);
	u8_id = btf_build_int(&build, "unsigned char", 1, 0);
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

static uint32_t type_def(const char *name, uint32_t type)
{
	return btf_build_ref(&build, name, BTF_KIND_TYPEDEF, type);
}

static uint32_t struct_of(const char *name, uint32_t size, uint32_t vlen)
{
	return btf_build_struct(&build, name, size, vlen);
}

static void member(const char *name, uint32_t type, uint32_t bit)
{
	btf_build_member(&build, name, type, bit);
}

/* one that has widths for its members */
static uint32_t bits_of(const char *name, uint32_t size, uint32_t vlen)
{
	return btf_build_type(&build, name, BTF_KIND_STRUCT, true, vlen, size);
}

static void bit_member(const char *name, uint32_t type, uint32_t bit, uint32_t width)
{
	btf_build_member(&build, name, type, width << 24 | bit);
}

static uint32_t prototype(uint32_t ret, uint32_t param)
{
	uint32_t id = btf_build_type(&build, "", BTF_KIND_FUNC_PROTO, false, 1, ret);

	btf_build_word(&build, 0);
	btf_build_word(&build, param);
	return id;
}

static void view(void)
{
	const uint8_t *bytes;
	size_t size;

	bytes = btf_build_done(&build, &size);
	assert_ok(btf_view(&arena, "test", bytes, size, NULL, NULL, &btf, NULL));
	assert_ok(btf_index(&arena, &btf));
	out_init(&out, keep, NULL);
	used = 0;
	text[0] = '\0';
}

/* All, as it stands there, without the frame; what is not asked about is cut off. */
static const char *all(bool sorted)
{
	struct btf_c c;
	char *end;

	view();
	assert_ok(btf_c_init(&c, &btf, &out));
	btf_c_all(&c, sorted);
	assert_ok(btf_c_free(&c));
	out_flush(&out);
	end = strstr(text, "/* kernel functions");
	ck_assert_ptr_nonnull(end);
	*end = '\0';
	return text;
}

static const char *one(uint32_t id, bool only)
{
	struct btf_c c;

	view();
	assert_ok(btf_c_init(&c, &btf, &out));
	btf_c_root(&c, id, only);
	assert_ok(btf_c_free(&c));
	out_flush(&out);
	return text;
}

static void assert_all(const char *want)
{
	ck_assert_str_eq(all(false), want);
}

/* A member of this type, as C declares it. */
static void assert_member(uint32_t type, const char *want)
{
	uint32_t id = struct_of("s", 0, 1);
	char line[256];

	member("x", type, 0);
	snprintf(line, sizeof(line), "\t%s;\n", want);
	one(id, true);
	ck_assert_msg(strstr(text, line), "%s", text);
}

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

START_TEST(an_enum_without_a_name_is_written_once)
{
	uint32_t e = btf_build_type(&build, "", BTF_KIND_ENUM, false, 1, 4);

	btf_build_enumerator(&build, "ONLY", 1);
	type_def("only_t", e);
	assert_all("typedef enum {\n\tONLY = 1,\n} only_t;\n\n");
}
END_TEST

START_TEST(an_enum_that_is_only_declared_has_no_braces)
{
	btf_build_type(&build, "later", BTF_KIND_ENUM, false, 0, 4);
	assert_all("enum later;\n\n");
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
	tcase_add_test(t, a_value_comes_after_its_struct);
	tcase_add_test(t, a_pointer_needs_only_a_declaration);
	tcase_add_test(t, two_structs_may_point_at_each_other);
	tcase_add_test(t, a_typedef_comes_before_who_points_at_it);
	tcase_add_test(t, a_value_by_typedef_needs_the_struct_too);
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
	tcase_add_test(t, an_enum_without_a_name_is_written_once);
	tcase_add_test(t, an_enum_that_is_only_declared_has_no_braces);
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
