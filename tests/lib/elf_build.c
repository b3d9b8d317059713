/* SPDX-License-Identifier: BSD-2-Clause */
#include "elf_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(const struct elf_build *e, uint8_t *at, uint64_t v, int size)
{
	int i;

	for (i = 0; i < size; i++)
		at[i] = v >> (e->big ? size - 1 - i : i) * 8;
}

static uint8_t *append(struct elf_build_section *s, size_t size)
{
	s->bytes = realloc(s->bytes, s->size + size);
	memset(s->bytes + s->size, 0, size);
	s->size += size;
	return s->bytes + s->size - size;
}

static uint32_t string(struct elf_build *e, const char *s)
{
	struct elf_build_section *strings = &e->sections[ELF_BUILD_STRTAB];
	uint32_t at = strings->size;

	if (!*s && at)
		return 0;
	memcpy(append(strings, strlen(s) + 1), s, strlen(s) + 1);
	return at;
}

void elf_build_init(struct elf_build *e, bool big)
{
	memset(e, 0, sizeof(*e));
	e->big = big;
	e->section_cnt = 1;
	string(e, "");
	elf_build_section(e, ".strtab", SHT_STRTAB, 0, NULL, 0);
	elf_build_section(e, ".symtab", SHT_SYMTAB, 0, NULL, 0);
	e->sections[ELF_BUILD_SYMTAB].link = ELF_BUILD_STRTAB;
	e->sections[ELF_BUILD_SYMTAB].entsize = sizeof(Elf64_Sym);
	elf_build_symbol(e, "", STT_NOTYPE, SHN_UNDEF, 0, 0);
}

void elf_build_free(struct elf_build *e)
{
	uint32_t i;

	for (i = 0; i < e->section_cnt; i++)
		free(e->sections[i].bytes);
	free(e->bytes);
}

uint32_t elf_build_section(struct elf_build *e, const char *name, uint32_t type, uint64_t flags,
	const void *bytes, size_t size)
{
	struct elf_build_section *s = &e->sections[e->section_cnt];

	s->name = string(e, name);
	s->type = type;
	s->flags = flags;
	if (type == SHT_NOBITS)
		s->size = size;
	else if (size)
		append(s, size);
	if (bytes)
		memcpy(s->bytes, bytes, size);
	return e->section_cnt++;
}

uint32_t elf_build_symbol(struct elf_build *e, const char *name, uint8_t type, uint16_t section,
	uint64_t value, uint64_t size)
{
	uint32_t name_off = string(e, name);
	uint8_t *at = append(&e->sections[ELF_BUILD_SYMTAB], sizeof(Elf64_Sym));

	put(e, at + offsetof(Elf64_Sym, st_name), name_off, 4);
	at[offsetof(Elf64_Sym, st_info)] = ELF64_ST_INFO(*name ? STB_GLOBAL : STB_LOCAL, type);
	put(e, at + offsetof(Elf64_Sym, st_shndx), section, 2);
	put(e, at + offsetof(Elf64_Sym, st_value), value, 8);
	put(e, at + offsetof(Elf64_Sym, st_size), size, 8);
	return e->symbol_cnt++;
}

uint32_t elf_build_rel_section(struct elf_build *e, uint32_t section)
{
	char name[128];
	uint32_t id;

	snprintf(name, sizeof(name), ".rel%s",
		(const char *)e->sections[ELF_BUILD_STRTAB].bytes + e->sections[section].name);
	id = elf_build_section(e, name, SHT_REL, 0, NULL, 0);
	e->sections[id].link = ELF_BUILD_SYMTAB;
	e->sections[id].info = section;
	e->sections[id].entsize = sizeof(Elf64_Rel);
	return id;
}

void elf_build_rel(struct elf_build *e, uint32_t rel_section, uint64_t offset, uint32_t symbol,
	uint32_t type)
{
	uint8_t *at = append(&e->sections[rel_section], sizeof(Elf64_Rel));

	put(e, at, offset, 8);
	put(e, at + 8, (uint64_t)symbol << 32 | type, 8);
}

size_t elf_build_header(uint32_t section, size_t field)
{
	return sizeof(Elf64_Ehdr) + section * sizeof(Elf64_Shdr) + field;
}

size_t elf_build_offset(const struct elf_build *e, uint32_t section)
{
	size_t at = elf_build_header(e->section_cnt, 0);
	uint32_t i;

	for (i = 0; i < section; i++)
		if (e->sections[i].type != SHT_NOBITS)
			at += (e->sections[i].size + 7) & ~7ULL;
	return at;
}

static void put_file_header(struct elf_build *e)
{
	uint8_t *at = e->bytes;

	memcpy(at, ELFMAG, SELFMAG);
	at[EI_CLASS] = ELFCLASS64;
	at[EI_DATA] = e->big ? ELFDATA2MSB : ELFDATA2LSB;
	at[EI_VERSION] = EV_CURRENT;
	put(e, at + offsetof(Elf64_Ehdr, e_type), ET_REL, 2);
	put(e, at + offsetof(Elf64_Ehdr, e_machine), EM_BPF, 2);
	put(e, at + offsetof(Elf64_Ehdr, e_version), EV_CURRENT, 4);
	put(e, at + offsetof(Elf64_Ehdr, e_shoff), sizeof(Elf64_Ehdr), 8);
	put(e, at + offsetof(Elf64_Ehdr, e_ehsize), sizeof(Elf64_Ehdr), 2);
	put(e, at + offsetof(Elf64_Ehdr, e_shentsize), sizeof(Elf64_Shdr), 2);
	put(e, at + offsetof(Elf64_Ehdr, e_shnum), e->section_cnt, 2);
	put(e, at + offsetof(Elf64_Ehdr, e_shstrndx), ELF_BUILD_STRTAB, 2);
}

static void put_section(struct elf_build *e, uint32_t i)
{
	const struct elf_build_section *s = &e->sections[i];
	uint8_t *at = e->bytes + elf_build_header(i, 0);
	size_t offset = elf_build_offset(e, i);

	put(e, at + offsetof(Elf64_Shdr, sh_name), s->name, 4);
	put(e, at + offsetof(Elf64_Shdr, sh_type), s->type, 4);
	put(e, at + offsetof(Elf64_Shdr, sh_flags), s->flags, 8);
	put(e, at + offsetof(Elf64_Shdr, sh_offset), i ? offset : 0, 8);
	put(e, at + offsetof(Elf64_Shdr, sh_size), s->size, 8);
	put(e, at + offsetof(Elf64_Shdr, sh_link), s->link, 4);
	put(e, at + offsetof(Elf64_Shdr, sh_info), s->info, 4);
	put(e, at + offsetof(Elf64_Shdr, sh_addralign), 8, 8);
	put(e, at + offsetof(Elf64_Shdr, sh_entsize), s->entsize, 8);
	if (s->bytes)
		memcpy(e->bytes + offset, s->bytes, s->size);
}

const uint8_t *elf_build_done(struct elf_build *e, size_t *size)
{
	uint32_t i;

	e->size = elf_build_offset(e, e->section_cnt);
	free(e->bytes);
	e->bytes = calloc(1, e->size);
	put_file_header(e);
	for (i = 0; i < e->section_cnt; i++)
		put_section(e, i);
	*size = e->size;
	return e->bytes;
}

void elf_build_patch(struct elf_build *e, size_t offset, uint64_t value, int size)
{
	put(e, e->bytes + offset, value, size);
}
