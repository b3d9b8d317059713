/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The names of commands, types and flags, and the table of fields: that each list is whole, and
 * that each row lies where the struct has its member.
 */
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <stdio.h>

#include "kernel/fields.h"
#include "kernel/names.h"
#include "tests/lib/test.h"

/* ---- names ---- */

static void assert_whole(const struct names *n, uint32_t cnt)
{
	uint32_t i;

	ck_assert_uint_eq(n->cnt, cnt);
	for (i = 0; i < cnt; i++)
		ck_assert_msg(n->list[i], "number %u has no name", i);
}

START_TEST(every_number_the_headers_know_has_a_name)
{
	assert_whole(&names_bpf_cmd, __MAX_BPF_CMD);
	assert_whole(&names_map_type, __MAX_BPF_MAP_TYPE);
	assert_whole(&names_prog_type, __MAX_BPF_PROG_TYPE);
	assert_whole(&names_attach_type, __MAX_BPF_ATTACH_TYPE);
	assert_whole(&names_link_type, __MAX_BPF_LINK_TYPE);
}
END_TEST

START_TEST(names_are_the_kernels)
{
	ck_assert_str_eq(names_get(&names_bpf_cmd, 18), "BPF_BTF_LOAD");
	ck_assert_str_eq(names_get(&names_map_type, 27), "BPF_MAP_TYPE_RINGBUF");
	ck_assert_str_eq(names_get(&names_prog_type, 6), "BPF_PROG_TYPE_XDP");
	ck_assert_str_eq(names_get(&names_attach_type, 41), "BPF_PERF_EVENT");
	ck_assert_str_eq(names_get(&names_link_type, 11), "BPF_LINK_TYPE_TCX");
}
END_TEST

START_TEST(a_number_of_a_newer_kernel_has_no_name)
{
	ck_assert_ptr_null(names_get(&names_map_type, __MAX_BPF_MAP_TYPE));
	ck_assert_ptr_null(names_get(&names_map_type, UINT64_MAX));
}
END_TEST

START_TEST(short_names_are_lower_case_without_the_prefix)
{
	char buf[32];

	ck_assert_str_eq(names_short(&names_map_type, BPF_MAP_TYPE_LRU_HASH,
				 strlen("BPF_MAP_TYPE_"), buf, sizeof(buf)),
		"lru_hash");
	ck_assert_str_eq(
		names_short(&names_attach_type, BPF_XDP, strlen("BPF_"), buf, sizeof(buf)), "xdp");
}
END_TEST

START_TEST(short_name_of_an_unknown_number_is_the_number)
{
	char buf[32];

	ck_assert_str_eq(names_short(&names_map_type, 4711, 13, buf, sizeof(buf)), "4711");
}
END_TEST

START_TEST(short_name_is_cut_to_the_buffer)
{
	char buf[5] = "XXXX";

	names_short(&names_map_type, BPF_MAP_TYPE_LRU_HASH, 13, buf, 4);
	ck_assert_str_eq(buf, "lru");
	names_short(&names_map_type, BPF_MAP_TYPE_HASH, 13, buf, 0);
	ck_assert_str_eq(buf, "lru");
}
END_TEST

START_TEST(a_name_is_found_short_or_full)
{
	size_t skip = strlen("BPF_PROG_TYPE_");

	ck_assert_int_eq(names_find(&names_prog_type, "xdp", skip), BPF_PROG_TYPE_XDP);
	ck_assert_int_eq(
		names_find(&names_prog_type, "BPF_PROG_TYPE_XDP", skip), BPF_PROG_TYPE_XDP);
	ck_assert_int_eq(names_find(&names_prog_type, "xd", skip), -1);
	ck_assert_int_eq(names_find(&names_prog_type, "", skip), -1);
}
END_TEST

START_TEST(every_short_name_leads_back_to_its_number)
{
	char buf[64];
	uint32_t i;

	for (i = 0; i < names_map_type.cnt; i++)
		ck_assert_int_eq(names_find(&names_map_type,
					 names_short(&names_map_type, i, 13, buf, sizeof(buf)), 13),
			(int)i);
	for (i = 0; i < names_attach_type.cnt; i++)
		ck_assert_int_eq(
			names_find(&names_attach_type,
				names_short(&names_attach_type, i, 4, buf, sizeof(buf)), 4),
			(int)i);
}
END_TEST

/* ---- fields ---- */

static const struct request_desc *const tables[] = {
	fields_map, fields_prog, fields_link, fields_obj, fields_call };

typedef void (*shape_fn)(const char *name, const struct shape *s);

