/* SPDX-License-Identifier: BSD-2-Clause */
/* src/format/elf.c: what it reads, and each of its refusals. */
#include "tests/lib/test.h"

#include <errno.h>
#include <stdlib.h>

#include "format/elf.h"
#include "tests/lib/elf_build.h"
#include "tests/lib/guard.h"

static struct arena arena;
static struct elf elf;
static struct rawbpf_diag diag;
static struct elf_build build;
static uint32_t text, bss, rel, main_symbol, unknown;
static size_t size;

/* Code, a variable, a function, and a relocation of the code. */
static void make(bool big)
{
	static const uint8_t code[16] = { 0xb7, 0, 0, 0, 1, 0, 0, 0, 0x95 };

	elf_build_init(&build, big);
	text = elf_build_section(&build, "socket", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, code,
		sizeof(code));
	bss = elf_build_section(&build, ".bss", SHT_NOBITS, SHF_ALLOC | SHF_WRITE, NULL, 1 << 20);
	rel = elf_build_rel_section(&build, text);
	main_symbol = elf_build_symbol(&build, "main", STT_FUNC, text, 8, 16);
	unknown = elf_build_symbol(&build, "extern", STT_NOTYPE, SHN_UNDEF, 0, 0);
	elf_build_rel(&build, rel, 8, main_symbol, 10);
	elf_build_rel(&build, rel, 0, unknown, 1);
	elf_build_done(&build, &size);
}

static void setup(void)
{
	memset(&diag, 0, sizeof(diag));
	memset(&arena, 0, sizeof(arena));
	make(false);
}

static void teardown(void)
{
	elf_build_free(&build);
	arena_free(&arena);
}

static int parse(void)
{
	return elf_parse(&arena, "x.o", build.bytes, size, &elf, &diag);
}

static void assert_refused(const char *message)
{
	assert_err(parse(), -EINVAL);
	ck_assert_str_eq(diag.msg, message);
	ck_assert_int_eq(diag.stage, RAWBPF_STAGE_OPEN);
}

#define FILE_HEADER(field) offsetof(Elf64_Ehdr, field), sizeof(((Elf64_Ehdr *)0)->field)
#define SECTION_HEADER(i, field) \
	elf_build_header(i, offsetof(Elf64_Shdr, field)), sizeof(((Elf64_Shdr *)0)->field)

static void patch(size_t offset, size_t width, uint64_t value)
{
	elf_build_patch(&build, offset, value, width);
}

static void assert_contents(void)
{
	const struct elf_section *s;
	struct elf_rel r;

	assert_ok(parse());
	ck_assert_uint_eq(elf.section_cnt, 6);
	ck_assert_uint_eq(elf.machine, EM_BPF);
	s = elf_section_by_name(&elf, "socket");
	ck_assert_ptr_nonnull(s);
	ck_assert_uint_eq(s->index, text);
	ck_assert_uint_eq(s->bytes.size, 16);
	ck_assert_uint_eq(s->bytes.data[8], 0x95);
	ck_assert_uint_eq(s->flags, SHF_ALLOC | SHF_EXECINSTR);
	ck_assert_uint_eq(elf.symbol_cnt, 3);
	ck_assert_str_eq(elf.symbols[main_symbol].name, "main");
	ck_assert_uint_eq(elf.symbols[main_symbol].value, 8);
	ck_assert_uint_eq(elf.symbols[main_symbol].size, 16);
	ck_assert_uint_eq(elf.symbols[main_symbol].section, text);
	ck_assert_uint_eq(elf.symbols[main_symbol].type, STT_FUNC);
	ck_assert_uint_eq(elf.symbols[main_symbol].bind, STB_GLOBAL);
	s = elf_section_by_name(&elf, ".relsocket");
	ck_assert_uint_eq(s->info, text);
	ck_assert_uint_eq(elf_rel_cnt(s), 2);
	assert_ok(elf_rel_at(&elf, s, 0, &r, &diag));
	ck_assert_uint_eq(r.offset, 8);
	ck_assert_uint_eq(r.symbol, main_symbol);
	ck_assert_uint_eq(r.type, 10);
}

