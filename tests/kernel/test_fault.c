/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `rawbpf run` with its k-th request failing, for every k and several errors: it must end with a
 * message and an exit code, or have found another way; and neither a descriptor nor anything in
 * the kernel may be left, while the process still lives.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "kernel/kernel.h"
#include "kernel/request.h"
#include "tests/lib/cgroup.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/kernel_ids.h"
#include "tests/lib/mountns.h"
#include "tests/lib/netns.h"
#include "tests/lib/tcp.h"


/* stdout and stderr of this process into files, so that a run's words can be counted */
static void redirect(int out, int err)
{
	ck_assert_int_ge(dup2(out, 1), 0);
	ck_assert_int_ge(dup2(err, 2), 0);
}

static int scratch(void)
{
	int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	ck_assert_int_ge(fd, 0);
	return fd;
}

static off_t size_of(int fd)
{
	struct stat st;

	ck_assert_int_eq(fstat(fd, &st), 0);
	return st.st_size;
}

struct quiet {
	int out, err, was_out, was_err;
};

static void quiet_begin(struct quiet *q)
{
	fflush(stdout);
	q->out = scratch();
	q->err = scratch();
	q->was_out = fcntl(1, F_DUPFD_CLOEXEC, 3);
	q->was_err = fcntl(2, F_DUPFD_CLOEXEC, 3);
	redirect(q->out, q->err);
}

static void quiet_end(struct quiet *q)
{
	fflush(stderr);
	redirect(q->was_out, q->was_err);
	close(q->out);
	close(q->err);
	close(q->was_out);
	close(q->was_err);
}

/* What takes away what a run said it could not detach; NULL: there is nothing of that sort. */
static void (*take_away)(void);

/* Without a failure the run ends well. Not everywhere is known what a machine lacks. */
static bool works;

/* One run with request `at` failing. False when there is no such request any more. */
static bool run_once(int argc, char **argv, unsigned int at, int err,
	int (*refuse)(const struct rawbpf_request *), bool *stuck)
{
	char words[512] = "";
	char *copy[16];
	struct fault fault;
	struct quiet q;
	off_t said;
	int code, i;

	for (i = 0; i < argc; i++)
		copy[i] = strdup(argv[i]);
	fault_init(&fault, at, err);
	fault.refuse = refuse;
	quiet_begin(&q);
	code = cli_main(argc, copy, &fault.kernel);
	said = size_of(q.err);
	ck_assert_int_ge(pread(q.err, words, sizeof(words) - 1, 0), 0);
	quiet_end(&q);
	ck_assert_msg(code == 0 || said > 0, "request %u failing with %d: exit code %d, no message",
		at, err, code);
	ck_assert_msg(!code || (access("/sys/fs/bpf/records", F_OK) && access("/sys/fs/bpf/ring", F_OK)),
		"request %u failing with %d: a pin is left", at, err);
	ck_assert_msg(code >= 0 && code <= 8, "request %u failing with %d: exit code %d", at, err,
		code);
	ck_assert_msg(!works || fault.hit || !code, "nothing fails, and yet: %s", words);
	for (i = 0; i < argc; i++)
		free(copy[i]);
	/* the one thing that may stay is what could not be taken off; it is said */
	*stuck = take_away && code && strstr(words, "could not be detached");
	return fault.hit;
}

/* What is pinned by name stays after a run that went well, else run_once() has seen it gone. */
static void forget_pins(void)
{
	unlink("/sys/fs/bpf/records");
	unlink("/sys/fs/bpf/ring");
}

static void every_request_may_fail(int argc, char **argv,
	int (*refuse)(const struct rawbpf_request *))
{
	struct kernel_ids ids;
	struct fds fds;
	bool more;
	bool stuck;
	unsigned int at;
	const int *err;

	fds_take(&fds);
	for (err = fault_errors(); *err; err++) {
		for (at = 1; ; at += fault_step()) {
			kernel_ids_take(&ids);
			more = run_once(argc, argv, at, *err, refuse, &stuck);
			fds_same(&fds);
			if (stuck)
				take_away();
			forget_pins();
			kernel_ids_same(&ids);
			if (!more)
				break;
		}
		ck_assert_msg(at > 7, "only %u runs: the requests do not come by the door", at);
	}
	fds_same(&fds);
}

static void need_objects(void)
{
	need_root();
	need_file(BUILD "/progs/sockex1.bpf.o");
	netns_enter();
	mountns_enter();
}

static int (*older)(const struct rawbpf_request *); /* NULL: a kernel with bpf_link */

