/* SPDX-License-Identifier: BSD-2-Clause */
/* src/link/type_compat.c: which types may stand for each other. */
#include "tests/lib/test.h"

#include "link/type_compat.h"
#include "tests/lib/btf_build.h"

static struct arena arena;
static struct btf_build local, target;

static void setup(void)
{
	memset(&arena, 0, sizeof(arena));
	btf_build_init(&local, false);
	btf_build_init(&target, false);
	btf_build_int(&local, "int", 4, BTF_INT_SIGNED);
	btf_build_int(&target, "long", 8, BTF_INT_SIGNED);
}

static void teardown(void)
{
	btf_build_free(&local);
	btf_build_free(&target);
	arena_free(&arena);
}

static void parse(struct btf_build *build, struct btf *b)
{
	size_t size;
	const uint8_t *bytes = btf_build_done(build, &size);

	assert_ok(btf_parse(&arena, "x.o", bytes, size, NULL, b, NULL));
}

static bool compat(uint32_t a, uint32_t b)
{
	struct btf x, y;

	parse(&local, &x);
	parse(&target, &y);
	return type_compat(&x, a, &y, b);
}

static uint32_t proto(struct btf_build *b, uint32_t result, uint32_t p1, uint32_t p2)
{
	uint32_t id = btf_build_type(b, "", BTF_KIND_FUNC_PROTO, false, 2, result);

	btf_build_word(b, 0);
	btf_build_word(b, p1);
	btf_build_word(b, 0);
	btf_build_word(b, p2);
	return id;
}

START_TEST(integers_of_any_size_and_sign_are_compatible)
{
	ck_assert(compat(1, 1));
}
END_TEST

START_TEST(void_is_compatible_with_void_alone)
{
	ck_assert(compat(0, 0));
	ck_assert(!compat(0, 1));
	ck_assert(!compat(1, 0));
	ck_assert(!compat(77, 0));
}
END_TEST

START_TEST(structs_of_other_names_are_compatible_and_a_union_is_none)
{
	uint32_t a = btf_build_struct(&local, "a", 4, 0);
	uint32_t b = btf_build_struct(&target, "b", 8, 0);
	uint32_t u = btf_build_type(&target, "b", BTF_KIND_UNION, false, 0, 8);

	ck_assert(compat(a, b));
	ck_assert(!compat(a, u));
}
END_TEST

START_TEST(qualifiers_and_typedefs_do_not_count)
{
	uint32_t c = btf_build_ref(&local, "", BTF_KIND_CONST, 1);
	uint32_t t = btf_build_ref(&target, "mine", BTF_KIND_TYPEDEF, 1);

	ck_assert(compat(btf_build_ref(&local, "", BTF_KIND_VOLATILE, c), t));
}
END_TEST

START_TEST(what_pointers_point_to_counts)
{
	uint32_t s = btf_build_struct(&local, "s", 4, 0);
	uint32_t ints = btf_build_ref(&local, "", BTF_KIND_PTR, 1);
	uint32_t structs = btf_build_ref(&local, "", BTF_KIND_PTR, s);
	uint32_t p = btf_build_ref(&target, "", BTF_KIND_PTR, 1);

	ck_assert(compat(ints, p));
	ck_assert(!compat(structs, p));
}
END_TEST

START_TEST(an_enum_may_have_64_bits)
{
	uint32_t e = btf_build_type(&local, "e", BTF_KIND_ENUM, false, 0, 4);
	uint32_t wide = btf_build_type(&target, "f", BTF_KIND_ENUM64, false, 0, 8);

	ck_assert(compat(e, wide));
}
END_TEST

START_TEST(prototypes_differ_by_each_parameter_their_number_and_the_result)
{
	uint32_t s = btf_build_struct(&local, "s", 4, 0);
	uint32_t t = proto(&target, 1, 1, 1);
	uint32_t fewer = btf_build_type(&local, "", BTF_KIND_FUNC_PROTO, false, 0, 1);

	ck_assert(compat(proto(&local, 1, 1, 1), t));
	ck_assert(!compat(proto(&local, 1, 1, s), t));
	ck_assert(!compat(proto(&local, 1, s, 1), t));
	ck_assert(!compat(proto(&local, 0, 1, 1), t));
	ck_assert(!compat(fewer, t));
}
END_TEST

START_TEST(thirty_two_levels_are_compatible_and_more_are_not)
{
	uint32_t a = 1, b = 1, i;

	for (i = 0; i < 32; i++) {
		a = btf_build_ref(&local, "", BTF_KIND_PTR, a);
		b = btf_build_ref(&target, "", BTF_KIND_PTR, b);
	}
	ck_assert(compat(a, b));
	a = btf_build_ref(&local, "", BTF_KIND_PTR, a);
	b = btf_build_ref(&target, "", BTF_KIND_PTR, b);
	ck_assert(!compat(a, b));
}
END_TEST

START_TEST(prototypes_that_branch_without_end_are_refused_soon)
{
	uint32_t p = local.cnt + 2, a = proto(&local, p, p, p), b;

	btf_build_ref(&local, "", BTF_KIND_PTR, a);
	p = target.cnt + 2;
	b = proto(&target, p, p, p);
	btf_build_ref(&target, "", BTF_KIND_PTR, b);
	ck_assert(!compat(a, b));
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("type_compat");
	TCase *t = tcase_create("rule");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, integers_of_any_size_and_sign_are_compatible);
	tcase_add_test(t, void_is_compatible_with_void_alone);
	tcase_add_test(t, structs_of_other_names_are_compatible_and_a_union_is_none);
	tcase_add_test(t, qualifiers_and_typedefs_do_not_count);
	tcase_add_test(t, what_pointers_point_to_counts);
	tcase_add_test(t, an_enum_may_have_64_bits);
	tcase_add_test(t, prototypes_differ_by_each_parameter_their_number_and_the_result);
	tcase_add_test(t, thirty_two_levels_are_compatible_and_more_are_not);
	tcase_add_test(t, prototypes_that_branch_without_end_are_refused_soon);
	suite_add_tcase(s, t);
	return s;
}
