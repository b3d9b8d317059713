/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Routes that run programs, IPv4 and IPv6: packets counted and dropped on their way in, out and
 * onto the link, a segment routing header written; and that exactly our route goes again.
 *
 * veth0 is here, veth1 in the other namespace, which sends to an address that only a route of ours
 * leads to, and only a route of ours here delivers.
 */
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rawbpf.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/netns.h"
#include "tests/lib/packet.h"
#include "tests/lib/rtnl.h"
#include "tests/lib/wire.h"

static const struct {
	const char *any, *to, *prefix, *via;
} family[] = {
	{ "0.0.0.0", "10.8.0.1", "10.8.0.0/24", NETNS_IP0 },
	{ "::", "fd08::1", "fd08::/64", NETNS_IP6_0 },
};

struct way {
	struct wire w;
	int socket, f;
	struct rawbpf_object *in, *out;
};

/* The route here, with a program at its beginning. */
static struct rawbpf_link *deliver(struct way *y)
{
	char target[64];

	snprintf(target, sizeof(target), "lwt_in:%s@lo", family[y->f].to);
	return wire_attach(y->in, "arriving", target);
}

static struct rawbpf_link *there(struct way *y, const char *prog, const char *hook)
{
	struct rawbpf_link *l;
	int here = netns_current();
	char target[96];

	netns_switch(y->w.peer);
	snprintf(target, sizeof(target), "%s:%s@veth1,via=%s", hook, family[y->f].prefix,
		family[y->f].via);
	l = wire_attach(y->out, prog, target);
	netns_switch(here);
	close(here);
	return l;
}

static void way_open(struct way *y, int f, const char *drop_in, const char *drop_out)
{
	need_root();
	need_config("CONFIG_LWTUNNEL_BPF");
	wire_open(&y->w);
	if (f)
		netns_veth_ipv6(y->w.peer);
	y->f = f;
	y->socket = packet_udp_bind(family[f].any, 4001);
	y->in = wire_load("progs/lwt", "drop_proto", drop_in, NULL);
	y->out = wire_load("progs/lwt", "drop_proto", drop_out, NULL);
}

/* How many of n arrive. */
static int way_send(struct way *y, int n)
{
	int here = netns_current();

	netns_switch(y->w.peer);
	packet_udp_send(family[y->f].to, 4001, n, 20);
	netns_switch(here);
	close(here);
	return packet_count(y->socket, n, 300);
}

/* Routes of the other namespace go with it. */
static void way_close(struct way *y)
{
	int here = netns_current();

	rawbpf_object_close(y->in);
	netns_switch(y->w.peer);
	rawbpf_object_close(y->out);
	netns_switch(here);
	close(here);
}

START_TEST(packets_are_counted_on_their_way_out_and_in)
{
	struct rawbpf_link *l;
	struct way y;

	way_open(&y, _i, "0", "0");
	there(&y, "sending", "lwt_out");
	ck_assert_int_eq(way_send(&y, 2), 0);
	l = deliver(&y);
	ck_assert_str_eq(rawbpf_link_how(l), "route");
	ck_assert_int_eq(way_send(&y, 5), 5);
	ck_assert_uint_eq(wire_packets(y.in, "in"), 5);
	ck_assert_uint_eq(wire_packets(y.out, "out"), 7);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(way_send(&y, 5), 0);
	ck_assert_uint_eq(wire_packets(y.in, "in"), 5);
	way_close(&y);
}
END_TEST

START_TEST(packets_are_dropped_as_they_arrive)
{
	struct way y;

	way_open(&y, _i, "17", "0");
	there(&y, "sending", "lwt_out");
	deliver(&y);
	ck_assert_int_eq(way_send(&y, 5), 0);
	ck_assert_uint_eq(wire_number(y.in, "dropped"), 5);
	way_close(&y);
}
END_TEST

