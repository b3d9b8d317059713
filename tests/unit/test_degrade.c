/* SPDX-License-Identifier: BSD-2-Clause */
/* Types for kernels that do not know all kinds of them. */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>

#include "kernel/kernel.h"
#include "kernel/request.h"
#include "link/degrade.h"
#include "object/object.h"
#include "rawbpf.h"
#include "tests/lib/btf_rows.h"
#include "tests/lib/stand_in.h"

static struct arena arena;

static struct btf read_btf(const void *bytes, size_t size)
{
	struct btf b;
	struct rawbpf_diag d;
	int err;

	memset(&d, 0, sizeof(d));
	err = btf_parse(&arena, "test", bytes, size, NULL, &b, &d);
	ck_assert_msg(!err, "%s", d.msg);
	return b;
}

static struct btf rows(bool foreign)
{
	struct btf_build build;
	struct btf b;
	size_t size;
	const void *bytes;

	btf_rows(&build, foreign);
	bytes = btf_build_done(&build, &size);
	b = read_btf(arena_copy(&arena, bytes, size), size);
	btf_build_free(&build);
	return b;
}

static struct btf degraded(const struct btf *from, uint32_t lacks)
{
	struct btf b;
	void *bytes;
	uint32_t size;

	assert_ok(degrade(from, lacks, &bytes, &size));
	b = read_btf(arena_copy(&arena, bytes, size), size);
	free(bytes);
	return b;
}

static const struct {
	uint32_t lacks, type, kind, word; /* what becomes of the type; size or type */
	const char *name;
} replaced[] = {
	{ DEGRADE_FUNC, ROWS_PROTO, BTF_KIND_ENUM, 4, "" },
	{ DEGRADE_FUNC, ROWS_FUNC, BTF_KIND_TYPEDEF, ROWS_PROTO, "prog" },
	{ DEGRADE_DATASEC, ROWS_VAR, BTF_KIND_INT, 1, "value" },
	{ DEGRADE_DATASEC, ROWS_LATER, BTF_KIND_INT, 1, "later" },
	{ DEGRADE_DATASEC, ROWS_DATASEC, BTF_KIND_STRUCT, 0, "_data" },
	{ DEGRADE_DATASEC, ROWS_OPTIONAL, BTF_KIND_STRUCT, 4, "__later" },
	{ DEGRADE_GLOBAL_FUNC, ROWS_FUNC, BTF_KIND_FUNC, ROWS_PROTO, "prog" },
	{ DEGRADE_FLOAT, ROWS_FLOAT, BTF_KIND_STRUCT, 8, "" },
	{ DEGRADE_DECL_TAG, ROWS_DECL_TAG, BTF_KIND_INT, 1, "counted" },
	{ DEGRADE_DECL_TAG, ROWS_DECL_FLAG, BTF_KIND_INT, 1, "noreturn" },
	{ DEGRADE_TYPE_TAG, ROWS_TYPE_TAG, BTF_KIND_CONST, ROWS_INT, "" },
	{ DEGRADE_TYPE_TAG, ROWS_TYPE_FLAG, BTF_KIND_CONST, ROWS_INT, "" },
	{ DEGRADE_ENUM64, ROWS_ENUM64, BTF_KIND_UNION, 8, "big" },
	{ DEGRADE_ENUM64, ROWS_SIGNED, BTF_KIND_ENUM, 4, "small" },
	{ DEGRADE_OPTIONAL, ROWS_OPTIONAL, BTF_KIND_DATASEC, 4, "_.later" },
	{ DEGRADE_TAG_FLAG, ROWS_DECL_FLAG, BTF_KIND_INT, 1, "noreturn" },
	{ DEGRADE_TAG_FLAG, ROWS_TYPE_FLAG, BTF_KIND_CONST, ROWS_INT, "" },
};

START_TEST(what_a_kernel_lacks_becomes_something_else)
{
	struct btf from = rows(false), to = degraded(&from, replaced[_i].lacks);
	const struct btf_type *t = btf_type(&to, replaced[_i].type);

	ck_assert_uint_eq(btf_kind(t), replaced[_i].kind);
	ck_assert_uint_eq(t->size, replaced[_i].word);
	ck_assert_str_eq(btf_name(&to, t), replaced[_i].name);
	ck_assert_uint_eq(degrade_uses(&to) & replaced[_i].lacks, 0);
	arena_free(&arena);
}
END_TEST

