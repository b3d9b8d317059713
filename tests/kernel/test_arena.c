/* SPDX-License-Identifier: BSD-2-Clause */
/* Arenas: memory that a program and this process share, and the variables of an object in it. */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "object/object.h"
#include "rawbpf.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/kernel_ids.h"
#include "tests/lib/obj.h"

#define ARENA BUILD "/tests/progs/arena.bpf.o"

static struct rawbpf_object *open_object(struct rawbpf_kernel *k)
{
	struct rawbpf_open_opts opts;
	struct rawbpf_object *o;

	need_root();
	need_file(ARENA);
	memset(&opts, 0, sizeof(opts));
	opts.kernel = k;
	assert_ok(rawbpf_object_open(ARENA, &opts, &o, NULL));
	return o;
}

/* Some JITs have no arenas, and one emulated machine has not what they need. */
static void need_arena(void)
{
	struct rawbpf_map_spec s;
	int fd;

	need_root();
	need_kernel(6, 9);
	need_jit();
	memset(&s, 0, sizeof(s));
	s.type = BPF_MAP_TYPE_ARENA;
	s.flags = BPF_F_MMAPABLE;
	s.max_entries = 1;
	fd = rawbpf_map_create(NULL, &s, NULL);
	skip_unless(fd != -EOPNOTSUPP && fd != -ENOMEM, "no arenas on this machine: %s",
		strerror(-fd));
	assert_ok(fd);
	close(fd);
}

static uint32_t run(struct rawbpf_object *o)
{
	struct rawbpf_test_run t;

	memset(&t, 0, sizeof(t));
	assert_ok(rawbpf_test_run(NULL, rawbpf_prog_fd(rawbpf_object_prog(o, "add")), &t, NULL));
	return t.retval;
}

/* Where the variables are after loading, and where each points. */
static uint64_t *prepare(struct rawbpf_object *o)
{
	void *number = rawbpf_global(o, "number", NULL);
	void **pointer = rawbpf_global(o, "pointer", NULL);
	uint64_t *counter = rawbpf_global(o, "counter", NULL);

	ck_assert_ptr_nonnull(number);
	ck_assert_ptr_nonnull(pointer);
	ck_assert_ptr_nonnull(counter);
	*pointer = number;
	return counter;
}

static void set_map(struct rawbpf_object *o, uint64_t address, uint32_t flags)
{
	struct rawbpf_map *m = rawbpf_object_map(o, "arena");

	m->spec.extra = address;
	m->spec.flags |= flags;
}

