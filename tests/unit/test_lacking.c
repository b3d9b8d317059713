/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel that does not know a type of program, or a place to attach it to, says only EINVAL. The
 * message names the hook and its first kernel; but not where another program of the type is accepted.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <string.h>

#include "cli/cli.h"
#include "kernel/kernel.h"
#include "kernel/request.h"

static const struct bpf_insn insns[] = { { .code = BPF_ALU64 | BPF_MOV | BPF_K },
	{ .code = BPF_ALU64 | BPF_MOV | BPF_K }, { .code = BPF_JMP | BPF_EXIT } };

static struct rawbpf_diag diag;
static unsigned int loads;
static uint32_t accepted; /* programs of so many instructions at most */
static const char *reason;

static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	const struct bpf_attr_prog_load *a = r->attr;

	(void)k;
	if (r->call != CALL_BPF || r->command != BPF_PROG_LOAD)
		return r->call == CALL_CLOSE ? 0 : -ENOSYS;
	loads++;
	if (a->insn_cnt <= accepted)
		return 77;
	if (reason && a->log_size)
		strcpy((char *)(uintptr_t)a->log_buf, reason);
	return -EINVAL;
}

static int load(uint32_t type, uint32_t attach, uint32_t flags)
{
	struct rawbpf_kernel k = { ask };
	struct rawbpf_prog_spec s;

	memset(&diag, 0, sizeof(diag));
	memset(&s, 0, sizeof(s));
	s.name = "p";
	s.type = type;
	s.expected_attach = attach;
	s.flags = flags;
	s.insns = insns;
	s.insn_cnt = 3;
	return rawbpf_prog_load(&k, &s, &diag);
}

static const struct {
	uint32_t type, attach, flags;
	const char *sentence;
} lacking[] = {
	{ BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_UNIX_CONNECT, 0,
		"program p: this kernel lacks cgroup/connect_unix, which came with 6.7 (or is built "
		"without it)" },
	{ BPF_PROG_TYPE_LSM, BPF_LSM_CGROUP, 0, "lacks lsm_cgroup, which came with 6.0" },
	{ BPF_PROG_TYPE_XDP, BPF_XDP, BPF_F_XDP_HAS_FRAGS, "lacks xdp.frags, which came with 5.18" },
	{ BPF_PROG_TYPE_NETFILTER, BPF_NETFILTER, 0, "lacks netfilter, which came with 6.4" },
	{ BPF_PROG_TYPE_SYSCALL, 0, BPF_F_SLEEPABLE, "lacks syscall, which came with 5.14" },
};

START_TEST(the_first_kernel_that_has_the_hook_is_named)
{
	assert_err(load(lacking[_i].type, lacking[_i].attach, lacking[_i].flags), -EOPNOTSUPP);
	ck_assert_msg(strstr(diag.msg, lacking[_i].sentence), "%s", diag.msg);
	ck_assert_int_eq(diag.err, -EOPNOTSUPP);
	ck_assert_int_eq(cli_code(&diag), EXIT_LACKING);
}
END_TEST

START_TEST(a_kernel_that_takes_another_program_of_the_type_has_the_hook)
{
	accepted = 2;
	assert_err(load(BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_UNIX_CONNECT, 0), -EINVAL);
	ck_assert_msg(strstr(diag.msg, "probably lacks the program type or a flag"), "%s", diag.msg);
	ck_assert_uint_eq(loads, 3);
	ck_assert_int_eq(cli_code(&diag), EXIT_REFUSED);
}
END_TEST

START_TEST(a_program_with_an_unknown_flag_says_nothing_of_the_hook)
{
	assert_err(load(BPF_PROG_TYPE_XDP, BPF_XDP, 1U << 30), -EINVAL);
	ck_assert_ptr_null(strstr(diag.msg, "came with"));
	ck_assert_uint_eq(loads, 2);
}
END_TEST

START_TEST(a_reason_in_the_log_is_the_reason)
{
	reason = "R0 !read_ok\nprocessed 1 insns\n";
	assert_err(load(BPF_PROG_TYPE_XDP, BPF_XDP, 0), -EINVAL);
	ck_assert_msg(strstr(diag.msg, "refused by the verifier: R0 !read_ok"), "%s", diag.msg);
	ck_assert_uint_eq(loads, 2);
	rawbpf_diag_free(&diag);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("lacking");
	TCase *t = tcase_create("EINVAL");

	tcase_add_loop_test(t, the_first_kernel_that_has_the_hook_is_named, 0,
		sizeof(lacking) / sizeof(*lacking));
	tcase_add_test(t, a_kernel_that_takes_another_program_of_the_type_has_the_hook);
	tcase_add_test(t, a_program_with_an_unknown_flag_says_nothing_of_the_hook);
	tcase_add_test(t, a_reason_in_the_log_is_the_reason);
	suite_add_tcase(s, t);
	return s;
}
