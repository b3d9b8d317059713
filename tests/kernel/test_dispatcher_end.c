/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is left of a dispatcher on an interface when those in its slots leave, are killed, come at the same
 * moment, fail half way, or are pinned.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel/request.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/kernel_ids.h"
#include "tests/lib/mountns.h"
#include "tests/lib/netns.h"
#include "tests/lib/obj.h"
#include "tests/lib/slots.h"

/* ---- what is left ---- */

/* A process that has a program in a slot until it is killed. */
static int holder(const char *slot)
{
	char target[40];
	struct rawbpf_object *o;
	int ready[2], pid;
	char byte;

	assert_ok(pipe(ready));
	pid = fork();
	if (!pid) {
		o = slots_load(NULL);
		snprintf(target, sizeof(target), "xdp:veth1,slot=%s", slot);
		xdp_attach_to(o, "b", target, NULL);
		if (write(ready[1], "", 1) == 1)
			pause();
		_exit(1);
	}
	close(ready[1]);
	ck_assert_int_eq(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	return pid;
}

static void end(int pid)
{
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
}

START_TEST(killed_processes_leave_their_slots_and_the_last_one_the_interface)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct row r;
	int first, second;

	o = slots_begin(&r);
	first = holder("1");
	l = xdp_attach_to(o, "a", "xdp:veth1,slot=2", NULL);
	second = holder("3");
	obj_refused(o, "c", "xdp:veth1,slot=3", -EBUSY, "slot 3 is taken");
	end(first); /* who made the dispatcher */
	slots_one(&r, o, true, 1, 0, 0);
	ck_assert(netns_has_xdp("veth1"));
	assert_ok(rawbpf_link_detach(l));
	ck_assert(netns_has_xdp("veth1"));
	end(second);
	ck_assert(slots_gone());
	slots_one(&r, o, true, 0, 0, 0);
	rawbpf_object_close(o);
}
END_TEST

/* Another takes the slot at the moment of the first XDP link; then another dispatcher is there. */
static struct rawbpf_object *rival;
static bool came;

static int rival_comes(const struct rawbpf_request *r)
{
	const struct bpf_attr_link_create *a = r->attr;

	if (r->call == CALL_BPF && r->command == BPF_LINK_CREATE && a->attach_type == BPF_XDP && !came) {
		came = true;
		xdp_attach_to(rival, "b", "xdp:veth1,slot=2", NULL);
	}
	return 0;
}

START_TEST(two_that_come_at_the_same_time_share_the_slots_of_one_dispatcher)
{
	struct rawbpf_object *o;
	struct fault door;
	struct row r;

	rival = slots_begin(&r);
	fault_init(&door, 0, 0);
	door.refuse = rival_comes;
	o = xdp_load(slots_open(NULL, &door.kernel));
	came = false;
	xdp_attach_to(o, "a", "xdp:veth1,slot=1", NULL);
	ck_assert(came);
	ck_assert_int_eq(row_deliver(&r, 1, 10), 1);
	ck_assert_uint_eq(xdp_counter(o, "a_ran"), 1);
	ck_assert_uint_eq(xdp_counter(rival, "b_ran"), 1);
	rawbpf_object_close(rival);
	rawbpf_object_close(o);
	ck_assert(!netns_has_xdp("veth1"));
}
END_TEST

enum { PROCESSES = 4, TIMES = 20 };

START_TEST(many_that_come_and_go_at_the_same_time_get_a_slot_each)
{
	int pids[PROCESSES], i, n, status;
	struct rawbpf_object *o;
	struct row r;

	o = slots_begin(&r);
	for (i = 0; i < PROCESSES; i++) {
		pids[i] = fork();
		for (n = 0; !pids[i] && n < TIMES; n++)
			assert_ok(rawbpf_link_detach(xdp_attach_to(o, "a", "xdp:veth1,slot=any", NULL)));
		if (!pids[i])
			_exit(0);
	}
	for (i = 0; i < PROCESSES; i++) {
		ck_assert_int_eq(waitpid(pids[i], &status, 0), pids[i]);
		ck_assert_int_eq(status, 0);
	}
	ck_assert(!netns_has_xdp("veth1"));
	rawbpf_object_close(o);
}
END_TEST

/* The last one leaves between being seen and being opened. */
static struct rawbpf_link *leaves;
static uint32_t leaves_before;

static int rival_leaves(const struct rawbpf_request *r)
{
	const struct bpf_attr_link_create *a = r->attr;

	if (r->call == CALL_BPF && r->command == leaves_before && leaves &&
		(leaves_before != BPF_LINK_CREATE || a->target_btf_id)) {
		rawbpf_link_detach(leaves);
		leaves = NULL;
	}
	return 0;
}

