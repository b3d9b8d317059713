/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * AF_XDP sockets by what comes and goes over a cable: frames sent at veth0 are read from the socket
 * at veth1, in another namespace, and the other way round.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "rawbpf.h"
#include "tests/lib/child.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/netns.h"
#include "tests/lib/packet.h"

enum { PORT = 4000, PAYLOAD = 100, SIZE = PACKET_UDP_HEADERS + PAYLOAD };

struct cable {
	int here, there;
	int peer; /* frames at veth0, here */
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	int map;
};

static void need_xsk(void)
{
	need_root();
	need_config("CONFIG_XDP_SOCKETS");
	need_file(BUILD "/progs/xsk_count.bpf.o");
}

static void cable_open(struct cable *c, const char *target)
{
	struct rawbpf_diag d;
	int err;

	need_xsk();
	netns_enter();
	c->here = netns_current();
	c->there = netns_create();
	netns_veth(c->there);
	c->peer = packet_open("veth0");
	netns_switch(c->there);
	memset(&d, 0, sizeof(d));
	err = rawbpf_object_open(BUILD "/progs/xsk_count.bpf.o", NULL, &c->o, &d);
	if (!err)
		err = rawbpf_global_set(c->o, "protocol", "17", &d);
	if (!err)
		err = rawbpf_object_load(c->o, &d);
	if (!err)
		err = rawbpf_prog_attach(rawbpf_object_prog(c->o, "xsk_count"), target, NULL, &c->l,
			&d);
	ck_assert_msg(!err, "%s", d.msg);
	c->map = rawbpf_map_fd(rawbpf_object_map(c->o, "xsks"));
}

static struct rawbpf_xsk *xsk_open(const struct cable *c, uint32_t frames)
{
	const struct rawbpf_xsk_opts opts = { .frames = frames };
	struct rawbpf_xsk *x = NULL;
	const uint32_t queue = 0;
	struct rawbpf_diag d;
	int fd;

	memset(&d, 0, sizeof(d));
	ck_assert_msg(!rawbpf_xsk_open(NULL, "veth1", &opts, &x, &d), "%s", d.msg);
	fd = rawbpf_xsk_fd(x);
	assert_ok(rawbpf_map_update(NULL, c->map, &queue, &fd, 0));
	return x;
}

/* Each with its number in the payload. */
static void make_frame(uint8_t *frame, uint32_t number)
{
	uint8_t payload[PAYLOAD] = { 0 };

	memcpy(payload, &number, sizeof(number));
	ck_assert_uint_eq(packet_udp_frame(frame, SIZE, PORT, payload, PAYLOAD), SIZE);
}

static void send_frames(const struct cable *c, uint32_t first, int n)
{
	uint8_t frame[SIZE];

	while (n--) {
		make_frame(frame, first++);
		ck_assert_int_eq(write(c->peer, frame, SIZE), SIZE);
	}
}

/* How many come, in this order and whole; up to n, or until none has for a while. */
static int receive(struct rawbpf_xsk *x, uint32_t first, int n)
{
	struct rawbpf_record r;
	uint8_t frame[SIZE];
	int got = 0;

	while (got < n && rawbpf_xsk_wait(x, 300) > 0)
		while (rawbpf_xsk_next(x, &r)) {
			make_frame(frame, first + got++);
			ck_assert_uint_eq(r.size, SIZE);
			ck_assert(!memcmp(r.data, frame, SIZE));
		}
	return got;
}

static void received(const char *target)
{
	struct rawbpf_xsk *x;
	struct cable c;
	int udp;

	cable_open(&c, target);
	udp = packet_udp_bind(NETNS_IP1, PORT);
	send_frames(&c, 0, 3);
	ck_assert_int_eq(packet_count(udp, 3, 1000), 3);
	x = xsk_open(&c, 0);
	send_frames(&c, 0, 200);
	ck_assert_int_eq(receive(x, 0, 200), 200);
	ck_assert_int_eq(rawbpf_xsk_wait(x, 0), 0);
	ck_assert_int_eq(packet_count(udp, 1, 0), 0);
	ck_assert_uint_eq(rawbpf_xsk_lost(x), 0);
	rawbpf_xsk_close(x);
	send_frames(&c, 0, 3);
	ck_assert_int_eq(packet_count(udp, 3, 1000), 3);
	rawbpf_object_close(c.o);
}

