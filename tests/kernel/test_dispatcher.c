/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several XDP programs on one interface, in the slots of a dispatcher: the order they are asked in, what
 * ends the row, and who may come.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <unistd.h>

#include "asm/insn.h"
#include "cli/cli.h"
#include "tests/lib/listing.h"
#include "tests/lib/netns.h"
#include "tests/lib/obj.h"
#include "tests/lib/slots.h"

/* ---- who is asked, and in which order ---- */

START_TEST(programs_in_slots_are_asked_in_the_order_of_the_slots)
{
	struct rawbpf_link *la, *lb, *lc;
	struct rawbpf_object *o;
	struct row r;

	o = slots_begin(&r);
	lb = xdp_attach_to(o, "b", "xdp:veth1,slot=9", NULL);
	lc = xdp_attach_to(o, "c", "xdp:veth1,slot=4", NULL);
	la = xdp_attach_to(o, "a", "xdp:veth1,slot=0", NULL);
	ck_assert_str_eq(rawbpf_link_how(lc), "slot 4");
	slots_one(&r, o, true, 1, 3, 2);
	assert_ok(rawbpf_link_detach(lc));
	slots_one(&r, o, true, 1, 2, 0);
	assert_ok(rawbpf_link_detach(lb));
	slots_one(&r, o, true, 1, 0, 0);
	ck_assert(netns_has_xdp("veth1"));
	assert_ok(rawbpf_link_detach(la));
	ck_assert(!netns_has_xdp("veth1"));
	slots_one(&r, o, true, 0, 0, 0);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_verdict_in_a_slot_ends_the_row_but_those_that_go_on)
{
	struct rawbpf_object *o;
	struct row r;

	o = slots_begin(&r);
	xdp_attach_to(o, "a", "xdp:veth1,slot=1", NULL);
	xdp_attach_to(o, "b", "xdp:veth1,slot=2,next=drop+aborted", NULL);
	xdp_attach_to(o, "c", "xdp:veth1,slot=3,next=none", NULL);
	slots_say(o, "a_says", XDP_DROP);
	slots_one(&r, o, false, 1, 0, 0);
	slots_say(o, "a_says", XDP_PASS);
	slots_one(&r, o, true, 1, 2, 0);
	slots_say(o, "b_says", XDP_DROP);
	slots_one(&r, o, true, 1, 2, 3);
	slots_say(o, "c_says", XDP_DROP);
	slots_one(&r, o, false, 1, 2, 3);
	/* what is no verdict ends it as well */
	slots_say(o, "b_says", 77);
	slots_one(&r, o, false, 1, 2, 0);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(the_last_verdict_of_the_slots_is_the_packets_own)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct row r;

	o = slots_begin(&r);
	xdp_attach_to(o, "a", "xdp:veth1,slot=1,next=drop", NULL);
	slots_say(o, "a_says", XDP_DROP);
	slots_one(&r, o, false, 1, 0, 0);
	l = xdp_attach_to(o, "b", "xdp:veth1,slot=5", NULL);
	slots_one(&r, o, true, 1, 2, 0);
	assert_ok(rawbpf_link_detach(l));
	slots_one(&r, o, false, 1, 0, 0);
	rawbpf_object_close(o);
}
END_TEST

/* The bits of who was in the slot before count for nothing. */
START_TEST(who_comes_into_a_slot_brings_his_own_next)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct row r;

	o = slots_begin(&r);
	xdp_attach_to(o, "c", "xdp:veth1,slot=9", NULL);
	l = xdp_attach_to(o, "a", "xdp:veth1,slot=1,next=drop", NULL);
	slots_one(&r, o, true, 1, 0, 0);
	assert_ok(rawbpf_link_detach(l));
	xdp_attach_to(o, "a", "xdp:veth1,slot=1", NULL);
	slots_one(&r, o, true, 1, 0, 2);
	slots_say(o, "a_says", XDP_DROP);
	slots_one(&r, o, false, 1, 0, 0);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_program_in_a_slot_may_move_the_packets_ends)
{
	struct rawbpf_object *o;
	struct row r;

	o = slots_begin(&r);
	xdp_attach_to(o, "moves", "xdpgeneric:veth1,slot=3", NULL);
	xdp_attach_to(o, "a", "xdpgeneric:veth1,slot=4", NULL);
	slots_one(&r, o, true, 1, 0, 0);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(one_program_is_in_slots_of_two_interfaces)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct row r;

	o = slots_begin(&r);
	l = xdp_attach_to(o, "a", "xdp:veth1,slot=0", NULL);
	xdp_attach_to(o, "a", "xdpgeneric:lo,slot=0", NULL);
	slots_one(&r, o, true, 1, 0, 0);
	assert_ok(rawbpf_link_detach(l));
	ck_assert(!netns_has_xdp("veth1"));
	ck_assert(netns_has_xdp("lo"));
	rawbpf_object_close(o);
	ck_assert(!netns_has_xdp("lo"));
}
END_TEST

