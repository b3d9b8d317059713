/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `rawbpf net attach TARGET PROG` leaves a program there, which packets show; `net show` lists it with the
 * words of the target; and `net detach` takes exactly that one off again, from another process.
 */
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/bpf.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"
#include "kernel/kernel.h"
#include "kernel/request.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/mountns.h"
#include "tests/lib/netns.h"
#include "tests/lib/obj.h"
#include "tests/lib/packet.h"
#include "tests/lib/rtnl.h"
#include "tests/lib/said.h"
#include "tests/lib/wire.h"

static struct said s;

static void open_wire(struct wire *w)
{
	need_root();
	mountns_enter();
	wire_open(w);
}

static void done(void)
{
	ck_assert_msg(!s.code && !*s.err, "%d: %s", s.code, s.err);
}

static void attach(const char *target, uint32_t id)
{
	said_run(&s, rawbpf_kernel(), "rawbpf net attach %s id %u", target, id);
	done();
}

static void detach(const char *target, uint32_t id)
{
	said_run(&s, rawbpf_kernel(), "rawbpf net detach %s id %u", target, id);
	done();
}

static void not_detached(const char *target, uint32_t id, int code, const char *words)
{
	said_run(&s, rawbpf_kernel(), "rawbpf net detach %s id %u", target, id);
	ck_assert_msg(s.code == code && strstr(s.err, words), "%d: %s", s.code, s.err);
}

static void list(void)
{
	said_run(&s, rawbpf_kernel(), "rawbpf net show");
	done();
}

static void listed(const char *begin, const char *key, uint32_t number)
{
	char row[160];

	snprintf(row, sizeof(row), "veth0(%u)  %s", if_nametoindex("veth0"), begin);
	said_row(&s, row, key, number);
}

/* ---- filters and actions ---- */

static uint32_t dropping(struct rawbpf_object **o)
{
	need_module("sch_ingress");
	need_module("cls_bpf");
	*o = wire_load("progs/tc_filter", "drop_port", "4000", NULL);
	return wire_prog_id(*o, "received");
}

START_TEST(a_filter_stays_at_its_place_until_that_is_said_again)
{
	const char *target = "tc/ingress:veth0,priority=3,handle=5,chain=0";
	struct rawbpf_object *o, *other;
	uint32_t id, other_id;
	struct wire w;

	open_wire(&w);
	id = dropping(&o);
	other_id = dropping(&other);
	attach(target, id);
	ck_assert_int_eq(wire_in(&w, 4), 0);
	list();
	listed("clsact/ingress", "id", id);
	ck_assert_msg(strstr(s.out, "  pref 3  handle 0x5") != NULL, "%s", s.out);
	not_detached(target, other_id, EXIT_NOT_FOUND, "but others are there");
	not_detached("tc/ingress:veth0,priority=4", id, EXIT_NOT_FOUND, "no filter there has program");
	not_detached("tc/egress:veth0", id, EXIT_NOT_FOUND, "no filter there has program");
	ck_assert_int_eq(wire_in(&w, 4), 0);
	detach("tc/ingress:veth0", id);
	ck_assert_int_eq(wire_in(&w, 4), 4);
	rawbpf_object_close(o);
	rawbpf_object_close(other);
}
END_TEST

START_TEST(of_two_filters_with_one_program_the_right_one_goes)
{
	struct rawbpf_object *o;
	struct wire w;
	uint32_t id;

	open_wire(&w);
	id = dropping(&o);
	attach("tc/ingress:veth0,priority=3,handle=5", id);
	attach("tc/ingress:veth0,priority=3,handle=6", id);
	not_detached("tc/ingress:veth0", id, EXIT_ATTACH, "2 filters there have program");
	detach("tc/ingress:veth0,handle=5", id);
	list();
	ck_assert_msg(strstr(s.out, "handle 0x6") && !strstr(s.out, "handle 0x5"), "%s", s.out);
	detach("tc/ingress:veth0", id);
	ck_assert_int_eq(wire_in(&w, 4), 4);
	rawbpf_object_close(o);
}
END_TEST

/* Another process that has what we have open, until it is killed. */
static int share(void)
{
	int pid = fork();

	ck_assert_int_ge(pid, 0);
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	pause();
	_exit(0);
}

/* The row with these words says that they hold the program. */
static void held(const char *row, int pid, const char *pin)
{
	const char *at = strstr(s.out, row);
	char who[32], line[512];

	snprintf(line, sizeof(line), "%.*s", at ? (int)strcspn(at, "\n") : 0, at ? at : "");
	snprintf(who, sizeof(who), "(%d)", pid);
	ck_assert_msg(strstr(line, who) && strstr(line, pin), "%s, %s: %s", who, pin, s.out);
}

