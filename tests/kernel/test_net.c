/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `rawbpf net` on kernels of all ages, and with its k-th request failing: whatever cannot be asked, the
 * rest is listed; and what cannot be attached is not half attached.
 */
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "kernel/kernel.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/kernel_ids.h"
#include "tests/lib/listing.h"
#include "tests/lib/mountns.h"
#include "tests/lib/netns.h"
#include "tests/lib/obj.h"
#include "tests/lib/rtnl.h"
#include "tests/lib/said.h"

static void net(struct said *s, struct rawbpf_kernel *k, const char *words)
{
	said_run(s, k, "%s", words);
}

/* ---- something to list ---- */

static struct rawbpf_link *attach(int prog, const char *target)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	int err;

	memset(&d, 0, sizeof(d));
	err = rawbpf_attach(NULL, prog, target, NULL, &l, &d);
	ck_assert_msg(!err, "%s", d.msg);
	return l;
}

static void start(void)
{
	need_root();
	netns_enter();
	mountns_enter();
	netns_veth(-1);
}

START_TEST(an_xdp_program_is_listed_by_interface_and_mode)
{
	int prog;
	struct rawbpf_link *l;
	char begin[64];
	struct said s;

	start();
	prog = obj_returning("listed", BPF_PROG_TYPE_XDP, BPF_XDP, 2);
	l = attach(prog, "xdpgeneric:veth0");
	net(&s, rawbpf_kernel(), "rawbpf net show");
	ck_assert_msg(!s.code, "%s", s.err);
	snprintf(begin, sizeof(begin), "veth0(%u)  generic", if_nametoindex("veth0"));
	said_row(&s, begin, "id", obj_prog_id(prog));
	rawbpf_link_detach(l);
	net(&s, rawbpf_kernel(), "rawbpf net show");
	ck_assert_ptr_null(strstr(s.out, "veth0"));
	close(prog);
}
END_TEST

static int prog_attach(int prog, const char *device, uint32_t type)
{
	struct bpf_attr_prog_attach a;

	memset(&a, 0, sizeof(a));
	a.target_ifindex = if_nametoindex(device);
	a.attach_bpf_fd = prog;
	a.attach_type = type;
	return kernel_prog_attach(rawbpf_kernel(), &a);
}

START_TEST(programs_of_tcx_are_listed_and_taken_off_from_the_end)
{
	int first, second;
	struct said s;

	need_kernel(6, 6);
	start();
	first = obj_returning("listed", BPF_PROG_TYPE_SCHED_CLS, BPF_TCX_EGRESS, -1);
	second = obj_returning("listed", BPF_PROG_TYPE_SCHED_CLS, BPF_TCX_EGRESS, -1);
	assert_ok(prog_attach(first, "veth1", BPF_TCX_EGRESS));
	assert_ok(prog_attach(second, "veth1", BPF_TCX_EGRESS));
	net(&s, rawbpf_kernel(), "rawbpf net");
	ck_assert_msg(!s.code, "%s", s.err);
	said_row(&s, "veth1(", "prog_id", obj_prog_id(first));
	net(&s, rawbpf_kernel(), "rawbpf net detach tcx_egress dev veth1");
	ck_assert_msg(!s.code, "%s", s.err);
	net(&s, rawbpf_kernel(), "rawbpf net show dev veth1");
	said_row(&s, "veth1(", "prog_id", obj_prog_id(first));
	net(&s, rawbpf_kernel(), "rawbpf net detach tcx_egress dev veth1");
	ck_assert_msg(!s.code, "%s", s.err);
	net(&s, rawbpf_kernel(), "rawbpf net detach tcx_egress dev veth1");
	ck_assert_int_eq(s.code, EXIT_NOT_FOUND);
	close(first);
	close(second);
}
END_TEST

/* Requests of our own, to rtnetlink and tc: their numbers stand here for themselves. */
enum {
	QDISC_NEW = 36, FILTER_NEW = 44, LINK_NEW = 16, CREATE = 0x600, LINK_NAME = 3, LINK_INFO = 18,
	LINK_KIND = 1, KIND = 1, OPTIONS = 2, BPF_FD = 6, BPF_NAME = 7, BPF_FLAGS = 8, DIRECT_ACTION = 1,
};

/* A pair; the one with the name is the primary end. Where the other end is does not matter. */
static int make_netkit(const char *name)
{
	uint8_t body[16]; /* struct ifinfomsg, all zero */
	struct rtnl m;
	size_t nest;

	memset(body, 0, sizeof(body));
	rtnl_begin(&m, LINK_NEW, CREATE, body, sizeof(body));
	rtnl_put_string(&m, LINK_NAME, name);
	nest = rtnl_nest(&m, LINK_INFO);
	rtnl_put_string(&m, LINK_KIND, "netkit");
	rtnl_nest_end(&m, nest);
	return rtnl_send(&m);
}

