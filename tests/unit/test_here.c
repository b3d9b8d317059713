/* SPDX-License-Identifier: BSD-2-Clause */
/* What a kernel says to the least program of a kind, and to the request behind it, and what that means. */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>

#include "hook/hook.h"
#include "kernel/kernel.h"
#include "kernel/request.h"
#include "object/here.h"

#define FD 77

static long answer[64]; /* by command of bpf(2); 0: that it does not know the request */
static const char *reason;
static unsigned int opened;

static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	const struct bpf_attr_prog_load *a = r->attr;
	long result = r->call == CALL_BPF && answer[r->command] ? answer[r->command] : -EINVAL;

	(void)k;
	if (r->call == CALL_CLOSE) {
		opened--;
		return 0;
	}
	if (r->call == CALL_BPF && r->command == BPF_PROG_LOAD && result < 0 && reason)
		strcpy((char *)(uintptr_t)a->log_buf, reason);
	opened += result >= 0;
	return result;
}

static int asked(const char *section)
{
	struct rawbpf_kernel k = { ask };
	const char *where;
	int is = here(&k, hook_by_section(section, &where));

	ck_assert_uint_eq(opened, 0);
	return is;
}

static const struct {
	const char *section;
	int load, then, is;
	enum bpf_cmd command;
	const char *reason;
} says[] = {
	{ "xdp", FD, 0, 1, 0, NULL },
	{ "xdp", -EINVAL, 0, 0, 0, NULL },
	{ "xdp", -EPERM, 0, -EPERM, 0, NULL },
	{ "cgroup/dev", -EINVAL, 0, 0, 0, "processed 0 insns (limit 1000000)\n" },
	{ "fentry", -EINVAL, 0, 1, 0, "attach_btf_id 1 is not a function\nprocessed 0 insns\n" },
	{ "fentry.multi", -EINVAL, 0, 0, 0, "Tracing programs must provide btf_id\n" },
	{ "struct_ops", -524, 0, 1, 0, "attach_btf_id 1 is not a supported struct\n" },
	{ "tp.s", -EINVAL, 0, 0, 0, "Only fentry/fexit/fmod_ret, lsm, iter, uprobe, and "
		"struct_ops programs can be sleepable\nprocessed 0 insns\n" },
	{ "tcx/ingress", FD, -EINVAL, 0, BPF_PROG_QUERY, NULL },
	{ "tcx/ingress", FD, -ENODEV, 1, BPF_PROG_QUERY, NULL },
	{ "netkit/peer", FD, -EPERM, -EPERM, BPF_PROG_QUERY, NULL },
	{ "sk_skb/verdict", FD, -EINVAL, 0, BPF_PROG_ATTACH, NULL },
	{ "sk_skb/verdict", FD, -EBADF, 1, BPF_PROG_ATTACH, NULL },
	{ "kprobe.multi", FD, -EOPNOTSUPP, 0, BPF_LINK_CREATE, NULL },
	{ "uprobe.multi", FD, -EFAULT, 1, BPF_LINK_CREATE, NULL },
	{ "xdp/cpumap", FD, -EINVAL, 0, BPF_MAP_CREATE, NULL },
	{ "xdp/devmap", FD, FD + 1, 1, BPF_MAP_CREATE, NULL },
	/* any attach type will do, so none is known */
	{ "sk_reuseport/migrate", FD, 0, 0, 0, NULL },
	/* nobody knows where there is no sysfs */
	{ "kprobe", FD, 0, -ENOENT, 0, NULL },
};

START_TEST(an_answer_tells_whether_the_hook_is_there)
{
	answer[BPF_PROG_LOAD] = says[_i].load;
	if (says[_i].then)
		answer[says[_i].command] = says[_i].then;
	reason = says[_i].reason;
	ck_assert_int_eq(asked(says[_i].section), says[_i].is);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("here");
	TCase *t = tcase_create("answers");

	tcase_add_loop_test(t, an_answer_tells_whether_the_hook_is_there, 0, sizeof(says) / sizeof(*says));
	suite_add_tcase(s, t);
	return s;
}
