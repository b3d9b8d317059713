/* SPDX-License-Identifier: BSD-2-Clause */
/* Section names and targets of both generations find the row they mean. */
#include "tests/lib/test.h"

#include <linux/bpf.h>
#include <stdio.h>

#include "hook/hook.h"
#include "object/object.h"
#include "rawbpf.h"

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
		ck_assert_int_eq(!hook_target_words(h), !hook_target_example(h));
		ck_assert(hook_how(h).major || hook_how(h).words);
		ck_assert_int_eq(!h->sample, !hook_sample_name(h));
		ck_assert(h->major > 3 || h->minor >= 18);
	}
}
END_TEST

/* The ends of the lists, and places between. */
static const struct {
	const char *section, *target, *example, *context, *returns, *how;
	unsigned int major, minor;
} words[] = {
	{ "xdp", "interface", "eth0", "struct xdp_md",
		"XDP_PASS, XDP_DROP, XDP_TX, XDP_REDIRECT, XDP_ABORTED", "netlink", 5, 9 },
	{ "xdp.frags/cpumap", NULL, NULL, "struct xdp_md", "XDP_PASS, XDP_DROP, XDP_REDIRECT",
		"value of a devmap or cpumap", 0, 0 },
	{ "classifier", "interface behind ingress/ or egress/", "ingress/eth0", "struct __sk_buff",
		"TC_ACT_OK, TC_ACT_SHOT, TC_ACT_REDIRECT, TC_ACT_UNSPEC, ...", "clsact filter", 0, 0 },
	{ "action", "interface behind ingress/ or egress/", "ingress/eth0", "struct __sk_buff",
		"TC_ACT_OK, TC_ACT_SHOT, TC_ACT_REDIRECT, TC_ACT_UNSPEC, ...", "matchall action", 0, 0 },
	{ "tcx/egress", "interface", "eth0", "struct __sk_buff",
		"TCX_NEXT, TCX_PASS, TCX_DROP, TCX_REDIRECT", "PROG_ATTACH", 6, 6 },
	{ "netkit/peer", "interface", "eth0", "struct __sk_buff",
		"NETKIT_NEXT, NETKIT_PASS, NETKIT_DROP, NETKIT_REDIRECT", "PROG_ATTACH", 6, 7 },
	{ "lwt_xmit", "route, as in fd00::/64@eth0", "fd00::/64@eth0", "struct __sk_buff",
		"BPF_OK, BPF_DROP, BPF_REDIRECT, BPF_LWT_REROUTE", "route", 0, 0 },
	{ "lwt_seg6local", "route, as in fd00::/64@eth0", "fd00::/64@eth0", "struct __sk_buff",
		"BPF_OK, BPF_DROP, BPF_REDIRECT", "route", 0, 0 },
	{ "netfilter", "family and hook, as in ipv4/local_in", "ipv4/local_in", "struct bpf_nf_ctx",
		"NF_ACCEPT, NF_DROP", NULL, 6, 4 },
	{ "sk_lookup", "network namespace", "/proc/self/ns/net", "struct bpf_sk_lookup",
		"SK_PASS, SK_DROP", NULL, 5, 9 },
	{ "flow_dissector", "network namespace", "/proc/self/ns/net", "struct __sk_buff",
		"BPF_OK, BPF_DROP, BPF_FLOW_DISSECTOR_CONTINUE", "PROG_ATTACH", 5, 8 },
	{ "sk_reuseport", "socket of a process, as in PID/FD", "1234/5", "struct sk_reuseport_md",
		"SK_PASS, SK_DROP", "SO_ATTACH_REUSEPORT_EBPF", 0, 0 },
	{ "sk_msg", "map", "id:7", "struct sk_msg_md", "SK_PASS, SK_DROP", "PROG_ATTACH", 6, 10 },
	{ "sk_skb/stream_parser", "map", "id:7", "struct __sk_buff", "length of the message",
		"PROG_ATTACH", 6, 10 },
	{ "sockops", "cgroup directory", "/sys/fs/cgroup/mine", "struct bpf_sock_ops",
		"1 with the answer in reply, 0 without one", "PROG_ATTACH", 5, 7 },
	{ "cgroup/bind6", "cgroup directory", "/sys/fs/cgroup/mine", "struct bpf_sock_addr",
		"0 refuse, 1 allow, 3 even where the port takes a capability", "PROG_ATTACH", 5, 7 },
	{ "cgroup/sock_release", "cgroup directory", "/sys/fs/cgroup/mine", "struct bpf_sock",
		"0 or 1, ignored", "PROG_ATTACH", 5, 9 },
	{ "cgroup/recvmsg_unix", "cgroup directory", "/sys/fs/cgroup/mine", "struct bpf_sock_addr", "1",
		"PROG_ATTACH", 6, 7 },
	{ "lirc_mode2", "device", "/dev/lirc0", "unsigned int sample", "ignored", "PROG_ATTACH", 0, 0 },
	{ "uprobe.session", "file:symbol", "/bin/sh:main", "struct pt_regs",
		"at entry: 0 also runs it at exit, 1 does not", "loaded and pinned only, for now", 0, 0 },
	{ "fentry", "function", "vfs_read", "the arguments, as an array of 64 bits each", "0",
		"RAW_TRACEPOINT_OPEN", 5, 7 },
	{ "tp", "category/name", "sched/sched_switch", "the tracepoint's record",
		"0 keep the event from perf's own ring, 1 let it in",
		"ioctl of a perf event", 5, 15 },
	{ "perf_event", NULL, NULL, "struct bpf_perf_event_data",
		"0 keep the event from perf's own ring, 1 let it in", "loaded and pinned only, for now", 0, 0 },
	{ "struct_ops", "member", "ssthresh", "the arguments, as an array of 64 bits each",
		"as what it stands for", "MAP_UPDATE_ELEM", 6, 4 },
	{ "syscall", NULL, NULL, "bytes of the caller", "given to the caller", "PROG_TEST_RUN", 0, 0 },
};

