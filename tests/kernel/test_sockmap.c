/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs on maps of sockets, by what becomes of the bytes: handed over past TCP, cut into messages,
 * dropped, sent on to another socket. And storage that sockets have.
 */
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/bpf.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "rawbpf.h"
#include "tests/lib/cgroup.h"
#include "tests/lib/child.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/mountns.h"
#include "tests/lib/netns.h"
#include "tests/lib/obj.h"
#include "tests/lib/packet.h"
#include "tests/lib/tcp.h"

static struct rawbpf_object *opened(const char *path, struct rawbpf_kernel *k)
{
	need_config("CONFIG_BPF_STREAM_PARSER");
	return obj_open(path, k);
}

static int map_fd(struct rawbpf_object *o, const char *name)
{
	return rawbpf_map_fd(rawbpf_object_map(o, name));
}

static uint64_t global(struct rawbpf_object *o, const char *name)
{
	return *(uint64_t *)rawbpf_global(o, name, NULL);
}

/* This process goes into a cgroup of its own; before anything that a child could keep open. */
static void own_cgroup(struct cgroup *cg)
{
	need_cgroup2();
	netns_enter();
	cgroup_create(cg);
	cgroup_join(cg);
}

static void tell_of_connections(struct rawbpf_object *o, const char *prog, const struct cgroup *cg)
{
	struct bpf_attr_prog_attach a;

	memset(&a, 0, sizeof(a));
	a.target_fd = cg->fd;
	a.attach_bpf_fd = rawbpf_prog_fd(rawbpf_object_prog(o, prog));
	a.attach_type = BPF_CGROUP_SOCK_OPS;
	assert_ok(kernel_prog_attach(rawbpf_kernel(), &a));
}

/* The link of a map of sockets came with 6.10. */
static const char *sockmap_how(void)
{
	return kernel_is(6, 10) ? "bpf_link" : "PROG_ATTACH";
}

enum {
	MESSAGES = 50,
	MESSAGE_SIZE = 1000,
};

/* Sends that much from one end to the other, which gets it whole; how many packets lo has seen. */
static uint64_t talk(const int ends[2])
{
	static char in[MESSAGES * MESSAGE_SIZE], out[MESSAGES * MESSAGE_SIZE];
	uint64_t before = tcp_lo_packets();
	int i;

	for (i = 0; i < MESSAGES * MESSAGE_SIZE; i++)
		out[i] = (char)(i % 251);
	for (i = 0; i < MESSAGES; i++)
		ck_assert_int_eq(write(ends[0], out + i * MESSAGE_SIZE, MESSAGE_SIZE), MESSAGE_SIZE);
	memset(in, 0, sizeof(in));
	ck_assert_uint_eq(tcp_read(ends[1], in, sizeof(in), 1000), sizeof(in));
	ck_assert_mem_eq(in, out, sizeof(in));
	return tcp_lo_packets() - before;
}

static void bypasses(struct rawbpf_kernel *k, const char *target, const char *how)
{
	struct rawbpf_object *o = opened(BUILD "/progs/bypass.bpf.o", k);
	struct rawbpf_link *l;
	struct cgroup cg;
	int first[2], second[2];

	own_cgroup(&cg);
	obj_load(o);
	l = obj_attach(o, "bypass", target, NULL);
	ck_assert_str_eq(rawbpf_link_how(l), how);
	ck_assert_str_eq(rawbpf_link_where(l), "ends");
	tell_of_connections(o, "remember", &cg);
	tcp_pair(4000, first);
	ck_assert_uint_eq(talk(first), 0);
	ck_assert_uint_eq(tcp_segments(first[0]), 0);
	ck_assert_uint_eq(global(o, "bypassed"), MESSAGES);

	/* sockets that are put in from now on have no program */
	assert_ok(rawbpf_link_detach(l));
	tcp_pair(4001, second);
	ck_assert_uint_gt(talk(second), 0);
	ck_assert_uint_gt(tcp_segments(second[0]), 0);
	ck_assert_uint_eq(global(o, "messages"), MESSAGES);
	rawbpf_object_close(o);
}

START_TEST(what_two_local_sockets_write_bypasses_the_stack)
{
	bypasses(NULL, "sk_msg:ends", sockmap_how());
}
END_TEST

START_TEST(without_bpf_link_a_map_of_sockets_falls_back_to_prog_attach)
{
	struct fault old;

	fault_init(&old, 0, 0);
	old.refuse = fault_no_links;
	bypasses(&old.kernel, "ends", "PROG_ATTACH");
}
END_TEST