START_TEST(sections_symbols_and_relocations_are_read)
{
	assert_contents();
}
END_TEST

START_TEST(file_of_the_other_byte_order_reads_the_same)
{
	elf_build_free(&build);
	make(true);
	assert_contents();
}
END_TEST

/* Put main's section into a table of wide numbers; section 0 says how many sections there are. */
static uint32_t make_wide(bool big)
{
	uint32_t numbers[3] = { 0 }, wide;

	elf_build_free(&build);
	make(big);
	wide = elf_build_section(&build, ".symtab_shndx", SHT_SYMTAB_SHNDX, 0, numbers,
		sizeof(numbers));
	build.sections[wide].link = ELF_BUILD_SYMTAB;
	elf_build_done(&build, &size);
	patch(elf_build_offset(&build, wide) + main_symbol * 4, 4, text);
	patch(elf_build_offset(&build, ELF_BUILD_SYMTAB) + main_symbol * sizeof(Elf64_Sym) +
		offsetof(Elf64_Sym, st_shndx), 2, SHN_XINDEX);
	patch(FILE_HEADER(e_shnum), 0);
	patch(FILE_HEADER(e_shstrndx), SHN_XINDEX);
	patch(SECTION_HEADER(0, sh_size), 7);
	patch(SECTION_HEADER(0, sh_link), ELF_BUILD_STRTAB);
	return wide;
}

START_TEST(numbers_of_many_sections_are_in_other_places)
{
	make_wide(_i);
	assert_ok(parse());
	ck_assert_uint_eq(elf.section_cnt, 7);
	ck_assert_pstr_eq(elf.sections[text].name, "socket");
	ck_assert_uint_eq(elf.symbols[main_symbol].section, text);
	ck_assert_uint_eq(elf.symbols[unknown].section, SHN_UNDEF);
}
END_TEST

START_TEST(more_sections_than_fit_are_refused)
{
	make_wide(false);
	patch(SECTION_HEADER(0, sh_size), (1ULL << 58) + 1);
	assert_refused("x.o: ELF headers, offset 0x40: 288230376151711745 section headers do not "
		       "fit into the file");
}
END_TEST

START_TEST(a_wide_number_of_no_section_is_refused)
{
	uint32_t wide = make_wide(false);

	patch(elf_build_offset(&build, wide) + main_symbol * 4, 4, SHN_ABS);
	assert_err(parse(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, "symbol main is in section 65521, but there are 7"));
}
END_TEST

START_TEST(a_missing_wide_number_is_refused)
{
	uint32_t wide = make_wide(false);

	if (_i)
		patch(SECTION_HEADER(wide, sh_size), main_symbol * 4);
	else
		patch(SECTION_HEADER(wide, sh_link), text);
	assert_err(parse(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, "symbol main is in a section whose number is missing "
		"(SHT_SYMTAB_SHNDX)"));
}
END_TEST

