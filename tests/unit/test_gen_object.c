/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * src/gen: objects made by hand and linked, in both byte orders; what is refused, and how. What
 * compilers make is linked in tests/cli/gen.sh, and run in tests/kernel/test_gen.c.
 */
#include "tests/lib/test.h"

#include <endian.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>

#include "format/elf.h"
#include "gen/object.h"
#include "tests/lib/elf_build.h"

#define CODE (SHF_ALLOC | SHF_EXECINSTR)
#define DATA (SHF_ALLOC | SHF_WRITE)

static struct arena arena;
static struct elf_build build[2];
static struct rawbpf_diag diag;
static struct elf out;

static void setup(void)
{
	memset(&arena, 0, sizeof(arena));
	elf_build_init(&build[0], false);
	elf_build_init(&build[1], false);
}

static void teardown(void)
{
	elf_build_free(&build[0]);
	elf_build_free(&build[1]);
	arena_free(&arena);
}

static void big_endian(void)
{
	teardown();
	memset(&arena, 0, sizeof(arena));
	elf_build_init(&build[0], true);
	elf_build_init(&build[1], true);
}

/* After elf_build_done() and its patches. */
static int link_done(uint32_t cnt)
{
	struct gen_file files[2] = { { "a.o", build[0].bytes, build[0].size },
		{ "b.o", build[1].bytes, build[1].size } };
	uint64_t size = 0;
	void *bytes = NULL;
	int err;

	memset(&diag, 0, sizeof(diag));
	err = gen_object(&arena, files, cnt, &bytes, &size, &diag);
	return err ? err : elf_parse(&arena, "out.o", bytes, size, &out, &diag);
}

static void finish(void)
{
	size_t size;

	elf_build_done(&build[0], &size);
	elf_build_done(&build[1], &size);
}

static void link_both(void)
{
	finish();
	ck_assert_msg(!link_done(2), "%s", diag.msg);
}

static void assert_refused(const char *message)
{
	int err = link_done(2);

	ck_assert_msg(err < 0, "not refused: %s", message);
	ck_assert_str_eq(diag.msg, message);
	ck_assert_int_eq(diag.err, err);
}

static const struct elf_section *section(const char *name)
{
	const struct elf_section *s = elf_section_by_name(&out, name);

	ck_assert_msg(s != NULL, "no section %s", name);
	return s;
}

static const struct elf_symbol *symbol(const char *name)
{
	uint32_t i;

	for (i = 1; i < out.symbol_cnt; i++)
		if (!strcmp(out.symbols[i].name, name))
			return &out.symbols[i];
	ck_abort_msg("no symbol %s", name);
}

static uint32_t word(const struct elf_section *s, uint64_t offset)
{
	const void *at = bytes_at(&s->bytes, offset, 4);

	ck_assert_ptr_nonnull(at);
	return bytes_u32(&out.file, at);
}

static void set_align(int i, uint32_t index, uint64_t align)
{
	elf_build_patch(&build[i], elf_build_header(index, offsetof(Elf64_Shdr, sh_addralign)), align,
		8);
}

/* Change a byte of a symbol: its binding and type, or its visibility. */
static void set_symbol(int i, uint32_t index, size_t field, uint8_t value)
{
	elf_build_patch(&build[i], elf_build_offset(&build[i], ELF_BUILD_SYMTAB) +
		index * sizeof(Elf64_Sym) + field, value, 1);
}

static void bind(int i, uint32_t index, uint8_t how, uint8_t type)
{
	set_symbol(i, index, offsetof(Elf64_Sym, st_info), ELF64_ST_INFO(how, type));
}