START_TEST(packets_are_dropped_as_they_are_sent)
{
	struct way y;

	way_open(&y, _i, "0", "17");
	there(&y, "sending", "lwt_out");
	deliver(&y);
	ck_assert_int_eq(way_send(&y, 5), 0);
	ck_assert_uint_eq(wire_number(y.out, "dropped"), 5);
	ck_assert_uint_eq(wire_packets(y.in, "in"), 0);
	way_close(&y);
}
END_TEST

START_TEST(packets_are_dropped_as_they_leave_until_detached)
{
	struct rawbpf_link *l;
	struct way y;
	int here;

	way_open(&y, _i, "0", "17");
	l = there(&y, "leaving", "lwt_xmit");
	deliver(&y);
	ck_assert_int_eq(way_send(&y, 5), 0);
	ck_assert_uint_eq(wire_packets(y.out, "xmit"), 5);
	ck_assert_uint_eq(wire_number(y.out, "dropped"), 5);
	here = netns_current();
	netns_switch(y.w.peer);
	assert_ok(rawbpf_link_detach(l));
	netns_switch(here);
	ck_assert_int_eq(way_send(&y, 5), 0);
	ck_assert_uint_eq(wire_packets(y.out, "xmit"), 5);
	way_close(&y);
}
END_TEST

/* ---- what is another's ---- */

enum {
	RTM_NEWROUTE = 24,
	RTM_DELROUTE = 25,
	NLM_F_CREATE_REPLACE = 0x500,
	RTA_DST = 1,
	RTA_OIF = 4,
	RTA_GATEWAY = 5,
	RTA_PRIORITY = 6,
	RT_TABLE_MAIN = 254,
	RTPROT_BOOT = 3,
	RT_SCOPE_LINK = 253,
	RTN_UNICAST = 1,
};

struct rtmsg {
	uint8_t family, dst_len, src_len, tos, table, protocol, scope, type;
	uint32_t flags;
};

/* A route of somebody else, which knows no programs; a metric and a gateway if they are given. */
static int other_route(uint16_t type, uint16_t flags, const char *dst, uint8_t bits, uint32_t metric,
	const char *via)
{
	const bool v6 = strchr(dst, ':');
	struct rtmsg body = { v6 ? AF_INET6 : AF_INET, bits, 0, 0, RT_TABLE_MAIN, RTPROT_BOOT,
		v6 || via ? 0 : RT_SCOPE_LINK, RTN_UNICAST, 0 };
	uint8_t address[16];
	struct rtnl m;

	ck_assert_int_eq(inet_pton(body.family, dst, address), 1);
	rtnl_begin(&m, type, flags, &body, sizeof(body));
	rtnl_put(&m, RTA_DST, address, v6 ? 16 : 4);
	rtnl_put_u32(&m, RTA_OIF, if_nametoindex("veth0"));
	if (metric)
		rtnl_put_u32(&m, RTA_PRIORITY, metric);
	if (via) {
		ck_assert_int_eq(inet_pton(body.family, via, address), 1);
		rtnl_put(&m, RTA_GATEWAY, address, v6 ? 16 : 4);
	}
	return rtnl_send(&m);
}

static int plain_route(uint16_t type, uint16_t flags, const char *dst, uint8_t bits)
{
	return other_route(type, flags, dst, bits, 0, NULL);
}

/* What `ip route replace 10.8.0.0/24 dev veth0` does. */
static void replace_route(int f)
{
	assert_ok(plain_route(
		RTM_NEWROUTE, NLM_F_CREATE_REPLACE, f ? "fd08::" : "10.8.0.0", f ? 64 : 24));
}

