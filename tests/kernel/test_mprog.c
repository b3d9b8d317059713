/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tcx and netkit: packets counted, passed and dropped, in the order that the programs ask for; and
 * the filter that stands in on older kernels.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <net/if.h>
#include <stdio.h>

#include "kernel/kernel.h"
#include "kernel/request.h"
#include "rawbpf.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/netns.h"
#include "tests/lib/wire.h"

/* What is at a place of veth0: ids in their order; returns how many. */
static uint32_t query(
	uint32_t attach_type, uint32_t ids[8], uint32_t link_ids[8], uint64_t *revision)
{
	struct bpf_attr_prog_query q;

	memset(&q, 0, sizeof(q));
	q.target_ifindex = if_nametoindex("veth0");
	q.attach_type = attach_type;
	q.prog_ids = kernel_ptr(ids);
	q.link_ids = kernel_ptr(link_ids);
	q.count = ids ? 8 : 0;
	assert_ok(kernel_prog_query(rawbpf_kernel(), &q));
	if (revision)
		*revision = q.revision;
	return q.count;
}

static void need_tcx(struct wire *w)
{
	need_root();
	need_kernel(6, 6);
	wire_open(w);
}

static struct rawbpf_object *tcx(const char *verdict, struct rawbpf_kernel *k)
{
	return wire_load("progs/tcx", "verdict", verdict, k);
}

static void tcx_drops(const char *words, struct rawbpf_kernel *k, const char *how)
{
	struct rawbpf_object *o;
	struct rawbpf_link *in, *out;
	char target[64];
	struct wire w;

	need_tcx(&w);
	o = tcx("TCX_DROP", k);
	snprintf(target, sizeof(target), "tcx/ingress:veth0%s", words);
	in = wire_attach(o, "tcx_in", target);
	ck_assert_str_eq(rawbpf_link_how(in), how);
	ck_assert_int_eq(wire_in(&w, 4), 0);
	ck_assert_uint_eq(wire_packets(o, "in"), 4);
	ck_assert_int_eq(wire_out(&w, 4), 4);
	snprintf(target, sizeof(target), "veth0%s", words);
	out = wire_attach(o, "tcx_out", target);
	ck_assert_int_eq(wire_out(&w, 4), 0);
	assert_ok(rawbpf_link_detach(in));
	ck_assert_int_eq(wire_in(&w, 4), 4);
	assert_ok(rawbpf_link_detach(out));
	ck_assert_int_eq(wire_out(&w, 4), 4);
	ck_assert_uint_eq(query(BPF_TCX_INGRESS, NULL, NULL, NULL), 0);
	ck_assert_uint_eq(query(BPF_TCX_EGRESS, NULL, NULL, NULL), 0);
	rawbpf_object_close(o);
}

START_TEST(tcx_drops_by_link)
{
	tcx_drops("", NULL, "bpf_link");
}
END_TEST

START_TEST(tcx_drops_by_prog_attach_where_that_is_asked_for)
{
	tcx_drops(",nolink", NULL, "PROG_ATTACH");
}
END_TEST

START_TEST(tcx_without_bpf_link_falls_back_to_prog_attach)
{
	struct fault old;

	fault_init(&old, 0, 0);
	old.refuse = fault_no_links;
	tcx_drops("", &old.kernel, "PROG_ATTACH");
}
END_TEST

