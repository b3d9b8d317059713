/* SPDX-License-Identifier: BSD-2-Clause */
/* src/format: number.c, value_parse.c, value_type.c and value_bytes.c. */
#include "tests/lib/test.h"

#include <errno.h>
#include <stdlib.h>

#include "format/value_parse.h"
#include "show/value.h"
#include "tests/lib/value_types.h"

static struct value_types types;
static struct rawbpf_diag diag;
static uint8_t data[64];
static struct out out;
static char text[4096];

static int collect(void *ctx, const void *bytes, size_t size)
{
	(void)ctx;
	ck_assert_uint_lt(strlen(text) + size, sizeof(text));
	strncat(text, bytes, size);
	return 0;
}

static void little(void)
{
	value_types_init(&types, false);
	memset(data, 0xee, sizeof(data));
}

static void big(void)
{
	value_types_init(&types, true);
	memset(data, 0xee, sizeof(data));
}

static void teardown(void)
{
	value_types_free(&types);
}

/* What was put is what value.c, which has its own tests, shows; and nothing behind it is touched. */
static void assert_parsed(uint32_t type, const char *from, const char *want)
{
	size_t size = btf_size(&types.btf, type), i;
	int err;

	memset(&diag, 0, sizeof(diag));
	memset(data, 0xee, sizeof(data));
	err = value_parse(&types.btf, type, from, data, size, &diag);
	ck_assert_msg(err == 0, "%s: %d, %s", from, err, diag.msg);
	text[0] = 0;
	out_init(&out, collect, NULL);
	value_text(&out, &types.btf, type, data, size);
	out_flush(&out);
	ck_assert_str_eq(text, want);
	for (i = size; i < sizeof(data); i++)
		ck_assert_uint_eq(data[i], 0xee);
}

static void assert_refused(uint32_t type, const char *from, int err, const char *message)
{
	size_t i;

	memset(&diag, 0, sizeof(diag));
	memset(data, 0xee, sizeof(data));
	assert_err(value_parse(&types.btf, type, from, data, sizeof(data), &diag), err);
	ck_assert_str_eq(diag.msg, message);
	ck_assert_int_eq(diag.err, err);
	ck_assert_int_eq(diag.stage, RAWBPF_STAGE_USE);
	for (i = 0; i < sizeof(data); i++)
		ck_assert_uint_eq(data[i], 0xee);
}

START_TEST(integers_up_to_their_ends_are_taken)
{
	assert_parsed(types.u8, "255", "255");
	assert_parsed(types.s8, "-128", "-128");
	assert_parsed(types.s8, "127", "127");
	assert_parsed(types.u16, "65535", "65535");
	assert_parsed(types.s32, "-2147483648", "-2147483648");
	assert_parsed(types.s32, "2147483647", "2147483647");
	assert_parsed(types.u32, "4294967295", "4294967295");
	assert_parsed(types.u64, "18446744073709551615", "18446744073709551615");
	assert_parsed(types.s64, "-9223372036854775808", "-9223372036854775808");
	assert_parsed(types.u32_t, "7", "7");
}
END_TEST

START_TEST(integers_are_decimal_hexadecimal_or_octal)
{
	assert_parsed(types.u32, "0x1F", "31");
	assert_parsed(types.u32, "0XfF", "255");
	assert_parsed(types.u32, "017", "15");
	assert_parsed(types.u32, "0", "0");
	assert_parsed(types.u32, "+5", "5");
	assert_parsed(types.u32, "-0", "0");
	assert_parsed(types.s32, "-0x10", "-16");
	assert_parsed(types.u32, "  12\t", "12");
}
END_TEST

START_TEST(integers_of_128_bits_are_taken_as_far_as_64_bits_go)
{
	assert_parsed(types.u128, "0xffffffffffffffff", "0xffffffffffffffff");
	assert_parsed(types.s128, "5", "0x5");
}
END_TEST

