/* SPDX-License-Identifier: BSD-2-Clause */
/* src/show/value.c: every type, as text and as JSON, in both byte orders. */
#include "tests/lib/test.h"

#include <stdlib.h>

#include "format/bits.h"
#include "show/value.h"
#include "tests/lib/guard.h"
#include "tests/lib/value_types.h"

static struct value_types types;
static struct out out;
static char text[1 << 16];
static size_t text_size;

/* Where a big-endian machine would put `size` bytes of v, or a little-endian one. */
static void store(uint8_t *at, uint64_t v, int size)
{
	int i;

	for (i = 0; i < size; i++)
		at[i] = v >> (types.build.big ? size - 1 - i : i) * 8;
}

static int collect(void *ctx, const void *bytes, size_t size)
{
	(void)ctx;
	if (size < sizeof(text) - text_size)
		memcpy(text + text_size, bytes, size);
	text_size += size;
	return 0;
}

/* The value lies at the end of memory, so reading past it is a crash. */
static const char *shown(bool json, const struct btf *b, uint32_t type, const void *data,
	size_t size)
{
	void *copy = guard_copy(data, size);
	struct json j;

	text_size = 0;
	memset(text, 0, sizeof(text));
	out_init(&out, collect, NULL);
	json_init(&j, &out, false);
	if (json)
		value_json(&j, b, type, copy, size);
	else
		value_text(&out, b, type, copy, size);
	out_flush(&out);
	guard_free(copy, size);
	return text;
}

static void assert_shown(uint32_t type, const void *data, size_t size, const char *as_text,
	const char *as_json)
{
	ck_assert_str_eq(shown(false, &types.btf, type, data, size), as_text);
	ck_assert_str_eq(shown(true, &types.btf, type, data, size), as_json);
}

static void assert_number(uint32_t type, uint64_t v, int size, const char *as_text,
	const char *as_json)
{
	uint8_t data[8];

	store(data, v, size);
	assert_shown(type, data, size, as_text, as_json);
}

static void little(void)
{
	value_types_init(&types, false);
}

static void big(void)
{
	value_types_init(&types, true);
}

static void teardown(void)
{
	value_types_free(&types);
}

START_TEST(integers_have_their_width_and_sign)
{
	assert_number(types.u8, 255, 1, "255", "255");
	assert_number(types.s8, 255, 1, "-1", "-1");
	assert_number(types.u16, 0xfffe, 2, "65534", "65534");
	assert_number(types.s16, 0xfffe, 2, "-2", "-2");
	assert_number(types.u32, 0x80000000, 4, "2147483648", "2147483648");
	assert_number(types.s32, 0x80000000, 4, "-2147483648", "-2147483648");
	assert_number(types.u64, UINT64_MAX, 8, "18446744073709551615", "18446744073709551615");
	assert_number(types.s64, 1ULL << 63, 8, "-9223372036854775808", "-9223372036854775808");
}
END_TEST

START_TEST(typedef_is_shown_as_what_it_stands_for)
{
	assert_number(types.u32_t, 77, 4, "77", "77");
}
END_TEST

START_TEST(integers_of_128_bits_are_hexadecimal)
{
	uint8_t data[16];

	store(data + (types.build.big ? 8 : 0), 0xfedcba9876543210, 8);
	store(data + (types.build.big ? 0 : 8), 0x1f, 8);
	assert_shown(types.u128, data, 16, "0x1ffedcba9876543210", "\"0x1ffedcba9876543210\"");
	memset(data, 0, sizeof(data));
	assert_shown(types.s128, data, 16, "0x0", "\"0x0\"");
}
END_TEST

START_TEST(bool_is_a_word)
{
	assert_number(types.boolean, 1, 1, "true", "true");
	assert_number(types.boolean, 0, 1, "false", "false");
	assert_number(types.boolean, 2, 1, "true", "true");
}
END_TEST

