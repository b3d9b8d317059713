/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The samples for hooks of cgroups do what they say, and maps that go with cgroups hold what belongs
 * to each.
 */
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/cli.h"
#include "kernel/kernel.h"
#include "kernel/system.h"
#include "object/object.h"
#include "tests/lib/cgroup.h"
#include "tests/lib/netns.h"
#include "tests/lib/packet.h"

static struct rawbpf_diag diag;
static struct cgroup cg;

static struct rawbpf_object *opened(const char *path)
{
	struct rawbpf_object *o = NULL;

	need_root();
	need_cgroup2();
	need_file(path);
	netns_enter();
	cgroup_create(&cg);
	ck_assert_msg(!rawbpf_object_open(path, NULL, &o, &diag), "%s", diag.msg);
	return o;
}

static void set(struct rawbpf_object *o, const char *name, const char *value)
{
	ck_assert_msg(!rawbpf_global_set(o, name, value, &diag), "%s", diag.msg);
}

static void load(struct rawbpf_object *o)
{
	ck_assert_msg(!rawbpf_object_load(o, &diag), "%s\n%s", diag.msg, diag.log ? diag.log : "");
}

static struct rawbpf_link *attach(struct rawbpf_object *o, const char *prog)
{
	struct rawbpf_link *l = NULL;

	ck_assert_msg(!rawbpf_prog_attach(rawbpf_object_prog(o, prog), cg.path, NULL, &l, &diag),
		"%s", diag.msg);
	return l;
}

static uint64_t counter(struct rawbpf_object *o, const char *name)
{
	return *(uint64_t *)rawbpf_global(o, name, NULL);
}

/* ---- samples ------------------------------------------------------------------------------------ */

union address {
	struct sockaddr any;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
};

/* A port of 10.1.2.3 or fd01::123, where nobody is, or of this host. */
static union address address(int family, uint16_t port, bool away)
{
	union address a;

	memset(&a, 0, sizeof(a));
	a.any.sa_family = (sa_family_t)family;
	if (family == AF_INET) {
		a.in.sin_port = htons(port);
		inet_pton(AF_INET, away ? "10.1.2.3" : "127.0.0.1", &a.in.sin_addr);
	} else {
		a.in6.sin6_port = htons(port);
		inet_pton(AF_INET6, away ? "fd01::123" : "::1", &a.in6.sin6_addr);
	}
	return a;
}

/* The port, and 100000 more if the address is the one away. */
static long told(const union address *a)
{
	int family = a->any.sa_family;
	union address same = address(family, ntohs(a->in.sin_port), true);
	bool is_away = family == AF_INET
		? a->in.sin_addr.s_addr == same.in.sin_addr.s_addr
		: !memcmp(&a->in6.sin6_addr, &same.in6.sin6_addr, sizeof(same.in6.sin6_addr));

	return ntohs(a->in.sin_port) + (is_away ? 100000 : 0);
}

static int bound(int family, int type, uint16_t port)
{
	union address a = address(family, port, false);
	int fd = socket(family, type | SOCK_CLOEXEC, 0);

	ck_assert_int_eq(bind(fd, &a.any, sizeof(a)), 0);
	return fd;
}

static const struct family {
	int number;
	const char *digit; /* at the end of its programs' names */
} families[] = { { AF_INET, "4" }, { AF_INET6, "6" } };

static struct rawbpf_link *attach_for(struct rawbpf_object *o, const char *prog, const struct family *f)
{
	char name[32];

	snprintf(name, sizeof(name), "%s%s", prog, f->digit);
	return attach(o, name);
}

/* To port 80 away: what getpeername() tells, or -errno. */
static long connect_away(void *family)
{
	union address a = address(*(int *)family, 80, true);
	socklen_t size = sizeof(a);
	int fd = socket(a.any.sa_family, SOCK_STREAM, 0);

	if (connect(fd, &a.any, size) || getpeername(fd, &a.any, &size))
		return -errno;
	return told(&a);
}

/* A UDP socket, connected to port 80 away and then to 81 of this host: who is at the other end? */
static long connect_again(void *family)
{
	union address a = address(*(int *)family, 80, true), b = address(*(int *)family, 81, false);
	socklen_t size = sizeof(a);
	int fd = socket(a.any.sa_family, SOCK_DGRAM, 0);

	if (connect(fd, &a.any, size) || connect(fd, &b.any, size) || getpeername(fd, &b.any, &size))
		return -errno;
	return told(&b);
}

