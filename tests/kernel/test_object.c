/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects, loaded and run: each thing an object file can have must have arrived in the kernel
 * right, which the programs of tests/progs tell by what they return.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "asm/insn.h"
#include "kernel/kernel.h"
#include "object/object.h"
#include "rawbpf.h"
#include "tests/lib/fds.h"
#include "tests/lib/mountns.h"
#include "tests/lib/obj.h"

#define FEATURES BUILD "/tests/progs/features.bpf.o"
#define NEWER	 BUILD "/tests/progs/newer.bpf.o"

static struct rawbpf_object *open_object(const char *path)
{
	need_root();
	mountns_enter();
	return obj_open(path, NULL);
}

static const struct {
	const char *file, *prog;
	uint32_t result;
} programs[] = {
	{ FEATURES, "features", 1023 },
	{ FEATURES, "all_maps", 15 },
	{ FEATURES, "inner_maps", 31 },
	{ FEATURES, "tail_calls", 7 },
	{ NEWER, "callbacks", 3 },
	{ NEWER, "filter", 3 },
	{ NEWER, "text", 1 },
	{ BUILD "/tests/progs/legacy_maps_iproute2.bpf.o", "jump", 7 },
};

/* What the others need may not be there. */
static void load_only(struct rawbpf_object *o, const char *prog)
{
	struct rawbpf_prog *p = NULL;

	while ((p = rawbpf_object_next_prog(o, p)))
		rawbpf_prog_set_autoload(p, !strcmp(rawbpf_prog_name(p), prog));
	obj_load(o);
}

START_TEST(a_program_finds_all_that_it_refers_to)
{
	struct rawbpf_object *o;

	if (!strcmp(programs[_i].file, NEWER))
		need_kernel(5, 17);
	if (!strcmp(programs[_i].prog, "callbacks"))
		need_jit();
	if (!strcmp(programs[_i].prog, "inner_maps") || !strcmp(programs[_i].prog, "jump"))
		need_64_bits("reads slot N of an array of maps where it wrote slot 2N");
	o = open_object(programs[_i].file);
	if (!strcmp(programs[_i].file, NEWER))
		load_only(o, programs[_i].prog);
	else
		obj_load(o);
	ck_assert_msg(obj_run(o, programs[_i].prog) == programs[_i].result, "%s: %s: %u, not %u",
		programs[_i].file, programs[_i].prog, obj_run(o, programs[_i].prog),
		programs[_i].result);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(old_maps_of_the_samples_have_their_sizes)
{
	struct rawbpf_object *o = open_object(BUILD "/tests/progs/legacy_maps_sample.bpf.o");
	struct rawbpf_prog *p = rawbpf_object_next_prog(o, NULL);

	obj_load(o);
	ck_assert_uint_eq(obj_run(o, rawbpf_prog_name(p)), 1);
	ck_assert_uint_eq(obj_run(o, rawbpf_prog_name(p)), 2);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(old_extended_maps_have_their_inner_map_and_node)
{
	struct rawbpf_object *o = open_object(BUILD "/tests/progs/legacy_maps_extended.bpf.o");
	struct rawbpf_prog *p = rawbpf_object_next_prog(o, NULL);
	uint32_t zero = 0;
	int inner, outer;

	obj_load(o);
	outer = rawbpf_map_fd(rawbpf_object_map(o, "outer"));
	inner = rawbpf_map_fd(rawbpf_object_map(o, "inner"));
	ck_assert_uint_eq(obj_run(o, rawbpf_prog_name(p)), 3);
	assert_ok(rawbpf_map_update(NULL, outer, &zero, &inner, 0));
	ck_assert_uint_eq(obj_run(o, rawbpf_prog_name(p)), 1);
	rawbpf_object_close(o);
}
END_TEST

static const struct {
	const char *name, *text;
	uint32_t bit;
} globals[] = {
	{ "counter", "42", 1 },
	{ "set_me", "6", 2 },
	{ "custom_data", "1", 8 },
	{ "custom_rodata", "1", 16 },
};

START_TEST(a_variable_set_before_loading_is_seen_by_the_program)
{
	struct rawbpf_object *o = open_object(FEATURES);

	assert_ok(rawbpf_global_set(o, globals[_i].name, globals[_i].text, NULL));
	obj_load(o);
	ck_assert_uint_eq(obj_run(o, "features") & globals[_i].bit, 0);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_variable_is_shared_with_the_running_program)
{
	struct rawbpf_object *o = open_object(FEATURES);
	uint64_t *runs;
	size_t size;

	obj_load(o);
	runs = rawbpf_global(o, "runs", &size);
	ck_assert_ptr_nonnull(runs);
	ck_assert_uint_eq(size, sizeof(*runs));
	obj_run(o, "features");
	obj_run(o, "features");
	ck_assert_uint_eq(*runs, 2);
	*runs = 100;
	obj_run(o, "features");
	ck_assert_uint_eq(*runs, 101);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(read_only_data_cannot_be_set_after_loading)
{
	struct rawbpf_object *o = open_object(FEATURES);
	struct rawbpf_diag d;

	obj_load(o);
	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_global_set(o, "set_me", "6", &d), -EBUSY);
	ck_assert_msg(strstr(d.msg, "before loading") != NULL, "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(an_optional_program_is_loaded_only_when_asked_for)
{
	struct rawbpf_object *o = open_object(FEATURES);

	obj_load(o);
	ck_assert_int_eq(rawbpf_prog_fd(rawbpf_object_prog(o, "optional")), -1);
	rawbpf_object_close(o);
	o = open_object(FEATURES);
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "optional"), true);
	obj_load(o);
	ck_assert_uint_eq(obj_run(o, "optional"), 99);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_refused_program_comes_with_cause_source_line_and_log)
{
	struct rawbpf_object *o = open_object(FEATURES);
	struct rawbpf_diag d;
	struct fds fds;

	memset(&d, 0, sizeof(d));
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "refused"), true);
	ck_assert_int_lt(rawbpf_object_load(o, &d), 0);
	ck_assert_int_eq(d.stage, RAWBPF_STAGE_LOAD);
	ck_assert_msg(strstr(d.msg, "program refused: refused by the verifier: ") == d.msg, "%s",
		d.msg);
	/* since 6.9 the log names the file, and before the text alone */
	ck_assert_msg(strstr(d.msg, "features.bpf.c") || strstr(d.msg, "(volatile int *)0;"),
		"no source line: %s", d.msg);
	ck_assert_ptr_nonnull(d.log);
	ck_assert_ptr_nonnull(strstr(d.log, "processed "));
	rawbpf_object_close(o);
	fds_take(&fds);
	rawbpf_diag_free(&d);
}
END_TEST