START_TEST(char_is_itself_or_a_number)
{
	assert_number(types.character, 'x', 1, "'x'", "120");
	assert_number(types.character, 10, 1, "10", "10");
	assert_number(types.character, 0xff, 1, "-1", "-1");
	assert_number(types.s8, 'x', 1, "120", "120");
}
END_TEST

START_TEST(floats_are_shown_as_their_bits)
{
	assert_number(types.flt, 0x3fc00000, 4, "0x3fc00000", "\"0x3fc00000\"");
	assert_number(types.dbl, 0x3ff8000000000000, 8, "0x3ff8000000000000",
		"\"0x3ff8000000000000\"");
}
END_TEST

START_TEST(pointers_are_hexadecimal)
{
	assert_number(types.ptr, 0xffff888004a1b000, 8, "0xffff888004a1b000",
		"\"0xffff888004a1b000\"");
	assert_number(types.ptr, 0, 8, "0x0", "\"0x0\"");
}
END_TEST

START_TEST(enumerators_have_their_name)
{
	assert_number(types.color, 2, 4, "GREEN", "\"GREEN\"");
	assert_number(types.tiny, 200, 1, "HIGH", "\"HIGH\"");
	assert_number(types.signed_color, 0xffffffff, 4, "BLACK", "\"BLACK\"");
	assert_number(types.old_color, 0xffffffff, 4, "OLD", "\"OLD\"");
	assert_number(types.huge, 1ULL << 40, 8, "BIG", "\"BIG\"");
	assert_number(types.huge, UINT64_MAX, 8, "BIGGEST", "\"BIGGEST\"");
}
END_TEST

START_TEST(enumeration_without_a_name_for_the_number_shows_the_number)
{
	assert_number(types.color, 0xfffffffe, 4, "4294967294", "4294967294");
	assert_number(types.signed_color, 0xfffffffe, 4, "-2", "-2");
	assert_number(types.huge, 5, 8, "5", "5");
}
END_TEST

START_TEST(char_array_is_a_string_up_to_its_nul)
{
	assert_shown(types.comm, "sh\0old!!", 8, "\"sh\"", "\"sh\"");
	assert_shown(types.comm, "12345678", 8, "\"12345678\"", "\"12345678\"");
	assert_shown(types.comm, "\0\0\0\0\0\0\0", 8, "\"\"", "\"\"");
	assert_shown(types.comm, "a\n\xff\"\0\0\0", 8, "\"a\\n\\xff\\\"\"", "\"a\\n\\u00ff\\\"\"");
}
END_TEST

START_TEST(arrays_of_arrays_are_nested)
{
	assert_shown(types.matrix, "\1\2\3\4\5\6", 6, "[[1, 2, 3], [4, 5, 6]]", "[[1,2,3],[4,5,6]]");
}
END_TEST

START_TEST(array_without_elements_is_empty)
{
	assert_shown(types.none, "", 0, "[]", "[]");
	assert_number(types.flexible, 9, 4, "{n: 9, more: []}", "{\"n\":9,\"more\":[]}");
}
END_TEST

static void store_task(uint8_t *data)
{
	store(data, -12, 4);
	memcpy(data + 4, "sh\0\0\0\0\0", 8);
	store(data + 12, 1, 4);
	data[16] = 1;
	data[17] = 'c';
	store(data + 18, 3, 2);
	store(data + 20, 4, 2);
}

#define TASK_TEXT "{pid: -12, comm: \"sh\", color: RED, on: true, c: 'c', hits: [3, 4]}"
#define TASK_JSON \
	"{\"pid\":-12,\"comm\":\"sh\",\"color\":\"RED\",\"on\":true,\"c\":99,\"hits\":[3,4]}"

START_TEST(struct_has_its_members_by_name)
{
	uint8_t data[22];

	store_task(data);
	assert_shown(types.task, data, sizeof(data), TASK_TEXT, TASK_JSON);
}
END_TEST

START_TEST(struct_in_a_struct_is_nested)
{
	uint8_t data[26];

	store_task(data);
	store(data + 22, 7, 4);
	assert_shown(types.nested, data, sizeof(data), "{a: " TASK_TEXT ", n: 7}",
		"{\"a\":" TASK_JSON ",\"n\":7}");
}
END_TEST