START_TEST(a_row_has_the_words_of_its_hook)
{
	const char *where;
	const struct hook *h = hook_by_section(words[_i].section, &where);

	ck_assert_pstr_eq(hook_target_words(h), words[_i].target);
	ck_assert_pstr_eq(hook_target_example(h), words[_i].example);
	ck_assert_str_eq(hook_context_words(h), words[_i].context);
	ck_assert_str_eq(hook_returns_words(h), words[_i].returns);
	ck_assert_pstr_eq(hook_how(h).words, words[_i].how);
	ck_assert_uint_eq(hook_how(h).major, words[_i].major);
	ck_assert_uint_eq(hook_how(h).minor, words[_i].minor);
}
END_TEST

/* Has one of the sample's programs a section of this name, maybe with its target behind it? */
static bool sample_has(const char *sample, const struct hook *h)
{
	struct rawbpf_object *o = NULL;
	struct rawbpf_prog *p = NULL;
	size_t len = strlen(h->section);
	const char *section;
	bool found = false;
	char path[128];

	snprintf(path, sizeof(path), BUILD "/progs/%s.bpf.o", sample);
	need_file(path);
	assert_ok(rawbpf_object_open(path, NULL, &o, NULL));
	while (!found && (p = rawbpf_object_next_prog(o, p))) {
		section = rawbpf_prog_section(p);
		section += *section == '?';
		found = p->func->hook == h && !strncmp(section, h->section, len) &&
			(!section[len] || section[len] == '/');
	}
	rawbpf_object_close(o);
	return found;
}

START_TEST(a_hooks_sample_has_a_program_in_that_section)
{
	const struct hook *h;

	for (h = hook_table; h < hook_table + hook_cnt; h++)
		ck_assert_msg(!h->sample || sample_has(hook_sample_name(h), h), "%s has none in %s",
			hook_sample_name(h), h->section);
}
END_TEST

/* Those of tracing have one in common, or none. */
static bool is_network(const struct hook *h)
{
	return h->prog_type == BPF_PROG_TYPE_XDP ||
		(h->mechanism != HOOK_NONE && h->mechanism != HOOK_TRACEPOINT &&
			h->mechanism != HOOK_RAW_TRACEPOINT && h->mechanism != HOOK_TRAMPOLINE);
}

START_TEST(each_hook_of_network_sockets_and_cgroups_has_a_sample)
{
	const struct hook *h;

	for (h = hook_table; h < hook_table + hook_cnt; h++)
		ck_assert_msg(!is_network(h) || h->sample, "%s", h->section);
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
	tcase_add_loop_test(t, a_row_has_the_words_of_its_hook, 0, sizeof(words) / sizeof(*words));
	tcase_add_test(t, every_row_is_found_by_its_own_name_and_has_words);
	tcase_add_test(t, a_hooks_sample_has_a_program_in_that_section);
	tcase_add_test(t, each_hook_of_network_sockets_and_cgroups_has_a_sample);
	suite_add_tcase(s, t);
	return s;
}
