/* SPDX-License-Identifier: BSD-2-Clause */
/* src/format/btf.c: what it reads, and what it refuses. */
#include "tests/lib/test.h"

#include <errno.h>
#include <stdlib.h>

#include "format/bits.h"
#include "format/btf.h"
#include "tests/lib/btf_build.h"
#include "tests/lib/guard.h"

static struct arena arena;
static struct btf btf;
static struct rawbpf_diag diag;
static struct btf_build build;

static void setup(void)
{
	memset(&diag, 0, sizeof(diag));
	memset(&arena, 0, sizeof(arena));
	btf_build_init(&build, false);
}

static void teardown(void)
{
	btf_build_free(&build);
	arena_free(&arena);
}

static int parse(void)
{
	size_t size;
	const uint8_t *bytes = btf_build_done(&build, &size);

	return btf_parse(&arena, "x.o", bytes, size, NULL, &btf, &diag);
}

/* What was built is refused with this sentence. */
static void assert_refused(const char *message)
{
	assert_err(parse(), -EINVAL);
	ck_assert_str_eq(diag.msg, message);
	ck_assert_int_eq(diag.stage, RAWBPF_STAGE_OPEN);
}

/* Every kind once; returns how many types that are. */
static uint32_t build_all(struct btf_build *b)
{
	uint32_t u32 = btf_build_int(b, "unsigned int", 4, 0);
	uint32_t pair, proto, var;

	btf_build_ref(b, "", BTF_KIND_PTR, u32);
	btf_build_array(b, u32, u32, 3);
	pair = btf_build_struct(b, "pair", 8, 2);
	btf_build_member(b, "a", u32, 0);
	btf_build_member(b, "b", u32, 32);
	btf_build_type(b, "either", BTF_KIND_UNION, false, 1, 4);
	btf_build_member(b, "a", u32, 0);
	btf_build_type(b, "color", BTF_KIND_ENUM, false, 1, 4);
	btf_build_enumerator(b, "RED", 1);
	btf_build_type(b, "unknown", BTF_KIND_FWD, false, 0, 0);
	btf_build_ref(b, "pair_t", BTF_KIND_TYPEDEF, pair);
	btf_build_ref(b, "", BTF_KIND_VOLATILE, u32);
	btf_build_ref(b, "", BTF_KIND_CONST, u32);
	btf_build_ref(b, "", BTF_KIND_RESTRICT, 2);
	proto = btf_build_type(b, "", BTF_KIND_FUNC_PROTO, false, 1, u32);
	btf_build_word(b, btf_build_string(b, "ctx"));
	btf_build_word(b, 2);
	btf_build_type(b, "main", BTF_KIND_FUNC, false, BTF_FUNC_GLOBAL, proto);
	var = btf_build_var(b, "counter", u32, BTF_VAR_GLOBAL_ALLOCATED);
	btf_build_type(b, ".bss", BTF_KIND_DATASEC, false, 1, 4);
	btf_build_secinfo(b, var, 0, 4);
	btf_build_type(b, "double", BTF_KIND_FLOAT, false, 0, 8);
	btf_build_ref(b, "tag", BTF_KIND_DECL_TAG, pair);
	btf_build_word(b, 0xffffffff);
	btf_build_ref(b, "user", BTF_KIND_TYPE_TAG, u32);
	btf_build_type(b, "big", BTF_KIND_ENUM64, false, 1, 8);
	btf_build_enumerator64(b, "HUGE", 1ULL << 40);
	return b->cnt;
}

static void assert_all(void)
{
	const struct btf_type *t;
	uint32_t i;

	assert_ok(parse());
	ck_assert_uint_eq(btf.cnt, NR_BTF_KINDS);
	for (i = 1; i < btf.cnt; i++)
		ck_assert_ptr_nonnull(btf_type(&btf, i));
	t = btf_type(&btf, btf_find(&btf, "pair", BTF_KIND_STRUCT));
	ck_assert_uint_eq(btf_vlen(t), 2);
	ck_assert_str_eq(btf_string(&btf, btf_members(t)[1].name_off), "b");
	ck_assert_uint_eq(btf_member_bits(t, &btf_members(t)[1]), 32);
	t = btf_type(&btf, btf_find(&btf, "big", BTF_KIND_ENUM64));
	ck_assert_uint_eq(btf_enums64(t)->val_hi32, 1 << 8);
	t = btf_type(&btf, btf_find(&btf, ".bss", BTF_KIND_DATASEC));
	ck_assert_str_eq(btf_name(&btf, btf_type(&btf, btf_secinfos(t)->type)), "counter");
}