static void each_shape(shape_fn fn)
{
	const struct request_desc *d;
	const struct field *f;
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		for (d = tables[i]; d->name; d++) {
			fn(d->name, &d->shape);
			for (f = d->shape.fields; f->name; f++)
				if (f->kind == FIELD_STRUCT)
					fn(f->name, f->shape);
		}
	}
}

static void fields_inside(const char *name, const struct shape *s)
{
	const struct field *f;

	for (f = s->fields; f->name; f++)
		ck_assert_msg(f->size && f->offset + f->size <= s->size,
			"%s.%s is at %u to %u of %u", name, f->name, f->offset, f->offset + f->size,
			s->size);
}

START_TEST(every_field_lies_inside_its_struct)
{
	each_shape(fields_inside);
}
END_TEST

static bool overlap(const struct field *a, const struct field *b)
{
	return a->offset < b->offset + b->size && b->offset < a->offset + a->size;
}

static void apart(const char *name, const struct shape *s, const void *attr)
{
	const struct field *used[64], *f;
	size_t cnt = 0, i, k;

	for (f = s->fields; f->name; f++)
		if (field_applies(f, s, attr, s->size) && cnt < 64)
			used[cnt++] = f;
	for (i = 0; i < cnt; i++)
		for (k = 0; k < i; k++)
			ck_assert_msg(!overlap(used[i], used[k]), "%s: %s and %s", name,
				used[i]->name, used[k]->name);
}

/* Types and flags are what tells the parts of a union apart, and stand in the first 16 bytes. */
static void fields_apart(const char *name, const struct shape *s)
{
	_Alignas(8) unsigned char attr[512];
	const unsigned int flags[] = { 0, BPF_F_ID, BPF_F_ID | BPF_F_AFTER };
	unsigned int word, n, number;

	ck_assert_uint_le(s->size, sizeof(attr));
	memset(attr, 0, sizeof(attr));
	apart(name, s, attr);
	/* bind: the variant follows a pointer */
	if (!s->variant || s->size < 16 || !strcmp(name, "bind"))
		return;
	for (word = 0; word < 16; word += 4) {
		for (n = 0; n < 3 * 300; n++) {
			memset(attr, 0, sizeof(attr));
			memcpy(attr + 12, &flags[n / 300], sizeof(flags[0]));
			number = n % 300;
			memcpy(attr + word, &number, sizeof(number));
			apart(name, s, attr);
		}
	}
}

START_TEST(fields_overlap_only_where_a_union_has_another_meaning)
{
	each_shape(fields_apart);
}
END_TEST

/* A kind that counts needs a counter in the same struct, and one that names, names. */
static void fields_complete(const char *name, const struct shape *s)
{
	const struct field *f;

	for (f = s->fields; f->name; f++) {
		if (f->kind == FIELD_ENUM || f->kind == FIELD_FLAGS || f->kind == FIELD_BITS)
			ck_assert_msg(f->names, "%s.%s has no names", name, f->name);
		if (f->kind == FIELD_STRUCT || f->kind == FIELD_ATTRS)
			ck_assert_msg(f->shape, "%s.%s has no shape", name, f->name);
		if (f->kind >= FIELD_BYTES && f->kind <= FIELD_INSNS && f->by != FIELD_BY_RESULT)
			ck_assert_msg(field_at(s, f->by) && field_at(s, f->by) != f,
				"%s.%s: nothing counts it", name, f->name);
		if (f->kind == FIELD_INT)
			continue;
		if (f->kind >= FIELD_POINTER)
			ck_assert_msg(f->size == 8 || f->size == sizeof(void *),
				"%s.%s is no pointer", name, f->name);
	}
}

START_TEST(every_row_has_what_its_kind_needs)
{
	each_shape(fields_complete);
}
END_TEST

START_TEST(every_command_has_a_row_with_its_own_name)
{
	const struct request_desc *d;
	struct rawbpf_request r = { CALL_BPF, 0, NULL, 0 };

	for (; r.command < __MAX_BPF_CMD; r.command++) {
		d = request_desc(&r);
		ck_assert_msg(d, "%s has no row", names_get(&names_bpf_cmd, r.command));
		ck_assert_str_eq(d->name, names_get(&names_bpf_cmd, r.command));
	}
	ck_assert_ptr_null(request_desc(&r));
}
END_TEST

START_TEST(every_call_has_a_row)
{
	struct rawbpf_request r = { CALL_PERF_EVENT_OPEN, 1234, NULL, 0 };

	for (; r.call <= CALL_CLOSE; r.call++)
		ck_assert_msg(request_desc(&r), "call %u has no row", r.call);
	ck_assert_ptr_null(request_desc(&r));
}
END_TEST

