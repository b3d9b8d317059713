/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects that came out of the linker, loaded and run: programs of tests/progs tell by what they
 * return whether what they refer to is the right one.
 */
#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "gen/object.h"
#include "rawbpf.h"
#include "tests/lib/mountns.h"
#include "tests/lib/obj.h"

#define LINK_A BUILD "/tests/progs/link_a.bpf.o"
#define LINK_B BUILD "/tests/progs/link_b.bpf.o"

static struct arena arena;

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

static struct gen_file link_files(const struct gen_file *files, uint32_t cnt)
{
	struct gen_file f = { "linked.o", NULL, 0 };
	struct rawbpf_diag d;
	uint64_t size = 0;
	void *bytes = NULL;

	memset(&d, 0, sizeof(d));
	ck_assert_msg(!gen_object(&arena, files, cnt, &bytes, &size, &d), "%s", d.msg);
	f.bytes = bytes;
	f.size = size;
	return f;
}

static struct rawbpf_object *load(const struct gen_file *f)
{
	struct rawbpf_object *o = NULL;
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	ck_assert_msg(!rawbpf_object_open_mem(f->name, f->bytes, f->size, NULL, &o, &d), "%s", d.msg);
	return obj_load(o);
}

static void need_loops(void)
{
	need_root();
	need_kernel(5, 17); /* bpf_loop() */
	need_jit();
}

START_TEST(each_half_of_a_linked_object_finds_its_own_and_the_other_s)
{
	struct gen_file files[2], linked;
	struct rawbpf_object *o;

	need_loops();
	files[_i] = read_file(LINK_A);
	files[!_i] = read_file(LINK_B);
	linked = link_files(files, 2);
	o = load(&linked);
	ck_assert_uint_eq(obj_run(o, "linked_a"), 1023);
	ck_assert_uint_eq(obj_run(o, "linked_b"), 511);
	rawbpf_object_close(o);
	arena_free(&arena);
}
END_TEST

/* One at a time: what is linked can be linked. */
START_TEST(a_linked_object_is_the_input_of_another_link)
{
	struct gen_file files[2], linked;
	struct rawbpf_object *o;

	need_loops();
	files[0] = read_file(LINK_A);
	files[1] = read_file(LINK_B);
	files[0] = link_files(&files[0], 1);
	files[1] = link_files(&files[1], 1);
	linked = link_files(files, 2);
	o = load(&linked);
	ck_assert_uint_eq(obj_run(o, "linked_a"), 1023);
	ck_assert_uint_eq(obj_run(o, "linked_b"), 511);
	rawbpf_object_close(o);
	arena_free(&arena);
}
END_TEST

static const struct {
	const char *prog;
	uint32_t result;
} features[] = { { "features", 1023 }, { "all_maps", 15 }, { "inner_maps", 31 }, { "tail_calls", 7 } };

START_TEST(an_object_linked_alone_does_what_it_did)
{
	struct gen_file file, linked;
	struct rawbpf_object *o;

	need_root();
	need_64_bits("reads slot N of an array of maps where it wrote slot 2N");
	mountns_enter();
	file = read_file(BUILD "/tests/progs/features.bpf.o");
	linked = link_files(&file, 1);
	o = load(&linked);
	ck_assert_uint_eq(obj_run(o, features[_i].prog), features[_i].result);
	rawbpf_object_close(o);
	arena_free(&arena);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("gen");
	TCase *t = tcase_create("linked");

	tcase_add_loop_test(t, each_half_of_a_linked_object_finds_its_own_and_the_other_s, 0, 2);
	tcase_add_test(t, a_linked_object_is_the_input_of_another_link);
	tcase_add_loop_test(t, an_object_linked_alone_does_what_it_did, 0, 4);
	suite_add_tcase(s, t);
	return s;
}
