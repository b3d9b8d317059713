/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * XDP by what it does to packets: sent back, redirected to another interface or CPU, marked for tc,
 * taken in pieces.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "tests/lib/child.h"
#include "tests/lib/netns.h"
#include "tests/lib/packet.h"
#include "tests/lib/rtnl.h"
#include "tests/lib/xdp.h"

/* ---- where packets go ---- */

static void echo(const char *target, bool native)
{
	struct rawbpf_object *o, *pass;
	struct rawbpf_link *l;
	struct row r;
	int back;

	need_root();
	row_open(&r, false);
	back = row_bind(r.here, NETNS_IP0);
	pass = xdp_more(NULL, NULL);
	if (native)
		row_end_takes_frames(&r, r.here, "veth0", pass);
	o = xdp_sample(BUILD "/progs/xdp_tx.bpf.o", "port", "4000");
	l = xdp_attach_to(o, "xdp_tx", target, NULL);
	row_send(&r, 5, 10);
	ck_assert_int_eq(packet_count(back, 5, 1000), 5);
	ck_assert_int_eq(packet_count(r.receiver, 1, 50), 0);
	ck_assert_uint_eq(xdp_counter(o, "echoed"), 5);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(row_deliver(&r, 2, 10), 2);
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
	struct rawbpf_diag d;
	char index[16];
	struct row r;

	need_root();
	row_open(&r, true);
	pass = xdp_more(NULL, NULL);
	if (native)
		row_end_takes_frames(&r, r.beyond, "veth1", pass);
	snprintf(index, sizeof(index), "%u", if_nametoindex("veth0"));
	o = xdp_sample(BUILD "/progs/xdp_redirect.bpf.o", "to_ifindex", index);
	ck_assert_int_eq(row_deliver(&r, 3, 10), 0);
	if (!native && !kernel_is(5, 15)) {
		assert_err(xdp_try(o, "xdp_redirect", target, NULL, &l, &d), -EINVAL);
		ck_assert_msg(strstr(d.msg, "before 5.15"), "%s", d.msg);
		return;
	}
	l = xdp_attach_to(o, "xdp_redirect", target, NULL);
	ck_assert_int_eq(row_deliver(&r, 5, 10), 5);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(row_deliver(&r, 3, 10), 0);
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

/* A key as the command takes it, in this machine's order. */
static const char *key_bytes(uint32_t key)
{
	static char text[16];
	uint8_t b[4];

	memcpy(b, &key, sizeof(b));
	snprintf(text, sizeof(text), "hex %02x %02x %02x %02x", b[0], b[1], b[2], b[3]);
	return text;
}

START_TEST(a_map_of_interfaces_redirects_and_runs_its_second_program)
{
	struct rawbpf_object *o, *pass;
	uint32_t id, key;
	struct row r;

	need_root();
	row_open(&r, true);
	pass = xdp_more(NULL, NULL);
	row_end_takes_frames(&r, r.beyond, "veth1", pass);
	o = xdp_sample(BUILD "/progs/xdp_redirect.bpf.o", "longest", "200");
	xdp_attach_to(o, "xdp_redirect", "xdp:veth1", NULL);
	id = xdp_map_id(o, "ports");
	key = if_nametoindex("veth1");
	ck_assert_int_eq(row_deliver(&r, 2, 10), 0);
	ck_assert_int_eq(xdp_command("rawbpf map update id %u key %s value dev veth0", id,
				 key_bytes(key)), 0);
	ck_assert_int_eq(row_deliver(&r, 5, 10), 5);
	ck_assert_uint_eq(xdp_counter(o, "left"), 0);
	ck_assert_int_eq(xdp_command("rawbpf map update id %u key %s value dev veth0 prog id %u exist", id,
				 key_bytes(key),
				 xdp_prog_id(o, "leaving")), 0);
	ck_assert_int_eq(row_deliver(&r, 5, 10), 5);
	ck_assert_uint_eq(xdp_counter(o, "left"), 5);
	ck_assert_int_eq(row_deliver(&r, 5, 500), 0);
	ck_assert_uint_eq(xdp_counter(o, "left"), 5);
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
	o = xdp_more("by_slot", NULL);
	second = xdp_sample(BUILD "/progs/xdp_redirect.bpf.o", "longest", "200");
	row_end_takes_frames(&r, r.beyond, "veth1", o);
	fd = rawbpf_map_fd(rawbpf_object_map(o, "slots"));
	memset(&value, 0, sizeof(value));
	value.ifindex = if_nametoindex("veth0");
	value.bpf_prog.fd = xdp_prog_fd(second, "leaving");
	assert_ok(rawbpf_map_update(NULL, fd, &slot, &value, 0));
	assert_ok(rawbpf_map_lookup(NULL, fd, &slot, &value));
	ck_assert_uint_eq(value.bpf_prog.id, xdp_prog_id(second, "leaving"));
	xdp_attach_to(o, "by_slot", "xdp:veth1", NULL);
	ck_assert_int_eq(row_deliver(&r, 5, 10), 5);
	ck_assert_uint_eq(xdp_counter(second, "left"), 5);
	assert_ok(rawbpf_map_delete(NULL, fd, &slot));
	ck_assert_int_eq(row_deliver(&r, 5, 10), 0);
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
	o = xdp_sample(BUILD "/progs/xdp_cpumap.bpf.o", "cpu_cnt", two ? "2" : "1");
	xdp_attach_to(o, "xdp_cpumap", "xdp:veth1", NULL);
	seen = rawbpf_global(o, "seen", NULL);
	ck_assert_int_eq(row_deliver(&r, 3, 10), 3);
	ck_assert_int_eq(xdp_command("rawbpf map update id %u key %s value qsize 64 prog id %u",
				 xdp_map_id(o, "cpus"), key_bytes(two), xdp_prog_id(o, "on_cpu")), 0);
	ck_assert_int_eq(row_deliver(&r, 5, 10), 5);
	ck_assert_uint_eq(seen[two], 5);
	ck_assert_uint_eq(seen[!two], 0);
	rawbpf_object_close(o);
}
END_TEST

static const struct {
	const char *prog, *by_section, *by_target;
} modes[] = { { "core", "veth1", "xdp:veth1" }, { "driver", "veth1", "xdp:veth1" },
	{ "core", "xdpdrv:veth1", "xdpgeneric:veth1" }, { "driver", "xdpgeneric:veth1", "xdpdrv:veth1" } };

START_TEST(one_filter_drops_in_each_place)
{
	const char *const targets[] = { modes[_i].by_section, modes[_i].by_target };
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct row r;
	int i;

	need_root();
	row_open(&r, false);
	o = xdp_open(BUILD "/progs/xdp_modes.bpf.o", NULL);
	assert_ok(rawbpf_global_set(o, "port", "4000", NULL));
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "driver"), true);
	xdp_load(o);
	for (i = 0; i < 2; i++) {
		ck_assert_int_eq(row_deliver(&r, 3, 10), 3);
		l = xdp_attach_to(o, modes[_i].prog, targets[i], NULL);
		ck_assert_int_eq(row_deliver(&r, 5, 10), 0);
		ck_assert_uint_eq(xdp_counter(o, "dropped"), 5 * (i + 1));
		assert_ok(rawbpf_link_detach(l));
	}
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_program_for_a_map_is_attached_nowhere_and_says_where_it_belongs)
{
	struct rawbpf_object *o = xdp_load(xdp_open(BUILD "/progs/xdp_redirect.bpf.o", NULL));
	struct rawbpf_link *l;
	struct rawbpf_diag d;

	assert_err(xdp_try(o, "leaving", NULL, NULL, &l, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, "value of a devmap or cpumap"), "%s", d.msg);
	ck_assert_int_eq(xdp_command("rawbpf map update id %u key 9 0 0 0 value dev nosuch0",
				 xdp_map_id(o, "ports")), EXIT_NOT_FOUND);
	rawbpf_object_close(o);
}
END_TEST