/* All numbers are taken, also those that mean something else in 16 bits. */
START_TEST(a_symbol_can_be_in_section_65521)
{
	const uint32_t cnt = 70000, first = 64 + cnt * 64;
	uint8_t *many;
	Elf64_Shdr h;
	uint32_t i;

	/* as it was, but for code and symbols at the very end */
	make_wide(__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	size = first + build.size;
	many = calloc(1, size);
	memcpy(many, build.bytes, 64);
	memcpy(many + first, build.bytes, build.size);
	for (i = 0; i < 7; i++) {
		memcpy(&h, build.bytes + elf_build_header(i, 0), sizeof(h));
		h.sh_offset += first;
		h.sh_size = i ? h.sh_size : cnt;
		memcpy(many + elf_build_header(i == text ? SHN_ABS : i, 0), &h, sizeof(h));
	}
	i = SHN_ABS;
	memcpy(many + first + elf_build_offset(&build, 6) + main_symbol * 4, &i, 4);
	assert_ok(elf_parse(&arena, "x.o", many, size, &elf, &diag));
	ck_assert_uint_eq(elf.section_cnt, cnt);
	ck_assert_uint_eq(elf.symbols[main_symbol].section, SHN_ABS);
	ck_assert_pstr_eq(elf.sections[SHN_ABS].name, "socket");
	free(many);
}
END_TEST

START_TEST(section_without_bytes_has_a_size_and_no_data)
{
	const struct elf_section *s;

	assert_ok(parse());
	s = elf_section_by_name(&elf, ".bss");
	ck_assert_uint_eq(s->bytes.size, 1 << 20);
	ck_assert_ptr_null(s->bytes.data);
	ck_assert_uint_eq(elf_rel_cnt(s), 0);
}
END_TEST

START_TEST(section_that_is_not_there_is_not_found)
{
	assert_ok(parse());
	ck_assert_ptr_null(elf_section_by_name(&elf, ".maps"));
	ck_assert_ptr_null(elf_section_by_name(&elf, ""));
}
END_TEST

START_TEST(machine_0_of_old_compilers_is_accepted)
{
	patch(FILE_HEADER(e_machine), EM_NONE);
	assert_ok(parse());
}
END_TEST

START_TEST(file_at_an_odd_address_is_read)
{
	uint8_t copy[4096];

	ck_assert_uint_lt(size, sizeof(copy));
	memcpy(copy + 1, build.bytes, size);
	assert_ok(elf_parse(&arena, "x.o", copy + 1, size, &elf, &diag));
}
END_TEST

START_TEST(text_file_is_refused)
{
	assert_err(elf_parse(&arena, "x.c", "int main;", 9, &elf, &diag), -EINVAL);
	ck_assert_str_eq(diag.msg, "x.c: ELF headers, offset 0x0: not an ELF file");
}
END_TEST

START_TEST(empty_file_is_refused)
{
	assert_err(elf_parse(&arena, "x.o", "", 0, &elf, &diag), -EINVAL);
	ck_assert_str_eq(diag.msg, "x.o: ELF headers, offset 0x0: not an ELF file");
}
END_TEST

START_TEST(file_that_ends_inside_the_header_is_refused)
{
	size = 63;
	assert_refused("x.o: ELF headers, offset 0x0: the file ends inside the ELF header");
}
END_TEST

START_TEST(file_for_32_bits_is_refused)
{
	build.bytes[EI_CLASS] = ELFCLASS32;
	assert_refused(
		"x.o: ELF headers, offset 0x4: not a 64-bit ELF file, as BPF objects are");
}
END_TEST

START_TEST(unknown_byte_order_is_refused)
{
	build.bytes[EI_DATA] = 3;
	assert_refused("x.o: ELF headers, offset 0x5: byte order 3 is not known");
}
END_TEST

START_TEST(executable_is_refused)
{
	patch(FILE_HEADER(e_type), ET_EXEC);
	assert_refused("x.o: ELF headers, offset 0x10: not a relocatable object: give what "
		       "clang -target bpf -c wrote");
}
END_TEST

START_TEST(object_of_another_machine_is_refused)
{
	patch(FILE_HEADER(e_machine), EM_X86_64);
	assert_refused("x.o: ELF headers, offset 0x12: compiled for machine 62, not for BPF: "
		       "compile it with -target bpf");
}
END_TEST

START_TEST(section_headers_past_end_of_file_are_refused)
{
	patch(FILE_HEADER(e_shoff), size - 64);
	assert_refused("x.o: ELF headers, offset 0x230: 6 section headers do not fit into the file");
}
END_TEST

START_TEST(section_headers_far_past_end_of_file_are_refused)
{
	patch(FILE_HEADER(e_shoff), UINT64_MAX - 63);
	assert_refused("x.o: ELF headers, offset 0xffffffffffffffc0: "
		       "6 section headers do not fit into the file");
}
END_TEST

START_TEST(file_without_sections_is_refused)
{
	patch(FILE_HEADER(e_shnum), 0);
	assert_refused("x.o: ELF headers, offset 0x40: 0 section headers do not fit into the file");
}
END_TEST

START_TEST(section_headers_of_another_size_are_refused)
{
	patch(FILE_HEADER(e_shentsize), 40);
	assert_refused("x.o: ELF headers, offset 0x3a: a section header has 40 bytes, not 64");
}
END_TEST

START_TEST(section_past_end_of_file_is_refused)
{
	patch(SECTION_HEADER(text, sh_size), 0x10000);
	assert_err(parse(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, "x.o: section 3 (?), offset 0x"));
	ck_assert_ptr_nonnull(strstr(diag.msg, ": its 0x10000 bytes run past the end of the file (0x"));
}
END_TEST

START_TEST(section_whose_end_wraps_around_is_refused)
{
	patch(SECTION_HEADER(text, sh_offset), UINT64_MAX - 7);
	assert_err(parse(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, "its 0x10 bytes run past the end of the file"));
}
END_TEST

START_TEST(name_section_out_of_range_is_refused)
{
	patch(FILE_HEADER(e_shstrndx), 6);
	assert_refused("x.o: ELF headers, offset 0x3e: section 6 does not hold the sections' names");
}
END_TEST

START_TEST(name_section_that_holds_no_strings_is_refused)
{
	patch(FILE_HEADER(e_shstrndx), text);
	assert_refused("x.o: ELF headers, offset 0x3e: section 3 does not hold the sections' names");
}
END_TEST

START_TEST(section_name_out_of_range_is_refused)
{
	patch(SECTION_HEADER(text, sh_name), 0x1000);
	assert_refused("x.o: section 3 (?), offset 0x100: its name is outside the string section");
}
END_TEST

START_TEST(section_name_without_an_end_is_refused)
{
	size_t end = elf_build_offset(&build, ELF_BUILD_STRTAB) +
		build.sections[ELF_BUILD_STRTAB].size;

	build.bytes[end - 1] = 'x';
	patch(SECTION_HEADER(text, sh_name), build.sections[ELF_BUILD_STRTAB].size - 1);
	assert_refused("x.o: section 3 (?), offset 0x100: its name is outside the string section");
}
END_TEST

START_TEST(symbol_table_without_names_is_refused)
{
	patch(SECTION_HEADER(ELF_BUILD_SYMTAB, sh_link), text);
	assert_err(parse(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, "x.o: section 2 (.symtab), offset 0x"));
	ck_assert_ptr_nonnull(strstr(diag.msg, "section 3 does not hold the symbols' names"));
}
END_TEST

START_TEST(symbol_table_with_names_out_of_range_is_refused)
{
	patch(SECTION_HEADER(ELF_BUILD_SYMTAB, sh_link), 6);
	assert_err(parse(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, "section 6 does not hold the symbols' names"));
}
END_TEST

START_TEST(second_symbol_table_is_refused)
{
	patch(SECTION_HEADER(text, sh_type), SHT_SYMTAB);
	patch(SECTION_HEADER(text, sh_size), 0);
	assert_err(parse(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, "section 3 (socket), offset 0x"));
	ck_assert_ptr_nonnull(strstr(diag.msg, ": a second symbol table"));
}
END_TEST

START_TEST(part_of_a_symbol_is_refused)
{
	patch(SECTION_HEADER(ELF_BUILD_SYMTAB, sh_size), 40);
	assert_err(parse(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, ": size 0x28 is not a number of symbols"));
}
END_TEST

START_TEST(symbol_name_out_of_range_is_refused)
{
	patch(elf_build_offset(&build, ELF_BUILD_SYMTAB) + sizeof(Elf64_Sym), 4, 0x1000);
	assert_err(parse(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, ": a symbol's name is outside the string section"));
}
END_TEST

START_TEST(symbol_of_a_missing_section_is_refused)
{
	patch(elf_build_offset(&build, ELF_BUILD_SYMTAB) + sizeof(Elf64_Sym) +
		offsetof(Elf64_Sym, st_shndx), 2, 6);
	assert_err(parse(), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, ": symbol main is in section 6, but there are 6"));
}
END_TEST

