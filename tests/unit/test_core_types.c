/* SPDX-License-Identifier: BSD-2-Clause */
/* CO-RE records about types and enumerators. */
#include "tests/lib/test.h"

#include <errno.h>

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

static void assert_value(uint64_t from, uint64_t to)
{
	ck_assert_msg(!b.result.err && !b.result.poison, "%s", b.result.why);
	ck_assert_uint_eq(b.result.from, from);
	ck_assert_uint_eq(b.result.to, to);
}

static uint32_t ref(struct btf_build *t, uint32_t kind, uint32_t type)
{
	return btf_build_ref(t, "", kind, type);
}

static uint32_t pair(struct btf_build *t, const char *name, const char *member)
{
	uint32_t u32 = btf_build_int(t, "unsigned int", 4, 0), s;

	s = btf_build_struct(t, name, 8, 2);
	btf_build_member(t, "a", u32, 0);
	btf_build_member(t, member, u32, 32);
	return s;
}

START_TEST(a_type_exists_by_name_and_kind)
{
	uint32_t s = pair(&b.local, "s", "b"), other = pair(&b.local, "t", "b");

	btf_build_struct(&b.target, "s", 20, 0);
	btf_build_type(&b.target, "t", BTF_KIND_UNION, false, 0, 20);
	core_build_ask(&b, BPF_CORE_TYPE_EXISTS, s, "0");
	assert_value(1, 1);
	ck_assert_uint_eq(b.way.root, 1);
	core_build_ask(&b, BPF_CORE_TYPE_EXISTS, other, "0");
	assert_value(1, 0);
}
END_TEST

START_TEST(size_and_number_of_a_type)
{
	uint32_t s = pair(&b.local, "s", "b");

	pair(&b.target, "other", "b");
	btf_build_struct(&b.target, "s", 20, 0);
	core_build_ask(&b, BPF_CORE_TYPE_SIZE, s, "0");
	assert_value(8, 20);
	core_build_ask(&b, BPF_CORE_TYPE_ID_TARGET, s, "0");
	assert_value(s, 3);
	ck_assert(!b.result.check);
}
END_TEST

START_TEST(size_and_number_of_a_missing_type_are_0)
{
	uint32_t s = pair(&b.local, "s", "b");

	core_build_ask(&b, BPF_CORE_TYPE_SIZE, s, "0");
	assert_value(8, 0);
	core_build_ask(&b, BPF_CORE_TYPE_ID_TARGET, s, "0");
	assert_value(s, 0);
}
END_TEST

START_TEST(two_types_of_a_name_have_no_one_number)
{
	uint32_t s = pair(&b.local, "s", "b");

	pair(&b.target, "s", "b");
	pair(&b.target, "s", "b");
	core_build_ask(&b, BPF_CORE_TYPE_ID_TARGET, s, "0");
	ck_assert_int_eq(b.result.err, -EINVAL);
	core_build_ask(&b, BPF_CORE_TYPE_SIZE, s, "0");
	assert_value(8, 8);
}
END_TEST

START_TEST(the_local_number_needs_no_kernel)
{
	uint32_t s = pair(&b.local, "", "b");

	core_build_ask(&b, BPF_CORE_TYPE_ID_LOCAL, s, "0");
	assert_value(s, s);
	ck_assert(!b.result.check);
	ck_assert_uint_eq(b.names.cnt, 0);
}
END_TEST

START_TEST(the_way_of_a_type_is_0)
{
	uint32_t s = pair(&b.local, "s", "b");

	core_build_ask(&b, BPF_CORE_TYPE_EXISTS, s, "0:0");
	ck_assert_int_eq(b.result.err, -EINVAL);
	core_build_ask(&b, BPF_CORE_TYPE_EXISTS, s, "1");
	ck_assert_int_eq(b.result.err, -EINVAL);
}
END_TEST

/* Types called "t": what is loosely the same, and what matches. */

enum sort { INT, LONG, SIGNED, CHAR_ARRAY_2, CHAR_ARRAY_3, TO_INT, TO_LONG, TO_TO_VOID, TO_VOID,
	STRUCT_AB, STRUCT_ABC, STRUCT_AX, STRUCT_A_LONG, UNION_AB, TO_STRUCT_AB, TO_STRUCT_X,
	TO_OTHER, TO_FWD, TO_UNION, TO_FWD_UNION, ENUM_XY, ENUM_YXZ, ENUM_X1, ENUM64_XY, ENUM64_4,
	PROTO_I, PROTO_II, PROTO_L, PROTO_RET, FLOAT };

static uint32_t pointer(struct btf_build *t, uint32_t type)
{
	return ref(t, BTF_KIND_PTR, type);
}

static uint32_t array(struct btf_build *t, uint32_t nelems)
{
	uint32_t c = btf_build_int(t, "char", 1, BTF_INT_SIGNED);

	return btf_build_array(t, c, c, nelems);
}

