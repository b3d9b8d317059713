/* SPDX-License-Identifier: BSD-2-Clause */
/* CO-RE records, and types of the kernel, that make no sense or would never end. */
#include "tests/lib/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

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

static uint32_t u32_of(struct btf_build *t)
{
	return btf_build_int(t, "unsigned int", 4, 0);
}

/* struct s { unsigned int a, b, c; } of the program's */
static uint32_t local_abc(void)
{
	uint32_t u32 = u32_of(&b.local), s = btf_build_struct(&b.local, "s", 12, 3);

	btf_build_member(&b.local, "a", u32, 0);
	btf_build_member(&b.local, "b", u32, 32);
	btf_build_member(&b.local, "c", u32, 64);
	return s;
}

static void assert_value(uint64_t from, uint64_t to)
{
	ck_assert_msg(!b.result.err && !b.result.poison, "%s", b.result.why);
	ck_assert_uint_eq(b.result.from, from);
	ck_assert_uint_eq(b.result.to, to);
}

static void assert_refused(const char *why)
{
	ck_assert_int_lt(b.result.err, 0);
	ck_assert_str_eq(b.result.why, why);
}

static void ask_offset(uint32_t type, const char *access)
{
	core_build_ask(&b, BPF_CORE_FIELD_BYTE_OFFSET, type, access);
}

/* a member m of that type, in the program's and in the kernel's struct s */
static uint32_t build_m(struct btf_build *t, uint32_t type)
{
	uint32_t s = btf_build_struct(t, "s", 8, 1);

	btf_build_member(t, "m", type, 0);
	return s;
}

START_TEST(ways_that_lead_nowhere_are_refused)
{
	static const char *const ways[] = { "", ":0", "0:", "0::1", "-1", "0:-1", "0:3", "0:0:0",
		"x", "0 1", "4294967296", "2147483648", "0:1;", "0:99999999999999999999" };
	char why[200];
	uint32_t s = local_abc();

	core_build_ask(&b, BPF_CORE_FIELD_EXISTS, s, ways[_i]);
	ck_assert_int_eq(b.result.err, -EINVAL);
	snprintf(why, sizeof(why), "(\"%s\"): the program's own types have no such way", ways[_i]);
	ck_assert_msg(strstr(b.result.why, why) != NULL, "%s", b.result.why);
}
END_TEST

static char *nested_way(char *text, uint32_t parts)
{
	uint32_t i;

	strcpy(text, "0");
	for (i = 1; i < parts; i++)
		strcat(text, ":0");
	return text;
}

/* struct s { struct { struct { ... u32 a; } m; } m; } */
static uint32_t build_nested(struct btf_build *t, uint32_t depth)
{
	uint32_t type = u32_of(t), i;

	for (i = 1; i < depth; i++) {
		type = btf_build_struct(t, i + 1 == depth ? "s" : "n", 4, 1);
		btf_build_member(t, "m", t->cnt - 1, 0);
	}
	return type;
}

START_TEST(a_way_has_at_most_64_parts)
{
	char text[200];
	uint32_t s = build_nested(&b.local, 65);

	build_nested(&b.target, 65);
	core_build_ask(&b, BPF_CORE_FIELD_EXISTS, s, nested_way(text, 64));
	assert_value(1, 1);
	core_build_ask(&b, BPF_CORE_FIELD_EXISTS, s, nested_way(text, 65));
	ck_assert_int_eq(b.result.err, -E2BIG);
}
END_TEST

START_TEST(a_struct_inside_itself_ends)
{
	uint32_t s = local_abc();

	btf_build_struct(&b.target, "s", 8, 2);
	btf_build_member(&b.target, "", 1, 0);
	btf_build_member(&b.target, "", 1, 0);
	ask_offset(s, "0:0");
	assert_refused("CO-RE, byte offset of struct s.a (\"0:0\"): the kernel's types are nested too "
		       "deep");
}
END_TEST

/* 2 to the power of 60 ways to go */
START_TEST(structs_that_branch_at_every_level_end)
{
	uint32_t s = local_abc(), i;

	btf_build_struct(&b.target, "", 8, 0);
	for (i = 1; i < 60; i++) {
		btf_build_struct(&b.target, i == 59 ? "s" : "", 8, 2);
		btf_build_member(&b.target, "", i, 0);
		btf_build_member(&b.target, "", i, 0);
	}
	ask_offset(s, "0:0");
	ck_assert_int_eq(b.result.err, -E2BIG);
}
END_TEST

START_TEST(an_array_of_itself_is_refused)
{
	uint32_t s = build_m(&b.local, btf_build_array(&b.local, 1, 1, 2));

	build_m(&b.target, btf_build_array(&b.target, 1, 1, 2));
	core_build_ask(&b, BPF_CORE_FIELD_EXISTS, s, "0:0");
	assert_refused("CO-RE, existence of struct s.m (\"0:0\"): the kernel's types are nested too "
		       "deep");
}
END_TEST

