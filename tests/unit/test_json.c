/* SPDX-License-Identifier: BSD-2-Clause */
/* src/show: out.c, quote.c and json.c, by the bytes they write. */
#include "tests/lib/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "show/json.h"
#include "show/quote.h"

static struct out out;
static struct json json;
static char *text; /* all that was written */
static size_t text_size;
static int writes, fail_at;

static int collect(void *ctx, const void *bytes, size_t size)
{
	ck_assert_ptr_eq(ctx, &out);
	if (++writes == fail_at)
		return -ENOSPC;
	text = realloc(text, text_size + size + 1);
	memcpy(text + text_size, bytes, size);
	text_size += size;
	text[text_size] = 0;
	return 0;
}

static void setup(void)
{
	text = calloc(1, 1);
	text_size = writes = fail_at = 0;
	out_init(&out, collect, &out);
	json_init(&json, &out, false);
}

static void teardown(void)
{
	free(text);
}

static void assert_text(const char *want)
{
	assert_ok(out_flush(&out));
	ck_assert_str_eq(text, want);
	ck_assert_uint_eq(out.total, strlen(want));
}

START_TEST(unsigned_numbers_are_decimal)
{
	static const uint64_t numbers[] = { 0, 9, 10, 99, 100, 999, 1000, 9999, 10000, 99999, 100000,
		4294967295, 4294967296, 9999999999999999999ULL, 10000000000000000000ULL, UINT64_MAX };
	char want[32];

	snprintf(want, sizeof(want), "%llu", (unsigned long long)numbers[_i]);
	out_u64(&out, numbers[_i]);
	assert_text(want);
}
END_TEST

START_TEST(every_power_of_ten_and_its_neighbour_has_the_right_digits)
{
	char want[64];
	uint64_t n;

	for (n = 1; n <= UINT64_MAX / 10; n *= 10) {
		snprintf(want, sizeof(want), "%llu %llu", (unsigned long long)n,
			(unsigned long long)n - 1);
		out_u64(&out, n);
		out_char(&out, ' ');
		out_u64(&out, n - 1);
		out_flush(&out);
		ck_assert_str_eq(text, want);
		text_size = 0;
	}
}
END_TEST

START_TEST(signed_numbers_have_a_sign)
{
	out_i64(&out, -1);
	out_char(&out, ' ');
	out_i64(&out, INT64_MIN);
	out_char(&out, ' ');
	out_i64(&out, INT64_MAX);
	assert_text("-1 -9223372036854775808 9223372036854775807");
}
END_TEST

START_TEST(hexadecimal_numbers_are_filled_up_with_zeros)
{
	out_hex(&out, 0, 1);
	out_char(&out, ' ');
	out_hex(&out, 0xa, 2);
	out_char(&out, ' ');
	out_hex(&out, 0x123, 2);
	out_char(&out, ' ');
	out_hex(&out, UINT64_MAX, 16);
	out_char(&out, ' ');
	out_hex(&out, 1, 16);
	assert_text("0 0a 123 ffffffffffffffff 0000000000000001");
}
END_TEST

START_TEST(nothing_is_written_before_the_buffer_is_full)
{
	out_str(&out, "abc");
	ck_assert_int_eq(writes, 0);
	assert_ok(out_flush(&out));
	ck_assert_int_eq(writes, 1);
	assert_ok(out_flush(&out));
	ck_assert_int_eq(writes, 1);
}
END_TEST

START_TEST(more_than_the_buffer_holds_comes_out_whole)
{
	static char big[200001];
	size_t i;

	for (i = 0; i < sizeof(big) - 1; i++)
		big[i] = 'a' + i % 26;
	out_str(&out, big);
	assert_text(big);
}
END_TEST

START_TEST(numbers_across_the_end_of_the_buffer_come_out_whole)
{
	size_t i, n = 10000;

	for (i = 0; i < n; i++)
		out_u64(&out, 1234567890123ULL);
	assert_ok(out_flush(&out));
	ck_assert_uint_eq(text_size, 13 * n);
	for (i = 0; i < n; i++)
		ck_assert(!memcmp(text + 13 * i, "1234567890123", 13));
	ck_assert_uint_eq(out.total, 13 * n);
}
END_TEST

START_TEST(keys_across_the_end_of_the_buffer_come_out_whole)
{
	size_t i, n = 10000;

	json_object_begin(&json);
	for (i = 0; i < n; i++) {
		json_key(&json, "key");
		json_u64(&json, 7);
	}
	json_object_end(&json);
	assert_ok(out_flush(&out));
	ck_assert_uint_eq(text_size, 8 * n + 1);
	for (i = 0; i < n; i++)
		ck_assert(!memcmp(text + 8 * i + 1, "\"key\":7,", i < n - 1 ? 8 : 7));
}
END_TEST

