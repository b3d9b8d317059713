/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one place of a kind that an interface has for XDP: who is in the way is named, one program
 * takes another's place if it is the expected one, and what shall run on the card is loaded for it.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "cli/cli.h"
#include "kernel/request.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/netns.h"
#include "tests/lib/packet.h"
#include "tests/lib/xdp.h"

static const struct rawbpf_attach_opts no_link = { .no_link = true };

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
	o = xdp_more(NULL, NULL);
	l = xdp_attach_to(o, "drop", "xdp:veth1", opts);
	fds_take(&fds);
	ck_assert_int_eq(xdp_try(o, "pass", second, opts, &l2, &d), want);
	snprintf(words, sizeof(words), "program %u (drop) is attached there in the driver",
		xdp_prog_id(o, "drop"));
	ck_assert_msg(strstr(d.msg, words) && strstr(d.msg, "replace=ID"), "%s", d.msg);
	snprintf(words, sizeof(words), "by link %u", rawbpf_link_fd(l) >= 0 ? xdp_link_id(l) : 0);
	ck_assert_msg(!strstr(d.msg, "by link") == (rawbpf_link_fd(l) < 0), "%s", d.msg);
	ck_assert_msg(rawbpf_link_fd(l) < 0 || strstr(d.msg, words), "%s", d.msg);
	fds_same(&fds);
	ck_assert_int_eq(row_deliver(&r, 2, 10), 0);
	assert_ok(rawbpf_link_detach(l));
	ck_assert_int_eq(row_deliver(&r, 2, 10), 2);
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
	o = xdp_more(NULL, NULL);
	l = xdp_attach_to(o, "drop", "xdp:veth1", &no_link);
	snprintf(target, sizeof(target), "xdp:veth1,replace=%u", xdp_prog_id(o, "pass"));
	ck_assert_int_eq(xdp_try(o, "pass", target, NULL, &l2, &d), -EEXIST);
	ck_assert_msg(strstr(d.msg, "only the expected one is replaced"), "%s", d.msg);
	ck_assert_int_eq(row_deliver(&r, 2, 10), 0);
	snprintf(target, sizeof(target), "xdp:veth1,replace=%u", xdp_prog_id(o, "drop"));
	l2 = xdp_attach_to(o, "pass", target, NULL);
	ck_assert_int_eq(row_deliver(&r, 2, 10), 2);
	rawbpf_link_detach(l);
	ck_assert(netns_has_xdp("veth1"));
	assert_ok(rawbpf_link_detach(l2));
	ck_assert(!netns_has_xdp("veth1"));
	rawbpf_object_close(o);
}
END_TEST

/* ---- another program in the same place ---- */

static bool socket_refused, answer_lost;

static int once(bool *done, bool now)
{
	bool hit = now && !*done;

	*done |= now;
	return hit ? -ENOMEM : 0;
}

static int no_socket_once(const struct rawbpf_request *r)
{
	const struct call_socket *s = r->attr;

	return once(&socket_refused, r->call == CALL_SOCKET && s->family == AF_NETLINK);
}

static int no_answer_once(const struct rawbpf_request *r)
{
	return once(&answer_lost, r->call == CALL_READ);
}

static void updated(const struct rawbpf_attach_opts *opts, int unexpected)
{
	struct rawbpf_object *o, *other;
	struct rawbpf_link *l;
	struct rawbpf_diag d;
	struct fds fds;
	struct row r;

	need_root();
	row_open(&r, false);
	o = xdp_more(NULL, NULL);
	other = xdp_more(NULL, NULL);
	l = xdp_attach_to(o, "pass", "xdp:veth1", opts);
	fds_take(&fds);
	assert_ok(rawbpf_link_update(l, xdp_prog_fd(o, "drop"), 0, NULL));
	ck_assert_int_eq(row_deliver(&r, 2, 10), 0);
	memset(&d, 0, sizeof(d));
	ck_assert_int_eq(rawbpf_link_update(l, xdp_prog_fd(o, "pass"), xdp_prog_fd(other, "drop"), &d),
		unexpected);
	ck_assert_msg(strstr(d.msg, "not the expected program"), "%s", d.msg);
	ck_assert_int_eq(row_deliver(&r, 2, 10), 0);
	assert_ok(rawbpf_link_update(l, xdp_prog_fd(o, "pass"), xdp_prog_fd(o, "drop"), NULL));
	ck_assert_int_eq(row_deliver(&r, 2, 10), 2);
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

START_TEST(an_exchange_that_is_refused_leaves_what_another_has_put_there)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l, *theirs;
	struct row r;
	char target[64];

	need_root();
	row_open(&r, false);
	o = xdp_more(NULL, NULL);
	l = xdp_attach_to(o, "pass", "xdp:veth1", &no_link);
	snprintf(target, sizeof(target), "xdp:veth1,replace=%u", xdp_prog_id(o, "pass"));
	theirs = xdp_attach_to(o, "drop", target, NULL);
	assert_err(rawbpf_link_update(l, xdp_prog_fd(o, "drop"), 0, NULL), -EEXIST);
	ck_assert_int_eq(row_deliver(&r, 2, 10), 0);
	rawbpf_link_detach(l);
	assert_ok(rawbpf_link_detach(theirs));
	rawbpf_object_close(o);
}
END_TEST

