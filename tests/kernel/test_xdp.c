/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * XDP by what it does to packets on cables of the test's own: sent back, redirected to another
 * interface or CPU, marked for tc; and one program in another's place, or refused it.
 *
 *	here: veth0 ---- veth1 :there: veth0 ---- veth1 :beyond
 *
 * Frames are sent whole, without a UDP checksum: one that a card shall fill in is lost by XDP.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "kernel/kernel.h"
#include "kernel/request.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/netns.h"
#include "tests/lib/packet.h"
#include "tests/lib/rtnl.h"

enum { PORT = 4000 };

static struct rawbpf_object *opened(const char *path, struct rawbpf_kernel *k)
{
	struct rawbpf_open_opts opts;
	struct rawbpf_object *o = NULL;
	struct rawbpf_diag d;

	need_root();
	need_file(path);
	memset(&d, 0, sizeof(d));
	memset(&opts, 0, sizeof(opts));
	opts.kernel = k;
	ck_assert_msg(!rawbpf_object_open(path, &opts, &o, &d), "%s", d.msg);
	return o;
}

static struct rawbpf_object *loaded(struct rawbpf_object *o)
{
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	ck_assert_msg(!rawbpf_object_load(o, &d), "%s\n%s", d.msg, d.log ? d.log : "");
	return o;
}

/* tests/progs/xdp_more with one of its optional programs, or none */
static struct rawbpf_object *more(const char *prog, struct rawbpf_kernel *k)
{
	struct rawbpf_object *o = opened(BUILD "/tests/progs/xdp_more.bpf.o", k);

	if (prog)
		rawbpf_prog_set_autoload(rawbpf_object_prog(o, prog), true);
	return loaded(o);
}

static struct rawbpf_object *sample(const char *path, const char *variable, const char *value)
{
	struct rawbpf_object *o = opened(path, NULL);

	assert_ok(rawbpf_global_set(o, variable, value, NULL));
	return loaded(o);
}

static int try_attach(struct rawbpf_object *o, const char *prog, const char *target,
	const struct rawbpf_attach_opts *opts, struct rawbpf_link **l, struct rawbpf_diag *d)
{
	memset(d, 0, sizeof(*d));
	*l = NULL;
	return rawbpf_prog_attach(rawbpf_object_prog(o, prog), target, opts, l, d);
}

static struct rawbpf_link *attach(struct rawbpf_object *o, const char *prog, const char *target,
	const struct rawbpf_attach_opts *opts)
{
	struct rawbpf_link *l;
	struct rawbpf_diag d;

	ck_assert_msg(!try_attach(o, prog, target, opts, &l, &d), "%s", d.msg);
	return l;
}

static const struct rawbpf_attach_opts no_link = { .no_link = true };

static int fd_of(struct rawbpf_object *o, const char *prog)
{
	return rawbpf_prog_fd(rawbpf_object_prog(o, prog));
}

static uint32_t prog_id(struct rawbpf_object *o, const char *prog)
{
	struct bpf_prog_info info;
	uint32_t size = sizeof(info);

	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(), fd_of(o, prog), &info, &size));
	return info.id;
}

static uint32_t map_id(struct rawbpf_object *o, const char *map)
{
	struct bpf_map_info info;
	uint32_t size = sizeof(info);

	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(), rawbpf_map_fd(rawbpf_object_map(o, map)), &info,
		&size));
	return info.id;
}

static uint32_t link_id(const struct rawbpf_link *l)
{
	struct bpf_link_info info;
	uint32_t size = sizeof(info);

	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(), rawbpf_link_fd(l), &info, &size));
	return info.id;
}

static uint64_t counter(struct rawbpf_object *o, const char *name)
{
	return *(volatile uint64_t *)rawbpf_global(o, name, NULL);
}