START_TEST(an_action_stays_until_it_is_taken_off)
{
	struct rawbpf_object *o;
	int sharer;
	struct wire w;
	uint32_t id;

	need_root();
	need_symbol("mall_classify");
	need_symbol("tcf_bpf_act");
	open_wire(&w);
	o = wire_load("progs/tc_action", "longest", "61", NULL);
	id = wire_prog_id(o, "cut");
	assert_ok(rawbpf_pin(NULL, rawbpf_prog_fd(rawbpf_object_prog(o, "cut")), MOUNTNS_BPFFS "/cut", NULL));
	sharer = share();
	attach("action:ingress/veth0,priority=4", id);
	ck_assert_int_eq(wire_in(&w, 3), 0);
	list();
	listed("clsact/ingress  filter matchall", "pref", 4);
	held("  filter matchall", sharer, MOUNTNS_BPFFS "/cut");
	kill(sharer, SIGKILL);
	ck_assert_int_eq(waitpid(sharer, NULL, 0), sharer);
	detach("action:ingress/veth0,priority=4", id);
	ck_assert_int_eq(wire_in(&w, 3), 3);
	rawbpf_object_close(o);
}
END_TEST

/* A kernel before 6.6 has it as a filter, and finds it as one. */
START_TEST(only_the_program_that_is_named_leaves_tcx)
{
	struct rawbpf_object *o, *other;
	uint32_t id, other_id;
	struct wire w;

	open_wire(&w);
	id = dropping(&o);
	other_id = dropping(&other);
	attach("tcx/ingress:veth0", id);
	ck_assert_int_eq(wire_in(&w, 4), 0);
	not_detached("tcx/ingress:veth0", other_id, EXIT_NOT_FOUND, "");
	ck_assert_int_eq(wire_in(&w, 4), 0);
	detach("tcx/ingress:veth0", id);
	ck_assert_int_eq(wire_in(&w, 4), 4);
	rawbpf_object_close(o);
	rawbpf_object_close(other);
}
END_TEST

/* ---- programs that do nothing ---- */

/* Before 5.7 the kernel cannot be told which program is meant. */
START_TEST(only_the_program_that_is_named_leaves_xdp)
{
	uint32_t first, second;
	struct wire w;

	need_kernel(5, 7);
	open_wire(&w);
	first = obj_prog_id(obj_returning("named", BPF_PROG_TYPE_XDP, BPF_XDP, 2));
	second = obj_prog_id(obj_returning("named", BPF_PROG_TYPE_XDP, BPF_XDP, 2));
	attach("xdpgeneric:veth0", first);
	not_detached("xdpgeneric:veth0", second, EXIT_ATTACH, "it is not this program that is there");
	ck_assert(netns_has_xdp("veth0"));
	detach("xdpgeneric:veth0", first);
	ck_assert(!netns_has_xdp("veth0"));
}
END_TEST

START_TEST(a_flow_dissector_stays_until_it_is_taken_off)
{
	struct rawbpf_link *l = NULL;
	struct wire w;
	uint32_t id;
	int prog;

	open_wire(&w);
	prog = obj_returning("named", BPF_PROG_TYPE_FLOW_DISSECTOR, BPF_FLOW_DISSECTOR, 0);
	id = obj_prog_id(prog);
	attach("flow_dissector:", id);
	list();
	said_row(&s, "flow_dissector:\nname named", "id", id);
	detach("flow_dissector:", id);
	not_detached("flow_dissector:", id, EXIT_NOT_FOUND, "it is not this program that is there");
	need_kernel(5, 8);
	assert_ok(rawbpf_attach(NULL, prog, "flow_dissector:", NULL, &l, NULL));
	assert_ok(rawbpf_link_pin(l, MOUNTNS_BPFFS "/dissector", NULL));
	not_detached("flow_dissector:", id, EXIT_ATTACH, "(it belongs to link ");
	ck_assert_msg(strstr(s.err, "held by " MOUNTNS_BPFFS "/dissector: rawbpf link detach id ") != NULL,
		"%s", s.err);
	list();
	said_row(&s, "flow_dissector:\nname named", "id", id);
	assert_ok(rawbpf_link_detach(l));
	close(prog);
}
END_TEST