#define RUN(...)                                                                                   \
	char *argv[] = { "rawbpf", "run", __VA_ARGS__, "--duration", "0.01" };                     \
	every_request_may_fail(sizeof(argv) / sizeof(*argv), argv, older)

START_TEST(socket_filter_leaves_nothing)
{
	need_objects();
	RUN(BUILD "/progs/sockex1.bpf.o", "sockex1=socket:lo");
}
END_TEST

START_TEST(tail_calls_leave_nothing)
{
	need_objects();
	RUN(BUILD "/progs/sockex3.bpf.o", "sockex3=socket:lo");
}
END_TEST

START_TEST(xdp_leaves_nothing)
{
	need_objects();
	RUN(BUILD "/progs/xdp_count.bpf.o", "xdp_count=xdpgeneric:lo", "--set", "drop_proto=17");
}
END_TEST

START_TEST(packets_to_user_space_leave_nothing)
{
	need_objects();
	need_config("CONFIG_XDP_SOCKETS");
	RUN(BUILD "/progs/xsk_count.bpf.o", "xsk_count=xdpgeneric:lo");
}
END_TEST

START_TEST(tracepoint_with_ring_buffer_leaves_nothing)
{
	need_objects();
	need_tracefs();
	RUN(BUILD "/progs/execs_ring.bpf.o");
}
END_TEST

START_TEST(tracepoint_with_perf_buffer_leaves_nothing)
{
	need_objects();
	need_tracefs();
	RUN(BUILD "/progs/execs_perf.bpf.o");
}
END_TEST

START_TEST(raw_tracepoint_leaves_nothing)
{
	need_objects();
	RUN(BUILD "/progs/syscount.bpf.o");
}
END_TEST

/* The kernel's types are read for it. */
START_TEST(tracepoint_by_btf_leaves_nothing)
{
	need_objects();
	need_btf();
	RUN(BUILD "/tests/progs/attach_btf.bpf.o", "scheduled");
}
END_TEST

START_TEST(cgroup_leaves_nothing)
{
	struct cgroup cg;
	char target[600];

	need_objects();
	need_cgroup2();
	cgroup_create(&cg);
	snprintf(target, sizeof(target), "egress=cgroup_skb/egress:%s", cg.path);
	RUN(BUILD "/progs/egress.bpf.o", target);
}
END_TEST

START_TEST(socket_lookup_leaves_nothing)
{
	need_objects();
	RUN(BUILD "/progs/sk_lookup.bpf.o", "steer");
}
END_TEST

START_TEST(a_flow_dissector_leaves_nothing)
{
	need_objects();
	RUN(BUILD "/progs/flow_dissector.bpf.o", "dissect=/proc/self/ns/net");
}
END_TEST

START_TEST(a_flow_dissector_without_link_leaves_nothing)
{
	need_objects();
	older = fault_no_links;
	take_away = netns_enter;
	RUN(BUILD "/progs/flow_dissector.bpf.o");
}
END_TEST

START_TEST(netfilter_leaves_nothing)
{
	need_kernel(6, 6);
	need_btf();
	need_jit();
	need_objects();
	RUN(BUILD "/progs/netfilter.bpf.o", "drop_port=ipv4/local_in,priority=5");
}
END_TEST

START_TEST(a_map_of_sockets_leaves_nothing)
{
	need_objects();
	RUN(BUILD "/progs/bypass.bpf.o", "bypass=sk_msg:ends");
}
END_TEST

START_TEST(a_map_of_sockets_by_prog_attach_leaves_nothing)
{
	need_objects();
	older = fault_no_links;
	take_away = netns_enter;
	RUN(BUILD "/progs/frames.bpf.o", "length=connections", "kind=connections");
}
END_TEST

/* In this process, whose socket stays: what is left on it would be found. */
static int listener = -1;

static void listen_anew(void)
{
	int fd;

	close(listener);
	fd = tcp_listen("127.0.0.1", 4000, true);
	ck_assert_int_eq(fd, listener);
}

START_TEST(a_group_of_sockets_leaves_nothing)
{
	char target[64];

	need_objects();
	need_pidfd();
	listener = tcp_listen("127.0.0.1", 4000, true);
	take_away = listen_anew;
	snprintf(target, sizeof(target), "newest=sk_reuseport:%d/%d", (int)getpid(), listener);
	RUN(BUILD "/progs/handover.bpf.o", target);
}
END_TEST

START_TEST(pinned_maps_leave_nothing_when_a_run_fails)
{
	need_objects();
	RUN(BUILD "/tests/progs/pinned.bpf.o", "pinned=socket:lo");
}
END_TEST

