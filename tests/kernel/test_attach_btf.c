/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs that name a kernel function, an LSM hook, a tracepoint or a function of another program
 * by BTF: they load, and run where they should.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "rawbpf.h"
#include "tests/lib/fds.h"
#include "tests/lib/mountns.h"

#define FILE_NAME BUILD "/tests/progs/attach_btf.bpf.o"

static struct rawbpf_object *open_object(void)
{
	struct rawbpf_object *o = NULL;
	struct rawbpf_diag d;
	int err;

	need_root();
	need_btf();
	need_file(FILE_NAME);
	mountns_enter();
	memset(&d, 0, sizeof(d));
	err = rawbpf_object_open(FILE_NAME, NULL, &o, &d);
	ck_assert_msg(!err, "%s", d.msg);
	return o;
}

static struct rawbpf_prog *want(struct rawbpf_object *o, const char *name)
{
	struct rawbpf_prog *p = rawbpf_object_prog(o, name);

	ck_assert_msg(p != NULL, "no program %s", name);
	rawbpf_prog_set_autoload(p, true);
	return p;
}

static void load(struct rawbpf_object *o)
{
	struct rawbpf_diag d;
	int err;

	memset(&d, 0, sizeof(d));
	err = rawbpf_object_load(o, &d);
	if (err == -EPERM)
		skip("root may not load this here: %s", d.msg);
	ck_assert_msg(!err, "%s\n%s", d.msg, d.log ? d.log : "");
}

/* There are machines on which kernels have none all the same. */
static void attach(struct rawbpf_prog *p, const char *target)
{
	struct rawbpf_diag d;
	int err;

	memset(&d, 0, sizeof(d));
	err = rawbpf_prog_attach(p, target, NULL, NULL, &d);
	if (err == -524)
		skip("no function can be attached to on this machine: %s", d.msg);
	ck_assert_msg(!err, "%s", d.msg);
}

static uint64_t seen(struct rawbpf_object *o, int i)
{
	size_t size;
	volatile uint64_t *all = rawbpf_global(o, "seen", &size);

	ck_assert_ptr_nonnull((void *)all);
	return all[i];
}

static uint32_t run(struct rawbpf_prog *p)
{
	uint8_t packet[64] = { 0 };
	struct rawbpf_test_run t;
	bool tracing = rawbpf_prog_type(p) == BPF_PROG_TYPE_TRACING;

	memset(&t, 0, sizeof(t));
	t.data_in = tracing ? NULL : packet;
	t.data_in_size = tracing ? 0 : sizeof(packet);
	assert_ok(rawbpf_test_run(NULL, rawbpf_prog_fd(p), &t, NULL));
	return t.retval;
}

static const struct {
	const char *prog;
	int place;
	uint64_t value;
	bool marked; /* functions that may sleep, or be changed: 6.1 has no such list of test functions */
} functions[] = {
	{ "entry", 0, 1, false },
	{ "leave", 1, 2, false },
	{ "sleepable", 2, 1, true },
	{ "change", 3, 1, true },
};