START_TEST(tcx_programs_stand_where_they_ask_to)
{
	struct rawbpf_object *o[4];
	uint32_t ids[8] = { 0 }, link_ids[8] = { 0 }, i;
	char target[80];
	struct wire w;

	need_tcx(&w);
	for (i = 0; i < 4; i++)
		o[i] = tcx(i == 3 ? "TCX_PASS" : "TCX_NEXT", NULL);
	wire_attach(o[0], "tcx_in", "tcx/ingress:veth0");
	wire_attach(o[1], "tcx_in", "tcx/ingress:veth0,before");
	snprintf(target, sizeof(target), "veth0,before=%u", wire_prog_id(o[0], "tcx_in"));
	wire_attach(o[2], "tcx_in", target);
	query(BPF_TCX_INGRESS, ids, link_ids, NULL);
	snprintf(target, sizeof(target), "veth0,nolink,after=link:%u", link_ids[0]);
	wire_attach(o[3], "tcx_in", target);
	ck_assert_uint_eq(query(BPF_TCX_INGRESS, ids, link_ids, NULL), 4);
	ck_assert_uint_eq(ids[0], wire_prog_id(o[1], "tcx_in"));
	ck_assert_uint_eq(ids[1], wire_prog_id(o[3], "tcx_in"));
	ck_assert_uint_eq(ids[2], wire_prog_id(o[2], "tcx_in"));
	ck_assert_uint_eq(ids[3], wire_prog_id(o[0], "tcx_in"));
	ck_assert_int_eq(wire_in(&w, 3), 3);
	ck_assert_uint_eq(wire_packets(o[1], "in"), 3);
	ck_assert_uint_eq(wire_packets(o[3], "in"), 3);
	ck_assert_uint_eq(wire_packets(o[2], "in"), 0);
	for (i = 0; i < 4; i++)
		rawbpf_object_close(o[i]);
	ck_assert_uint_eq(query(BPF_TCX_INGRESS, NULL, NULL, NULL), 0);
}
END_TEST

START_TEST(tcx_attaches_only_at_the_revision_that_is_expected)
{
	struct rawbpf_object *o;
	uint64_t revision;
	char target[80];
	struct wire w;

	need_tcx(&w);
	o = tcx("TCX_DROP", NULL);
	assert_ok(rawbpf_link_detach(wire_attach(o, "tcx_in", "tcx/ingress:veth0")));
	query(BPF_TCX_INGRESS, NULL, NULL, &revision);
	snprintf(target, sizeof(target), "veth0,revision=%llu", (unsigned long long)revision + 1);
	wire_refused(o, "tcx_in", target, -ESTALE, "has changed since the revision");
	snprintf(target, sizeof(target), "veth0,revision=%llu", (unsigned long long)revision);
	wire_attach(o, "tcx_in", target);
	ck_assert_int_eq(wire_in(&w, 3), 0);
	wire_refused(o, "tcx_in", target, -ESTALE, "has changed since the revision");
	wire_refused(o, "tcx_in", "veth0", -EEXIST, "this program is there already");
	rawbpf_object_close(o);
}
END_TEST

START_TEST(tcx_takes_the_place_of_the_program_expected_only)
{
	struct rawbpf_object *o, *other;
	uint32_t ids[8] = { 0 }, link_ids[8] = { 0 };
	struct rawbpf_link *first;
	char target[80], words[80];
	struct wire w;

	need_tcx(&w);
	o = tcx("TCX_DROP", NULL);
	other = tcx("TCX_NEXT", NULL);
	snprintf(target, sizeof(target), "veth0,replace=%u", wire_prog_id(other, "tcx_in"));
	wire_refused(o, "tcx_in", target, -ENOENT, "to replace, is not there");
	first = wire_attach(other, "tcx_in", "veth0");
	query(BPF_TCX_INGRESS, ids, link_ids, NULL);
	snprintf(words, sizeof(words), "of link %u: rawbpf link update id %u PROG", link_ids[0],
		link_ids[0]);
	wire_refused(o, "tcx_in", target, -EBUSY, words);
	assert_ok(rawbpf_link_detach(first));
	first = wire_attach(other, "tcx_in", "veth0,nolink");
	ck_assert_int_eq(wire_in(&w, 3), 3);
	ck_assert_str_eq(rawbpf_link_how(wire_attach(o, "tcx_in", target)), "PROG_ATTACH");
	ck_assert_int_eq(wire_in(&w, 3), 0);
	assert_err(rawbpf_link_detach(first), -ENOENT);
	ck_assert_int_eq(wire_in(&w, 3), 0);
	rawbpf_object_close(o);
	ck_assert_int_eq(wire_in(&w, 3), 3);
	rawbpf_object_close(other);
}
END_TEST