START_TEST(integers_that_do_not_fit_are_refused)
{
	assert_refused(types.u8, "256", -ERANGE,
		"\"256\" is no unsigned char: give a number from 0 to 255");
	assert_refused(types.u8, "-1", -ERANGE,
		"\"-1\" is no unsigned char: give a number from 0 to 255");
	assert_refused(types.s8, "128", -ERANGE,
		"\"128\" is no signed char: give a number from -128 to 127");
	assert_refused(types.s8, "-129", -ERANGE,
		"\"-129\" is no signed char: give a number from -128 to 127");
	assert_refused(types.u32_t, "4294967296", -ERANGE,
		"\"4294967296\" is no u32_t: give a number from 0 to 4294967295");
	assert_refused(types.u64, "18446744073709551616", -ERANGE,
		"\"18446744073709551616\" is no unsigned long long: "
		"give a number from 0 to 18446744073709551615");
	assert_refused(types.s64, "9223372036854775808", -ERANGE,
		"\"9223372036854775808\" is no long long: "
		"give a number from -9223372036854775808 to 9223372036854775807");
	assert_refused(types.u128, "0x10000000000000000", -ERANGE,
		"\"0x10000000000000000\" is no unsigned __int128: "
		"give a number from 0 to 18446744073709551615");
	assert_err(value_parse(&types.btf, types.s128, "-1", data, 16, NULL), -ERANGE);
}
END_TEST

START_TEST(what_is_no_integer_is_refused)
{
	static const char *const words[] = { "", "x", "-", "0x", "12x", "1.5", "08", "true", "--1",
		"0x-1", "''", "'x" };
	int err;
	uint32_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		err = value_parse(&types.btf, types.u32, words[i], data, 4, NULL);
		ck_assert_msg(err == -EINVAL, "\"%s\": %d", words[i], err);
	}
	assert_refused(types.s32, "many", -EINVAL,
		"\"many\" is no int: give a number from -2147483648 to 2147483647");
}
END_TEST

START_TEST(words_behind_a_value_are_refused)
{
	assert_refused(types.s32, "1 2", -EINVAL, "\"2\" is no int: give nothing behind the value");
	assert_refused(types.s32, "1,2", -EINVAL, "\",2\" is no int: give nothing behind the value");
	assert_refused(types.either, "{1} }", -EINVAL,
		"\"}\" is no union either: give nothing behind the value");
}
END_TEST

START_TEST(bool_is_a_word_or_a_digit)
{
	assert_parsed(types.boolean, "true", "true");
	assert_parsed(types.boolean, "1", "true");
	assert_parsed(types.boolean, "false", "false");
	assert_parsed(types.boolean, "0", "false");
	assert_refused(types.boolean, "2", -EINVAL, "\"2\" is no _Bool: give true, false, 1 or 0");
	assert_refused(types.boolean, "tru", -EINVAL,
		"\"tru\" is no _Bool: give true, false, 1 or 0");
}
END_TEST

START_TEST(char_is_a_letter_or_a_number)
{
	assert_parsed(types.character, "x", "'x'");
	assert_parsed(types.character, "'x'", "'x'");
	assert_parsed(types.character, "','", "','");
	assert_parsed(types.character, "'''", "'''");
	assert_parsed(types.character, "120", "'x'");
	assert_parsed(types.character, "5", "5");
	assert_parsed(types.character, "'5'", "'5'");
	assert_parsed(types.character, "'\\n'", "10");
	assert_parsed(types.character, "'\\0'", "0");
	assert_parsed(types.character, "'\\''", "'''");
	assert_parsed(types.character, "'\\xff'", "-1");
	assert_parsed(types.u8, "'\\xff'", "255");
	assert_parsed(types.u32, "'A'", "65");
}
END_TEST