START_TEST(a_program_on_a_sockmap_stays_until_it_is_taken_off)
{
	struct rawbpf_map_spec spec;
	struct bpf_map_info info;
	uint32_t size = sizeof(info), id, other;
	char target[64];
	struct wire w;
	int map;

	open_wire(&w);
	memset(&spec, 0, sizeof(spec));
	memset(&info, 0, sizeof(info));
	spec.type = BPF_MAP_TYPE_SOCKMAP;
	spec.key_size = spec.value_size = 4;
	spec.max_entries = 1;
	map = rawbpf_map_create(NULL, &spec, NULL);
	ck_assert_int_ge(map, 0);
	assert_ok(kernel_obj_info(rawbpf_kernel(), map, &info, &size));
	snprintf(target, sizeof(target), "sk_msg:id:%u", info.id);
	id = obj_prog_id(obj_returning("named", BPF_PROG_TYPE_SK_MSG, BPF_SK_MSG_VERDICT, 1));
	other = obj_prog_id(obj_returning("named", BPF_PROG_TYPE_SK_MSG, BPF_SK_MSG_VERDICT, 1));
	attach(target, id);
	not_detached(target, other, EXIT_NOT_FOUND, "it is not this program that is there");
	detach(target, id);
	not_detached(target, id, EXIT_NOT_FOUND, "it is not this program that is there");
	close(map);
}
END_TEST

START_TEST(what_would_go_with_its_link_is_refused)
{
	struct wire w;
	uint32_t id;

	open_wire(&w);
	id = obj_prog_id(obj_returning("named", BPF_PROG_TYPE_SOCKET_FILTER, 0, 0));
	said_run(&s, rawbpf_kernel(), "rawbpf net attach socket:lo id %u", id);
	ck_assert_int_eq(s.code, EXIT_USAGE);
	ck_assert_msg(strstr(s.err, "it would not stay there by itself") != NULL, "%s", s.err);
	not_detached("socket:lo", id, EXIT_ATTACH, "it never stays by itself");
	said_run(&s, rawbpf_kernel(), "rawbpf net detach nosuch:veth0 id %u", id);
	ck_assert_int_eq(s.code, EXIT_USAGE);
	said_run(&s, rawbpf_kernel(), "rawbpf net attach tc/ingress:veth0 id %u now", id);
	ck_assert_int_eq(s.code, EXIT_USAGE);
}
END_TEST

/* ---- routes ---- */

static const struct {
	const char *to, *target, *shown;
} routes[] = {
	{ "10.8.0.1", "lwt_out:10.8.0.0/24@veth0,priority=50",
		"lwt_out  dst 10.8.0.0/24  priority 50" },
	{ "fd08::1", "lwt_out:fd08::/64@veth0", "lwt_out  dst fd08::/64  priority 1024" },
};

static struct rawbpf_object *lwt(void)
{
	return wire_load("progs/lwt", "drop_proto", "17", NULL);
}

START_TEST(a_route_with_a_program_is_listed_and_taken_away)
{
	struct rawbpf_object *o, *other;
	uint32_t id, other_id;
	struct wire w;

	need_root();
	need_config("CONFIG_LWTUNNEL_BPF");
	open_wire(&w);
	netns_veth_ipv6(w.peer);
	o = lwt();
	other = lwt();
	id = wire_prog_id(o, "sending");
	other_id = wire_prog_id(other, "sending");
	attach(routes[_i].target, id);
	packet_udp_send(routes[_i].to, 4001, 3, 20);
	ck_assert_uint_eq(wire_number(o, "dropped"), 3);
	list();
	listed(routes[_i].shown, "table", 254);
	ck_assert_msg(strstr(s.out, "  name sending:[") != NULL, "%s", s.out);
	not_detached(routes[_i].target, other_id, EXIT_NOT_FOUND, "delete it with ip route del");
	packet_udp_send(routes[_i].to, 4001, 3, 20);
	ck_assert_uint_eq(wire_number(o, "dropped"), 6);
	detach(routes[_i].target, id);
	list();
	ck_assert_ptr_null(strstr(s.out, "lwt_out"));
	packet_udp_send(routes[_i].to, 4001, 3, 20);
	ck_assert_uint_eq(wire_number(o, "dropped"), 6);
	not_detached(routes[_i].target, id, EXIT_NOT_FOUND, "no such route");
	rawbpf_object_close(o);
	rawbpf_object_close(other);
}
END_TEST

