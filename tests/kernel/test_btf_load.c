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
#include "kernel/request.h"
#include "link/degrade.h"
#include "link/special.h"
#include "object/object.h"
#include "rawbpf.h"
#include "tests/lib/btf_rows.h"
#include "tests/lib/fault.h"
#include "tests/lib/fds.h"
#include "tests/lib/mountns.h"
#include "tests/lib/obj.h"

#define FEATURES BUILD "/tests/progs/features.bpf.o"
#define SPECIAL	 BUILD "/tests/progs/special.bpf.o"

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

	obj_load(o);
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

	obj_load(o);
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

	obj_load(o);
	b = loaded(o);
	ck_assert_str_eq(btf_name(&b, btf_type(&b, ROWS_FOREIGN)), "core__pair_int_");
	rawbpf_object_close(o);
	arena_free(&arena);
}
END_TEST

/* ---- what the kernel looks after ------------------------------------------------------------- */

static struct rawbpf_object *open_file(const char *path, const struct rawbpf_open_opts *opts)
{
	struct rawbpf_object *o = NULL;
	struct rawbpf_diag d;
	int err;

	need_root();
	need_file(path);
	memset(&d, 0, sizeof(d));
	err = rawbpf_object_open(path, opts, &o, &d);
	ck_assert_msg(!err, "%s", d.msg);
	return o;
}

/* Pointers of the kernel's own types among it, so that a kernel without types refuses all of it. */
static struct rawbpf_object *open_special(void)
{
	need_btf();
	return open_file(SPECIAL, NULL);
}

static const struct {
	const char *map;
	size_t size;
	int major, minor;
} fields[] = {
	{ "locks", 4, 5, 1 },
	{ "timers", 16, 5, 15 },
	{ "pointers", 8, 5, 19 },
	{ "heads", 16, 6, 2 },
	{ "roots", 16, 6, 3 },
	{ "queues", 16, 6, 10 },
};

/* What it found by BTF, nobody else may write to. */
START_TEST(the_kernel_finds_what_it_looks_after_in_a_value)
{
	struct rawbpf_object *o = open_special();
	const struct rawbpf_map *m = rawbpf_object_map(o, fields[_i].map);
	bool known = kernel_is(fields[_i].major, fields[_i].minor);
	uint8_t in[64], out[64];
	uint32_t zero = 0;

	ck_assert_ptr_nonnull(m);
	skip_unless(special_field(&o->unit.btf, m->def->value_type) != NULL,
		"the compiler gives pointers to structs no tags");
	obj_load(o);
	memset(in, 0xff, sizeof(in));
	ck_assert_uint_le(rawbpf_map_spec(m)->value_size, sizeof(in));
	assert_ok(rawbpf_map_update(NULL, rawbpf_map_fd(m), &zero, in, BPF_ANY));
	assert_ok(rawbpf_map_lookup(NULL, rawbpf_map_fd(m), &zero, out));
	ck_assert_mem_eq(out, in, 8);
	ck_assert_int_eq(!!memcmp(out + 8, in + 8, fields[_i].size), known);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_lock_in_a_value_is_taken)
{
	struct rawbpf_object *o = open_special();
	uint64_t value[3] = { 10, 0, 20 };
	uint32_t zero = 0;
	int fd;

	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "locked"), true);
	obj_load(o);
	fd = rawbpf_map_fd(rawbpf_object_map(o, "locks"));
	assert_ok(rawbpf_map_update(NULL, fd, &zero, value, BPF_F_LOCK));
	ck_assert_uint_eq(obj_run(o, "locked"), 1);
	ck_assert_uint_eq(obj_run(o, "locked"), 1);
	assert_ok(rawbpf_map_lookup(NULL, fd, &zero, value));
	ck_assert_uint_eq(value[0], 12);
	ck_assert_uint_eq(value[2], 22);
	rawbpf_object_close(o);
}
END_TEST