START_TEST(enumerators_are_taken_by_name_or_number)
{
	assert_parsed(types.color, "GREEN", "GREEN");
	assert_parsed(types.color, "2", "GREEN");
	assert_parsed(types.color, "77", "77");
	assert_parsed(types.tiny, "HIGH", "HIGH");
	assert_parsed(types.signed_color, "BLACK", "BLACK");
	assert_parsed(types.signed_color, "-7", "-7");
	assert_parsed(types.old_color, "OLD", "OLD");
	assert_parsed(types.old_color, "-1", "OLD");
	assert_parsed(types.huge, "BIG", "BIG");
	assert_parsed(types.huge, "BIGGEST", "BIGGEST");
	assert_parsed(types.huge, "0x10000000000", "BIG");
}
END_TEST

START_TEST(unknown_enumerators_are_refused_with_those_there_are)
{
	assert_refused(types.color, "MAUVE", -EINVAL,
		"\"MAUVE\" is no enum color: give RED, GREEN, WHITE, or a number that fits");
	assert_refused(types.color, "GREE", -EINVAL,
		"\"GREE\" is no enum color: give RED, GREEN, WHITE, or a number that fits");
	assert_refused(types.tiny, "256", -ERANGE,
		"\"256\" is no enum tiny: give LOW, HIGH, or a number that fits");
	assert_refused(types.color, "", -EINVAL,
		"\"\" is no enum color: give RED, GREEN, WHITE, or a number that fits");
}
END_TEST

START_TEST(floats_are_taken_as_their_bits)
{
	assert_parsed(types.flt, "0x3fc00000", "0x3fc00000");
	assert_parsed(types.dbl, "0x3ff8000000000000", "0x3ff8000000000000");
	assert_refused(types.flt, "0x1ffffffff", -ERANGE,
		"\"0x1ffffffff\" is no float: give a number from 0 to 4294967295");
	assert_refused(types.half, "1", -EINVAL, "\"1\" is no _Float16: give the bytes");
}
END_TEST

START_TEST(pointers_are_numbers_of_64_bits)
{
	assert_parsed(types.ptr, "0xffff888004a1b000", "0xffff888004a1b000");
	assert_refused(types.ptr, "p", -EINVAL,
		"\"p\" is no pointer: give a number from 0 to 18446744073709551615");
}
END_TEST

START_TEST(char_array_takes_the_text_as_it_is)
{
	assert_parsed(types.comm, "sh", "\"sh\"");
	assert_parsed(types.comm, "", "\"\"");
	assert_parsed(types.comm, " a, b} ", "\" a, b} \"");
	assert_parsed(types.comm, "12345678", "\"12345678\"");
	assert_parsed(types.comm, "\xc3\xa9", "\"\xc3\xa9\"");
	ck_assert_mem_eq(data, "\xc3\xa9\0\0\0\0\0", 8);
}
END_TEST

START_TEST(quoted_text_has_escapes)
{
	assert_parsed(types.comm, "\"a\\n\\\"\\\\\\x41\"", "\"a\\n\\\"\\\\A\"");
	assert_parsed(types.comm, "\"\\x1\"", "\"\\x01\"");
}
END_TEST

START_TEST(text_that_is_too_long_is_refused)
{
	assert_refused(types.comm, "123456789", -ERANGE,
		"\"123456789\" is no char[8]: give shorter text");
	assert_refused(types.comm, "\"123456789\"", -ERANGE,
		"\"\"123456789\"\" is no char[8]: give shorter text");
}
END_TEST

START_TEST(quoted_text_without_an_end_is_refused)
{
	assert_err(value_parse(&types.btf, types.comm, "\"abc", data, 8, NULL), -EINVAL);
	assert_err(value_parse(&types.btf, types.comm, "\"ab\\", data, 8, NULL), -EINVAL);
	assert_err(value_parse(&types.btf, types.comm, "\"ab\\x", data, 8, NULL), -EINVAL);
	assert_err(value_parse(&types.btf, types.comm, "\"ab\\q\"", data, 8, NULL), -EINVAL);
}
END_TEST

