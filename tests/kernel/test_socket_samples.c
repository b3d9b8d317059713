/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The samples for sockets do what they say: exchange the names of AF_UNIX, follow a socket through its life,
 * limit and count what a cgroup receives, relay. Each is run as well, by its section and by a target.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/cgroup.h"
#include "tests/lib/child.h"
#include "tests/lib/netns.h"
#include "tests/lib/obj.h"
#include "tests/lib/packet.h"
#include "tests/lib/tcp.h"
#include "tests/lib/xdp.h"

static struct cgroup cg;

/* In a network and a cgroup of its own. */
static struct rawbpf_object *opened(const char *path)
{
	need_root();
	need_cgroup2();
	netns_enter();
	cgroup_create(&cg);
	return obj_open(path, NULL);
}

static void set(struct rawbpf_object *o, const char *name, const char *value)
{
	assert_ok(rawbpf_global_set(o, name, value, NULL));
}

static void want(struct rawbpf_object *o, const char *prog)
{
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, prog), true);
}

static struct rawbpf_link *attach(struct rawbpf_object *o, const char *prog)
{
	return obj_attach(o, prog, cg.path, NULL);
}

/* ---- sockets of AF_UNIX ------------------------------------------------------------------------- */

#define UNIX_PATH BUILD "/progs/unix_path.bpf.o"

enum { UNKNOWN, PUBLIC, OWN };

static char folder[64], paths[3][96];

/* Sockets have names in a folder of ours: those of the service that all know, and of the cgroup's. */
static void names(void)
{
	snprintf(folder, sizeof(folder), "/tmp/rawbpf-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(paths[PUBLIC], sizeof(*paths), "%s/public", folder);
	snprintf(paths[OWN], sizeof(*paths), "%s/own", folder);
}

static void forget_names(void)
{
	unlink(paths[OWN]);
	rmdir(folder);
}

static struct sockaddr_un named(int which)
{
	struct sockaddr_un a;

	memset(&a, 0, sizeof(a));
	a.sun_family = AF_UNIX;
	snprintf(a.sun_path, sizeof(a.sun_path), "%s", paths[which]);
	return a;
}

static int which(const struct sockaddr_un *a)
{
	int i;

	for (i = OWN; i > UNKNOWN; i--)
		if (!strcmp(a->sun_path, paths[i]))
			break;
	return i;
}

static int service(int type)
{
	struct sockaddr_un a = named(OWN);
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);

	unlink(paths[OWN]);
	ck_assert_msg(!bind(fd, (void *)&a, sizeof(a)), "%s", strerror(errno));
	ck_assert(type == SOCK_DGRAM || !listen(fd, 5));
	return fd;
}

/* Who is at the other end of a connection to the service, or -errno. */
static long connect_service(void *arg)
{
	struct sockaddr_un a = named(PUBLIC);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	socklen_t size = sizeof(a);

	(void)arg;
	if (connect(fd, (void *)&a, size))
		return -errno;
	memset(&a, 0, sizeof(a));
	return getpeername(fd, (void *)&a, &size) ? -errno : which(&a);
}

/* What a service hears that it is called. */
static long own_name(void *arg)
{
	struct sockaddr_un a;
	socklen_t size = sizeof(a);

	(void)arg;
	memset(&a, 0, sizeof(a));
	return getsockname(service(SOCK_STREAM), (void *)&a, &size) ? -errno : which(&a);
}

/* A question to the service: from where the answer seems to come, or -errno. */
static long ask_service(void *server)
{
	struct sockaddr_un a = named(PUBLIC), mine = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	socklen_t size = sizeof(a);
	char byte = 'x';

	/* with the family alone the kernel finds a name */
	if (bind(fd, (void *)&mine, sizeof(mine.sun_family)) ||
		sendto(fd, &byte, 1, 0, (void *)&a, sizeof(a)) != 1 ||
		recvfrom(*(int *)server, &byte, 1, MSG_DONTWAIT, (void *)&mine, &size) != 1 ||
		sendto(*(int *)server, &byte, 1, 0, (void *)&mine, size) != 1)
		return -errno;
	size = sizeof(a);
	memset(&a, 0, sizeof(a));
	return recvfrom(fd, &byte, 1, MSG_DONTWAIT, (void *)&a, &size) == 1 ? which(&a) : -errno;
}

