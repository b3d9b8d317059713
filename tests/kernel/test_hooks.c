/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each hook by what it does: packets counted, dropped or cut, calls counted, sends refused; and
 * that it does so no more once it is detached.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/if_link.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rawbpf.h"
#include "tests/lib/cgroup.h"
#include "tests/lib/child.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/mountns.h"
#include "tests/lib/netns.h"
#include "tests/lib/obj.h"
#include "tests/lib/packet.h"

#define UDP 17

struct count {
	uint64_t packets, bytes;
};

/* A child that a test forks need not keep its registers: what only they name would be a leak there. */
static struct rawbpf_object *volatile last_opened[2];

static struct rawbpf_object *opened(const char *name, struct rawbpf_kernel *k)
{
	struct rawbpf_object *o;
	char path[128];

	snprintf(path, sizeof(path), BUILD "/progs/%s.bpf.o", name);
	o = obj_open(path, k);
	last_opened[1] = last_opened[0];
	last_opened[0] = o;
	return o;
}

/* An object that is opened and, after `set`, loaded. */
static struct rawbpf_object *load(const char *name, const char *variable, const char *value,
	struct rawbpf_kernel *k)
{
	struct rawbpf_object *o = opened(name, k);

	if (variable)
		assert_ok(rawbpf_global_set(o, variable, value, NULL));
	return obj_load(o);
}

static struct count protocol(struct rawbpf_object *o, uint32_t proto)
{
	struct count c = { 0, 0 };

	rawbpf_map_lookup(NULL, rawbpf_map_fd(rawbpf_object_map(o, "protocols")), &proto, &c);
	return c;
}