START_TEST(arrays_are_lists)
{
	assert_parsed(types.hits, "1,2", "[1, 2]");
	assert_parsed(types.hits, "[1, 2]", "[1, 2]");
	assert_parsed(types.hits, "{1,2}", "[1, 2]");
	assert_parsed(types.hits, " 1 , 2 ,", "[1, 2]");
	assert_parsed(types.matrix, "[[1,2,3],{4}]", "[[1, 2, 3], [4, 0, 0]]");
	assert_parsed(types.matrix, "[[1,2,3],[4,5,6]]", "[[1, 2, 3], [4, 5, 6]]");
}
END_TEST

START_TEST(elements_that_are_not_given_are_zero)
{
	assert_parsed(types.hits, "7", "[7, 0]");
	assert_parsed(types.hits, "[]", "[0, 0]");
}
END_TEST

START_TEST(lists_that_are_wrong_are_refused)
{
	assert_refused(types.hits, "1,2,3", -ERANGE,
		"there are too many elements for unsigned short[2]: give at most 2");
	assert_refused(types.flexible, "{1,[2]}", -ERANGE,
		"there are too many elements for unsigned int[0]: give no");
	assert_refused(types.hits, "[1 2]", -EINVAL, "\"2]\": a comma or ] is missing before it");
	assert_refused(types.hits, "[1,2", -EINVAL, "\"\": a comma or ] is missing before it");
	assert_refused(types.matrix, "1,2", -EINVAL,
		"\"1\" is no unsigned char[3]: give [1, 2, 3]");
}
END_TEST

#define TASK "{pid: -12, comm: \"sh\", color: RED, on: true, c: 'c', hits: [3, 4]}"

START_TEST(structs_are_taken_by_name_or_place)
{
	assert_parsed(types.task, TASK, TASK);
	assert_parsed(types.task, "{-12,\"sh\",RED,true,c,[3,4]}", TASK);
	assert_parsed(types.task, "{ .on = 1, .pid=-12, hits:{3,4}, comm: sh , color:1, c: 'c' }", TASK);
	assert_parsed(types.task, "{color: RED, true, 'c', pid: -12, sh, hits: [3, 4]}", TASK);
	assert_parsed(types.nested, "{" TASK ", 7}", "{a: " TASK ", n: 7}");
}
END_TEST

START_TEST(members_that_are_not_given_are_zero)
{
	assert_parsed(types.task, "{pid: 1}",
		"{pid: 1, comm: \"\", color: 0, on: false, c: 0, hits: [0, 0]}");
	assert_parsed(types.task, "{}", "{pid: 0, comm: \"\", color: 0, on: false, c: 0, hits: [0, 0]}");
}
END_TEST

START_TEST(members_of_members_without_name_are_found)
{
	assert_parsed(types.outer, "{x: 3, lo: 7, hi: 7}", "{x: 3, y: 1799, lo: 7, hi: 7}");
	assert_parsed(types.outer, "{3, {1799}}", "{x: 3, y: 1799, lo: 7, hi: 7}");
}
END_TEST

START_TEST(union_takes_one_value)
{
	assert_parsed(types.either, "{all: 0}", "{all: 0, half: 0}");
	assert_parsed(types.either, "{0xffffffff}", "{all: 4294967295, half: 65535}");
	assert_refused(types.either, "{1, 2}", -ERANGE,
		"there are too many elements for union either: give at most 1");
}
END_TEST

START_TEST(bit_fields_are_checked_by_their_width)
{
	assert_parsed(types.flags, "{1, 127, -8, GREEN, 65535, 0x7fffffffffffffff}",
		"{a: 1, b: 127, c: -8, d: GREEN, e: 65535, f: 9223372036854775807}");
	assert_parsed(types.flags, "{b: 77, c: 7}", "{a: 0, b: 77, c: 7, d: 0, e: 0, f: 0}");
	assert_parsed(types.old_flags, "{5, -16, 9}", "{a: 5, b: -16, c: 9}");
	assert_refused(types.flags, "{a: 2}", -ERANGE,
		"\"2\" is no unsigned int: give a number from 0 to 1");
	assert_refused(types.flags, "{c: 8}", -ERANGE, "\"8\" is no int: give a number from -8 to 7");
	assert_refused(types.flags, "{d: WHITE}", -ERANGE,
		"\"WHITE\" is no enum color: give RED, GREEN, WHITE, or a number that fits");
	assert_refused(types.old_flags, "{8}", -ERANGE,
		"\"8\" is no unsigned int: give a number from 0 to 7");
}
END_TEST

