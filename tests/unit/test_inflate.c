/* SPDX-License-Identifier: BSD-2-Clause */
/* src/format/inflate.c: what gzip packs comes out again, and what it never would is refused. */
#include "tests/lib/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "format/inflate.h"
#include "tests/lib/guard.h"

/* gzip -n of "a" 300 times: one with the fixed codes, of which most is a repetition at distance 1 */
static const uint8_t same[] = { 0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 2, 3, 0x4b, 0x4c, 0x1c, 0x05, 0xc4,
	0x02, 0x00, 0x09, 0x19, 0x97, 0x89, 0x2c, 0x01, 0x00, 0x00 };
/* gzip -0 */
static const uint8_t stored[] = { 0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 4, 3, 0x01, 0x0f, 0x00, 0xf0, 0xff,
	's', 't', 'o', 'r', 'e', 'd', ' ', 'a', 's', ' ', 'i', 't', ' ', 'i', 's', 0x65, 0x78, 0xd1,
	0x5a, 0x0f, 0, 0, 0 };
/* of the 60 lines that config_line() makes, with codes of their own */
static const uint8_t dynamic[] = { 0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4d,
	0xd0, 0x37, 0x0e, 0xc2, 0x00, 0x10, 0x05, 0xd1, 0xde, 0x77, 0x72, 0x61, 0x9c, 0x33, 0xc1,
	0xb9, 0xe1, 0x04, 0xbb, 0xfd, 0xde, 0x1e, 0x24, 0x84, 0xfe, 0x74, 0x53, 0x4c, 0xf5, 0xf2,
	0x79, 0xaa, 0xda, 0xfa, 0x9d, 0x65, 0x69, 0x24, 0xf9, 0xaf, 0x9b, 0x21, 0xf5, 0x7f, 0xcf,
	0x7b, 0x6a, 0xff, 0xde, 0x1a, 0x3d, 0xf9, 0x4b, 0x4f, 0x57, 0xe8, 0x79, 0xcc, 0x7a, 0x8e,
	0x4b, 0x4f, 0xd9, 0xeb, 0x19, 0x36, 0x3d, 0xaf, 0x5a, 0xcf, 0xf5, 0xd4, 0x53, 0xe7, 0x7a,
	0xa6, 0x49, 0xcf, 0x7a, 0xea, 0xb9, 0x75, 0x7a, 0xda, 0x55, 0xcf, 0xbd, 0xd2, 0xb3, 0x3f,
	0xf4, 0x14, 0x37, 0x3d, 0xfd, 0xa8, 0xe7, 0x79, 0xe8, 0x39, 0x5b, 0x3d, 0xd5, 0xa2, 0x67,
	0x2c, 0xf5, 0x2c, 0x77, 0x3d, 0x5f, 0x37, 0x83, 0x5b, 0xc0, 0xcd, 0xe1, 0x66, 0x70, 0x0b,
	0xb8, 0x39, 0xdc, 0x0c, 0x6e, 0x01, 0x37, 0x87, 0x9b, 0xc1, 0x2d, 0xe0, 0xe6, 0x70, 0x33,
	0xb8, 0x05, 0xdc, 0x1c, 0x6e, 0x06, 0xb7, 0x80, 0x9b, 0xc3, 0xcd, 0xe0, 0x16, 0x70, 0x73,
	0xb8, 0x19, 0xdc, 0x02, 0x6e, 0x0e, 0x37, 0x83, 0x5b, 0xc0, 0xcd, 0xe1, 0x66, 0x70, 0x0b,
	0xb8, 0x39, 0xdc, 0x0c, 0x6e, 0x01, 0x37, 0x87, 0x9b, 0x25, 0x1f, 0x85, 0xa2, 0x3d, 0x96,
	0xd0, 0x02, 0x00, 0x00 };

static struct rawbpf_diag diag;
static char *out;
static size_t out_size;

static void setup(void)
{
	memset(&diag, 0, sizeof(diag));
	out = NULL;
}

static void teardown(void)
{
	free(out);
}

static int unpack(const void *bytes, size_t size, size_t most)
{
	return inflate_gzip("x.gz", bytes, size, most, &out, &out_size, &diag);
}

/* Bytes behind a plain header. */
static int unpack_stream(const char *bytes, size_t size)
{
	uint8_t file[64] = { 0x1f, 0x8b, 8 };

	memcpy(file + 10, bytes, size);
	return unpack(file, 10 + size, 1000);
}

static void assert_refused(int err, const char *message)
{
	assert_err(err, -EINVAL);
	ck_assert_str_eq(diag.msg, message);
	ck_assert_ptr_null(out);
}

START_TEST(a_stored_block_comes_out_as_it_is)
{
	assert_ok(unpack(stored, sizeof(stored), 1000));
	ck_assert_str_eq(out, "stored as it is");
	ck_assert_uint_eq(out_size, 15);
}
END_TEST

START_TEST(a_repetition_of_distance_1_repeats_what_it_writes)
{
	size_t i;

	assert_ok(unpack(same, sizeof(same), 300));
	ck_assert_uint_eq(out_size, 300);
	for (i = 0; i < 300; i++)
		ck_assert_int_eq(out[i], 'a');
}
END_TEST

START_TEST(a_block_with_codes_of_its_own_comes_out)
{
	char want[1000] = "";
	int i;

	for (i = 0; i < 60; i++)
		sprintf(want + strlen(want), "CONFIG_%c%c=%c\n", 'A' + i * 7 % 26, 'A' + i * 11 % 26,
			"ynm"[i % 3]);
	assert_ok(unpack(dynamic, sizeof(dynamic), 1000));
	ck_assert_str_eq(out, want);
}
END_TEST

