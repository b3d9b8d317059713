/* SPDX-License-Identifier: BSD-2-Clause */
/* Names and sentences of error numbers: they are ours, but should be those of libc. */
#include <errno.h>
#include <string.h>

#include "base/diag.h"
#include "tests/lib/test.h"

START_TEST(errors_have_the_words_of_libc)
{
	int err, known = 0;

	for (err = 1; err < 524; err++) {
		if (!diag_errno(err))
			continue;
		known++;
		ck_assert_str_eq(diag_strerror(err), strerror(err));
	}
	ck_assert_int_ge(known, 40);
}
END_TEST

START_TEST(errors_have_their_names_with_either_sign)
{
	ck_assert_str_eq(diag_errno(EPERM), "EPERM");
	ck_assert_str_eq(diag_errno(-EINVAL), "EINVAL");
	ck_assert_str_eq(diag_errno(ESTALE), "ESTALE");
	ck_assert_str_eq(diag_strerror(-ENOENT), diag_strerror(ENOENT));
}
END_TEST

/* A gateway that is nowhere, an address or interface that is not, a link whose interface has gone. */
START_TEST(errors_of_the_network_are_known)
{
	static const int network[] = { EADDRINUSE, EADDRNOTAVAIL, EAFNOSUPPORT, EHOSTUNREACH, ENETDOWN,
		ENETUNREACH, ENOBUFS, ENODEV, ENOLINK, ENOPROTOOPT, EOPNOTSUPP, EPROTONOSUPPORT, ESRCH };
	size_t i;

	for (i = 0; i < sizeof(network) / sizeof(*network); i++)
		ck_assert_str_eq(diag_strerror(-network[i]), strerror(network[i]));
}
END_TEST

START_TEST(the_kernels_own_error_is_known)
{
	ck_assert_str_eq(diag_errno(-524), "ENOTSUPP");
	ck_assert_str_eq(diag_strerror(-524), "Operation not supported by this kernel (524)");
}
END_TEST

START_TEST(an_unknown_error_has_no_name)
{
	ck_assert_ptr_null(diag_errno(4711));
	ck_assert_str_eq(diag_strerror(4711), "Unknown error");
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("diag");
	TCase *t = tcase_create("diag");

	tcase_add_test(t, errors_have_the_words_of_libc);
	tcase_add_test(t, errors_have_their_names_with_either_sign);
	tcase_add_test(t, errors_of_the_network_are_known);
	tcase_add_test(t, the_kernels_own_error_is_known);
	tcase_add_test(t, an_unknown_error_has_no_name);
	suite_add_tcase(s, t);
	return s;
}