START_TEST(structs_that_are_wrong_are_refused)
{
	assert_refused(types.task, "12", -EINVAL,
		"\"12\" is no struct task: give {member: value, ...} or {value, ...}");
	assert_refused(types.task, "{pi: 1}", -EINVAL,
		"\"pi\" is no struct task: give the name of a member before : or =");
	assert_refused(types.task, "{pid: }", -EINVAL,
		"\"\" is no int: give a number from -2147483648 to 2147483647");
	assert_refused(types.task, "{pid: 1", -EINVAL, "\"\": a comma or } is missing before it");
	assert_refused(types.hits, "{1", -EINVAL, "\"\": a comma or } is missing before it");
	assert_refused(types.task, "{1,2,1,1,1,[1],7}", -ERANGE,
		"there are too many elements for struct task: give at most 6");
}
END_TEST

START_TEST(data_section_is_taken_by_variable)
{
	assert_parsed(types.section, "{hits: 5, last: GREEN}", "{hits: 5, last: GREEN}");
}
END_TEST

START_TEST(value_without_type_is_refused)
{
	assert_err(value_parse(NULL, 1, "1", data, 4, &diag), -EINVAL);
	ck_assert_str_eq(diag.msg,
		"the type of the value is not known: give its bytes, as in hex 01 00 00 00");
	assert_err(value_parse(&types.btf, 0, "1", data, 4, NULL), -EINVAL);
	assert_err(value_parse(&types.btf, types.fwd, "1", data, 4, NULL), -EINVAL);
}
END_TEST

START_TEST(bytes_behind_the_type_are_left_alone)
{
	memset(data, 0xee, sizeof(data));
	assert_ok(value_parse(&types.btf, types.u8, "1", data, 2, NULL));
	ck_assert_mem_eq(data, "\x01\xee", 2);
}
END_TEST

START_TEST(value_larger_than_its_place_is_refused)
{
	assert_err(value_parse(&types.btf, types.u32, "1", data, 2, &diag), -EINVAL);
	ck_assert_str_eq(diag.msg, "unsigned int takes 4 bytes, but there are 2");
	ck_assert_uint_eq(data[0], 0xee);
}
END_TEST

/* A changed type must never make a write past the value, which here is as long as the type says. */
START_TEST(no_changed_byte_of_the_types_does_harm)
{
	static const char *const texts[] = { "1", "{1,1,1,1,1,1}", "[1,1]", "{pid: 1, x: 2, a: 1}" };
	size_t size, n;
	const uint8_t *bytes = btf_build_done(&types.build, &size);
	uint8_t *copy = malloc(size), *place;
	struct arena arena = { NULL };
	struct btf b;
	uint32_t id;

	for (n = 0; n < size * 2; n++) {
		memcpy(copy, bytes, size);
		copy[n / 2] ^= n % 2 ? 0xff : 0x04;
		if (btf_parse(&arena, "x", copy, size, NULL, &b, NULL) == 0) {
			for (id = b.cnt - 1; id > 0; id--) {
				place = malloc(16);
				value_parse(&b, id, texts[id % 4], place, 16, NULL);
				free(place);
			}
		}
		arena_free(&arena);
	}
	free(copy);
}
END_TEST