START_TEST(sections_of_one_name_stand_behind_each_other_aligned)
{
	uint32_t a = elf_build_section(&build[0], ".data", SHT_PROGBITS, DATA, "abc", 3);
	uint32_t b = elf_build_section(&build[1], ".data", SHT_PROGBITS, DATA, "xyz", 3);

	elf_build_symbol(&build[1], "y", STT_OBJECT, b, 1, 1);
	finish();
	set_align(0, a, 2);
	set_align(1, b, 16);
	ck_assert_msg(!link_done(2), "%s", diag.msg);
	ck_assert_uint_eq(section(".data")->bytes.size, 19);
	ck_assert_mem_eq(section(".data")->bytes.data, "abc\0\0\0\0\0\0\0\0\0\0\0\0\0xyz", 19);
	ck_assert_uint_eq(section(".data")->align, 16);
	ck_assert_uint_eq(symbol("y")->value, 17);
}
END_TEST

START_TEST(zeros_take_no_room_in_the_file)
{
	uint32_t b;

	elf_build_section(&build[0], ".bss", SHT_NOBITS, DATA, NULL, 100 << 20);
	b = elf_build_section(&build[1], ".bss", SHT_NOBITS, DATA, NULL, 100 << 20);
	elf_build_symbol(&build[1], "y", STT_OBJECT, b, 8, 8);
	link_both();
	ck_assert_uint_eq(section(".bss")->bytes.size, 200 << 20);
	ck_assert_uint_eq(symbol("y")->value, (100 << 20) + 8);
	ck_assert_uint_lt(out.file.size, 4096);
}
END_TEST

START_TEST(a_license_is_kept_once)
{
	uint32_t a = elf_build_section(&build[0], "license", SHT_PROGBITS, DATA, "GPL", 4);
	uint32_t b = elf_build_section(&build[1], "license", SHT_PROGBITS, DATA, "GPL", 4);

	elf_build_symbol(&build[0], "_license", STT_OBJECT, a, 0, 4);
	elf_build_symbol(&build[1], "_license", STT_OBJECT, b, 0, 4);
	link_both();
	ck_assert_uint_eq(section("license")->bytes.size, 4);
	ck_assert_uint_eq(symbol("_license")->size, 4);
}
END_TEST

/* call 1 instruction on; ldimm64 4; exit */
static const uint64_t little_code[] = { 0x0000000100001085, 0x0000000400000118, 0, 0x95 };
static const uint64_t big_code[] = { 0x8501000000000001, 0x1810000000000004, 0, 0x9500000000000000 };

static void build_code(struct elf_build *e)
{
	uint32_t text, data, rel, of_text, of_data;
	uint8_t bytes[32];
	size_t i, n;

	for (i = 0; i < 4; i++)
		for (n = 0; n < 8; n++)
			bytes[i * 8 + n] = e->big ? big_code[i] >> (56 - 8 * n)
						  : little_code[i] >> 8 * n;
	text = elf_build_section(e, "socket", SHT_PROGBITS, CODE, bytes, 32);
	data = elf_build_section(e, ".data", SHT_PROGBITS, DATA, NULL, 12);
	of_text = elf_build_symbol(e, "", STT_SECTION, text, 0, 0);
	of_data = elf_build_symbol(e, "", STT_SECTION, data, 0, 0);
	rel = elf_build_rel_section(e, text);
	elf_build_rel(e, rel, 0, of_text, 10);
	elf_build_rel(e, rel, 8, of_data, 1);
	rel = elf_build_rel_section(e, data);
	elf_build_rel(e, rel, 0, of_text, 2);
	elf_build_rel(e, rel, 8, of_text, 3);
}

START_TEST(distances_from_the_start_of_a_section_grow)
{
	const struct elf_section *s;
	struct elf_rel r;

	if (_i)
		big_endian();
	build_code(&build[0]);
	build_code(&build[1]);
	link_both();
	s = section("socket");
	ck_assert_uint_eq(s->bytes.size, 64);
	ck_assert_uint_eq(word(s, 4), 1);
	ck_assert_uint_eq(word(s, 12), 4);
	ck_assert_uint_eq(word(s, 32 + 4), 1 + 4);
	ck_assert_uint_eq(word(s, 32 + 12), 4 + 16); /* data is aligned to 8 */
	s = section(".data");
	ck_assert_uint_eq(word(s, 16 + (_i ? 4 : 0)), 32);
	ck_assert_uint_eq(word(s, 16 + 8), 32);
	s = section(".relsocket");
	ck_assert_uint_eq(elf_rel_cnt(s), 4);
	assert_ok(elf_rel_at(&out, s, 3, &r, &diag));
	ck_assert_uint_eq(r.offset, 40);
	ck_assert_uint_eq(out.symbols[r.symbol].section, section(".data")->index);
}
END_TEST

