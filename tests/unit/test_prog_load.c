/* SPDX-License-Identifier: BSD-2-Clause */
/* A signal that comes while the verifier is at work is no refusal. */
#include "tests/lib/test.h"

#include <errno.h>

#include "kernel/kernel.h"
#include "rawbpf.h"

/* Interrupted so many times, then a descriptor. */
struct busy {
	struct rawbpf_kernel kernel;
	int signals, asked;
};

static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	struct busy *b = (struct busy *)k;

	ck_assert_uint_eq(r->command, BPF_PROG_LOAD);
	b->asked++;
	return b->signals-- > 0 ? -EAGAIN : 77;
}

static int load(struct busy *b, int signals)
{
	struct bpf_attr_prog_load a;

	memset(&a, 0, sizeof(a));
	memset(b, 0, sizeof(*b));
	b->kernel.ask = ask;
	b->signals = signals;
	return kernel_prog_load(&b->kernel, &a);
}

START_TEST(a_load_that_signals_broke_off_is_tried_again)
{
	struct busy b;

	ck_assert_int_eq(load(&b, 4), 77);
	ck_assert_int_eq(b.asked, 5);
}
END_TEST

START_TEST(signals_without_end_end_it)
{
	struct busy b;

	ck_assert_int_eq(load(&b, 1000), -EAGAIN);
	ck_assert_int_eq(b.asked, 5);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("prog_load");
	TCase *t = tcase_create("signals");

	tcase_add_test(t, a_load_that_signals_broke_off_is_tried_again);
	tcase_add_test(t, signals_without_end_end_it);
	suite_add_tcase(s, t);
	return s;
}
