/* SPDX-License-Identifier: BSD-2-Clause */
/* `rawbpf prog run` with no bytes to run on: what a kernel is asked, and what is said if it needs some. */
#include "tests/lib/test.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <unistd.h>

#include "cli/cli.h"
#include "kernel/request.h"
#include "tests/lib/stand_in.h"

static struct stand_in stand_in;
static long (*others)(struct rawbpf_kernel *k, struct rawbpf_request *r);
static struct bpf_attr_test_run asked;
static int asked_cnt;
static long answer;
static int said; /* what the command says on stderr */

static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	if (r->call != CALL_BPF || r->command != BPF_PROG_TEST_RUN)
		return others(k, r);
	ck_assert_uint_le(r->size, sizeof(asked));
	memset(&asked, 0, sizeof(asked));
	memcpy(&asked, r->attr, r->size);
	asked_cnt++;
	((struct bpf_attr_test_run *)r->attr)->retval = 42;
	return answer;
}

static int run_with(const char *option, const char *value)
{
	char *words[] = { "rawbpf", "-j", "prog", "run", "id", "7", (char *)option, (char *)value, NULL };
	int out = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	said = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	ck_assert(out >= 0 && said >= 0);
	ck_assert_int_eq(dup2(out, 1), 1);
	ck_assert_int_eq(dup2(said, 2), 2);
	stand_in_init(&stand_in);
	others = stand_in.kernel.ask;
	stand_in.kernel.ask = ask;
	return cli_main(option ? 8 : 6, words, &stand_in.kernel);
}

static int run(void)
{
	return run_with(NULL, NULL);
}

static void assert_in(int fd, const char *text)
{
	char bytes[1024] = "";

	ck_assert_int_gt(pread(fd, bytes, sizeof(bytes) - 1, 0), 0);
	ck_assert_msg(strstr(bytes, text) != NULL, "%s", bytes);
}

START_TEST(a_program_runs_without_bytes)
{
	answer = 0;
	ck_assert_int_eq(run(), 0);
	ck_assert_int_eq(asked_cnt, 1);
	ck_assert_uint_eq(asked.ctx_size_in, 0);
	ck_assert_uint_eq(asked.data_size_in, 0);
	ck_assert_uint_eq(asked.ctx_in, 0);
	assert_in(1, "\"retval\":42");
}
END_TEST

START_TEST(one_that_needs_bytes_says_so)
{
	answer = -EINVAL;
	ck_assert_int_eq(run(), 1);
	assert_in(said, "this program needs data_in or ctx_in");
}
END_TEST

/* As do raw_tracepoint and syscall programs, which need no bytes. */
START_TEST(one_that_may_refuse_an_option_says_which)
{
	answer = -EINVAL;
	ck_assert_int_eq(run_with("repeat", "3"), 1);
	assert_in(said, "may refuse repeat");
	ck_assert_int_eq(run_with("data_out", "-"), 1);
	assert_in(said, "may refuse data_out");
	ck_assert_int_eq(run_with("ctx_out", "-"), 1);
	assert_in(said, "may refuse ctx_out");
}
END_TEST

START_TEST(another_error_is_the_kernels)
{
	answer = -524;
	ck_assert_int_eq(run(), 7);
	assert_in(said, "programs of this type have none");
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("prog_run");
	TCase *t = tcase_create("no bytes");

	tcase_add_test(t, a_program_runs_without_bytes);
	tcase_add_test(t, one_that_needs_bytes_says_so);
	tcase_add_test(t, one_that_may_refuse_an_option_says_which);
	tcase_add_test(t, another_error_is_the_kernels);
	suite_add_tcase(s, t);
	return s;
}