/* The rows of a struct without gaps leave no byte out, up to padding at its end. */
static void assert_covered(unsigned int command, size_t size)
{
	struct rawbpf_request r = { CALL_BPF, command, NULL, 0 };
	const struct shape *s = &request_desc(&r)->shape;
	const struct field *f;
	size_t at;

	ck_assert_uint_ge(s->size, size);
	for (at = 0; at < size; at++) {
		for (f = s->fields; f->name; f++)
			if (at >= f->offset && at < (size_t)f->offset + f->size)
				break;
		ck_assert_msg(f->name, "byte %zu of %s is nobody's", at, request_desc(&r)->name);
	}
}

START_TEST(no_field_of_the_large_structs_is_forgotten)
{
	assert_covered(BPF_MAP_CREATE,
		offsetof(struct bpf_attr_map_create, excl_prog_hash_size) + sizeof(__u32));
	assert_covered(BPF_PROG_LOAD, sizeof(struct bpf_attr_prog_load));
	assert_covered(BPF_MAP_LOOKUP_BATCH, sizeof(struct bpf_attr_map_batch));
	assert_covered(BPF_BTF_LOAD, sizeof(struct bpf_attr_btf_load));
	assert_covered(BPF_TASK_FD_QUERY, sizeof(struct bpf_attr_task_fd_query));
}
END_TEST

START_TEST(a_field_behind_the_given_bytes_is_zero)
{
	struct bpf_attr_map_create a;
	struct rawbpf_request r = { CALL_BPF, BPF_MAP_CREATE, &a, sizeof(a) };
	const struct field *f = field_at(&request_desc(&r)->shape, 12);

	memset(&a, 0xff, sizeof(a));
	ck_assert_uint_eq(field_get(f, &a, 16), 0xffffffff);
	ck_assert_uint_eq(field_get(f, &a, 12), 0);
	ck_assert_uint_eq(field_get(f, &a, 0), 0);
}
END_TEST

START_TEST(a_field_half_given_counts_the_rest_as_zero)
{
	struct bpf_attr_map_elem a;
	struct rawbpf_request r = { CALL_BPF, BPF_MAP_UPDATE_ELEM, &a, sizeof(a) };
	const struct field *f =
		field_at(&request_desc(&r)->shape, offsetof(struct bpf_attr_map_elem, flags));
	uint64_t want = UINT64_MAX;

	memset(&a, 0xff, sizeof(a));
	memset((char *)&want + 4, 0, 4);
	ck_assert_uint_eq(field_get(f, &a, offsetof(struct bpf_attr_map_elem, flags) + 4), want);
}
END_TEST

/* The rows of bit-fields go by position: compare with what the compiler does. */
START_TEST(bits_of_perf_event_attr_are_in_order)
{
	const struct field *f = field_at(&fields_perf_event_attr, 40);
	struct perf_event_attr a;
	uint64_t n;

	memset(&a, 0, sizeof(a));
	a.defer_output = 1;
	n = field_get(f, &a, sizeof(a));
	ck_assert_uint_eq(n, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 1ULL << 24 : 1ULL << 39);
	ck_assert_uint_eq(f->names->cnt, 40);
	ck_assert_str_eq(f->names->list[39], "defer_output");
	ck_assert_str_eq(f->names->list[28], "namespaces");
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("names");
	TCase *n = tcase_create("names"), *f = tcase_create("fields");

	tcase_add_test(n, every_number_the_headers_know_has_a_name);
	tcase_add_test(n, names_are_the_kernels);
	tcase_add_test(n, a_number_of_a_newer_kernel_has_no_name);
	tcase_add_test(n, short_names_are_lower_case_without_the_prefix);
	tcase_add_test(n, short_name_of_an_unknown_number_is_the_number);
	tcase_add_test(n, short_name_is_cut_to_the_buffer);
	tcase_add_test(n, a_name_is_found_short_or_full);
	tcase_add_test(n, every_short_name_leads_back_to_its_number);
	tcase_add_test(f, every_field_lies_inside_its_struct);
	tcase_add_test(f, fields_overlap_only_where_a_union_has_another_meaning);
	tcase_add_test(f, every_row_has_what_its_kind_needs);
	tcase_add_test(f, every_command_has_a_row_with_its_own_name);
	tcase_add_test(f, every_call_has_a_row);
	tcase_add_test(f, no_field_of_the_large_structs_is_forgotten);
	tcase_add_test(f, a_field_behind_the_given_bytes_is_zero);
	tcase_add_test(f, a_field_half_given_counts_the_rest_as_zero);
	tcase_add_test(f, bits_of_perf_event_attr_are_in_order);
	suite_add_tcase(s, n);
	suite_add_tcase(s, f);
	return s;
}