/* ---- who may not come ---- */

START_TEST(a_slot_that_is_taken_is_refused_and_any_finds_a_free_one)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l[10];
	char target[32];
	struct row r;
	int i;

	o = slots_begin(&r);
	l[0] = xdp_attach_to(o, "a", "xdp:veth1,slot=1", NULL);
	obj_refused(o, "b", "xdp:veth1,slot=1", -EBUSY, "slot 1 is taken");
	slots_one(&r, o, true, 1, 0, 0);
	l[1] = xdp_attach_to(o, "b", "xdp:veth1,slot=any", NULL);
	l[2] = xdp_attach_to(o, "c", "xdp:veth1,slot=any", NULL);
	ck_assert_str_eq(rawbpf_link_how(l[1]), "slot 0");
	ck_assert_str_eq(rawbpf_link_how(l[2]), "slot 2");
	slots_one(&r, o, true, 2, 1, 3);
	for (i = 3; i < 10; i++) {
		snprintf(target, sizeof(target), "xdp:veth1,slot=%s", i & 1 ? "any" : (char[]){ '0' + i, 0 });
		xdp_attach_to(o, "moves", target, NULL);
	}
	obj_refused(o, "moves", "xdp:veth1,slot=any", -EBUSY, "all ten slots are taken");
	rawbpf_object_close(o);
	ck_assert(!netns_has_xdp("veth1"));
}
END_TEST

START_TEST(a_program_without_a_slot_is_told_that_there_is_a_dispatcher)
{
	struct rawbpf_object *o, *alone;
	struct rawbpf_link *l;
	struct row r;

	o = slots_begin(&r);
	alone = xdp_more(NULL, NULL);
	l = xdp_attach_to(o, "a", "xdp:veth1,slot=1", NULL);
	obj_refused(alone, "drop", "xdp:veth1", -EBUSY, "(rawbpf_xdp) is attached there in the driver by link");
	obj_refused(alone, "drop", "xdp:veth1", -EBUSY, "join its programs by slot=any");
	assert_ok(rawbpf_link_detach(l));
	xdp_attach_to(alone, "drop", "xdp:veth1", NULL);
	obj_refused(o, "a", "xdp:veth1,slot=1", -EBUSY, "(drop) is attached there in the driver by link");
	ck_assert_int_eq(row_deliver(&r, 2, 10), 0);
	rawbpf_object_close(o);
	rawbpf_object_close(alone);
}
END_TEST