/* The command, with words that have a blank between them; its exit code. */
static int command(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static int command(const char *fmt, ...)
{
	char text[256], *argv[32], *rest = text;
	va_list ap;
	int n;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	for (n = 0; n < 31 && (argv[n] = strsep(&rest, " ")); n++)
		;
	argv[n] = NULL;
	return cli_main(n, argv, rawbpf_kernel());
}

struct row {
	int here, there, beyond; /* namespaces; beyond -1: none */
	int sender, receiver;    /* of frames at veth0 here; of datagrams at the other end */
};

static int bound(int netns, const char *address)
{
	int here = netns_current(), fd;

	netns_switch(netns);
	fd = packet_udp_bind(address, PORT);
	netns_switch(here);
	close(here);
	return fd;
}

static void row_open(struct row *r, bool beyond)
{
	netns_enter();
	r->here = netns_current();
	r->there = netns_create();
	netns_veth(r->there);
	r->sender = packet_open("veth0");
	r->beyond = -1;
	if (beyond) {
		netns_switch(r->there);
		r->beyond = netns_create();
		netns_veth(r->beyond);
	}
	netns_switch(r->there); /* where programs are attached */
	r->receiver = bound(beyond ? r->beyond : r->there, NETNS_IP1);
}

static void send_frames(const struct row *r, int n, size_t payload)
{
	static const uint8_t zeros[1024];
	uint8_t frame[1100];
	size_t size = packet_udp_frame(frame, sizeof(frame), PORT, zeros, payload);

	while (n--)
		ck_assert_int_eq(write(r->sender, frame, size), (int)size);
}

static int deliver(const struct row *r, int n, size_t payload)
{
	send_frames(r, n, payload);
	return packet_count(r->receiver, n, 300);
}

/* veth sends what is no socket buffer only to an end that has a program. */
static void end_takes_frames(struct row *r, int netns, const char *name, struct rawbpf_object *o)
{
	char target[32];

	snprintf(target, sizeof(target), "xdpdrv:%s", name);
	netns_switch(netns);
	attach(o, "pass", target, NULL);
	netns_switch(r->there);
}

/* ---- one place, one program ---- */

static void taken(const struct rawbpf_attach_opts *opts, const char *second, int want)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l, *l2;
	struct rawbpf_diag d;
	struct row r;
	char words[128];
	struct fds fds;

	need_root();
	row_open(&r, false);
	o = more(NULL, NULL);
	l = attach(o, "drop", "xdp:veth1", opts);
	fds_take(&fds);
	ck_assert_int_eq(try_attach(o, "pass", second, opts, &l2, &d), want);
	snprintf(words, sizeof(words), "program %u (drop) is attached there in the driver",
		prog_id(o, "drop"));
	ck_assert_msg(strstr(d.msg, words) && strstr(d.msg, "replace=ID"), "%s", d.msg);
	snprintf(words, sizeof(words), "by link %u", rawbpf_link_fd(l) >= 0 ? link_id(l) : 0);
	ck_assert_msg(!strstr(d.msg, "by link") == (rawbpf_link_fd(l) < 0), "%s", d.msg);
	ck_assert_msg(rawbpf_link_fd(l) < 0 || strstr(d.msg, words), "%s", d.msg);
	fds_same(&fds);
	ck_assert_int_eq(deliver(&r, 2, 10), 0);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(deliver(&r, 2, 10), 2);
	rawbpf_object_close(o);
}

START_TEST(a_program_that_is_in_the_way_is_named_with_its_link)
{
	taken(NULL, "xdp:veth1", -EBUSY);
}
END_TEST

START_TEST(a_program_that_is_in_the_way_by_netlink_is_named)
{
	taken(&no_link, "xdp:veth1", -EBUSY);
}
END_TEST

START_TEST(a_program_in_the_driver_is_named_to_one_for_the_network_core)
{
	taken(NULL, "xdpgeneric:veth1", -EEXIST);
}
END_TEST

START_TEST(only_the_program_of_that_id_is_replaced)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l, *l2;
	struct rawbpf_diag d;
	struct row r;
	char target[64];

	need_root();
	row_open(&r, false);
	o = more(NULL, NULL);
	l = attach(o, "drop", "xdp:veth1", &no_link);
	snprintf(target, sizeof(target), "xdp:veth1,replace=%u", prog_id(o, "pass"));
	ck_assert_int_eq(try_attach(o, "pass", target, NULL, &l2, &d), -EEXIST);
	ck_assert_msg(strstr(d.msg, "only the expected one is replaced"), "%s", d.msg);
	ck_assert_int_eq(deliver(&r, 2, 10), 0);
	snprintf(target, sizeof(target), "xdp:veth1,replace=%u", prog_id(o, "drop"));
	l2 = attach(o, "pass", target, NULL);
	ck_assert_int_eq(deliver(&r, 2, 10), 2);
	rawbpf_link_detach(l);
	ck_assert(netns_has_xdp("veth1"));
	assert_ok(rawbpf_link_detach(l2));
	ck_assert(!netns_has_xdp("veth1"));
	rawbpf_object_close(o);
}
END_TEST