/* ---- marks, and packets in pieces ---- */

START_TEST(tc_finds_what_xdp_wrote_before_the_packet)
{
	struct rawbpf_object *o;
	struct row r;

	need_root();
	need_module("sch_ingress");
	need_module("cls_bpf");
	row_open(&r, false);
	o = xdp_sample(BUILD "/progs/xdp_meta.bpf.o", "value", "0x12345678");
	xdp_attach_to(o, "find_mark", "tc/ingress:veth1", NULL);
	ck_assert_int_eq(row_deliver(&r, 2, 10), 2);
	ck_assert_uint_ge(xdp_counter(o, "plain"), 2);
	ck_assert_uint_eq(xdp_counter(o, "marked"), 0);
	xdp_attach_to(o, "mark", _i ? "xdpgeneric:veth1" : "xdp:veth1", NULL);
	ck_assert_int_eq(row_deliver(&r, 5, 10), 5);
	ck_assert_uint_eq(xdp_counter(o, "marked"), 5);
	ck_assert_uint_eq(*(volatile uint32_t *)rawbpf_global(o, "last", NULL), 0x12345678);
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
enum { LARGE = 40000 };

/* Such a packet; how large its frame was, and whether it arrived. */
static uint64_t send_large(const struct row *r, bool arrives)
{
	uint8_t *frame = calloc(1, LARGE + PACKET_UDP_HEADERS);
	ssize_t size = (ssize_t)packet_udp_frame(frame, LARGE + PACKET_UDP_HEADERS, ROW_PORT, frame, LARGE);

	ck_assert_msg(write(r->sender, frame, (size_t)size) == size, "%s", strerror(errno));
	ck_assert_int_eq(packet_count(r->receiver, 1, 300), arrives);
	free(frame);
	return (uint64_t)size;
}

static struct rawbpf_object *pieces(struct row *r, bool beyond, const char *to_cpu)
{
	need_root();
	need_kernel(5, 18);
	row_open(r, beyond);
	netns_switch(r->here);
	set_mtu("veth0", 60000);
	netns_switch(r->there);
	set_mtu("veth1", 60000);
	return xdp_sample(BUILD "/progs/xdp_pieces.bpf.o", "to_cpu", to_cpu);
}

START_TEST(a_packet_of_several_pages_needs_a_program_for_frags)
{
	static const char *const argv[] = { BUILD "/rawbpf", "run", BUILD "/progs/xdp_count.bpf.o",
		"xdp_count=xdp.frags:veth1", "--duration", "0.01", NULL };
	struct rawbpf_object *more, *whole, *o;
	struct rawbpf_link *l;
	struct rawbpf_diag d;
	struct child child;
	struct row r;

	o = pieces(&r, false, "0");
	more = xdp_more(NULL, NULL);
	if (sysconf(_SC_PAGESIZE) < LARGE) {
		assert_err(xdp_try(more, "drop", "xdpdrv:veth1", NULL, &l, &d), -ERANGE);
		ck_assert_msg(strstr(d.msg, "section xdp.frags"), "%s", d.msg);
	}
	child_run(&child, 10000, argv);
	ck_assert_msg(!child.status, "%s", child.err);
	child_free(&child);
	xdp_attach_to(o, "xdp_pieces", "veth1", NULL);
	ck_assert_uint_eq(send_large(&r, true), xdp_counter(o, "arrived"));
	whole = xdp_sample(BUILD "/progs/xdp_cpumap.bpf.o", "cpu_cnt", "1");
	ck_assert_int_ne(xdp_command("rawbpf map update id %u key 0 0 0 0 value qsize 64 prog id %u",
				 xdp_map_id(o, "cpus"), xdp_prog_id(whole, "on_cpu")), 0);
	ck_assert_int_eq(xdp_command("rawbpf map update id %u key 0 0 0 0 value qsize 64 prog id %u",
				 xdp_map_id(o, "cpus"), xdp_prog_id(o, "on_cpu")), 0);
	ck_assert_uint_eq(send_large(&r, true), xdp_counter(o, "moved"));
	rawbpf_object_close(more);
	rawbpf_object_close(whole);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_second_program_for_frags_sees_packets_leave)
{
	struct rawbpf_object *o, *pass;
	struct row r;
	uint32_t key;

	o = pieces(&r, true, "-1");
	pass = xdp_more(NULL, NULL);
	row_end_takes_frames(&r, r.beyond, "veth1", pass);
	xdp_attach_to(o, "xdp_pieces", "xdp.frags:veth1", NULL);
	key = if_nametoindex("veth1");
	ck_assert_int_eq(row_deliver(&r, 3, 10), 0);
	ck_assert_int_eq(xdp_command("rawbpf map update id %u key %s value dev veth0 prog id %u",
				 xdp_map_id(o, "ports"), key_bytes(key), xdp_prog_id(o, "leaving")), 0);
	ck_assert_int_eq(row_deliver(&r, 5, 10), 5);
	ck_assert_uint_eq(xdp_counter(o, "left"), 5 * (PACKET_UDP_HEADERS + 10));
	rawbpf_object_close(o);
	rawbpf_object_close(pass);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("xdp");
	TCase *t = tcase_create("ways");

	tcase_add_test(t, datagrams_come_back_from_the_driver);
	tcase_add_test(t, datagrams_come_back_from_the_network_core);
	tcase_add_test(t, packets_leave_by_another_interface);
	tcase_add_test(t, packets_leave_by_another_interface_from_the_network_core);
	tcase_add_test(t, a_map_of_interfaces_redirects_and_runs_its_second_program);
	tcase_add_test(t, a_slot_of_a_devmap_takes_an_interface_and_a_program);
	tcase_add_test(t, packets_go_on_on_another_cpu_through_its_second_program);
	tcase_add_loop_test(t, one_filter_drops_in_each_place, 0, sizeof(modes) / sizeof(*modes));
	tcase_add_test(t, a_program_for_a_map_is_attached_nowhere_and_says_where_it_belongs);
	tcase_add_loop_test(t, tc_finds_what_xdp_wrote_before_the_packet, 0, 2);
	tcase_add_test(t, a_packet_of_several_pages_needs_a_program_for_frags);
	tcase_add_test(t, a_second_program_for_frags_sees_packets_leave);
	suite_add_tcase(s, t);
	return s;
}