START_TEST(union_has_all_its_members)
{
	uint8_t data[4] = { 1, 2, 3, 4 };

	assert_shown(types.either, data, 4,
		types.build.big ? "{all: 16909060, half: 258}" : "{all: 67305985, half: 513}",
		types.build.big ? "{\"all\":16909060,\"half\":258}" : "{\"all\":67305985,\"half\":513}");
}
END_TEST

START_TEST(members_of_members_without_name_stand_in_their_parent)
{
	uint8_t data[4] = { 0, 0, 5, 5 };

	assert_shown(types.outer, data, 4, "{x: 0, y: 1285, lo: 5, hi: 5}",
		"{\"x\":0,\"y\":1285,\"lo\":5,\"hi\":5}");
}
END_TEST

/* The bits of struct flags as the machine of that byte order has them. */
static void put_bit_fields(uint8_t *data)
{
	static const struct {
		unsigned int bit, width;
		uint64_t value;
	} fields[] = { { 0, 1, 1 }, { 1, 7, 77 }, { 8, 4, 0xd }, { 12, 4, 2 }, { 16, 16, 54321 },
		{ 41, 63, 0x5123456789abcdefULL } };
	unsigned int f, i, bit;

	for (f = 0; f < sizeof(fields) / sizeof(*fields); f++) {
		for (i = 0; i < fields[f].width; i++) {
			/* the first bit is the lowest, or the highest */
			bit = fields[f].bit + (types.build.big ? fields[f].width - 1 - i : i);
			if (fields[f].value >> i & 1)
				data[bit / 8] |= 1 << (types.build.big ? 7 - bit % 8 : bit % 8);
		}
	}
}

START_TEST(bit_fields_are_numbers_of_their_width)
{
	uint8_t data[13] = { 0 };

	put_bit_fields(data);
	assert_shown(types.flags, data, sizeof(data),
		"{a: 1, b: 77, c: -3, d: GREEN, e: 54321, f: 5846593052250721775}",
		"{\"a\":1,\"b\":77,\"c\":-3,\"d\":\"GREEN\",\"e\":54321,\"f\":5846593052250721775}");
}
END_TEST

START_TEST(old_bit_fields_have_offset_and_width_in_their_type)
{
	/* a = 5 in 3 bits, b = -2 in the next 5 */
	uint8_t data[4] = { types.build.big ? 5 << 5 | 0x1e : 0x1e << 3 | 5, 9 };

	assert_shown(types.old_flags, data, 4, "{a: 5, b: -2, c: 9}",
		"{\"a\":5,\"b\":-2,\"c\":9}");
}
END_TEST

START_TEST(data_section_is_its_variables)
{
	uint8_t data[12] = { 0 };

	store(data, 3, 4);
	store(data + 8, 1, 4);
	assert_shown(types.section, data, sizeof(data), "{hits: 3, last: RED}",
		"{\"hits\":3,\"last\":\"RED\"}");
}
END_TEST

START_TEST(what_has_no_value_is_null)
{
	assert_shown(types.fwd, "x", 1, "null", "null");
	assert_shown(types.func, "x", 1, "null", "null");
	assert_shown(types.half, "xy", 2, "null", "null");
}
END_TEST

START_TEST(without_a_type_the_bytes_are_shown)
{
	ck_assert_str_eq(shown(false, NULL, 5, "\x0a\0\xff", 3), "0a 00 ff");
	ck_assert_str_eq(shown(true, NULL, 5, "\x0a\0\xff", 3), "[\"0x0a\",\"0x00\",\"0xff\"]");
	ck_assert_str_eq(shown(false, &types.btf, 0, "\x0a", 1), "0a");
	ck_assert_str_eq(shown(true, &types.btf, types.btf.cnt, "\x0a", 1), "[\"0x0a\"]");
	ck_assert_str_eq(shown(false, NULL, 0, "", 0), "");
	ck_assert_str_eq(shown(true, NULL, 0, "", 0), "[]");
}
END_TEST