START_TEST(xdp_by_netlink_leaves_nothing)
{
	need_objects();
	older = fault_no_links;
	take_away = netns_enter;
	RUN(BUILD "/progs/xdp_count.bpf.o", "xdp_count=xdpgeneric:lo");
}
END_TEST

START_TEST(a_tracepoint_by_ioctl_leaves_nothing)
{
	need_objects();
	need_tracefs();
	older = fault_no_links;
	take_away = netns_enter;
	RUN(BUILD "/progs/execs_ring.bpf.o");
}
END_TEST

/* What has no link stays when it cannot be taken off, which is said. */
START_TEST(a_tc_filter_leaves_nothing)
{
	need_objects();
	need_module("sch_ingress");
	need_module("cls_bpf");
	take_away = netns_enter;
	RUN(BUILD "/progs/tc_filter.bpf.o", "received=tc/ingress:lo", "sent=tc/egress:lo,priority=2");
}
END_TEST

START_TEST(tcx_leaves_nothing)
{
	need_objects();
	need_module("sch_ingress");
	need_module("cls_bpf");
	take_away = netns_enter;
	RUN(BUILD "/progs/tcx.bpf.o", "tcx_in=tcx/ingress:lo");
}
END_TEST

START_TEST(a_route_leaves_nothing)
{
	need_objects();
	need_config("CONFIG_LWTUNNEL_BPF");
	take_away = netns_enter;
	RUN(BUILD "/progs/lwt.bpf.o", "sending=lwt_out:10.8.0.0/24@lo", "arriving=lwt_in:fd08::1@lo");
}
END_TEST

/* Both ends anew, in a namespace of their own. */
static void netkit_anew(void)
{
	netns_enter();
	netns_netkit(-1);
}

START_TEST(netkit_leaves_nothing)
{
	need_kernel(6, 7);
	need_objects();
	netkit_anew();
	works = true;
	RUN(BUILD "/progs/netkit.bpf.o", "to_peer=netkit/primary:veth0", "from_peer=netkit/peer:veth0");
}
END_TEST

START_TEST(netkit_by_prog_attach_leaves_nothing)
{
	need_kernel(6, 7);
	need_objects();
	netkit_anew();
	take_away = netkit_anew;
	works = true;
	RUN(BUILD "/progs/netkit.bpf.o", "to_peer=netkit/primary:veth0,nolink",
		"from_peer=netkit/peer:veth0,nolink");
}
END_TEST

static char registered[16]; /* such names are global in the kernel: one of this process */

/* Key 0 of the map with our name in its struct: without a link that is what stays registered. */
static void unregister_map(int fd)
{
	struct bpf_map_info info;
	uint32_t size = sizeof(info), zero = 0;
	char *value;

	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(), fd, &info, &size));
	if (info.type != BPF_MAP_TYPE_STRUCT_OPS)
		return;
	value = calloc(1, info.value_size);
	if (!kernel_map_lookup(rawbpf_kernel(), fd, &zero, value) &&
		memmem(value, info.value_size, registered, strlen(registered) + 1))
		kernel_map_delete(rawbpf_kernel(), fd, &zero);
	free(value);
}

static void unregister(void)
{
	uint32_t id = 0;
	int fd;

	while (!kernel_next_id(rawbpf_kernel(), BPF_MAP_GET_NEXT_ID, id, &id)) {
		fd = kernel_fd_by_id(rawbpf_kernel(), BPF_MAP_GET_FD_BY_ID, id);
		if (fd >= 0)
			unregister_map(fd);
		kernel_close(rawbpf_kernel(), fd);
	}
}

static void a_congestion_control_leaves_nothing(int (*refuse)(const struct rawbpf_request *))
{
	char set[32];

	need_kernel(5, 6);
	need_btf();
	need_jit();
	need_objects();
	snprintf(registered, sizeof(registered), "rbcc_%d", getpid());
	snprintf(set, sizeof(set), "tcp_cc.name=%s", registered);
	older = refuse;
	take_away = unregister;
	works = true;
	RUN(BUILD "/progs/tcp_cc.bpf.o", "--set", set);
}

START_TEST(struct_ops_leaves_nothing)
{
	a_congestion_control_leaves_nothing(NULL);
}
END_TEST

/* As before 6.4. */
static int no_struct_ops_links(const struct rawbpf_request *r)
{
	const struct bpf_attr_map_create *a = r->attr;

	return r->call == CALL_BPF && r->command == BPF_MAP_CREATE && a->map_flags & BPF_F_LINK ? -EINVAL
												: 0;
}