START_TEST(member_past_the_end_of_its_struct_is_refused)
{
	struct btf_build b;
	struct btf btf;
	size_t size;
	const uint8_t *bytes;

	btf_build_init(&b, false);
	btf_build_struct(&b, "liar", 4, 1);
	btf_build_member(&b, "x", 2, 16);
	btf_build_int(&b, "unsigned int", 4, 0);
	bytes = btf_build_done(&b, &size);
	assert_ok(btf_parse(&types.arena, "x", bytes, size, NULL, &btf, NULL));
	assert_err(value_parse(&btf, 1, "{1}", data, 4, &diag), -EINVAL);
	ck_assert_str_eq(diag.msg, "the type reaches past the 4 bytes of the value");
	btf_build_free(&b);
}
END_TEST

START_TEST(nesting_without_end_is_refused)
{
	struct btf_build b;
	struct btf btf;
	char deep[200];
	size_t size;
	const uint8_t *bytes;

	btf_build_init(&b, false);
	btf_build_struct(&b, "s", 8, 1);
	btf_build_member(&b, "", 1, 0);
	bytes = btf_build_done(&b, &size);
	assert_ok(btf_parse(&types.arena, "x", bytes, size, NULL, &btf, NULL));
	memset(deep, '{', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = 0;
	assert_err(value_parse(&btf, 1, deep, data, 8, &diag), -EINVAL);
	ck_assert_str_eq(diag.msg, "a type that is nested without end has no value");
	assert_err(value_parse(&btf, 1, "{a: 1}", data, 8, NULL), -EINVAL);
	btf_build_free(&b);
}
END_TEST

static int bytes_of(char **words, size_t size)
{
	int cnt = 0;

	memset(&diag, 0, sizeof(diag));
	memset(data, 0xee, sizeof(data));
	while (words[cnt])
		cnt++;
	return value_parse_bytes(words, cnt, data, size, &diag);
}

START_TEST(bytes_are_decimal_hexadecimal_or_octal)
{
	char *words[] = { "0x01", "2", "010", "255", "next", NULL };

	ck_assert_int_eq(bytes_of(words, 4), 4);
	ck_assert_mem_eq(data, "\x01\x02\x08\xff\xee", 5);
}
END_TEST

START_TEST(bytes_behind_hex_are_hexadecimal)
{
	char *words[] = { "hex", "10", "0x11", "ff", "a", NULL };

	ck_assert_int_eq(bytes_of(words, 4), 5);
	ck_assert_mem_eq(data, "\x10\x11\xff\x0a\xee", 5);
}
END_TEST

START_TEST(too_few_bytes_are_refused)
{
	char *words[] = { "hex", "10", "11", NULL };

	assert_err(bytes_of(words, 3), -EINVAL);
	ck_assert_str_eq(diag.msg, "3 bytes are needed, but 2 are given: one word for each byte, as in "
				   "0x01 0 0 0, or hex 01 00 00 00");
	assert_err(bytes_of(words + 3, 1), -EINVAL);
}
END_TEST

START_TEST(words_that_are_no_bytes_are_refused)
{
	static char *const bad[] = { "256", "-1", "x", "", "0x100", "1.", "0x" };
	static char *const bad_hex[] = { "100", "-1", "xx", "", "0x100", "12345678901", "0x" };
	char *words[] = { "hex", NULL, NULL };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		words[1] = bad[i];
		assert_err(bytes_of(words + 1, 1), -EINVAL);
		words[1] = bad_hex[i];
		assert_err(bytes_of(words, 1), -EINVAL);
	}
	ck_assert_str_eq(diag.msg,
		"\"0x\" is no byte: give 0 to 255, 0x00 to 0xff, or hex and then 00 to ff");
}
END_TEST

START_TEST(no_bytes_for_an_empty_value_are_taken)
{
	ck_assert_int_eq(value_parse_bytes(NULL, 0, data, 0, NULL), 0);
}
END_TEST

