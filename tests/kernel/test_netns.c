/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The hooks of a network namespace by what they do: connections to ports where nobody listens are
 * answered, packets are dissected, in the namespace that was named and in no other.
 */
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "rawbpf.h"
#include "tests/lib/cgroup.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/netns.h"
#include "tests/lib/obj.h"
#include "tests/lib/packet.h"
#include "tests/lib/wire.h"

#define SK_LOOKUP      BUILD "/progs/sk_lookup.bpf.o"
#define FLOW_DISSECTOR BUILD "/progs/flow_dissector.bpf.o"
#define UDP	       17

/* ---- sk_lookup: 7001 to 7009 lead to the socket on 7000 ---- */

static struct rawbpf_object *load_lookup(void)
{
	struct rawbpf_object *o = obj_open(SK_LOOKUP, NULL);

	assert_ok(rawbpf_global_set(o, "port", "7000", NULL));
	assert_ok(rawbpf_global_set(o, "first", "7001", NULL));
	assert_ok(rawbpf_global_set(o, "last", "7009", NULL));
	obj_load(o);
	return o;
}

static void put_socket(struct rawbpf_object *o, uint32_t index, int fd)
{
	const uint64_t value = fd;

	assert_ok(rawbpf_map_update(NULL, rawbpf_map_fd(rawbpf_object_map(o, "sockets")), &index,
		&value, BPF_ANY));
}

static struct sockaddr_in loopback(uint16_t port)
{
	struct sockaddr_in a;

	memset(&a, 0, sizeof(a));
	a.sin_family = AF_INET;
	a.sin_port = htons(port);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return a;
}