START_TEST(offsets_beyond_2_gib_are_refused)
{
	uint32_t s = local_abc();

	core_build_ask(&b, BPF_CORE_FIELD_EXISTS, s, "178956970:0");
	assert_value(1, 0);
	core_build_ask(&b, BPF_CORE_FIELD_EXISTS, s, "2147483647:0");
	ck_assert_int_eq(b.result.err, -E2BIG);
}
END_TEST

START_TEST(a_member_of_a_type_that_does_not_exist_is_none)
{
	uint32_t s = local_abc();

	btf_build_struct(&b.target, "s", 8, 2);
	btf_build_member(&b.target, "", 4711, 0);
	btf_build_member(&b.target, "a", 4711, 0);
	core_build_ask(&b, BPF_CORE_FIELD_EXISTS, s, "0:0");
	assert_value(1, 0);
}
END_TEST

START_TEST(a_root_without_a_name_is_refused)
{
	uint32_t u32 = u32_of(&b.local), s = btf_build_struct(&b.local, "", 4, 1);

	btf_build_member(&b.local, "a", u32, 0);
	ask_offset(s, "0:0");
	assert_refused("CO-RE, byte offset of struct {}.a (\"0:0\"): a type without a name is not "
		       "found in the kernel");
}
END_TEST

START_TEST(a_kind_nobody_knows_is_refused)
{
	core_build_ask(&b, 13, local_abc(), "0");
	ck_assert_int_eq(b.result.err, -EOPNOTSUPP);
	assert_refused("CO-RE, unknown of struct s (\"0\"): rawbpf does not know this kind of record");
}
END_TEST

START_TEST(a_root_that_does_not_exist_is_refused)
{
	local_abc();
	ask_offset(4711, "0:0");
	ck_assert_int_eq(b.result.err, -EINVAL);
}
END_TEST

/* Three records of one list are made two lists of one record: for these sections. */
static int parse_two_lists(const char *first, const char *second)
{
	const uint32_t at[] = { 28, 36, 40, 60, 64, 68 }; /* of what is changed in .BTF.ext */
	uint32_t words[] = { 52, btf_build_string(&b.local, first), 1,
		btf_build_string(&b.local, second), 1, 8 };
	const uint32_t type = local_abc();
	size_t size, i;

	for (i = 0; i < 3; i++)
		core_build_record(&b, BPF_CORE_TYPE_EXISTS, type, "0");
	core_build_object(&b, &size);
	for (i = 0; i < 6; i++)
		elf_build_patch(&b.elf, elf_build_offset(&b.elf, 5) + at[i], words[i], 4);
	return unit_parse(&b.unit, &b.arena, "p.o", "p", b.elf.bytes, size, &b.diag);
}

START_TEST(two_lists_of_records_for_one_section_are_refused)
{
	ck_assert_int_eq(parse_two_lists("socket", "socket"), -EINVAL);
	ck_assert_msg(strstr(b.diag.msg, "two lists of CO-RE records") != NULL, "%s", b.diag.msg);
}
END_TEST

START_TEST(a_list_finds_its_section_by_name)
{
	const uint32_t *record;
	uint32_t cnt, step;

	ck_assert_msg(!parse_two_lists(_i ? "socket" : "other", _i ? "other" : "socket"), "%s",
		b.diag.msg);
	record = core_records(&b.unit, b.unit.funcs, &cnt, &step);
	ck_assert_uint_eq(cnt, 1);
	ck_assert_uint_eq(*record, _i ? 0 : 8);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("core_hostile");
	TCase *t = tcase_create("hostile");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, ways_that_lead_nowhere_are_refused, 0, 14);
	tcase_add_test(t, a_way_has_at_most_64_parts);
	tcase_add_test(t, a_struct_inside_itself_ends);
	tcase_add_test(t, structs_that_branch_at_every_level_end);
	tcase_add_test(t, an_array_of_itself_is_refused);
	tcase_add_test(t, offsets_beyond_2_gib_are_refused);
	tcase_add_test(t, a_member_of_a_type_that_does_not_exist_is_none);
	tcase_add_test(t, a_root_without_a_name_is_refused);
	tcase_add_test(t, a_kind_nobody_knows_is_refused);
	tcase_add_test(t, a_root_that_does_not_exist_is_refused);
	tcase_add_test(t, two_lists_of_records_for_one_section_are_refused);
	tcase_add_loop_test(t, a_list_finds_its_section_by_name, 0, 2);
	suite_add_tcase(s, t);
	return s;
}