/* Nobody can map such a section; that others can read its variables is no use. */
START_TEST(a_lock_in_global_data_is_taken)
{
	struct rawbpf_object *o;

	need_kernel(6, 2);
	o = open_special();
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "locked_global"), true);
	obj_load(o);
	ck_assert_uint_eq(obj_run(o, "locked_global"), 1);
	ck_assert_uint_eq(obj_run(o, "locked_global"), 2);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_timer_in_a_value_fires)
{
	const struct timespec pause = { 0, 10000000 };
	struct rawbpf_object *o;
	volatile uint64_t *fired;
	int i, err;

	need_kernel(5, 15);
	need_jit(); /* for callbacks */
	o = open_special();
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "timed"), true);
	obj_load(o);
	fired = rawbpf_global(o, "fired", NULL);
	ck_assert_ptr_nonnull((void *)fired);
	err = obj_run(o, "timed");
	for (i = 0; err == -ENOMEM && i < 100; i++)
		err = obj_run(o, "timed");
	skip_unless(err != -ENOMEM, "the kernel has no memory for a timer");
	ck_assert_int_eq(err, 0);
	for (i = 0; i < 500 && !*fired; i++)
		nanosleep(&pause, NULL);
	ck_assert_uint_eq(*fired, 1);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(a_map_has_the_names_of_types_that_the_kernel_does_not_know)
{
	struct rawbpf_object *o = open_special();
	struct bpf_map_info info;
	uint32_t size = sizeof(info);
	const struct btf_type *t;
	struct btf b;

	obj_load(o);
	b = loaded(o);
	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(), rawbpf_map_fd(rawbpf_object_map(o, "samples")),
		&info, &size));
	t = btf_type(&b, info.btf_value_type_id);
	ck_assert_ptr_nonnull(t);
	ck_assert_str_eq(btf_name(&b, t), "sample");
	ck_assert_str_eq(btf_string(&b, btf_members(t)[0].name_off), "ratio");
	rawbpf_object_close(o);
	arena_free(&arena);
}
END_TEST

START_TEST(the_last_array_of_global_data_may_grow)
{
	struct rawbpf_object *o = open_file(BUILD "/tests/progs/resize.bpf.o", NULL);
	struct rawbpf_map *m = rawbpf_object_map(o, ".data.grows");
	struct bpf_map_info info;
	uint32_t size = sizeof(info), *last;
	size_t bytes;

	ck_assert_ptr_nonnull(m);
	assert_ok(rawbpf_map_set_value_size(m, 36));
	last = rawbpf_global(o, "last", &bytes);
	ck_assert_uint_eq(bytes, 32);
	ck_assert_uint_eq(last[0], 4);
	last[7] = 100;
	obj_load(o);
	ck_assert_uint_eq(obj_run(o, "sum"), 4 + 100 + 3 + 5);
	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(), rawbpf_map_fd(m), &info, &size));
	ck_assert_uint_eq(info.value_size, 36);
	ck_assert_uint_ne(info.btf_value_type_id, 0);
	rawbpf_global(o, "other", &bytes);
	ck_assert_uint_eq(bytes, 4);
	assert_err(rawbpf_map_set_value_size(m, 40), -EBUSY);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(data_that_its_types_cannot_follow_goes_without)
{
	struct rawbpf_object *o = open_file(BUILD "/tests/progs/resize.bpf.o", NULL);
	struct rawbpf_map *m = rawbpf_object_map(o, ".data.grows");
	struct bpf_map_info info;
	uint32_t size = sizeof(info);

	assert_ok(rawbpf_map_set_value_size(m, 39));
	obj_load(o);
	ck_assert_uint_eq(obj_run(o, "sum"), 4 + 3 + 5);
	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(), rawbpf_map_fd(m), &info, &size));
	ck_assert_uint_eq(info.value_size, 39);
	ck_assert_uint_eq(info.btf_value_type_id, 0);
	rawbpf_object_close(o);
}
END_TEST