START_TEST(a_route_of_another_is_left_alone)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	char target[96];
	struct way y;

	way_open(&y, _i, "0", "17");
	o = y.out;
	replace_route(_i);
	snprintf(target, sizeof(target), "lwt_out:%s@veth0", family[_i].prefix);
	wire_refused(
		o, "sending", target, -EEXIST, "this route is there already, and is left alone");
	strcat(target, ",priority=1");
	l = wire_attach(o, "sending", target);
	packet_udp_send(family[_i].to, 4001, 3, 20);
	ck_assert_uint_eq(wire_number(o, "dropped"), _i ? 3 : 0);
	assert_ok(rawbpf_link_detach(l));
	wire_refused(o, "sending", "lwt_out:10.8.0.0/24@veth0,via=fd09::2", -EINVAL,
		"via=fd09::2: give an address");
	rawbpf_object_close(y.in);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_route_that_another_has_replaced_is_not_deleted)
{
	struct rawbpf_link *l;
	char target[96];
	struct way y;

	way_open(&y, _i, "0", "0");
	snprintf(target, sizeof(target), "lwt_out:%s@veth0", family[_i].prefix);
	l = wire_attach(y.in, "sending", target);
	replace_route(_i);
	ck_assert_int_lt(rawbpf_link_detach(l), 0);
	wire_refused(y.in, "sending", target, -EEXIST, "there already");
	rawbpf_object_close(y.in);
	rawbpf_object_close(y.out);
}
END_TEST

/* It looks like ours but for the program. */
START_TEST(a_route_to_another_program_is_not_deleted)
{
	struct rawbpf_link *l, *other;
	char target[96];
	struct way y;

	way_open(&y, _i, "0", "0");
	snprintf(target, sizeof(target), "lwt_out:%s@veth0", family[_i].prefix);
	l = wire_attach(y.in, "sending", target);
	assert_ok(plain_route(RTM_DELROUTE, 0, _i ? "fd08::" : "10.8.0.0", _i ? 64 : 24));
	other = wire_attach(y.out, "sending", target);
	ck_assert_int_lt(rawbpf_link_detach(l), 0);
	assert_ok(rawbpf_link_detach(other));
	rawbpf_object_close(y.in);
	rawbpf_object_close(y.out);
}
END_TEST

static const struct {
	uint32_t metric;
	bool gateway;
	const char *words;
} beside[] = {
	{ 512, false, "" }, { 512, true, "" }, { 2048, false, "" }, { 512, false, ",priority=600" },
	{ 512, true, ",table=300" },
};

/* One of the same prefix, with another metric, is there before and after; ours is not. */
START_TEST(a_route_of_another_metric_stays)
{
	const int f = _i & 1, b = _i / 2;
	const char *dst = f ? "fd08::" : "10.8.0.0";
	const uint8_t bits = f ? 64 : 24;
	const char *via = !beside[b].gateway ? NULL : f ? NETNS_IP6_1 : NETNS_IP1;
	struct rawbpf_link *l;
	char target[96];
	struct way y;

	way_open(&y, f, "0", "0");
	assert_ok(other_route(RTM_NEWROUTE, NLM_F_CREATE_REPLACE, dst, bits, beside[b].metric, via));
	snprintf(target, sizeof(target), "lwt_out:%s@veth0%s", family[f].prefix, beside[b].words);
	l = wire_attach(y.in, "sending", target);
	assert_ok(rawbpf_link_detach(l));
	assert_ok(other_route(RTM_DELROUTE, 0, dst, bits, beside[b].metric, via));
	ck_assert_int_eq(plain_route(RTM_DELROUTE, 0, dst, bits), -ESRCH);
	assert_ok(rawbpf_link_detach(wire_attach(y.out, "sending", target)));
	rawbpf_object_close(y.in);
	rawbpf_object_close(y.out);
}
END_TEST

/* The kernel deletes routes of an interface that is set down; nobody has put one in their place. */
START_TEST(a_route_that_has_gone_is_detached)
{
	struct rawbpf_link *l;
	char target[96];
	struct way y;

	way_open(&y, _i, "0", "0");
	snprintf(target, sizeof(target), "lwt_out:%s@veth0", family[_i].prefix);
	l = wire_attach(y.in, "sending", target);
	assert_ok(plain_route(RTM_DELROUTE, 0, _i ? "fd08::" : "10.8.0.0", _i ? 64 : 24));
	assert_ok(rawbpf_link_detach(l));
	rawbpf_object_close(y.in);
	rawbpf_object_close(y.out);
}
END_TEST