/* ---- another program in the same place ---- */

static void updated(const struct rawbpf_attach_opts *opts, int unexpected)
{
	struct rawbpf_object *o, *other;
	struct rawbpf_link *l;
	struct rawbpf_diag d;
	struct fds fds;
	struct row r;

	need_root();
	row_open(&r, false);
	o = more(NULL, NULL);
	other = more(NULL, NULL);
	l = attach(o, "pass", "xdp:veth1", opts);
	fds_take(&fds);
	assert_ok(rawbpf_link_update(l, fd_of(o, "drop"), 0, NULL));
	ck_assert_int_eq(deliver(&r, 2, 10), 0);
	memset(&d, 0, sizeof(d));
	ck_assert_int_eq(rawbpf_link_update(l, fd_of(o, "pass"), fd_of(other, "drop"), &d),
		unexpected);
	ck_assert_msg(strstr(d.msg, "not the expected program"), "%s", d.msg);
	ck_assert_int_eq(deliver(&r, 2, 10), 0);
	assert_ok(rawbpf_link_update(l, fd_of(o, "pass"), fd_of(o, "drop"), NULL));
	ck_assert_int_eq(deliver(&r, 2, 10), 2);
	fds_same(&fds);
	assert_ok(rawbpf_link_detach(l));
	ck_assert(!netns_has_xdp("veth1"));
	rawbpf_object_close(o);
	rawbpf_object_close(other);
}

START_TEST(a_links_program_is_exchanged_if_it_is_the_expected_one)
{
	updated(NULL, -EPERM);
}
END_TEST

START_TEST(a_program_by_netlink_is_exchanged_if_it_is_the_expected_one)
{
	updated(&no_link, -EEXIST);
}
END_TEST

static int open_cnt(void)
{
	struct fds now;
	int i, n = 0;

	fds_take(&now);
	for (i = 0; i < FDS_MAX; i++)
		n += now.open[i];
	return n;
}

/* Each request of an exchange by netlink fails once: the program there is the old or the new one. */
START_TEST(an_exchange_that_fails_leaves_no_descriptor)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct fault fault;
	unsigned int at = 0;
	struct row r;
	int before;

	need_root();
	row_open(&r, false);
	fault_init(&fault, 0, 0);
	o = more(NULL, &fault.kernel);
	l = attach(o, "pass", "xdp:veth1", &no_link);
	before = open_cnt();
	do {
		fault_init(&fault, ++at, -ENOMEM);
		rawbpf_link_update(l, fd_of(o, at & 1 ? "drop" : "pass"), 0, NULL);
		ck_assert_int_eq(open_cnt(), before);
		ck_assert(netns_has_xdp("veth1"));
	} while (fault.hit);
	ck_assert_uint_gt(at, 3);
	fault_init(&fault, 0, 0);
	assert_ok(rawbpf_link_detach(l));
	ck_assert(!netns_has_xdp("veth1"));
	rawbpf_object_close(o);
}
END_TEST