START_TEST(long_keys_across_the_end_of_the_buffer_come_out_whole)
{
	char key[151], want[160];
	size_t i, n = 1000;

	memset(key, 'k', sizeof(key) - 1);
	key[sizeof(key) - 1] = 0;
	snprintf(want, sizeof(want), "\"%s\":7,", key);
	json_object_begin(&json);
	for (i = 0; i < n; i++) {
		json_key(&json, key);
		json_u64(&json, 7);
	}
	json_object_end(&json);
	assert_ok(out_flush(&out));
	ck_assert_uint_eq(text_size, strlen(want) * n + 1);
	for (i = 0; i < n; i++)
		ck_assert(!memcmp(text + strlen(want) * i + 1, want, strlen(want) - (i == n - 1)));
}
END_TEST

START_TEST(first_error_of_a_write_is_kept)
{
	fail_at = 1;
	out_str(&out, "lost");
	assert_err(out_flush(&out), -ENOSPC);
	out_str(&out, "also lost");
	assert_err(out_flush(&out), -ENOSPC);
	ck_assert_int_eq(writes, 1);
	ck_assert_str_eq(text, "");
}
END_TEST

static void write_some(void)
{
	json_object_begin(&json);
	json_key(&json, "n");
	json_u64(&json, 1);
	json_key(&json, "list");
	json_array_begin(&json);
	json_i64(&json, -1);
	json_bool(&json, true);
	json_bool(&json, false);
	json_null(&json);
	json_object_begin(&json);
	json_object_end(&json);
	json_array_begin(&json);
	json_array_end(&json);
	json_array_end(&json);
	json_key(&json, "o");
	json_object_begin(&json);
	json_key(&json, "s");
	json_string(&json, "x", SIZE_MAX);
	json_key(&json, "h");
	json_hex(&json, 0x1f, 4);
	json_object_end(&json);
	json_object_end(&json);
}

START_TEST(commas_come_by_themselves)
{
	write_some();
	assert_text("{\"n\":1,\"list\":[-1,true,false,null,{},[]],\"o\":{\"s\":\"x\",\"h\":\"0x001f\"}}");
}
END_TEST

START_TEST(pretty_form_is_indented_by_four)
{
	json_init(&json, &out, true);
	write_some();
	assert_text("{\n"
		    "    \"n\": 1,\n"
		    "    \"list\": [-1,true,false,null,{},[]\n"
		    "    ],\n"
		    "    \"o\": {\n"
		    "        \"s\": \"x\",\n"
		    "        \"h\": \"0x001f\"\n"
		    "    }\n"
		    "}");
}
END_TEST

START_TEST(pretty_list_of_objects_has_them_side_by_side)
{
	int i;

	json_init(&json, &out, true);
	json_array_begin(&json);
	for (i = 0; i < 2; i++) {
		json_object_begin(&json);
		json_key(&json, "i");
		json_i64(&json, i);
		json_object_end(&json);
	}
	json_array_end(&json);
	assert_text("[{\n        \"i\": 0\n    },{\n        \"i\": 1\n    }\n]");
}
END_TEST

START_TEST(documents_stand_on_lines_of_their_own)
{
	json_array_begin(&json);
	json_array_end(&json);
	json_line(&json);
	json_u64(&json, 2);
	json_line(&json);
	assert_text("[]\n2\n");
}
END_TEST

START_TEST(key_that_needs_escapes_is_escaped)
{
	json_object_begin(&json);
	json_key(&json, "a\"b");
	json_u64(&json, 1);
	json_object_end(&json);
	assert_text("{\"a\\\"b\":1}");
}
END_TEST

START_TEST(long_key_is_written_whole)
{
	char key[300], want[310];

	memset(key, 'k', sizeof(key) - 1);
	key[sizeof(key) - 1] = 0;
	json_object_begin(&json);
	json_key(&json, key);
	json_u64(&json, 1);
	json_object_end(&json);
	snprintf(want, sizeof(want), "{\"%s\":1}", key);
	assert_text(want);
}
END_TEST