START_TEST(netkit_programs_are_listed_at_the_end_that_owns_them)
{
	int primary, peer, err;
	struct said s;

	need_kernel(6, 7);
	start();
	err = make_netkit("kit0");
	skip_unless(err != -EOPNOTSUPP, "the kernel has no netkit");
	assert_ok(err);
	primary = obj_returning("listed", BPF_PROG_TYPE_SCHED_CLS, BPF_NETKIT_PRIMARY, 0);
	peer = obj_returning("listed", BPF_PROG_TYPE_SCHED_CLS, BPF_NETKIT_PEER, 0);
	assert_ok(prog_attach(primary, "kit0", BPF_NETKIT_PRIMARY));
	assert_ok(prog_attach(peer, "kit0", BPF_NETKIT_PEER));
	net(&s, rawbpf_kernel(), "rawbpf net");
	ck_assert_msg(!s.code && !*s.err, "%s", s.err);
	said_row(&s, "  netkit/primary", "prog_id", obj_prog_id(primary));
	said_row(&s, "  netkit/peer", "prog_id", obj_prog_id(peer));
	close(primary);
	close(peer);
}
END_TEST

struct tc_body {
	uint8_t family, pad[3];
	int32_t ifindex;
	uint32_t handle, parent, info;
};

static void add_filter(int prog, const char *device)
{
	struct tc_body body;
	struct rtnl m;
	size_t nest;

	need_module("cls_bpf");
	memset(&body, 0, sizeof(body));
	body.ifindex = if_nametoindex(device);
	body.handle = 0xffff0000;
	body.parent = 0xfffffff1;
	rtnl_begin(&m, QDISC_NEW, CREATE, &body, sizeof(body));
	rtnl_put_string(&m, KIND, "clsact");
	assert_ok(rtnl_send(&m));
	body.handle = 0x11;
	body.parent = 0xfffffff2;
	body.info = 5 << 16 | htons(3 /* ETH_P_ALL */);
	rtnl_begin(&m, FILTER_NEW, CREATE, &body, sizeof(body));
	rtnl_put_string(&m, KIND, "bpf");
	nest = rtnl_nest(&m, OPTIONS);
	rtnl_put_u32(&m, BPF_FD, prog);
	rtnl_put_string(&m, BPF_NAME, "mine");
	rtnl_put_u32(&m, BPF_FLAGS, DIRECT_ACTION);
	rtnl_nest_end(&m, nest);
	assert_ok(rtnl_send(&m));
}

START_TEST(a_filter_is_listed_with_where_tc_finds_it)
{
	struct said s;
	int prog;

	start();
	prog = obj_returning("listed", BPF_PROG_TYPE_SCHED_CLS, 0, -1);
	add_filter(prog, "veth0");
	net(&s, rawbpf_kernel(), "rawbpf net");
	ck_assert_msg(!s.code, "%s", s.err);
	said_row(&s, "veth0(", "id", obj_prog_id(prog));
	ck_assert_msg(strstr(s.out, "clsact/ingress  name mine  id ") != NULL, "%s", s.out);
	ck_assert_msg(strstr(s.out, "  pref 5  handle 0x11") != NULL, "%s", s.out);
	close(prog);
}
END_TEST

START_TEST(hooks_of_the_namespace_are_listed_where_the_kernel_has_them)
{
	struct rawbpf_link *flow, *lookup;
	int dissector, lookup_prog;
	struct said s;

	start();
	dissector = obj_returning("listed", BPF_PROG_TYPE_FLOW_DISSECTOR, BPF_FLOW_DISSECTOR, 0);
	lookup_prog = obj_returning("listed", BPF_PROG_TYPE_SK_LOOKUP, BPF_SK_LOOKUP, 1);
	flow = attach(dissector, "flow_dissector:");
	lookup = attach(lookup_prog, "sk_lookup:");
	net(&s, rawbpf_kernel(), "rawbpf net");
	ck_assert_msg(!s.code, "%s", s.err);
	said_row(&s, "flow_dissector:\nname listed", "id", obj_prog_id(dissector));
	said_row(&s, "sk_lookup:\nname listed", "id", obj_prog_id(lookup_prog));
	rawbpf_link_detach(flow);
	rawbpf_link_detach(lookup);
	close(dissector);
	close(lookup_prog);
}
END_TEST

/* ---- each request failing in turn ---- */