/* Nothing was sent, so nothing is to be taken back: it may be another's. */
START_TEST(a_program_that_never_got_there_is_not_taken_off)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l, *l2 = NULL;
	struct fault door;
	struct row r;

	need_root();
	row_open(&r, false);
	o = xdp_more(NULL, NULL);
	l = xdp_attach_to(o, "drop", "xdp:veth1", &no_link);
	fault_init(&door, 0, 0);
	door.refuse = no_socket_once;
	socket_refused = false;
	assert_err(rawbpf_attach(&door.kernel, xdp_prog_fd(o, "drop"), "xdp:veth1", &no_link, &l2, NULL),
		-ENOMEM);
	ck_assert(socket_refused);
	ck_assert_int_eq(row_deliver(&r, 2, 10), 0);
	assert_ok(rawbpf_link_detach(l));
	rawbpf_object_close(o);
}
END_TEST

/* The answer is lost, not the request: the program that was there is there again. */
START_TEST(an_answer_that_is_lost_has_what_was_there_put_back)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l, *l2 = NULL;
	struct fault door;
	struct row r;
	char target[64];

	need_root();
	row_open(&r, false);
	o = xdp_more(NULL, NULL);
	l = xdp_attach_to(o, "drop", "xdp:veth1", &no_link);
	snprintf(target, sizeof(target), "xdp:veth1,replace=%u", xdp_prog_id(o, "drop"));
	fault_init(&door, 0, 0);
	door.refuse = no_answer_once;
	answer_lost = false;
	assert_err(rawbpf_attach(&door.kernel, xdp_prog_fd(o, "pass"), target, NULL, &l2, NULL), -ENOMEM);
	ck_assert(answer_lost);
	ck_assert_int_eq(row_deliver(&r, 2, 10), 0);
	assert_ok(rawbpf_link_detach(l));
	rawbpf_object_close(o);
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

