/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses: the same as libc reads them. */
#include "base/address.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/lib/test.h"

static const char *const good[] = {
	"0.0.0.0", "10.8.0.1", "255.255.255.255", "::", "::1", "fd00::", "fd00::1", "1::2:3",
	"1:2:3:4:5:6:7:8", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "1:2:3::5:6:7:8",
	"::2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "FD00::aBcD", "::ffff:10.8.0.0", "::1.2.3.4",
	"1:2:3:4:5:6:1.2.3.4", "1::4:255.0.0.1", "1:0:0:2:0:0:0:3", "1:0:0:2:3:0:0:4", "1:0:2:3:4:5:6:0",
};

START_TEST(an_address_is_what_libc_reads)
{
	const char *text = good[_i];
	const int family = strchr(text, ':') ? AF_INET6 : AF_INET;
	uint8_t want[16], have[17];

	have[16] = 0xa5;
	ck_assert_int_eq(inet_pton(family, text, want), 1);
	ck_assert_uint_eq(address_parse(text, have), family == AF_INET ? 4 : 16);
	ck_assert_mem_eq(want, have, family == AF_INET ? 4 : 16);
	ck_assert_uint_eq(have[16], 0xa5);
}
END_TEST

/* Which writes the first of two gaps of the same length, and the end in the notation of IPv4 at times. */
START_TEST(an_address_is_written_as_libc_writes_it)
{
	const char *text = good[_i];
	const int family = strchr(text, ':') ? AF_INET6 : AF_INET;
	char want[INET6_ADDRSTRLEN], have[ADDRESS_TEXT];
	uint8_t bytes[16], back[16];

	ck_assert_int_eq(inet_pton(family, text, bytes), 1);
	ck_assert_ptr_nonnull(inet_ntop(family, bytes, want, sizeof(want)));
	address_text(bytes, family == AF_INET ? 4 : 16, have);
	if (family == AF_INET || !strchr(want, '.'))
		ck_assert_str_eq(have, want);
	ck_assert_uint_eq(address_parse(have, back), family == AF_INET ? 4 : 16);
	ck_assert_mem_eq(bytes, back, family == AF_INET ? 4 : 16);
}
END_TEST

static const char *const bad[] = {
	"", ".", "1", "1.2.3", "1.2.3.", "1.2.3.4.", "1.2.3.4.5", "256.1.1.1", "-1.2.3.4", "1.2.3.4 ",
	"a.b.c.d", ":", ":::", "1:", ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3",
	"1:2:3:4:5:6:7:8::", "1:2:3:4::5:6:7:8", "10000::", "g::", "1::2:", "fd00::/64", "1:::2",
	"1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5:1.2.3.4", "::1.2.3", "::1.2.3.4:5", "::1.2.3.256",
	"1.2.3.4::", "1.2.3.4:5", "::1.2.3.4.5", "1:2:3:4:5:6:7:8:1.2.3.4",
};

START_TEST(what_is_no_address_is_refused)
{
	const char *text = bad[_i];
	uint8_t want[16], have[16];

	ck_assert_int_ne(inet_pton(strchr(text, ':') ? AF_INET6 : AF_INET, text, want), 1);
	ck_assert_uint_eq(address_parse(text, have), 0);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("address");
	TCase *t = tcase_create("text");

	tcase_add_loop_test(t, an_address_is_what_libc_reads, 0, sizeof(good) / sizeof(*good));
	tcase_add_loop_test(t, an_address_is_written_as_libc_writes_it, 0, sizeof(good) / sizeof(*good));
	tcase_add_loop_test(t, what_is_no_address_is_refused, 0, sizeof(bad) / sizeof(*bad));
	suite_add_tcase(s, t);
	return s;
}
