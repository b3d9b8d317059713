/* SPDX-License-Identifier: BSD-2-Clause */
/* Our formatting must be snprintf's, for what it does. */
#include "tests/lib/test.h"

#include <stdint.h>
#include <stdio.h>

#include "base/sort.h"
#include "base/text.h"

#define SAME(...)                                                                                  \
	do {                                                                                       \
		char ours[128], theirs[128];                                                       \
		int n = text_format(ours, sizeof(ours), __VA_ARGS__);                              \
		ck_assert_int_eq(n, snprintf(theirs, sizeof(theirs), __VA_ARGS__));                \
		ck_assert_str_eq(ours, theirs);                                                    \
	} while (0)

START_TEST(numbers_are_as_snprintf_writes_them)
{
	SAME("%d %d %d %i", 0, -1, INT32_MIN, INT32_MAX);
	SAME("%u %x %u", 0U, 0xdeadbeefU, UINT32_MAX);
	SAME("%ld %lu %lx", -5L, 5UL, 0xffUL);
	SAME("%lld %llu %llx", (long long)INT64_MIN, (unsigned long long)UINT64_MAX, 0x123456789abcdefULL);
	SAME("%zu", (size_t)77);
}
END_TEST

START_TEST(widths_and_zeros_are_as_snprintf_has_them)
{
	SAME("[%5d] [%-5d] [%05u] [%02x] [%8llx]", 42, 42, 42U, 7U, 255ULL);
	SAME("[%*d] [%3s] [%-3s] [%1s]", 6, 1, "a", "b", "longer");
	SAME("%+d %+d %+5d", 3, -3, 0);
}
END_TEST

START_TEST(strings_are_cut_to_their_precision)
{
	SAME("%s %.3s %.*s %.0s|", "whole", "whole", 2, "whole", "none");
	SAME("%c%c 100%%", 'o', 'k');
}
END_TEST

START_TEST(an_unterminated_string_is_read_only_as_far_as_its_precision)
{
	const char four[4] = { 'f', 'o', 'u', 'r' };

	SAME("%.4s", four);
}
END_TEST

START_TEST(what_does_not_fit_is_cut_and_counted)
{
	char buf[6] = "XXXXX";

	ck_assert_int_eq(text_format(buf, 4, "%s", "longer"), 6);
	ck_assert_str_eq(buf, "lon");
	ck_assert_int_eq(buf[4], 'X');
	ck_assert_int_eq(text_format(buf, 1, "%d", 10), 2);
	ck_assert_str_eq(buf, "");
	ck_assert_int_eq(text_format(NULL, 0, "%d", 10), 2);
}
END_TEST

START_TEST(pointers_are_hexadecimal)
{
	SAME("%p", (void *)0x1234);
}
END_TEST

static void number(const char *text, unsigned int base, uint64_t want, const char *rest)
{
	uint64_t n = 0;
	const char *end = text_u64(text, base, &n);

	ck_assert_pstr_eq(end, rest);
	ck_assert_uint_eq(n, want);
}

START_TEST(numbers_are_read_in_the_base_they_say)
{
	number("42 rest", 0, 42, " rest");
	number("0x1F,", 0, 31, ",");
	number("017", 0, 15, "");
	number("0", 0, 0, "");
	number("ff", 16, 255, "");
	number("0xff", 16, 255, "");
	number("0x", 0, 0, "x");
	number("10", 10, 10, "");
	number("18446744073709551615", 0, UINT64_MAX, "");
	number("18446744073709551616", 0, 0, NULL);
	number("-1", 0, 0, NULL);
	number("", 0, 0, NULL);
}
END_TEST

START_TEST(what_follows_a_beginning_is_found)
{
	static const char lines[] = "key: 1\nother key: 2\nkey2:\t 3\n";

	ck_assert_pstr_eq(text_after("xdp/eth0", "xdp"), "/eth0");
	ck_assert_pstr_eq(text_after("xdp", "xdp"), "");
	ck_assert_ptr_null(text_after("xd", "xdp"));
	ck_assert_pstr_eq(text_line(lines, "key2:"), "\t 3\n");
	ck_assert_pstr_eq(text_line(lines, "key"), lines + 3);
	ck_assert_ptr_null(text_line(lines, "2"));
	ck_assert_ptr_null(text_line(NULL, "key"));
	ck_assert_pstr_eq(text_blanks("\t 3 4"), "3 4");
	ck_assert_pstr_eq(text_blanks("\n"), "\n");
}
END_TEST

static int by_first(const void *a, const void *b)
{
	return *(const uint8_t *)a - *(const uint8_t *)b;
}

START_TEST(items_of_any_number_are_sorted)
{
	uint8_t items[100][3];
	uint32_t cnt, i, seed = 1, sum, was;

	for (cnt = 0; cnt <= 100; cnt++) {
		for (i = was = 0; i < cnt; i++) {
			seed = seed * 1103515245 + 12345;
			items[i][0] = items[i][1] = items[i][2] = seed >> 16;
			was += items[i][0];
		}
		sort(items, cnt, 3, by_first);
		for (i = sum = 0; i < cnt; i++) {
			ck_assert(!i || items[i - 1][0] <= items[i][0]);
			ck_assert_uint_eq(items[i][2], items[i][0]);
			sum += items[i][0];
		}
		ck_assert_uint_eq(sum, was);
	}
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("text");
	TCase *t = tcase_create("format");

	tcase_add_test(t, numbers_are_as_snprintf_writes_them);
	tcase_add_test(t, widths_and_zeros_are_as_snprintf_has_them);
	tcase_add_test(t, strings_are_cut_to_their_precision);
	tcase_add_test(t, an_unterminated_string_is_read_only_as_far_as_its_precision);
	tcase_add_test(t, what_does_not_fit_is_cut_and_counted);
	tcase_add_test(t, pointers_are_hexadecimal);
	tcase_add_test(t, numbers_are_read_in_the_base_they_say);
	tcase_add_test(t, what_follows_a_beginning_is_found);
	tcase_add_test(t, items_of_any_number_are_sorted);
	suite_add_tcase(s, t);
	return s;
}
