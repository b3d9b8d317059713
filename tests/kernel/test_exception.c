/* SPDX-License-Identifier: BSD-2-Clause */
/* Exceptions (6.7): what a program returns that was ended by bpf_throw(). */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>

#include "rawbpf.h"

#define OBJECT BUILD "/tests/progs/exception.bpf.o"

static const struct {
	const char *prog;
	uint32_t size, result;
} runs[] = {
	{ "with", 40, 1 },
	{ "with", 80, 121 },
	{ "without", 40, 1 },
	{ "without", 80, 21 },
};

START_TEST(a_thrown_number_goes_through_the_callback)
{
	struct rawbpf_object *o;
	struct rawbpf_test_run t;
	struct rawbpf_diag d;
	uint8_t packet[80] = { 0 };
	int err;

	need_root();
	need_kernel(6, 7);
	need_btf();
	need_jit();
	need_file(OBJECT);
	memset(&d, 0, sizeof(d));
	memset(&t, 0, sizeof(t));
	assert_ok(rawbpf_object_open(OBJECT, NULL, &o, NULL));
	err = rawbpf_object_load(o, &d);
	skip_unless(!err || !d.log || !strstr(d.log, "JIT does not support"),
		"the JIT has no exceptions");
	ck_assert_msg(!err, "%s\n%s", d.msg, d.log ? d.log : "");
	t.data_in = packet;
	t.data_in_size = runs[_i].size;
	assert_ok(rawbpf_test_run(NULL, rawbpf_prog_fd(rawbpf_object_prog(o, runs[_i].prog)), &t,
		NULL));
	ck_assert_uint_eq(t.retval, runs[_i].result);
	rawbpf_object_close(o);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("exception");
	TCase *t = tcase_create("thrown");

	tcase_add_loop_test(t, a_thrown_number_goes_through_the_callback, 0,
		sizeof(runs) / sizeof(*runs));
	suite_add_tcase(s, t);
	return s;
}