/* Its entries are places in the section of the code. */
START_TEST(a_jump_table_moves_with_its_code_and_keeps_its_name_to_itself)
{
	const uint64_t table[] = { htole64(8), htole64(24) };
	const struct elf_section *s;
	uint32_t i, text, jumps, sym;

	for (i = 0; i < 2; i++) {
		text = elf_build_section(&build[i], "socket", SHT_PROGBITS, CODE, little_code, 32);
		jumps = elf_build_section(&build[i], ".jumptables", SHT_PROGBITS, 0, table, 16);
		sym = elf_build_symbol(&build[i], "BPF.JT.0.0", STT_OBJECT, jumps, 0, 16);
		text = elf_build_rel_section(&build[i], text);
		elf_build_rel(&build[i], text, 8, sym, 1);
		elf_build_rel(&build[i], text, 8, sym, 1);
	}
	link_both();
	s = section(".jumptables");
	ck_assert_uint_eq(s->bytes.size, 32);
	ck_assert_uint_eq(word(s, 8), 24);
	ck_assert_uint_eq(word(s, 16), 8 + 32);
	ck_assert_uint_eq(word(s, 24), 24 + 32);
}
END_TEST

/* A function f in both files, of one instruction; its size tells them apart. */
static void build_functions(uint32_t *a, uint32_t *b)
{
	uint32_t text = elf_build_section(&build[0], ".text", SHT_PROGBITS, CODE, NULL, 8);

	*a = elf_build_symbol(&build[0], "f", STT_FUNC, text, 0, 8);
	text = elf_build_section(&build[1], ".text", SHT_PROGBITS, CODE, NULL, 24);
	*b = elf_build_symbol(&build[1], "f", STT_FUNC, text, 8, 16);
	finish();
}

static const struct {
	uint8_t first, second;
	uint64_t size; /* of the one that wins */
} meetings[] = {
	{ STB_WEAK, STB_GLOBAL, 16 },
	{ STB_GLOBAL, STB_WEAK, 8 },
	{ STB_WEAK, STB_WEAK, 8 },
};

START_TEST(a_weak_definition_loses_in_either_order)
{
	uint32_t a, b;

	build_functions(&a, &b);
	bind(0, a, meetings[_i].first, STT_FUNC);
	bind(1, b, meetings[_i].second, STT_FUNC);
	ck_assert_msg(!link_done(2), "%s", diag.msg);
	ck_assert_uint_eq(symbol("f")->size, meetings[_i].size);
	ck_assert_uint_eq(symbol("f")->value, meetings[_i].size == 16 ? 16 : 0);
	ck_assert_uint_eq(section(".text")->bytes.size, 32);
}
END_TEST

START_TEST(the_stricter_visibility_wins)
{
	uint32_t a, b;

	build_functions(&a, &b);
	bind(1, b, STB_WEAK, STT_FUNC);
	set_symbol(1, b, offsetof(Elf64_Sym, st_other), STV_HIDDEN);
	ck_assert_msg(!link_done(2), "%s", diag.msg);
	ck_assert_uint_eq(symbol("f")->size, 8);
	ck_assert_uint_eq(symbol("f")->visibility, STV_HIDDEN);
}
END_TEST

START_TEST(two_strong_definitions_are_refused)
{
	uint32_t a, b;

	build_functions(&a, &b);
	assert_refused("b.o: section 3 (.text): conflicting non-weak symbol f, which a.o defines too: "
		       "make one of them weak or static");
}
END_TEST