START_TEST(a_map_pinned_by_name_is_shared_and_stays)
{
	struct rawbpf_object *one = open_object(FEATURES), *two = NULL;
	uint32_t key = 1, value = 0;
	char bytes[64] = { 0 };

	obj_load(one);
	ck_assert_int_eq(access("/sys/fs/bpf/pinned_by_name", F_OK), 0);
	bytes[0] = 7;
	assert_ok(rawbpf_map_update(NULL, rawbpf_map_fd(rawbpf_object_map(one, "pinned_by_name")),
		&key, bytes, 0));
	rawbpf_object_close(one);
	assert_ok(rawbpf_object_open(FEATURES, NULL, &two, NULL));
	obj_load(two);
	assert_ok(rawbpf_map_lookup(NULL, rawbpf_map_fd(rawbpf_object_map(two, "pinned_by_name")),
		&key, bytes));
	memcpy(&value, bytes, 1);
	ck_assert_int_eq(bytes[0], 7);
	rawbpf_object_close(two);
}
END_TEST

START_TEST(another_map_under_that_name_is_refused_with_the_difference)
{
	struct rawbpf_object *o = open_object(FEATURES);
	struct rawbpf_map_spec s;
	struct rawbpf_diag d;
	int fd;

	memset(&s, 0, sizeof(s));
	memset(&d, 0, sizeof(d));
	s.type = BPF_MAP_TYPE_HASH;
	s.key_size = 16;
	s.value_size = 8;
	s.max_entries = 1;
	fd = rawbpf_map_create(NULL, &s, NULL);
	assert_ok(fd);
	assert_ok(rawbpf_pin(NULL, fd, "/sys/fs/bpf/pinned_by_name", NULL));
	assert_err(rawbpf_object_load(o, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, "pinned_by_name: what is pinned at /sys/fs/bpf/pinned_by_name has "
				    "another") != NULL, "%s", d.msg);
	rawbpf_object_close(o);
	close(fd);
}
END_TEST

/* Flags of our own are left out where a kernel does not know them, but these are not ours. */
START_TEST(a_map_whose_flags_the_kernel_refuses_is_not_made_without_them)
{
	struct rawbpf_object *o = open_object(BUILD "/tests/progs/mmapable.bpf.o");
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_object_load(o, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, "flags 0x400") != NULL, "%s", d.msg);
	rawbpf_object_close(o);
	rawbpf_diag_free(&d);
}
END_TEST

START_TEST(a_map_of_the_caller_is_used_instead)
{
	struct rawbpf_object *o = open_object(BUILD "/progs/sockex1.bpf.o");
	struct rawbpf_map_spec s = *rawbpf_map_spec(rawbpf_object_map(o, "protocols"));
	struct bpf_map_info info;
	uint32_t size = sizeof(info);
	int fd;

	s.name = "mine";
	fd = rawbpf_map_create(NULL, &s, NULL);
	assert_ok(fd);
	assert_ok(rawbpf_map_reuse(rawbpf_object_map(o, "protocols"), fd, NULL));
	obj_load(o);
	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(),
		rawbpf_map_fd(rawbpf_object_map(o, "protocols")), &info, &size));
	ck_assert_str_eq(info.name, "mine");
	rawbpf_object_close(o);
	close(fd);
}
END_TEST