START_TEST(a_program_runs_at_the_function_that_its_section_names)
{
	struct rawbpf_object *o;
	struct rawbpf_prog *p;

	need_trampolines();
	if (functions[_i].marked)
		need_kernel(6, 12);
	need_symbol("bpf_fentry_test1");
	o = open_object();
	p = want(o, functions[_i].prog);
	load(o);
	attach(p, NULL);
	run(p);
	ck_assert_uint_eq(seen(o, functions[_i].place), functions[_i].value);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_program_runs_at_a_tracepoint_by_btf)
{
	struct rawbpf_object *o = open_object();
	struct rawbpf_prog *p = want(o, "scheduled");
	int i;

	load(o);
	attach(p, NULL);
	for (i = 0; i < 1000 && !seen(o, 4); i++)
		usleep(1000);
	ck_assert_uint_gt(seen(o, 4), 0);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(an_lsm_program_refuses_its_own_process_a_file)
{
	struct rawbpf_object *o;
	struct rawbpf_prog *p;
	char pid[16];
	int fd;

	need_trampolines();
	need_symbol("bpf_lsm_file_open");
	need_lsm();
	o = open_object();
	p = want(o, "opened");
	snprintf(pid, sizeof(pid), "%d", getpid());
	assert_ok(rawbpf_global_set(o, "me", pid, NULL));
	load(o);
	attach(p, NULL);
	fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
	rawbpf_object_close(o);
	ck_assert_int_lt(fd, 0);
	fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
	ck_assert_int_ge(fd, 0);
	close(fd);
}
END_TEST

START_TEST(an_iterator_loads)
{
	struct rawbpf_object *o = open_object();
	struct rawbpf_prog *p = want(o, "tasks");

	load(o);
	ck_assert_int_ge(rawbpf_prog_fd(p), 0);
	rawbpf_object_close(o);
}
END_TEST

/* The object that is the target, loaded, beside the one whose program is for it. */
static struct rawbpf_object *open_pair(struct rawbpf_object **target, const char *name,
	const char *func)
{
	struct rawbpf_object *o;
	struct rawbpf_prog *p;

	need_trampolines();
	o = open_object();
	*target = open_object();
	load(*target);
	p = want(o, name);
	assert_ok(rawbpf_prog_set_attach_target(p,
		rawbpf_prog_fd(rawbpf_object_prog(*target, "target")), func, NULL));
	load(o);
	return o;
}

START_TEST(a_program_replaces_a_function_of_another)
{
	struct rawbpf_object *target, *o = open_pair(&target, "replace", NULL);
	struct rawbpf_prog *p = rawbpf_object_prog(target, "target");
	struct fds before;

	ck_assert_uint_ne(run(p), 7);
	fds_take(&before);
	attach(rawbpf_object_prog(o, "replace"), NULL);
	ck_assert_uint_eq(run(p), 7);
	rawbpf_link_detach(rawbpf_object_next_link(o, NULL));
	ck_assert_uint_ne(run(p), 7);
	fds_same(&before);
	rawbpf_object_close(o);
	rawbpf_object_close(target);
}
END_TEST

START_TEST(a_program_runs_at_the_entry_of_another_program)
{
	struct rawbpf_object *target, *o = open_pair(&target, "on_target", NULL);

	attach(rawbpf_object_prog(o, "on_target"), NULL);
	run(rawbpf_object_prog(target, "target"));
	ck_assert_uint_eq(seen(o, 6), 1);
	rawbpf_object_close(o);
	rawbpf_object_close(target);
}
END_TEST

START_TEST(a_target_set_by_hand_takes_the_place_of_the_sections)
{
	struct rawbpf_object *o;
	struct rawbpf_prog *p;

	need_trampolines();
	need_symbol("bpf_fentry_test1");
	o = open_object();
	p = want(o, "unsaid");
	assert_ok(rawbpf_prog_set_attach_target(p, 0, "bpf_fentry_test1", NULL));
	load(o);
	assert_err(rawbpf_prog_attach(p, "fentry:vfs_read", NULL, NULL, NULL), -EINVAL);
	attach(p, "fentry:bpf_fentry_test1");
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_function_of_a_module_is_found_in_the_module)
{
	struct rawbpf_object *o;

	need_kernel(5, 11);
	need_trampolines();
	need_module("veth");
	need_symbol("veth_xmit");
	skip_unless(!access("/sys/kernel/btf/veth", F_OK), "veth is built in, or has no BTF");
	o = open_object();
	want(o, "in_module");
	load(o);
	ck_assert_int_ge(rawbpf_prog_fd(rawbpf_object_prog(o, "in_module")), 0);
	rawbpf_object_close(o);
}
END_TEST

static const struct {
	const char *prog, *say;
	int err;
} wrong[] = {
	{ "absent", "program absent: that part of the kernel has no function veth_xmit_", -ENOENT },
	{ "absent_module", "not one with BTF, that is called nomodule", -ENOENT },
	{ "absent_tracepoint", "this kernel has no tracepoint no_such_tracepoint", -ENOENT },
	{ "absent_hook", "no LSM hook with the function bpf_lsm_no_such_hook", -ENOENT },
	{ "unsaid", "what it attaches to is not said", -EINVAL },
	{ "replace", "it replaces a function of a program: say of which", -EINVAL },
};

START_TEST(a_target_that_is_not_there_is_named)
{
	struct rawbpf_object *o = open_object();
	struct rawbpf_diag d;

	want(o, wrong[_i].prog);
	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_object_load(o, &d), wrong[_i].err);
	ck_assert_msg(strstr(d.msg, wrong[_i].say) != NULL, "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_function_that_the_target_program_lacks_is_named)
{
	struct rawbpf_object *target = open_object(), *o = open_object();
	struct rawbpf_diag d;

	load(target);
	assert_ok(rawbpf_prog_set_attach_target(want(o, "replace"),
		rawbpf_prog_fd(rawbpf_object_prog(target, "target")), "outer", NULL));
	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_object_load(o, &d), -ENOENT);
	ck_assert_msg(strstr(d.msg, "the program it is for has no function outer") != NULL, "%s",
		d.msg);
	rawbpf_object_close(o);
	rawbpf_object_close(target);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("attach_btf");
	TCase *t = tcase_create("effects");

	tcase_add_loop_test(t, a_program_runs_at_the_function_that_its_section_names, 0,
		sizeof(functions) / sizeof(*functions));
	tcase_add_test(t, a_program_runs_at_a_tracepoint_by_btf);
	tcase_add_test(t, an_lsm_program_refuses_its_own_process_a_file);
	tcase_add_test(t, an_iterator_loads);
	tcase_add_test(t, a_program_replaces_a_function_of_another);
	tcase_add_test(t, a_program_runs_at_the_entry_of_another_program);
	tcase_add_test(t, a_target_set_by_hand_takes_the_place_of_the_sections);
	tcase_add_test(t, a_function_of_a_module_is_found_in_the_module);
	suite_add_tcase(s, t);
	t = tcase_create("refusals");
	tcase_add_loop_test(t, a_target_that_is_not_there_is_named, 0,
		sizeof(wrong) / sizeof(*wrong));
	tcase_add_test(t, a_function_that_the_target_program_lacks_is_named);
	suite_add_tcase(s, t);
	return s;
}