/* One of each; TEXT and JSON: the keys of the program's id, NULL where its name has it. */
static const struct one {
	const char *target, *text, *json;
	bool on_interface;
	int type, attach_type, result, major, minor;
} all[] = {
	{ "xdpgeneric:veth0", "id", "id", true, BPF_PROG_TYPE_XDP, BPF_XDP, 2, 5, 10 },
	{ "tc/ingress:veth1,priority=5", "id", "id", true, BPF_PROG_TYPE_SCHED_CLS, 0, -1, 5, 10 },
	{ "tcx/ingress:veth0", "prog_id", "prog_id", true, BPF_PROG_TYPE_SCHED_CLS, BPF_TCX_INGRESS, -1, 6, 6 },
	{ "tcx/egress:veth1", "prog_id", "prog_id", true, BPF_PROG_TYPE_SCHED_CLS, BPF_TCX_EGRESS, -1, 6, 6 },
	{ "netkit/primary:kit0", "prog_id", "prog_id", true, BPF_PROG_TYPE_SCHED_CLS, BPF_NETKIT_PRIMARY, 0,
		6, 7 },
	{ "flow_dissector:", "id", "id", false, BPF_PROG_TYPE_FLOW_DISSECTOR, BPF_FLOW_DISSECTOR, 0, 5, 10 },
	{ "sk_lookup:", "id", "id", false, BPF_PROG_TYPE_SK_LOOKUP, BPF_SK_LOOKUP, 1, 5, 10 },
	{ "netfilter:ipv4/local_in,priority=-7", "prog_id", "id", false, BPF_PROG_TYPE_NETFILTER,
		BPF_NETFILTER, 1, 6, 4 },
	{ "lwt_xmit:10.8.0.0/24@veth0", NULL, NULL, false, BPF_PROG_TYPE_LWT_XMIT, 0, 0, 5, 10 },
	{ "lwt_xmit:fd08::/64@veth0", NULL, NULL, false, BPF_PROG_TYPE_LWT_XMIT, 0, 0, 5, 10 },
};

enum { ALL = sizeof(all) / sizeof(*all) };

/* What a kernel of this age lacks has been left out when it was built. */
static struct rawbpf_link *put(const struct one *o)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	char name[32];
	int prog, err;

	if (!kernel_is(o->major, o->minor) || (strstr(o->target, "kit0") && make_netkit("kit0")))
		return NULL;
	memset(&d, 0, sizeof(d));
	prog = obj_returning("listed", o->type, o->attach_type, o->result);
	err = rawbpf_attach(NULL, prog, o->target, NULL, &l, &d);
	ck_assert_msg(!err || err == -EOPNOTSUPP, "%s", d.msg);
	snprintf(name, sizeof(name), "listed:[%u]", obj_prog_id(prog));
	if (l && o->text)
		listing_number(o->text, o->json, obj_prog_id(prog), o->on_interface);
	else if (l)
		listing_name(name, false);
	close(prog);
	return l;
}

START_TEST(a_question_that_fails_never_ends_the_listing)
{
	struct rawbpf_link *l[ALL];
	int i;

	need_module("sch_ingress");
	need_module("cls_bpf");
	start();
	netns_veth_ipv6(-1);
	for (i = 0; i < ALL; i++)
		l[i] = put(&all[i]);
	listing_endures(_i);
	while (i--)
		rawbpf_link_detach(l[i]);
}
END_TEST

/* Either done or not; PROG is the id of a program of ours, other than the one that `before` puts there. */
static const struct change {
	const char *before, *words, *undo;
	unsigned int was, becomes; /* programs there */
	uint32_t prog_type, attach_type;
} changes[] = {
	{ NULL, "attach xdpgeneric id PROG dev veth0 overwrite", "detach xdpgeneric dev veth0", 0, 1,
		BPF_PROG_TYPE_XDP, BPF_XDP },
	{ "attach xdpgeneric id OTHER dev veth0", "attach xdpgeneric id PROG dev veth0 overwrite",
		"detach xdpgeneric dev veth0", 1, 1, BPF_PROG_TYPE_XDP, BPF_XDP },
	{ "attach xdpgeneric id OTHER dev veth0", "detach xdpgeneric dev veth0", NULL, 1, 0,
		BPF_PROG_TYPE_XDP, BPF_XDP },
	{ NULL, "attach tcx_ingress id PROG dev veth0", "detach tcx_ingress dev veth0", 0, 1,
		BPF_PROG_TYPE_SCHED_CLS, BPF_TCX_INGRESS },
	{ "attach tcx_egress id OTHER dev veth0", "attach tcx_egress id PROG dev veth0 prepend",
		"detach tcx_egress dev veth0", 1, 2, BPF_PROG_TYPE_SCHED_CLS, BPF_TCX_EGRESS },
	{ "attach tcx_egress id OTHER dev veth0", "detach tcx_egress dev veth0", NULL, 1, 0,
		BPF_PROG_TYPE_SCHED_CLS, BPF_TCX_EGRESS },
};