START_TEST(a_route_can_be_in_another_table)
{
	struct rawbpf_link *l;
	char target[96];
	struct way y;

	way_open(&y, _i, "0", "0");
	snprintf(
		target, sizeof(target), "lwt_out:%s@veth0,table=300,priority=7", family[_i].prefix);
	l = wire_attach(y.in, "sending", target);
	ck_assert_int_eq(packet_udp_send(family[_i].to, 4001, 3, 20), 0);
	ck_assert_uint_eq(wire_packets(y.in, "out"), 0);
	wire_refused(y.out, "sending", target, -EEXIST, "there already");
	assert_ok(rawbpf_link_detach(l));
	assert_ok(rawbpf_link_detach(wire_attach(y.out, "sending", target)));
	rawbpf_object_close(y.in);
	rawbpf_object_close(y.out);
}
END_TEST

/* What a datagram to there may have in it, with its IP header. */
static int mtu_to(const char *address)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(4001) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), mtu = 0;
	socklen_t size = sizeof(mtu);

	inet_pton(AF_INET, address, &a.sin_addr);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	ck_assert_int_eq(getsockopt(fd, IPPROTO_IP, IP_MTU, &mtu, &size), 0);
	close(fd);
	return mtu;
}

START_TEST(packets_leave_room_for_a_header)
{
	struct way y;

	way_open(&y, 0, "0", "0");
	wire_attach(y.in, "leaving", "lwt_xmit:10.8.0.0/24@veth0,headroom=100");
	ck_assert_int_eq(mtu_to("10.8.0.1"), 1400);
	ck_assert_int_eq(mtu_to(NETNS_IP1), 1500);
	wire_refused(y.out, "sending", "lwt_out:10.8.1.0/24@veth0,headroom=1", -EINVAL,
		"headroom= is of lwt_xmit");
	wire_refused(y.out, "leaving", "lwt_xmit:10.8.1.0/24@veth0,headroom=257", -EINVAL,
		"headroom=257: give a number from 0 to 256");
	rawbpf_object_close(y.in);
	rawbpf_object_close(y.out);
}
END_TEST

START_TEST(a_route_can_be_left)
{
	struct way y;

	way_open(&y, _i, "0", "0");
	there(&y, "sending", "lwt_out");
	assert_ok(rawbpf_link_leave(deliver(&y)));
	rawbpf_object_close(y.in);
	ck_assert_int_eq(way_send(&y, 3), 3);
	way_close(&(struct way){ .w = y.w, .out = y.out });
}
END_TEST

static const struct {
	const char *target, *words;
	int err;
} bad[] = {
	{ "lwt_out:10.8.0.0/24", "name a prefix and an interface", -EINVAL },
	{ "lwt_out:@veth0", "name a prefix and an interface", -EINVAL },
	{ "lwt_out:10.8.0.0/33@veth0", "name a prefix and an interface", -EINVAL },
	{ "lwt_out:10.8.0.0/@veth0", "name a prefix and an interface", -EINVAL },
	{ "lwt_out:10.8.0/24@veth0", "name a prefix and an interface", -EINVAL },
	{ "lwt_out:fd08::/129@veth0", "name a prefix and an interface", -EINVAL },
	{ "lwt_out:fd08::1/64@veth0", "fd08::1 has bits set behind the first 64: name", -EINVAL },
	{ "lwt_out:fd08::/12@veth0", "fd08:: has bits set behind the first 12: name", -EINVAL },
	{ "lwt_out:10.8.0.0/12@veth0", "10.8.0.0 has bits set behind the first 12", -EINVAL },
	{ "lwt_out:10.8.0.0/24@nosuch0", "no such network interface", -ENODEV },
	{ "lwt_out:10.8.0.0/24@veth0,via=here", "via=here: give an address", -EINVAL },
	{ "lwt_out:10.8.0.0/24@veth0,via=10.7.0.1", "refused: ", -ENETUNREACH },
	{ "lwt_out:10.8.0.0/24@veth0,priority=-1", "metrics are", -EINVAL },
};