static struct rawbpf_object *unix_sample(void)
{
	struct rawbpf_object *o;

	need_kernel(6, 7);
	need_root();
	need_btf();
	need_jit();
	need_64_bits("calls no kernel functions");
	o = opened(UNIX_PATH);
	names();
	set(o, "from", paths[PUBLIC]);
	set(o, "to", paths[OWN]);
	return obj_load(o);
}

START_TEST(a_service_has_another_socket_and_nobody_notices)
{
	struct rawbpf_object *o = unix_sample();
	struct rawbpf_link *l;

	service(SOCK_STREAM);
	ck_assert_int_eq(cgroup_do(&cg, connect_service, NULL), -ENOENT);
	l = attach(o, "connect");
	ck_assert_int_eq(cgroup_do(&cg, connect_service, NULL), OWN);
	attach(o, "peer");
	ck_assert_int_eq(cgroup_do(&cg, connect_service, NULL), PUBLIC);
	ck_assert_int_eq(cgroup_do(&cg, own_name, NULL), OWN);
	attach(o, "own");
	ck_assert_int_eq(cgroup_do(&cg, own_name, NULL), PUBLIC);
	ck_assert_int_eq(own_name(NULL), OWN);
	ck_assert_uint_eq(xdp_counter(o, "redirected"), 2);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(cgroup_do(&cg, connect_service, NULL), -ENOENT);
	rawbpf_object_close(o);
	forget_names();
}
END_TEST

START_TEST(questions_go_to_another_socket_and_answers_come_from_the_known_one)
{
	struct rawbpf_object *o = unix_sample();
	int server = service(SOCK_DGRAM);

	ck_assert_int_eq(cgroup_do(&cg, ask_service, &server), -ENOENT);
	attach(o, "send");
	ck_assert_int_eq(cgroup_do(&cg, ask_service, &server), OWN);
	attach(o, "receive");
	ck_assert_int_eq(cgroup_do(&cg, ask_service, &server), PUBLIC);
	ck_assert_uint_eq(xdp_counter(o, "redirected"), 2);
	rawbpf_object_close(o);
	forget_names();
}
END_TEST

/* ---- the life of a socket ------------------------------------------------------------------------- */

#define SOCKETS BUILD "/progs/sockets.bpf.o"

struct life {
	uint64_t nanoseconds;
	uint32_t family, type, protocol, port;
};

/* How many sockets can be had at once, up to ten. They are closed again. */
static long sockets_at_once(void *family)
{
	int fds[10], n, i;

	for (n = 0; n < 10; n++) {
		fds[n] = socket(*(int *)family, SOCK_DGRAM, 0);
		if (fds[n] < 0)
			break;
	}
	for (i = 0; i < n; i++)
		close(fds[i]);
	return n < 10 && errno != EPERM ? -errno : n;
}

START_TEST(a_cgroup_has_so_many_sockets_and_no_more)
{
	struct rawbpf_object *o = opened(SOCKETS);
	int families[] = { AF_INET, AF_INET6 }, i;
	struct rawbpf_link *l;

	set(o, "most", "3");
	obj_load(o);
	attach(o, "released");
	l = attach(o, "created");
	for (i = 0; i < 4; i++)
		ck_assert_int_eq(cgroup_do(&cg, sockets_at_once, &families[i % 2]), 3);
	ck_assert_uint_eq(xdp_counter(o, "refused"), 4);
	ck_assert_uint_eq(xdp_counter(o, "open_now"), 0);
	ck_assert_int_eq(sockets_at_once(&families[0]), 10);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(cgroup_do(&cg, sockets_at_once, &families[0]), 10);
	rawbpf_object_close(o);
}
END_TEST

static struct life lives[8];
static int life_cnt;

static int note_life(void *ctx, const struct rawbpf_record *r)
{
	ck_assert_uint_ge(r->size, sizeof(*lives));
	ck_assert_int_lt(life_cnt, 8);
	memcpy(&lives[life_cnt++], r->data, sizeof(*lives));
	return (void)ctx, 0;
}