/* What the kernel was told by BTF: the program's function by name, its source lines. */
START_TEST(the_kernel_knows_functions_and_source_lines)
{
	struct rawbpf_object *o = open_object(FEATURES);
	struct bpf_prog_info info;
	uint32_t size = sizeof(info);

	obj_load(o);
	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(),
		rawbpf_prog_fd(rawbpf_object_prog(o, "features")), &info, &size));
	ck_assert_str_eq(info.name, "features");
	ck_assert_uint_gt(info.btf_id, 0);
	ck_assert_uint_eq(info.nr_func_info, 5); /* and its four subprograms */
	ck_assert_uint_gt(info.nr_line_info, 10);
	rawbpf_object_close(o);
}
END_TEST

/* As if func_info were damaged in the file. */
START_TEST(the_kernel_takes_source_lines_without_functions)
{
	struct rawbpf_object *o = open_object(FEATURES);
	struct bpf_prog_info info;
	uint32_t size = sizeof(info);

	memset(&o->unit.ext.func, 0, sizeof(o->unit.ext.func));
	obj_load(o);
	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(),
		rawbpf_prog_fd(rawbpf_object_prog(o, "features")), &info, &size));
	ck_assert_uint_eq(info.nr_func_info, 0);
	ck_assert_uint_gt(info.nr_line_info, 10);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(descriptors_are_close_on_exec_and_above_stderr)
{
	struct rawbpf_object *o;

	need_root();
	close(0);
	o = open_object(BUILD "/progs/sockex1.bpf.o");
	obj_load(o);
	ck_assert_int_gt(rawbpf_map_fd(rawbpf_object_map(o, "protocols")), 2);
	ck_assert_int_gt(rawbpf_prog_fd(rawbpf_object_prog(o, "sockex1")), 2);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(without_privileges_the_message_says_what_is_needed)
{
	struct rawbpf_object *o = open_object(BUILD "/progs/sockex1.bpf.o");
	struct rawbpf_diag d;

	ck_assert_int_eq(setuid(65534), 0);
	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_object_load(o, &d), -EPERM);
	ck_assert_msg(strstr(d.msg, "CAP_BPF") && strstr(d.msg, "--token"), "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_type_that_does_not_exist_is_named)
{
	const struct bpf_insn insns[] = { BPF_MOV64_IMM(BPF_REG_0, 0), BPF_EXIT_INSN() };
	struct rawbpf_prog_spec p;
	struct rawbpf_diag d;

	need_root();
	memset(&p, 0, sizeof(p));
	memset(&d, 0, sizeof(d));
	p.name = "nothing";
	p.type = 9999;
	p.insns = insns;
	p.insn_cnt = 2;
	assert_err(rawbpf_prog_load(NULL, &p, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, "program nothing") != NULL, "%s", d.msg);
	ck_assert_msg(strstr(d.msg, "lacks the program type") != NULL, "%s", d.msg);
	rawbpf_diag_free(&d);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("object");
	TCase *t = tcase_create("loaded");

	tcase_add_loop_test(t, a_program_finds_all_that_it_refers_to, 0,
		sizeof(programs) / sizeof(*programs));
	tcase_add_test(t, old_maps_of_the_samples_have_their_sizes);
	tcase_add_test(t, old_extended_maps_have_their_inner_map_and_node);
	tcase_add_loop_test(t, a_variable_set_before_loading_is_seen_by_the_program, 0,
		sizeof(globals) / sizeof(*globals));
	tcase_add_test(t, a_variable_is_shared_with_the_running_program);
	tcase_add_test(t, read_only_data_cannot_be_set_after_loading);
	tcase_add_test(t, an_optional_program_is_loaded_only_when_asked_for);
	tcase_add_test(t, a_refused_program_comes_with_cause_source_line_and_log);
	tcase_add_test(t, a_map_pinned_by_name_is_shared_and_stays);
	tcase_add_test(t, another_map_under_that_name_is_refused_with_the_difference);
	tcase_add_test(t, a_map_whose_flags_the_kernel_refuses_is_not_made_without_them);
	tcase_add_test(t, a_map_of_the_caller_is_used_instead);
	tcase_add_test(t, the_kernel_knows_functions_and_source_lines);
	tcase_add_test(t, the_kernel_takes_source_lines_without_functions);
	tcase_add_test(t, descriptors_are_close_on_exec_and_above_stderr);
	tcase_add_test(t, without_privileges_the_message_says_what_is_needed);
	tcase_add_test(t, a_type_that_does_not_exist_is_named);
	suite_add_tcase(s, t);
	return s;
}