START_TEST(socket_filter_counts_packets_and_bytes_until_detached)
{
	struct rawbpf_object *o = load("sockex1", NULL, NULL, NULL);
	struct rawbpf_link *l;
	struct count c;

	netns_enter();
	l = obj_attach(o, "sockex1", "socket:lo", NULL);
	ck_assert_str_eq(rawbpf_link_how(l), "SO_ATTACH_BPF");
	packet_udp_bind("127.0.0.1", 4000);
	packet_udp_send("127.0.0.1", 4000, 7, 100);
	c = protocol(o, UDP);
	ck_assert_uint_eq(c.packets, 7);
	ck_assert_uint_eq(c.bytes, 7 * (100 + PACKET_UDP_HEADERS));
	ck_assert_int_eq(rawbpf_link_detach(l), 0);
	packet_udp_send("127.0.0.1", 4000, 3, 100);
	ck_assert_uint_eq(protocol(o, UDP).packets, 7);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(macros_and_clang_count_the_same_packets_alike)
{
	static const char *const argv[] = { BUILD "/progs/sockex1", "lo", "--",
		BUILD "/tests/lib/traffic", NULL };
	static const uint32_t protocols[] = { 1, 6, UDP };
	struct rawbpf_object *o = load("sockex1", NULL, NULL, NULL);
	struct child child;
	struct count c;
	char line[128];
	size_t i;

	need_file(BUILD "/tests/lib/traffic");
	netns_enter();
	obj_attach(o, "sockex1", "lo", NULL);
	child_run(&child, 10000, argv);
	ck_assert_msg(child.status == 0, "%s", child.err);
	for (i = 0; i < sizeof(protocols) / sizeof(*protocols); i++) {
		c = protocol(o, protocols[i]);
		ck_assert_uint_gt(c.packets, 0);
		snprintf(line, sizeof(line), "protocol %u: %llu packets, %llu bytes\n", protocols[i],
			(unsigned long long)c.packets, (unsigned long long)c.bytes);
		ck_assert_msg(strstr(child.out, line) != NULL, "clang: %smacros:\n%s", line,
			child.out);
	}
	child_free(&child);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(tail_calls_reach_the_parser_of_each_protocol)
{
	struct rawbpf_object *o = load("sockex3", NULL, NULL, NULL);
	struct rawbpf_entries *it;
	const void *key, *value;
	const struct count *c;

	netns_enter();
	obj_attach(o, "sockex3", "socket:lo", NULL);
	packet_udp_bind("127.0.0.1", 4000);
	packet_udp_send("127.0.0.1", 4000, 5, 10);
	ck_assert_int_eq(rawbpf_entries_open(NULL, rawbpf_map_fd(rawbpf_object_map(o, "flows")), &it,
				 NULL), 0);
	ck_assert_int_eq(rawbpf_entries_next(it, &key, &value), 1);
	c = value;
	ck_assert_uint_eq(c->packets, 5);
	ck_assert_int_eq(rawbpf_entries_next(it, &key, &value), 0);
	rawbpf_entries_close(it);
	rawbpf_object_close(o);
}
END_TEST

/* The socket receives what the filter lets through; the filter goes, the socket stays. */
START_TEST(filter_on_a_given_socket_cuts_until_detached)
{
	static const struct sock_filter drop_all[] = { BPF_STMT(BPF_RET | BPF_K, 0) };
	struct rawbpf_attach_opts opts;
	struct rawbpf_link *l = NULL;
	int fd;

	netns_enter();
	fd = packet_udp_bind("127.0.0.1", 4000);
	memset(&opts, 0, sizeof(opts));
	opts.socket_fd = fd;
	ck_assert_int_eq(rawbpf_attach_classic(NULL, drop_all, 1, NULL, &opts, &l, NULL), 0);
	ck_assert_str_eq(rawbpf_link_how(l), "SO_ATTACH_FILTER");
	packet_udp_send("127.0.0.1", 4000, 4, 10);
	ck_assert_int_eq(packet_count(fd, 4, 200), 0);
	ck_assert_int_eq(rawbpf_link_detach(l), 0);
	packet_udp_send("127.0.0.1", 4000, 4, 10);
	ck_assert_int_eq(packet_count(fd, 4, 1000), 4);
}
END_TEST

START_TEST(trim_keeps_only_the_headers)
{
	struct rawbpf_object *o = load("trim", NULL, NULL, NULL);
	struct rawbpf_attach_opts opts;
	char bytes[2048];
	const char payload[500] = { 0 };
	size_t size;
	int fd, out;

	netns_enter();
	netns_veth(-1);
	fd = packet_open("veth1");
	memset(&opts, 0, sizeof(opts));
	opts.socket_fd = fd;
	obj_attach(o, "trim", NULL, &opts);
	out = packet_open("veth0");
	size = packet_udp_frame((uint8_t *)bytes, sizeof(bytes), 4000, payload, sizeof(payload));
	ck_assert_int_eq(write(out, bytes, size), (int)size);
	ck_assert_int_eq(read(fd, bytes, sizeof(bytes)), PACKET_UDP_HEADERS);
	rawbpf_object_close(o);
}
END_TEST

static uint64_t syscalls(struct rawbpf_object *o, int number)
{
	uint64_t n = 0;

	rawbpf_map_lookup(NULL, rawbpf_map_fd(rawbpf_object_map(o, "syscalls")), &number, &n);
	return n;
}

START_TEST(raw_tracepoint_counts_system_calls_until_detached)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	char pid[16];
	int i;

	snprintf(pid, sizeof(pid), "%d", getpid());
	o = load("syscount", "target_pid", pid, NULL);
	l = obj_attach(o, "syscount", NULL, NULL);
	for (i = 0; i < 1000; i++)
		syscall(SYS_getppid);
	ck_assert_uint_eq(syscalls(o, SYS_getppid), 1000);
	ck_assert_str_eq(rawbpf_link_where(l), "sys_enter");
	rawbpf_link_detach(l);
	syscall(SYS_getppid);
	ck_assert_uint_eq(syscalls(o, SYS_getppid), 1000);
	rawbpf_object_close(o);
}
END_TEST

struct exec_event {
	uint32_t pid, uid;
	char comm[16], file[128];
};

static int note_exec(void *ctx, const struct rawbpf_record *r)
{
	const struct exec_event *e = r->data;

	ck_assert_uint_ge(r->size, sizeof(*e));
	if (!strcmp(e->comm, "true"))
		++*(int *)ctx;
	return 0;
}

/* Runs `true` with the program attached and counts the events of it; then detached, and again. */
static void exec_events(const char *name, const char *map, const struct rawbpf_attach_opts *opts,
	struct rawbpf_kernel *k, const char *how)
{
	static const char *const argv[] = { "true", NULL };
	struct rawbpf_object *o;
	struct rawbpf_events *e;
	struct rawbpf_link *l;
	struct child child;
	int seen = 0;

	need_tracefs();
	mountns_enter();
	o = load(name, NULL, NULL, k);
	ck_assert_int_eq(rawbpf_events_open(k, &e, NULL), 0);
	ck_assert_int_eq(rawbpf_events_add(e, rawbpf_map_fd(rawbpf_object_map(o, map)), 0, NULL,
				 NULL), 0);
	l = obj_attach(o, name, NULL, opts);
	ck_assert_str_eq(rawbpf_link_how(l), how);
	child_run(&child, 10000, argv);
	child_free(&child);
	ck_assert_int_gt(rawbpf_events_poll(e, 1000, note_exec, &seen), 0);
	ck_assert_int_eq(seen, 1);
	rawbpf_link_detach(l);
	while (rawbpf_events_poll(e, 0, note_exec, &seen) > 0)
		;
	child_run(&child, 10000, argv);
	child_free(&child);
	rawbpf_events_poll(e, 100, note_exec, &seen);
	ck_assert_int_eq(seen, 1);
	rawbpf_events_close(e);
	rawbpf_object_close(o);
}

/* The link of a perf event came with 5.15. */
static const char *perf_how(void)
{
	return kernel_is(5, 15) ? "bpf_link" : "perf_event ioctl";
}

START_TEST(tracepoint_reports_an_exec_through_a_ring_buffer)
{
	exec_events("execs_ring", "events", NULL, NULL, perf_how());
}
END_TEST

START_TEST(tracepoint_reports_an_exec_through_a_perf_buffer)
{
	exec_events("execs_perf", "events", NULL, NULL, perf_how());
}
END_TEST

START_TEST(tracepoint_without_bpf_link_falls_back_to_the_perf_event)
{
	struct fault old;

	fault_init(&old, 0, 0);
	old.refuse = fault_no_links;
	exec_events("execs_ring", "events", NULL, &old.kernel, "perf_event ioctl");
}
END_TEST

/* veth0 is ours, veth1 in another namespace; what is sent there arrives unless XDP drops it. */
struct wire {
	int peer, receiver;
};

static void wire_open(struct wire *w)
{
	int here;

	netns_enter();
	here = netns_current();
	w->peer = netns_create();
	netns_veth(w->peer);
	w->receiver = packet_udp_bind(NETNS_IP0, 4000);
	(void)here;
}

static int deliver(const struct wire *w, int n)
{
	int here = netns_current();

	netns_switch(w->peer);
	packet_udp_send(NETNS_IP0, 4000, n, 20);
	netns_switch(here);
	close(here);
	return packet_count(w->receiver, n, 300);
}

static void xdp_drops(const char *target, const struct rawbpf_attach_opts *opts,
	struct rawbpf_kernel *k, const char *how)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct wire w;

	need_root();
	need_file(BUILD "/progs/xdp_count.bpf.o");
	wire_open(&w);
	o = load("xdp_count", "drop_proto", "17", k);
	ck_assert_int_eq(deliver(&w, 5), 5);
	l = obj_attach(o, "xdp_count", target, opts);
	ck_assert_str_eq(rawbpf_link_how(l), how);
	ck_assert_int_eq(deliver(&w, 5), 0);
	ck_assert_int_eq(rawbpf_link_detach(l), 0);
	ck_assert_int_eq(deliver(&w, 5), 5);
	rawbpf_object_close(o);
}

