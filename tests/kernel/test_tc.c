/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Filters and actions of traffic control: packets counted and dropped, in the order of priorities;
 * what is another's stays, also the clsact, and what is ours goes.
 */
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>

#include "kernel/request.h"
#include "rawbpf.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/netns.h"
#include "tests/lib/obj.h"
#include "tests/lib/rtnl.h"
#include "tests/lib/wire.h"

/* As rtnl.c has it: nothing of what is tested. */
enum {
	RTM_NEWQDISC = 36,
	RTM_DELQDISC = 37,
	RTM_GETQDISC = 38,
	RTM_NEWTFILTER = 44,
	RTM_DELTFILTER = 45,
	RTM_GETTFILTER = 46,
	RTM_NEWCHAIN = 100,
	NLM_F_CREATE_EXCL = 0x600,
	TCA_KIND = 1,
	TCA_OPTIONS = 2,
	TCA_BPF_FD = 6,
	TCA_BPF_NAME = 7,
	TCA_CHAIN = 11,
	PARENT_QDISC = 0xfffffff1,
	PARENT_INGRESS = 0xfffffff2,
	HANDLE_QDISC = 0xffff0000,
	ETH_P_ALL = 3,
	ETH_P_IP = 0x800,
};

struct tcmsg {
	uint8_t family, pad[3];
	int32_t ifindex;
	uint32_t handle, parent, info;
};

static struct tcmsg at(uint32_t parent, uint32_t handle, uint32_t priority)
{
	struct tcmsg t = { 0, { 0 }, (int32_t)if_nametoindex("veth0"), handle, parent, 0 };

	t.info = priority ? priority << 16 | htons(ETH_P_ALL) : 0;
	return t;
}

static int qdisc(uint16_t type, uint16_t flags, const char *kind)
{
	struct tcmsg t = at(PARENT_QDISC, HANDLE_QDISC, 0);
	struct rtnl m;
	char have[4];

	rtnl_begin(&m, type, flags, &t, sizeof(t));
	rtnl_put_string(&m, TCA_KIND, kind);
	return type == RTM_GETQDISC ? rtnl_ask(&m, sizeof(t), TCA_KIND, have, sizeof(have))
				    : rtnl_send(&m);
}

static bool has_clsact(void)
{
	return !qdisc(RTM_GETQDISC, 0, "clsact");
}

static bool has_filter(uint32_t priority, uint32_t handle, uint32_t chain)
{
	struct tcmsg t = at(PARENT_INGRESS, handle, priority);
	struct rtnl m;
	char have[4];

	rtnl_begin(&m, RTM_GETTFILTER, 0, &t, sizeof(t));
	rtnl_put_string(&m, TCA_KIND, "bpf");
	rtnl_put_u32(&m, TCA_CHAIN, chain);
	return !rtnl_ask(&m, sizeof(t), TCA_KIND, have, sizeof(have));
}

/* An object that counts, and drops what is sent to the port of the wire. */
static struct rawbpf_object *counting(void)
{
	return wire_load("progs/tc_filter", NULL, NULL, NULL);
}

static struct rawbpf_object *dropping(void)
{
	return wire_load("progs/tc_filter", "drop_port", "4000", NULL);
}

static void open_wire(struct wire *w)
{
	need_root();
	need_module("sch_ingress");
	need_module("cls_bpf");
	wire_open(w);
}

START_TEST(a_filter_drops_what_arrives_until_it_is_detached)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct wire w;

	open_wire(&w);
	o = dropping();
	ck_assert_int_eq(wire_in(&w, 5), 5);
	l = wire_attach(o, "received", "tc/ingress:veth0");
	ck_assert_str_eq(rawbpf_link_how(l), "clsact filter");
	ck_assert_int_eq(wire_in(&w, 5), 0);
	ck_assert_uint_eq(wire_number(o, "dropped"), 5);
	ck_assert_int_eq(wire_out(&w, 5), 5);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(wire_in(&w, 5), 5);
	ck_assert(!has_clsact());
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_filter_drops_what_leaves_until_it_is_detached)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct wire w;

	open_wire(&w);
	o = dropping();
	ck_assert_int_eq(wire_out(&w, 5), 5);
	l = wire_attach(o, "sent", "veth0");
	ck_assert_int_eq(wire_out(&w, 5), 0);
	ck_assert_uint_eq(wire_packets(o, "out"), 5);
	ck_assert_int_eq(wire_in(&w, 5), 5);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(wire_out(&w, 5), 5);
	ck_assert(!has_clsact());
	rawbpf_object_close(o);
}
END_TEST