START_TEST(what_a_symbol_cannot_be_is_refused)
{
	uint32_t a, b;

	build_functions(&a, &b);
	bind(1, b, 10, STT_FUNC);
	assert_refused("b.o: section 3 (.text): symbol f: binding 10 is not local, global or weak");
	bind(1, b, STB_WEAK, STT_TLS);
	assert_refused("b.o: section 3 (.text): symbol f is of type 6, which BPF programs do not have");
	bind(1, b, STB_WEAK, STT_FUNC);
	set_symbol(1, b, offsetof(Elf64_Sym, st_other), STV_PROTECTED);
	assert_refused("b.o: section 3 (.text): symbol f: visibility 3 is not default or hidden");
}
END_TEST

static void one_byte_order(void)
{
	elf_build_free(&build[1]);
	elf_build_init(&build[1], true);
}

static void no_btf(void)
{
	elf_build_symbol(&build[1], "x", STT_NOTYPE, SHN_UNDEF, 0, 0);
}

static void common(void)
{
	elf_build_symbol(&build[1], "x", STT_OBJECT, SHN_COMMON, 4, 4);
}

static void license(void)
{
	elf_build_section(&build[0], "license", SHT_PROGBITS, DATA, "GPL", 4);
	elf_build_section(&build[1], "license", SHT_PROGBITS, DATA, "MIT", 4);
}

static void type(void)
{
	elf_build_section(&build[0], ".bss", SHT_PROGBITS, DATA, NULL, 4);
	elf_build_section(&build[1], ".bss", SHT_NOBITS, DATA, NULL, 4);
}

static void flags(void)
{
	elf_build_section(&build[0], ".data", SHT_PROGBITS, DATA, NULL, 4);
	elf_build_section(&build[1], ".data", SHT_PROGBITS, SHF_ALLOC, NULL, 4);
}

static void half_an_instruction(void)
{
	elf_build_section(&build[1], ".text", SHT_PROGBITS, CODE, NULL, 4);
}

static void too_large(void)
{
	elf_build_section(&build[0], ".bss", SHT_NOBITS, DATA, NULL, 1 << 29);
	elf_build_section(&build[1], ".bss", SHT_NOBITS, DATA, NULL, (1 << 29) + 1);
}

static void unknown_section(void)
{
	elf_build_section(&build[1], ".init_array", SHT_INIT_ARRAY, DATA, NULL, 8);
}

static void outside(void)
{
	uint32_t s = elf_build_section(&build[1], ".data", SHT_PROGBITS, DATA, NULL, 4);

	elf_build_symbol(&build[1], "x", STT_OBJECT, s, 5, 4);
}

static void relocate(uint64_t offset, uint32_t rel_type, const char *to)
{
	uint32_t s = elf_build_section(&build[1], ".data", SHT_PROGBITS, DATA, NULL, 8), sym;
	uint32_t other = elf_build_section(&build[1], to, SHT_PROGBITS, SHF_ALLOC, NULL, 8);

	sym = elf_build_symbol(&build[1], "x", STT_OBJECT, other, 0, 4);
	s = elf_build_rel_section(&build[1], s);
	elf_build_rel(&build[1], s, offset, sym, rel_type);
}

static void rel_type(void)
{
	relocate(0, 4, ".rodata");
}

static void rel_place(void)
{
	relocate(1, 2, ".rodata");
}

static void rel_target(void)
{
	relocate(0, 2, ".debug_info");
}