static uint32_t composite(struct btf_build *t, uint32_t kind, const char *name, const char *members,
	bool of_long)
{
	uint32_t size = of_long ? 8 : 4, i, s;
	uint32_t type = btf_build_int(t, of_long ? "long" : "int", size, BTF_INT_SIGNED);
	char text[2] = "";

	s = btf_build_type(t, name, kind, false, strlen(members), size * strlen(members));
	for (i = 0; members[i]; i++) {
		text[0] = members[i];
		btf_build_member(t, text, type, i * size * 8);
	}
	return s;
}

static uint32_t enumeration(struct btf_build *t, uint32_t kind, const char *names, uint32_t size)
{
	uint32_t e = btf_build_type(t, "e", kind, false, strlen(names), size);
	char text[2] = "";

	for (; *names; names++) {
		text[0] = *names;
		if (kind == BTF_KIND_ENUM)
			btf_build_enumerator(t, text, *names);
		else
			btf_build_enumerator64(t, text, *names);
	}
	return e;
}

static uint32_t prototype(struct btf_build *t, uint32_t params, bool of_long, bool returns)
{
	uint32_t type = btf_build_int(t, of_long ? "long" : "int", of_long ? 8 : 4, BTF_INT_SIGNED);
	uint32_t to = pointer(t, type), i, p;

	p = btf_build_type(t, "", BTF_KIND_FUNC_PROTO, false, params, returns ? to : 0);
	for (i = 0; i < params; i++) {
		btf_build_word(t, 0);
		btf_build_word(t, type);
	}
	return p;
}

static uint32_t build(struct btf_build *t, enum sort sort)
{
	switch (sort) {
	case INT: return btf_build_int(t, "int", 4, 0);
	case LONG: return btf_build_int(t, "long", 8, 0);
	case SIGNED: return btf_build_int(t, "int", 4, BTF_INT_SIGNED);
	case CHAR_ARRAY_2: return array(t, 2);
	case CHAR_ARRAY_3: return array(t, 3);
	case TO_INT: return pointer(t, build(t, INT));
	case TO_LONG: return pointer(t, build(t, LONG));
	case TO_TO_VOID: return pointer(t, pointer(t, 0));
	case TO_VOID: return pointer(t, 0);
	case STRUCT_AB: return composite(t, BTF_KIND_STRUCT, "s", "ab", false);
	case STRUCT_ABC: return composite(t, BTF_KIND_STRUCT, "s", "cba", false);
	case STRUCT_AX: return composite(t, BTF_KIND_STRUCT, "s", "ax", false);
	case STRUCT_A_LONG: return composite(t, BTF_KIND_STRUCT, "s", "ab", true);
	case UNION_AB: return composite(t, BTF_KIND_UNION, "s", "ab", false);
	case TO_STRUCT_AB: return pointer(t, composite(t, BTF_KIND_STRUCT, "s___2", "ab", false));
	case TO_STRUCT_X: return pointer(t, composite(t, BTF_KIND_STRUCT, "s", "x", true));
	case TO_OTHER: return pointer(t, composite(t, BTF_KIND_STRUCT, "z", "ab", false));
	case TO_FWD: return pointer(t, btf_build_type(t, "s", BTF_KIND_FWD, false, 0, 0));
	case TO_UNION: return pointer(t, composite(t, BTF_KIND_UNION, "s", "ab", false));
	case TO_FWD_UNION: return pointer(t, btf_build_type(t, "s", BTF_KIND_FWD, true, 0, 0));
	case ENUM_XY: return enumeration(t, BTF_KIND_ENUM, "xy", 4);
	case ENUM_YXZ: return enumeration(t, BTF_KIND_ENUM, "yxz", 4);
	case ENUM_X1: return enumeration(t, BTF_KIND_ENUM, "xy", 1);
	case ENUM64_XY: return enumeration(t, BTF_KIND_ENUM64, "xy", 8);
	case ENUM64_4: return enumeration(t, BTF_KIND_ENUM64, "xy", 4);
	case PROTO_I: return prototype(t, 1, false, false);
	case PROTO_II: return prototype(t, 2, false, false);
	case PROTO_L: return prototype(t, 1, true, false);
	case PROTO_RET: return prototype(t, 1, false, true);
	case FLOAT: return btf_build_type(t, "double", BTF_KIND_FLOAT, false, 0, 8);
	}
	return 0;
}