START_TEST(every_kind_of_type_is_read)
{
	ck_assert_uint_eq(build_all(&build), NR_BTF_KINDS - 1);
	assert_all();
	ck_assert_int_eq(btf.swap, bits_host_is_big());
}
END_TEST

START_TEST(btf_of_the_other_byte_order_reads_the_same)
{
	build.big = true;
	build_all(&build);
	assert_all();
	ck_assert_int_eq(btf.swap, !bits_host_is_big());
}
END_TEST

START_TEST(btf_without_types_is_read)
{
	assert_ok(parse());
	ck_assert_uint_eq(btf.cnt, 1);
}
END_TEST

START_TEST(more_than_65535_enumerators_are_read)
{
	uint32_t i, n = 70000;

	btf_build_type(&build, "many", BTF_KIND_ENUM, false, n, 4);
	for (i = 0; i < n; i++)
		btf_build_enumerator(&build, "", i);
	assert_ok(parse());
	ck_assert_uint_eq(btf_vlen(btf_type(&btf, 1)), n);
}
END_TEST

START_TEST(a_header_longer_than_ours_is_read)
{
	uint8_t bytes[200];
	size_t size;

	build_all(&build);
	btf_build_done(&build, &size);
	ck_assert_uint_gt(size, sizeof(bytes));
	build.types_size = 16; /* the integer alone */
	btf_build_done(&build, &size);
	memcpy(bytes, build.bytes, 24);
	memset(bytes + 24, 0, 8); /* no layout */
	memset(bytes + 32, 0xff, 8);
	memcpy(bytes + 40, build.bytes + 24, 16);
	memcpy(bytes + 56, build.strings, 14);
	bytes[4] = 40;
	bytes[20] = 14;
	assert_ok(btf_parse(&arena, "x.o", bytes, 70, NULL, &btf, &diag));
	ck_assert_str_eq(btf_name(&btf, btf_type(&btf, 1)), "unsigned int");
}
END_TEST

START_TEST(size_of_each_kind)
{
	static const struct {
		uint32_t kind;
		int64_t size;
	} sizes[] = {
		{ BTF_KIND_INT, 4 }, { BTF_KIND_PTR, 8 }, { BTF_KIND_ARRAY, 12 },
		{ BTF_KIND_STRUCT, 8 }, { BTF_KIND_UNION, 4 }, { BTF_KIND_ENUM, 4 },
		{ BTF_KIND_TYPEDEF, 8 }, { BTF_KIND_VOLATILE, 4 }, { BTF_KIND_CONST, 4 },
		{ BTF_KIND_RESTRICT, 8 }, { BTF_KIND_VAR, 4 }, { BTF_KIND_DATASEC, 4 },
		{ BTF_KIND_FLOAT, 8 }, { BTF_KIND_TYPE_TAG, 4 }, { BTF_KIND_ENUM64, 8 },
		{ BTF_KIND_FWD, -EINVAL }, { BTF_KIND_FUNC, -EINVAL },
		{ BTF_KIND_FUNC_PROTO, -EINVAL }, { BTF_KIND_DECL_TAG, -EINVAL },
	};
	uint32_t i, id;

	build_all(&build);
	assert_ok(parse());
	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		for (id = 1; id < btf.cnt; id++)
			if (btf_kind(btf_type(&btf, id)) == sizes[i].kind)
				ck_assert_msg(btf_size(&btf, id) == sizes[i].size, "kind %u: %lld",
					sizes[i].kind, (long long)btf_size(&btf, id));
	ck_assert_int_eq(btf_size(&btf, 0), -EINVAL);
	ck_assert_int_eq(btf_size(&btf, btf.cnt), -EINVAL);
}
END_TEST

START_TEST(size_of_nested_arrays_is_the_product)
{
	uint32_t u16 = btf_build_int(&build, "u16", 2, 0);
	uint32_t inner = btf_build_array(&build, u16, u16, 3);
	uint32_t outer = btf_build_array(&build, inner, u16, 5);

	assert_ok(parse());
	ck_assert_int_eq(btf_size(&btf, outer), 30);
}
END_TEST