START_TEST(a_route_that_cannot_be_is_refused)
{
	struct fds fds;
	struct way y;

	way_open(&y, 0, "0", "0");
	fds_take(&fds);
	wire_refused(y.in, "sending", bad[_i].target, bad[_i].err, bad[_i].words);
	fds_same(&fds);
	rawbpf_object_close(y.in);
	rawbpf_object_close(y.out);
}
END_TEST

/* ---- a segment ---- */

enum {
	ETH_SIZE = 14,
	IPV6_SIZE = 40,
	SRH_SIZE = 8 + 2 * 16,
	SEGMENTS_LEFT = ETH_SIZE + IPV6_SIZE + 3,
	TAG = ETH_SIZE + IPV6_SIZE + 6,
	FRAME = ETH_SIZE + IPV6_SIZE + SRH_SIZE + 8,
};

/* From veth1 by way of fd08::bf back to veth1; behind the routing header an empty UDP datagram. */
static void segment_frame(uint8_t frame[FRAME])
{
	uint8_t *ip = frame + ETH_SIZE, *srh = ip + IPV6_SIZE;

	memset(frame, 0, FRAME);
	memcpy(frame, NETNS_MAC0, 6);
	memcpy(frame + 6, NETNS_MAC1, 6);
	frame[12] = 0x86;
	frame[13] = 0xdd;
	ip[0] = 0x60;
	ip[5] = SRH_SIZE + 8;
	ip[6] = 43; /* a routing header follows */
	ip[7] = 64;
	inet_pton(AF_INET6, NETNS_IP6_1, ip + 8);
	inet_pton(AF_INET6, "fd08::bf", ip + 24);
	srh[0] = 17;
	srh[1] = 2 * 16 / 8;
	srh[2] = 4; /* segment routing */
	srh[3] = 1; /* one is left, */
	srh[4] = 1; /* of two */
	inet_pton(AF_INET6, NETNS_IP6_1, srh + 8);
	inet_pton(AF_INET6, "fd08::bf", srh + 24);
	srh[SRH_SIZE + 5] = 8;
}

/* What comes back of it: true, and the frame; false if nothing does. */
static bool segment_back(int fd, uint8_t frame[FRAME])
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	while (poll(&p, 1, 500) > 0)
		if (read(fd, frame, FRAME) == FRAME && !memcmp(frame + 6, NETNS_MAC0, 6) &&
			frame[ETH_SIZE + 6] == 43)
			return true;
	return false;
}

static void forward_ipv6(void)
{
	FILE *f = fopen("/proc/sys/net/ipv6/conf/all/forwarding", "we");

	skip_unless(f != NULL, "the kernel has no IPv6");
	fputs("1", f);
	fclose(f);
}

START_TEST(a_segment_writes_a_tag_until_it_is_detached)
{
	uint8_t sent[FRAME], got[FRAME];
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct wire w;
	int fd, here;

	need_root();
	need_config("CONFIG_IPV6_SEG6_BPF");
	wire_open(&w);
	netns_veth_ipv6(w.peer);
	forward_ipv6();
	o = wire_load("progs/seg6local", "tag", "4660", NULL);
	here = netns_current();
	netns_switch(w.peer);
	fd = packet_open("veth1");
	netns_switch(here);
	wire_refused(o, "tagged", "lwt_seg6local:10.8.0.0/24@veth0", -EINVAL, "segments are of IPv6");
	l = wire_attach(o, "tagged", "lwt_seg6local:fd08::bf/128@veth0");
	ck_assert_str_eq(rawbpf_link_how(l), "route");
	segment_frame(sent);
	ck_assert_int_eq(write(fd, sent, FRAME), FRAME);
	ck_assert(segment_back(fd, got));
	ck_assert_uint_eq(got[SEGMENTS_LEFT], 0);
	ck_assert_uint_eq(got[TAG] << 8 | got[TAG + 1], 4660);
	ck_assert_uint_eq(wire_number(o, "packets"), 1);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(write(fd, sent, FRAME), FRAME);
	ck_assert(!segment_back(fd, got));
	ck_assert_uint_eq(wire_number(o, "packets"), 1);
	rawbpf_object_close(o);
}
END_TEST

