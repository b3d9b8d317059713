/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Slots in the command's words: one program for several of them, and what is said where they cannot be had.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <unistd.h>

#include "asm/insn.h"
#include "cli/cli.h"
#include "cli/plan.h"
#include "kernel/request.h"
#include "object/link.h"
#include "tests/lib/fault.h"
#include "tests/lib/mountns.h"
#include "tests/lib/netns.h"
#include "tests/lib/obj.h"
#include "tests/lib/said.h"
#include "tests/lib/slots.h"

static struct said s;

static void said(struct rawbpf_kernel *k, const char *line, int code, const char *words)
{
	said_run(&s, k, "%s", line);
	ck_assert_msg(s.code == code && strstr(s.err, words), "%d: %s", s.code, s.err);
}

/* ---- one program, several targets ---- */

static int kept(void *ctx, struct rawbpf_link *l)
{
	*(int *)ctx += l->below_fd >= 0;
	return 0;
}

static struct rawbpf_prog *planned(struct plan *p, char *first, char *second, const char *name)
{
	struct rawbpf_diag d;

	memset(p, 0, sizeof(*p));
	memset(&d, 0, sizeof(d));
	assert_ok(plan_init(p, 2));
	p->file = SLOTS_OBJECT;
	plan_add_program(p, first);
	plan_add_program(p, second);
	ck_assert_msg(!plan_load(p, rawbpf_kernel(), &d), "%s", d.msg);
	return rawbpf_object_prog(p->object, name);
}

START_TEST(a_program_for_slots_of_two_interfaces_is_loaded_as_its_section_says)
{
	char to_veth[] = "pieces=xdp:veth1,slot=1", to_lo[] = "pieces=xdpgeneric:lo,slot=2";
	struct rawbpf_prog *prog;
	struct plan p;
	struct row r;
	int links = 0;

	slots_need();
	need_kernel(5, 18);
	row_open(&r, false);
	prog = planned(&p, to_veth, to_lo, "pieces");
	ck_assert_uint_eq(rawbpf_prog_flags(prog), BPF_F_XDP_HAS_FRAGS);
	assert_ok(plan_attach(&p, kept, &links, NULL));
	ck_assert_int_eq(links, 2);
	ck_assert(netns_has_xdp("veth1") && netns_has_xdp("lo"));
	plan_close(&p);
	ck_assert(!netns_has_xdp("veth1") && !netns_has_xdp("lo"));
}
END_TEST

START_TEST(a_program_for_slots_takes_pieces_if_one_of_its_targets_says_so)
{
	char whole[] = "a=xdp:veth1,slot=1", pieces[] = "a=xdp.frags:lo,slot=1";
	struct plan p;

	slots_need();
	need_kernel(5, 18);
	ck_assert_uint_eq(rawbpf_prog_flags(planned(&p, whole, pieces, "a")), BPF_F_XDP_HAS_FRAGS);
	plan_close(&p);
}
END_TEST

START_TEST(a_program_with_a_slot_and_without_is_refused_in_either_order)
{
	static const char *const mixed[] = { "a=xdp:veth1,slot=1 a=xdp:lo", "a=xdp:lo a=xdp:veth1,slot=1" };
	char line[160];

	need_root();
	need_jit();
	need_btf();
	need_kernel(5, 10);
	snprintf(line, sizeof(line), "rawbpf run " SLOTS_OBJECT " %s", mixed[_i]);
	said(rawbpf_kernel(), line, EXIT_USAGE, "program a: give slot= in all of its targets or in none");
}
END_TEST

START_TEST(a_program_is_set_for_slots_once_and_again)
{
	struct rawbpf_object *o;
	struct rawbpf_prog *p;

	need_root();
	need_jit();
	need_btf();
	need_kernel(5, 10);
	o = xdp_open(SLOTS_OBJECT, NULL);
	p = rawbpf_object_prog(o, "a");
	assert_ok(rawbpf_prog_set_slot(p, NULL));
	assert_ok(rawbpf_prog_set_slot(p, NULL));
	ck_assert_uint_eq(rawbpf_prog_type(p), BPF_PROG_TYPE_EXT);
	rawbpf_object_close(o);
}
END_TEST

/* ---- where slots cannot be had ---- */

