/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ELF64 objects made in memory, in either byte order, good or bad: nothing is checked. A new one is
 * a relocatable BPF object that has section 0, .strtab (1), .symtab (2) and symbol 0.
 *
 *	elf_build_init(&e, false);
 *	text = elf_build_section(&e, "socket", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, code, 16);
 *	main = elf_build_symbol(&e, "main", STT_FUNC, text, 0, 16);
 *	elf_build_rel(&e, elf_build_rel_section(&e, text), 8, main, 1);
 *	bytes = elf_build_done(&e, &size);
 *	elf_build_free(&e);
 *
 * Layout: the file header, the section headers, then the sections in their order, so that
 * section i's header is at 64 + 64 * i and elf_build_patch() can spoil what it likes.
 */
#ifndef ELF_BUILD_H
#define ELF_BUILD_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ELF_BUILD_SECTIONS 32

enum { ELF_BUILD_STRTAB = 1, ELF_BUILD_SYMTAB = 2 };

struct elf_build_section {
	uint32_t name, type, link, info;
	uint64_t flags, entsize, size;
	uint8_t *bytes; /* none in SHT_NOBITS */
};

struct elf_build {
	bool big;
	uint32_t section_cnt, symbol_cnt;
	struct elf_build_section sections[ELF_BUILD_SECTIONS];
	uint8_t *bytes; /* what elf_build_done() made */
	size_t size;
};

void elf_build_init(struct elf_build *e, bool big);
void elf_build_free(struct elf_build *e);
const uint8_t *elf_build_done(struct elf_build *e, size_t *size);

/* bytes NULL: zeros, or for SHT_NOBITS nothing */
uint32_t elf_build_section(struct elf_build *e, const char *name, uint32_t type, uint64_t flags,
	const void *bytes, size_t size);
uint32_t elf_build_symbol(struct elf_build *e, const char *name, uint8_t type, uint16_t section,
	uint64_t value, uint64_t size);
/* ".rel" and the name of the section it changes */
uint32_t elf_build_rel_section(struct elf_build *e, uint32_t section);
void elf_build_rel(struct elf_build *e, uint32_t rel_section, uint64_t offset, uint32_t symbol,
	uint32_t type);

/* After elf_build_done(): another number of `size` bytes at `offset`, in the file's byte order. */
void elf_build_patch(struct elf_build *e, size_t offset, uint64_t value, int size);
/* Where a field of a section's header is, as offsetof(Elf64_Shdr, ...). */
size_t elf_build_header(uint32_t section, size_t field);
/* Where a section's bytes are. */
size_t elf_build_offset(const struct elf_build *e, uint32_t section);

#endif