static const struct {
	enum sort local, target;
	bool exists, matches;
} sorts[] = {
	{ INT, INT, true, true }, { INT, SIGNED, true, false }, { INT, LONG, true, false },
	{ CHAR_ARRAY_2, CHAR_ARRAY_2, true, true }, { CHAR_ARRAY_2, CHAR_ARRAY_3, true, false },
	{ TO_INT, TO_INT, true, true }, { TO_INT, TO_LONG, true, false },
	{ TO_INT, TO_VOID, false, false }, { TO_VOID, TO_VOID, true, true },
	{ TO_TO_VOID, TO_VOID, false, false }, { TO_INT, INT, false, false },
	{ STRUCT_AB, STRUCT_AB, true, true }, { STRUCT_AB, STRUCT_ABC, true, true },
	{ STRUCT_ABC, STRUCT_AB, true, false }, { STRUCT_AB, STRUCT_AX, true, false },
	{ STRUCT_AB, STRUCT_A_LONG, true, false }, { STRUCT_AB, UNION_AB, false, false },
	{ TO_STRUCT_AB, TO_STRUCT_X, true, true }, { TO_STRUCT_X, TO_STRUCT_AB, true, true },
	{ TO_STRUCT_AB, TO_OTHER, true, false }, { TO_STRUCT_AB, TO_FWD, false, true },
	{ TO_FWD, TO_STRUCT_X, false, true }, { TO_FWD, TO_FWD, true, true },
	{ TO_FWD, TO_UNION, false, false }, { TO_FWD_UNION, TO_UNION, false, true },
	{ TO_UNION, TO_FWD_UNION, false, true }, { TO_UNION, TO_FWD, false, false },
	{ TO_FWD, TO_FWD_UNION, true, false },
	{ ENUM_XY, ENUM_XY, true, true }, { ENUM_XY, ENUM_YXZ, true, true },
	{ ENUM_YXZ, ENUM_XY, true, false }, { ENUM_XY, ENUM_X1, true, false },
	{ ENUM_XY, ENUM64_XY, true, false }, { ENUM_XY, ENUM64_4, true, true },
	{ ENUM64_4, ENUM_YXZ, true, true }, { ENUM_XY, INT, false, false },
	{ PROTO_I, PROTO_I, true, true }, { PROTO_I, PROTO_II, false, false },
	{ PROTO_I, PROTO_L, true, false }, { PROTO_I, PROTO_RET, false, false },
	{ PROTO_RET, PROTO_RET, true, true }, { FLOAT, FLOAT, false, false },
};

/* Behind a typedef of one name, so that there is one candidate whatever it is. */
START_TEST(types_exist_loosely_and_match_closely)
{
	uint32_t t;

	t = btf_build_ref(&b.local, "t", BTF_KIND_TYPEDEF, build(&b.local, sorts[_i].local));
	btf_build_ref(&b.target, "t___2", BTF_KIND_TYPEDEF, build(&b.target, sorts[_i].target));
	core_build_ask(&b, BPF_CORE_TYPE_EXISTS, t, "0");
	assert_value(1, sorts[_i].exists);
	core_build_ask(&b, BPF_CORE_TYPE_MATCHES, t, "0");
	assert_value(1, sorts[_i].matches);
}
END_TEST

static uint32_t build_pointers(struct btf_build *t, uint32_t depth)
{
	uint32_t type = btf_build_int(t, "int", 4, 0);

	for (; depth; depth--)
		type = pointer(t, type);
	return btf_build_ref(t, "t", BTF_KIND_TYPEDEF, type);
}

START_TEST(types_are_matched_32_levels_deep)
{
	uint32_t t = build_pointers(&b.local, 31 + _i);

	build_pointers(&b.target, 31 + _i);
	core_build_ask(&b, BPF_CORE_TYPE_MATCHES, t, "0");
	ck_assert_int_eq(b.result.err, _i ? -EINVAL : 0);
}
END_TEST

/* A prototype with arguments of its own kind: 4 to the power of 32 ways. */
static uint32_t build_branching(struct btf_build *t)
{
	uint32_t i, p = btf_build_type(t, "", BTF_KIND_FUNC_PROTO, false, 4, 0);

	for (i = 0; i < 4; i++) {
		btf_build_word(t, 0);
		btf_build_word(t, p + 1);
	}
	pointer(t, p);
	return btf_build_ref(t, "t", BTF_KIND_TYPEDEF, p);
}

START_TEST(prototypes_that_take_themselves_end)
{
	uint32_t t = build_branching(&b.local);

	build_branching(&b.target);
	core_build_ask(&b, BPF_CORE_TYPE_MATCHES, t, "0");
	ck_assert_int_lt(b.result.err, 0);
	core_build_ask(&b, BPF_CORE_TYPE_EXISTS, t, "0");
	assert_value(1, 0);
}
END_TEST

/* ---- enumerators ---- */