START_TEST(symbol_of_a_reserved_section_is_read)
{
	patch(elf_build_offset(&build, ELF_BUILD_SYMTAB) + sizeof(Elf64_Sym) +
		offsetof(Elf64_Sym, st_shndx), 2, SHN_COMMON);
	assert_ok(parse());
	ck_assert_uint_eq(elf.symbols[main_symbol].section, ELF_SPECIAL | SHN_COMMON);
}
END_TEST

START_TEST(file_without_symbol_table_is_refused)
{
	patch(SECTION_HEADER(ELF_BUILD_SYMTAB, sh_type), SHT_PROGBITS);
	assert_refused("x.o: ELF headers, offset 0x0: no symbol table (strip -g keeps it)");
}
END_TEST

START_TEST(symbol_table_without_bytes_is_refused)
{
	patch(SECTION_HEADER(ELF_BUILD_STRTAB, sh_type), SHT_NOBITS);
	assert_refused("x.o: ELF headers, offset 0x3e: section 1 does not hold the sections' names");
}
END_TEST

START_TEST(relocation_of_a_missing_symbol_is_refused)
{
	struct elf_rel r;

	patch(elf_build_offset(&build, rel) + 8, 8, ELF64_R_INFO(3ULL, 1));
	assert_ok(parse());
	assert_err(elf_rel_at(&elf, &elf.sections[rel], 0, &r, &diag), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, "x.o: section 5 (.relsocket), offset 0x"));
	ck_assert_ptr_nonnull(strstr(diag.msg, "a relocation names symbol 3, but there are 3"));
}
END_TEST