/* Each request of an exchange by netlink fails once: the old or the new program is there. */
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
	o = xdp_more(NULL, &fault.kernel);
	l = xdp_attach_to(o, "pass", "xdp:veth1", &no_link);
	before = open_cnt();
	do {
		fault_init(&fault, ++at, -ENOMEM);
		rawbpf_link_update(l, xdp_prog_fd(o, at & 1 ? "drop" : "pass"), 0, NULL);
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
	o = xdp_more(NULL, NULL);
	l = xdp_attach_to(o, "pass", "xdp:veth1", NULL);
	ck_assert_int_eq(xdp_command("rawbpf link update id %u id %u expected id %u", xdp_link_id(l),
				 xdp_prog_id(o, "drop"), xdp_prog_id(o, "drop")), EXIT_PERMISSION);
	ck_assert_int_eq(row_deliver(&r, 2, 10), 2);
	ck_assert_int_eq(xdp_command("rawbpf link update id %u id %u expected id %u", xdp_link_id(l),
				 xdp_prog_id(o, "drop"), xdp_prog_id(o, "pass")), 0);
	ck_assert_int_eq(row_deliver(&r, 2, 10), 0);
	ck_assert_int_eq(xdp_command("rawbpf link update id %u id %u", xdp_link_id(l),
				 xdp_prog_id(o, "pass")), 0);
	ck_assert_int_eq(row_deliver(&r, 2, 10), 2);
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
	o = xdp_load(xdp_open(BUILD "/progs/sockex1.bpf.o", NULL));
	l = xdp_attach_to(o, "sockex1", "socket:lo", NULL);
	assert_err(rawbpf_link_update(l, xdp_prog_fd(o, "sockex1"), 0, &d), -EOPNOTSUPP);
	ck_assert_msg(strstr(d.msg, "SO_ATTACH_BPF, where a program cannot be exchanged"), "%s", d.msg);
	rawbpf_object_close(o);
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
	o = xdp_open(BUILD "/tests/progs/xdp_more.bpf.o", &door.kernel);
	rawbpf_prog_set_ifindex(rawbpf_object_prog(o, "drop"), if_nametoindex("veth1"));
	memset(&d, 0, sizeof(d));
	ck_assert_int_lt(rawbpf_object_load(o, &d), 0);
	ck_assert_msg(strstr(d.msg, "veth1 is no card that runs programs, or not with such maps: "
		"use xdp or xdpgeneric"), "%s", d.msg);
	ck_assert_uint_eq(asked_map, if_nametoindex("veth1"));
	rawbpf_object_close(o);
	o = xdp_more(NULL, &door.kernel);
	ck_assert_int_lt(xdp_try(o, "drop", "xdpoffload:veth1", NULL, &l, &d), 0);
	ck_assert_uint_eq(asked_mode, XDP_FLAGS_HW_MODE);
	ck_assert_msg(strstr(d.msg, "the card runs no programs"), "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_program_without_maps_is_refused_by_the_interface_not_by_the_kernel)
{
	static const struct bpf_insn pass[] = { { .code = 0xb7, .imm = 2 }, { .code = 0x95 } };
	struct rawbpf_prog_spec p = { .type = BPF_PROG_TYPE_XDP, .insns = pass, .insn_cnt = 2,
		.expected_attach = BPF_XDP };
	struct rawbpf_diag d;
	struct row r;

	need_root();
	row_open(&r, false);
	p.ifindex = if_nametoindex("veth1");
	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_prog_load(NULL, &p, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, ": veth1 is no card that runs programs"), "%s", d.msg);
	rawbpf_diag_free(&d);
}
END_TEST

static const char *const for_the_card[][2] = {
	{ BUILD "/progs/xdp_count.bpf.o", "xdp_count=xdpoffload:veth1" },
	{ BUILD "/progs/xdp_offload.bpf.o", "xdp_offload=veth1" },
};

/* By the target, or by the section. A program whose maps cannot be had for it is not asked for. */
START_TEST(the_command_loads_for_the_card_that_its_target_names)
{
	const char *const *words = for_the_card[_i];
	char *argv[] = { "rawbpf", "run", strdup(words[0]), strdup(words[1]), NULL };
	struct fault door;
	struct row r;

	need_root();
	need_file(words[0]);
	row_open(&r, false);
	fault_init(&door, 0, 0);
	door.refuse = note_ifindex;
	ck_assert_int_eq(cli_main(4, argv, &door.kernel), EXIT_REFUSED);
	ck_assert_uint_eq(_i ? asked_prog : asked_map, if_nametoindex("veth1"));
	ck_assert(!netns_has_xdp("veth1"));
	free(argv[2]);
	free(argv[3]);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("xdp_place");
	TCase *t = tcase_create("places");

	tcase_add_test(t, a_program_that_is_in_the_way_is_named_with_its_link);
	tcase_add_test(t, a_program_that_is_in_the_way_by_netlink_is_named);
	tcase_add_test(t, a_program_in_the_driver_is_named_to_one_for_the_network_core);
	tcase_add_test(t, only_the_program_of_that_id_is_replaced);
	tcase_add_test(t, a_links_program_is_exchanged_if_it_is_the_expected_one);
	tcase_add_test(t, a_program_by_netlink_is_exchanged_if_it_is_the_expected_one);
	tcase_add_test(t, an_exchange_that_is_refused_leaves_what_another_has_put_there);
	tcase_add_test(t, a_program_that_never_got_there_is_not_taken_off);
	tcase_add_test(t, an_answer_that_is_lost_has_what_was_there_put_back);
	tcase_add_test(t, an_exchange_that_fails_leaves_no_descriptor);
	tcase_add_test(t, the_command_exchanges_a_links_program);
	tcase_add_test(t, what_cannot_be_exchanged_says_so);
	tcase_add_test(t, what_runs_on_a_card_is_loaded_for_it);
	tcase_add_loop_test(t, the_command_loads_for_the_card_that_its_target_names, 0, 2);
	tcase_add_test(t, a_program_without_maps_is_refused_by_the_interface_not_by_the_kernel);
	suite_add_tcase(s, t);
	return s;
}