START_TEST(the_command_exchanges_a_links_program)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct row r;

	need_root();
	row_open(&r, false);
	o = more(NULL, NULL);
	l = attach(o, "pass", "xdp:veth1", NULL);
	ck_assert_int_eq(command("rawbpf link update id %u id %u expected id %u", link_id(l),
				 prog_id(o, "drop"), prog_id(o, "drop")), EXIT_PERMISSION);
	ck_assert_int_eq(deliver(&r, 2, 10), 2);
	ck_assert_int_eq(command("rawbpf link update id %u id %u expected id %u", link_id(l),
				 prog_id(o, "drop"), prog_id(o, "pass")), 0);
	ck_assert_int_eq(deliver(&r, 2, 10), 0);
	ck_assert_int_eq(command("rawbpf link update id %u id %u", link_id(l), prog_id(o, "pass")),
		0);
	ck_assert_int_eq(deliver(&r, 2, 10), 2);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(what_cannot_be_exchanged_says_so)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct rawbpf_diag d;

	need_root();
	netns_enter();
	memset(&d, 0, sizeof(d));
	o = loaded(opened(BUILD "/progs/sockex1.bpf.o", NULL));
	l = attach(o, "sockex1", "socket:lo", NULL);
	assert_err(rawbpf_link_update(l, fd_of(o, "sockex1"), 0, &d), -EOPNOTSUPP);
	ck_assert_msg(strstr(d.msg, "SO_ATTACH_BPF, where a program cannot be exchanged"), "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

/* ---- where packets go ---- */

static void echo(const char *target, bool native)
{
	struct rawbpf_object *o, *pass;
	struct rawbpf_link *l;
	struct row r;
	int back;

	need_root();
	row_open(&r, false);
	back = bound(r.here, NETNS_IP0);
	pass = more(NULL, NULL);
	if (native)
		end_takes_frames(&r, r.here, "veth0", pass);
	o = sample(BUILD "/progs/xdp_tx.bpf.o", "port", "4000");
	l = attach(o, "xdp_tx", target, NULL);
	send_frames(&r, 5, 10);
	ck_assert_int_eq(packet_count(back, 5, 1000), 5);
	ck_assert_int_eq(packet_count(r.receiver, 1, 50), 0);
	ck_assert_uint_eq(counter(o, "echoed"), 5);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(deliver(&r, 2, 10), 2);
	rawbpf_object_close(o);
	rawbpf_object_close(pass);
}

START_TEST(datagrams_come_back_from_the_driver)
{
	echo("xdpdrv:veth1", true);
}
END_TEST

START_TEST(datagrams_come_back_from_the_network_core)
{
	echo("xdpgeneric:veth1", false);
}
END_TEST

static void redirected(const char *target, bool native)
{
	struct rawbpf_object *o, *pass;
	struct rawbpf_link *l;
	char index[16];
	struct row r;

	need_root();
	row_open(&r, true);
	pass = more(NULL, NULL);
	if (native)
		end_takes_frames(&r, r.beyond, "veth1", pass);
	snprintf(index, sizeof(index), "%u", if_nametoindex("veth0"));
	o = sample(BUILD "/progs/xdp_redirect.bpf.o", "to_ifindex", index);
	ck_assert_int_eq(deliver(&r, 3, 10), 0);
	l = attach(o, "xdp_redirect", target, NULL);
	ck_assert_int_eq(deliver(&r, 5, 10), 5);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(deliver(&r, 3, 10), 0);
	rawbpf_object_close(o);
	rawbpf_object_close(pass);
}

START_TEST(packets_leave_by_another_interface)
{
	redirected("xdp:veth1", true);
}
END_TEST

START_TEST(packets_leave_by_another_interface_from_the_network_core)
{
	redirected("xdpgeneric:veth1", false);
}
END_TEST

START_TEST(a_map_of_interfaces_redirects_and_runs_its_second_program)
{
	struct rawbpf_object *o, *pass;
	uint32_t id, key;
	struct row r;

	need_root();
	row_open(&r, true);
	pass = more(NULL, NULL);
	end_takes_frames(&r, r.beyond, "veth1", pass);
	o = sample(BUILD "/progs/xdp_redirect.bpf.o", "longest", "200");
	attach(o, "xdp_redirect", "xdp:veth1", NULL);
	id = map_id(o, "ports");
	key = if_nametoindex("veth1");
	ck_assert_int_eq(deliver(&r, 2, 10), 0);
	ck_assert_int_eq(command("rawbpf map update id %u key %s value dev veth0", id,
				 key == 2 ? "hex 02 00 00 00" : "hex 03 00 00 00"), 0);
	ck_assert_int_eq(deliver(&r, 5, 10), 5);
	ck_assert_uint_eq(counter(o, "left"), 0);
	ck_assert_int_eq(command("rawbpf map update id %u key %s value dev veth0 prog id %u exist", id,
				 key == 2 ? "hex 02 00 00 00" : "hex 03 00 00 00",
				 prog_id(o, "leaving")), 0);
	ck_assert_int_eq(deliver(&r, 5, 10), 5);
	ck_assert_uint_eq(counter(o, "left"), 5);
	ck_assert_int_eq(deliver(&r, 5, 500), 0);
	ck_assert_uint_eq(counter(o, "left"), 5);
	rawbpf_object_close(o);
	rawbpf_object_close(pass);
}
END_TEST

/* The kernel takes a descriptor in the value and gives back an id. */
START_TEST(a_slot_of_a_devmap_takes_an_interface_and_a_program)
{
	struct rawbpf_object *o, *second;
	struct bpf_devmap_val value;
	const uint32_t slot = 1;
	struct row r;
	int fd;

	need_root();
	row_open(&r, true);
	o = more("by_slot", NULL);
	second = sample(BUILD "/progs/xdp_redirect.bpf.o", "longest", "200");
	end_takes_frames(&r, r.beyond, "veth1", o);
	fd = rawbpf_map_fd(rawbpf_object_map(o, "slots"));
	memset(&value, 0, sizeof(value));
	value.ifindex = if_nametoindex("veth0");
	value.bpf_prog.fd = fd_of(second, "leaving");
	assert_ok(rawbpf_map_update(NULL, fd, &slot, &value, 0));
	assert_ok(rawbpf_map_lookup(NULL, fd, &slot, &value));
	ck_assert_uint_eq(value.bpf_prog.id, prog_id(second, "leaving"));
	attach(o, "by_slot", "xdp:veth1", NULL);
	ck_assert_int_eq(deliver(&r, 5, 10), 5);
	ck_assert_uint_eq(counter(second, "left"), 5);
	assert_ok(rawbpf_map_delete(NULL, fd, &slot));
	ck_assert_int_eq(deliver(&r, 5, 10), 0);
	rawbpf_object_close(o);
	rawbpf_object_close(second);
}
END_TEST

START_TEST(packets_go_on_on_another_cpu_through_its_second_program)
{
	bool two = sysconf(_SC_NPROCESSORS_ONLN) > 1;
	volatile uint64_t *seen;
	struct rawbpf_object *o;
	struct row r;

	need_root();
	row_open(&r, false);
	o = sample(BUILD "/progs/xdp_cpumap.bpf.o", "cpu_cnt", two ? "2" : "1");
	attach(o, "xdp_cpumap", "xdp:veth1", NULL);
	seen = rawbpf_global(o, "seen", NULL);
	ck_assert_int_eq(deliver(&r, 3, 10), 3);
	ck_assert_int_eq(command("rawbpf map update id %u key %d 0 0 0 value qsize 64 prog id %u",
				 map_id(o, "cpus"), two, prog_id(o, "on_cpu")), 0);
	ck_assert_int_eq(deliver(&r, 5, 10), 5);
	ck_assert_uint_eq(seen[two], 5);
	ck_assert_uint_eq(seen[!two], 0);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_program_for_a_map_is_attached_nowhere_and_says_where_it_belongs)
{
	struct rawbpf_object *o = loaded(opened(BUILD "/progs/xdp_redirect.bpf.o", NULL));
	struct rawbpf_link *l;
	struct rawbpf_diag d;

	assert_err(try_attach(o, "leaving", NULL, NULL, &l, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, "value of a devmap or cpumap"), "%s", d.msg);
	ck_assert_int_eq(command("rawbpf map update id %u key 9 0 0 0 value dev nosuch0",
				 map_id(o, "ports")), EXIT_NOT_FOUND);
	rawbpf_object_close(o);
}
END_TEST

/* ---- marks, and packets in pieces ---- */

struct tcmsg {
	uint8_t family, pad[3];
	int32_t index;
	uint32_t handle, parent, info;
};

/* A program at the interface's ingress, the way that all kernels have. */
static void tc_ingress(const char *name, int prog_fd)
{
	enum { RTM_NEWQDISC = 36, RTM_NEWTFILTER = 44, CREATE = 0x600, KIND = 1, OPTIONS = 2,
		BPF_FD = 6, BPF_NAME = 7, BPF_FLAGS = 8, DIRECT = 1 };
	struct tcmsg body = { .index = (int32_t)if_nametoindex(name), .parent = 0xfffffff1,
		.handle = 0xffff0000 };
	struct rtnl m;
	size_t nest;
	int err;

	rtnl_begin(&m, RTM_NEWQDISC, CREATE, &body, sizeof(body));
	rtnl_put_string(&m, KIND, "clsact");
	err = rtnl_send(&m);
	skip_unless(err != -ENOENT && err != -EOPNOTSUPP, "the kernel has no clsact");
	assert_ok(err);
	body.parent = 0xfffffff2;
	body.handle = 0;
	body.info = 1U << 16 | (uint32_t)__builtin_bswap16(3);
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		body.info = 1U << 16 | 3;
	rtnl_begin(&m, RTM_NEWTFILTER, CREATE, &body, sizeof(body));
	rtnl_put_string(&m, KIND, "bpf");
	nest = rtnl_nest(&m, OPTIONS);
	rtnl_put_u32(&m, BPF_FD, (uint32_t)prog_fd);
	rtnl_put_string(&m, BPF_NAME, "find_mark");
	rtnl_put_u32(&m, BPF_FLAGS, DIRECT);
	rtnl_nest_end(&m, nest);
	err = rtnl_send(&m);
	skip_unless(err != -ENOENT && err != -EOPNOTSUPP, "the kernel has no cls_bpf");
	assert_ok(err);
}

START_TEST(tc_finds_what_xdp_wrote_before_the_packet)
{
	struct rawbpf_object *o;
	struct row r;

	need_root();
	need_config("CONFIG_NET_CLS_BPF");
	row_open(&r, false);
	o = opened(BUILD "/tests/progs/xdp_more.bpf.o", NULL);
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "find_mark"), true);
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "mark"), true);
	loaded(o);
	tc_ingress("veth1", fd_of(o, "find_mark"));
	ck_assert_int_eq(deliver(&r, 2, 10), 2);
	ck_assert_uint_eq(counter(o, "marked"), 0);
	attach(o, "mark", "xdp:veth1", NULL);
	ck_assert_int_eq(deliver(&r, 5, 10), 5);
	ck_assert_uint_eq(counter(o, "marked"), 5);
	ck_assert_uint_eq(*(volatile uint32_t *)rawbpf_global(o, "first", NULL), 0x5eed);
	rawbpf_object_close(o);
}
END_TEST