START_TEST(connections_are_redirected_and_nobody_notices)
{
	struct rawbpf_object *o = opened(BUILD "/progs/connect_redirect.bpf.o");
	const struct family *f = &families[_i];
	int family = f->number;
	struct rawbpf_link *l;

	ck_assert_int_eq(listen(bound(family, SOCK_STREAM, 8080), 5), 0);
	load(o);
	ck_assert_int_eq(cgroup_do(&cg, connect_away, &family), -ENETUNREACH);
	l = attach_for(o, "connect", f);
	ck_assert_int_eq(cgroup_do(&cg, connect_away, &family), 8080);
	attach_for(o, "getpeername", f);
	ck_assert_int_eq(cgroup_do(&cg, connect_away, &family), 100080);
	ck_assert_uint_eq(counter(o, "redirected"), 2);
	ck_assert_int_eq(cgroup_do(&cg, connect_again, &family), 81);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(cgroup_do(&cg, connect_away, &family), -ENETUNREACH);
	rawbpf_object_close(o);
}
END_TEST

struct wish {
	int family;
	uint16_t port;
};

/* The port that a socket has which asked for this one, or -errno. */
static long bind_to(void *arg)
{
	const struct wish *w = arg;
	union address a = address(w->family, w->port, false);
	socklen_t size = sizeof(a);
	int fd = socket(w->family, SOCK_STREAM, 0);

	if (bind(fd, &a.any, size) || getsockname(fd, &a.any, &size))
		return -errno;
	return ntohs(a.in.sin_port);
}

START_TEST(servers_get_another_port_and_none_outside_of_a_range)
{
	struct rawbpf_object *o = opened(BUILD "/progs/bind_port.bpf.o");
	const struct family *f = &families[_i];
	struct wish http = { f->number, 80 }, other = { f->number, 8081 };
	struct wish below = { f->number, 70 }, any = { f->number, 0 };
	struct rawbpf_link *moves, *refuses, *pretends;

	set(o, "most_port", "8080");
	load(o);
	moves = attach_for(o, "bind", f);
	ck_assert_int_eq(cgroup_do(&cg, bind_to, &http), 8080);
	ck_assert_int_eq(cgroup_do(&cg, bind_to, &other), 8081);
	refuses = attach_for(o, "post_bind", f);
	ck_assert_int_eq(cgroup_do(&cg, bind_to, &http), 8080);
	ck_assert_int_eq(cgroup_do(&cg, bind_to, &other), -EPERM);
	ck_assert_int_eq(cgroup_do(&cg, bind_to, &below), -EPERM);
	ck_assert_int_eq(cgroup_do(&cg, bind_to, &any), -EPERM);
	ck_assert_int_eq(bind_to(&other), 8081);
	ck_assert_uint_eq(counter(o, "moved"), 2);
	ck_assert_uint_eq(counter(o, "refused"), 3);
	pretends = attach_for(o, "getsockname", f);
	ck_assert_int_eq(cgroup_do(&cg, bind_to, &http), 80);
	ck_assert_uint_eq(counter(o, "moved"), 3);
	assert_ok(rawbpf_link_detach(pretends));
	assert_ok(rawbpf_link_detach(moves));
	ck_assert_int_eq(cgroup_do(&cg, bind_to, &http), -EPERM);
	assert_ok(rawbpf_link_detach(refuses));
	ck_assert_int_eq(cgroup_do(&cg, bind_to, &http), 80);
	rawbpf_object_close(o);
}
END_TEST

struct talk {
	int family, server;
};

/* A question to port 53 away: from where the answer seems to come, or -errno. */
static long ask_away(void *arg)
{
	const struct talk *t = arg;
	union address a = address(t->family, 53, true);
	int fd = socket(t->family, SOCK_DGRAM, 0);
	socklen_t size = sizeof(a);
	char byte = 'x';

	if (sendto(fd, &byte, 1, 0, &a.any, size) != 1 ||
		recvfrom(t->server, &byte, 1, MSG_DONTWAIT, &a.any, &size) != 1 ||
		sendto(t->server, &byte, 1, 0, &a.any, size) != 1 ||
		recvfrom(fd, &byte, 1, MSG_DONTWAIT, &a.any, &size) != 1)
		return -errno;
	return told(&a);
}