static void type(struct said *s, struct rawbpf_kernel *k, const char *words, uint32_t prog, uint32_t other)
{
	const char *at = strstr(words, " PROG "), *before = strstr(words, " OTHER ");
	char line[128];

	if (at || before)
		snprintf(line, sizeof(line), "rawbpf net %.*s %u %s",
			(int)((at ? at : before) - words), words, at ? prog : other,
			at ? at + 6 : before + 7);
	else
		snprintf(line, sizeof(line), "rawbpf net %s", words);
	net(s, k, line);
}

/* How many are there, and which is the first. */
static unsigned int programs(uint32_t attach_type, uint32_t *first)
{
	struct bpf_attr_prog_query a;
	uint32_t ids[4] = { 0 };

	if (attach_type == BPF_XDP) {
		*first = netns_xdp_id("veth0");
		return *first != 0;
	}
	memset(&a, 0, sizeof(a));
	a.target_ifindex = if_nametoindex("veth0");
	a.attach_type = attach_type;
	a.prog_ids = kernel_ptr(ids);
	a.prog_cnt = 4;
	assert_ok(kernel_prog_query(rawbpf_kernel(), &a));
	*first = ids[0];
	return a.prog_cnt;
}

static bool change_fails(const struct change *c, uint32_t prog, uint32_t other, unsigned int at, int err)
{
	struct fault fault;
	uint32_t first;
	struct said s;
	unsigned int n;

	if (c->before)
		type(&s, rawbpf_kernel(), c->before, prog, other);
	fault_init(&fault, at, err);
	type(&s, &fault.kernel, c->words, prog, other);
	ck_assert_msg(!s.code || *s.err, "request %u: code %d", at, s.code);
	ck_assert_msg(!s.code || fault.hit, "%s", s.err);
	n = programs(c->attach_type, &first);
	ck_assert_msg(n == (s.code ? c->was : c->becomes),
		"%s: request %u failing with %d: code %d (%s), and %u are there", c->words, at, err,
		s.code, s.err, n);
	if (n)
		ck_assert_msg(first == (!s.code && strstr(c->words, " PROG ") ? prog : other),
			"%s: request %u failing with %d: code %d, and program %u is there, ours being %u", c->words,
			at, err, s.code, first, prog);
	while (programs(c->attach_type, &first))
		type(&s, rawbpf_kernel(), c->undo ? c->undo : c->words, prog, other);
	return fault.hit;
}

START_TEST(attaching_and_taking_off_leave_nothing_half_done)
{
	const struct change *c = &changes[_i];
	uint32_t attach_type = c->attach_type == BPF_XDP ? BPF_XDP : 0;
	struct kernel_ids ids;
	unsigned int at;
	const int *err;
	struct fds fds;
	int prog, other;

	if (!attach_type)
		need_kernel(6, 6);
	start();
	prog = obj_returning("listed", c->prog_type, attach_type, 2);
	other = obj_returning("listed", c->prog_type, attach_type, 2);
	kernel_ids_take(&ids);
	fds_take(&fds);
	for (err = fault_errors(); *err; err++) {
		for (at = 1; change_fails(c, obj_prog_id(prog), obj_prog_id(other), at, *err); at++)
			fds_same(&fds);
		ck_assert_int_gt(at, 2);
	}
	kernel_ids_same(&ids);
	close(prog);
	close(other);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("net");
	TCase *t = tcase_create("listing");

	tcase_set_timeout(t, 300);
	tcase_add_test(t, an_xdp_program_is_listed_by_interface_and_mode);
	tcase_add_test(t, programs_of_tcx_are_listed_and_taken_off_from_the_end);
	tcase_add_test(t, netkit_programs_are_listed_at_the_end_that_owns_them);
	tcase_add_test(t, a_filter_is_listed_with_where_tc_finds_it);
	tcase_add_test(t, hooks_of_the_namespace_are_listed_where_the_kernel_has_them);
	tcase_add_loop_test(t, a_question_that_fails_never_ends_the_listing, 0, 2);
	tcase_add_loop_test(t, attaching_and_taking_off_leave_nothing_half_done, 0,
		sizeof(changes) / sizeof(*changes));
	suite_add_tcase(s, t);
	return s;
}