static const struct {
	const char *bytes, *json, *text;
} strings[] = {
	{ "", "\"\"", "\"\"" },
	{ "plain text ~", "\"plain text ~\"", "\"plain text ~\"" },
	{ "a\"b\\c", "\"a\\\"b\\\\c\"", "\"a\\\"b\\\\c\"" },
	{ "\n\t\r", "\"\\n\\t\\r\"", "\"\\n\\t\\r\"" },
	{ "\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\"", "\"\\x01\\x1f\\x7f\"" },
	{ "\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x9d", "\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x9d\"",
		"\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x9d\"" },
	{ "\xff", "\"\\u00ff\"", "\"\\xff\"" },
	{ "\x80", "\"\\u0080\"", "\"\\x80\"" },                 /* a tail without a head */
	{ "\xc3", "\"\\u00c3\"", "\"\\xc3\"" },                 /* a head without a tail */
	{ "\xc3(", "\"\\u00c3(\"", "\"\\xc3(\"" },
	{ "\xe2\x82", "\"\\u00e2\\u0082\"", "\"\\xe2\\x82\"" },
	{ "\xe2\x82(", "\"\\u00e2\\u0082(\"", "\"\\xe2\\x82(\"" },
	{ "\xc0\x80", "\"\\u00c0\\u0080\"", "\"\\xc0\\x80\"" }, /* longer than needed */
	{ "\xe0\x80\x80", "\"\\u00e0\\u0080\\u0080\"", "\"\\xe0\\x80\\x80\"" },
	{ "\xf0\x80\x80\x80", "\"\\u00f0\\u0080\\u0080\\u0080\"", "\"\\xf0\\x80\\x80\\x80\"" },
	{ "\xed\xa0\x80", "\"\\u00ed\\u00a0\\u0080\"", "\"\\xed\\xa0\\x80\"" }, /* a surrogate */
	{ "\xf4\x90\x80\x80", "\"\\u00f4\\u0090\\u0080\\u0080\"", "\"\\xf4\\x90\\x80\\x80\"" },
	{ "\xf5\x80\x80\x80", "\"\\u00f5\\u0080\\u0080\\u0080\"", "\"\\xf5\\x80\\x80\\x80\"" },
};

#define STRING_CNT ((int)(sizeof(strings) / sizeof(*strings)))

START_TEST(strings_are_json)
{
	json_string(&json, strings[_i].bytes, SIZE_MAX);
	assert_text(strings[_i].json);
}
END_TEST

START_TEST(strings_are_c_text)
{
	quote_text(&out, strings[_i].bytes, SIZE_MAX);
	assert_text(strings[_i].text);
}
END_TEST

START_TEST(string_ends_at_its_limit)
{
	json_string(&json, "abcdef", 3);
	assert_text("\"abc\"");
}
END_TEST

START_TEST(sequence_cut_by_the_limit_is_escaped)
{
	json_string(&json, "a\xc3\xa9", 2);
	assert_text("\"a\\u00c3\"");
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("json");
	TCase *o = tcase_create("out"), *j = tcase_create("json");

	tcase_add_checked_fixture(o, setup, teardown);
	tcase_add_loop_test(o, unsigned_numbers_are_decimal, 0, 16);
	tcase_add_test(o, every_power_of_ten_and_its_neighbour_has_the_right_digits);
	tcase_add_test(o, signed_numbers_have_a_sign);
	tcase_add_test(o, hexadecimal_numbers_are_filled_up_with_zeros);
	tcase_add_test(o, nothing_is_written_before_the_buffer_is_full);
	tcase_add_test(o, more_than_the_buffer_holds_comes_out_whole);
	tcase_add_test(o, numbers_across_the_end_of_the_buffer_come_out_whole);
	tcase_add_test(o, keys_across_the_end_of_the_buffer_come_out_whole);
	tcase_add_test(o, long_keys_across_the_end_of_the_buffer_come_out_whole);
	tcase_add_test(o, first_error_of_a_write_is_kept);
	suite_add_tcase(s, o);
	tcase_add_checked_fixture(j, setup, teardown);
	tcase_add_test(j, commas_come_by_themselves);
	tcase_add_test(j, pretty_form_is_indented_by_four);
	tcase_add_test(j, pretty_list_of_objects_has_them_side_by_side);
	tcase_add_test(j, documents_stand_on_lines_of_their_own);
	tcase_add_test(j, key_that_needs_escapes_is_escaped);
	tcase_add_test(j, long_key_is_written_whole);
	tcase_add_loop_test(j, strings_are_json, 0, STRING_CNT);
	tcase_add_loop_test(j, strings_are_c_text, 0, STRING_CNT);
	tcase_add_test(j, string_ends_at_its_limit);
	tcase_add_test(j, sequence_cut_by_the_limit_is_escaped);
	suite_add_tcase(s, j);
	return s;
}