START_TEST(datagrams_are_redirected_and_answers_come_from_where_they_went)
{
	struct rawbpf_object *o = opened(BUILD "/progs/udp_redirect.bpf.o");
	const struct family *f = &families[_i];
	struct talk t = { f->number, bound(f->number, SOCK_DGRAM, 5353) };
	struct rawbpf_link *l;

	load(o);
	ck_assert_int_eq(cgroup_do(&cg, ask_away, &t), -ENETUNREACH);
	l = attach_for(o, "sendmsg", f);
	ck_assert_int_eq(cgroup_do(&cg, ask_away, &t), 5353);
	attach_for(o, "recvmsg", f);
	ck_assert_int_eq(cgroup_do(&cg, ask_away, &t), 100053);
	ck_assert_uint_eq(counter(o, "redirected"), 2);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(cgroup_do(&cg, ask_away, &t), -ENETUNREACH);
	rawbpf_object_close(o);
}
END_TEST

/* IP_TOS as an int, set to 32 and asked for. */
static long tos(void *arg)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0), value = 32;
	socklen_t size = sizeof(value);

	(void)arg;
	if (setsockopt(fd, IPPROTO_IP, IP_TOS, &value, size) ||
		getsockopt(fd, IPPROTO_IP, IP_TOS, &value, &size))
		return -errno;
	return value;
}

START_TEST(an_option_is_changed_and_hidden)
{
	struct rawbpf_object *o = opened(BUILD "/progs/sockopt.bpf.o");

	load(o);
	ck_assert_int_eq(cgroup_do(&cg, tos, NULL), 32);
	attach(o, "sockopt_set");
	ck_assert_int_eq(cgroup_do(&cg, tos, NULL), 8);
	attach(o, "sockopt_get");
	ck_assert_int_eq(cgroup_do(&cg, tos, NULL), 0);
	ck_assert_uint_eq(counter(o, "changed"), 2);
	ck_assert_int_eq(tos(NULL), 32);
	rawbpf_object_close(o);
}
END_TEST

static long read_sysctl(void *name)
{
	char path[128], text[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/sys/%s", (char *)name);
	fd = open(path, O_RDONLY);
	return fd < 0 || read(fd, text, sizeof(text)) < 0 ? -errno : 0;
}

/* What it is already, in the namespace of the test. */
static long write_sysctl(void *name)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/proc/sys/%s", (char *)name);
	fd = open(path, O_WRONLY);
	return fd < 0 || write(fd, "0", 1) < 0 ? -errno : 0;
}

START_TEST(sysctls_are_read_only_and_one_is_hidden)
{
	struct rawbpf_object *o = opened(BUILD "/progs/sysctl.bpf.o");
	char hidden[] = "kernel/ostype", other[] = "kernel/osrelease";
	char local[] = "net/ipv4/ip_forward";

	set(o, "hidden", hidden);
	load(o);
	ck_assert_int_eq(cgroup_do(&cg, write_sysctl, local), 0);
	attach(o, "sysctl");
	ck_assert_int_eq(cgroup_do(&cg, read_sysctl, hidden), -EPERM);
	ck_assert_int_eq(cgroup_do(&cg, read_sysctl, other), 0);
	ck_assert_int_eq(cgroup_do(&cg, write_sysctl, local), -EPERM);
	ck_assert_uint_eq(counter(o, "refused"), 2);
	ck_assert_int_eq(read_sysctl(hidden), 0);
	rawbpf_object_close(o);
}
END_TEST

/* The timeout of a connection that nobody answers, in microseconds. */
static long timeout(void *arg)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(80) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	struct tcp_info info;
	socklen_t size = sizeof(info);

	(void)arg;
	inet_pton(AF_INET, "10.9.0.77", &a.sin_addr);
	if (!connect(fd, (void *)&a, sizeof(a)) || errno != EINPROGRESS)
		return -EIO;
	memset(&info, 0, sizeof(info));
	return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) ? -errno : (long)info.tcpi_rto;
}