static void set_mtu(const char *name, uint32_t mtu)
{
	enum { RTM_SETLINK = 19, IFLA_MTU_ = 4 };
	struct {
		uint8_t family, pad;
		uint16_t type;
		int32_t index;
		uint32_t flags, change;
	} body = { .index = (int32_t)if_nametoindex(name) };
	struct rtnl m;

	rtnl_begin(&m, RTM_SETLINK, 0, &body, sizeof(body));
	rtnl_put_u32(&m, IFLA_MTU_, mtu);
	assert_ok(rtnl_send(&m));
}

/* Larger than a page of any machine, so that it comes in several pieces. */
START_TEST(a_packet_of_several_pages_needs_a_program_for_frags)
{
	enum { SIZE = 40000 };
	uint8_t *frame = calloc(1, SIZE + PACKET_UDP_HEADERS);
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct rawbpf_diag d;
	struct row r;
	ssize_t size;

	need_root();
	need_kernel(6, 0);
	row_open(&r, false);
	netns_switch(r.here);
	set_mtu("veth0", 60000);
	netns_switch(r.there);
	set_mtu("veth1", 60000);
	o = more("frags", NULL);
	if (sysconf(_SC_PAGESIZE) < SIZE) {
		assert_err(try_attach(o, "drop", "xdpdrv:veth1", NULL, &l, &d), -ERANGE);
		ck_assert_msg(strstr(d.msg, "section xdp.frags"), "%s", d.msg);
	}
	attach(o, "frags", "xdp.frags:veth1", NULL);
	size = (ssize_t)packet_udp_frame(frame, SIZE + PACKET_UDP_HEADERS, PORT, frame, SIZE);
	ck_assert_msg(write(r.sender, frame, (size_t)size) == size, "%s", strerror(errno));
	ck_assert_int_eq(packet_count(r.receiver, 1, 300), 0);
	ck_assert_uint_eq(counter(o, "bytes"), (uint64_t)size);
	rawbpf_object_close(o);
	free(frame);
}
END_TEST