/* Two servers, a client of the first, and what is accepted there, which nobody created. */
static long live(void *arg)
{
	struct sockaddr_in6 a = { .sin6_family = AF_INET6, .sin6_port = htons(4001) };
	int server = tcp_listen("127.0.0.1", 4000, false), other = socket(AF_INET6, SOCK_DGRAM, 0), client, fd;

	(void)arg;
	a.sin6_addr = in6addr_loopback;
	if (bind(other, (void *)&a, sizeof(a)))
		return -errno;
	client = tcp_connect("127.0.0.1", 4000);
	fd = accept(server, NULL, NULL);
	usleep(20000);
	close(fd);
	close(client);
	close(other);
	close(server);
	return 0;
}

START_TEST(what_a_socket_was_is_told_when_it_is_closed)
{
	struct rawbpf_object *o = opened(SOCKETS);
	struct rawbpf_events *e;
	int i;

	obj_load(o);
	assert_ok(rawbpf_events_open(NULL, &e, NULL));
	assert_ok(rawbpf_events_add(e, rawbpf_map_fd(rawbpf_object_map(o, "closed")), 0, NULL, NULL));
	attach(o, "created");
	attach(o, "bound4");
	attach(o, "bound6");
	attach(o, "released");
	ck_assert_int_eq(cgroup_do(&cg, live, NULL), 0);
	while (rawbpf_events_poll(e, 100, note_life, NULL) > 0)
		;
	ck_assert_int_eq(life_cnt, 3);
	for (i = 0; i < 3; i++) {
		ck_assert_uint_eq(lives[i].family, i == 1 ? AF_INET6 : AF_INET);
		ck_assert_uint_eq(lives[i].type, i == 1 ? SOCK_DGRAM : SOCK_STREAM);
		ck_assert_uint_ge(lives[i].nanoseconds, 20000000);
		ck_assert_uint_lt(lives[i].nanoseconds, 20000000000);
	}
	ck_assert_uint_eq(lives[0].port, 0);
	ck_assert_uint_eq(lives[1].port, 4001);
	ck_assert_uint_eq(lives[2].port, 4000);
	rawbpf_events_close(e);
	rawbpf_object_close(o);
}
END_TEST

static long mark_of_new(void *arg)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0), mark = -1;
	socklen_t size = sizeof(mark);

	(void)arg;
	return getsockopt(fd, SOL_SOCKET, SO_MARK, &mark, &size) ? -errno : mark;
}

START_TEST(sockets_of_a_cgroup_are_marked_for_routing)
{
	struct rawbpf_object *o = opened(SOCKETS);
	struct rawbpf_link *l;

	set(o, "mark", "42");
	want(o, "marked");
	obj_load(o);
	l = attach(o, "marked");
	ck_assert_int_eq(cgroup_do(&cg, mark_of_new, NULL), 42);
	ck_assert_int_eq(mark_of_new(NULL), 0);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(cgroup_do(&cg, mark_of_new, NULL), 0);
	rawbpf_object_close(o);
}
END_TEST

/* ---- what a cgroup receives ------------------------------------------------------------------------- */

#define INGRESS BUILD "/progs/ingress.bpf.o"

/* How many of n datagrams of 100 bytes arrive. */
static long receive(void *n)
{
	int fd = packet_udp_bind("127.0.0.1", 4000);

	packet_udp_send("127.0.0.1", 4000, *(int *)n, 100 - 28);
	return packet_count(fd, *(int *)n, 200);
}

START_TEST(a_cgroup_receives_no_more_than_so_much_in_a_second)
{
	struct rawbpf_object *o = opened(INGRESS);
	int many = 100, few = 5;
	struct rawbpf_link *l;
	char dropped[40];
	uint32_t id;
	long got;

	set(o, "bytes_per_second", "1000");
	obj_load(o);
	id = xdp_map_id(o, "budgets");
	ck_assert_int_eq(cgroup_do(&cg, receive, &few), few);
	l = attach(o, "limit");
	got = cgroup_do(&cg, receive, &many);
	ck_assert_msg(got >= 10 && got < 90, "%ld", got);
	snprintf(dropped, sizeof(dropped), "dropped: %ld}", many - got);
	ck_assert_int_eq(child_says(dropped, "map lookup id %u key cgroup %s cgroup_skb/ingress", id, cg.path), 0);
	ck_assert_int_eq(cgroup_do(NULL, receive, &many), many);
	ck_assert_int_eq(child_says("", "map update id %u key cgroup %s ingress value {dropped:5000000000}", id, cg.path), 0);
	got = cgroup_do(&cg, receive, &many);
	snprintf(dropped, sizeof(dropped), "dropped: %lld}", 5000000000LL + many - got);
	ck_assert_int_eq(child_says(dropped, "map lookup id %u key cgroup %s cgroup_inet_ingress", id, cg.path), 0);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(cgroup_do(&cg, receive, &few), few);
	rawbpf_object_close(o);
}
END_TEST