START_TEST(size_beyond_2_gib_is_refused)
{
	uint32_t u64 = btf_build_int(&build, "u64", 8, 0);
	uint32_t a = btf_build_array(&build, u64, u64, 0x20000000);
	uint32_t b = btf_build_array(&build, a, u64, 0xffffffff);
	uint32_t c = btf_build_array(&build, u64, u64, 0xffffffff);
	/* together 2^64 */
	uint32_t e = btf_build_array(&build, btf_build_array(&build, u64, u64, 1U << 31), u64, 1U << 30);

	assert_ok(parse());
	ck_assert_int_eq(btf_size(&btf, a), -EINVAL);
	ck_assert_int_eq(btf_size(&btf, b), -EINVAL);
	ck_assert_int_eq(btf_size(&btf, c), -EINVAL);
	ck_assert_int_eq(btf_size(&btf, e), -EINVAL);
}
END_TEST

START_TEST(an_array_of_itself_has_no_size)
{
	btf_build_array(&build, 1, 1, 1);
	assert_ok(parse());
	ck_assert_int_eq(btf_size(&btf, 1), -EINVAL);
}
END_TEST

START_TEST(skip_finds_what_is_behind_all_modifiers)
{
	uint32_t u32 = btf_build_int(&build, "u32", 4, 0), id = u32;

	id = btf_build_ref(&build, "tag", BTF_KIND_TYPE_TAG, id);
	id = btf_build_ref(&build, "", BTF_KIND_CONST, id);
	id = btf_build_ref(&build, "", BTF_KIND_VOLATILE, id);
	id = btf_build_ref(&build, "", BTF_KIND_RESTRICT, id);
	id = btf_build_ref(&build, "name", BTF_KIND_TYPEDEF, id);
	assert_ok(parse());
	ck_assert_uint_eq(btf_skip(&btf, id), u32);
	ck_assert_uint_eq(btf_skip(&btf, u32), u32);
	ck_assert_uint_eq(btf_skip(&btf, 0), 0);
}
END_TEST

START_TEST(skip_leaves_pointers_alone)
{
	uint32_t ptr = btf_build_ref(&build, "", BTF_KIND_PTR, 0);

	assert_ok(parse());
	ck_assert_uint_eq(btf_skip(&btf, ptr), ptr);
}
END_TEST

START_TEST(circle_of_typedefs_ends_in_void)
{
	btf_build_ref(&build, "a", BTF_KIND_TYPEDEF, 2);
	btf_build_ref(&build, "b", BTF_KIND_TYPEDEF, 1);
	assert_ok(parse());
	ck_assert_uint_eq(btf_skip(&btf, 1), 0);
	ck_assert_int_eq(btf_size(&btf, 1), -EINVAL);
}
END_TEST

START_TEST(find_tells_kinds_of_the_same_name_apart)
{
	uint32_t s = btf_build_struct(&build, "same", 0, 0);
	uint32_t t = btf_build_ref(&build, "same", BTF_KIND_TYPEDEF, s);

	assert_ok(parse());
	ck_assert_uint_eq(btf_find(&btf, "same", BTF_KIND_TYPEDEF), t);
	ck_assert_uint_eq(btf_find(&btf, "same", BTF_KIND_STRUCT), s);
	ck_assert_uint_eq(btf_find(&btf, "same", BTF_KIND_UNION), 0);
	ck_assert_uint_eq(btf_find(&btf, "sam", BTF_KIND_STRUCT), 0);
}
END_TEST

START_TEST(bit_field_members_have_offset_and_width)
{
	const struct btf_type *t;
	uint32_t u32 = btf_build_int(&build, "u32", 4, 0);

	btf_build_type(&build, "flags", BTF_KIND_STRUCT, true, 1, 4);
	btf_build_member(&build, "f", u32, 5 << 24 | 3);
	assert_ok(parse());
	t = btf_type(&btf, 2);
	ck_assert_uint_eq(btf_member_bits(t, btf_members(t)), 3);
	ck_assert_uint_eq(btf_member_width(t, btf_members(t)), 5);
}
END_TEST

START_TEST(file_shorter_than_the_header_is_refused)
{
	assert_err(btf_parse(&arena, "x.o", "\x9f\xeb\x01", 3, NULL, &btf, &diag), -EINVAL);
	ck_assert_str_eq(diag.msg, "x.o: BTF, offset 0x0: the header is cut off");
	assert_err(btf_parse(&arena, "x.o", "", 0, NULL, &btf, NULL), -EINVAL);
}
END_TEST