START_TEST(sections_of_older_loaders_are_told_the_direction)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct wire w;

	open_wire(&w);
	o = obj_open(BUILD "/progs/tc_filter.bpf.o", NULL);
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "older"), true);
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "either"), true);
	assert_ok(rawbpf_global_set(o, "drop_port", "4000", NULL));
	obj_load(o);
	l = wire_attach(o, "older", "tc/ingress:veth0");
	wire_attach(o, "either", "tc:egress/veth0");
	ck_assert_int_eq(wire_in(&w, 5), 0);
	ck_assert_uint_eq(wire_packets(o, "out"), 5);
	ck_assert_int_eq(wire_out(&w, 5), 0);
	ck_assert_uint_eq(wire_packets(o, "out"), 10);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(wire_in(&w, 2), 2);
	wire_attach(o, "older", "ingress/veth0");
	ck_assert_int_eq(wire_in(&w, 2), 0);
	ck_assert_uint_eq(wire_number(o, "dropped"), 12);
	wire_refused(o, "older", "veth0", -EINVAL, "say which way");
	wire_refused(o, "older", NULL, -EINVAL,
		"give older=classifier:WHERE, WHERE being an interface behind ingress/ or egress/");
	rawbpf_object_close(o);
	ck_assert(!has_clsact());
}
END_TEST

START_TEST(filters_run_in_the_order_of_their_priorities)
{
	struct rawbpf_object *o, *drop;
	struct rawbpf_link *l;
	struct wire w;

	open_wire(&w);
	o = counting();
	drop = dropping();
	wire_attach(o, "received", "tc/ingress:veth0,priority=2,handle=0x30");
	ck_assert(has_filter(2, 0x30, 0));
	l = wire_attach(drop, "received", "tc/ingress:veth0,priority=3");
	ck_assert_int_eq(wire_in(&w, 3), 0);
	ck_assert_uint_eq(wire_packets(o, "in"), 3);
	assert_ok(rawbpf_link_detach(l));
	wire_attach(drop, "received", "tc/ingress:veth0,priority=1");
	ck_assert_int_eq(wire_in(&w, 3), 0);
	ck_assert_uint_eq(wire_packets(o, "in"), 3);
	rawbpf_object_close(drop);
	ck_assert(has_clsact());
	ck_assert_int_eq(wire_in(&w, 3), 3);
	ck_assert_uint_eq(wire_packets(o, "in"), 6);
	rawbpf_object_close(o);
	ck_assert(has_filter(2, 0x30, 0) == false);
}
END_TEST

START_TEST(filters_without_a_priority_run_last_and_the_newest_of_them_first)
{
	struct rawbpf_object *named, *older, *newer;
	struct wire w;

	open_wire(&w);
	named = counting();
	older = counting();
	newer = dropping();
	wire_attach(named, "received", "tc/ingress:veth0,priority=5");
	wire_attach(older, "received", "tc/ingress:veth0,handle=1");
	ck_assert(has_filter(0xc000, 1, 0));
	ck_assert_int_eq(wire_in(&w, 3), 3);
	wire_attach(newer, "received", "tc/ingress:veth0,handle=1");
	ck_assert(has_filter(0xbfff, 1, 0));
	ck_assert_int_eq(wire_in(&w, 3), 0);
	ck_assert_uint_eq(wire_packets(named, "in"), 6);
	ck_assert_uint_eq(wire_packets(older, "in"), 3);
	rawbpf_object_close(newer);
	rawbpf_object_close(older);
	rawbpf_object_close(named);
	ck_assert(!has_clsact());
}
END_TEST