START_TEST(all_other_types_keep_number_kind_and_name)
{
	struct btf from = rows(false), to = degraded(&from, 1U << _i);
	const struct btf_type *a, *b;
	uint32_t id, n, touched;

	ck_assert_uint_eq(to.cnt, from.cnt + (1U << _i == DEGRADE_ENUM64));
	for (id = 1; id < from.cnt; id++) {
		for (n = 0, touched = 0; n < sizeof(replaced) / sizeof(*replaced); n++)
			touched |= replaced[n].type == id && replaced[n].lacks == 1U << _i;
		a = btf_type(&from, id);
		b = btf_type(&to, id);
		if (touched)
			continue;
		ck_assert_uint_eq(a->info, b->info);
		ck_assert_uint_eq(a->size, b->size);
		ck_assert_str_eq(btf_name(&from, a), btf_name(&to, b));
	}
	arena_free(&arena);
}
END_TEST

START_TEST(a_section_that_became_a_struct_has_its_variables_as_members)
{
	struct btf from = rows(false), to = degraded(&from, DEGRADE_DATASEC);
	const struct btf_type *t = btf_type(&to, ROWS_DATASEC);

	ck_assert_uint_eq(btf_vlen(t), 1);
	ck_assert_str_eq(btf_string(&to, btf_members(t)->name_off), "value");
	ck_assert_uint_eq(btf_members(t)->type, ROWS_VAR);
	arena_free(&arena);
}
END_TEST

START_TEST(an_enum64_that_became_a_union_keeps_the_names_of_its_values)
{
	struct btf from = rows(false), to = degraded(&from, DEGRADE_ENUM64);
	const struct btf_type *t = btf_type(&to, ROWS_ENUM64), *member;

	ck_assert_uint_eq(btf_vlen(t), 1);
	ck_assert_str_eq(btf_string(&to, btf_members(t)->name_off), "BIG_ONE");
	member = btf_type(&to, btf_members(t)->type);
	ck_assert_uint_eq(btf_kind(member), BTF_KIND_INT);
	ck_assert_uint_eq(member->size, 1);
	ck_assert_str_eq(btf_name(&to, member), "enum64_placeholder");
	ck_assert(!btf_kflag(btf_type(&to, ROWS_SIGNED)));
	arena_free(&arena);
}
END_TEST

START_TEST(names_that_no_kernel_takes_become_identifiers)
{
	struct btf from = rows(true), to = degraded(&from, DEGRADE_OTHER);
	const struct btf_type *t = btf_type(&to, ROWS_FOREIGN);

	ck_assert_str_eq(btf_name(&to, t), "core__pair_int_");
	ck_assert_str_eq(btf_string(&to, btf_members(t)[0].name_off), "_");
	ck_assert_str_eq(btf_string(&to, btf_members(t)[1].name_off), "second");
	ck_assert_str_eq(btf_name(&to, btf_type(&to, ROWS_NAMED_POINTER)), "");
	ck_assert_str_eq(btf_name(&to, btf_type(&to, ROWS_DATASEC)), ".data");
	arena_free(&arena);
}
END_TEST

START_TEST(types_for_a_kernel_that_lacks_nothing_are_the_same)
{
	struct btf from = rows(true), to = degraded(&from, 0);

	ck_assert_uint_eq(to.types_size, from.types_size);
	ck_assert_mem_eq(to.types, from.types, from.types_size);
	ck_assert_uint_eq(to.strings_size, from.strings_size);
	ck_assert_mem_eq(to.strings, from.strings, from.strings_size);
	arena_free(&arena);
}
END_TEST

/* A kind of a kernel to come, 16 bytes long as the layout says. */
START_TEST(a_kind_that_nobody_here_knows_becomes_const_void)
{
	static const struct btf_layout layout[] = { [NR_BTF_KINDS] = { 4, 0, 0 } };
	struct btf from = rows(false), to;
	uint32_t *types = arena_calloc(&arena, 1, from.types_size + 16);

	memcpy(types, from.types, from.types_size);
	types[from.types_size / 4 + 1] = (uint32_t)NR_BTF_KINDS << 24;
	from.types = (uint8_t *)types;
	from.types_size += 16;
	from.layout = layout;
	from.layout_cnt = NR_BTF_KINDS + 1;
	ck_assert_uint_ne(degrade_uses(&from) & DEGRADE_OTHER, 0);
	to = degraded(&from, DEGRADE_OTHER);
	ck_assert_uint_eq(to.cnt, ROWS_CNT + 1);
	ck_assert_uint_eq(btf_kind(btf_type(&to, ROWS_CNT)), BTF_KIND_CONST);
	ck_assert_uint_eq(btf_type(&to, ROWS_CNT)->type, 0);
	arena_free(&arena);
}
END_TEST