START_TEST(a_program_finds_the_variables_where_this_process_does)
{
	struct rawbpf_object *o;
	uint64_t *counter;

	need_arena();
	o = open_object(NULL);
	assert_ok(rawbpf_global_set(o, "set_me", "77", NULL));
	obj_load(o);
	counter = prepare(o);
	ck_assert_uint_eq(run(o), 15);
	ck_assert_uint_eq(*counter, 1);
	*counter = 101;
	ck_assert_uint_eq(run(o), 15);
	ck_assert_uint_eq(*counter, 102);
	*counter = 5;
	ck_assert_uint_eq(run(o), 13);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(variables_are_at_the_end)
{
	struct rawbpf_object *o;
	uint8_t *start;
	size_t size;

	need_arena();
	o = open_object(NULL);
	ck_assert_ptr_null(rawbpf_map_memory(rawbpf_object_map(o, "arena"), &size));
	obj_load(o);
	start = rawbpf_map_memory(rawbpf_object_map(o, "arena"), &size);
	ck_assert_uint_eq(size, 100UL * getpagesize());
	ck_assert_ptr_eq(rawbpf_global(o, "number", NULL), start + size - getpagesize());
	rawbpf_object_close(o);
}
END_TEST

/* 2^18 pages are more than the places an instruction can name. */
START_TEST(in_a_large_arena_they_are_where_instructions_reach)
{
	struct rawbpf_object *o;

	need_arena();
	o = open_object(NULL);
	assert_ok(rawbpf_map_set_max_entries(rawbpf_object_map(o, "arena"), 1 << 18));
	assert_ok(rawbpf_global_set(o, "set_me", "77", NULL));
	obj_load(o);
	prepare(o);
	ck_assert_uint_eq(run(o), 15);
	rawbpf_object_close(o);
}
END_TEST

/* A free place, which is given back and then asked for by its address. */
static uint8_t *free_place(size_t size)
{
	void *p = mmap(NULL, 2 * size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uintptr_t at = (uintptr_t)p;

	ck_assert_ptr_ne(p, MAP_FAILED);
	munmap(p, 2 * size);
	/* it must not go over a border of 4 GiB */
	return (uint8_t *)((uint64_t)(at ^ (at + size)) >> 32 ? at + size : at);
}

START_TEST(it_is_at_its_address)
{
	struct rawbpf_object *o;
	uint8_t *place;

	need_arena();
	o = open_object(NULL);
	place = free_place(100UL * getpagesize());
	set_map(o, (uintptr_t)place, 0);
	assert_ok(rawbpf_global_set(o, "set_me", "77", NULL));
	obj_load(o);
	ck_assert_ptr_eq(rawbpf_map_memory(rawbpf_object_map(o, "arena"), NULL), place);
	prepare(o);
	ck_assert_uint_eq(run(o), 15);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(what_is_at_its_address_is_not_overwritten)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	uint8_t *place;

	need_arena();
	o = open_object(NULL);
	memset(&d, 0, sizeof(d));
	place = mmap(free_place(100UL * getpagesize()), getpagesize(), PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(place, MAP_FAILED);
	*place = 55;
	skip_unless(mmap(place, getpagesize(), PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS |
			MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED,
		"memory is put elsewhere than asked: this valgrind knows no MAP_FIXED_NOREPLACE");
	set_map(o, (uintptr_t)place, 0);
	assert_err(rawbpf_object_load(o, &d), -EEXIST);
	ck_assert_msg(strstr(d.msg, "something else there") != NULL, "%s", d.msg);
	ck_assert_uint_eq(*place, 55);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(variables_that_do_not_fit_are_refused)
{
	struct rawbpf_object *o = open_object(NULL);
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	rawbpf_object_map(o, "arena")->spec.max_entries = 0;
	assert_err(rawbpf_object_load(o, &d), -E2BIG);
	ck_assert_msg(strstr(d.msg, "more than max_entries pages") != NULL, "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(variables_without_pages_are_refused)
{
	struct rawbpf_object *o = open_object(NULL);
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	set_map(o, 0, BPF_F_SEGV_ON_FAULT);
	assert_err(rawbpf_object_load(o, &d), -EOPNOTSUPP);
	ck_assert_msg(strstr(d.msg, "BPF_F_SEGV_ON_FAULT") != NULL, "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(any_request_may_fail_and_leaves_nothing)
{
	struct rawbpf_object *o;
	struct rawbpf_diag d;
	struct kernel_ids ids;
	struct fault fault;
	unsigned int at;
	struct fds fds;

	need_arena();
	fds_take(&fds);
	for (at = 1, fault.hit = true; fault.hit; at++) {
		kernel_ids_take(&ids);
		memset(&d, 0, sizeof(d));
		fault_init(&fault, at, -ENOMEM);
		o = open_object(&fault.kernel);
		ck_assert_msg(!rawbpf_object_load(o, &d) || *d.msg, "request %u: no message", at);
		rawbpf_object_close(o);
		rawbpf_diag_free(&d);
		fds_same(&fds);
		kernel_ids_same(&ids);
	}
	ck_assert_int_gt(at, 3);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("arena");
	TCase *t = tcase_create("variables");

	tcase_add_test(t, a_program_finds_the_variables_where_this_process_does);
	tcase_add_test(t, variables_are_at_the_end);
	tcase_add_test(t, in_a_large_arena_they_are_where_instructions_reach);
	tcase_add_test(t, it_is_at_its_address);
	tcase_add_test(t, what_is_at_its_address_is_not_overwritten);
	tcase_add_test(t, variables_that_do_not_fit_are_refused);
	tcase_add_test(t, variables_without_pages_are_refused);
	tcase_add_test(t, any_request_may_fail_and_leaves_nothing);
	suite_add_tcase(s, t);
	return s;
}