START_TEST(what_stays_of_tcx_can_be_left_and_a_link_cannot)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	struct wire w;

	need_tcx(&w);
	o = tcx("TCX_DROP", NULL);
	memset(&d, 0, sizeof(d));
	assert_err(
		rawbpf_link_pin(wire_attach(o, "tcx_in", "veth0,nolink"), "/x", &d), -EOPNOTSUPP);
	assert_err(rawbpf_link_leave(wire_attach(o, "tcx_out", "veth0")), -EOPNOTSUPP);
	assert_ok(rawbpf_link_leave(rawbpf_object_next_link(o, rawbpf_object_next_link(o, NULL))));
	rawbpf_object_close(o);
	ck_assert_int_eq(wire_in(&w, 3), 0);
	ck_assert_int_eq(wire_out(&w, 3), 3);
}
END_TEST

START_TEST(places_for_other_programs_are_named)
{
	struct rawbpf_object *o;
	struct fds fds;
	struct wire w;

	need_tcx(&w);
	o = tcx("TCX_DROP", NULL);
	fds_take(&fds);
	wire_refused(
		o, "tcx_in", "nosuch0", -ENODEV, "tcx/ingress:nosuch0: no such network interface");
	wire_refused(o, "tcx_in", "tcx/ingress:", -EINVAL, "name an interface");
	wire_refused(o, "tcx_in", "veth0,before=4294967295", -ENOENT, "to go beside");
	wire_refused(o, "tcx_in", "veth0,after=link:4294967295", -ENOENT, "to go beside");
	fds_same(&fds);
	rawbpf_object_close(o);
}
END_TEST

/* ---- older kernels ---- */

/* Attach types that end before tcx are -EINVAL to each of these. */
static int no_tcx(const struct rawbpf_request *r)
{
	return r->call == CALL_BPF &&
			       (r->command == BPF_LINK_CREATE || r->command == BPF_PROG_ATTACH ||
				       r->command == BPF_PROG_QUERY)
		       ? -EINVAL
		       : 0;
}

START_TEST(before_tcx_a_filter_of_clsact_does_it)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct fault old;
	struct wire w;

	need_root();
	need_module("sch_ingress");
	need_module("cls_bpf");
	wire_open(&w);
	fault_init(&old, 0, 0);
	old.refuse = no_tcx;
	o = tcx("TCX_DROP", &old.kernel);
	l = wire_attach(o, "tcx_in", "tcx/ingress:veth0");
	ck_assert_str_eq(rawbpf_link_how(l), "clsact filter, as before 6.6");
	ck_assert_int_eq(wire_in(&w, 3), 0);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(wire_in(&w, 3), 3);
	wire_attach(o, "tcx_out", "tcx/egress:veth0");
	ck_assert_int_eq(wire_out(&w, 3), 0);
	wire_refused(o, "tcx_in", "veth0,before", -EOPNOTSUPP, "came with 6.6");
	wire_refused(o, "tcx_in", "veth0,revision=1", -EOPNOTSUPP, "came with 6.6");
	rawbpf_object_close(o);
}
END_TEST

static int wrong(const struct rawbpf_request *r)
{
	return r->command == BPF_PROG_QUERY ? 0 : no_tcx(r);
}

START_TEST(a_wrong_request_is_not_taken_for_an_older_kernel)
{
	struct rawbpf_object *o;
	struct fault fault;
	struct wire w;

	need_tcx(&w);
	fault_init(&fault, 0, 0);
	fault.refuse = wrong;
	o = tcx("TCX_DROP", &fault.kernel);
	wire_refused(o, "tcx_in", "veth0", -EINVAL, "refused: Invalid argument");
	ck_assert_int_eq(wire_in(&w, 3), 3);
	rawbpf_object_close(o);
}
END_TEST