START_TEST(members_follow_each_other)
{
	uint8_t both[sizeof(stored) + sizeof(same)];

	memcpy(both, stored, sizeof(stored));
	memcpy(both + sizeof(stored), same, sizeof(same));
	assert_ok(unpack(both, sizeof(both), 1000));
	ck_assert_uint_eq(out_size, 315);
	ck_assert(!memcmp(out, "stored as it isaaa", 18));
}
END_TEST

START_TEST(what_the_header_announces_is_stepped_over)
{
	uint8_t file[100] = { 0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3 };

	memcpy(file + 10, "\3\0xyzname\0words\0cr", 18);
	memcpy(file + 28, stored + 10, sizeof(stored) - 10);
	assert_ok(unpack(file, 28 + sizeof(stored) - 10, 1000));
	ck_assert_str_eq(out, "stored as it is");
}
END_TEST

START_TEST(more_than_is_wanted_is_refused)
{
	assert_err(unpack(same, sizeof(same), 299), -EFBIG);
	ck_assert_str_eq(diag.msg, "x.gz: unpacks to more than 299 bytes");
}
END_TEST

/* At the end of its memory, so that one byte too far is a fault. */
START_TEST(each_shorter_file_is_refused)
{
	size_t size;
	void *copy;

	for (size = 0; size < sizeof(dynamic); size++) {
		memset(&diag, 0, sizeof(diag));
		copy = guard_copy(dynamic, size);
		assert_refused(unpack(copy, size, 1000), "x.gz: is cut off, or no gzip file");
		guard_free(copy, size);
	}
}
END_TEST

START_TEST(each_other_bit_is_refused_or_comes_out_right)
{
	uint8_t copy[sizeof(dynamic)];
	size_t bit;

	for (bit = 80; bit < sizeof(dynamic) * 8; bit++) {
		memcpy(copy, dynamic, sizeof(copy));
		copy[bit / 8] ^= 1 << bit % 8;
		if (!unpack(copy, sizeof(copy), 1 << 20)) {
			ck_assert_uint_eq(out_size, 720);
			free(out);
			out = NULL;
		}
	}
}
END_TEST

START_TEST(a_wrong_checksum_is_told_as_damage)
{
	uint8_t copy[sizeof(stored)];

	memcpy(copy, stored, sizeof(copy));
	copy[20] ^= 1;
	assert_refused(unpack(copy, sizeof(copy), 1000),
		"x.gz: the checksum of what was unpacked is wrong: the file is damaged");
}
END_TEST

static const struct {
	const char *bytes;
	size_t size;
} hostile[] = {
	/* the first is a repetition, of what stands before the start: fixed, length 3, distance 1 */
	{ "\x03\x02\0\0\0\0\0\0\0\0\0\0", 12 },
	{ "\x07\0\0\0\0\0\0\0\0\0", 10 },                /* kind 3 */
	{ "\x01\x05\0\xfb\xffhell", 9 },                  /* stored, longer than the file */
	{ "\x01\x05\0\xfb\xfehello\0\0\0\0\0\0\0\0", 18 }, /* the complement is none */
	{ "\xfd\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 16 }, /* too many codes */
	{ "\x05\xe0\x81\x08\0\0\0\0\0\0\0\0\0\0\0\0", 16 }, /* nothing but absent codes */
	{ "\x05", 1 },                                        /* ends in the numbers of codes */
};

START_TEST(a_hostile_stream_is_refused)
{
	assert_refused(unpack_stream(hostile[_i].bytes, hostile[_i].size),
		"x.gz: is cut off, or no gzip file");
}
END_TEST

static void assert_same_as_file(const char *packed, const char *file)
{
	static char bytes[64 << 20], want[64 << 20];
	FILE *p = popen(packed, "r"), *f = fopen(file, "re");
	size_t size = fread(bytes, 1, sizeof(bytes), p), want_size = fread(want, 1, sizeof(want), f);

	ck_assert_int_eq(pclose(p), 0);
	fclose(f);
	assert_ok(unpack(bytes, size, sizeof(want)));
	ck_assert_uint_eq(out_size, want_size);
	ck_assert(!memcmp(out, want, want_size));
}

START_TEST(a_whole_program_comes_out_as_gzip_packed_it)
{
	need_command("gzip");
	need_file(BUILD "/rawbpf");
	assert_same_as_file("gzip -c " BUILD "/rawbpf", BUILD "/rawbpf");
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("inflate");
	TCase *t = tcase_create("gzip");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_stored_block_comes_out_as_it_is);
	tcase_add_test(t, a_repetition_of_distance_1_repeats_what_it_writes);
	tcase_add_test(t, a_block_with_codes_of_its_own_comes_out);
	tcase_add_test(t, members_follow_each_other);
	tcase_add_test(t, what_the_header_announces_is_stepped_over);
	tcase_add_test(t, more_than_is_wanted_is_refused);
	tcase_add_test(t, each_shorter_file_is_refused);
	tcase_add_test(t, each_other_bit_is_refused_or_comes_out_right);
	tcase_add_test(t, a_wrong_checksum_is_told_as_damage);
	tcase_add_loop_test(t, a_hostile_stream_is_refused, 0, sizeof(hostile) / sizeof(*hostile));
	tcase_add_test(t, a_whole_program_comes_out_as_gzip_packed_it);
	suite_add_tcase(s, t);
	return s;
}