static int listen_on(uint16_t port)
{
	struct sockaddr_in a = loopback(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_eq(bind(fd, (void *)&a, sizeof(a)), 0);
	ck_assert_int_eq(listen(fd, 16), 0);
	return fd;
}

/*
 * Whether somebody answers on a port; the connection is closed again. Nobody is a refusal or silence:
 * on old qemu's s390x refusals arrive with wrong checksums.
 */
static bool answers(uint16_t port)
{
	struct sockaddr_in a = loopback(port);
	struct pollfd p = { .events = POLLOUT };
	socklen_t size = sizeof(int);
	int err = -1;

	p.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	connect(p.fd, (void *)&a, sizeof(a));
	if (poll(&p, 1, 500) > 0)
		getsockopt(p.fd, SOL_SOCKET, SO_ERROR, &err, &size);
	close(p.fd);
	return !err;
}

static uint64_t steered(struct rawbpf_object *o)
{
	return *(uint64_t *)rawbpf_global(o, "steered", NULL);
}

START_TEST(one_socket_answers_on_many_ports_until_detached)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	int fd;

	netns_enter();
	o = load_lookup();
	fd = listen_on(7000);
	put_socket(o, 0, fd);
	ck_assert(!answers(7001));
	l = obj_attach(o, "steer", NULL, NULL);
	ck_assert_str_eq(rawbpf_link_how(l), "bpf_link");
	ck_assert(answers(7001));
	ck_assert(answers(7009));
	ck_assert(!answers(7010));
	ck_assert_uint_eq(steered(o), 2);
	assert_ok(rawbpf_link_detach(l));
	ck_assert(!answers(7001));
	close(fd);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(datagrams_to_many_ports_arrive_at_one_socket)
{
	struct rawbpf_object *o;
	int fd;

	netns_enter();
	o = load_lookup();
	fd = packet_udp_bind("127.0.0.1", 7000);
	put_socket(o, 1, fd);
	obj_attach(o, "steer", "sk_lookup:", NULL);
	packet_udp_send("127.0.0.1", 7003, 3, 10);
	packet_udp_send("127.0.0.1", 7004, 2, 10);
	ck_assert_int_eq(packet_count(fd, 5, 1000), 5);
	packet_udp_send("127.0.0.1", 7010, 2, 10);
	ck_assert_int_eq(packet_count(fd, 2, 200), 0);
	rawbpf_object_close(o);
	packet_udp_send("127.0.0.1", 7003, 3, 10);
	ck_assert_int_eq(packet_count(fd, 3, 200), 0);
	close(fd);
}
END_TEST

/* From here into another namespace, and not into this one. */
START_TEST(the_namespace_that_is_named_is_meant)
{
	struct rawbpf_object *o;
	char where[64];
	int home, other, fd;

	netns_enter();
	home = netns_current();
	other = netns_create();
	o = load_lookup();
	netns_switch(other);
	fd = listen_on(7000);
	netns_switch(home);
	put_socket(o, 0, fd);
	snprintf(where, sizeof(where), "/proc/self/fd/%d", other);
	obj_attach(o, "steer", where, NULL);
	ck_assert(!answers(7001));
	netns_switch(other);
	ck_assert(answers(7001));
	rawbpf_object_close(o);
	ck_assert(!answers(7001));
	close(fd);
}
END_TEST

/* The sample's second program sees listen(2) of a process in a cgroup. */
START_TEST(a_listening_socket_is_put_into_the_map_by_a_program)
{
	struct bpf_attr_prog_attach a;
	struct rawbpf_object *o;
	struct cgroup cg;
	int fd;

	need_root();
	need_cgroup2();
	netns_enter();
	cgroup_create(&cg);
	o = obj_open(SK_LOOKUP, NULL);
	assert_ok(rawbpf_global_set(o, "port", "7000", NULL));
	assert_ok(rawbpf_global_set(o, "first", "7001", NULL));
	assert_ok(rawbpf_global_set(o, "last", "7009", NULL));
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "listener"), true);
	obj_load(o);
	memset(&a, 0, sizeof(a));
	a.target_fd = cg.fd;
	a.attach_bpf_fd = rawbpf_prog_fd(rawbpf_object_prog(o, "listener"));
	a.attach_type = BPF_CGROUP_SOCK_OPS;
	assert_ok(kernel_prog_attach(rawbpf_kernel(), &a));
	cgroup_join(&cg);
	fd = listen_on(7000);
	obj_attach(o, "steer", NULL, NULL);
	ck_assert(answers(7005));
	close(fd);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(what_is_no_network_namespace_is_refused_with_the_reason)
{
	struct rawbpf_object *o;

	netns_enter();
	o = load_lookup();
	obj_refused(o, "steer", "/proc/self/ns/uts", -EINVAL, "this is not a network namespace");
	obj_refused(o, "steer", "/proc/self/exe", -EINVAL, "this is not a network namespace");
	obj_refused(o, "steer", "/no/such/file", -ENOENT, "/no/such/file cannot be opened");
	obj_refused(o, "steer", "sk_lookup:,nolink", -EINVAL, "there is only bpf_link");
	rawbpf_object_close(o);
}
END_TEST

/* ---- flow_dissector: a frame that is sent raw is dissected, to find where its headers are ---- */

static uint64_t dissected(struct rawbpf_object *o)
{
	const uint32_t udp = UDP;
	uint64_t n = 0;

	rawbpf_map_lookup(NULL, rawbpf_map_fd(rawbpf_object_map(o, "dissected")), &udp, &n);
	return n;
}

static void send_frames(int n)
{
	uint8_t frame[256];
	size_t size = packet_udp_frame(frame, sizeof(frame), 4000, "x", 1);
	int fd = packet_open("veth0");

	while (n--)
		ck_assert_int_eq(write(fd, frame, size), (int)size);
	close(fd);
}

static void dissects(struct rawbpf_kernel *k, const char *target, const char *how)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	uint64_t n;

	netns_enter();
	netns_veth(-1);
	o = obj_open(FLOW_DISSECTOR, k);
	obj_load(o);
	send_frames(3);
	ck_assert_uint_eq(dissected(o), 0);
	l = obj_attach(o, "dissect", target, NULL);
	ck_assert_str_eq(rawbpf_link_how(l), how);
	send_frames(3);
	n = dissected(o);
	ck_assert_uint_ge(n, 3);
	assert_ok(rawbpf_link_detach(l));
	send_frames(3);
	ck_assert_uint_eq(dissected(o), n);
	rawbpf_object_close(o);
}