static const char *const directions[] = { "cgroup_skb/ingress", "cgroup_skb/egress" };

START_TEST(packets_are_counted_in_the_direction_that_the_target_says)
{
	struct rawbpf_object *o = opened(INGRESS);
	char target[600];
	cpu_set_t one;
	int n = 7, i;

	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	ck_assert_int_eq(sched_setaffinity(0, sizeof(one), &one), 0);
	want(o, "count");
	obj_load(o);
	for (i = 0; i < 2; i++) {
		snprintf(target, sizeof(target), "%s:%s", directions[i ^ _i], cg.path);
		obj_attach(o, "count", target, NULL);
		ck_assert_int_eq(cgroup_do(&cg, receive, &n), n);
	}
	for (i = 0; i < 2; i++)
		ck_assert_int_eq(child_says(i ? "{packets: 7, bytes: 700}" : "{packets: 14, bytes: 1400}",
			"map lookup id %u key cgroup %s %s", xdp_map_id(o, "counts"), cg.path,
			directions[i ^ _i]), 0);
	ck_assert_int_eq(child_says("", "map update id %u key cgroup %s egress value {packets:5}",
		xdp_map_id(o, "counts"), cg.path), 0);
	ck_assert_int_eq(cgroup_do(&cg, receive, &n), n);
	ck_assert_int_eq(child_says("{packets: 12, bytes: 700}", "map lookup id %u key cgroup %s egress",
		xdp_map_id(o, "counts"), cg.path), 0);
	rawbpf_object_close(o);
}
END_TEST

/* ---- relay ------------------------------------------------------------------------------------------ */

#define RELAY BUILD "/progs/relay.bpf.o"

static void hands_on(int from, int to, int past, const char *words)
{
	size_t size = strlen(words);
	char text[64];

	ck_assert_int_eq(write(from, words, size), (ssize_t)size);
	ck_assert_uint_eq(tcp_read(to, text, size, 2000), size);
	ck_assert_mem_eq(text, words, size);
	ck_assert_int_eq(recv(past, text, 1, MSG_DONTWAIT), -1);
}

static void put(struct rawbpf_object *o, uint32_t slot, int fd)
{
	uint8_t b[4];

	memcpy(b, &slot, sizeof(b));
	ck_assert_int_eq(child_says("", "map update id %u key %u %u %u %u value socket %d/%d", xdp_map_id(o, "pair"), b[0], b[1], b[2],
		b[3], getpid(), fd), 0);
}

/* A client's connection with us, and ours with a server: bytes go past us, until the program is off. */
static void relays(const char *prog, const char *target)
{
	struct rawbpf_object *o = opened(RELAY);
	int client[2], server[2];
	struct rawbpf_link *l;
	char text[8];

	want(o, prog);
	set(o, "client_port", "4000");
	obj_load(o);
	l = obj_attach(o, prog, target, NULL);
	tcp_pair(4000, client);
	tcp_pair(4001, server);
	put(o, 0, client[1]);
	put(o, 1, server[0]);
	hands_on(client[0], server[1], client[1], "a question");
	hands_on(server[1], client[0], server[0], "an answer");
	hands_on(client[0], server[1], client[1], "another question");
	ck_assert_uint_ge(xdp_counter(o, "relayed"), 3);
	ck_assert_int_eq(child_says("socket_cookie", "map dump id %u", xdp_map_id(o, "pair")), 0);
	assert_ok(rawbpf_link_detach(l));
	close(server[0]);
	ck_assert_int_eq(recv(server[1], text, sizeof(text), 0), 0);
	rawbpf_object_close(o);
}

START_TEST(a_proxy_need_not_copy)
{
	need_pidfd();
	need_config("CONFIG_BPF_STREAM_PARSER");
	need_kernel(5, 13);
	relays("relay", "pair");
}
END_TEST

START_TEST(a_proxy_need_not_copy_by_a_verdict_of_streams)
{
	need_pidfd();
	need_config("CONFIG_BPF_STREAM_PARSER");
	need_kernel(5, 15);
	relays("relay_as_said", "sk_skb/stream_verdict:pair");
}
END_TEST