START_TEST(relocation_past_the_last_is_refused)
{
	struct elf_rel r;

	assert_ok(parse());
	assert_err(elf_rel_at(&elf, &elf.sections[rel], 2, &r, &diag), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, ": relocation 2 is outside the section"));
}
END_TEST

START_TEST(relocation_of_a_section_without_bytes_is_refused)
{
	struct elf_rel r;

	assert_ok(parse());
	assert_err(elf_rel_at(&elf, &elf.sections[bss], 1, &r, &diag), -EINVAL);
	ck_assert_ptr_nonnull(strstr(diag.msg, ": relocation 1 is outside the section"));
}
END_TEST

/* Look at every byte that parsing has vouched for. */
static void use(const struct elf *e)
{
	const struct elf_section *s;
	volatile size_t sum = 0;
	struct elf_rel r;
	uint32_t i, n;

	for (i = 1; i < e->section_cnt; i++) {
		s = &e->sections[i];
		sum += strlen(s->name);
		for (n = 0; s->bytes.data && n < s->bytes.size; n++)
			sum += s->bytes.data[n];
		for (n = 0; n < elf_rel_cnt(s); n++)
			if (!elf_rel_at(e, s, n, &r, NULL))
				sum += strlen(e->symbols[r.symbol].name);
	}
	for (i = 0; i < e->symbol_cnt; i++)
		sum += strlen(e->symbols[i].name);
	(void)sum;
	elf_section_by_name(e, "no such section");
}

static void parse_guarded(const uint8_t *bytes, size_t n)
{
	void *copy = guard_copy(bytes, n);
	struct elf e;

	if (!elf_parse(&arena, "x.o", copy, n, &e, NULL))
		use(&e);
	guard_free(copy, n);
	arena_free(&arena);
}

START_TEST(no_truncation_is_read_past_its_end)
{
	size_t n;

	elf_build_free(&build);
	make(_i);
	for (n = 0; n <= size; n++)
		parse_guarded(build.bytes, n);
}
END_TEST

