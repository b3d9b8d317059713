/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What programs own and put into maps, lists and trees comes out of them again as it should. The
 * kernel knows these by the object's types alone; a wrong id or place there, and it refuses the
 * program or takes one thing for another. There are kernel functions for this since 6.2, with the
 * names and arguments that they have now since 6.4.
 *
 * All is tried twice: with the object as the compiler left it, and linked to another one that
 * stands first, by which all types and places of functions and data become others.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gen/object.h"
#include "link/special.h"
#include "object/object.h"
#include "rawbpf.h"

#define OBJECT BUILD "/tests/progs/graph.bpf.o"
#define BEFORE BUILD "/tests/progs/visibility.bpf.o"

static struct arena arena;
static struct rawbpf_object *object;

static struct gen_file read_file(const char *path)
{
	struct gen_file f = { path, arena_calloc(&arena, 1 << 20, 1), 0 };
	FILE *in;

	need_file(path);
	in = fopen(path, "rb");
	ck_assert_ptr_nonnull(in);
	f.size = fread((void *)f.bytes, 1, 1 << 20, in);
	fclose(in);
	return f;
}

static void open_object(bool linked)
{
	struct gen_file files[] = { read_file(BEFORE), read_file(OBJECT) };
	const void *bytes = files[1].bytes;
	uint64_t size = files[1].size;
	struct rawbpf_diag d;
	void *both;
	int err;

	memset(&d, 0, sizeof(d));
	if (linked) {
		err = gen_object(&arena, files, 2, &both, &size, &d);
		ck_assert_msg(!err, "%s", d.msg);
		bytes = both;
	}
	err = rawbpf_object_open_mem("graph.o", bytes, size, NULL, &object, &d);
	ck_assert_msg(!err, "%s", d.msg);
}

static void begin(const char *const *progs, const char *map, bool linked)
{
	const struct rawbpf_map *m;
	struct rawbpf_diag d;
	int err;

	need_root();
	need_kernel(6, 4);
	need_btf();
	need_jit();
	need_64_bits("calls no kernel functions");
	open_object(linked);
	memset(&d, 0, sizeof(d));
	m = rawbpf_object_map(object, map);
	ck_assert_ptr_nonnull(m);
	skip_unless(special_field(&object->unit.btf, m->def->value_type) != NULL,
		"the compiler gives pointers to structs no tags");
	for (; *progs; progs++)
		rawbpf_prog_set_autoload(rawbpf_object_prog(object, *progs), true);
	err = rawbpf_object_load(object, &d);
	ck_assert_msg(!err, "%s\n%s", d.msg, d.log ? d.log : "");
}

static void end(void)
{
	rawbpf_object_close(object);
	arena_free(&arena);
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

	begin(progs, "pointers", _i);
	ck_assert_int_eq(run("take"), 0);
	ck_assert_int_eq(put("keep", 17), 0);
	ck_assert_int_eq(put("keep", 18), 1);
	ck_assert_uint_eq(*number("found"), 17);
	ck_assert_uint_eq(get("take"), 18);
	ck_assert_int_eq(run("take"), 0);
	end();
}
END_TEST

/* The child is gone and its number free, but what the kernel has of it is not. */
START_TEST(a_process_in_a_map_value_outlives_itself)
{
	static const char *const progs[] = { "keep_task", "kept_task", "drop_task", NULL };
	uint64_t who;
	int status;
	pid_t pid;

	begin(progs, "pointers", _i);
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
	end();
}
END_TEST

START_TEST(a_list_keeps_its_order)
{
	static const char *const progs[] = { "push_front", "push_back", "pop_front", "pop_back",
		NULL };

	begin(progs, "lists", _i);
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
	end();
}
END_TEST

START_TEST(a_tree_in_global_data_sorts)
{
	static const char *const progs[] = { "add", "remove_first", NULL };
	static const uint64_t unsorted[] = { 5, 2, 4, 1, 3 };
	uint64_t i;

	begin(progs, ".data.tree", _i);
	ck_assert_int_eq(run("remove_first"), 0);
	for (i = 0; i < 5; i++)
		ck_assert_int_eq(put("add", unsorted[i]), 1);
	for (i = 1; i <= 5; i++)
		ck_assert_uint_eq(get("remove_first"), i);
	ck_assert_int_eq(run("remove_first"), 0);
	end();
}
END_TEST

/* What is changed when it comes from the list, is the same in the tree. */
START_TEST(an_object_stands_in_a_list_and_in_a_tree)
{
	static const char *const progs[] = { "add_to_both", "pop_changed", "remove_changed", NULL };

	begin(progs, "both", _i);
	ck_assert_int_eq(run("pop_changed"), 0);
	ck_assert_int_eq(put("add_to_both", 7), 1);
	ck_assert_int_eq(put("add_to_both", 5), 1);
	ck_assert_uint_eq(get("pop_changed"), 107);
	ck_assert_uint_eq(get("remove_changed"), 105);
	ck_assert_uint_eq(get("remove_changed"), 207);
	ck_assert_uint_eq(get("pop_changed"), 205);
	ck_assert_int_eq(run("remove_changed"), 0);
	ck_assert_int_eq(run("pop_changed"), 0);
	end();
}
END_TEST

static void count_on_each(const cpu_set_t *all, uint64_t *calls)
{
	cpu_set_t one;
	int cpu;

	for (cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, all))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		assert_ok(sched_setaffinity(0, sizeof(one), &one));
		calls[cpu] = get("count") - calls[cpu];
	}
}

/* Such memory may come from earlier objects, and is not cleared then. */
START_TEST(an_object_for_each_cpu_counts_on_each)
{
	static const char *const progs[] = { "count", NULL };
	uint64_t calls[CPU_SETSIZE] = { 0 };
	cpu_set_t all;
	int cpu;

	need_kernel(6, 7);
	begin(progs, "counters", _i);
	assert_ok(sched_getaffinity(0, sizeof(all), &all));
	count_on_each(&all, calls);
	count_on_each(&all, calls);
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++)
		ck_assert_uint_eq(calls[cpu], CPU_ISSET(cpu, &all) ? 1 : 0);
	end();
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("graph");
	TCase *t = tcase_create("owned");

	tcase_add_loop_test(t, an_object_in_a_map_value_is_given_back, 0, 2);
	tcase_add_loop_test(t, a_process_in_a_map_value_outlives_itself, 0, 2);
	tcase_add_loop_test(t, a_list_keeps_its_order, 0, 2);
	tcase_add_loop_test(t, a_tree_in_global_data_sorts, 0, 2);
	tcase_add_loop_test(t, an_object_stands_in_a_list_and_in_a_tree, 0, 2);
	tcase_add_loop_test(t, an_object_for_each_cpu_counts_on_each, 0, 2);
	suite_add_tcase(s, t);
	return s;
}