START_TEST(a_filter_of_another_at_the_same_place_is_left_alone)
{
	struct rawbpf_object *o, *other;
	struct wire w;

	open_wire(&w);
	other = dropping();
	o = counting();
	wire_attach(other, "received", "tc/ingress:veth0,priority=2,handle=1");
	wire_refused(o, "received", "tc/ingress:veth0,priority=2,handle=1", -EEXIST,
		"another filter has this priority and handle, and is left alone");
	wire_refused(o, "received", "tc/ingress:veth0,priority=70000", -EINVAL,
		"priorities are 1 to 65535");
	wire_attach(o, "received", "tc/ingress:veth0,priority=2");
	rawbpf_object_close(o);
	ck_assert_int_eq(wire_in(&w, 3), 0);
	rawbpf_object_close(other);
	ck_assert(!has_clsact());
}
END_TEST

START_TEST(a_priority_that_a_filter_for_another_protocol_has_is_left_alone)
{
	struct rawbpf_object *o;
	struct tcmsg t;
	size_t options;
	struct rtnl m;
	struct wire w;

	open_wire(&w);
	o = counting();
	assert_ok(qdisc(RTM_NEWQDISC, NLM_F_CREATE_EXCL, "clsact"));
	t = at(PARENT_INGRESS, 0, 0);
	t.info = 8 << 16 | htons(ETH_P_IP);
	rtnl_begin(&m, RTM_NEWTFILTER, NLM_F_CREATE_EXCL, &t, sizeof(t));
	rtnl_put_string(&m, TCA_KIND, "bpf");
	options = rtnl_nest(&m, TCA_OPTIONS);
	rtnl_put_u32(&m, TCA_BPF_FD, rawbpf_prog_fd(rawbpf_object_prog(o, "received")));
	rtnl_put_string(&m, TCA_BPF_NAME, "anothers");
	rtnl_nest_end(&m, options);
	assert_ok(rtnl_send(&m));
	wire_refused(o, "received", "tc/ingress:veth0,priority=8", -EINVAL,
		"a filter of another kind or protocol has priority 8, and is left alone: choose another by "
		"priority=");
	ck_assert_int_eq(wire_in(&w, 3), 3);
	ck_assert_uint_eq(wire_packets(o, "in"), 3);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_filter_takes_the_place_of_the_one_expected_only)
{
	struct rawbpf_object *o, *other;
	struct rawbpf_link *first, *second;
	char target[80];
	struct wire w;

	open_wire(&w);
	other = counting();
	o = dropping();
	snprintf(target, sizeof(target), "tc/ingress:veth0,replace=%u",
		wire_prog_id(other, "received"));
	wire_refused(o, "received", target, -ENOENT, "no filter there has program");
	ck_assert(!has_clsact());
	first = wire_attach(other, "received", "tc/ingress:veth0,priority=9,handle=7");
	ck_assert_int_eq(wire_in(&w, 3), 3);
	second = wire_attach(o, "received", target);
	ck_assert(has_filter(9, 7, 0));
	ck_assert_int_eq(wire_in(&w, 3), 0);
	ck_assert_uint_eq(wire_packets(other, "in"), 3);
	assert_err(rawbpf_link_detach(first), -ENOENT);
	ck_assert_int_eq(wire_in(&w, 3), 0);
	assert_ok(rawbpf_link_detach(second));
	ck_assert(!has_filter(9, 7, 0));
	rawbpf_object_close(o);
	rawbpf_object_close(other);
}
END_TEST

START_TEST(a_filter_of_a_chain_waits_for_one_that_goes_there)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct wire w;

	open_wire(&w);
	o = dropping();
	l = wire_attach(o, "received", "tc/ingress:veth0,chain=5,priority=1,handle=2");
	ck_assert(has_filter(1, 2, 5));
	ck_assert_int_eq(wire_in(&w, 3), 3);
	assert_ok(rawbpf_link_detach(l));
	ck_assert(!has_clsact());
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_clsact_that_was_there_stays)
{
	struct rawbpf_object *o;
	struct wire w;

	open_wire(&w);
	assert_ok(qdisc(RTM_NEWQDISC, NLM_F_CREATE_EXCL, "clsact"));
	o = dropping();
	wire_attach(o, "received", "tc/ingress:veth0");
	ck_assert_int_eq(wire_in(&w, 3), 0);
	rawbpf_object_close(o);
	ck_assert_int_eq(wire_in(&w, 3), 3);
	ck_assert(has_clsact());
}
END_TEST