/* Build something good, change `size` bytes of its header, and see it refused. */
static void assert_spoiled(size_t offset, uint32_t value, int size, const char *message)
{
	size_t all;
	int i;

	build_all(&build);
	btf_build_done(&build, &all);
	for (i = 0; i < size; i++)
		build.bytes[offset + i] = value >> i * 8;
	assert_err(btf_parse(&arena, "x.o", build.bytes, all, NULL, &btf, &diag), -EINVAL);
	ck_assert_str_eq(diag.msg, message);
}

START_TEST(wrong_magic_number_is_refused)
{
	assert_spoiled(0, 0x1234, 2, "x.o: BTF, offset 0x0: the magic number or version is wrong");
}
END_TEST

START_TEST(wrong_version_is_refused)
{
	assert_spoiled(2, 2, 1, "x.o: BTF, offset 0x0: the magic number or version is wrong");
}
END_TEST

START_TEST(types_past_the_end_are_refused)
{
	assert_spoiled(12, 0x10000, 4, "x.o: BTF, offset 0x18: the types do not fit");
}
END_TEST

START_TEST(types_far_past_the_end_are_refused)
{
	assert_spoiled(8, 0xfffffff0, 4, "x.o: BTF, offset 0x18: the types do not fit");
}
END_TEST

START_TEST(types_that_are_no_whole_words_are_refused)
{
	assert_spoiled(12, 18, 4, "x.o: BTF, offset 0x18: the types do not fit");
}
END_TEST

START_TEST(strings_past_the_end_are_refused)
{
	assert_spoiled(20, 0x10000, 4,
		"x.o: BTF, offset 0x18: the strings do not fit or do not end with 0");
}
END_TEST

START_TEST(no_strings_are_refused)
{
	assert_spoiled(20, 0, 4, "x.o: BTF, offset 0x18: the strings do not fit or do not end with 0");
}
END_TEST

START_TEST(strings_that_do_not_begin_with_0_are_refused)
{
	btf_build_int(&build, "u32", 4, 0);
	build.strings[0] = 'x';
	assert_refused("x.o: BTF, offset 0x18: the strings do not begin with 0: if these are the types of a "
		"module, they go on from others, which are needed too");
}
END_TEST

START_TEST(strings_that_do_not_end_with_0_are_refused)
{
	btf_build_int(&build, "u32", 4, 0);
	build.strings[build.strings_size - 1] = 'x';
	assert_refused("x.o: BTF, offset 0x18: the strings do not fit or do not end with 0");
}
END_TEST

#define CUT_OFF "a type is cut off or of an unknown kind"

START_TEST(kind_0_is_refused)
{
	btf_build_type(&build, "x", BTF_KIND_UNKN, false, 0, 0);
	assert_refused("x.o: BTF, offset 0x0: " CUT_OFF);
}
END_TEST

START_TEST(unknown_kind_is_refused)
{
	btf_build_int(&build, "u32", 4, 0);
	btf_build_type(&build, "x", NR_BTF_KINDS, false, 0, 0);
	assert_refused("x.o: BTF, offset 0x10: " CUT_OFF);
}
END_TEST

START_TEST(kind_of_seven_bits_is_not_taken_for_one_of_five)
{
	btf_build_type(&build, "x", 0x20 | BTF_KIND_FWD, false, 0, 0);
	assert_refused("x.o: BTF, offset 0x0: " CUT_OFF);
}
END_TEST

START_TEST(type_of_less_than_12_bytes_is_refused)
{
	btf_build_word(&build, 0);
	btf_build_word(&build, BTF_KIND_FWD << 24);
	assert_refused("x.o: BTF, offset 0x0: " CUT_OFF);
}
END_TEST

START_TEST(integer_without_its_word_is_refused)
{
	btf_build_type(&build, "u32", BTF_KIND_INT, false, 0, 4);
	assert_refused("x.o: BTF, offset 0x0: " CUT_OFF);
}
END_TEST

START_TEST(struct_with_fewer_members_than_it_says_is_refused)
{
	btf_build_struct(&build, "s", 4, 2);
	btf_build_member(&build, "a", 0, 0);
	assert_refused("x.o: BTF, offset 0x0: " CUT_OFF);
}
END_TEST