START_TEST(struct_ops_without_link_leaves_nothing)
{
	a_congestion_control_leaves_nothing(no_struct_ops_links);
}
END_TEST

START_TEST(a_queueing_discipline_leaves_nothing)
{
	char set[32];

	need_jit();
	need_btf_type("bpf_struct_ops_Qdisc_ops",
		"this kernel takes no queueing disciplines of programs");
	need_objects();
	snprintf(set, sizeof(set), "qdisc.id=rbq_%d", getpid());
	works = true;
	RUN(BUILD "/progs/qdisc.bpf.o", "--set", set);
}
END_TEST

START_TEST(an_lsm_hook_of_a_cgroup_leaves_nothing)
{
	struct cgroup cg;
	char target[600];

	need_kernel(6, 0);
	need_btf();
	need_jit();
	need_symbol("bpf_lsm_socket_create");
	need_lsm();
	need_objects();
	need_cgroup2();
	cgroup_create(&cg);
	snprintf(target, sizeof(target), "no_family=lsm_cgroup:%s", cg.path);
	RUN(BUILD "/progs/lsm_cgroup.bpf.o", target);
}
END_TEST

START_TEST(pinned_maps_are_taken_back_when_loading_fails)
{
	struct rawbpf_object *o;
	struct rawbpf_open_opts opts;
	struct fault fault;
	unsigned int at;
	int err, failed = 0;

	need_objects();
	need_file(BUILD "/tests/progs/features.bpf.o");
	for (at = 1, fault.hit = true; fault.hit; at++) {
		fault_init(&fault, at, -ENOMEM);
		memset(&opts, 0, sizeof(opts));
		opts.kernel = &fault.kernel;
		assert_ok(rawbpf_object_open(BUILD "/tests/progs/features.bpf.o", &opts, &o, NULL));
		err = rawbpf_object_load(o, NULL);
		rawbpf_object_close(o);
		failed += err != 0;
		ck_assert_msg(!err == !access("/sys/fs/bpf/pinned_by_name", F_OK),
			"request %u failed, loading returned %d, and the pin is %s", at, err,
			err ? "left" : "missing");
		unlink("/sys/fs/bpf/pinned_by_name");
	}
	ck_assert_int_gt(failed, 20);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("fault");
	TCase *t = tcase_create("every request");

	tcase_set_timeout(t, 120);
	tcase_add_test(t, socket_filter_leaves_nothing);
	tcase_add_test(t, tail_calls_leave_nothing);
	tcase_add_test(t, xdp_leaves_nothing);
	tcase_add_test(t, packets_to_user_space_leave_nothing);
	tcase_add_test(t, tracepoint_with_ring_buffer_leaves_nothing);
	tcase_add_test(t, tracepoint_with_perf_buffer_leaves_nothing);
	tcase_add_test(t, raw_tracepoint_leaves_nothing);
	tcase_add_test(t, tracepoint_by_btf_leaves_nothing);
	tcase_add_test(t, cgroup_leaves_nothing);
	tcase_add_test(t, socket_lookup_leaves_nothing);
	tcase_add_test(t, a_flow_dissector_leaves_nothing);
	tcase_add_test(t, a_flow_dissector_without_link_leaves_nothing);
	tcase_add_test(t, netfilter_leaves_nothing);
	tcase_add_test(t, a_map_of_sockets_leaves_nothing);
	tcase_add_test(t, a_map_of_sockets_by_prog_attach_leaves_nothing);
	tcase_add_test(t, a_group_of_sockets_leaves_nothing);
	tcase_add_test(t, pinned_maps_leave_nothing_when_a_run_fails);
	tcase_add_test(t, xdp_by_netlink_leaves_nothing);
	tcase_add_test(t, a_tracepoint_by_ioctl_leaves_nothing);
	tcase_add_test(t, a_tc_filter_leaves_nothing);
	tcase_add_test(t, tcx_leaves_nothing);
	tcase_add_test(t, a_route_leaves_nothing);
	tcase_add_test(t, netkit_leaves_nothing);
	tcase_add_test(t, netkit_by_prog_attach_leaves_nothing);
	tcase_add_test(t, struct_ops_leaves_nothing);
	tcase_add_test(t, struct_ops_without_link_leaves_nothing);
	tcase_add_test(t, a_queueing_discipline_leaves_nothing);
	tcase_add_test(t, an_lsm_hook_of_a_cgroup_leaves_nothing);
	tcase_add_test(t, pinned_maps_are_taken_back_when_loading_fails);
	suite_add_tcase(s, t);
	return s;
}