START_TEST(packets_are_read_whole_and_pass_without_a_socket)
{
	received("xdp:veth1");
}
END_TEST

START_TEST(packets_are_read_from_the_network_core)
{
	received("xdpgeneric:veth1");
}
END_TEST

START_TEST(frames_are_used_again)
{
	struct rawbpf_xsk *x;
	struct cable c;
	uint32_t i;

	cable_open(&c, "xdp:veth1");
	x = xsk_open(&c, 16);
	for (i = 0; i < 20; i++) {
		send_frames(&c, i * 12, 12);
		ck_assert_int_eq(receive(x, i * 12, 12), 12);
	}
	ck_assert_uint_eq(rawbpf_xsk_lost(x), 0);
	rawbpf_xsk_close(x);
	rawbpf_object_close(c.o);
}
END_TEST

START_TEST(packets_without_a_free_frame_are_counted_as_lost)
{
	struct rawbpf_xsk *x;
	struct cable c;

	cable_open(&c, "xdp:veth1");
	x = xsk_open(&c, 16);
	send_frames(&c, 0, 50);
	ck_assert_int_eq(receive(x, 0, 50), 16);
	ck_assert_uint_eq(rawbpf_xsk_lost(x), 34);
	send_frames(&c, 100, 5);
	ck_assert_int_eq(receive(x, 100, 5), 5);
	rawbpf_xsk_close(x);
	rawbpf_object_close(c.o);
}
END_TEST

/* More than there are frames for, so that those sent have to come back. */
START_TEST(packets_that_are_sent_arrive_at_the_peer)
{
	int sent = 0, arrived = 0;
	uint8_t frame[SIZE], got[SIZE + 1];
	struct rawbpf_xsk *x;
	struct cable c;
	int err, tries;

	cable_open(&c, "xdp:veth1");
	x = xsk_open(&c, 64);
	for (tries = 0; sent < 300 && tries < 3000; tries++) {
		make_frame(frame, (uint32_t)sent);
		err = rawbpf_xsk_send(x, frame, SIZE);
		sent += !err;
		if (!err && sent < 300)
			continue;
		ck_assert(!err || err == -ENOSPC);
		err = rawbpf_xsk_flush(x);
		ck_assert_msg(!err || err == -EAGAIN || err == -EBUSY, "%s", strerror(-err));
		while (arrived < sent && recv(c.peer, got, sizeof(got), MSG_DONTWAIT) == SIZE) {
			make_frame(frame, (uint32_t)arrived++);
			ck_assert(!memcmp(frame, got, SIZE));
		}
	}
	ck_assert_int_eq(sent, 300);
	ck_assert_int_eq(arrived + packet_count(c.peer, 300 - arrived, 500), 300);
	rawbpf_xsk_close(x);
	rawbpf_object_close(c.o);
}
END_TEST

static void allow(int netns, const char *interface, int mtu)
{
	struct ifreq r;
	int fd;

	netns_switch(netns);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	memset(&r, 0, sizeof(r));
	snprintf(r.ifr_name, sizeof(r.ifr_name), "%s", interface);
	r.ifr_mtu = mtu;
	ck_assert_int_eq(ioctl(fd, SIOCSIFMTU, &r), 0);
	close(fd);
}

START_TEST(the_largest_packet_that_is_sent_fills_a_frame)
{
	const struct timeval second = { 1, 0 };
	uint8_t packet[2049], got[2049];
	struct rawbpf_xsk *x;
	struct cable c;

	cable_open(&c, "xdp:veth1");
	allow(c.here, "veth0", sizeof(packet));
	allow(c.there, "veth1", sizeof(packet));
	ck_assert_int_eq(setsockopt(c.peer, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof(second)), 0);
	x = xsk_open(&c, 64);
	memset(packet, 0x5a, sizeof(packet));
	make_frame(packet, 0);
	assert_err(rawbpf_xsk_send(x, packet, 2049), -EMSGSIZE);
	assert_ok(rawbpf_xsk_send(x, packet, 2048));
	assert_ok(rawbpf_xsk_flush(x));
	ck_assert_int_eq(recv(c.peer, got, sizeof(got), 0), 2048);
	ck_assert(!memcmp(got, packet, 2048));
	rawbpf_xsk_close(x);
	rawbpf_object_close(c.o);
}
END_TEST