START_TEST(xdp_drops_one_protocol_by_link)
{
	xdp_drops("xdp:veth0", NULL, NULL, "bpf_link");
}
END_TEST

START_TEST(xdp_drops_in_the_network_core)
{
	xdp_drops("xdpgeneric:veth0", NULL, NULL, "bpf_link");
}
END_TEST

START_TEST(xdp_drops_in_the_driver)
{
	xdp_drops("xdpdrv:veth0", NULL, NULL, "bpf_link");
}
END_TEST

START_TEST(xdp_without_bpf_link_falls_back_to_netlink)
{
	struct fault old;

	fault_init(&old, 0, 0);
	old.refuse = fault_no_links;
	xdp_drops("xdp:veth0", NULL, &old.kernel, "netlink");
}
END_TEST

START_TEST(xdp_by_netlink_replaces_only_what_was_expected)
{
	struct rawbpf_object *first, *second;
	struct rawbpf_attach_opts opts;
	struct rawbpf_link *l1, *l2 = NULL;
	struct rawbpf_diag d;
	struct wire w;
	int err;

	need_root();
	need_file(BUILD "/progs/xdp_count.bpf.o");
	wire_open(&w);
	first = load("xdp_count", NULL, NULL, NULL);
	second = load("xdp_count", "drop_proto", "17", NULL);
	memset(&opts, 0, sizeof(opts));
	opts.no_link = true;
	l1 = obj_attach(first, "xdp_count", "xdp:veth0", &opts);
	memset(&d, 0, sizeof(d));
	err = rawbpf_prog_attach(rawbpf_object_prog(second, "xdp_count"), "xdp:veth0", &opts, &l2,
		&d);
	ck_assert_int_eq(err, -EBUSY);
	ck_assert_msg(strstr(d.msg, "(xdp_count) is attached there") != NULL, "%s", d.msg);
	opts.replace_prog_fd = rawbpf_prog_fd(rawbpf_object_prog(second, "xdp_count"));
	err = rawbpf_prog_attach(rawbpf_object_prog(second, "xdp_count"), "xdp:veth0", &opts, &l2,
		NULL);
	ck_assert_int_lt(err, 0);
	ck_assert_int_eq(deliver(&w, 3), 3);
	opts.replace_prog_fd = rawbpf_prog_fd(rawbpf_object_prog(first, "xdp_count"));
	l2 = obj_attach(second, "xdp_count", "xdp:veth0", &opts);
	ck_assert_int_eq(deliver(&w, 3), 0);
	ck_assert_msg(rawbpf_link_detach(l1) < 0, "took off the program of another");
	ck_assert_int_eq(deliver(&w, 3), 0);
	ck_assert_int_eq(rawbpf_link_detach(l2), 0);
	ck_assert_int_eq(deliver(&w, 3), 3);
	rawbpf_object_close(first);
	rawbpf_object_close(second);
}
END_TEST