static int passing(const char *name)
{
	const struct bpf_insn insns[] = { BPF_MOV64_IMM(BPF_REG_0, XDP_PASS), BPF_EXIT_INSN() };
	struct rawbpf_prog_spec p = { .name = name, .type = BPF_PROG_TYPE_XDP, .insns = insns, .insn_cnt = 2 };

	return assert_ok(rawbpf_prog_load(NULL, &p, NULL));
}

START_TEST(a_program_without_a_name_has_no_slots)
{
	struct rawbpf_link *theirs = NULL;
	struct rawbpf_object *o;
	struct row r;
	int fd;

	o = slots_begin(&r);
	fd = passing("");
	assert_ok(rawbpf_attach(NULL, fd, "xdp:veth1", NULL, &theirs, NULL));
	obj_refused(o, "a", "xdp:veth1,slot=1", -EBUSY, ", and has no slots");
	assert_ok(rawbpf_link_detach(theirs));
	close(fd);
	rawbpf_object_close(o);
}
END_TEST

/* A kernel that refuses one command; of BPF_LINK_CREATE only that of an XDP link, or of a function. */
static struct {
	uint32_t command;
	int err;
	bool function;
	int xdp_links; /* how many were asked for */
} door;

static int refuse(const struct rawbpf_request *r)
{
	const struct bpf_attr_link_create *a = r->attr;
	bool link = r->call == CALL_BPF && r->command == BPF_LINK_CREATE;

	door.xdp_links += link && a->attach_type == BPF_XDP;
	if (r->call != CALL_BPF || r->command != door.command)
		return 0;
	return link && door.function != !!a->target_btf_id ? 0 : door.err;
}

static struct rawbpf_object *behind_door(struct fault *f, uint32_t command, int err)
{
	struct rawbpf_object *o;

	memset(&door, 0, sizeof(door));
	fault_init(f, 0, 0);
	o = xdp_load(slots_open(NULL, &f->kernel));
	door.command = command;
	door.err = err;
	f->refuse = refuse;
	return o;
}

START_TEST(who_may_not_look_for_the_dispatcher_is_told_what_that_needs)
{
	static const uint32_t commands[] = { BPF_PROG_GET_FD_BY_ID, BPF_LINK_GET_NEXT_ID };
	struct rawbpf_object *o, *first;
	struct fault f;
	struct row r;

	first = slots_begin(&r);
	xdp_attach_to(first, "b", "xdp:veth1,slot=2", NULL);
	o = behind_door(&f, commands[_i], -EPERM);
	obj_refused(o, "a", "xdp:veth1,slot=1", -EPERM, "what is on the interface: Operation not permitted (needs "
		"CAP_SYS_ADMIN)");
	rawbpf_object_close(o);
	rawbpf_object_close(first);
}
END_TEST

START_TEST(an_interface_that_takes_no_dispatcher_though_none_is_there_is_named_as_such)
{
	struct rawbpf_object *o;
	struct fault f;
	struct row r;

	slots_need();
	row_open(&r, false);
	o = behind_door(&f, BPF_LINK_CREATE, -EEXIST);
	obj_refused(o, "a", "xdp:veth1,slot=1", -EEXIST, "a device above it, as a bond");
	ck_assert_int_gt(door.xdp_links, 1);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_slot_that_cannot_be_taken_brings_no_dispatcher_to_the_interface)
{
	struct rawbpf_object *o;
	struct fault f;
	struct row r;

	slots_need();
	row_open(&r, false);
	o = behind_door(&f, BPF_LINK_CREATE, -524);
	door.function = true;
	obj_refused(o, "a", "xdp:veth1,slot=1", -524, "JIT cannot exchange functions");
	ck_assert_int_eq(door.xdp_links, 0);
	rawbpf_object_close(o);
}
END_TEST

static int no_jit(const struct rawbpf_request *r)
{
	const struct bpf_attr_prog_load *a = r->attr;

	if (r->call != CALL_BPF || r->command != BPF_PROG_LOAD || a->prog_type != BPF_PROG_TYPE_EXT)
		return 0;
	if (a->log_size)
		strcpy((char *)(uintptr_t)a->log_buf, "Can attach to only JITed progs\nprocessed 0 insns\n");
	return -EINVAL;
}