START_TEST(types_have_names)
{
	char name[64];

	ck_assert_str_eq(value_type_name(&types.btf, types.matrix, name, sizeof(name)),
		"unsigned char[2][3]");
	ck_assert_str_eq(value_type_name(&types.btf, types.u32_t, name, sizeof(name)), "u32_t");
	ck_assert_str_eq(value_type_name(&types.btf, types.ptr, name, sizeof(name)), "pointer");
	ck_assert_str_eq(value_type_name(&types.btf, 0, name, sizeof(name)), "void");
	ck_assert_str_eq(value_type_name(&types.btf, types.huge, name, sizeof(name)), "enum huge");
	ck_assert_str_eq(value_type_name(&types.btf, types.task, name, 8), "struct ");
}
END_TEST

static void add_scalars(TCase *t)
{
	tcase_add_test(t, integers_up_to_their_ends_are_taken);
	tcase_add_test(t, integers_are_decimal_hexadecimal_or_octal);
	tcase_add_test(t, integers_of_128_bits_are_taken_as_far_as_64_bits_go);
	tcase_add_test(t, integers_that_do_not_fit_are_refused);
	tcase_add_test(t, what_is_no_integer_is_refused);
	tcase_add_test(t, words_behind_a_value_are_refused);
	tcase_add_test(t, bool_is_a_word_or_a_digit);
	tcase_add_test(t, char_is_a_letter_or_a_number);
	tcase_add_test(t, enumerators_are_taken_by_name_or_number);
	tcase_add_test(t, unknown_enumerators_are_refused_with_those_there_are);
	tcase_add_test(t, floats_are_taken_as_their_bits);
	tcase_add_test(t, pointers_are_numbers_of_64_bits);
}

static void add_compounds(TCase *t)
{
	tcase_add_test(t, char_array_takes_the_text_as_it_is);
	tcase_add_test(t, quoted_text_has_escapes);
	tcase_add_test(t, text_that_is_too_long_is_refused);
	tcase_add_test(t, quoted_text_without_an_end_is_refused);
	tcase_add_test(t, arrays_are_lists);
	tcase_add_test(t, elements_that_are_not_given_are_zero);
	tcase_add_test(t, lists_that_are_wrong_are_refused);
	tcase_add_test(t, structs_are_taken_by_name_or_place);
	tcase_add_test(t, members_that_are_not_given_are_zero);
	tcase_add_test(t, members_of_members_without_name_are_found);
	tcase_add_test(t, union_takes_one_value);
	tcase_add_test(t, bit_fields_are_checked_by_their_width);
	tcase_add_test(t, structs_that_are_wrong_are_refused);
	tcase_add_test(t, data_section_is_taken_by_variable);
	tcase_add_test(t, no_changed_byte_of_the_types_does_harm);
}

static void add_rest(TCase *t)
{
	tcase_add_test(t, value_without_type_is_refused);
	tcase_add_test(t, bytes_behind_the_type_are_left_alone);
	tcase_add_test(t, value_larger_than_its_place_is_refused);
	tcase_add_test(t, member_past_the_end_of_its_struct_is_refused);
	tcase_add_test(t, nesting_without_end_is_refused);
	tcase_add_test(t, bytes_are_decimal_hexadecimal_or_octal);
	tcase_add_test(t, bytes_behind_hex_are_hexadecimal);
	tcase_add_test(t, too_few_bytes_are_refused);
	tcase_add_test(t, words_that_are_no_bytes_are_refused);
	tcase_add_test(t, no_bytes_for_an_empty_value_are_taken);
	tcase_add_test(t, types_have_names);
}

Suite *test_suite(void)
{
	Suite *s = suite_create("value_parse");
	TCase *l = tcase_create("little endian"), *b = tcase_create("big endian");
	TCase *r = tcase_create("places and bytes");

	tcase_add_checked_fixture(l, little, teardown);
	tcase_add_checked_fixture(b, big, teardown);
	tcase_add_checked_fixture(r, little, teardown);
	add_scalars(l);
	add_scalars(b);
	add_compounds(l);
	add_compounds(b);
	add_rest(r);
	suite_add_tcase(s, l);
	suite_add_tcase(s, b);
	suite_add_tcase(s, r);
	return s;
}
