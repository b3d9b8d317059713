/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each hook of a cgroup by what it does to a process in it: refused, sent elsewhere, told another
 * thing. Each is attached by bpf_link and without; and once detached, all is as before.
 */
#include "tests/lib/test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "object/object.h"
#include "rawbpf.h"
#include "tests/lib/cgroup.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/netns.h"
#include "tests/lib/packet.h"

#define OBJECT BUILD "/tests/progs/cgroup_hooks.bpf.o"

/* ---- what a process does: >= 0, or -errno ----------------------------------------------------- */

struct address {
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
	};
	socklen_t size;
};

/* of this host; of AF_UNIX the abstract name "rawbpf-PORT" */
static struct address address(int family, uint16_t port)
{
	struct address a;

	memset(&a, 0, sizeof(a));
	a.sa.sa_family = family;
	if (family == AF_INET) {
		a.in.sin_port = htons(port);
		a.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		a.size = sizeof(a.in);
	} else if (family == AF_INET6) {
		a.in6.sin6_port = htons(port);
		a.in6.sin6_addr = in6addr_loopback;
		a.size = sizeof(a.in6);
	} else {
		snprintf(a.un.sun_path + 1, sizeof(a.un.sun_path) - 1, "rawbpf-%u", port);
		a.size = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(a.un.sun_path + 1);
	}
	return a;
}

static long port_of(const struct address *a)
{
	char name[sizeof(a->un.sun_path) + 1] = "";

	if (a->sa.sa_family == AF_INET)
		return ntohs(a->in.sin_port);
	if (a->sa.sa_family == AF_INET6)
		return ntohs(a->in6.sin6_port);
	if (a->size <= offsetof(struct sockaddr_un, sun_path) + 8)
		return 0;
	memcpy(name, a->un.sun_path, a->size - offsetof(struct sockaddr_un, sun_path));
	return atol(name + 8);
}

static int bound(int family, int type, uint16_t port)
{
	struct address a = address(family, port);
	int fd = socket(family, type | SOCK_CLOEXEC, 0);

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int)) ||
		bind(fd, &a.sa, a.size))
		return -errno;
	if (type != SOCK_DGRAM)
		listen(fd, 5);
	return fd;
}

static int connected(int family, int type, uint16_t port)
{
	struct address a = address(family, port);
	int fd = socket(family, type | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, &a.sa, a.size))
		return -errno;
	return fd;
}

static int family_of(void *arg)
{
	return *(int *)arg;
}

static long result(int fd)
{
	return fd < 0 ? fd : 0;
}

static long do_connect_refused(void *family)
{
	int server = bound(family_of(family), SOCK_STREAM, 4002);

	return server < 0 ? server : result(connected(family_of(family), SOCK_STREAM, 4002));
}

static long name_of(int fd, int (*ask)(int, struct sockaddr *, socklen_t *))
{
	struct address a;

	memset(&a, 0, sizeof(a));
	a.size = sizeof(a.un);
	if (fd < 0 || ask(fd, &a.sa, &a.size))
		return fd < 0 ? fd : -errno;
	return port_of(&a);
}

/* There are servers at 4000 and 4001: at which does it arrive? */
static long do_connect(void *family)
{
	int one = bound(family_of(family), SOCK_STREAM, 4000);
	int other = bound(family_of(family), SOCK_STREAM, 4001);

	if (one < 0 || other < 0)
		return -EIO;
	return name_of(connected(family_of(family), SOCK_STREAM, 4000), getpeername);
}

static long do_bind(void *family)
{
	return name_of(bound(family_of(family), SOCK_STREAM, 4000), getsockname);
}

static long do_bind_refused(void *family)
{
	return result(bound(family_of(family), SOCK_STREAM, 4002));
}

static long do_getsockname(void *family)
{
	return name_of(bound(family_of(family), SOCK_STREAM, 4003), getsockname);
}