/* ---- every request may fail ---- */

static const struct {
	const char *object, *prog, *target, *dst;
	uint8_t bits;
} tries[] = {
	{ "progs/lwt", "leaving", "lwt_xmit:10.8.0.0/24@veth0", "10.8.0.0", 24 },
	{ "progs/lwt", "arriving", "lwt_in:fd08::/64@veth0", "fd08::", 64 },
	{ "progs/seg6local", "tagged", "lwt_seg6local:fd08::bf@veth0", "fd08::bf", 128 },
};

/* Whatever failed, in the end the route is not there, so that it can be made. */
START_TEST(half_a_route_is_taken_back)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct rawbpf_diag d;
	struct fault fault;
	struct fds fds;
	struct way y;
	unsigned int n;
	const int *e;
	int err;

	need_config("CONFIG_IPV6_SEG6_BPF");
	way_open(&y, 1, "0", "0");
	o = wire_load(tries[_i].object, NULL, NULL, NULL);
	fds_take(&fds);
	for (e = fault_errors(); *e; e++)
		for (n = 1, fault.hit = true; fault.hit; n++) {
			fault_init(&fault, n, *e);
			memset(&d, 0, sizeof(d));
			err = rawbpf_attach(&fault.kernel,
				rawbpf_prog_fd(rawbpf_object_prog(o, tries[_i].prog)),
				tries[_i].target, NULL, &l, &d);
			ck_assert(!err || *d.msg);
			/* a detach that fails may have done it, or not */
			if (!err && rawbpf_link_detach(l))
				plain_route(RTM_DELROUTE, 0, tries[_i].dst, tries[_i].bits);
			assert_ok(rawbpf_link_detach(
				wire_attach(o, tries[_i].prog, tries[_i].target)));
		}
	ck_assert_uint_gt(n, 10);
	fds_same(&fds);
	rawbpf_object_close(o);
	way_close(&y);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("route");
	TCase *t = tcase_create("ways");

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, packets_are_counted_on_their_way_out_and_in, 0, 2);
	tcase_add_loop_test(t, packets_are_dropped_as_they_arrive, 0, 2);
	tcase_add_loop_test(t, packets_are_dropped_as_they_are_sent, 0, 2);
	tcase_add_loop_test(t, packets_are_dropped_as_they_leave_until_detached, 0, 2);
	tcase_add_loop_test(t, a_route_of_another_is_left_alone, 0, 2);
	tcase_add_loop_test(t, a_route_that_another_has_replaced_is_not_deleted, 0, 2);
	tcase_add_loop_test(t, a_route_to_another_program_is_not_deleted, 0, 2);
	tcase_add_loop_test(t, a_route_of_another_metric_stays, 0,
		2 * sizeof(beside) / sizeof(*beside));
	tcase_add_loop_test(t, a_route_that_has_gone_is_detached, 0, 2);
	tcase_add_loop_test(t, a_route_can_be_in_another_table, 0, 2);
	tcase_add_test(t, packets_leave_room_for_a_header);
	tcase_add_loop_test(t, a_route_can_be_left, 0, 2);
	tcase_add_loop_test(t, a_route_that_cannot_be_is_refused, 0, sizeof(bad) / sizeof(*bad));
	tcase_add_test(t, a_segment_writes_a_tag_until_it_is_detached);
	tcase_add_loop_test(t, half_a_route_is_taken_back, 0, sizeof(tries) / sizeof(*tries));
	suite_add_tcase(s, t);
	return s;
}