START_TEST(the_only_map_of_sockets_need_not_be_named)
{
	bypasses(NULL, NULL, sockmap_how());
}
END_TEST

START_TEST(nolink_behind_the_map_says_prog_attach)
{
	bypasses(NULL, "sk_msg:ends,nolink", "PROG_ATTACH");
}
END_TEST

/* A SOCKMAP has slots, which are filled from here; what is on the map then goes with the socket. */
static void shortcut(const char *target, const char *how)
{
	struct rawbpf_object *o = opened(BUILD "/tests/progs/sk_verdict.bpf.o", NULL);
	struct rawbpf_link *l;
	int ends[2];
	uint64_t fd;
	uint32_t i;

	netns_enter();
	assert_ok(rawbpf_global_set(o, "first_port", "4000", NULL));
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "shortcut"), true);
	obj_load(o);
	l = obj_attach(o, "shortcut", target, NULL);
	ck_assert_str_eq(rawbpf_link_how(l), how);
	tcp_pair(4000, ends);
	for (i = 0; i < 2; i++) {
		fd = (uint64_t)ends[!i];
		assert_ok(rawbpf_map_update(NULL, map_fd(o, "both"), &i, &fd, BPF_ANY));
	}
	ck_assert_uint_eq(talk(ends), 0);
	ck_assert_uint_eq(global(o, "messages"), MESSAGES);
	assert_ok(rawbpf_link_detach(l));
	tcp_pair(4001, ends);
	ck_assert_uint_gt(talk(ends), 0);
	ck_assert_uint_eq(global(o, "messages"), MESSAGES);
	rawbpf_object_close(o);
}

START_TEST(messages_go_from_slot_to_slot_past_the_stack)
{
	shortcut("both", sockmap_how());
	shortcut("sk_msg:both,nolink", "PROG_ATTACH");
}
END_TEST

/* One message: length, kind, and so many bytes more. */
static size_t put_message(uint8_t *to, uint8_t kind, uint16_t more)
{
	to[0] = (uint8_t)((more + 1) >> 8);
	to[1] = (uint8_t)(more + 1);
	to[2] = kind;
	memset(to + 3, kind, more);
	return 3U + more;
}

static uint64_t kinds(struct rawbpf_object *o, uint32_t kind)
{
	uint64_t n = 0;

	assert_ok(rawbpf_map_lookup(NULL, map_fd(o, "kinds"), &kind, &n));
	return n;
}

/* A message, `step` bytes at a time; the other end gets all of it, or nothing. */
static void message(const int ends[2], uint8_t kind, uint16_t more, size_t step, bool arrives)
{
	uint8_t out[1024], in[1024];
	size_t size = put_message(out, kind, more), at;

	for (at = 0; at < size; at += step)
		ck_assert_int_gt(write(ends[0], out + at, size - at < step ? size - at : step), 0);
	ck_assert_uint_eq(tcp_read(ends[1], in, arrives ? size : 1, arrives ? 2000 : 100),
		arrives ? size : 0);
	ck_assert(!arrives || !memcmp(in, out, size));
}

static void three_messages(const int ends[2], size_t step)
{
	message(ends, 1, 100, step, true);
	message(ends, 7, 200, step, false);
	message(ends, 2, 50, step, true);
}

/* The last of 5.10 take a lock to read what they hold to write, when a message behind a parser passes. */
static void cuts(struct rawbpf_kernel *k, const char *how)
{
	struct rawbpf_object *o = opened(BUILD "/progs/frames.bpf.o", k);
	struct rawbpf_link *parser, *verdict;
	struct cgroup cg;
	int ends[2];
	char byte;

	skip_unless(kernel_is(5, 15), "the kernel locks up where a stream is cut");
	own_cgroup(&cg);
	assert_ok(rawbpf_global_set(o, "port", "4000", NULL));
	assert_ok(rawbpf_global_set(o, "drop_kind", "7", NULL));
	obj_load(o);
	parser = obj_attach(o, "length", "connections", NULL);
	verdict = obj_attach(o, "kind", "connections", NULL);
	ck_assert_str_eq(rawbpf_link_how(parser), how);
	ck_assert_str_eq(rawbpf_link_how(verdict), how);
	tell_of_connections(o, "accepted", &cg);
	tcp_pair(4000, ends);
	three_messages(ends, 1024);
	three_messages(ends, 90);
	three_messages(ends, 1);
	ck_assert_uint_eq(kinds(o, 1), 3);
	ck_assert_uint_eq(kinds(o, 7), 3);
	ck_assert_uint_eq(kinds(o, 2), 3);
	assert_ok(rawbpf_link_detach(verdict));
	assert_ok(rawbpf_link_detach(parser));
	tcp_pair(4000, ends);
	ck_assert_int_eq(write(ends[0], "x", 1), 1);
	ck_assert_uint_eq(tcp_read(ends[1], &byte, 1, 1000), 1);
	rawbpf_object_close(o);
}