/* What `tc filter del dev veth0 ingress` does. */
static void drop_filters(void)
{
	struct tcmsg t = at(PARENT_INGRESS, 0, 0);
	struct rtnl m;

	rtnl_begin(&m, RTM_DELTFILTER, 0, &t, sizeof(t));
	assert_ok(rtnl_send(&m));
}

START_TEST(a_clsact_goes_when_another_has_deleted_the_filter)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct wire w;

	open_wire(&w);
	o = dropping();
	l = wire_attach(o, "received", "tc/ingress:veth0");
	drop_filters();
	ck_assert(has_clsact());
	assert_ok(rawbpf_link_detach(l));
	ck_assert(!has_clsact());
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_clsact_is_handed_over_when_another_has_deleted_the_filter)
{
	struct rawbpf_object *o;
	struct rawbpf_link *in, *out;
	struct wire w;

	open_wire(&w);
	o = dropping();
	in = wire_attach(o, "received", "tc/ingress:veth0");
	out = wire_attach(o, "sent", "tc/egress:veth0");
	drop_filters();
	assert_ok(rawbpf_link_detach(in));
	ck_assert(has_clsact());
	assert_ok(rawbpf_link_detach(out));
	ck_assert(!has_clsact());
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_clsact_that_another_has_deleted_is_gone)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct wire w;

	open_wire(&w);
	o = dropping();
	l = wire_attach(o, "received", "tc/ingress:veth0");
	assert_ok(qdisc(RTM_DELQDISC, 0, "clsact"));
	assert_ok(rawbpf_link_detach(l));
	l = wire_attach(o, "received", "tc/ingress:veth0");
	assert_ok(rawbpf_link_detach(l));
	ck_assert(!has_clsact());
	rawbpf_object_close(o);
}
END_TEST

/* A kernel in which something changes during each of so many dumps, so that nothing is told. */
struct restless {
	struct rawbpf_kernel kernel;
	int changes;
};

static long answer_less(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	enum { NLMSG_DONE = 3, NLM_F_MULTI_INTR = 0x12 };
	struct { uint32_t size; uint16_t type, flags; uint32_t seq, port, error; } end;
	struct restless *f = (struct restless *)k;
	const struct call_read *c = r->attr;
	long n = rawbpf_kernel()->ask(rawbpf_kernel(), r);

	memset(&end, 0, sizeof(end));
	memcpy(&end, r->call == CALL_READ ? c->bytes : &end, sizeof(end));
	if (!(end.flags & 2) || !f->changes)
		return n;
	f->changes--;
	end.size = sizeof(end);
	end.type = NLMSG_DONE;
	end.flags = NLM_F_MULTI_INTR;
	end.error = 0;
	memcpy(c->bytes, &end, sizeof(end));
	return sizeof(end);
}

START_TEST(what_is_in_a_clsact_is_asked_for_until_nothing_changes)
{
	struct restless k = { { answer_less }, 3 };
	struct rawbpf_object *o, *other;
	struct rawbpf_link *l;
	struct wire w;

	open_wire(&w);
	o = wire_load("progs/tc_filter", NULL, NULL, &k.kernel);
	other = dropping();
	l = wire_attach(o, "received", "tc/ingress:veth0");
	wire_attach(other, "received", "tc/ingress:veth0,priority=7,handle=7");
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(k.changes, 0);
	ck_assert(has_filter(7, 7, 0));
	l = wire_attach(o, "received", "tc/ingress:veth0");
	k.changes = 1000;
	assert_err(rawbpf_link_detach(l), -EAGAIN);
	ck_assert(has_filter(7, 7, 0));
	rawbpf_object_close(o);
	rawbpf_object_close(other);
}
END_TEST

