/* SPDX-License-Identifier: BSD-2-Clause */
/* src/format/kallsyms.c: addresses by name, read in pieces. */
#include "tests/lib/test.h"

#include "format/kallsyms.h"

static const char text[] = "0000000000000000 A fixed_percpu_data\n"
	"ffffffff81000000 T _text\n"
	"ffffffff81000010 t init_once\n"
	"ffffffff81000020 t init_once\n"
	"ffffffff81000030 d names.llvm.4711\n"
	"ffffffff81000040 t work.llvm.4711\n"
	"ffffffff81000050 D jiffies\n"
	"ffffffff81000050 D jiffies\n"
	"ffffffffc0a01000 t nf_nat_setup_info\t[nf_nat]\n"
	"ffffffff81000060 D jiffies_64\n";

static struct kallsyms_name name;

static void look(const char *want)
{
	memset(&name, 0, sizeof(name));
	name.name = want;
	ck_assert_uint_eq(kallsyms_read(text, strlen(text), &name, 1), strlen(text));
}

START_TEST(a_symbol_has_its_address_and_type)
{
	look("_text");
	ck_assert_uint_eq(name.cnt, 1);
	ck_assert_uint_eq(name.address, 0xffffffff81000000);
	ck_assert_int_eq(name.type, 'T');
}
END_TEST

START_TEST(the_beginning_of_a_name_is_another_name)
{
	look("jif");
	ck_assert_uint_eq(name.cnt, 0);
	look("jiffies_64_more");
	ck_assert_uint_eq(name.cnt, 0);
}
END_TEST

START_TEST(a_symbol_of_a_module_is_found_without_it)
{
	look("nf_nat_setup_info");
	ck_assert_uint_eq(name.address, 0xffffffffc0a01000);
}
END_TEST

START_TEST(two_addresses_are_ambiguous_and_the_same_twice_is_not)
{
	look("init_once");
	ck_assert_uint_eq(name.cnt, 2);
	look("jiffies");
	ck_assert_uint_eq(name.cnt, 1);
}
END_TEST

START_TEST(the_suffix_of_link_time_optimisation_counts_for_functions_only)
{
	look("names");
	ck_assert_uint_eq(name.address, 0xffffffff81000030);
	look("work");
	ck_assert_uint_eq(name.cnt, 0);
	look("work.llvm.4711");
	ck_assert_uint_eq(name.cnt, 1);
}
END_TEST

/* As who reads the file does it: what was left, and the next piece behind it. */
static void read_pieces(size_t size, struct kallsyms_name *names, uint32_t cnt)
{
	size_t have = 0, at = 0, n, used;
	char piece[256];

	while (at < strlen(text)) {
		n = strlen(text) - at < size ? strlen(text) - at : size;
		memcpy(piece + have, text + at, n);
		used = kallsyms_read(piece, have + n, names, cnt);
		have += n - used;
		memmove(piece, piece + used, have);
		at += n;
	}
}

START_TEST(pieces_of_any_size_give_the_same)
{
	size_t size;

	for (size = 1; size < 128; size++) {
		struct kallsyms_name two[] = { { .name = "init_once" }, { .name = "jiffies_64" } };

		read_pieces(size, two, 2);
		ck_assert_uint_eq(two[0].cnt, 2);
		ck_assert_uint_eq(two[1].cnt, 1);
		ck_assert_uint_eq(two[1].address, 0xffffffff81000060);
	}
}
END_TEST

START_TEST(lines_that_are_none_are_stepped_over)
{
	static const char odd[] = "\n \n  \nffff\nffff T\nffff T \nffff Tx\n T a\nzz T a\n12 T a\n";

	memset(&name, 0, sizeof(name));
	name.name = "a";
	kallsyms_read(odd, strlen(odd), &name, 1);
	ck_assert_uint_eq(name.cnt, 1);
	ck_assert_uint_eq(name.address, 0x12);
}
END_TEST

START_TEST(functions_come_one_after_the_other)
{
	char list[] = "\n0 T hidden\n10 d data\n20 t one\t[module]\nffff T\n30 W two\n40 T no_end";
	uint64_t address = 0;
	char *at = list, *function = NULL;

	at = kallsyms_next(at, &address, &function);
	ck_assert_ptr_nonnull(at);
	ck_assert_str_eq(function, "one");
	ck_assert_uint_eq(address, 0x20);
	at = kallsyms_next(at, &address, &function);
	ck_assert_ptr_nonnull(at);
	ck_assert_str_eq(function, "two");
	ck_assert_uint_eq(address, 0x30);
	ck_assert_ptr_null(kallsyms_next(at, &address, &function));
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("kallsyms");
	TCase *t = tcase_create("lines");

	tcase_add_test(t, a_symbol_has_its_address_and_type);
	tcase_add_test(t, the_beginning_of_a_name_is_another_name);
	tcase_add_test(t, a_symbol_of_a_module_is_found_without_it);
	tcase_add_test(t, two_addresses_are_ambiguous_and_the_same_twice_is_not);
	tcase_add_test(t, the_suffix_of_link_time_optimisation_counts_for_functions_only);
	tcase_add_test(t, pieces_of_any_size_give_the_same);
	tcase_add_test(t, lines_that_are_none_are_stepped_over);
	tcase_add_test(t, functions_come_one_after_the_other);
	suite_add_tcase(s, t);
	return s;
}