START_TEST(the_first_timeout_of_a_connection_is_another_one)
{
	struct rawbpf_object *o = opened(BUILD "/progs/tcp_rto.bpf.o");
	long usual;

	netns_veth(-1);
	set(o, "milliseconds", "100"); /* whole ticks at 100, 250 and 1000 of them a second */
	load(o);
	usual = cgroup_do(&cg, timeout, NULL);
	ck_assert_int_ge(usual, 1000000);
	attach(o, "tcp_rto");
	ck_assert_int_eq(cgroup_do(&cg, timeout, NULL), 100000);
	ck_assert_uint_ge(counter(o, "connections"), 1);
	ck_assert_int_eq(timeout(NULL), usual);
	rawbpf_object_close(o);
}
END_TEST

struct state {
	uint32_t from, to, family, local_port, remote_port;
	uint8_t local[16], remote[16];
};

static uint32_t to_seen; /* a bit for each new state */

/* Who connects is told with both addresses; who listens has none of another yet. */
static int note_state(void *ctx, const struct rawbpf_record *r)
{
	static const uint8_t v4[16] = { 127, 0, 0, 1 }, v6[16] = { [15] = 1 };
	const struct state *s = r->data;
	int family = *(int *)ctx;

	ck_assert_uint_ge(r->size, sizeof(*s));
	if (s->remote_port != 8080)
		return 0;
	to_seen |= 1U << s->to;
	ck_assert_uint_eq(s->family, family);
	ck_assert_mem_eq(s->remote, family == AF_INET ? v4 : v6, 16);
	if (s->to == 1) /* ESTABLISHED */
		ck_assert_mem_eq(s->local, family == AF_INET ? v4 : v6, 16);
	return 0;
}

/* A connection from begin to end, and who takes it. */
static long talk(void *arg)
{
	int family = *(int *)arg, to = bound(family, SOCK_STREAM, 8080);
	union address a = address(family, 8080, false);
	int from = socket(family, SOCK_STREAM, 0), fd;

	listen(to, 5);
	if (connect(from, &a.any, sizeof(a)))
		return -errno;
	fd = accept(to, NULL, NULL);
	close(from);
	close(fd);
	return 0;
}

START_TEST(each_state_of_a_connection_is_told)
{
	int family = families[_i].number;
	struct rawbpf_object *o = opened(BUILD "/progs/tcp_states.bpf.o");
	struct rawbpf_events *e;

	load(o);
	ck_assert_int_eq(rawbpf_events_open(NULL, &e, NULL), 0);
	ck_assert_int_eq(rawbpf_events_add(e, rawbpf_map_fd(rawbpf_object_map(o, "events")), 0, NULL,
		NULL), 0);
	attach(o, "tcp_states");
	ck_assert_int_eq(cgroup_do(&cg, talk, &family), 0);
	while (rawbpf_events_poll(e, 100, note_state, &family) > 0)
		;
	/* established, and closed first */
	ck_assert_msg((to_seen & 0x12) == 0x12, "%x", to_seen); /* ESTABLISHED, FIN_WAIT1 */
	rawbpf_events_close(e);
	rawbpf_object_close(o);
}
END_TEST

static long packet_socket(void *arg)
{
	int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	(void)arg;
	if (fd >= 0)
		close(fd);
	return fd < 0 ? -errno : 0;
}