static long do_getpeername(void *family)
{
	int server = bound(family_of(family), SOCK_STREAM, 4003);

	return server < 0 ? server
			  : name_of(connected(family_of(family), SOCK_STREAM, 4003), getpeername);
}

static bool arrived(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 300) == 1;
}

/* Is what is sent to 4000 received at 4001? */
static long do_sendmsg(void *family)
{
	struct address a = address(family_of(family), 4000);
	int from = socket(family_of(family), SOCK_DGRAM, 0), to;

	to = bound(family_of(family), SOCK_DGRAM, 4001);
	if (from < 0 || to < 0)
		return -EIO;
	if (sendto(from, "x", 1, 0, &a.sa, a.size) != 1 && errno != ECONNREFUSED)
		return -errno;
	return arrived(to);
}

static long do_sendmsg_refused(void *family)
{
	struct address a = address(family_of(family), 4002);
	int from = socket(family_of(family), SOCK_DGRAM, 0);

	return sendto(from, "x", 1, 0, &a.sa, a.size) == 1 ? 0 : -errno;
}

/* Which port does a datagram come from? */
static long do_recvmsg(void *family)
{
	struct address a = address(family_of(family), 4001);
	int from = bound(family_of(family), SOCK_DGRAM, 4003);
	int to = bound(family_of(family), SOCK_DGRAM, 4001);
	char byte;

	if (from < 0 || to < 0 || sendto(from, "x", 1, 0, &a.sa, a.size) != 1 || !arrived(to))
		return -EIO;
	a.size = sizeof(a.un);
	if (recvfrom(to, &byte, 1, 0, &a.sa, &a.size) != 1)
		return -errno;
	return port_of(&a);
}

static long do_socket(void *family)
{
	int fd = socket(family_of(family), SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

/* A datagram to oneself. */
static long do_packet(void *family)
{
	struct address a = address(family_of(family), 4003);
	int fd = bound(family_of(family), SOCK_DGRAM, 4003);

	if (fd < 0 || sendto(fd, "x", 1, 0, &a.sa, a.size) != 1)
		return fd < 0 ? fd : -errno;
	return arrived(fd);
}

static long do_device(void *arg)
{
	(void)arg;
	return open("/dev/full", O_RDONLY | O_CLOEXEC) < 0 ? -errno : 0;
}

static long do_sysctl(void *arg)
{
	char text[64];
	int fd = open("/proc/sys/kernel/ostype", O_RDONLY | O_CLOEXEC);

	(void)arg;
	return fd < 0 || read(fd, text, sizeof(text)) < 0 ? -errno : 0;
}

static long do_getsockopt(void *family)
{
	int fd = socket(family_of(family), SOCK_DGRAM, 0);
	unsigned char tos = 0;
	socklen_t size = sizeof(tos);

	return getsockopt(fd, IPPROTO_IP, IP_TOS, &tos, &size) ? -errno : tos;
}

static long do_setsockopt(void *family)
{
	int fd = socket(family_of(family), SOCK_DGRAM, 0), now = 0;
	unsigned char tos = 8;
	socklen_t size = sizeof(now);

	if (setsockopt(fd, IPPROTO_IP, IP_TOS, &tos, sizeof(tos)) ||
		getsockopt(fd, IPPROTO_IP, IP_TOS, &now, &size))
		return -errno;
	return now;
}

/* Nobody answers there: is the timeout more than ten seconds, as no kernel's is? */
static long do_timeout(void *family)
{
	struct address a = address(family_of(family), 4000);
	int fd = socket(family_of(family), SOCK_STREAM | SOCK_NONBLOCK, 0);
	struct tcp_info info;
	socklen_t size = sizeof(info);

	inet_pton(AF_INET, "10.9.0.77", &a.in.sin_addr);
	if (!connect(fd, &a.sa, a.size) || errno != EINPROGRESS)
		return -EIO;
	memset(&info, 0, sizeof(info));
	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size))
		return -errno;
	return info.tcpi_rto > 10000000;
}