START_TEST(a_dispatcher_of_libxdp_has_no_slots_for_others)
{
	const struct bpf_insn insns[] = { BPF_MOV64_IMM(BPF_REG_0, XDP_PASS), BPF_EXIT_INSN() };
	struct rawbpf_prog_spec p = { .name = "xdp_dispatcher", .type = BPF_PROG_TYPE_XDP, .insns = insns,
		.insn_cnt = 2 };
	struct rawbpf_link *theirs = NULL;
	struct rawbpf_object *o;
	struct row r;
	int fd;

	o = slots_begin(&r);
	fd = assert_ok(rawbpf_prog_load(NULL, &p, NULL));
	assert_ok(rawbpf_attach(NULL, fd, "xdp:veth1", NULL, &theirs, NULL));
	obj_refused(o, "a", "xdp:veth1,slot=1", -EBUSY, "the dispatcher of libxdp");
	assert_ok(rawbpf_link_detach(theirs));
	close(fd);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(slots_are_in_one_mode_and_for_one_kind_of_packets)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct row r;

	need_kernel(5, 18);
	slots_need();
	row_open(&r, false);
	o = slots_load("pieces");
	l = xdp_attach_to(o, "a", "xdpgeneric:veth1,slot=1", NULL);
	obj_refused(o, "b", "xdpdrv:veth1,slot=2", -EBUSY, "all programs run where the dispatcher does");
	xdp_attach_to(o, "b", "xdp:veth1,slot=2", NULL);
	xdp_attach_to(o, "pieces", "xdp:veth1,slot=3", NULL);
	slots_one(&r, o, true, 1, 2, 0);
	rawbpf_object_close(o);
	ck_assert(!netns_has_xdp("veth1"));
	o = slots_load("pieces");
	l = xdp_attach_to(o, "pieces", "xdp:veth1,slot=1", NULL);
	obj_refused(o, "b", "xdp:veth1,slot=2", -EBUSY, "packets of several pages");
	assert_ok(rawbpf_link_detach(l));
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_program_of_another_type_than_a_slot_is_refused)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;

	slots_need();
	memset(&d, 0, sizeof(d));
	o = slots_open("of_enum", NULL);
	assert_err(rawbpf_object_load(o, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, "of_enum") && strstr(d.msg, "slot0"), "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

/* These need no slot: they are refused before. */
START_TEST(words_for_slots_that_make_no_sense_are_refused)
{
	struct rawbpf_object *o;

	need_root();
	netns_enter();
	o = xdp_more(NULL, NULL);
	obj_refused(o, "pass", "xdpgeneric:lo,slot=10", -EINVAL, "slot=10: give a number from 0 to 9, or any");
	obj_refused(o, "pass", "xdpgeneric:lo,slot=", -EINVAL, "from 0 to 9");
	obj_refused(o, "pass", "xdpgeneric:lo,next=drop", -EINVAL, "say slot= too");
	obj_refused(o, "pass", "xdpgeneric:lo,slot=1,next=pass+all", -EINVAL, "next=pass+all: give verdicts");
	obj_refused(o, "pass", "xdpgeneric:lo,slot=1,next=", -EINVAL, "give verdicts");
	obj_refused(o, "pass", "xdpgeneric:lo,slot=1,nolink", -EINVAL, "a slot is held by a link and goes with it");
	obj_refused(o, "pass", "xdpoffload:lo,slot=1", -EOPNOTSUPP, "no slots on a card");
	obj_refused(o, "pass", "xdpgeneric:lo,slot=1", -EINVAL, "rawbpf_prog_set_slot()");
	ck_assert_int_eq(xdp_command("rawbpf net attach xdpgeneric id %u dev lo slot=1",
				 xdp_prog_id(o, "pass")), EXIT_USAGE);
	ck_assert(!netns_has_xdp("lo"));
	assert_err(rawbpf_prog_set_slot(rawbpf_object_prog(o, "pass"), NULL), -EINVAL);
	rawbpf_object_close(o);
}
END_TEST

/* ---- the command ---- */

/* What the command writes to stdout. */
static void said(char *text, size_t size, const char *words)
{
	int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600), was = dup(1);
	ssize_t n;

	ck_assert_int_ge(fd, 0);
	fflush(stdout);
	ck_assert_int_eq(dup2(fd, 1), 1);
	ck_assert_int_eq(xdp_command("%s", words), 0);
	ck_assert_int_eq(dup2(was, 1), 1);
	n = pread(fd, text, size - 1, 0);
	ck_assert_int_ge(n, 0);
	text[n] = '\0';
	close(was);
	close(fd);
}