/* ---- a kernel that refuses ---------------------------------------------------------------------- */

static int no_btf(const struct rawbpf_request *r)
{
	return r->call == CALL_BPF && r->command == BPF_BTF_LOAD ? -EINVAL : 0;
}

static struct fault fault;

static struct rawbpf_object *open_with(const char *path,
	int (*refuse)(const struct rawbpf_request *r))
{
	struct rawbpf_open_opts opts;

	fault_init(&fault, 0, 0);
	fault.refuse = refuse;
	memset(&opts, 0, sizeof(opts));
	opts.kernel = &fault.kernel;
	return open_file(path, &opts);
}

START_TEST(a_map_that_needs_its_types_does_not_go_without)
{
	struct rawbpf_object *o = open_with(SPECIAL, no_btf);
	struct rawbpf_diag d;

	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_object_load(o, &d), -EINVAL);
	ck_assert_msg(strstr(d.msg, "holds a bpf_") != NULL, "%s", d.msg);
	ck_assert_msg(strstr(d.msg, "it refused that: Invalid argument") != NULL, "%s", d.msg);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(other_objects_load_without_types)
{
	struct rawbpf_object *o;

	mountns_enter();
	o = open_with(FEATURES, no_btf);
	obj_load(o);
	ck_assert_int_lt(o->btf_fd, 0);
	ck_assert_int_ge(rawbpf_prog_fd(rawbpf_object_prog(o, "features")), 0);
	rawbpf_object_close(o);
}
END_TEST

static unsigned int creations;

static int count_creations(const struct rawbpf_request *r)
{
	creations += r->call == CALL_BPF && r->command == BPF_MAP_CREATE;
	return 0;
}

/* Each is asked for once: the two that have inner maps, for two maps. */
START_TEST(maps_that_take_no_types_are_not_given_any)
{
	struct rawbpf_object *o = open_with(BUILD "/tests/progs/withheld.bpf.o", count_creations);
	struct rawbpf_map *m = NULL;
	struct bpf_map_info info;
	uint32_t size = sizeof(info);

	creations = 0;
	obj_load(o);
	ck_assert_uint_eq(creations, o->unit.map_cnt + 2);
	while ((m = rawbpf_object_next_map(o, m))) {
		memset(&info, 0, sizeof(info));
		assert_ok(kernel_obj_info(rawbpf_kernel(), m->fd, &info, &size));
		ck_assert_uint_eq(info.btf_id, 0);
	}
	rawbpf_object_close(o);
}
END_TEST

static int no_probe_read_kernel(const struct rawbpf_request *r)
{
	static const char log[] = "0: (85) call unknown#113\ninvalid func unknown#113\n";
	const struct bpf_attr_prog_load *a = r->attr;
	const struct bpf_insn *insn;

	if (r->call != CALL_BPF || r->command != BPF_PROG_LOAD)
		return 0;
	insn = (const struct bpf_insn *)(uintptr_t)a->insns;
	for (; insn < (const struct bpf_insn *)(uintptr_t)a->insns + a->insn_cnt; insn++)
		if (insn->code == (BPF_JMP | BPF_CALL) && !insn->src_reg && insn->imm >= 112 &&
			insn->imm <= 115) {
			if (a->log_size >= sizeof(log))
				memcpy((char *)(uintptr_t)a->log_buf, log, sizeof(log));
			return -EINVAL;
		}
	return 0;
}

START_TEST(a_kernel_without_probe_read_kernel_gets_probe_read)
{
	struct rawbpf_object *o;

	/* not where the same address may be the kernel's and a process's, as on s390x */
	need_symbol("bpf_probe_read_compat");
	o = open_with(BUILD "/tests/progs/fallback.bpf.o", no_probe_read_kernel);
	obj_load(o);
	ck_assert_int_ge(rawbpf_prog_fd(rawbpf_object_prog(o, "reads")), 0);
	rawbpf_object_close(o);
}
END_TEST