START_TEST(a_stream_is_cut_into_messages_and_one_kind_is_dropped)
{
	cuts(NULL, sockmap_how());
}
END_TEST

START_TEST(a_stream_is_cut_without_bpf_link)
{
	struct fault old;

	fault_init(&old, 0, 0);
	old.refuse = fault_no_links;
	cuts(&old.kernel, "PROG_ATTACH");
}
END_TEST

START_TEST(a_stream_is_cut_and_all_passes_if_no_kind_is_to_be_dropped)
{
	struct rawbpf_object *o = opened(BUILD "/progs/frames.bpf.o", NULL);
	struct cgroup cg;
	int ends[2];

	skip_unless(kernel_is(5, 15), "the kernel locks up where a stream is cut");
	own_cgroup(&cg);
	assert_ok(rawbpf_global_set(o, "port", "4000", NULL));
	obj_load(o);
	obj_attach(o, "length", "connections", NULL);
	obj_attach(o, "kind", "connections", NULL);
	tell_of_connections(o, "accepted", &cg);
	tcp_pair(4000, ends);
	message(ends, 0, 100, 1024, true);
	message(ends, 255, 100, 1024, true);
	ck_assert_uint_eq(kinds(o, 0), 1);
	ck_assert_uint_eq(kinds(o, 255), 1);
	rawbpf_object_close(o);
}
END_TEST

static struct sockaddr_in lo_address(uint16_t port)
{
	struct sockaddr_in a;

	memset(&a, 0, sizeof(a));
	a.sin_family = AF_INET;
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	a.sin_port = htons(port);
	return a;
}