static void joins_while_the_last_leaves(uint32_t before)
{
	struct rawbpf_object *o;
	struct fault door;
	struct row r;

	rival = slots_begin(&r);
	fault_init(&door, 0, 0);
	o = xdp_load(slots_open(NULL, &door.kernel));
	leaves = xdp_attach_to(rival, "b", "xdp:veth1,slot=1", NULL);
	leaves_before = before;
	door.refuse = rival_leaves;
	xdp_attach_to(o, "a", "xdp:veth1,slot=1", NULL);
	ck_assert_ptr_null(leaves);
	slots_one(&r, o, true, 1, 0, 0);
	rawbpf_object_close(rival);
	slots_one(&r, o, true, 1, 0, 0);
	rawbpf_object_close(o);
	ck_assert(!netns_has_xdp("veth1"));
}

START_TEST(a_slot_is_taken_while_the_last_one_leaves_before_its_program_is_asked)
{
	joins_while_the_last_leaves(BPF_PROG_GET_FD_BY_ID);
}
END_TEST

START_TEST(a_slot_is_taken_while_the_last_one_leaves_before_its_link_is_looked_for)
{
	joins_while_the_last_leaves(BPF_LINK_GET_NEXT_ID);
}
END_TEST

START_TEST(a_slot_is_taken_while_the_last_one_leaves_before_its_link_is_opened)
{
	joins_while_the_last_leaves(BPF_LINK_GET_FD_BY_ID);
}
END_TEST

START_TEST(a_slot_is_taken_while_the_last_one_leaves_before_the_function_is_replaced)
{
	joins_while_the_last_leaves(BPF_LINK_CREATE);
}
END_TEST

/* Each request fails once: before somebody is there, and when somebody is. */
static void each_fails(struct row *r, struct rawbpf_object *there, bool alone)
{
	const int *err;
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct rawbpf_diag d;
	struct fault fault;
	struct fds fds;
	unsigned int at;
	int result;

	fault_init(&fault, 0, 0);
	o = xdp_load(slots_open(NULL, &fault.kernel));
	fds_take(&fds);
	for (err = fault_errors(); *err; err++)
		for (at = 1, fault.hit = true; fault.hit; at += fault_step()) {
			fault_init(&fault, at, *err);
			result = xdp_try(o, "b", "xdp:veth1,slot=2", NULL, &l, &d);
			ck_assert_msg(!result || *d.msg, "request %u: no words", at);
			rawbpf_diag_free(&d);
			if (!result)
				rawbpf_link_detach(l);
			ck_assert_msg(fault.hit || !result, "%d without a request that fails", result);
			fds_same(&fds);
			ck_assert_int_eq(netns_has_xdp("veth1"), !alone);
		}
	ck_assert_int_gt(at, 8);
	if (!alone)
		slots_one(r, there, true, 1, 0, 0);
	fault_init(&fault, 0, 0);
	rawbpf_object_close(o);
}

START_TEST(a_slot_that_cannot_be_taken_leaves_the_interface_as_it_was)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct row r;

	o = slots_begin(&r);
	each_fails(&r, o, true);
	l = xdp_attach_to(o, "a", "xdp:veth1,slot=1", NULL);
	each_fails(&r, o, false);
	assert_ok(rawbpf_link_detach(l));
	ck_assert(!netns_has_xdp("veth1"));
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_program_for_a_slot_that_cannot_be_loaded_leaves_nothing)
{
	struct kernel_ids ids;
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	struct fault fault;
	unsigned int at = 0;
	struct fds fds;

	slots_need();
	kernel_ids_take(&ids);
	fds_take(&fds);
	do {
		fault_init(&fault, at += 1, -EINVAL);
		o = xdp_open(SLOTS_OBJECT, &fault.kernel);
		memset(&d, 0, sizeof(d));
		if (rawbpf_prog_set_slot(rawbpf_object_prog(o, "a"), &d) || rawbpf_object_load(o, &d))
			ck_assert_msg(*d.msg, "request %u: no words", at);
		rawbpf_diag_free(&d);
		rawbpf_object_close(o);
		fds_same(&fds);
	} while (fault.hit);
	kernel_ids_same(&ids);
}
END_TEST

/* ---- pins ---- */

START_TEST(a_pinned_slot_stays_with_its_dispatcher_until_both_pins_are_gone)
{
	struct rawbpf_object *o, *other;
	struct rawbpf_link *l, *others;
	struct rawbpf_diag d;
	struct row r;

	slots_need();
	mountns_enter();
	o = slots_begin(&r);
	memset(&d, 0, sizeof(d));
	l = xdp_attach_to(o, "a", "xdp:veth1,slot=1", NULL);
	ck_assert_msg(!rawbpf_link_pin(l, MOUNTNS_BPFFS "/a", &d), "%s", d.msg);
	assert_err(rawbpf_link_pin(l, MOUNTNS_BPFFS "/a", NULL), -EEXIST);
	assert_ok(rawbpf_link_leave(l));
	slots_one(&r, o, true, 1, 0, 0);
	other = slots_load(NULL);
	others = xdp_attach_to(other, "b", "xdp:veth1,slot=2", NULL);
	assert_ok(rawbpf_link_pin(others, MOUNTNS_BPFFS "/a_xdp", NULL));
	assert_ok(unlink(MOUNTNS_BPFFS "/a_xdp"));
	assert_ok(unlink(MOUNTNS_BPFFS "/a_xdp-xdp"));
	assert_ok(unlink(MOUNTNS_BPFFS "/a"));
	assert_ok(unlink(MOUNTNS_BPFFS "/a-xdp"));
	slots_one(&r, other, true, 0, 1, 0);
	rawbpf_object_close(other);
	ck_assert(slots_gone());
	rawbpf_object_close(o);
}
END_TEST