/* How many of n datagrams to the port leave a process in the cgroup. */
static int send_from(const struct cgroup *cg, uint16_t port, int n)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		cgroup_join(cg);
		_exit(packet_udp_send("127.0.0.1", port, n, 10));
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return WEXITSTATUS(status);
}

static void cgroup_denies(struct rawbpf_kernel *k, const char *how)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct cgroup cg;
	char target[600];

	need_root();
	need_cgroup2();
	netns_enter();
	cgroup_create(&cg);
	o = load("egress", "deny_port", "4000", k);
	snprintf(target, sizeof(target), "cgroup_skb/egress:%s", cg.path);
	l = obj_attach(o, "egress", target, NULL);
	ck_assert_str_eq(rawbpf_link_how(l), how);
	ck_assert_int_eq(send_from(&cg, 4000, 5), 0);
	ck_assert_int_eq(send_from(&cg, 4001, 5), 5);
	ck_assert_uint_eq(*(uint64_t *)rawbpf_global(o, "denied", NULL), 5);
	ck_assert_int_eq(packet_udp_send("127.0.0.1", 4000, 2, 10), 2);
	ck_assert_int_eq(rawbpf_link_detach(l), 0);
	ck_assert_int_eq(send_from(&cg, 4000, 5), 5);
	rawbpf_object_close(o);
}

START_TEST(cgroup_program_denies_a_port_to_its_processes_only)
{
	cgroup_denies(NULL, "bpf_link");
}
END_TEST

