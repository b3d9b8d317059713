/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sample for infrared receivers, compiled for this machine and given a remote control's pulses: hardly
 * a kernel takes such programs. What it reports is what the kernel's own decoder would.
 */
#include "tests/lib/test.h"

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* What the program calls of the kernel. */
#define bpf_rc_keydown keydown
#define bpf_rc_repeat repeated

static uint32_t protocol, scancode, downs, repeats_told;

static void keydown(void *sample, uint32_t proto, uint64_t value, uint32_t toggle)
{
	ck_assert_ptr_nonnull(sample);
	ck_assert_uint_eq(toggle, 0);
	protocol = proto;
	scancode = (uint32_t)value;
	downs++;
}

static void repeated(void *sample)
{
	ck_assert_ptr_nonnull(sample);
	repeats_told++;
}

int nec(unsigned int *sample);
#include "progs/lirc.bpf.c"

static void pulse_and_pause(unsigned int pulse, unsigned int pause)
{
	pulse |= 1U << 24;
	nec(&pulse);
	nec(&pause);
}

/* Four bytes, the lowest bit of each first, and the pulse that ends the last pause. */
static void press(const uint8_t bytes[4])
{
	int i;

	pulse_and_pause(9000, 4500);
	for (i = 0; i < 32; i++)
		pulse_and_pause(560, bytes[i / 8] >> i % 8 & 1 ? 1690 : 560);
	pulse_and_pause(560, 40000);
}

static const struct {
	uint8_t bytes[4];
	uint32_t protocol, scancode;
} remotes[] = {
	{ { 0x04, 0xfb, 0x08, 0xf7 }, 9, 0x0408 },
	{ { 0x86, 0x6b, 0x12, 0xed }, 10, 0x866b12 },
	{ { 0xee, 0x87, 0x0d, 0x1b }, 11, 0x87ee1b0d },
};

START_TEST(a_key_is_reported_with_the_code_that_tables_of_keys_have)
{
	press(remotes[_i].bytes);
	ck_assert_uint_eq(downs, 1);
	ck_assert_uint_eq(protocol, remotes[_i].protocol);
	ck_assert_uint_eq(scancode, remotes[_i].scancode);
	ck_assert_uint_eq(keys, 1);
	pulse_and_pause(9000, 2250);
	ck_assert_uint_eq(repeats_told, 1);
	ck_assert_uint_eq(downs, 1);
}
END_TEST

START_TEST(what_is_no_bit_ends_a_key_unreported)
{
	pulse_and_pause(9000, 4500);
	pulse_and_pause(560, 560);
	pulse_and_pause(560, 5000);
	press(remotes[0].bytes);
	ck_assert_uint_eq(downs, 1);
	ck_assert_uint_eq(scancode, remotes[0].scancode);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("sample_lirc");
	TCase *t = tcase_create("keys");

	tcase_add_loop_test(t, a_key_is_reported_with_the_code_that_tables_of_keys_have, 0,
		sizeof(remotes) / sizeof(*remotes));
	tcase_add_test(t, what_is_no_bit_ends_a_key_unreported);
	suite_add_tcase(s, t);
	return s;
}