/* What init leaves attached, and what it takes back. */
static int init(const char *words)
{
	char dir[] = "/tmp/rawbpf-slots-XXXXXX", path[64], *object = realpath(SLOTS_OBJECT, NULL);
	FILE *f;
	int code;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	mount("/dev/null", "/dev/kmsg", "", MS_BIND, "");
	snprintf(path, sizeof(path), "%s/manifest", dir);
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fprintf(f, "%s %s --required\n", object, words);
	fclose(f);
	code = xdp_command("rawbpf init %s", dir);
	unlink(path);
	rmdir(dir);
	free(object);
	return code;
}

START_TEST(init_pins_programs_in_slots_with_their_dispatcher)
{
	struct rawbpf_object *o;
	struct row r;

	slots_need();
	mountns_enter();
	o = slots_begin(&r);
	ck_assert_int_ne(init("a=xdp:veth1,slot=1 b=xdp:veth1,slot=1 --pin " MOUNTNS_BPFFS "/one"), 0);
	ck_assert(slots_gone());
	ck_assert_int_ne(access(MOUNTNS_BPFFS "/one", F_OK), 0);
	ck_assert_int_eq(init("a=xdp:veth1,slot=1 b=xdp:veth1,slot=any --pin " MOUNTNS_BPFFS "/one"), 0);
	ck_assert(netns_has_xdp("veth1"));
	obj_refused(o, "a", "xdp:veth1,slot=1", -EBUSY, "slot 1 is taken");
	assert_ok(unlink(MOUNTNS_BPFFS "/one/links/a"));
	assert_ok(unlink(MOUNTNS_BPFFS "/one/links/a-xdp"));
	obj_refused(o, "a", "xdp:veth1,slot=0", -EBUSY, "slot 0 is taken");
	assert_ok(unlink(MOUNTNS_BPFFS "/one/links/b"));
	assert_ok(unlink(MOUNTNS_BPFFS "/one/links/b-xdp"));
	ck_assert(slots_gone());
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_pin_of_a_slot_that_fails_half_way_leaves_none)
{
	struct rawbpf_object *o;
	struct rawbpf_link *l;
	struct row r;

	slots_need();
	mountns_enter();
	o = slots_begin(&r);
	l = xdp_attach_to(o, "a", "xdp:veth1,slot=1", NULL);
	assert_ok(rawbpf_pin(rawbpf_kernel(), rawbpf_link_fd(l), MOUNTNS_BPFFS "/a-xdp", NULL));
	assert_err(rawbpf_link_pin(l, MOUNTNS_BPFFS "/a", NULL), -EEXIST);
	ck_assert_int_ne(access(MOUNTNS_BPFFS "/a", F_OK), 0);
	assert_ok(rename(MOUNTNS_BPFFS "/a-xdp", MOUNTNS_BPFFS "/a"));
	assert_err(rawbpf_link_pin(l, MOUNTNS_BPFFS "/a", NULL), -EEXIST);
	ck_assert_int_ne(access(MOUNTNS_BPFFS "/a-xdp", F_OK), 0);
	assert_ok(unlink(MOUNTNS_BPFFS "/a"));
	rawbpf_object_close(o);
	ck_assert(slots_gone());
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("dispatcher_end");
	TCase *t = tcase_create("slots");

	tcase_add_test(t, killed_processes_leave_their_slots_and_the_last_one_the_interface);
	tcase_add_test(t, two_that_come_at_the_same_time_share_the_slots_of_one_dispatcher);
	tcase_add_test(t, many_that_come_and_go_at_the_same_time_get_a_slot_each);
	tcase_add_test(t, a_slot_is_taken_while_the_last_one_leaves_before_its_program_is_asked);
	tcase_add_test(t, a_slot_is_taken_while_the_last_one_leaves_before_its_link_is_looked_for);
	tcase_add_test(t, a_slot_is_taken_while_the_last_one_leaves_before_its_link_is_opened);
	tcase_add_test(t, a_slot_is_taken_while_the_last_one_leaves_before_the_function_is_replaced);
	tcase_add_test(t, a_slot_that_cannot_be_taken_leaves_the_interface_as_it_was);
	tcase_add_test(t, a_program_for_a_slot_that_cannot_be_loaded_leaves_nothing);
	tcase_add_test(t, a_pinned_slot_stays_with_its_dispatcher_until_both_pins_are_gone);
	tcase_add_test(t, init_pins_programs_in_slots_with_their_dispatcher);
	tcase_add_test(t, a_pin_of_a_slot_that_fails_half_way_leaves_none);
	suite_add_tcase(s, t);
	return s;
}