START_TEST(an_lsm_hook_refuses_processes_of_a_cgroup)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_object *o;
	int err;

	need_root();
	need_btf();
	need_jit();
	need_symbol("bpf_lsm_socket_create");
	o = opened(BUILD "/progs/lsm_cgroup.bpf.o");
	err = rawbpf_object_load(o, &diag);
	if (!kernel_is(6, 0)) {
		assert_err(err, -EOPNOTSUPP);
		ck_assert_msg(strstr(diag.msg, "lacks lsm_cgroup, which came with 6.0"), "%s", diag.msg);
		return;
	}
	skip_unless(err != -EPERM, "root may not load this here: %s", diag.msg);
	ck_assert_msg(!err, "%s", diag.msg);
	need_lsm();
	ck_assert_int_eq(cgroup_do(&cg, packet_socket, NULL), 0);
	err = rawbpf_prog_attach(rawbpf_object_prog(o, "no_family"), cg.path, NULL, &l, &diag);
	skip_unless(err != -524, "no function can be attached to on this machine: %s", diag.msg);
	ck_assert_msg(!err, "%s", diag.msg);
	ck_assert_int_eq(cgroup_do(&cg, packet_socket, NULL), -EPERM);
	ck_assert_int_eq(packet_socket(NULL), 0);
	ck_assert_uint_eq(counter(o, "refused"), 1);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(cgroup_do(&cg, packet_socket, NULL), 0);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(an_lsm_program_of_a_cgroup_needs_a_directory)
{
	struct rawbpf_object *o = opened(BUILD "/progs/lsm_cgroup.bpf.o");

	assert_err(rawbpf_prog_attach(rawbpf_object_prog(o, "no_family"), NULL, NULL, NULL, &diag), -EINVAL);
	ck_assert_msg(strstr(diag.msg, "give no_family=lsm_cgroup:WHERE, WHERE being a cgroup directory"),
		"%s", diag.msg);
	rawbpf_object_close(o);
}
END_TEST

/* ---- maps --------------------------------------------------------------------------------------- */

#define MAPS BUILD "/tests/progs/cgroup_maps.bpf.o"

static struct rawbpf_prog *only(struct rawbpf_object *o, const char *prog, const char *map)
{
	struct rawbpf_prog *p = rawbpf_object_prog(o, prog);
	struct rawbpf_map *m = NULL;

	rawbpf_prog_set_autoload(p, true);
	while ((m = rawbpf_object_next_map(o, m)))
		if (strcmp(rawbpf_map_name(m), map) && !m->def->image)
			rawbpf_map_set_autocreate(m, false);
	load(o);
	return p;
}

static long send_two(void *arg)
{
	(void)arg;
	return packet_udp_send("127.0.0.1", 4000, 2, 10);
}

/* Its number: that of the directory, which machines of 32 bits have more of than fits in one. */
static uint64_t cgroup_id(const struct cgroup *c)
{
	uint64_t id, bytes[(sizeof(struct file_handle) + sizeof(id) + 7) / 8];
	struct file_handle *h = (void *)bytes;
	int mount;

	h->handle_bytes = sizeof(id);
	ck_assert_int_eq(name_to_handle_at(AT_FDCWD, c->path, h, &mount, 0), 0);
	memcpy(&id, h->f_handle, sizeof(id));
	return id;
}

static uint64_t stored_for(struct rawbpf_object *o, const char *map, const struct cgroup *c)
{
	int fd = rawbpf_map_fd(rawbpf_object_map(o, map)), cpus, i;
	struct bpf_cgroup_storage_key key;
	uint64_t values[1024] = { 0 }, sum = 0;

	memset(&key, 0, sizeof(key));
	key.cgroup_inode_id = cgroup_id(c);
	key.attach_type = BPF_CGROUP_INET_EGRESS;
	cpus = strcmp(map, "percpu") ? 1 : system_possible_cpus(rawbpf_kernel());
	ck_assert_int_le(cpus, 1024);
	assert_ok(rawbpf_map_lookup(NULL, fd, &key, values));
	for (i = 0; i < cpus; i++)
		sum += values[i];
	return sum;
}

static const char *const storages[][2] = { { "shared", "count_shared" },
	{ "percpu", "count_percpu" } };

START_TEST(each_cgroup_has_a_value_of_its_own)
{
	struct rawbpf_object *o = opened(MAPS);
	struct rawbpf_prog *p = only(o, storages[_i][1], storages[_i][0]);
	struct rawbpf_link *l = NULL;
	struct cgroup other;

	cgroup_create(&other);
	attach(o, storages[_i][1]);
	ck_assert_int_eq(rawbpf_prog_attach(p, other.path, NULL, &l, NULL), 0);
	ck_assert_int_eq(cgroup_do(&cg, send_two, NULL), 2);
	ck_assert_int_eq(cgroup_do(&cg, send_two, NULL), 2);
	ck_assert_int_eq(cgroup_do(&other, send_two, NULL), 2);
	ck_assert_uint_eq(stored_for(o, storages[_i][0], &cg), 4);
	ck_assert_uint_eq(stored_for(o, storages[_i][0], &other), 2);
	rawbpf_object_close(o);
}
END_TEST