START_TEST(a_cgroup_links_program_is_exchanged_for_another)
{
	struct rawbpf_object *first, *second;
	struct rawbpf_link *l;
	struct cgroup cg;
	int old, fd;

	need_root();
	need_cgroup2();
	netns_enter();
	cgroup_create(&cg);
	first = load("egress", "deny_port", "4000", NULL);
	second = load("egress", "deny_port", "4001", NULL);
	old = rawbpf_prog_fd(rawbpf_object_prog(first, "egress"));
	fd = rawbpf_prog_fd(rawbpf_object_prog(second, "egress"));
	l = obj_attach(first, "egress", cg.path, NULL);
	assert_err(rawbpf_link_update(l, fd, fd, NULL), -EPERM);
	ck_assert_int_eq(send_from(&cg, 4000, 2), 0);
	assert_ok(rawbpf_link_update(l, fd, old, NULL));
	ck_assert_int_eq(send_from(&cg, 4000, 2), 2);
	ck_assert_int_eq(send_from(&cg, 4001, 2), 0);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(send_from(&cg, 4001, 2), 2);
	rawbpf_object_close(first);
	rawbpf_object_close(second);
}
END_TEST

START_TEST(cgroup_without_bpf_link_falls_back_to_prog_attach)
{
	struct fault old;

	fault_init(&old, 0, 0);
	old.refuse = fault_no_links;
	cgroup_denies(&old.kernel, "PROG_ATTACH");
}
END_TEST

