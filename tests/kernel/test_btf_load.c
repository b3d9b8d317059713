/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The object's types as the kernel has them afterwards: all of them, or what it knows of them, and
 * where something needs them, that.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "link/degrade.h"
#include "object/object.h"
#include "rawbpf.h"
#include "tests/lib/btf_rows.h"
#include "tests/lib/mountns.h"

#define SPECIAL BUILD "/tests/progs/special.bpf.o"

static struct arena arena;

static struct rawbpf_object *open_rows(bool foreign)
{
	struct rawbpf_object *o = NULL;
	struct elf_build e;
	struct btf_build b;
	const void *bytes;
	size_t size;

	need_root();
	btf_rows_object(&e, &b, foreign);
	bytes = elf_build_done(&e, &size);
	assert_ok(rawbpf_object_open_mem("rows.o", bytes, size, NULL, &o, NULL));
	elf_build_free(&e);
	btf_build_free(&b);
	return o;
}

static void load(struct rawbpf_object *o)
{
	struct rawbpf_diag d;
	int err;

	memset(&d, 0, sizeof(d));
	err = rawbpf_object_load(o, &d);
	ck_assert_msg(!err, "%s\n%s", d.msg, d.log ? d.log : "");
}

/* What the kernel was given, read back from it. */
static struct btf loaded(struct rawbpf_object *o)
{
	struct bpf_btf_info info;
	struct rawbpf_diag d;
	struct btf b;
	void *bytes;
	int err;

	ck_assert_msg(o->btf_fd >= 0, "the kernel refused the types: %s", o->btf_why);
	assert_ok(ktypes_by_fd(rawbpf_kernel(), o->btf_fd, &arena, &info, &bytes));
	memset(&d, 0, sizeof(d));
	err = btf_parse(&arena, "loaded", bytes, info.btf_size, NULL, &b, &d);
	ck_assert_msg(!err, "%s", d.msg);
	return b;
}

/* Since when a row is known, as link/degrade.h has it. */
static const struct {
	uint32_t row, type, kind;
	int major, minor;
} since[] = {
	{ DEGRADE_GLOBAL_FUNC, ROWS_FUNC, BTF_KIND_FUNC, 5, 6 },
	{ DEGRADE_DATASEC, ROWS_DATASEC, BTF_KIND_DATASEC, 5, 2 },
	{ DEGRADE_FLOAT, ROWS_FLOAT, BTF_KIND_FLOAT, 5, 13 },
	{ DEGRADE_DECL_TAG, ROWS_DECL_TAG, BTF_KIND_DECL_TAG, 5, 16 },
	{ DEGRADE_TYPE_TAG, ROWS_TYPE_TAG, BTF_KIND_TYPE_TAG, 5, 17 },
	{ DEGRADE_ENUM64, ROWS_ENUM64, BTF_KIND_ENUM64, 6, 0 },
	{ DEGRADE_OPTIONAL, ROWS_OPTIONAL, BTF_KIND_DATASEC, 6, 10 },
	{ DEGRADE_TAG_FLAG, ROWS_TYPE_FLAG, BTF_KIND_TYPE_TAG, 6, 15 },
};

START_TEST(a_type_stays_what_it_is_on_kernels_that_know_it)
{
	struct rawbpf_object *o = open_rows(false);
	struct btf b;
	bool known = kernel_is(since[_i].major, since[_i].minor);

	load(o);
	b = loaded(o);
	ck_assert_int_eq(!(o->btf_lacks & since[_i].row), known);
	if (known)
		ck_assert_uint_eq(btf_kind(btf_type(&b, since[_i].type)), since[_i].kind);
	else
		ck_assert_uint_eq(degrade_uses(&b) & since[_i].row, 0);
	ck_assert_str_eq(btf_name(&b, btf_type(&b, ROWS_USER)), "user");
	rawbpf_object_close(o);
	arena_free(&arena);
}
END_TEST

START_TEST(data_has_the_places_of_the_symbols_and_its_names)
{
	struct rawbpf_object *o = open_rows(false);
	const struct btf_type *t;
	struct bpf_map_info info;
	uint32_t size = sizeof(info);
	struct btf b;

	load(o);
	b = loaded(o);
	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(), rawbpf_object_next_map(o, NULL)->fd, &info,
		&size));
	t = btf_type(&b, info.btf_value_type_id);
	ck_assert_ptr_nonnull(t);
	ck_assert_str_eq(btf_name(&b, t), ".data");
	ck_assert_uint_eq(t->size, 8);
	ck_assert_uint_eq(btf_secinfos(t)->offset, 4);
	ck_assert_str_eq(btf_name(&b, btf_type(&b, btf_secinfos(t)->type)), "value");
	rawbpf_object_close(o);
	arena_free(&arena);
}
END_TEST

START_TEST(names_of_other_languages_reach_the_kernel_as_identifiers)
{
	struct rawbpf_object *o = open_rows(true);
	struct btf b;

	load(o);
	b = loaded(o);
	ck_assert_str_eq(btf_name(&b, btf_type(&b, ROWS_FOREIGN)), "core__pair_int_");
	rawbpf_object_close(o);
	arena_free(&arena);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("btf_load");
	TCase *t = tcase_create("kinds");

	tcase_add_loop_test(t, a_type_stays_what_it_is_on_kernels_that_know_it, 0,
		sizeof(since) / sizeof(*since));
	tcase_add_test(t, data_has_the_places_of_the_symbols_and_its_names);
	tcase_add_test(t, names_of_other_languages_reach_the_kernel_as_identifiers);
	suite_add_tcase(s, t);
	return s;
}
