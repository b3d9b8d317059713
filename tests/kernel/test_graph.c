/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What programs own and put into maps, lists and trees comes out of them again as it should. The
 * kernel knows these by the object's types alone; a wrong id or place there, and it refuses the
 * program or takes one thing for another. There are kernel functions for this since 6.2, with the
 * names and arguments that they have now since 6.4.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include "link/special.h"
#include "object/object.h"
#include "rawbpf.h"

#define OBJECT BUILD "/tests/progs/graph.bpf.o"

static struct rawbpf_object *object;

static void begin(const char *const *progs, const char *map)
{
	const struct rawbpf_map *m;
	struct rawbpf_diag d;
	int err;

	need_root();
	need_kernel(6, 4);
	need_btf();
	need_jit();
	need_64_bits("calls no kernel functions");
	need_file(OBJECT);
	memset(&d, 0, sizeof(d));
	err = rawbpf_object_open(OBJECT, NULL, &object, &d);
	ck_assert_msg(!err, "%s", d.msg);
	m = rawbpf_object_map(object, map);
	ck_assert_ptr_nonnull(m);
	skip_unless(special_field(&object->unit.btf, m->def->value_type) != NULL,
		"the compiler gives pointers to structs no tags");
	for (; *progs; progs++)
		rawbpf_prog_set_autoload(rawbpf_object_prog(object, *progs), true);
	err = rawbpf_object_load(object, &d);
	ck_assert_msg(!err, "%s\n%s", d.msg, d.log ? d.log : "");
}

static int run(const char *prog)
{
	uint8_t packet[64] = { 0 };
	struct rawbpf_test_run t;

	memset(&t, 0, sizeof(t));
	t.data_in = packet;
	t.data_in_size = sizeof(packet);
	assert_ok(rawbpf_test_run(NULL, rawbpf_prog_fd(rawbpf_object_prog(object, prog)), &t,
		NULL));
	return (int)t.retval;
}

static uint64_t *number(const char *name)
{
	uint64_t *p = rawbpf_global(object, name, NULL);

	ck_assert_ptr_nonnull(p);
	return p;
}

static int put(const char *prog, uint64_t n)
{
	*number("given") = n;
	return run(prog);
}

/* What the program found, which must be something. */
static uint64_t get(const char *prog)
{
	ck_assert_int_eq(run(prog), 1);
	return *(volatile uint64_t *)number("found");
}

START_TEST(an_object_in_a_map_value_is_given_back)
{
	static const char *const progs[] = { "keep", "take", NULL };

	begin(progs, "pointers");
	ck_assert_int_eq(run("take"), 0);
	ck_assert_int_eq(put("keep", 17), 0);
	ck_assert_int_eq(put("keep", 18), 1);
	ck_assert_uint_eq(*number("found"), 17);
	ck_assert_uint_eq(get("take"), 18);
	ck_assert_int_eq(run("take"), 0);
	rawbpf_object_close(object);
}
END_TEST

/* The child is gone and its number free, but what the kernel has of it is not. */
START_TEST(a_process_in_a_map_value_outlives_itself)
{
	static const char *const progs[] = { "keep_task", "kept_task", "drop_task", NULL };
	uint64_t who;
	int status;
	pid_t pid;

	begin(progs, "pointers");
	ck_assert_int_eq(run("kept_task"), 0);
	pid = fork();
	if (!pid)
		_exit(run("keep_task") != 1);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	who = *number("found");
	ck_assert_uint_ne(who, 0);
	*number("found") = 0;
	ck_assert_uint_eq(get("kept_task"), who);
	ck_assert_int_eq(run("drop_task"), 1);
	ck_assert_int_eq(run("kept_task"), 0);
	rawbpf_object_close(object);
}
END_TEST

START_TEST(a_list_keeps_its_order)
{
	static const char *const progs[] = { "push_front", "push_back", "pop_front", "pop_back",
		NULL };

	begin(progs, "lists");
	ck_assert_int_eq(run("pop_front"), 0);
	ck_assert_int_eq(put("push_front", 2), 1);
	ck_assert_int_eq(put("push_front", 1), 1);
	ck_assert_int_eq(put("push_back", 3), 1);
	ck_assert_int_eq(put("push_back", 4), 1);
	ck_assert_uint_eq(get("pop_front"), 1);
	ck_assert_uint_eq(get("pop_back"), 4);
	ck_assert_uint_eq(get("pop_front"), 2);
	ck_assert_uint_eq(get("pop_front"), 3);
	ck_assert_int_eq(run("pop_front"), 0);
	ck_assert_int_eq(run("pop_back"), 0);
	rawbpf_object_close(object);
}
END_TEST

START_TEST(a_tree_in_global_data_sorts)
{
	static const char *const progs[] = { "add", "remove_first", NULL };
	static const uint64_t unsorted[] = { 5, 2, 4, 1, 3 };
	uint64_t i;

	begin(progs, ".data.tree");
	ck_assert_int_eq(run("remove_first"), 0);
	for (i = 0; i < 5; i++)
		ck_assert_int_eq(put("add", unsorted[i]), 1);
	for (i = 1; i <= 5; i++)
		ck_assert_uint_eq(get("remove_first"), i);
	ck_assert_int_eq(run("remove_first"), 0);
	rawbpf_object_close(object);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("graph");
	TCase *t = tcase_create("owned");

	tcase_add_test(t, an_object_in_a_map_value_is_given_back);
	tcase_add_test(t, a_process_in_a_map_value_outlives_itself);
	tcase_add_test(t, a_list_keeps_its_order);
	tcase_add_test(t, a_tree_in_global_data_sorts);
	suite_add_tcase(s, t);
	return s;
}