#define OUT_OF_RANGE "a name or type number is out of range"

START_TEST(name_outside_the_strings_is_refused)
{
	btf_build_word(&build, 1);
	btf_build_word(&build, BTF_KIND_FWD << 24);
	btf_build_word(&build, 0);
	assert_refused("x.o: BTF, offset 0x0: " OUT_OF_RANGE);
}
END_TEST

/* For each kind: the number of a type that does not exist, where it stands. */
START_TEST(type_number_out_of_range_is_refused)
{
	static const uint32_t refs[] = { BTF_KIND_PTR, BTF_KIND_TYPEDEF, BTF_KIND_VOLATILE,
		BTF_KIND_CONST, BTF_KIND_RESTRICT, BTF_KIND_FUNC, BTF_KIND_FUNC_PROTO,
		BTF_KIND_TYPE_TAG };

	btf_build_ref(&build, "x", refs[_i], 2);
	assert_refused("x.o: BTF, offset 0x0: " OUT_OF_RANGE);
}
END_TEST

START_TEST(variable_of_a_missing_type_is_refused)
{
	btf_build_var(&build, "x", 2, 0);
	assert_refused("x.o: BTF, offset 0x0: " OUT_OF_RANGE);
}
END_TEST

START_TEST(array_of_a_missing_type_is_refused)
{
	btf_build_array(&build, 2, 0, 1);
	assert_refused("x.o: BTF, offset 0x0: " OUT_OF_RANGE);
}
END_TEST

START_TEST(array_with_a_missing_index_type_is_refused)
{
	btf_build_array(&build, 0, 2, 1);
	assert_refused("x.o: BTF, offset 0x0: " OUT_OF_RANGE);
}
END_TEST

START_TEST(member_of_a_missing_type_is_refused)
{
	btf_build_struct(&build, "s", 4, 1);
	btf_build_member(&build, "a", 2, 0);
	assert_refused("x.o: BTF, offset 0x0: " OUT_OF_RANGE);
}
END_TEST

START_TEST(member_with_a_name_outside_the_strings_is_refused)
{
	btf_build_struct(&build, "s", 4, 1);
	btf_build_word(&build, 99);
	btf_build_word(&build, 0);
	btf_build_word(&build, 0);
	assert_refused("x.o: BTF, offset 0x0: " OUT_OF_RANGE);
}
END_TEST

START_TEST(enumerator_with_a_name_outside_the_strings_is_refused)
{
	btf_build_type(&build, "e", BTF_KIND_ENUM64, false, 1, 8);
	btf_build_word(&build, 99);
	btf_build_word(&build, 0);
	btf_build_word(&build, 0);
	assert_refused("x.o: BTF, offset 0x0: " OUT_OF_RANGE);
}
END_TEST

START_TEST(parameter_of_a_missing_type_is_refused)
{
	btf_build_type(&build, "", BTF_KIND_FUNC_PROTO, false, 1, 0);
	btf_build_word(&build, 0);
	btf_build_word(&build, 2);
	assert_refused("x.o: BTF, offset 0x0: " OUT_OF_RANGE);
}
END_TEST

START_TEST(section_with_a_missing_variable_is_refused)
{
	btf_build_type(&build, ".bss", BTF_KIND_DATASEC, false, 1, 4);
	btf_build_secinfo(&build, 2, 0, 4);
	assert_refused("x.o: BTF, offset 0x0: " OUT_OF_RANGE);
}
END_TEST

/* Uses what was read, the way others do, and looks at every byte of it. */
static void use(const struct btf *b)
{
	volatile size_t sum = 0;
	uint32_t id;

	for (id = 0; id < b->cnt; id++) {
		sum += btf_skip(b, id);
		sum += btf_size(b, id);
		sum += id ? strlen(btf_name(b, btf_type(b, id))) : 0;
	}
	sum += btf_find(b, "no such name", BTF_KIND_STRUCT);
	(void)sum;
}

static void parse_guarded(const uint8_t *bytes, size_t size)
{
	void *copy = guard_copy(bytes, size);
	struct btf b;

	if (!btf_parse(&arena, "x.o", copy, size, NULL, &b, NULL))
		use(&b);
	guard_free(copy, size);
	arena_free(&arena);
}

