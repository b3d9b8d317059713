/* SPDX-License-Identifier: BSD-2-Clause */
/* Section names and targets of both generations find the row they mean. */
#include "tests/lib/test.h"

#include <linux/bpf.h>

#include "hook/hook.h"

static const struct {
	const char *section, *row, *where;
} names[] = {
	{ "socket", "socket", NULL },
	{ "socket1", "socket", NULL },
	{ "socket_filter", "socket", NULL },
	{ "socket/3", "socket", NULL },
	{ "xdp", "xdp", NULL },
	{ "xdp_anything", "xdp", NULL },
	{ "xdp.frags", "xdp.frags", NULL },
	{ "xdp/devmap", "xdp/devmap", NULL },
	{ "xdp.frags/cpumap", "xdp.frags/cpumap", NULL },
	{ "tracepoint/sched/sched_switch", "tracepoint", "sched/sched_switch" },
	{ "tp/sched/sched_switch", "tp", "sched/sched_switch" },
	{ "tracepoint", "tracepoint", NULL },
	{ "tracepoint/", "tracepoint", NULL },
	{ "raw_tracepoint/sys_enter", "raw_tracepoint", "sys_enter" },
	{ "raw_tp.w/bpf_test", "raw_tp.w", "bpf_test" },
	{ "cgroup_skb/egress", "cgroup_skb/egress", NULL },
	{ "cgroup/skb", "cgroup/skb", NULL },
	{ "cgroup/sock_release", "cgroup/sock_release", NULL },
	{ "cgroup/sock1", "cgroup/sock", NULL },
	{ "classifier", "classifier", NULL },
	{ "tc", "tc", NULL },
	{ "tc/ingress", "tc/ingress", NULL },
	{ "tcx/egress", "tcx/egress", NULL },
	{ "lirc_mode2/imon", "lirc_mode2", NULL },
	{ "lsm_cgroup/socket_bind", "lsm_cgroup", "socket_bind" },
	{ "kprobe/vfs_read+0x10", "kprobe", "vfs_read+0x10" },
	{ "kprobes", NULL, NULL },
	{ "mysection", NULL, NULL },
	{ "", NULL, NULL },
};

START_TEST(a_section_name_finds_its_row_and_target)
{
	const char *where = "unset";
	const struct hook *h = hook_by_section(names[_i].section, &where);

	ck_assert_pstr_eq(h ? h->section : NULL, names[_i].row);
	ck_assert_pstr_eq(where, names[_i].where);
}
END_TEST

static const struct {
	const char *target, *row, *where;
} targets[] = {
	{ "xdp:eth0", "xdp", "eth0" },
	{ "eth0", NULL, "eth0" },
	{ "xdpgeneric:eth0", "xdpgeneric", "eth0" },
	{ "tracepoint:sched/sched_switch", "tracepoint", "sched/sched_switch" },
	{ "cgroup_skb/egress:/sys/fs/cgroup/a:b", "cgroup_skb/egress", "/sys/fs/cgroup/a:b" },
	{ "xdp_anything:eth0", NULL, "xdp_anything:eth0" },
	{ "eth0:1", NULL, "eth0:1" },
	{ ":eth0", NULL, ":eth0" },
	{ "socket:", "socket", "" },
};

START_TEST(a_target_finds_its_hook_only_by_exact_name)
{
	const char *where = "unset";
	const struct hook *h = hook_by_target(targets[_i].target, &where);

	ck_assert_pstr_eq(h ? h->section : NULL, targets[_i].row);
	ck_assert_pstr_eq(where, targets[_i].where);
}
END_TEST

START_TEST(every_row_is_found_by_its_own_name_and_has_words)
{
	const char *where;
	unsigned int i;

	for (i = 0; i < hook_cnt; i++) {
		const struct hook *h = &hook_table[i];

		ck_assert_ptr_eq(hook_by_section(h->section, &where), h);
		ck_assert_int_ne(h->prog_type, BPF_PROG_TYPE_UNSPEC);
		ck_assert_ptr_nonnull(hook_context_words(h));
		ck_assert_ptr_nonnull(hook_returns_words(h));
		ck_assert(!h->mechanism || hook_target_words(h));
		ck_assert(h->major > 3 || h->minor >= 18);
	}
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("hook");
	TCase *t = tcase_create("table");

	tcase_add_loop_test(t, a_section_name_finds_its_row_and_target, 0,
		sizeof(names) / sizeof(*names));
	tcase_add_loop_test(t, a_target_finds_its_hook_only_by_exact_name, 0,
		sizeof(targets) / sizeof(*targets));
	tcase_add_test(t, every_row_is_found_by_its_own_name_and_has_words);
	suite_add_tcase(s, t);
	return s;
}
