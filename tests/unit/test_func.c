/* SPDX-License-Identifier: BSD-2-Clause */
/* src/link/func.c: what old compilers wrote, sections with labels and without functions. */
#include "tests/lib/test.h"

#include <elf.h>
#include <stdlib.h>

#include "asm/insn.h"
#include "link/unit.h"
#include "tests/lib/elf_build.h"

static const struct bpf_insn nothing[] = { BPF_MOV64_IMM(BPF_REG_0, 0), BPF_EXIT_INSN() };
static const bool big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;

static struct arena arena;
static struct unit unit;

static void teardown(void)
{
	arena_free(&arena);
}

static void label(struct elf_build *e, const char *name, uint32_t section, uint64_t place)
{
	elf_build_symbol(e, name, STT_NOTYPE, section, place, 0);
}

START_TEST(a_section_without_functions_is_named_after_the_label_at_its_start)
{
	uint32_t section[3], i;
	const uint8_t *bytes;
	struct elf_build e;
	size_t size;

	elf_build_init(&e, big);
	for (i = 0; i < 3; i++)
		section[i] = elf_build_section(&e, i < 2 ? "socket" : "xdp", SHT_PROGBITS,
			SHF_ALLOC | SHF_EXECINSTR, nothing, sizeof(nothing));
	label(&e, "second", section[1], 0);
	label(&e, "inside", section[0], 8);
	label(&e, "first", section[0], 0);
	label(&e, "nowhere", SHN_ABS, 0);
	bytes = elf_build_done(&e, &size);
	assert_ok(unit_parse(&unit, &arena, "x.o", "x", bytes, size, NULL));
	ck_assert_uint_eq(unit.prog_cnt, 3);
	ck_assert_str_eq(unit.funcs[0].name, "first");
	ck_assert_str_eq(unit.funcs[1].name, "second");
	ck_assert_str_eq(unit.funcs[2].name, "xdp");
	elf_build_free(&e);
}
END_TEST

/* ---- as many as a file can have ---- */

static const char names[] = "\0socket\0label";

struct head {
	Elf64_Ehdr file;
	struct bpf_insn code[2];
	char names[16];
};

static void fill_section(Elf64_Shdr *s, uint32_t type, uint64_t offset, uint64_t size)
{
	s->sh_type = type;
	s->sh_offset = offset;
	s->sh_size = size;
}

/* Sections of the same code, each with a label: strings, symbols, then they. */
static void *make(uint32_t cnt, size_t *size)
{
	const uint64_t sections = sizeof(struct head), symbols = sections + (cnt + 3ULL) * 64;
	uint8_t *bytes = calloc(1, *size = symbols + (cnt + 1ULL) * sizeof(Elf64_Sym));
	struct head *h = (void *)bytes;
	Elf64_Shdr *s = (void *)(bytes + sections);
	Elf64_Sym *sym = (void *)(bytes + symbols);
	uint32_t i;

	memcpy(h->file.e_ident, "\177ELF\2\1\1", 7);
	h->file.e_ident[EI_DATA] = big ? ELFDATA2MSB : ELFDATA2LSB;
	h->file.e_type = ET_REL;
	h->file.e_machine = 247; /* EM_BPF */
	h->file.e_version = 1;
	h->file.e_shoff = sections;
	h->file.e_shentsize = sizeof(*s);
	h->file.e_shnum = cnt + 3;
	h->file.e_shstrndx = 1;
	memcpy(h->code, nothing, sizeof(nothing));
	memcpy(h->names, names, sizeof(names));
	fill_section(&s[1], SHT_STRTAB, offsetof(struct head, names), sizeof(names));
	fill_section(&s[2], SHT_SYMTAB, symbols, (cnt + 1ULL) * sizeof(*sym));
	s[2].sh_link = 1;
	s[2].sh_entsize = sizeof(*sym);
	for (i = 3; i < cnt + 3; i++) {
		fill_section(&s[i], SHT_PROGBITS, offsetof(struct head, code), sizeof(nothing));
		s[i].sh_name = 1;
		s[i].sh_flags = SHF_ALLOC | SHF_EXECINSTR;
		sym[i - 2].st_name = 8;
		sym[i - 2].st_info = ELF64_ST_INFO(STB_GLOBAL, STT_NOTYPE);
		sym[i - 2].st_shndx = i;
	}
	return bytes;
}

/* That it takes no longer than it must is measured by `make bench`. */
START_TEST(as_many_sections_as_a_file_can_number_are_programs_each)
{
	const uint32_t cnt = 60000;
	size_t size;
	void *bytes = make(cnt, &size);

	assert_ok(unit_parse(&unit, &arena, "x.o", "x", bytes, size, NULL));
	ck_assert_uint_eq(unit.prog_cnt, cnt);
	ck_assert_str_eq(unit.funcs[cnt - 1].name, "label");
	free(bytes);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("func");
	TCase *t = tcase_create("labels");

	tcase_add_checked_fixture(t, NULL, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_section_without_functions_is_named_after_the_label_at_its_start);
	tcase_add_test(t, as_many_sections_as_a_file_can_number_are_programs_each);
	suite_add_tcase(s, t);
	return s;
}