START_TEST(text_values_in_a_row_are_not_separated)
{
	uint8_t n = 7;

	out_init(&out, collect, NULL);
	text_size = 0;
	memset(text, 0, sizeof(text));
	value_text(&out, &types.btf, types.u8, &n, 1);
	out_char(&out, ' ');
	value_text(&out, &types.btf, types.u8, &n, 1);
	out_flush(&out);
	ck_assert_str_eq(text, "7 7");
}
END_TEST

START_TEST(missing_bytes_are_null)
{
	uint8_t data[22];

	store_task(data);
	assert_shown(types.task, data, 14,
		"{pid: -12, comm: \"sh\", color: null, on: null, c: null, hits: []}",
		"{\"pid\":-12,\"comm\":\"sh\",\"color\":null,\"on\":null,\"c\":null,\"hits\":[]}");
	assert_shown(types.task, data, 21,
		"{pid: -12, comm: \"sh\", color: RED, on: true, c: 'c', hits: [3, null]}",
		"{\"pid\":-12,\"comm\":\"sh\",\"color\":\"RED\",\"on\":true,\"c\":99,\"hits\":[3,null]}");
	assert_shown(types.task, data, 5,
		"{pid: -12, comm: \"s\", color: null, on: null, c: null, hits: []}",
		"{\"pid\":-12,\"comm\":\"s\",\"color\":null,\"on\":null,\"c\":null,\"hits\":[]}");
}
END_TEST

START_TEST(no_type_reads_past_its_data)
{
	uint8_t data[32];
	uint32_t id;
	size_t n;

	memset(data, 0x55, sizeof(data));
	for (id = 1; id < types.btf.cnt; id++) {
		for (n = 0; n <= sizeof(data); n++) {
			shown(false, &types.btf, id, data, n);
			shown(true, &types.btf, id, data, n);
		}
	}
}
END_TEST

START_TEST(no_changed_byte_of_the_types_does_harm)
{
	uint8_t data[16] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	size_t size, n;
	const uint8_t *bytes = btf_build_done(&types.build, &size);
	uint8_t *copy = malloc(size);
	struct arena arena = { NULL };
	struct btf b;
	uint32_t id;

	for (n = 0; n < size * 2; n += test_quick() ? 11 : 1) {
		memcpy(copy, bytes, size);
		copy[n / 2] ^= n % 2 ? 0xff : 0x10;
		if (btf_parse(&arena, "x", copy, size, NULL, &b, NULL) == 0)
			for (id = b.cnt - 1; id > b.cnt / 2; id--)
				shown(n & 4, &b, id, data, sizeof(data));
		arena_free(&arena);
	}
	free(copy);
}
END_TEST

/* Parse what was built into `btf`, which the arena of `types` keeps. */
static struct btf built(struct btf_build *b)
{
	struct btf btf;
	size_t size;
	const uint8_t *bytes = btf_build_done(b, &size);

	assert_ok(btf_parse(&types.arena, "x", bytes, size, NULL, &btf, NULL));
	return btf;
}

START_TEST(struct_that_holds_itself_ends)
{
	struct btf_build b;
	struct btf btf;

	btf_build_init(&b, false);
	btf_build_struct(&b, "s", 8, 1);
	btf_build_member(&b, "s", 1, 0);
	btf = built(&b);
	shown(false, &btf, 1, "12345678", 8);
	ck_assert_ptr_nonnull(strstr(text, "{s: {s: {s: null}}}"));
	ck_assert_uint_lt(text_size, 300);
	btf_build_free(&b);
}
END_TEST