/* What opening a device says to a process in the cgroup: 0 or an error number. */
static int open_from(const struct cgroup *cg, const char *device)
{
	int status, fd;
	pid_t pid = fork();

	if (!pid) {
		cgroup_join(cg);
		fd = open(device, O_RDONLY);
		_exit(fd < 0 ? errno : 0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* /dev/zero is character device 1:5, /dev/full 1:7. */
static void cgroup_refuses_device(struct rawbpf_kernel *k, const char *how)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct rawbpf_diag d;
	struct cgroup cg;
	struct stat st;

	need_root();
	need_cgroup2();
	skip_unless(!stat("/dev/zero", &st) && st.st_rdev == makedev(1, 5), "no /dev/zero");
	need_file(BUILD "/progs/cgroup_device.bpf.o");
	cgroup_create(&cg);
	memset(&d, 0, sizeof(d));
	o = opened("cgroup_device", k);
	assert_ok(rawbpf_global_set(o, "major", "1", &d));
	assert_ok(rawbpf_global_set(o, "minor", "5", &d));
	assert_ok(rawbpf_object_load(o, &d));
	ck_assert_int_eq(open_from(&cg, "/dev/zero"), 0);
	l = obj_attach(o, "cgroup_device", cg.path, NULL);
	ck_assert_str_eq(rawbpf_link_how(l), how);
	ck_assert_int_eq(open_from(&cg, "/dev/zero"), EPERM);
	ck_assert_int_eq(open_from(&cg, "/dev/full"), 0);
	ck_assert_int_eq(access("/dev/zero", R_OK), 0);
	ck_assert_uint_eq(*(uint64_t *)rawbpf_global(o, "refused", NULL), 1);
	ck_assert_int_eq(rawbpf_link_detach(l), 0);
	ck_assert_int_eq(open_from(&cg, "/dev/zero"), 0);
	rawbpf_object_close(o);
}

START_TEST(cgroup_program_refuses_a_device_until_detached)
{
	cgroup_refuses_device(NULL, "bpf_link");
}
END_TEST

START_TEST(cgroup_device_without_bpf_link_falls_back_to_prog_attach)
{
	struct fault old;

	fault_init(&old, 0, 0);
	old.refuse = fault_no_links;
	cgroup_refuses_device(&old.kernel, "PROG_ATTACH");
}
END_TEST

START_TEST(what_stays_by_itself_can_be_left_and_what_does_not_is_not)
{
	struct rawbpf_attach_opts opts;
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct fds before;
	struct wire w;

	need_root();
	need_file(BUILD "/progs/xdp_count.bpf.o");
	wire_open(&w);
	fds_take(&before);
	o = load("xdp_count", "drop_proto", "17", NULL);
	memset(&opts, 0, sizeof(opts));
	l = obj_attach(o, "xdp_count", "xdp:veth0", &opts);
	assert_err(rawbpf_link_leave(l), -EOPNOTSUPP);
	ck_assert_int_eq(deliver(&w, 2), 0);
	ck_assert_int_eq(rawbpf_link_detach(l), 0);
	opts.no_link = true;
	assert_ok(rawbpf_link_leave(obj_attach(o, "xdp_count", "xdp:veth0", &opts)));
	assert_ok(rawbpf_link_leave(NULL));
	rawbpf_object_close(o);
	fds_same(&before);
	ck_assert_int_eq(deliver(&w, 2), 0);
}
END_TEST

START_TEST(test_run_gives_the_verdict_for_a_packet)
{
	struct rawbpf_object *o = load("xdp_count", "drop_proto", "17", NULL);
	struct rawbpf_test_run t;
	uint8_t frame[256];

	memset(&t, 0, sizeof(t));
	t.data_in = frame;
	t.data_in_size = packet_udp_frame(frame, sizeof(frame), 4000, "x", 1);
	ck_assert_int_eq(rawbpf_test_run(NULL, rawbpf_prog_fd(rawbpf_object_prog(o, "xdp_count")),
				 &t, NULL), 0);
	ck_assert_uint_eq(t.retval, XDP_DROP);
	frame[23] = 6;
	ck_assert_int_eq(rawbpf_test_run(NULL, rawbpf_prog_fd(rawbpf_object_prog(o, "xdp_count")),
				 &t, NULL), 0);
	ck_assert_uint_eq(t.retval, XDP_PASS);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(places_that_do_not_exist_are_named_in_the_message)
{
	struct rawbpf_object *o = load("xdp_count", NULL, NULL, NULL);
	struct fds fds;

	fds_take(&fds);
	obj_refused(o, "xdp_count", "xdp:nosuch0", -ENODEV, "xdp:nosuch0: no such network interface");
	obj_refused(o, "xdp_count", "socket:lo", -EINVAL, "not loaded as the type");
	obj_refused(o, "xdp_count", NULL, -EINVAL, "give xdp_count=xdp:WHERE");
	obj_refused(o, "xdp_count", "xdp:a_name_longer_than_interfaces_have", -ENODEV, "no such network");
	fds_same(&fds);
	rawbpf_object_close(o);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("hooks");
	TCase *t = tcase_create("effect");

	tcase_add_test(t, socket_filter_counts_packets_and_bytes_until_detached);
	tcase_add_test(t, macros_and_clang_count_the_same_packets_alike);
	tcase_add_test(t, tail_calls_reach_the_parser_of_each_protocol);
	tcase_add_test(t, filter_on_a_given_socket_cuts_until_detached);
	tcase_add_test(t, trim_keeps_only_the_headers);
	tcase_add_test(t, raw_tracepoint_counts_system_calls_until_detached);
	tcase_add_test(t, tracepoint_reports_an_exec_through_a_ring_buffer);
	tcase_add_test(t, tracepoint_reports_an_exec_through_a_perf_buffer);
	tcase_add_test(t, tracepoint_without_bpf_link_falls_back_to_the_perf_event);
	tcase_add_test(t, xdp_drops_one_protocol_by_link);
	tcase_add_test(t, xdp_drops_in_the_network_core);
	tcase_add_test(t, xdp_drops_in_the_driver);
	tcase_add_test(t, xdp_without_bpf_link_falls_back_to_netlink);
	tcase_add_test(t, xdp_by_netlink_replaces_only_what_was_expected);
	tcase_add_test(t, cgroup_program_denies_a_port_to_its_processes_only);
	tcase_add_test(t, a_cgroup_links_program_is_exchanged_for_another);
	tcase_add_test(t, cgroup_without_bpf_link_falls_back_to_prog_attach);
	tcase_add_test(t, cgroup_program_refuses_a_device_until_detached);
	tcase_add_test(t, cgroup_device_without_bpf_link_falls_back_to_prog_attach);
	tcase_add_test(t, what_stays_by_itself_can_be_left_and_what_does_not_is_not);
	tcase_add_test(t, test_run_gives_the_verdict_for_a_packet);
	tcase_add_test(t, places_that_do_not_exist_are_named_in_the_message);
	suite_add_tcase(s, t);
	return s;
}