/* ---- on the card ---- */

static uint32_t asked_prog, asked_map, asked_mode;

static int note_ifindex(const struct rawbpf_request *r)
{
	const struct bpf_attr_prog_load *p = r->attr;
	const struct bpf_attr_map_create *m = r->attr;
	const struct bpf_attr_link_create *l = r->attr;

	if (r->call != CALL_BPF)
		return 0;
	if (r->command == BPF_PROG_LOAD)
		asked_prog = p->prog_ifindex;
	if (r->command == BPF_MAP_CREATE && r->size > offsetof(struct bpf_attr_map_create, map_ifindex))
		asked_map = m->map_ifindex;
	if (r->command == BPF_LINK_CREATE)
		asked_mode = l->flags;
	return 0;
}

/* No card here runs programs; so what is asked for is looked at, and the refusal. */
START_TEST(what_runs_on_a_card_is_loaded_for_it)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct rawbpf_diag d;
	struct fault door;
	struct row r;

	need_root();
	row_open(&r, false);
	fault_init(&door, 0, 0);
	door.refuse = note_ifindex;
	o = opened(BUILD "/tests/progs/xdp_more.bpf.o", &door.kernel);
	rawbpf_prog_set_ifindex(rawbpf_object_prog(o, "drop"), if_nametoindex("veth1"));
	memset(&d, 0, sizeof(d));
	ck_assert_int_lt(rawbpf_object_load(o, &d), 0);
	ck_assert_msg(strstr(d.msg, "the card of that interface"), "%s", d.msg);
	ck_assert_uint_eq(asked_map, if_nametoindex("veth1"));
	rawbpf_object_close(o);
	o = more(NULL, &door.kernel);
	ck_assert_int_lt(try_attach(o, "drop", "xdpoffload:veth1", NULL, &l, &d), 0);
	ck_assert_uint_eq(asked_mode, XDP_FLAGS_HW_MODE);
	ck_assert_msg(strstr(d.msg, "the card runs no programs"), "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(the_command_loads_for_the_card_that_its_target_names)
{
	char *argv[] = { "rawbpf", "run", BUILD "/progs/xdp_count.bpf.o",
		strdup("xdp_count=xdpoffload:veth1"), NULL };
	struct fault door;
	struct row r;

	need_root();
	need_file(BUILD "/progs/xdp_count.bpf.o");
	row_open(&r, false);
	fault_init(&door, 0, 0);
	door.refuse = note_ifindex;
	ck_assert_int_eq(cli_main(4, argv, &door.kernel), EXIT_REFUSED);
	ck_assert_uint_eq(asked_map, if_nametoindex("veth1"));
	ck_assert(!netns_has_xdp("veth1"));
	free(argv[3]);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("xdp");
	TCase *t = tcase_create("places and ways");

	tcase_add_test(t, a_program_that_is_in_the_way_is_named_with_its_link);
	tcase_add_test(t, a_program_that_is_in_the_way_by_netlink_is_named);
	tcase_add_test(t, a_program_in_the_driver_is_named_to_one_for_the_network_core);
	tcase_add_test(t, only_the_program_of_that_id_is_replaced);
	tcase_add_test(t, a_links_program_is_exchanged_if_it_is_the_expected_one);
	tcase_add_test(t, a_program_by_netlink_is_exchanged_if_it_is_the_expected_one);
	tcase_add_test(t, an_exchange_that_fails_leaves_no_descriptor);
	tcase_add_test(t, the_command_exchanges_a_links_program);
	tcase_add_test(t, what_cannot_be_exchanged_says_so);
	tcase_add_test(t, datagrams_come_back_from_the_driver);
	tcase_add_test(t, datagrams_come_back_from_the_network_core);
	tcase_add_test(t, packets_leave_by_another_interface);
	tcase_add_test(t, packets_leave_by_another_interface_from_the_network_core);
	tcase_add_test(t, a_map_of_interfaces_redirects_and_runs_its_second_program);
	tcase_add_test(t, a_slot_of_a_devmap_takes_an_interface_and_a_program);
	tcase_add_test(t, packets_go_on_on_another_cpu_through_its_second_program);
	tcase_add_test(t, a_program_for_a_map_is_attached_nowhere_and_says_where_it_belongs);
	tcase_add_test(t, tc_finds_what_xdp_wrote_before_the_packet);
	tcase_add_test(t, a_packet_of_several_pages_needs_a_program_for_frags);
	tcase_add_test(t, what_runs_on_a_card_is_loaded_for_it);
	tcase_add_test(t, the_command_loads_for_the_card_that_its_target_names);
	suite_add_tcase(s, t);
	return s;
}