START_TEST(a_segment_route_is_listed_with_the_id_that_the_kernel_tells)
{
	struct rawbpf_object *o;
	struct wire w;
	uint32_t id;

	need_root();
	need_config("CONFIG_IPV6_SEG6_BPF");
	open_wire(&w);
	netns_veth_ipv6(w.peer);
	o = wire_load("progs/seg6local", NULL, NULL, NULL);
	id = wire_prog_id(o, rawbpf_prog_name(rawbpf_object_next_prog(o, NULL)));
	attach("lwt_seg6local:fd08::5@veth0", id);
	list();
	listed("lwt_seg6local  dst fd08::5/128", "id", id);
	detach("lwt_seg6local:fd08::5@veth0", id);
	rawbpf_object_close(o);
}
END_TEST

/* rtnetlink's numbers stand here for themselves */
enum { ROUTE_NEW = 24, CREATE = 0x600, DST = 1, MULTIPATH = 9, ENCAP_TYPE = 21, ENCAP = 22, BPF = 6,
	XMIT = 3, OUT = 2, PROG_FD = 1, PROG_NAME = 2, TABLE = 15 };

struct hop {
	uint16_t size;
	uint8_t flags, weight;
	uint32_t ifindex;
};

static void put_hop(struct rtnl *m, const char *device, uint16_t where, int prog)
{
	const uint16_t type = BPF;
	struct hop h = { 0, 0, 0, if_nametoindex(device) };
	size_t begin = m->size, encap, program;

	rtnl_put_raw(m, &h, sizeof(h));
	encap = rtnl_nest(m, ENCAP);
	program = rtnl_nest(m, where);
	rtnl_put_u32(m, PROG_FD, prog);
	rtnl_put_string(m, PROG_NAME, device);
	rtnl_nest_end(m, program);
	rtnl_nest_end(m, encap);
	rtnl_put(m, ENCAP_TYPE, &type, sizeof(type));
	h.size = m->size - begin;
	memcpy(m->bytes + begin, &h, sizeof(h));
}

START_TEST(each_next_hop_of_a_route_is_listed)
{
	const uint8_t body[12] = { AF_INET, 24, 0, 0, 0, 3, 253, 1 }, dst[4] = { 10, 7, 0, 0 };
	struct rawbpf_object *o;
	struct rtnl m;
	size_t hops;
	int prog;

	need_root();
	need_config("CONFIG_LWTUNNEL_BPF");
	need_config("CONFIG_IP_ROUTE_MULTIPATH");
	netns_enter();
	mountns_enter();
	netns_veth(-1);
	o = lwt();
	prog = rawbpf_prog_fd(rawbpf_object_prog(o, "leaving"));
	rtnl_begin(&m, ROUTE_NEW, CREATE, body, sizeof(body));
	rtnl_put(&m, DST, dst, sizeof(dst));
	rtnl_put_u32(&m, TABLE, 700);
	hops = rtnl_nest(&m, MULTIPATH);
	put_hop(&m, "veth0", XMIT, prog);
	put_hop(&m, "veth1", XMIT, prog);
	rtnl_nest_end(&m, hops);
	assert_ok(rtnl_send(&m));
	list();
	listed("lwt_xmit  dst 10.7.0.0/24", "table", 700);
	ck_assert_msg(strstr(s.out, "  name veth0\n") && strstr(s.out, "  name veth1\n"), "%s", s.out);
	said_run(&s, rawbpf_kernel(), "rawbpf net show dev veth1");
	done();
	ck_assert_msg(strstr(s.out, "name veth1") && !strstr(s.out, "veth0"), "%s", s.out);
	rawbpf_object_close(o);
}
END_TEST

/* ---- what fails ---- */

/* A kernel whose routes of IPv4 change while it tells of them. */
struct restless {
	struct rawbpf_kernel kernel;
	bool changing;
};

static long change(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	struct { uint32_t size; uint16_t type, flags; uint32_t seq, port; uint8_t family; } m;
	struct restless *f = (struct restless *)k;
	const struct call_read *c = r->attr;
	long n = rawbpf_kernel()->ask(rawbpf_kernel(), r);

	if (r->call != CALL_READ || n < (long)sizeof(m))
		return n;
	memcpy(&m, c->bytes, sizeof(m));
	if (m.type != ROUTE_NEW || m.family != AF_INET)
		return n;
	m.flags |= 0x10; /* NLM_F_DUMP_INTR */
	memcpy(c->bytes, &m, sizeof(m));
	f->changing = true;
	return n;
}

