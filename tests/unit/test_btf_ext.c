/* SPDX-License-Identifier: BSD-2-Clause */
/* src/format/btf_ext.c: which damage an object survives, and which one not. */
#include "tests/lib/test.h"

#include <errno.h>

#include "format/btf_ext.h"
#include "gen/object.h"
#include "link/unit.h"
#include "tests/lib/btf_build.h"
#include "tests/lib/elf_build.h"

static const bool big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;

/* Words of .BTF.ext, each table with one section of one record; the name is patched in. */
enum { MAGIC, HEADER, FUNC_AT, FUNC_SIZE, LINE_AT, LINE_SIZE, CORE_AT, CORE_SIZE, FUNC,
	LINE = FUNC + 5, CORE = LINE + 7, CNT = CORE + 7 };
enum { RECORD, NAME, COUNT, OFFSET }; /* within a table */

static const uint32_t whole[CNT] = {
	[MAGIC] = 0, 32, 0, 20, 20, 28, 48, 28,
	[FUNC] = 8, 0, 1, 0, 1,
	[LINE] = 16, 0, 1, 0, 0, 0, 1024,
	[CORE] = 16, 0, 1, 0, 1, 0, 0,
};

static struct arena arena;
static struct rawbpf_diag diag;
static struct elf_build elf;
static struct unit unit;
static uint32_t words[CNT];

static void setup(void)
{
	const uint16_t magic = 0xeb9f;

	memset(&diag, 0, sizeof(diag));
	memcpy(words, whole, sizeof(words));
	memcpy(words, &magic, 2);
	((uint8_t *)words)[2] = 1;
}

static void teardown(void)
{
	elf_build_free(&elf);
	arena_free(&arena);
}

static const uint8_t *build(size_t ext_size, size_t *size)
{
	static const uint8_t code[16] = { 0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95 };
	struct btf_build b;
	const void *bytes;
	uint32_t text;

	btf_build_init(&b, big);
	btf_build_int(&b, "int", 4, 0);
	words[FUNC + NAME] = words[LINE + NAME] = words[CORE + NAME] =
		btf_build_string(&b, "socket");
	words[CORE + OFFSET + 2] = btf_build_string(&b, "0");
	bytes = btf_build_done(&b, size);
	elf_build_init(&elf, big);
	text = elf_build_section(&elf, "socket", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, code,
		sizeof(code));
	elf_build_symbol(&elf, "p", STT_FUNC, text, 0, sizeof(code));
	elf_build_section(&elf, ".BTF", SHT_PROGBITS, 0, bytes, *size);
	elf_build_section(&elf, ".BTF.ext", SHT_PROGBITS, 0, ext_size ? words : NULL, ext_size);
	btf_build_free(&b);
	return elf_build_done(&elf, size);
}

static int parse_some(size_t ext_size)
{
	size_t size;
	const uint8_t *bytes = build(ext_size, &size);

	return unit_parse(&unit, &arena, "x.o", "x", bytes, size, &diag);
}

static int parse(void)
{
	return parse_some(sizeof(words));
}

static void assert_tables(uint32_t func, uint32_t line, uint32_t core)
{
	ck_assert_uint_eq(unit.ext.func.section_cnt, func);
	ck_assert_uint_eq(unit.ext.line.section_cnt, line);
	ck_assert_uint_eq(unit.ext.core.section_cnt, core);
	ck_assert_int_eq(diag.err, 0);
}

START_TEST(records_are_found)
{
	assert_ok(parse());
	assert_tables(1, 1, 1);
	ck_assert_ptr_null(unit.ext.func.damage);
	ck_assert_ptr_null(unit.ext.line.damage);
}
END_TEST

/* zero records, too many, too small ones, a table beyond the end, one at an odd place */
static void damage(int i, uint32_t table, uint32_t head)
{
	static const struct {
		bool head;
		uint32_t at, value;
	} damages[] = { { false, COUNT, 0 }, { false, COUNT, 2 }, { false, RECORD, 4 },
		{ true, 0, 0x7ffffffc }, { true, 0, 2 } };

	words[(damages[i].head ? head : table) + damages[i].at] = damages[i].value;
}

START_TEST(an_object_loads_without_its_damaged_func_info)
{
	damage(_i, FUNC, FUNC_AT);
	assert_ok(parse());
	assert_tables(0, 1, 1);
	ck_assert_ptr_nonnull(strstr(unit.ext.func.damage, "x.o: .BTF.ext, func_info, offset "));
}
END_TEST

START_TEST(an_object_loads_without_its_damaged_line_info)
{
	damage(_i, LINE, LINE_AT);
	assert_ok(parse());
	assert_tables(1, 0, 1);
	ck_assert_ptr_nonnull(strstr(unit.ext.line.damage, "x.o: .BTF.ext, line_info, offset "));
}
END_TEST

START_TEST(of_two_damaged_tables_both_are_told)
{
	damage(_i, FUNC, FUNC_AT);
	damage(_i, LINE, LINE_AT);
	assert_ok(parse());
	assert_tables(0, 0, 1);
	ck_assert_ptr_nonnull(strstr(unit.ext.func.damage, "x.o: .BTF.ext, func_info, offset "));
	ck_assert_ptr_nonnull(strstr(unit.ext.line.damage, "x.o: .BTF.ext, line_info, offset "));
}
END_TEST

START_TEST(damaged_co_re_records_are_an_error)
{
	damage(_i, CORE, CORE_AT);
	assert_err(parse(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, "x.o: .BTF.ext, CO-RE records, offset "));
}
END_TEST

START_TEST(without_a_header_nobody_knows_of_co_re_records)
{
	static const char refused[] = "x.o: .BTF.ext, header, offset 0x0: it is cut off or its "
				      "magic number wrong: compile it again";

	if (_i == 0)
		words[MAGIC] = 0;
	else if (_i == 1)
		words[HEADER] = 20;
	else if (_i == 2)
		words[HEADER] = sizeof(words) + 4;
	assert_err(parse_some(_i == 3 ? 28 : sizeof(words)), -EINVAL);
	ck_assert_str_eq(diag.msg, refused);
}
END_TEST

START_TEST(an_empty_section_says_nothing)
{
	words[HEADER] = 24;
	assert_ok(parse_some(0));
	assert_tables(0, 0, 0);
}
END_TEST

START_TEST(a_linker_takes_no_damage)
{
	struct gen_file file = { "x.o", NULL, 0 };
	uint64_t size;
	void *bytes;
	size_t had;

	words[FUNC + COUNT] = 0;
	file.bytes = build(sizeof(words), &had);
	file.size = had;
	assert_err(gen_object(&arena, &file, 1, &bytes, &size, &diag), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, "x.o: .BTF.ext, func_info, offset "));
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("btf_ext");
	TCase *t = tcase_create("damage");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, records_are_found);
	tcase_add_loop_test(t, an_object_loads_without_its_damaged_func_info, 0, 5);
	tcase_add_loop_test(t, an_object_loads_without_its_damaged_line_info, 0, 5);
	tcase_add_loop_test(t, of_two_damaged_tables_both_are_told, 0, 5);
	tcase_add_loop_test(t, damaged_co_re_records_are_an_error, 0, 5);
	tcase_add_loop_test(t, without_a_header_nobody_knows_of_co_re_records, 0, 4);
	tcase_add_test(t, an_empty_section_says_nothing);
	tcase_add_test(t, a_linker_takes_no_damage);
	suite_add_tcase(s, t);
	return s;
}