static void refused(const char *interface, uint32_t queue, uint32_t frames, int want,
	const char *words)
{
	struct rawbpf_xsk_opts opts = { .queue = queue, .frames = frames };
	struct rawbpf_xsk *x = NULL;
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_xsk_open(NULL, interface, &opts, &x, &d), want);
	ck_assert_msg(strstr(d.msg, words), "%s", d.msg);
	ck_assert_ptr_null(x);
}

START_TEST(what_a_socket_cannot_have_is_said)
{
	struct rawbpf_xsk *x;
	struct fds fds;
	struct cable c;

	cable_open(&c, "xdp:veth1");
	x = xsk_open(&c, 64);
	fds_take(&fds);
	refused("nosuch0", 0, 64, -ENODEV, "nosuch0, queue 0: No such device");
	refused("veth1", 0, 64, -EBUSY, "another socket has this queue");
	refused("veth1", 4000, 64, -EINVAL, "there is no such queue");
	refused("veth1", 0, 63, -EINVAL, "no power of two");
	fds_same(&fds);
	rawbpf_xsk_close(x);
	rawbpf_object_close(c.o);
}
END_TEST

START_TEST(a_queue_is_free_again_when_its_socket_is_closed)
{
	struct rawbpf_xsk *x;
	struct cable c;
	int i;

	cable_open(&c, "xdp:veth1");
	for (i = 0; i < 20; i++) {
		x = xsk_open(&c, 64);
		send_frames(&c, 0, 5);
		ck_assert_int_eq(receive(x, 0, 5), 5);
		rawbpf_xsk_close(x);
	}
	rawbpf_object_close(c.o);
}
END_TEST

static int mappings(void)
{
	FILE *f = fopen("/proc/self/maps", "re");
	char line[512];
	int n = 0;

	while (fgets(line, sizeof(line), f))
		n += strstr(line, "socket:") || strstr(line, "/dev/zero");
	fclose(f);
	return n;
}

START_TEST(a_socket_that_fails_leaves_neither_descriptor_nor_memory)
{
	struct rawbpf_xsk *x;
	struct rawbpf_diag d;
	struct fault fault;
	unsigned int at;
	struct fds fds;
	const int *err;
	int result;

	need_xsk();
	netns_enter();
	netns_veth(-1);
	fds_take(&fds);
	for (err = fault_errors(); *err; err++)
		for (at = 1, fault.hit = true; fault.hit; at++) {
			fault_init(&fault, at, *err);
			memset(&d, 0, sizeof(d));
			result = rawbpf_xsk_open(&fault.kernel, "veth1", NULL, &x, &d);
			ck_assert_msg(!fault.hit == !result, "request %u: %d", at, result);
			ck_assert_int_eq(!*d.msg, !result);
			if (!result)
				rawbpf_xsk_close(x);
			fds_same(&fds);
			ck_assert_int_eq(mappings(), 0);
		}
	ck_assert_uint_gt(at, 10);
}
END_TEST

START_TEST(a_run_counts_in_user_space)
{
	static const char *const argv[] = { BUILD "/rawbpf", "run", BUILD "/progs/xsk_count.bpf.o",
		"xsk_count=xdpgeneric:lo", "--set", "protocol=17", "--", BUILD "/tests/lib/traffic",
		NULL };
	struct child child;

	need_xsk();
	need_file(BUILD "/tests/lib/traffic");
	netns_enter();
	child_run(&child, 15000, argv);
	ck_assert_msg(!child.status, "%s", child.err);
	ck_assert_msg(strstr(child.out, "xsks: lo queue 0: 10 packets, 1420 bytes, 0 lost\n"), "%s",
		child.out);
	child_free(&child);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("xsk");
	TCase *t = tcase_create("sockets");

	tcase_add_test(t, packets_are_read_whole_and_pass_without_a_socket);
	tcase_add_test(t, packets_are_read_from_the_network_core);
	tcase_add_test(t, frames_are_used_again);
	tcase_add_test(t, packets_without_a_free_frame_are_counted_as_lost);
	tcase_add_test(t, packets_that_are_sent_arrive_at_the_peer);
	tcase_add_test(t, the_largest_packet_that_is_sent_fills_a_frame);
	tcase_add_test(t, what_a_socket_cannot_have_is_said);
	tcase_add_test(t, a_queue_is_free_again_when_its_socket_is_closed);
	tcase_add_test(t, a_socket_that_fails_leaves_neither_descriptor_nor_memory);
	tcase_add_test(t, a_run_counts_in_user_space);
	suite_add_tcase(s, t);
	return s;
}