static uint32_t letters(struct btf_build *t, const char *name, uint32_t kind)
{
	uint32_t e = btf_build_type(t, name, kind, true, 3, kind == BTF_KIND_ENUM ? 4 : 8);

	if (kind == BTF_KIND_ENUM) {
		btf_build_enumerator(t, "OTHER", 1);
		btf_build_enumerator(t, "LETTER___old", -7);
		btf_build_enumerator(t, "MISSING", 9);
		return e;
	}
	btf_build_enumerator64(t, "OTHERS", 1);
	btf_build_enumerator64(t, "LETTERS", 2);
	btf_build_enumerator64(t, "LETTER", 0x123456789abcULL);
	return e;
}

START_TEST(an_enumerator_has_its_value_in_the_kernel)
{
	uint32_t e = letters(&b.local, "e", BTF_KIND_ENUM);

	letters(&b.target, "e___x", BTF_KIND_ENUM64);
	core_build_ask(&b, BPF_CORE_ENUMVAL_VALUE, e, "1");
	assert_value(-7, 0x123456789abcULL);
	ck_assert_uint_eq(b.way.raw_cnt, 1);
	ck_assert_uint_eq(b.way.raw[0], 2);
	core_build_ask(&b, BPF_CORE_ENUMVAL_EXISTS, e, "1");
	assert_value(1, 1);
}
END_TEST

START_TEST(an_enumerator_that_is_missing_is_poisoned)
{
	uint32_t e = letters(&b.local, "e___2", BTF_KIND_ENUM);

	letters(&b.target, "e", BTF_KIND_ENUM64);
	core_build_ask(&b, BPF_CORE_ENUMVAL_EXISTS, e, "2");
	assert_value(1, 0);
	core_build_ask(&b, BPF_CORE_ENUMVAL_VALUE, e, "2");
	ck_assert(b.result.poison);
	ck_assert_str_eq(b.result.why, "needs enum e___2 MISSING (value), but it is not in the "
		"kernel's enum e; guard it with bpf_core_enum_value_exists()");
}
END_TEST

START_TEST(a_missing_enum_is_said_to_be)
{
	uint32_t e = letters(&b.local, "e", BTF_KIND_ENUM);

	core_build_ask(&b, BPF_CORE_ENUMVAL_VALUE, e, "0");
	ck_assert_str_eq(b.result.why, "needs enum e OTHER (value), but the kernel has no enum e; "
		"guard it with bpf_core_enum_value_exists()");
}
END_TEST

START_TEST(enums_through_a_typedef)
{
	uint32_t e = letters(&b.local, "", BTF_KIND_ENUM);

	e = btf_build_ref(&b.local, "e_t", BTF_KIND_TYPEDEF, e);
	btf_build_ref(&b.target, "e_t", BTF_KIND_TYPEDEF, letters(&b.target, "", BTF_KIND_ENUM64));
	core_build_ask(&b, BPF_CORE_ENUMVAL_VALUE, e, "1");
	assert_value(-7, 0x123456789abcULL);
}
END_TEST

START_TEST(enumerators_that_do_not_exist_are_refused)
{
	static const char *const ways[] = { "3", "0:0", "" };
	uint32_t e = letters(&b.local, "e", BTF_KIND_ENUM);

	core_build_ask(&b, BPF_CORE_ENUMVAL_VALUE, e, ways[_i]);
	ck_assert_int_eq(b.result.err, -EINVAL);
}
END_TEST

START_TEST(a_struct_has_no_enumerators)
{
	uint32_t s = pair(&b.local, "s", "b");

	core_build_ask(&b, BPF_CORE_ENUMVAL_VALUE, s, "0");
	ck_assert_int_eq(b.result.err, -EINVAL);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("core_types");
	TCase *t = tcase_create("types"), *e = tcase_create("enumerators");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_checked_fixture(e, setup, teardown);
	tcase_add_test(t, a_type_exists_by_name_and_kind);
	tcase_add_test(t, size_and_number_of_a_type);
	tcase_add_test(t, size_and_number_of_a_missing_type_are_0);
	tcase_add_test(t, two_types_of_a_name_have_no_one_number);
	tcase_add_test(t, the_local_number_needs_no_kernel);
	tcase_add_test(t, the_way_of_a_type_is_0);
	tcase_add_loop_test(t, types_exist_loosely_and_match_closely, 0,
		sizeof(sorts) / sizeof(*sorts));
	tcase_add_loop_test(t, types_are_matched_32_levels_deep, 0, 2);
	tcase_add_test(t, prototypes_that_take_themselves_end);
	tcase_add_test(e, an_enumerator_has_its_value_in_the_kernel);
	tcase_add_test(e, an_enumerator_that_is_missing_is_poisoned);
	tcase_add_test(e, a_missing_enum_is_said_to_be);
	tcase_add_test(e, enums_through_a_typedef);
	tcase_add_loop_test(e, enumerators_that_do_not_exist_are_refused, 0, 3);
	tcase_add_test(e, a_struct_has_no_enumerators);
	suite_add_tcase(s, t);
	suite_add_tcase(s, e);
	return s;
}
