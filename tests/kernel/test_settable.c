/* SPDX-License-Identifier: BSD-2-Clause */
/* What the user says before loading counts, not what the file says. */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "rawbpf.h"
#include "tests/lib/mountns.h"
#include "tests/lib/obj.h"

/* Of the two programs only one. */
static struct rawbpf_object *open_for(const char *prog)
{
	struct rawbpf_object *o = NULL;
	struct rawbpf_prog *p = NULL;
	struct rawbpf_diag d;

	need_root();
	need_file(BUILD "/tests/progs/settable.bpf.o");
	mountns_enter();
	memset(&d, 0, sizeof(d));
	ck_assert_msg(!rawbpf_object_open(BUILD "/tests/progs/settable.bpf.o", NULL, &o, &d), "%s",
		d.msg);
	while ((p = rawbpf_object_next_prog(o, p)))
		rawbpf_prog_set_autoload(p, !strcmp(rawbpf_prog_name(p), prog));
	rawbpf_map_set_autocreate(rawbpf_object_map(o, "outer"), !strcmp(prog, "nested"));
	return o;
}

static int make_array(void)
{
	struct rawbpf_map_spec s;
	int fd;

	memset(&s, 0, sizeof(s));
	s.type = BPF_MAP_TYPE_ARRAY;
	s.key_size = s.value_size = 4;
	s.max_entries = 1;
	fd = rawbpf_map_create(NULL, &s, NULL);
	assert_ok(fd);
	return fd;
}

START_TEST(a_map_of_maps_without_a_sample_says_what_it_lacks)
{
	struct rawbpf_object *o = open_for("nested");
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_object_load(o, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, "map outer") && strstr(d.msg, "__array(values"), "%s", d.msg);
	rawbpf_diag_free(&d);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(the_sample_may_be_a_map_of_the_user)
{
	struct rawbpf_object *o = open_for("nested");
	struct rawbpf_map *outer = rawbpf_object_map(o, "outer");
	struct rawbpf_map_spec s = *rawbpf_map_spec(outer);
	const uint32_t zero = 0, nine = 9;

	s.inner_map_fd = make_array();
	assert_ok(rawbpf_map_set_spec(outer, &s, NULL));
	obj_load(o);
	assert_ok(rawbpf_map_update(NULL, s.inner_map_fd, &zero, &nine, BPF_ANY));
	assert_ok(rawbpf_map_update(NULL, rawbpf_map_fd(outer), &zero, &s.inner_map_fd, BPF_ANY));
	ck_assert_uint_eq(obj_run(o, "nested"), 9);
	close(s.inner_map_fd);
	rawbpf_object_close(o);
}
END_TEST

/* An array has all its elements, a hash at first none. */
START_TEST(a_map_that_is_not_created_is_named_where_it_is_used)
{
	struct rawbpf_object *o = open_for("flat");
	struct rawbpf_diag d;

	rawbpf_map_set_autocreate(rawbpf_object_map(o, "table"), false);
	memset(&d, 0, sizeof(d));
	ck_assert_int_lt(rawbpf_object_load(o, &d), 0);
	ck_assert_msg(strstr(d.msg, "map table is used, but was not to be created") &&
		strstr(d.msg, "settable.bpf.c:"), "%s", d.msg);
	rawbpf_diag_free(&d);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_map_is_of_the_type_that_the_user_says)
{
	struct rawbpf_object *o = open_for("flat");
	struct rawbpf_map *table = rawbpf_object_map(o, "table");
	struct rawbpf_map_spec s = *rawbpf_map_spec(table);

	s.type = BPF_MAP_TYPE_ARRAY;
	assert_ok(rawbpf_map_set_spec(table, &s, NULL));
	obj_load(o);
	ck_assert_uint_eq(obj_run(o, "flat"), 0);
	assert_err(rawbpf_map_set_spec(table, &s, NULL), -EBUSY);
	rawbpf_object_close(o);
}
END_TEST

/* The table is for this program, or `flat`, alone. */
static struct rawbpf_object *open_exclusive_for(const char *prog)
{
	struct rawbpf_object *o = open_for(prog);

	assert_ok(rawbpf_map_set_exclusive(rawbpf_object_map(o, "table"),
		rawbpf_object_prog(o, prog), NULL));
	return o;
}

static struct rawbpf_object *open_exclusive(void)
{
	return open_exclusive_for("flat");
}

static void refuse_exclusive(struct rawbpf_object *o, int err, const char *words)
{
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_object_load(o, &d), err);
	ck_assert_msg(strstr(d.msg, words) != NULL, "%s", d.msg);
	rawbpf_diag_free(&d);
	rawbpf_object_close(o);
}

/* Since 6.18. */
START_TEST(a_map_for_one_program_is_refused_to_others)
{
	struct rawbpf_object *o = open_exclusive();

	if (!kernel_is(6, 18)) {
		refuse_exclusive(o, -EINVAL, "since Linux 6.18");
		return;
	}
	obj_load(o);
	ck_assert_uint_eq(obj_run(o, "flat"), 1000);
	rawbpf_object_close(o);
	o = open_exclusive();
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "curious"), true);
	refuse_exclusive(o, -EACCES, "program curious");
}
END_TEST

START_TEST(its_program_may_lack_another_map)
{
	struct rawbpf_object *o = open_exclusive_for("careful");

	if (!kernel_is(6, 18)) {
		refuse_exclusive(o, -EINVAL, "since Linux 6.18");
		return;
	}
	obj_load(o);
	ck_assert_uint_eq(obj_run(o, "careful"), 1000);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_map_for_a_program_that_is_not_loaded_is_refused)
{
	struct rawbpf_object *o = open_exclusive();

	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "flat"), false);
	refuse_exclusive(o, -EINVAL, "only for program flat");
}
END_TEST

