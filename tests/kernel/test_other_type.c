/* SPDX-License-Identifier: BSD-2-Clause */
/* A program that is not of the type that a hook takes: that is what is said, on kernels of any age. */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>

#include "kernel/kernel.h"
#include "tests/lib/cgroup.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/netns.h"
#include "tests/lib/obj.h"

static void refused(int prog, const char *target, const char *words)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	struct fds fds;

	memset(&d, 0, sizeof(d));
	fds_take(&fds);
	assert_err(rawbpf_attach(NULL, prog, target, NULL, &l, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, words), "%s", d.msg);
	ck_assert_ptr_null(l);
	fds_same(&fds);
}

static const struct row {
	const char *target, *takes;
} rows[] = {
	{ "socket:lo", "socket_filter" },
	{ "netfilter:ipv4/local_in,priority=7", "netfilter" },
	{ "sk_lookup:", "sk_lookup" },
	{ "flow_dissector:", "flow_dissector" },
	{ "flow_dissector:,nolink", "flow_dissector" },
	{ "tcx/ingress:lo", "sched_cls" },
	{ "tcx/ingress:lo,nolink", "sched_cls" },
	{ "tc/ingress:lo", "sched_cls" },
	{ "lwt_xmit:10.7.0.0/24@lo", "lwt_xmit" },
};

START_TEST(a_program_of_another_type_is_named)
{
	char words[80];
	int prog;

	need_root();
	netns_enter();
	prog = obj_returning("misplaced", BPF_PROG_TYPE_XDP, 0, 0);
	snprintf(words, sizeof(words), "it takes programs of type %s, and this one is xdp", rows[_i].takes);
	refused(prog, rows[_i].target, words);
}
END_TEST

static int filter(struct rawbpf_kernel *k, int prog, struct rawbpf_diag *d)
{
	struct rawbpf_link *l = NULL;
	int err;

	memset(d, 0, sizeof(*d));
	err = rawbpf_attach(k, prog, "tc/ingress:lo,priority=7", NULL, &l, d);
	return err ? err : rawbpf_link_leave(l);
}

static int first_filter(void)
{
	struct rawbpf_diag d;
	int prog;

	need_root();
	need_module("sch_ingress");
	need_module("cls_bpf");
	netns_enter();
	prog = obj_returning("misplaced", BPF_PROG_TYPE_SCHED_CLS, 0, 0);
	ck_assert_msg(!filter(NULL, prog, &d), "%s", d.msg);
	return prog;
}

START_TEST(a_program_of_another_type_is_named_where_a_filter_has_the_priority)
{
	first_filter();
	refused(obj_returning("misplaced", BPF_PROG_TYPE_XDP, 0, 0), "tc/ingress:lo,priority=7",
		"it takes programs of type sched_cls, and this one is xdp");
}
END_TEST

START_TEST(a_filter_of_the_same_kind_is_no_reason_for_a_refusal)
{
	struct rawbpf_diag d;
	struct fault fault;
	unsigned int n;
	int prog = first_filter();

	for (n = 1, fault.hit = true; fault.hit; n++) {
		fault_init(&fault, n, -EINVAL);
		filter(&fault.kernel, prog, &d);
		ck_assert_msg(!strstr(d.msg, "another kind"), "request %u: %s", n, d.msg);
	}
	ck_assert_uint_gt(n, 10);
}
END_TEST

START_TEST(a_program_of_another_type_is_named_in_another_namespace)
{
	char target[64];

	need_root();
	netns_enter();
	snprintf(target, sizeof(target), "flow_dissector:/proc/self/fd/%d", netns_create());
	refused(obj_returning("misplaced", BPF_PROG_TYPE_XDP, 0, 0), target,
		"it takes programs of type flow_dissector, and this one is xdp");
}
END_TEST

START_TEST(a_program_of_another_type_is_named_on_an_interface_by_xdp)
{
	need_root();
	netns_enter();
	refused(obj_returning("misplaced", BPF_PROG_TYPE_SOCKET_FILTER, 0, 0), "xdpgeneric:lo",
		"it takes programs of type xdp, and this one is socket_filter");
}
END_TEST

START_TEST(a_program_of_another_type_is_named_on_a_cgroup)
{
	static const char *const words[] = { "", ",nolink", ",exclusive", ",before", ",revision=1" };
	struct cgroup cg;
	char target[600];
	size_t i;
	int prog;

	need_cgroup2();
	cgroup_create(&cg);
	prog = obj_returning("misplaced", BPF_PROG_TYPE_XDP, 0, 0);
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		snprintf(target, sizeof(target), "cgroup_skb/egress:%s%s", cg.path, words[i]);
		if (i < 4 || kernel_is(6, 17))
			refused(prog, target, "it takes programs of type cgroup_skb, and this one is xdp");
	}
}
END_TEST

START_TEST(a_program_of_another_type_is_named_on_a_map_of_sockets)
{
	static const struct row maps[] = {
		{ "sk_msg", "sk_msg" }, { "sk_skb/verdict", "sk_skb" }, { "sk_skb/stream_parser", "sk_skb" },
	};
	struct bpf_attr_map_create a;
	struct bpf_map_info info;
	char target[64], words[80];
	int map, prog;
	size_t i;

	need_root();
	memset(&a, 0, sizeof(a));
	a.map_type = BPF_MAP_TYPE_SOCKMAP;
	a.key_size = a.value_size = 4;
	a.max_entries = 1;
	map = kernel_map_create(rawbpf_kernel(), &a);
	assert_ok(map);
	assert_ok(kernel_info(rawbpf_kernel(), map, &info, sizeof(info)));
	prog = obj_returning("misplaced", BPF_PROG_TYPE_XDP, 0, 0);
	for (i = 0; i < sizeof(maps) / sizeof(*maps); i++) {
		snprintf(target, sizeof(target), "%s:id:%u", maps[i].target, info.id);
		snprintf(words, sizeof(words), "it takes programs of type %s, and this one is xdp", maps[i].takes);
		refused(prog, target, words);
	}
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("other_type");
	TCase *t = tcase_create("sentence");

	tcase_add_loop_test(t, a_program_of_another_type_is_named, 0, sizeof(rows) / sizeof(*rows));
	tcase_add_test(t, a_program_of_another_type_is_named_where_a_filter_has_the_priority);
	tcase_add_test(t, a_filter_of_the_same_kind_is_no_reason_for_a_refusal);
	tcase_add_test(t, a_program_of_another_type_is_named_in_another_namespace);
	tcase_add_test(t, a_program_of_another_type_is_named_on_an_interface_by_xdp);
	tcase_add_test(t, a_program_of_another_type_is_named_on_a_cgroup);
	tcase_add_test(t, a_program_of_another_type_is_named_on_a_map_of_sockets);
	suite_add_tcase(s, t);
	return s;
}