/* Each level has two members of the next: 2^30 values without a bound. */
START_TEST(unions_in_unions_do_not_multiply_without_end)
{
	struct btf_build b;
	struct btf btf;
	uint32_t i;

	btf_build_init(&b, false);
	for (i = 1; i <= 30; i++) {
		btf_build_type(&b, "u", BTF_KIND_UNION, false, 2, 8);
		btf_build_member(&b, _i ? "a" : "", i < 30 ? i + 1 : 31, 0);
		btf_build_member(&b, _i ? "b" : "", i < 30 ? i + 1 : 31, 0);
	}
	btf_build_int(&b, "int", 4, 0);
	btf = built(&b);
	shown(true, &btf, 1, "12345678", 8);
	ck_assert_uint_lt(text_size, 1 << 20);
	btf_build_free(&b);
}
END_TEST

START_TEST(array_of_four_billion_nothings_ends)
{
	struct btf_build b;
	struct btf btf;

	btf_build_init(&b, false);
	btf_build_struct(&b, "empty", 0, 0);
	btf_build_array(&b, 1, 1, 0xffffffff);
	btf = built(&b);
	ck_assert_str_eq(shown(true, &btf, 2, "1234", 4), "[]");
	btf_build_free(&b);
}
END_TEST

START_TEST(array_longer_than_the_data_ends_with_it)
{
	struct btf_build b;
	struct btf btf;

	btf_build_init(&b, false);
	btf_build_int(&b, "unsigned char", 1, 0);
	btf_build_array(&b, 1, 1, 0x7fffffff);
	btf = built(&b);
	ck_assert_str_eq(shown(true, &btf, 2, "\1\2", 2), "[1,2]");
	btf_build_free(&b);
}
END_TEST

static void add_all(TCase *t)
{
	tcase_add_test(t, integers_have_their_width_and_sign);
	tcase_add_test(t, typedef_is_shown_as_what_it_stands_for);
	tcase_add_test(t, integers_of_128_bits_are_hexadecimal);
	tcase_add_test(t, bool_is_a_word);
	tcase_add_test(t, char_is_itself_or_a_number);
	tcase_add_test(t, floats_are_shown_as_their_bits);
	tcase_add_test(t, pointers_are_hexadecimal);
	tcase_add_test(t, enumerators_have_their_name);
	tcase_add_test(t, enumeration_without_a_name_for_the_number_shows_the_number);
	tcase_add_test(t, char_array_is_a_string_up_to_its_nul);
	tcase_add_test(t, arrays_of_arrays_are_nested);
	tcase_add_test(t, array_without_elements_is_empty);
	tcase_add_test(t, struct_has_its_members_by_name);
	tcase_add_test(t, struct_in_a_struct_is_nested);
	tcase_add_test(t, union_has_all_its_members);
	tcase_add_test(t, members_of_members_without_name_stand_in_their_parent);
	tcase_add_test(t, bit_fields_are_numbers_of_their_width);
	tcase_add_test(t, old_bit_fields_have_offset_and_width_in_their_type);
	tcase_add_test(t, data_section_is_its_variables);
	tcase_add_test(t, what_has_no_value_is_null);
	tcase_add_test(t, without_a_type_the_bytes_are_shown);
	tcase_add_test(t, text_values_in_a_row_are_not_separated);
	tcase_add_test(t, missing_bytes_are_null);
	tcase_add_test(t, no_type_reads_past_its_data);
	tcase_add_test(t, no_changed_byte_of_the_types_does_harm);
}

Suite *test_suite(void)
{
	Suite *s = suite_create("value");
	TCase *l = tcase_create("little endian"), *b = tcase_create("big endian");
	TCase *h = tcase_create("hostile types");

	tcase_add_checked_fixture(l, little, teardown);
	tcase_add_checked_fixture(b, big, teardown);
	add_all(l);
	add_all(b);
	tcase_add_checked_fixture(h, little, teardown);
	tcase_add_test(h, struct_that_holds_itself_ends);
	tcase_add_loop_test(h, unions_in_unions_do_not_multiply_without_end, 0, 2);
	tcase_add_test(h, array_of_four_billion_nothings_ends);
	tcase_add_test(h, array_longer_than_the_data_ends_with_it);
	suite_add_tcase(s, l);
	suite_add_tcase(s, b);
	suite_add_tcase(s, h);
	return s;
}