/* This kernel as it is: it has tcx, or a filter does it. */
START_TEST(tcx_drops_on_every_kernel)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct wire w;

	need_root();
	need_module("sch_ingress");
	need_module("cls_bpf");
	wire_open(&w);
	o = tcx("TCX_DROP", NULL);
	l = wire_attach(o, "tcx_in", "tcx/ingress:veth0");
	ck_assert_str_eq(
		rawbpf_link_how(l), kernel_is(6, 6) ? "bpf_link" : "clsact filter, as before 6.6");
	ck_assert_int_eq(wire_in(&w, 3), 0);
	rawbpf_object_close(o);
	ck_assert_int_eq(wire_in(&w, 3), 3);
}
END_TEST

START_TEST(a_kernel_without_netkit_is_told_the_first_that_has_it)
{
	struct rawbpf_object *o;
	struct fault old;
	struct wire w;

	need_root();
	wire_open(&w);
	fault_init(&old, 0, 0);
	old.refuse = no_tcx;
	o = wire_load("progs/netkit", NULL, NULL, &old.kernel);
	wire_refused(o, "to_peer", "netkit/primary:veth0", -EOPNOTSUPP, "came with 6.7");
	rawbpf_object_close(o);
}
END_TEST

/* ---- netkit ---- */

static void netkit_drops(const char *words, struct rawbpf_kernel *k, const char *how)
{
	struct rawbpf_object *o;
	struct rawbpf_link *to, *from;
	char target[64];
	struct wire w;

	need_root();
	need_kernel(6, 7);
	wire_open_netkit(&w);
	o = wire_load("progs/netkit", "verdict", "NETKIT_DROP", k);
	ck_assert_int_eq(wire_out(&w, 3), 3);
	ck_assert_int_eq(wire_in(&w, 3), 3);
	snprintf(target, sizeof(target), "netkit/primary:veth0%s", words);
	to = wire_attach(o, "to_peer", target);
	ck_assert_str_eq(rawbpf_link_how(to), how);
	ck_assert_int_eq(wire_out(&w, 3), 0);
	ck_assert_int_eq(wire_in(&w, 3), 3);
	ck_assert_uint_eq(wire_packets(o, "to"), 3);
	snprintf(target, sizeof(target), "netkit/peer:veth0%s", words);
	from = wire_attach(o, "from_peer", target);
	ck_assert_int_eq(wire_in(&w, 3), 0);
	ck_assert_uint_eq(wire_packets(o, "from"), 3);
	assert_ok(rawbpf_link_detach(to));
	ck_assert_int_eq(wire_out(&w, 3), 3);
	assert_ok(rawbpf_link_detach(from));
	ck_assert_int_eq(wire_in(&w, 3), 3);
	rawbpf_object_close(o);
}

START_TEST(netkit_drops_at_both_ends_by_link)
{
	netkit_drops("", NULL, "bpf_link");
}
END_TEST

START_TEST(netkit_drops_at_both_ends_by_prog_attach)
{
	netkit_drops(",nolink", NULL, "PROG_ATTACH");
}
END_TEST

START_TEST(netkit_programs_stand_where_they_ask_to)
{
	struct rawbpf_object *o, *drop;
	struct rawbpf_link *l;
	char target[64];
	struct wire w;

	need_root();
	need_kernel(6, 7);
	wire_open_netkit(&w);
	o = wire_load("progs/netkit", "verdict", "NETKIT_NEXT", NULL);
	drop = wire_load("progs/netkit", "verdict", "NETKIT_DROP", NULL);
	wire_attach(drop, "to_peer", "veth0");
	l = wire_attach(o, "to_peer", "veth0");
	ck_assert_int_eq(wire_out(&w, 3), 0);
	ck_assert_uint_eq(wire_packets(o, "to"), 0);
	rawbpf_link_detach(l);
	snprintf(target, sizeof(target), "veth0,before=%u", wire_prog_id(drop, "to_peer"));
	wire_attach(o, "to_peer", target);
	ck_assert_int_eq(wire_out(&w, 3), 0);
	ck_assert_uint_eq(wire_packets(o, "to"), 3);
	rawbpf_object_close(o);
	rawbpf_object_close(drop);
}
END_TEST