/* ---- the hooks ---------------------------------------------------------------------------------- */

static const struct hook_case {
	const char *prog;
	long (*fn)(void *family);
	int family;
	long before, during;
} cases[] = {
	{ "drop_ingress", do_packet, AF_INET, 1, 0 },
	{ "drop_ingress", do_packet, AF_INET6, 1, 0 },
	{ "drop_egress", do_packet, AF_INET, 1, -EPERM },
	{ "drop_egress", do_packet, AF_INET6, 1, -EPERM },
	{ "drop_skb", do_packet, AF_INET, 1, 0 },
	{ "sock_create", do_socket, AF_INET, 0, -EPERM },
	{ "sock", do_socket, AF_INET6, 0, -EPERM },
	{ "sock_release", do_socket, AF_INET, 0, 0 },
	{ "post_bind4", do_bind_refused, AF_INET, 0, -EPERM },
	{ "post_bind6", do_bind_refused, AF_INET6, 0, -EPERM },
	{ "bind4", do_bind, AF_INET, 4000, 4001 },
	{ "bind4", do_bind_refused, AF_INET, 0, -EPERM },
	{ "bind6", do_bind, AF_INET6, 4000, 4001 },
	{ "bind6", do_bind_refused, AF_INET6, 0, -EPERM },
	{ "connect4", do_connect, AF_INET, 4000, 4001 },
	{ "connect4", do_connect_refused, AF_INET, 0, -EPERM },
	{ "connect6", do_connect, AF_INET6, 4000, 4001 },
	{ "connect6", do_connect_refused, AF_INET6, 0, -EPERM },
	{ "refuse_unix", do_connect_refused, AF_UNIX, 0, -EPERM },
	{ "sendmsg4", do_sendmsg, AF_INET, 0, 1 },
	{ "sendmsg4", do_sendmsg_refused, AF_INET, 0, -EPERM },
	{ "sendmsg6", do_sendmsg, AF_INET6, 0, 1 },
	{ "sendmsg6", do_sendmsg_refused, AF_INET6, 0, -EPERM },
	{ "recvmsg4", do_recvmsg, AF_INET, 4003, 4444 },
	{ "recvmsg6", do_recvmsg, AF_INET6, 4003, 4444 },
	{ "getpeername4", do_getpeername, AF_INET, 4003, 4444 },
	{ "getpeername6", do_getpeername, AF_INET6, 4003, 4444 },
	{ "getsockname4", do_getsockname, AF_INET, 4003, 4444 },
	{ "getsockname6", do_getsockname, AF_INET6, 4003, 4444 },
	{ "device", do_device, AF_INET, 0, -EPERM },
	{ "sysctl", do_sysctl, AF_INET, 0, -EPERM },
	{ "getsockopt", do_getsockopt, AF_INET, 0, 16 },
	{ "setsockopt", do_setsockopt, AF_INET, 8, 16 },
	{ "sockops", do_timeout, AF_INET, 0, 1 },
};

static const struct hook_case unix_cases[] = {
	{ "connect_unix", do_connect, AF_UNIX, 4000, 4001 },
	{ "sendmsg_unix", do_sendmsg, AF_UNIX, 0, 1 },
	{ "recvmsg_unix", do_recvmsg, AF_UNIX, 4003, 4444 },
	{ "getpeername_unix", do_getpeername, AF_UNIX, 4003, 4444 },
	{ "getsockname_unix", do_getsockname, AF_UNIX, 4003, 4444 },
};

static struct rawbpf_diag diag;

static struct rawbpf_prog *opened(const char *name, struct rawbpf_kernel *k)
{
	struct rawbpf_open_opts opts;
	struct rawbpf_object *o = NULL;
	struct rawbpf_prog *p;

