/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hidden functions are verified where they are called, others alone (5.6). What makes the
 * difference for the kernel is the linkage that the object's types give a function, not its symbol:
 * the loader has to carry it from one to the other.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdint.h>

#include "rawbpf.h"

#define OBJECT BUILD "/tests/progs/visibility.bpf.o"

static struct rawbpf_object *object;
static struct rawbpf_diag diag;

static int load(const char *prog)
{
	int err;

	need_root();
	need_kernel(5, 6);
	need_file(OBJECT);
	memset(&diag, 0, sizeof(diag));
	err = rawbpf_object_open(OBJECT, NULL, &object, &diag);
	ck_assert_msg(!err, "%s", diag.msg);
	rawbpf_prog_set_autoload(rawbpf_object_prog(object, prog), true);
	return rawbpf_object_load(object, &diag);
}

static uint32_t run(const char *prog, uint32_t size)
{
	uint8_t packet[64] = { 0 };
	struct rawbpf_test_run t;

	memset(&t, 0, sizeof(t));
	t.data_in = packet;
	t.data_in_size = size;
	assert_ok(rawbpf_test_run(NULL, rawbpf_prog_fd(rawbpf_object_prog(object, prog)), &t,
		NULL));
	return t.retval;
}

static void end(void)
{
	rawbpf_diag_free(&diag);
	rawbpf_object_close(object);
}

static const char *const in_context[] = { "calls_hidden", "calls_hidden_weak" };

START_TEST(a_hidden_function_is_verified_where_it_is_called)
{
	int err = load(in_context[_i]);

	ck_assert_msg(!err, "%s\n%s", diag.msg, diag.log ? diag.log : "");
	ck_assert_uint_eq(run(in_context[_i], 32 + 3), 13);
	ck_assert_uint_eq(run(in_context[_i], 32 + 7), 17);
	end();
}
END_TEST

static const char *const alone[] = { "calls_global", "calls_weak" };

START_TEST(a_function_that_others_may_call_is_verified_alone)
{
	assert_err(load(alone[_i]), -EACCES);
	ck_assert_msg(diag.log && strstr(diag.log, "unbounded memory access"), "%s\n%s", diag.msg,
		diag.log ? diag.log : "");
	end();
}
END_TEST

START_TEST(a_function_that_checks_its_arguments_may_be_global_and_weak)
{
	int err = load("calls_checked");

	ck_assert_msg(!err, "%s\n%s", diag.msg, diag.log ? diag.log : "");
	ck_assert_uint_eq(run("calls_checked", 32 + 4), 14 - 1);
	end();
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("visibility");
	TCase *t = tcase_create("functions");

	tcase_add_loop_test(t, a_hidden_function_is_verified_where_it_is_called, 0, 2);
	tcase_add_loop_test(t, a_function_that_others_may_call_is_verified_alone, 0, 2);
	tcase_add_test(t, a_function_that_checks_its_arguments_may_be_global_and_weak);
	suite_add_tcase(s, t);
	return s;
}