START_TEST(a_kernel_without_a_jit_lacks_something_for_slots)
{
	struct fault f;

	need_root();
	need_jit();
	need_btf();
	need_kernel(5, 10);
	fault_init(&f, 0, 0);
	f.refuse = no_jit;
	said(&f.kernel, "rawbpf run " SLOTS_OBJECT " a=xdp:lo,slot=1", EXIT_LACKING,
		"this needs the kernel's JIT, which is off (sysctl net.core.bpf_jit_enable=1)");
}
END_TEST

/* ---- net ---- */

START_TEST(a_slot_of_net_attach_is_told_that_it_goes_with_its_link)
{
	struct rawbpf_object *o;
	char line[80];

	need_root();
	netns_enter();
	mountns_enter();
	o = xdp_more(NULL, NULL);
	snprintf(line, sizeof(line), "rawbpf net attach xdp:lo,slot=1 id %u", xdp_prog_id(o, "pass"));
	said(rawbpf_kernel(), line, EXIT_USAGE, "a slot is held by a link and goes with it: rawbpf run, or init");
	rawbpf_object_close(o);
}
END_TEST

START_TEST(to_take_off_a_dispatcher_those_in_its_slots_have_to_end)
{
	struct rawbpf_object *o;
	struct row r;

	o = slots_begin(&r);
	mountns_enter();
	xdp_attach_to(o, "a", "xdp:veth1,slot=1", NULL);
	said(rawbpf_kernel(), "rawbpf net detach xdp dev veth1", EXIT_ATTACH, "end those who hold them");
	ck_assert_msg(!strstr(s.err, "link detach"), "%s", s.err);
	slots_one(&r, o, true, 1, 0, 0);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(links_that_may_not_be_asked_for_functions_are_told_once)
{
	struct rawbpf_link *first = NULL, *second = NULL;
	struct fault f;
	const char *at;
	struct row r;
	int fd;

	need_root();
	need_kernel(5, 9);
	row_open(&r, false);
	mountns_enter();
	fd = passing("passing");
	assert_ok(rawbpf_attach(NULL, fd, "xdpgeneric:veth1", NULL, &first, NULL));
	assert_ok(rawbpf_attach(NULL, fd, "xdpgeneric:lo", NULL, &second, NULL));
	memset(&door, 0, sizeof(door));
	door.command = BPF_LINK_GET_NEXT_ID;
	door.err = -EPERM;
	fault_init(&f, 0, 0);
	f.refuse = refuse;
	said(&f.kernel, "rawbpf net show", EXIT_PERMISSION, "functions cannot be listed");
	at = strstr(s.err, "functions cannot be listed");
	ck_assert_msg(!strstr(at + 1, "functions cannot be listed"), "%s", s.err);
	rawbpf_link_detach(first);
	rawbpf_link_detach(second);
	close(fd);
}
END_TEST

Suite *test_suite(void)
{
	Suite *suite = suite_create("dispatcher_words");
	TCase *t = tcase_create("slots");

	tcase_add_test(t, a_program_for_slots_of_two_interfaces_is_loaded_as_its_section_says);
	tcase_add_test(t, a_program_for_slots_takes_pieces_if_one_of_its_targets_says_so);
	tcase_add_loop_test(t, a_program_with_a_slot_and_without_is_refused_in_either_order, 0, 2);
	tcase_add_test(t, a_program_is_set_for_slots_once_and_again);
	tcase_add_test(t, a_program_without_a_name_has_no_slots);
	tcase_add_loop_test(t, who_may_not_look_for_the_dispatcher_is_told_what_that_needs, 0, 2);
	tcase_add_test(t, an_interface_that_takes_no_dispatcher_though_none_is_there_is_named_as_such);
	tcase_add_test(t, a_slot_that_cannot_be_taken_brings_no_dispatcher_to_the_interface);
	tcase_add_test(t, a_kernel_without_a_jit_lacks_something_for_slots);
	tcase_add_test(t, a_slot_of_net_attach_is_told_that_it_goes_with_its_link);
	tcase_add_test(t, to_take_off_a_dispatcher_those_in_its_slots_have_to_end);
	tcase_add_test(t, links_that_may_not_be_asked_for_functions_are_told_once);
	suite_add_tcase(suite, t);
	return suite;
}