START_TEST(a_map_of_variables_is_as_its_section)
{
	struct rawbpf_object *o = open_for("flat");
	struct rawbpf_map *m = rawbpf_object_map(o, "settable.bss");
	struct rawbpf_map_spec s;
	struct rawbpf_diag d;

	ck_assert_ptr_nonnull(m);
	s = *rawbpf_map_spec(m);
	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_map_set_spec(m, &s, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, "follows from its section") != NULL, "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

/* A program that may sleep cannot be on a socket, and the kernel says so. */
START_TEST(a_program_has_the_flags_that_the_user_says)
{
	struct rawbpf_object *o = open_for("flat");
	struct rawbpf_prog *p = rawbpf_object_prog(o, "flat");

	ck_assert_uint_eq(rawbpf_prog_flags(p), 0);
	rawbpf_prog_set_flags(p, BPF_F_SLEEPABLE);
	ck_assert_uint_eq(rawbpf_prog_flags(p), BPF_F_SLEEPABLE);
	assert_err(rawbpf_object_load(o, NULL), -EINVAL);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(maps_can_be_filled_before_there_are_programs)
{
	struct rawbpf_object *o = open_for("flat");
	struct rawbpf_map *table = rawbpf_object_map(o, "table");
	const uint32_t zero = 0;
	const uint64_t five = 5;
	int fd;

	assert_ok(rawbpf_object_prepare(o, NULL));
	fd = rawbpf_map_fd(table);
	assert_ok(fd);
	ck_assert_int_eq(rawbpf_prog_fd(rawbpf_object_prog(o, "flat")), -1);
	assert_ok(rawbpf_map_update(NULL, fd, &zero, &five, BPF_ANY));
	obj_load(o);
	ck_assert_int_eq(rawbpf_map_fd(table), fd);
	ck_assert_uint_eq(obj_run(o, "flat"), 5);
	assert_err(rawbpf_object_prepare(o, NULL), -EBUSY);
	assert_err(rawbpf_object_load(o, NULL), -EBUSY);
	rawbpf_object_close(o);
}
END_TEST

/* Nothing was looked up for the other program, so it is too late for that one. */
START_TEST(after_that_a_program_can_be_left_out_but_none_be_added)
{
	struct rawbpf_object *o = open_for("flat");
	struct rawbpf_prog *flat = rawbpf_object_prog(o, "flat");
	struct rawbpf_prog *nested = rawbpf_object_prog(o, "nested");

	assert_ok(rawbpf_object_prepare(o, NULL));
	rawbpf_prog_set_autoload(flat, false);
	rawbpf_prog_set_autoload(nested, true);
	obj_load(o);
	ck_assert_int_eq(rawbpf_prog_fd(flat), -1);
	ck_assert_int_eq(rawbpf_prog_fd(nested), -1);
	rawbpf_object_close(o);
}
END_TEST

/* What was said before still counts: the program gives what is in the first element of the map made then. */
START_TEST(after_that_nothing_else_can_be_set)
{
	struct rawbpf_object *o = open_for("flat");
	struct rawbpf_prog *flat = rawbpf_object_prog(o, "flat");
	struct rawbpf_map *table = rawbpf_object_map(o, "table"), *outer = rawbpf_object_map(o, "outer");
	uint32_t type = rawbpf_prog_type(flat);
	int other = make_array(), fd;
	struct rawbpf_diag d;

	assert_ok(rawbpf_object_prepare(o, NULL));
	fd = rawbpf_map_fd(table);
	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_map_reuse(table, other, &d), -EBUSY);
	ck_assert_msg(strstr(d.msg, "map table: ") && strstr(d.msg, "before loading"), "%s", d.msg);
	ck_assert_int_eq(rawbpf_map_fd(table), fd);
	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_prog_set_attach_target(flat, 0, "vfs_read", &d), -EBUSY);
	ck_assert_msg(strstr(d.msg, "program flat: ") && strstr(d.msg, "before loading"), "%s", d.msg);
	assert_err(rawbpf_map_set_max_entries(outer, 2), -EBUSY);
	assert_err(rawbpf_prog_set_type(flat, BPF_PROG_TYPE_XDP, 0), -EBUSY);
	assert_err(rawbpf_prog_set_flags(flat, BPF_F_SLEEPABLE), -EBUSY);
	rawbpf_map_set_autocreate(outer, true);
	ck_assert(!rawbpf_map_autocreate(outer));
	obj_load(o);
	ck_assert_uint_eq(rawbpf_prog_type(flat), type);
	ck_assert_uint_eq(rawbpf_prog_flags(flat), 0);
	close(other);
	rawbpf_object_close(o);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("settable");
	TCase *t = tcase_create("before loading");

	tcase_add_test(t, a_map_of_maps_without_a_sample_says_what_it_lacks);
	tcase_add_test(t, the_sample_may_be_a_map_of_the_user);
	tcase_add_test(t, a_map_that_is_not_created_is_named_where_it_is_used);
	tcase_add_test(t, a_map_is_of_the_type_that_the_user_says);
	tcase_add_test(t, a_map_for_one_program_is_refused_to_others);
	tcase_add_test(t, its_program_may_lack_another_map);
	tcase_add_test(t, a_map_for_a_program_that_is_not_loaded_is_refused);
	tcase_add_test(t, a_map_of_variables_is_as_its_section);
	tcase_add_test(t, a_program_has_the_flags_that_the_user_says);
	tcase_add_test(t, maps_can_be_filled_before_there_are_programs);
	tcase_add_test(t, after_that_a_program_can_be_left_out_but_none_be_added);
	tcase_add_test(t, after_that_nothing_else_can_be_set);
	suite_add_tcase(s, t);
	return s;
}