/* ---- as they are run ---------------------------------------------------------------------------------- */

/* The cgroup's directory follows. */
static const struct {
	const char *object, *by_section, *by_target;
} runs[] = {
	{ SOCKETS, "created=", "created=cgroup/sock_create:" },
	{ SOCKETS, "marked=", "marked=cgroup/sock_create:" },
	{ SOCKETS, "released=", "released=cgroup/sock_release:" },
	{ SOCKETS, "bound4=", "bound6=cgroup/post_bind6:" },
	{ INGRESS, "limit=", "limit=cgroup_skb/egress:" },
	{ INGRESS, "count=", "count=cgroup_skb/egress:" },
	{ BUILD "/progs/bind_port.bpf.o", "getsockname4=", "getsockname6=cgroup/getsockname6:" },
	{ BUILD "/progs/bind_port.bpf.o", "bind6=", "post_bind6=cgroup/post_bind6:" },
	{ BUILD "/progs/connect_redirect.bpf.o", "connect6=", "getpeername6=cgroup/getpeername6:" },
	{ BUILD "/progs/udp_redirect.bpf.o", "sendmsg6=", "recvmsg6=cgroup/recvmsg6:" },
};

START_TEST(a_sample_is_run_by_its_section_and_by_a_target)
{
	char target[600];
	struct rawbpf_object *o = opened(runs[_i].object);

	rawbpf_object_close(o);
	snprintf(target, sizeof(target), "%s%s", runs[_i].by_section, cg.path);
	ck_assert_int_eq(child_says("attached to cgroup", "run %s %s --duration 0.01", runs[_i].object, target), 0);
	snprintf(target, sizeof(target), "%s%s", runs[_i].by_target, cg.path);
	ck_assert_int_eq(child_says("attached to cgroup", "run %s %s --duration 0.01", runs[_i].object, target), 0);
}
END_TEST

static const char *const unix_targets[] = { "connect=", "send=cgroup/sendmsg_unix:", "receive=",
	"peer=cgroup/getpeername_unix:", "own=" };

START_TEST(the_sample_for_names_is_run_by_its_sections_and_by_targets)
{
	struct rawbpf_object *o = unix_sample();
	char target[600];

	rawbpf_object_close(o);
	snprintf(target, sizeof(target), "%s%s", unix_targets[_i], cg.path);
	ck_assert_int_eq(child_says("attached to cgroup", "run " UNIX_PATH " %s --duration 0.01", target), 0);
	forget_names();
}
END_TEST

START_TEST(the_relay_is_run_by_its_section_and_by_a_target)
{
	need_config("CONFIG_BPF_STREAM_PARSER");
	need_kernel(5, 13);
	rawbpf_object_close(opened(RELAY));
	ck_assert_int_eq(child_says("attached to sk_skb/verdict:pair", "run " RELAY " relay --duration 0.01"), 0);
	ck_assert_int_eq(child_says("attached to sk_skb/verdict:pair", "run " RELAY " relay_as_said=sk_skb/verdict:pair --duration 0.01"), 0);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("socket_samples");
	TCase *t = tcase_create("samples");

	tcase_add_test(t, a_service_has_another_socket_and_nobody_notices);
	tcase_add_test(t, questions_go_to_another_socket_and_answers_come_from_the_known_one);
	tcase_add_test(t, a_cgroup_has_so_many_sockets_and_no_more);
	tcase_add_test(t, what_a_socket_was_is_told_when_it_is_closed);
	tcase_add_test(t, sockets_of_a_cgroup_are_marked_for_routing);
	tcase_add_test(t, a_cgroup_receives_no_more_than_so_much_in_a_second);
	tcase_add_loop_test(t, packets_are_counted_in_the_direction_that_the_target_says, 0, 2);
	tcase_add_test(t, a_proxy_need_not_copy);
	tcase_add_test(t, a_proxy_need_not_copy_by_a_verdict_of_streams);
	tcase_add_loop_test(t, a_sample_is_run_by_its_section_and_by_a_target, 0, sizeof(runs) / sizeof(*runs));
	tcase_add_loop_test(t, the_sample_for_names_is_run_by_its_sections_and_by_targets, 0, 5);
	tcase_add_test(t, the_relay_is_run_by_its_section_and_by_a_target);
	suite_add_tcase(s, t);
	return s;
}