START_TEST(a_listing_that_was_interrupted_says_so_and_goes_on)
{
	struct restless k = { { change }, false };
	struct rawbpf_link *l = NULL;
	struct wire w;
	int prog;

	open_wire(&w);
	prog = obj_returning("named", BPF_PROG_TYPE_XDP, BPF_XDP, 2);
	assert_ok(rawbpf_attach(NULL, prog, "xdpgeneric:veth0", NULL, &l, NULL));
	said_run(&s, &k.kernel, "rawbpf -j net show");
	ck_assert(k.changing);
	ck_assert_int_eq(s.code, EXIT_SYSTEM);
	ck_assert_msg(strstr(s.err, "IPv4 routes changed while they were listed") != NULL, "%s", s.err);
	ck_assert_msg(strstr(s.out, "\"name\":\"named\"") != NULL, "%s", s.out);
	ck_assert_msg(strstr(s.out, "\"not_listed\":[{\"what\":\"IPv4 routes\",\"error\":\"Resource") != NULL,
		"%s", s.out);
	rawbpf_link_detach(l);
}
END_TEST

/* Either it is there and the command said yes, or it is not and the command said why. */
static void each_request_may_fail(const char *target, uint32_t id, const char *row)
{
	struct fault fault;
	unsigned int at;
	const int *err;
	struct fds fds;
	char line[128];
	int code;

	fds_take(&fds);
	for (err = fault_errors(); *err; err++)
		for (at = 1, fault.hit = true; fault.hit; at += fault_step()) {
			fault_init(&fault, at, *err);
			snprintf(line, sizeof(line), "rawbpf net attach %s id %u", target, id);
			said_run(&s, &fault.kernel, "%s", line);
			fds_same(&fds);
			code = s.code;
			ck_assert_msg(!code || *s.err, "request %u failing with %d: code %d", at, *err, code);
			list();
			ck_assert_msg(!code == !!strstr(s.out, row), "attach: request %u failing with %d: "
				"code %d, and there is:\n%s", at, *err, code, s.out);
			if (code)
				attach(target, id);
			fault_init(&fault, at, *err);
			said_run(&s, &fault.kernel, "rawbpf net detach %s id %u", target, id);
			fds_same(&fds);
			code = s.code;
			ck_assert_msg(!code || *s.err, "request %u failing with %d: code %d", at, *err, code);
			list();
			ck_assert_msg(!code == !strstr(s.out, row), "detach: request %u failing with %d: "
				"code %d, and there is:\n%s", at, *err, code, s.out);
			if (strstr(s.out, row))
				detach(target, id);
		}
	ck_assert_int_gt(at, 7);
}

START_TEST(a_filter_is_there_or_it_is_said_why_not)
{
	struct rawbpf_object *o;
	struct wire w;
	uint32_t id;

	open_wire(&w);
	id = dropping(&o);
	each_request_may_fail("tc/ingress:veth0,priority=3,handle=5", id, "clsact/ingress");
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_route_is_there_or_it_is_said_why_not)
{
	struct rawbpf_object *o;
	struct wire w;

	need_root();
	need_config("CONFIG_LWTUNNEL_BPF");
	open_wire(&w);
	netns_veth_ipv6(w.peer);
	o = lwt();
	each_request_may_fail(routes[_i].target, wire_prog_id(o, "sending"), "lwt_out");
	rawbpf_object_close(o);
}
END_TEST

Suite *test_suite(void)
{
	Suite *suite = suite_create("net_target");
	TCase *t = tcase_create("effect");

	tcase_add_test(t, a_filter_stays_at_its_place_until_that_is_said_again);
	tcase_add_test(t, of_two_filters_with_one_program_the_right_one_goes);
	tcase_add_test(t, an_action_stays_until_it_is_taken_off);
	tcase_add_test(t, only_the_program_that_is_named_leaves_tcx);
	tcase_add_test(t, only_the_program_that_is_named_leaves_xdp);
	tcase_add_test(t, a_flow_dissector_stays_until_it_is_taken_off);
	tcase_add_test(t, a_program_on_a_sockmap_stays_until_it_is_taken_off);
	tcase_add_test(t, what_would_go_with_its_link_is_refused);
	tcase_add_loop_test(t, a_route_with_a_program_is_listed_and_taken_away, 0, 2);
	tcase_add_test(t, a_segment_route_is_listed_with_the_id_that_the_kernel_tells);
	tcase_add_test(t, each_next_hop_of_a_route_is_listed);
	suite_add_tcase(suite, t);
	t = tcase_create("failing");
	tcase_set_timeout(t, 300);
	tcase_add_test(t, a_listing_that_was_interrupted_says_so_and_goes_on);
	tcase_add_test(t, a_filter_is_there_or_it_is_said_why_not);
	tcase_add_loop_test(t, a_route_is_there_or_it_is_said_why_not, 0, 2);
	suite_add_tcase(suite, t);
	return suite;
}