/* An empty chain, for filters that are to come. */
START_TEST(a_clsact_in_which_something_is_left_stays)
{
	struct tcmsg t;
	struct rawbpf_object *o;
	struct rtnl m;
	struct wire w;

	open_wire(&w);
	o = dropping();
	wire_attach(o, "received", "tc/ingress:veth0");
	t = at(PARENT_INGRESS, 0, 0);
	rtnl_begin(&m, RTM_NEWCHAIN, NLM_F_CREATE_EXCL, &t, sizeof(t));
	rtnl_put_u32(&m, TCA_CHAIN, 8);
	assert_ok(rtnl_send(&m));
	rawbpf_object_close(o);
	ck_assert_int_eq(wire_in(&w, 3), 3);
	ck_assert(has_clsact());
}
END_TEST

START_TEST(an_ingress_qdisc_has_one_direction_only)
{
	struct rawbpf_object *o;
	struct wire w;

	open_wire(&w);
	assert_ok(qdisc(RTM_NEWQDISC, NLM_F_CREATE_EXCL, "ingress"));
	o = dropping();
	wire_refused(o, "sent", "tc/egress:veth0", -EBUSY, "an \"ingress\" qdisc is there");
	wire_attach(o, "received", "tc/ingress:veth0");
	ck_assert_int_eq(wire_in(&w, 3), 0);
	rawbpf_object_close(o);
	ck_assert_int_eq(wire_in(&w, 3), 3);
	assert_ok(qdisc(RTM_DELQDISC, 0, "ingress"));
}
END_TEST

START_TEST(a_filter_can_be_left)
{
	struct rawbpf_object *o;
	struct wire w;

	open_wire(&w);
	o = dropping();
	assert_ok(rawbpf_link_leave(wire_attach(o, "received", "tc/ingress:veth0")));
	rawbpf_object_close(o);
	ck_assert_int_eq(wire_in(&w, 3), 0);
}
END_TEST

START_TEST(an_interface_that_is_not_there_is_named)
{
	struct rawbpf_object *o;
	struct fds fds;
	struct wire w;

	open_wire(&w);
	o = counting();
	fds_take(&fds);
	wire_refused(o, "received", "tc/ingress:nosuch0", -ENODEV,
		"tc/ingress:nosuch0: no such network interface");
	wire_refused(o, "received", "tc/ingress:", -ENODEV, "no such network interface");
	fds_same(&fds);
	rawbpf_object_close(o);
}
END_TEST

static void need_action(void)
{
	need_symbol("mall_classify");
	need_symbol("tcf_bpf_act");
}

/* 20 bytes of payload are 62 in a frame, and the samples' datagrams have those. */
START_TEST(an_action_drops_what_is_too_long_until_it_is_detached)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct wire w;

	need_root();
	need_action();
	open_wire(&w);
	o = wire_load("progs/tc_action", "longest", "61", NULL);
	l = wire_attach(o, "cut", "action:ingress/veth0,priority=4");
	ck_assert_str_eq(rawbpf_link_how(l), "matchall action");
	ck_assert_int_eq(wire_in(&w, 3), 0);
	ck_assert_uint_eq(wire_number(o, "dropped"), 3);
	wire_refused(o, "cut", "action:ingress/veth0,priority=4", -EEXIST,
		"another filter has this priority, and is left alone");
	assert_ok(rawbpf_link_detach(l));
	ck_assert(!has_clsact());
	ck_assert_int_eq(wire_in(&w, 3), 3);
	wire_attach(o, "cut", "egress/veth0");
	ck_assert_int_eq(wire_out(&w, 3), 0);
	rawbpf_object_close(o);
	ck_assert(!has_clsact());
}
END_TEST

START_TEST(an_action_hands_on_what_is_not_too_long)
{
	struct rawbpf_object *o;
	struct wire w;

	need_root();
	need_action();
	open_wire(&w);
	o = wire_load("progs/tc_action", "longest", "62", NULL);
	wire_attach(o, "cut", "action:ingress/veth0");
	ck_assert_int_eq(wire_in(&w, 3), 3);
	ck_assert_uint_eq(wire_number(o, "passed"), 3);
	rawbpf_object_close(o);
}
END_TEST