START_TEST(no_truncation_is_read_past_its_end)
{
	size_t size, n;

	build.big = _i;
	build_all(&build);
	btf_build_done(&build, &size);
	for (n = 0; n <= size; n++)
		parse_guarded(build.bytes, n);
}
END_TEST

START_TEST(no_changed_byte_does_harm)
{
	static const uint8_t changes[] = { 0x01, 0x80, 0xff, 0x7f };
	size_t size, n, i;

	build.big = _i;
	build_all(&build);
	btf_build_done(&build, &size);
	for (n = 0; n < size; n++) {
		for (i = 0; i < sizeof(changes); i++) {
			build.bytes[n] ^= changes[i];
			parse_guarded(build.bytes, size);
			build.bytes[n] ^= changes[i];
		}
	}
}
END_TEST

static void add_reading(TCase *t)
{
	tcase_add_test(t, every_kind_of_type_is_read);
	tcase_add_test(t, btf_of_the_other_byte_order_reads_the_same);
	tcase_add_test(t, btf_without_types_is_read);
	tcase_add_test(t, more_than_65535_enumerators_are_read);
	tcase_add_test(t, a_header_longer_than_ours_is_read);
	tcase_add_test(t, size_of_each_kind);
	tcase_add_test(t, size_of_nested_arrays_is_the_product);
	tcase_add_test(t, size_beyond_2_gib_is_refused);
	tcase_add_test(t, an_array_of_itself_has_no_size);
	tcase_add_test(t, skip_finds_what_is_behind_all_modifiers);
	tcase_add_test(t, skip_leaves_pointers_alone);
	tcase_add_test(t, circle_of_typedefs_ends_in_void);
	tcase_add_test(t, find_tells_kinds_of_the_same_name_apart);
	tcase_add_test(t, bit_field_members_have_offset_and_width);
}

static void add_refusals(TCase *t)
{
	tcase_add_test(t, file_shorter_than_the_header_is_refused);
	tcase_add_test(t, wrong_magic_number_is_refused);
	tcase_add_test(t, wrong_version_is_refused);
	tcase_add_test(t, types_past_the_end_are_refused);
	tcase_add_test(t, types_far_past_the_end_are_refused);
	tcase_add_test(t, types_that_are_no_whole_words_are_refused);
	tcase_add_test(t, strings_past_the_end_are_refused);
	tcase_add_test(t, no_strings_are_refused);
	tcase_add_test(t, strings_that_do_not_begin_with_0_are_refused);
	tcase_add_test(t, strings_that_do_not_end_with_0_are_refused);
	tcase_add_test(t, kind_0_is_refused);
	tcase_add_test(t, unknown_kind_is_refused);
	tcase_add_test(t, kind_of_seven_bits_is_not_taken_for_one_of_five);
	tcase_add_test(t, type_of_less_than_12_bytes_is_refused);
	tcase_add_test(t, integer_without_its_word_is_refused);
	tcase_add_test(t, struct_with_fewer_members_than_it_says_is_refused);
	tcase_add_test(t, name_outside_the_strings_is_refused);
	tcase_add_loop_test(t, type_number_out_of_range_is_refused, 0, 8);
	tcase_add_test(t, variable_of_a_missing_type_is_refused);
	tcase_add_test(t, array_of_a_missing_type_is_refused);
	tcase_add_test(t, array_with_a_missing_index_type_is_refused);
	tcase_add_test(t, member_of_a_missing_type_is_refused);
	tcase_add_test(t, member_with_a_name_outside_the_strings_is_refused);
	tcase_add_test(t, enumerator_with_a_name_outside_the_strings_is_refused);
	tcase_add_test(t, parameter_of_a_missing_type_is_refused);
	tcase_add_test(t, section_with_a_missing_variable_is_refused);
	tcase_add_loop_test(t, no_truncation_is_read_past_its_end, 0, 2);
	tcase_add_loop_test(t, no_changed_byte_does_harm, 0, 2);
}

Suite *test_suite(void)
{
	Suite *s = suite_create("btf");
	TCase *reading = tcase_create("reading"), *refusals = tcase_create("refusals");

	tcase_add_checked_fixture(reading, setup, teardown);
	tcase_add_checked_fixture(refusals, setup, teardown);
	add_reading(reading);
	add_refusals(refusals);
	suite_add_tcase(s, reading);
	suite_add_tcase(s, refusals);
	return s;
}