START_TEST(programs_in_slots_are_listed_with_their_interface)
{
	struct rawbpf_object *o;
	struct rawbpf_link *la, *lb;
	char words[128], text[4096];
	struct row r;

	need_kernel(5, 13);
	o = slots_begin(&r);
	lb = xdp_attach_to(o, "b", "xdp:veth1,slot=7", NULL);
	la = xdp_attach_to(o, "a", "xdp:veth1,slot=1", NULL);
	said(text, sizeof(text), "rawbpf net show dev veth1");
	snprintf(words, sizeof(words), ")  slot1  name a  id %u  link_id %u", xdp_prog_id(o, "a"),
		xdp_link_id(la));
	ck_assert_msg(strstr(text, words), "%s", text);
	snprintf(words, sizeof(words), ")  slot7  name b  id %u  link_id %u", xdp_prog_id(o, "b"),
		xdp_link_id(lb));
	ck_assert_msg(strstr(text, words), "%s", text);
	ck_assert(strstr(text, "slot1") < strstr(text, "slot7"));
	said(text, sizeof(text), "rawbpf -j net show dev veth1");
	snprintf(words, sizeof(words), "\"functions\":[{\"function\":\"slot1\",\"name\":\"a\",\"id\":%u,"
		"\"link_id\":%u", xdp_prog_id(o, "a"), xdp_link_id(la));
	ck_assert_msg(strstr(text, words), "%s", text);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_question_that_fails_loses_the_functions_or_the_program_only)
{
	struct rawbpf_object *o, *look;
	struct row r;

	need_kernel(5, 13);
	o = slots_begin(&r);
	look = obj_load(obj_open(BUILD "/progs/sk_lookup.bpf.o", NULL));
	xdp_attach_to(o, "a", "xdp:veth1,slot=1", NULL);
	obj_attach(look, "steer", "sk_lookup:", NULL);
	listing_number("id", "id", netns_xdp_id("veth1"), true);
	listing_number("id", "id", xdp_prog_id(o, "a"), true);
	listing_number("id", "id", xdp_prog_id(look, "steer"), false);
	listing_endures(_i);
	rawbpf_object_close(look);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(the_command_runs_programs_in_slots)
{
	struct rawbpf_object *o;
	char text[4096];
	struct row r;

	o = slots_begin(&r);
	xdp_attach_to(o, "a", "xdp:veth1,slot=1", NULL);
	ck_assert_int_eq(xdp_command("rawbpf run " SLOTS_OBJECT " a=xdp:veth1,slot=1 --duration 0.1"), EXIT_ATTACH);
	said(text, sizeof(text), "rawbpf -j run " SLOTS_OBJECT " a=xdp:veth1,slot=2 b=xdp:veth1,slot=any,next=none "
		"--duration 0.1");
	ck_assert_msg(strstr(text, "\"how\":\"slot 2\"") && strstr(text, "\"how\":\"slot 0\""), "%s", text);
	slots_one(&r, o, true, 1, 0, 0);
	rawbpf_object_close(o);
	ck_assert(!netns_has_xdp("veth1"));
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("dispatcher");
	TCase *t = tcase_create("slots");

	tcase_set_timeout(t, 120);
	tcase_add_test(t, programs_in_slots_are_asked_in_the_order_of_the_slots);
	tcase_add_test(t, a_verdict_in_a_slot_ends_the_row_but_those_that_go_on);
	tcase_add_test(t, the_last_verdict_of_the_slots_is_the_packets_own);
	tcase_add_test(t, who_comes_into_a_slot_brings_his_own_next);
	tcase_add_test(t, a_program_in_a_slot_may_move_the_packets_ends);
	tcase_add_test(t, one_program_is_in_slots_of_two_interfaces);
	tcase_add_test(t, a_slot_that_is_taken_is_refused_and_any_finds_a_free_one);
	tcase_add_test(t, a_program_without_a_slot_is_told_that_there_is_a_dispatcher);
	tcase_add_test(t, a_dispatcher_of_libxdp_has_no_slots_for_others);
	tcase_add_test(t, slots_are_in_one_mode_and_for_one_kind_of_packets);
	tcase_add_test(t, a_program_of_another_type_than_a_slot_is_refused);
	tcase_add_test(t, words_for_slots_that_make_no_sense_are_refused);
	tcase_add_test(t, programs_in_slots_are_listed_with_their_interface);
	tcase_add_loop_test(t, a_question_that_fails_loses_the_functions_or_the_program_only, 0, 2);
	tcase_add_test(t, the_command_runs_programs_in_slots);
	suite_add_tcase(s, t);
	return s;
}
