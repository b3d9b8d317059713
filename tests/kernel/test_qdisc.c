/* SPDX-License-Identifier: BSD-2-Clause */
/* The sample queueing discipline, by what leaves an interface through it. */
#include "tests/lib/test.h"

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <unistd.h>

#include "rawbpf.h"
#include "tests/lib/listing.h"
#include "tests/lib/netns.h"
#include "tests/lib/obj.h"
#include "tests/lib/packet.h"
#include "tests/lib/rtnl.h"
#include "tests/lib/said.h"
#include "tests/lib/wire.h"

/* tc's numbers stand here for themselves */
enum { QDISC_NEW = 36, QDISC_DELETE = 37, REPLACE = 0x500, KIND = 1, ROOT = -1 };

struct tc_body {
	uint8_t family, pad[3];
	int32_t ifindex, handle, parent, info;
};

static char name[16]; /* they are global in the kernel: one of this process */

static int load(struct rawbpf_object **o, struct rawbpf_diag *d)
{
	int err;

	need_root();
	need_jit();
	need_btf();
	need_file(BUILD "/progs/qdisc.bpf.o");
	netns_enter();
	memset(d, 0, sizeof(*d));
	snprintf(name, sizeof(name), "rbq_%d", getpid());
	err = rawbpf_object_open(BUILD "/progs/qdisc.bpf.o", NULL, o, d);
	if (!err)
		err = rawbpf_global_set(*o, "qdisc.id", name, d);
	return err ? err : rawbpf_object_load(*o, d);
}

static struct rawbpf_object *start(void)
{
	struct rawbpf_object *o = NULL;
	struct rawbpf_diag d;
	int err;

	need_btf_type("bpf_struct_ops_Qdisc_ops",
		"this kernel takes no queueing disciplines of programs");
	err = load(&o, &d);
	netns_veth(-1);
	if (!err)
		err = rawbpf_object_attach(o, &d);
	ck_assert_msg(!err, "%s\n%s", d.msg, d.log ? d.log : "");
	return o;
}

START_TEST(it_is_loaded_or_the_first_kernel_that_takes_it_is_named)
{
	struct rawbpf_object *o = NULL;
	struct rawbpf_diag d;
	int err = load(&o, &d);

	if (err) {
		assert_err(err, -EOPNOTSUPP);
		ck_assert_msg(strstr(d.msg, "map qdisc: this kernel takes no struct Qdisc_ops from programs, "
			"which came with 6.16"), "%s", d.msg);
	} else {
		ck_assert(kernel_is(6, 16));
	}
	rawbpf_object_close(o);
}
END_TEST

static int ask(uint16_t type, uint16_t flags)
{
	struct tc_body body;
	struct rtnl m;

	memset(&body, 0, sizeof(body));
	body.ifindex = if_nametoindex("veth0");
	body.parent = ROOT;
	rtnl_begin(&m, type, flags, &body, sizeof(body));
	if (type == QDISC_NEW)
		rtnl_put_string(&m, KIND, name);
	return rtnl_send(&m);
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

/* With the name, and the link and the map that it is registered by. */
static void listed(bool there)
{
	struct said s;
	char row[96];

	said_run(&s, rawbpf_kernel(), "rawbpf net show dev veth0");
	ck_assert_msg(!s.code && !*s.err, "%d: %s", s.code, s.err);
	snprintf(row, sizeof(row), "veth0(%u)  qdisc  name %s  map_id ", if_nametoindex("veth0"), name);
	ck_assert_msg(!!strstr(s.out, row) == there, "%s: %s", row, s.out);
	ck_assert_msg(!!strstr(s.out, "  parent 0xffffffff") == there, "%s", s.out);
}

static uint64_t counted(struct rawbpf_object *o, const char *what)
{
	return *(uint64_t *)rawbpf_global(o, what, NULL);
}

START_TEST(frames_leave_through_the_discipline_until_it_is_taken_off)
{
	struct rawbpf_object *o = start();
	int receiver = packet_open("veth1");
	uint64_t queued;

	assert_ok(ask(QDISC_NEW, REPLACE));
	send_frames(20);
	ck_assert_int_eq(packet_count(receiver, 20, 1000), 20);
	queued = counted(o, "queued");
	ck_assert_uint_ge(queued, 20);
	listed(true);
	ck_assert_uint_eq(counted(o, "sent"), queued);
	ck_assert_uint_eq(counted(o, "dropped"), 0);
	assert_ok(ask(QDISC_DELETE, 0));
	listed(false);
	send_frames(5);
	ck_assert_int_eq(packet_count(receiver, 5, 1000), 5);
	ck_assert_uint_eq(counted(o, "queued"), queued);
	close(receiver);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_question_that_fails_loses_the_discipline_only)
{
	struct rawbpf_object *o = start(), *look = obj_load(obj_open(BUILD "/progs/sk_lookup.bpf.o", NULL));

	assert_ok(ask(QDISC_NEW, REPLACE));
	obj_attach(look, "steer", "sk_lookup:", NULL);
	listing_name(name, true);
	listing_number("id", "id", wire_prog_id(look, "steer"), false);
	listing_endures(_i);
	rawbpf_object_close(look);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(the_name_cannot_be_had_when_the_link_is_gone)
{
	struct rawbpf_object *o = start();

	rawbpf_object_close(o);
	assert_err(ask(QDISC_NEW, REPLACE), -ENOENT);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("qdisc");
	TCase *t = tcase_create("effect");

	tcase_set_timeout(t, 120);
	tcase_add_test(t, it_is_loaded_or_the_first_kernel_that_takes_it_is_named);
	tcase_add_test(t, frames_leave_through_the_discipline_until_it_is_taken_off);
	tcase_add_loop_test(t, a_question_that_fails_loses_the_discipline_only, 0, 2);
	tcase_add_test(t, the_name_cannot_be_had_when_the_link_is_gone);
	suite_add_tcase(s, t);
	return s;
}