static int no_attach_type(const struct rawbpf_request *r)
{
	const struct bpf_attr_prog_load *a = r->attr;

	return r->call == CALL_BPF && r->command == BPF_PROG_LOAD && a->expected_attach_type
		? -E2BIG : 0;
}

START_TEST(a_kernel_before_attach_types_gets_none_where_none_is_needed)
{
	struct rawbpf_object *o = open_with(BUILD "/tests/progs/fallback.bpf.o", no_attach_type);
	struct rawbpf_diag d;

	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "reads"), false);
	obj_load(o);
	ck_assert_int_ge(rawbpf_prog_fd(rawbpf_object_prog(o, "older")), 0);
	rawbpf_object_close(o);
	o = open_with(BUILD "/tests/progs/fallback.bpf.o", no_attach_type);
	rawbpf_prog_set_autoload(rawbpf_object_prog(o, "newer"), true);
	memset(&d, 0, sizeof(d));
	assert_err(rawbpf_object_load(o, &d), -E2BIG);
	ck_assert_msg(strstr(d.msg, "program newer") != NULL, "%s", d.msg);
	rawbpf_diag_free(&d);
	rawbpf_object_close(o);
}
END_TEST

START_TEST(an_argument_tagged_as_the_context_is_it_on_all_kernels)
{
	struct rawbpf_object *o;
	struct fds before;

	need_btf(); /* the kernel compares the context with its own type */
	o = open_file(BUILD "/tests/progs/arg_ctx.bpf.o", NULL);
	fds_take(&before);
	obj_load(o);
	ck_assert_uint_eq(obj_run(o, "skb_length"), 65);
	ck_assert_uint_eq(obj_run(o, "xdp_length"), 65);
	ck_assert_int_ge(rawbpf_prog_fd(rawbpf_object_prog(o, "probe")), 0);
	rawbpf_object_close(o);
	fds_same(&before);
}
END_TEST

/* A program that reads none of it has the object's read-only data among its maps. */
START_TEST(read_only_data_is_bound_to_programs)
{
	struct rawbpf_object *o;
	struct bpf_prog_info info;
	uint32_t size = sizeof(info);

	need_kernel(5, 10);
	o = open_file(BUILD "/tests/progs/fallback.bpf.o", NULL);
	obj_load(o);
	memset(&info, 0, sizeof(info));
	assert_ok(kernel_obj_info(rawbpf_kernel(), rawbpf_prog_fd(rawbpf_object_prog(o, "older")),
		&info, &size));
	ck_assert_uint_eq(info.nr_map_ids, 1);
	rawbpf_object_close(o);
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
	t = tcase_create("special");
	tcase_add_loop_test(t, the_kernel_finds_what_it_looks_after_in_a_value, 0,
		sizeof(fields) / sizeof(*fields));
	tcase_add_test(t, a_lock_in_a_value_is_taken);
	tcase_add_test(t, a_lock_in_global_data_is_taken);
	tcase_add_test(t, a_timer_in_a_value_fires);
	tcase_add_test(t, a_map_has_the_names_of_types_that_the_kernel_does_not_know);
	tcase_add_test(t, the_last_array_of_global_data_may_grow);
	tcase_add_test(t, data_that_its_types_cannot_follow_goes_without);
	suite_add_tcase(s, t);
	t = tcase_create("refusals");
	tcase_add_test(t, a_map_that_needs_its_types_does_not_go_without);
	tcase_add_test(t, other_objects_load_without_types);
	tcase_add_test(t, maps_that_take_no_types_are_not_given_any);
	tcase_add_test(t, a_kernel_without_probe_read_kernel_gets_probe_read);
	tcase_add_test(t, a_kernel_before_attach_types_gets_none_where_none_is_needed);
	tcase_add_test(t, an_argument_tagged_as_the_context_is_it_on_all_kernels);
	tcase_add_test(t, read_only_data_is_bound_to_programs);
	suite_add_tcase(s, t);
	return s;
}