/*
 * Attach and detach with request `at` failing. Attaching either works or leaves the interface as it
 * was; detaching works or says that it did not.
 */
static bool try_once(
	struct rawbpf_object *o, const char *prog, const char *target, unsigned int n, int err)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_diag d;
	struct fault fault;
	bool gone;

	fault_init(&fault, n, err);
	memset(&d, 0, sizeof(d));
	if (rawbpf_attach(&fault.kernel, rawbpf_prog_fd(rawbpf_object_prog(o, prog)), target, NULL,
		    &l, &d)) {
		ck_assert_msg(
			*d.msg && !has_clsact(), "request %u failing with %d: %s", n, err, d.msg);
		return true;
	}
	gone = !rawbpf_link_detach(l);
	ck_assert_msg(
		!gone || !has_clsact(), "request %u failing with %d: something is left", n, err);
	if (has_clsact())
		assert_ok(qdisc(RTM_DELQDISC, 0, "clsact"));
	return fault.hit;
}

static void every_request_may_fail(struct rawbpf_object *o, const char *prog, const char *target)
{
	struct fds fds;
	unsigned int n;
	const int *err;

	fds_take(&fds);
	for (err = fault_errors(); *err; err++) {
		for (n = 1; try_once(o, prog, target, n, *err); n++)
			;
		ck_assert_uint_gt(n, 20);
	}
	fds_same(&fds);
	rawbpf_object_close(o);
}

START_TEST(half_a_filter_is_taken_back)
{
	struct wire w;

	open_wire(&w);
	every_request_may_fail(counting(), "received", "tc/ingress:veth0");
}
END_TEST

START_TEST(half_a_filter_with_a_place_is_taken_back)
{
	struct wire w;

	open_wire(&w);
	every_request_may_fail(counting(), "sent", "tc/egress:veth0,priority=3,handle=4");
}
END_TEST

START_TEST(half_an_action_is_taken_back)
{
	struct wire w;

	need_root();
	need_action();
	open_wire(&w);
	every_request_may_fail(
		wire_load("progs/tc_action", NULL, NULL, NULL), "cut", "action:ingress/veth0");
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("tc");
	TCase *t = tcase_create("filters");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_filter_drops_what_arrives_until_it_is_detached);
	tcase_add_test(t, a_filter_drops_what_leaves_until_it_is_detached);
	tcase_add_test(t, sections_of_older_loaders_are_told_the_direction);
	tcase_add_test(t, filters_run_in_the_order_of_their_priorities);
	tcase_add_test(t, filters_without_a_priority_run_last_and_the_newest_of_them_first);
	tcase_add_test(t, a_filter_of_another_at_the_same_place_is_left_alone);
	tcase_add_test(t, a_priority_that_a_filter_for_another_protocol_has_is_left_alone);
	tcase_add_test(t, a_filter_takes_the_place_of_the_one_expected_only);
	tcase_add_test(t, a_filter_of_a_chain_waits_for_one_that_goes_there);
	tcase_add_test(t, a_clsact_that_was_there_stays);
	tcase_add_test(t, a_clsact_goes_when_another_has_deleted_the_filter);
	tcase_add_test(t, a_clsact_is_handed_over_when_another_has_deleted_the_filter);
	tcase_add_test(t, a_clsact_that_another_has_deleted_is_gone);
	tcase_add_test(t, what_is_in_a_clsact_is_asked_for_until_nothing_changes);
	tcase_add_test(t, a_clsact_in_which_something_is_left_stays);
	tcase_add_test(t, an_ingress_qdisc_has_one_direction_only);
	tcase_add_test(t, a_filter_can_be_left);
	tcase_add_test(t, an_interface_that_is_not_there_is_named);
	tcase_add_test(t, an_action_drops_what_is_too_long_until_it_is_detached);
	tcase_add_test(t, an_action_hands_on_what_is_not_too_long);
	tcase_add_test(t, half_a_filter_is_taken_back);
	tcase_add_test(t, half_a_filter_with_a_place_is_taken_back);
	tcase_add_test(t, half_an_action_is_taken_back);
	suite_add_tcase(s, t);
	return s;
}