	need_root();
	need_cgroup2();
	need_file(OBJECT);
	memset(&opts, 0, sizeof(opts));
	opts.kernel = k;
	ck_assert_msg(!rawbpf_object_open(OBJECT, &opts, &o, &diag), "%s", diag.msg);
	p = rawbpf_object_prog(o, name);
	ck_assert_ptr_nonnull(p);
	rawbpf_prog_set_autoload(p, true);
	return p;
}

static uint64_t runs(const struct rawbpf_prog *p)
{
	return *(uint64_t *)rawbpf_global(p->object, "runs", NULL);
}

/* The sentence names the first kernel that has it. */
static void lacking(struct rawbpf_prog *p)
{
	const struct hook *h = p->func->hook;
	char version[16];

	assert_err(rawbpf_object_load(p->object, &diag), -EOPNOTSUPP);
	snprintf(version, sizeof(version), "with %u.%u ", h->major, h->minor);
	ck_assert_msg(strstr(diag.msg, version) && strstr(diag.msg, h->section), "%s", diag.msg);
	rawbpf_object_close(p->object);
}

static void works(struct rawbpf_prog *p, const struct hook_case *c, const char *how)
{
	struct rawbpf_link *l = NULL;
	int family = c->family;
	struct cgroup cg;
	uint64_t ran;

	ck_assert_msg(!rawbpf_object_load(p->object, &diag), "%s\n%s", diag.msg, diag.log);
	cgroup_create(&cg);
	ck_assert_int_eq(cgroup_do(&cg, c->fn, &family), c->before);
	ck_assert_msg(!rawbpf_prog_attach(p, cg.path, NULL, &l, &diag), "%s", diag.msg);
	ck_assert_str_eq(rawbpf_link_how(l), how);
	ck_assert_int_eq(cgroup_do(&cg, c->fn, &family), c->during);
	ran = runs(p);
	ck_assert_uint_gt(ran, 0);
	ck_assert_int_eq(cgroup_do(NULL, c->fn, &family), c->before);
	ck_assert_uint_eq(runs(p), ran);
	ck_assert_int_eq(rawbpf_link_detach(l), 0);
	ck_assert_int_eq(cgroup_do(&cg, c->fn, &family), c->before);
	ck_assert_uint_eq(runs(p), ran);
	rawbpf_object_close(p->object);
}

static void works_if_known(const struct hook_case *c, struct rawbpf_kernel *k, const char *how)
{
	struct rawbpf_prog *p = opened(c->prog, k);
	struct fds before;

	netns_enter();
	netns_veth(-1);
	fds_take(&before);
	if (kernel_is(p->func->hook->major, p->func->hook->minor))
		works(p, c, how);
	else
		lacking(p);
}

START_TEST(a_hook_does_what_it_is_for_until_detached)
{
	works_if_known(&cases[_i], NULL, "bpf_link");
}
END_TEST

START_TEST(a_hook_does_the_same_without_bpf_link)
{
	struct fault old;

	fault_init(&old, 0, 0);
	old.refuse = fault_no_links;
	works_if_known(&cases[_i], &old.kernel, "PROG_ATTACH");
}
END_TEST

START_TEST(the_name_of_a_unix_socket_is_another_one)
{
	need_kernel(6, 7);
	need_root();
	need_btf();
	need_jit();
	works_if_known(&unix_cases[_i], NULL, "bpf_link");
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("cgroup_hooks");
	TCase *t = tcase_create("effect");

	tcase_add_loop_test(t, a_hook_does_what_it_is_for_until_detached, 0,
		sizeof(cases) / sizeof(*cases));
	tcase_add_loop_test(t, a_hook_does_the_same_without_bpf_link, 0,
		sizeof(cases) / sizeof(*cases));
	tcase_add_loop_test(t, the_name_of_a_unix_socket_is_another_one, 0,
		sizeof(unix_cases) / sizeof(*unix_cases));
	suite_add_tcase(s, t);
	return s;
}