START_TEST(no_changed_byte_does_harm)
{
	static const uint8_t changes[] = { 0x01, 0x08, 0x80, 0xff, 0x7f };
	size_t n, i;

	elf_build_free(&build);
	make(_i);
	for (n = 0; n < size; n++) {
		for (i = 0; i < sizeof(changes); i++) {
			build.bytes[n] ^= changes[i];
			parse_guarded(build.bytes, size);
			build.bytes[n] ^= changes[i];
		}
	}
}
END_TEST

static void add_headers(TCase *t)
{
	tcase_add_test(t, sections_symbols_and_relocations_are_read);
	tcase_add_test(t, file_of_the_other_byte_order_reads_the_same);
	tcase_add_loop_test(t, numbers_of_many_sections_are_in_other_places, 0, 2);
	tcase_add_test(t, more_sections_than_fit_are_refused);
	tcase_add_test(t, a_wide_number_of_no_section_is_refused);
	tcase_add_loop_test(t, a_missing_wide_number_is_refused, 0, 2);
	tcase_add_test(t, a_symbol_can_be_in_section_65521);
	tcase_add_test(t, section_without_bytes_has_a_size_and_no_data);
	tcase_add_test(t, section_that_is_not_there_is_not_found);
	tcase_add_test(t, machine_0_of_old_compilers_is_accepted);
	tcase_add_test(t, file_at_an_odd_address_is_read);
	tcase_add_test(t, text_file_is_refused);
	tcase_add_test(t, empty_file_is_refused);
	tcase_add_test(t, file_that_ends_inside_the_header_is_refused);
	tcase_add_test(t, file_for_32_bits_is_refused);
	tcase_add_test(t, unknown_byte_order_is_refused);
	tcase_add_test(t, executable_is_refused);
	tcase_add_test(t, object_of_another_machine_is_refused);
	tcase_add_test(t, section_headers_past_end_of_file_are_refused);
	tcase_add_test(t, section_headers_far_past_end_of_file_are_refused);
	tcase_add_test(t, file_without_sections_is_refused);
	tcase_add_test(t, section_headers_of_another_size_are_refused);
}

static void add_sections(TCase *t)
{
	tcase_add_test(t, section_past_end_of_file_is_refused);
	tcase_add_test(t, section_whose_end_wraps_around_is_refused);
	tcase_add_test(t, name_section_out_of_range_is_refused);
	tcase_add_test(t, name_section_that_holds_no_strings_is_refused);
	tcase_add_test(t, section_name_out_of_range_is_refused);
	tcase_add_test(t, section_name_without_an_end_is_refused);
	tcase_add_test(t, symbol_table_without_names_is_refused);
	tcase_add_test(t, symbol_table_with_names_out_of_range_is_refused);
	tcase_add_test(t, second_symbol_table_is_refused);
	tcase_add_test(t, part_of_a_symbol_is_refused);
	tcase_add_test(t, symbol_name_out_of_range_is_refused);
	tcase_add_test(t, symbol_of_a_missing_section_is_refused);
	tcase_add_test(t, symbol_of_a_reserved_section_is_read);
	tcase_add_test(t, file_without_symbol_table_is_refused);
	tcase_add_test(t, symbol_table_without_bytes_is_refused);
	tcase_add_test(t, relocation_of_a_missing_symbol_is_refused);
	tcase_add_test(t, relocation_past_the_last_is_refused);
	tcase_add_test(t, relocation_of_a_section_without_bytes_is_refused);
	tcase_add_loop_test(t, no_truncation_is_read_past_its_end, 0, 2);
	tcase_add_loop_test(t, no_changed_byte_does_harm, 0, 2);
}

Suite *test_suite(void)
{
	Suite *s = suite_create("elf");
	TCase *headers = tcase_create("headers"), *sections = tcase_create("sections");

	tcase_add_checked_fixture(headers, setup, teardown);
	tcase_add_checked_fixture(sections, setup, teardown);
	add_headers(headers);
	add_sections(sections);
	suite_add_tcase(s, headers);
	suite_add_tcase(s, sections);
	return s;
}
