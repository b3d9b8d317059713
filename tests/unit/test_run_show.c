/* SPDX-License-Identifier: BSD-2-Clause */
/* What `rawbpf run` shows while it runs: it does not stay with lines that never cease. */
#include "tests/lib/test.h"

#include "cli/run.h"
#include "kernel/request.h"

static int reads;

static long endless(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	struct call_read *c = r->attr;

	(void)k;
	ck_assert_uint_eq(r->call, CALL_READ);
	ck_assert_int_lt(++reads, 1000);
	memcpy(c->bytes, "line\n", 5);
	return 5;
}

static int nowhere(void *ctx, const void *bytes, size_t size)
{
	(void)ctx;
	(void)bytes;
	(void)size;
	return 0;
}

START_TEST(printed_lines_are_shown_a_while_at_a_time)
{
	struct rawbpf_kernel kernel = { .ask = endless };
	struct cli c;
	struct run r;

	memset(&c, 0, sizeof(c));
	memset(&r, 0, sizeof(r));
	c.kernel = &kernel;
	out_init(&c.out, nowhere, NULL);
	json_init(&c.json, &c.out, false);
	r.cli = &c;
	r.trace_fd = 9;
	run_show_printk(&r);
	ck_assert_int_gt(reads, 1);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("run_show");
	TCase *t = tcase_create("lines");

	tcase_add_test(t, printed_lines_are_shown_a_while_at_a_time);
	suite_add_tcase(s, t);
	return s;
}