START_TEST(a_flow_dissector_is_asked_until_detached)
{
	dissects(NULL, NULL, "bpf_link");
}
END_TEST

START_TEST(a_flow_dissector_without_bpf_link_is_attached_in_our_own_namespace)
{
	struct fault old;

	fault_init(&old, 0, 0);
	old.refuse = fault_no_links;
	dissects(&old.kernel, "flow_dissector:", "PROG_ATTACH");
}
END_TEST

START_TEST(a_flow_dissector_finds_ports_and_addresses)
{
	struct rawbpf_object *o = obj_open(FLOW_DISSECTOR, NULL);
	struct bpf_flow_keys keys;
	struct rawbpf_test_run t;
	uint8_t frame[256];

	obj_load(o);
	memset(&t, 0, sizeof(t));
	memset(&keys, 0, sizeof(keys));
	t.data_in = frame;
	t.data_in_size = packet_udp_frame(frame, sizeof(frame), 4000, "x", 1);
	t.data_out = &keys;
	t.data_out_size = sizeof(keys);
	assert_ok(rawbpf_test_run(NULL, rawbpf_prog_fd(rawbpf_object_prog(o, "dissect")), &t, NULL));
	ck_assert_uint_eq(keys.thoff, 34);
	ck_assert_uint_eq(keys.ip_proto, UDP);
	ck_assert_uint_eq(ntohs(keys.dport), 4000);
	ck_assert_uint_eq(keys.ipv4_dst, inet_addr(NETNS_IP1));
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_second_flow_dissector_leaves_the_first_alone)
{
	struct rawbpf_object *first, *second;
	struct rawbpf_link *l;
	char words[64];

	netns_enter();
	netns_veth(-1);
	first = obj_open(FLOW_DISSECTOR, NULL);
	second = obj_open(FLOW_DISSECTOR, NULL);
	obj_load(first);
	obj_load(second);
	snprintf(words, sizeof(words), "program %u is attached already: take it off",
		wire_prog_id(first, "dissect"));
	l = obj_attach(first, "dissect", ",nolink", NULL);
	ck_assert_str_eq(rawbpf_link_how(l), "PROG_ATTACH");
	obj_refused(second, "dissect", ",nolink", -EEXIST, words);
	obj_refused(second, "dissect", NULL, -EEXIST, words);
	send_frames(2);
	ck_assert_uint_ge(dissected(first), 2);
	assert_ok(rawbpf_link_detach(l));
	obj_attach(first, "dissect", NULL, NULL);
	obj_refused(second, "dissect", NULL, -E2BIG, words);
	rawbpf_object_close(first);
	obj_attach(second, "dissect", NULL, NULL);
	rawbpf_object_close(second);
}
END_TEST

START_TEST(without_bpf_link_no_other_namespace_can_be_meant)
{
	struct rawbpf_object *o;
	char where[64];

	netns_enter();
	o = obj_open(FLOW_DISSECTOR, NULL);
	obj_load(o);
	snprintf(where, sizeof(where), "/proc/self/fd/%d,nolink", netns_create());
	obj_refused(o, "dissect", where, -EOPNOTSUPP, "which came with 5.8");
	rawbpf_object_close(o);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("netns");
	TCase *t = tcase_create("effect");

	tcase_add_test(t, one_socket_answers_on_many_ports_until_detached);
	tcase_add_test(t, datagrams_to_many_ports_arrive_at_one_socket);
	tcase_add_test(t, the_namespace_that_is_named_is_meant);
	tcase_add_test(t, a_listening_socket_is_put_into_the_map_by_a_program);
	tcase_add_test(t, what_is_no_network_namespace_is_refused_with_the_reason);
	tcase_add_test(t, a_flow_dissector_is_asked_until_detached);
	tcase_add_test(t, a_flow_dissector_without_bpf_link_is_attached_in_our_own_namespace);
	tcase_add_test(t, a_flow_dissector_finds_ports_and_addresses);
	tcase_add_test(t, a_second_flow_dissector_leaves_the_first_alone);
	tcase_add_test(t, without_bpf_link_no_other_namespace_can_be_meant);
	suite_add_tcase(s, t);
	return s;
}