/* ---- a kernel that lacks them ------------------------------------------------------------------ */

struct old_kernel {
	struct rawbpf_kernel kernel;
	struct stand_in inner;
	uint32_t lacks;
	unsigned int loads;
	bool funcs; /* a program came with functions' types */
};

static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	struct old_kernel *old = (struct old_kernel *)k;
	const struct bpf_attr_btf_load *a = r->attr;
	const struct bpf_attr_prog_load *p = r->attr;
	struct btf b;

	if (r->call == CALL_BPF && r->command == BPF_PROG_LOAD)
		old->funcs = p->prog_btf_fd;
	if (r->call == CALL_BPF && r->command == BPF_BTF_LOAD) {
		old->loads++;
		b = read_btf((const void *)(uintptr_t)a->btf, a->btf_size);
		if (degrade_uses(&b) & old->lacks)
			return -EINVAL;
	}
	return old->inner.kernel.ask(&old->inner.kernel, r);
}

static struct rawbpf_object *load_on(struct old_kernel *old, uint32_t lacks)
{
	struct rawbpf_open_opts opts;
	struct rawbpf_object *o = NULL;
	struct elf_build e;
	struct btf_build b;
	const void *bytes;
	size_t size;

	memset(old, 0, sizeof(*old));
	stand_in_init(&old->inner);
	old->kernel.ask = ask;
	old->lacks = lacks;
	memset(&opts, 0, sizeof(opts));
	opts.kernel = &old->kernel;
	btf_rows_object(&e, &b, false);
	bytes = elf_build_done(&e, &size);
	assert_ok(rawbpf_object_open_mem("rows.o", bytes, size, &opts, &o, NULL));
	assert_ok(rawbpf_object_load(o, NULL));
	elf_build_free(&e);
	btf_build_free(&b);
	return o;
}

START_TEST(a_kernel_that_lacks_something_gets_what_it_knows)
{
	struct old_kernel old;
	struct rawbpf_object *o = load_on(&old, 1U << _i);

	ck_assert_int_ge(o->btf_fd, 0);
	ck_assert_uint_ne(o->btf_lacks & 1U << _i, 0);
	ck_assert_int_eq(old.funcs, 1U << _i != DEGRADE_FUNC);
	rawbpf_object_close(o);
	arena_free(&arena);
}
END_TEST

START_TEST(a_kernel_that_lacks_all_of_it_gets_the_rest)
{
	struct old_kernel old;
	struct rawbpf_object *o = load_on(&old, (1U << DEGRADE_ROWS) - 1);

	ck_assert_int_ge(o->btf_fd, 0);
	rawbpf_object_close(o);
	arena_free(&arena);
}
END_TEST

START_TEST(a_kernel_that_takes_it_is_asked_once)
{
	struct old_kernel old;
	struct rawbpf_object *o = load_on(&old, 0);

	ck_assert_uint_eq(old.loads, 1);
	ck_assert_uint_eq(o->btf_lacks, 0);
	rawbpf_object_close(o);
	arena_free(&arena);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("degrade");
	TCase *t = tcase_create("types");

	tcase_add_loop_test(t, what_a_kernel_lacks_becomes_something_else, 0,
		sizeof(replaced) / sizeof(*replaced));
	tcase_add_loop_test(t, all_other_types_keep_number_kind_and_name, 0, DEGRADE_ROWS);
	tcase_add_test(t, a_section_that_became_a_struct_has_its_variables_as_members);
	tcase_add_test(t, an_enum64_that_became_a_union_keeps_the_names_of_its_values);
	tcase_add_test(t, names_that_no_kernel_takes_become_identifiers);
	tcase_add_test(t, types_for_a_kernel_that_lacks_nothing_are_the_same);
	tcase_add_test(t, a_kind_that_nobody_here_knows_becomes_const_void);
	suite_add_tcase(s, t);
	t = tcase_create("kernels");
	tcase_add_loop_test(t, a_kernel_that_lacks_something_gets_what_it_knows, 0, DEGRADE_ROWS);
	tcase_add_test(t, a_kernel_that_lacks_all_of_it_gets_the_rest);
	tcase_add_test(t, a_kernel_that_takes_it_is_asked_once);
	suite_add_tcase(s, t);
	return s;
}