START_TEST(an_interface_that_is_no_netkit_or_its_peer_is_refused)
{
	struct rawbpf_object *o;
	struct wire w;

	need_root();
	need_kernel(6, 7);
	wire_open_netkit(&w);
	o = wire_load("progs/netkit", NULL, NULL, NULL);
	wire_refused(o, "to_peer", "lo", -ENXIO, "this interface is no netkit");
	netns_switch(w.peer);
	wire_refused(o, "from_peer", "netkit/peer:veth1", -EACCES, "name the primary interface");
	rawbpf_object_close(o);
}
END_TEST

/* ---- every request may fail ---- */

static bool try_once(struct rawbpf_object *o, const char *target, unsigned int n, int err)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	struct fault fault;

	fault_init(&fault, n, err);
	memset(&d, 0, sizeof(d));
	err = rawbpf_attach(&fault.kernel, rawbpf_prog_fd(rawbpf_object_prog(o, "tcx_in")), target,
		NULL, &l, &d);
	ck_assert(!err || *d.msg);
	if (err)
		ck_assert_uint_eq(query(BPF_TCX_INGRESS, NULL, NULL, NULL), 0);
	else if (rawbpf_link_detach(l))
		assert_ok(kernel_prog_detach(rawbpf_kernel(),
			&(struct bpf_attr_prog_attach){ .target_ifindex = if_nametoindex("veth0"),
				.attach_type = BPF_TCX_INGRESS,
				.attach_bpf_fd =
					rawbpf_prog_fd(rawbpf_object_prog(o, "tcx_in")) }));
	ck_assert_uint_eq(query(BPF_TCX_INGRESS, NULL, NULL, NULL), 0);
	return fault.hit;
}

static void every_request_may_fail(const char *target, unsigned int least)
{
	struct rawbpf_object *o;
	struct fds fds;
	struct wire w;
	unsigned int n;
	const int *err;

	need_tcx(&w);
	o = tcx("TCX_NEXT", NULL);
	fds_take(&fds);
	for (err = fault_errors(); *err; err++) {
		for (n = 1; try_once(o, target, n, *err); n++)
			;
		ck_assert_uint_gt(n, least);
	}
	fds_same(&fds);
	rawbpf_object_close(o);
}

START_TEST(half_a_tcx_link_is_taken_back)
{
	every_request_may_fail("tcx/ingress:veth0", 3);
}
END_TEST

START_TEST(half_a_tcx_program_is_taken_back)
{
	every_request_may_fail("tcx/ingress:veth0,nolink", 4);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("mprog");
	TCase *t = tcase_create("order");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, tcx_drops_by_link);
	tcase_add_test(t, tcx_drops_by_prog_attach_where_that_is_asked_for);
	tcase_add_test(t, tcx_without_bpf_link_falls_back_to_prog_attach);
	tcase_add_test(t, tcx_programs_stand_where_they_ask_to);
	tcase_add_test(t, tcx_attaches_only_at_the_revision_that_is_expected);
	tcase_add_test(t, tcx_takes_the_place_of_the_program_expected_only);
	tcase_add_test(t, what_stays_of_tcx_can_be_left_and_a_link_cannot);
	tcase_add_test(t, places_for_other_programs_are_named);
	tcase_add_test(t, before_tcx_a_filter_of_clsact_does_it);
	tcase_add_test(t, a_wrong_request_is_not_taken_for_an_older_kernel);
	tcase_add_test(t, tcx_drops_on_every_kernel);
	tcase_add_test(t, a_kernel_without_netkit_is_told_the_first_that_has_it);
	tcase_add_test(t, netkit_drops_at_both_ends_by_link);
	tcase_add_test(t, netkit_drops_at_both_ends_by_prog_attach);
	tcase_add_test(t, netkit_programs_stand_where_they_ask_to);
	tcase_add_test(t, an_interface_that_is_no_netkit_or_its_peer_is_refused);
	tcase_add_test(t, half_a_tcx_link_is_taken_back);
	tcase_add_test(t, half_a_tcx_program_is_taken_back);
	suite_add_tcase(s, t);
	return s;
}