/* The program counts this process's calls, which the child sets to its own. */
static long call_some(void *object)
{
	int i;

	*(uint32_t *)rawbpf_global(object, "me", NULL) = getpid();
	for (i = 0; i < 5; i++)
		syscall(SYS_getppid);
	*(uint32_t *)rawbpf_global(object, "me", NULL) = 0;
	return 0;
}

/* From the command line, by the directory's path: an exit code. */
static int fill(struct rawbpf_object *o, char *slot, char *path)
{
	uint32_t info[16] = { 0 }, size = sizeof(info);
	char id[16], *argv[] = { "rawbpf", "map", "update", "id", id, "key", slot, "0", "0", "0", "value",
		"cgroup", path, NULL };

	assert_ok(kernel_obj_info(rawbpf_kernel(), rawbpf_map_fd(rawbpf_object_map(o, "cgroups")), info,
		&size));
	snprintf(id, sizeof(id), "%u", info[1]);
	return cli_main(13, argv, rawbpf_kernel());
}

START_TEST(an_array_of_cgroups_tells_who_is_below)
{
	struct rawbpf_object *o = opened(MAPS);
	struct cgroup other;
	struct rawbpf_link *l = NULL;

	only(o, "is_below", "cgroups");
	cgroup_create(&other);
	ck_assert_int_eq(fill(o, "0", cg.path), 0);
	ck_assert_int_eq(rawbpf_prog_attach(rawbpf_object_prog(o, "is_below"), NULL, NULL, &l, NULL), 0);
	cgroup_do(&other, call_some, o);
	ck_assert_uint_eq(counter(o, "below"), 0);
	ck_assert_uint_ge(counter(o, "beside"), 5);
	cgroup_do(&cg, call_some, o);
	ck_assert_uint_ge(counter(o, "below"), 5);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(any_program_may_store_for_a_cgroup)
{
	struct rawbpf_link *l = NULL;
	struct rawbpf_object *o;
	struct cgroup other;
	uint64_t n = 0;
	int fd;

	need_kernel(6, 2);
	need_root();
	need_btf();
	o = opened(MAPS);
	only(o, "store", "stored");
	fd = rawbpf_map_fd(rawbpf_object_map(o, "stored"));
	cgroup_create(&other);
	ck_assert_msg(!rawbpf_prog_attach(rawbpf_object_prog(o, "store"), NULL, NULL, &l, &diag), "%s",
		diag.msg);
	cgroup_do(&cg, call_some, o);
	skip_unless(!counter(o, "without"), "the kernel has no memory for storage of cgroups");
	assert_ok(rawbpf_map_lookup(NULL, fd, &cg.fd, &n));
	ck_assert_uint_ge(n, 5);
	assert_err(rawbpf_map_lookup(NULL, fd, &other.fd, &n), -ENOENT);
	rawbpf_object_close(o);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("cgroup_samples");
	TCase *t = tcase_create("samples and maps");

	tcase_add_loop_test(t, connections_are_redirected_and_nobody_notices, 0, 2);
	tcase_add_loop_test(t, servers_get_another_port_and_none_outside_of_a_range, 0, 2);
	tcase_add_loop_test(t, datagrams_are_redirected_and_answers_come_from_where_they_went, 0, 2);
	tcase_add_test(t, an_option_is_changed_and_hidden);
	tcase_add_test(t, sysctls_are_read_only_and_one_is_hidden);
	tcase_add_test(t, the_first_timeout_of_a_connection_is_another_one);
	tcase_add_loop_test(t, each_state_of_a_connection_is_told, 0, 2);
	tcase_add_test(t, an_lsm_hook_refuses_processes_of_a_cgroup);
	tcase_add_test(t, an_lsm_program_of_a_cgroup_needs_a_directory);
	tcase_add_loop_test(t, each_cgroup_has_a_value_of_its_own, 0, 2);
	tcase_add_test(t, an_array_of_cgroups_tells_who_is_below);
	tcase_add_test(t, any_program_may_store_for_a_cgroup);
	suite_add_tcase(s, t);
	return s;
}
