/* SPDX-License-Identifier: BSD-2-Clause */
/* The names of commands, types and flags: that each list is whole, and each name its number's. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "kernel/fields.h"
#include "kernel/names.h"
#include "tests/lib/test.h"
#include "tests/unit/names_facts.h"

static void assert_whole(const struct names *n, uint32_t cnt)
{
	char buf[64];
	uint32_t i;

	for (i = 0; i < cnt; i++)
		ck_assert_msg(names_get(n, i, buf, sizeof(buf)), "number %u has no name", i);
	ck_assert(!names_get(n, cnt, buf, sizeof(buf)));
}

START_TEST(every_number_the_headers_know_has_a_name)
{
	assert_whole(&names_bpf_cmd, __MAX_BPF_CMD);
	assert_whole(&names_map_type, __MAX_BPF_MAP_TYPE);
	assert_whole(&names_prog_type, __MAX_BPF_PROG_TYPE);
	assert_whole(&names_attach_type, __MAX_BPF_ATTACH_TYPE);
	assert_whole(&names_link_type, __MAX_BPF_LINK_TYPE);
}
END_TEST

static const struct names *list_of(const char *word)
{
	if (!strcmp(word, "bpf_cmd"))
		return &names_bpf_cmd;
	return strcmp(word, "link_type") ? fields_names(word) : &names_link_type;
}

static bool is_mask(const char *list)
{
	return strstr(list, "flags") || !strcmp(list, "prot");
}

static void assert_number(const char *list, const char *name, uint64_t want)
{
	const struct names *n = list_of(list);
	int number;

	ck_assert_msg(n, "no list is called %s", list);
	number = names_find(n, name);
	ck_assert_msg((is_mask(list) && !n->values ? 1ULL << number : (uint32_t)number) == want,
		"%s is %llu", name, (unsigned long long)want);
}

START_TEST(every_name_has_the_number_of_its_constant)
{
	size_t i;

	for (i = 0; i < sizeof(names_facts) / sizeof(names_facts[0]); i++)
		assert_number(names_facts[i].list, names_facts[i].name, names_facts[i].number);
}
END_TEST

/* So none is missing among the facts either. */
START_TEST(no_name_is_unchecked)
{
	const size_t cnt = sizeof(names_facts) / sizeof(names_facts[0]);
	struct name at = { 0 };
	char full[64];
	size_t i, k;

	for (i = 0; i < cnt; i++) {
		if (i && !strcmp(names_facts[i].list, names_facts[i - 1].list))
			continue;
		memset(&at, 0, sizeof(at));
		for (k = i; names_next(list_of(names_facts[i].list), &at); k++) {
			snprintf(full, sizeof(full), "%s%s", at.prefix, at.name);
			ck_assert_str_eq(full, names_facts[k].name);
		}
	}
}
END_TEST

static const char *full_name(const struct names *n, uint64_t number)
{
	static char buf[64];

	return names_get(n, number, buf, sizeof(buf)) ? buf : NULL;
}

static const char *short_name(const struct names *n, uint64_t number)
{
	static char buf[64];

	names_short(n, number, buf, sizeof(buf));
	return buf;
}

START_TEST(names_are_the_kernels)
{
	ck_assert_str_eq(full_name(&names_bpf_cmd, 18), "BPF_BTF_LOAD");
	ck_assert_str_eq(full_name(&names_map_type, 27), "BPF_MAP_TYPE_RINGBUF");
	ck_assert_str_eq(full_name(&names_prog_type, 6), "BPF_PROG_TYPE_XDP");
	ck_assert_str_eq(full_name(&names_attach_type, 41), "BPF_PERF_EVENT");
	ck_assert_str_eq(full_name(&names_link_type, 11), "BPF_LINK_TYPE_TCX");
}
END_TEST

START_TEST(a_number_of_a_newer_kernel_has_no_name)
{
	ck_assert_ptr_null(full_name(&names_map_type, __MAX_BPF_MAP_TYPE));
	ck_assert_ptr_null(full_name(&names_map_type, UINT64_MAX));
}
END_TEST

START_TEST(short_names_are_lower_case_without_the_prefix)
{
	ck_assert_str_eq(short_name(&names_map_type, BPF_MAP_TYPE_LRU_HASH), "lru_hash");
	ck_assert_str_eq(short_name(&names_attach_type, BPF_XDP), "xdp");
}
END_TEST

START_TEST(short_name_of_an_unknown_number_is_the_number)
{
	char buf[32];

	ck_assert(!names_short(&names_map_type, 4711, buf, sizeof(buf)));
	ck_assert_str_eq(buf, "4711");
}
END_TEST

START_TEST(short_name_is_cut_to_the_buffer)
{
	char buf[5] = "XXXX";

	ck_assert(names_short(&names_map_type, BPF_MAP_TYPE_LRU_HASH, buf, 4));
	ck_assert_str_eq(buf, "lru");
}
END_TEST

START_TEST(a_name_is_found_short_or_full)
{
	ck_assert_int_eq(names_find(&names_prog_type, "xdp"), BPF_PROG_TYPE_XDP);
	ck_assert_int_eq(names_find(&names_prog_type, "BPF_PROG_TYPE_XDP"), BPF_PROG_TYPE_XDP);
	ck_assert_int_eq(names_find(&names_prog_type, "xd"), -1);
	ck_assert_int_eq(names_find(&names_prog_type, ""), -1);
}
END_TEST

START_TEST(every_short_name_leads_back_to_its_number)
{
	uint32_t i;

	for (i = 0; i < __MAX_BPF_MAP_TYPE; i++)
		ck_assert_int_eq(
			names_find(&names_map_type, short_name(&names_map_type, i)), (int)i);
	for (i = 0; i < __MAX_BPF_ATTACH_TYPE; i++)
		ck_assert_int_eq(
			names_find(&names_attach_type, short_name(&names_attach_type, i)), (int)i);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("names");
	TCase *n = tcase_create("names");

	tcase_add_test(n, every_number_the_headers_know_has_a_name);
	tcase_add_test(n, every_name_has_the_number_of_its_constant);
	tcase_add_test(n, no_name_is_unchecked);
	tcase_add_test(n, names_are_the_kernels);
	tcase_add_test(n, a_number_of_a_newer_kernel_has_no_name);
	tcase_add_test(n, short_names_are_lower_case_without_the_prefix);
	tcase_add_test(n, short_name_of_an_unknown_number_is_the_number);
	tcase_add_test(n, short_name_is_cut_to_the_buffer);
	tcase_add_test(n, a_name_is_found_short_or_full);
	tcase_add_test(n, every_short_name_leads_back_to_its_number);
	suite_add_tcase(s, n);
	return s;
}