/* A UDP socket on one port that sends to another. */
static int udp_pair(uint16_t port, uint16_t peer)
{
	int fd = packet_udp_bind("127.0.0.1", port);
	struct sockaddr_in a = lo_address(peer);

	ck_assert_int_eq(connect(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

/*
 * 4000 and 4001 each talk to one 100 above; what comes to 4000 goes out at 4001, to 4101. A kernel
 * that has no such verdict says so when it is attached.
 */
static void forwards(const char *prog, const char *target)
{
	struct rawbpf_object *o = opened(BUILD "/tests/progs/sk_verdict.bpf.o", NULL);
	struct rawbpf_link *l;
	struct sockaddr_in a;
	int fd[2], far[2];
	uint64_t value;
	uint32_t i;

	netns_enter();
	assert_ok(rawbpf_global_set(o, "first_port", "4000", NULL));
	obj_load(o);
	if (!kernel_is(5, 13)) {
		obj_refused(o, prog, target, -EOPNOTSUPP, "came with 5.13");
		rawbpf_object_close(o);
		return;
	}
	l = obj_attach(o, prog, target, NULL);
	for (i = 0; i < 2; i++) {
		fd[i] = udp_pair((uint16_t)(4000 + i), (uint16_t)(4100 + i));
		far[i] = packet_udp_bind("127.0.0.1", (uint16_t)(4100 + i));
		value = (uint64_t)fd[i];
		assert_ok(rawbpf_map_update(NULL, map_fd(o, "both"), &i, &value, BPF_ANY));
	}
	for (i = 0; i < 2; i++) {
		a = lo_address((uint16_t)(4000 + i));
		ck_assert_int_eq(sendto(far[i], "there", 5, 0, (struct sockaddr *)&a, sizeof(a)), 5);
		ck_assert_int_eq(packet_count(far[!i], 1, 1000), 1);
		ck_assert_int_eq(packet_count(fd[i], 1, 50), 0);
	}
	assert_ok(rawbpf_link_detach(l));
	rawbpf_object_close(o);
}

START_TEST(a_verdict_sends_datagrams_on_to_another_socket)
{
	forwards("verdict", "both");
}
END_TEST

START_TEST(a_section_that_does_not_say_it_is_attached_as_the_target_says)
{
	forwards("unsaid", "sk_skb/verdict:both");
}
END_TEST

START_TEST(a_map_is_found_by_id_and_by_its_pin)
{
	struct rawbpf_object *o = opened(BUILD "/progs/bypass.bpf.o", NULL);
	struct bpf_map_info info;
	uint32_t size = sizeof(info);
	char target[64];
	struct rawbpf_link *l;
	struct fds before;

	mountns_enter();
	obj_load(o);
	fds_take(&before);
	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(), map_fd(o, "ends"), &info, &size));
	snprintf(target, sizeof(target), "sk_msg:id:%u", info.id);
	l = obj_attach(o, "bypass", target, NULL);
	assert_ok(rawbpf_link_detach(l));
	assert_ok(rawbpf_pin(NULL, map_fd(o, "ends"), MOUNTNS_BPFFS "/ends", NULL));
	l = obj_attach(o, "bypass", "sk_msg:" MOUNTNS_BPFFS "/ends", NULL);
	assert_ok(rawbpf_link_detach(l));
	assert_ok(rawbpf_attach(NULL, rawbpf_prog_fd(rawbpf_object_prog(o, "bypass")), target, NULL, &l,
		NULL));
	assert_ok(rawbpf_link_detach(l));
	fds_same(&before);
	rawbpf_object_close(o);
}
END_TEST

/* Its own place is taken neither by a link nor by PROG_ATTACH, and detaching ours leaves it there. */
START_TEST(another_s_program_on_the_map_stays)
{
	static const char *const ways[] = { "sk_msg:ends", "sk_msg:ends,nolink" };
	struct rawbpf_object *o = opened(BUILD "/progs/bypass.bpf.o", NULL);
	struct rawbpf_link *l;
	unsigned int i;

	need_kernel(5, 18);
	obj_load(o);
	for (i = 0; i < 2; i++) {
		l = obj_attach(o, "bypass", ways[i], NULL);
		obj_refused(o, "bypass", ways[0], -EBUSY, "the map has a program of this kind");
		obj_refused(o, "bypass", ways[1], -EBUSY, "the map has a program of this kind");
		assert_ok(rawbpf_link_detach(l));
	}
	rawbpf_object_close(o);
}
END_TEST

START_TEST(verdict_and_stream_verdict_exclude_each_other)
{
	struct rawbpf_object *o = opened(BUILD "/tests/progs/sk_verdict.bpf.o", NULL);

	need_kernel(5, 13);
	obj_load(o);
	obj_attach(o, "unsaid", "sk_skb/stream_verdict:both", NULL);
	obj_refused(o, "verdict", "both", -EBUSY, "exclude each other");
	rawbpf_object_close(o);
}
END_TEST

START_TEST(maps_that_cannot_be_meant_are_named_in_the_message)
{
	struct rawbpf_object *o = opened(BUILD "/progs/frames.bpf.o", NULL);
	struct rawbpf_object *two = opened(BUILD "/tests/progs/sk_verdict.bpf.o", NULL);
	struct fds before;

	obj_load(o);
	obj_load(two);
	fds_take(&before);
	obj_refused(o, "kind", "sk_skb/stream_verdict:nosuch", -ENOENT,
		"sk_skb/stream_verdict:nosuch: no such map");
	obj_refused(o, "kind", "sk_skb/stream_verdict:id:x", -EINVAL, "no such map");
	obj_refused(o, "kind", "sk_skb/stream_verdict:id:4294967295", -ENOENT, "no such map");
	obj_refused(o, "kind", "sk_skb/stream_verdict:/no/such/pin", -ENOENT, "no such map");
	obj_refused(o, "kind", "kinds", -EINVAL, "neither a SOCKMAP nor a SOCKHASH");
	obj_refused(o, "kind", "sk_msg:connections", -EINVAL, "not loaded as the type");
	obj_refused(two, "verdict", NULL, -EINVAL, "give verdict=sk_skb/verdict:WHERE");
	obj_refused(two, "unsaid", "both", -EINVAL, "say as what");
	fds_same(&before);
	rawbpf_object_close(o);
	rawbpf_object_close(two);
}
END_TEST

struct budget {
	uint32_t left, sent;
};

/* Two datagrams each; then user space gives one of them three more. */
START_TEST(storage_of_a_socket_is_shared_by_programs_and_user_space)
{
	struct rawbpf_object *o = opened(BUILD "/tests/progs/sk_storage.bpf.o", NULL);
	struct budget b;
	struct cgroup cg;
	int fd, other, in, i, sent = 0;

	own_cgroup(&cg);
	obj_load(o);
	in = packet_udp_bind("127.0.0.1", 4100);
	fd = udp_pair(4000, 4100);
	other = packet_udp_bind("127.0.0.1", 4001);
	obj_attach(o, "spend", cg.path, NULL);
	assert_err(rawbpf_map_lookup(NULL, map_fd(o, "budgets"), &fd, &b), -ENOENT);
	for (i = 0; i < 5; i++)
		sent += send(fd, "x", 1, 0) == 1;
	skip_unless(!global(o, "without"), "the kernel has no memory for storage of sockets");
	ck_assert_int_eq(sent, 2);
	assert_ok(rawbpf_map_lookup(NULL, map_fd(o, "budgets"), &fd, &b));
	ck_assert_uint_eq(b.left, 0);
	ck_assert_uint_eq(b.sent, 2);
	b.left = 3;
	assert_ok(rawbpf_map_update(NULL, map_fd(o, "budgets"), &fd, &b, BPF_EXIST));
	for (i = 0; i < 5; i++)
		sent += send(fd, "x", 1, 0) == 1;
	ck_assert_int_eq(sent, 5);
	ck_assert_int_eq(packet_count(in, 6, 100), 5);
	assert_err(rawbpf_map_lookup(NULL, map_fd(o, "budgets"), &other, &b), -ENOENT);
	assert_ok(rawbpf_map_delete(NULL, map_fd(o, "budgets"), &fd));
	assert_err(rawbpf_map_lookup(NULL, map_fd(o, "budgets"), &fd, &b), -ENOENT);
	ck_assert_int_eq(send(fd, "x", 1, 0), 1);
	rawbpf_object_close(o);
}
END_TEST

static void runs(const char *object, const char *target)
{
	const char *const argv[] = { BUILD "/rawbpf", "run", object, target, "--duration", "0.01", NULL };
	struct child child;

	need_file(BUILD "/rawbpf");
	need_file(object);
	child_run(&child, 10000, argv);
	ck_assert_msg(!child.status, "%s", child.err);
	child_free(&child);
}

START_TEST(a_run_goes_well_with_maps_that_cannot_be_read)
{
	struct cgroup cg;
	char target[600];

	need_config("CONFIG_BPF_STREAM_PARSER");
	own_cgroup(&cg);
	snprintf(target, sizeof(target), "spend=%s", cg.path);
	runs(BUILD "/tests/progs/sk_storage.bpf.o", target);
	runs(BUILD "/tests/progs/sk_verdict.bpf.o", "unsaid=sk_skb/stream_verdict:both");
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("sockmap");
	TCase *t = tcase_create("effect");

	tcase_add_test(t, what_two_local_sockets_write_bypasses_the_stack);
	tcase_add_test(t, without_bpf_link_a_map_of_sockets_falls_back_to_prog_attach);
	tcase_add_test(t, the_only_map_of_sockets_need_not_be_named);
	tcase_add_test(t, nolink_behind_the_map_says_prog_attach);
	tcase_add_test(t, messages_go_from_slot_to_slot_past_the_stack);
	tcase_add_test(t, a_stream_is_cut_into_messages_and_one_kind_is_dropped);
	tcase_add_test(t, a_stream_is_cut_without_bpf_link);
	tcase_add_test(t, a_stream_is_cut_and_all_passes_if_no_kind_is_to_be_dropped);
	tcase_add_test(t, a_verdict_sends_datagrams_on_to_another_socket);
	tcase_add_test(t, a_section_that_does_not_say_it_is_attached_as_the_target_says);
	tcase_add_test(t, a_map_is_found_by_id_and_by_its_pin);
	tcase_add_test(t, another_s_program_on_the_map_stays);
	tcase_add_test(t, verdict_and_stream_verdict_exclude_each_other);
	tcase_add_test(t, maps_that_cannot_be_meant_are_named_in_the_message);
	tcase_add_test(t, storage_of_a_socket_is_shared_by_programs_and_user_space);
	tcase_add_test(t, a_run_goes_well_with_maps_that_cannot_be_read);
	suite_add_tcase(s, t);
	return s;
}