static const struct {
	void (*build)(void);
	const char *message;
} refusals[] = {
	{ one_byte_order, "b.o: is of another byte order than a.o" },
	{ no_btf, "b.o: no BTF says what the extern symbol x is: compile with -g" },
	{ common, "b.o: variable x: give it an initial value" },
	{ license, "b.o: section 3 (license): differs from the license of a file before: all must have "
		   "the same" },
	{ type, "b.o: section 3 (.bss): has another type than the same section of a file before: "
		"rename one" },
	{ flags, "b.o: section 3 (.data): has another set of flags than the same section of a file "
		 "before: rename one" },
	{ half_an_instruction, "b.o: section 3 (.text): not a whole number of instructions" },
	{ too_large, "b.o: section 3 (.bss): together they are larger than 1 GiB" },
	{ unknown_section, "b.o: section 3 (.init_array): of type 0xe, which rawbpf does not know" },
	{ outside, "b.o: section 3 (.data): symbol x is not inside" },
	{ rel_type, "b.o: section 3 (.data): offset 0x0: relocation to symbol x is of a type that "
		    "rawbpf does not know" },
	{ rel_place, "b.o: section 3 (.data): offset 0x1: relocation to symbol x is not inside the "
		     "section" },
	{ rel_target, "b.o: section 3 (.data): offset 0x0: relocation to symbol x refers to a section "
		      "that is left out" },
};

START_TEST(what_does_not_fit_is_refused_in_a_sentence)
{
	refusals[_i].build();
	finish();
	assert_refused(refusals[_i].message);
}
END_TEST

#define CNT(a) (sizeof(a) / sizeof(*(a)))

START_TEST(more_sections_than_can_be_written_are_refused)
{
	const uint32_t cnt = 65280, headers = sizeof(Elf64_Ehdr);
	uint32_t names = headers + cnt * sizeof(Elf64_Shdr), symbols = names + cnt * 8, i;
	Elf64_Shdr *h;
	uint8_t *many = calloc(1, symbols + sizeof(Elf64_Sym));
	bool big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
	size_t size;

	elf_build_free(&build[0]);
	elf_build_init(&build[0], big);
	memcpy(many, elf_build_done(&build[0], &size), headers);
	((Elf64_Ehdr *)many)->e_shnum = 0;
	h = (Elf64_Shdr *)(many + headers);
	h->sh_size = cnt;
	for (i = 1; i < cnt; i++) {
		h[i].sh_type = SHT_PROGBITS;
		h[i].sh_name = i * 8;
		snprintf((char *)many + names + i * 8, 8, "s%u", i);
	}
	h[1].sh_type = SHT_STRTAB;
	h[1].sh_offset = names;
	h[1].sh_size = cnt * 8;
	h[2].sh_type = SHT_SYMTAB;
	h[2].sh_link = 1;
	h[2].sh_offset = symbols;
	h[2].sh_size = sizeof(Elf64_Sym);
	free(build[0].bytes);
	build[0].bytes = many;
	build[0].size = symbols + sizeof(Elf64_Sym);
	ck_assert_int_eq(link_done(1), -E2BIG);
	ck_assert_str_eq(diag.msg, "a.o: linked it has 65279 sections, and rawbpf writes at most "
		"65278: compile without -ffunction-sections");
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("gen_object");
	TCase *t = tcase_create("linking");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, sections_of_one_name_stand_behind_each_other_aligned);
	tcase_add_test(t, zeros_take_no_room_in_the_file);
	tcase_add_test(t, a_license_is_kept_once);
	tcase_add_loop_test(t, distances_from_the_start_of_a_section_grow, 0, 2);
	tcase_add_test(t, a_jump_table_moves_with_its_code_and_keeps_its_name_to_itself);
	tcase_add_loop_test(t, a_weak_definition_loses_in_either_order, 0, CNT(meetings));
	tcase_add_test(t, the_stricter_visibility_wins);
	tcase_add_test(t, two_strong_definitions_are_refused);
	tcase_add_test(t, what_a_symbol_cannot_be_is_refused);
	tcase_add_test(t, more_sections_than_can_be_written_are_refused);
	tcase_add_loop_test(t, what_does_not_fit_is_refused_in_a_sentence, 0, CNT(refusals));
	suite_add_tcase(s, t);
	return s;
}
