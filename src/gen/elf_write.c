/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing an ELF64 relocatable object: the file header, the sections' bytes, the section headers.
 * See format/elf.c for what is in them. e_machine is 247, EM_BPF; the byte order is in e_ident.
 */
#include "gen/elf_write.h"

#include <errno.h>
#include <string.h>

static uint16_t u16(bool swap, uint16_t v)
{
	return swap ? __builtin_bswap16(v) : v;
}

static uint32_t u32(bool swap, uint32_t v)
{
	return swap ? __builtin_bswap32(v) : v;
}

static uint64_t u64(bool swap, uint64_t v)
{
	return swap ? __builtin_bswap64(v) : v;
}

void elf_write_symbols(bool swap, Elf64_Sym *s, uint32_t cnt)
{
	for (; cnt; cnt--, s++) {
		s->st_name = u32(swap, s->st_name);
		s->st_shndx = u16(swap, s->st_shndx);
		s->st_value = u64(swap, s->st_value);
		s->st_size = u64(swap, s->st_size);
	}
}

void elf_write_rels(bool swap, Elf64_Rel *r, uint32_t cnt)
{
	for (; cnt; cnt--, r++) {
		r->r_offset = u64(swap, r->r_offset);
		r->r_info = u64(swap, r->r_info);
	}
}

static uint64_t align_up(uint64_t at, uint64_t align)
{
	return align > 1 ? (at + align - 1) & ~(align - 1) : at;
}

static void put_header(bool swap, uint64_t headers, uint32_t cnt, Elf64_Ehdr *h)
{
	const uint16_t one = 1;
	bool little = *(const uint8_t *)&one != swap;

	memset(h, 0, sizeof(*h));
	memcpy(h->e_ident, ELFMAG, SELFMAG);
	h->e_ident[EI_CLASS] = ELFCLASS64;
	h->e_ident[EI_DATA] = little ? ELFDATA2LSB : ELFDATA2MSB;
	h->e_ident[EI_VERSION] = EV_CURRENT;
	h->e_type = u16(swap, ET_REL);
	h->e_machine = u16(swap, EM_BPF);
	h->e_version = u32(swap, EV_CURRENT);
	h->e_shoff = u64(swap, headers);
	h->e_ehsize = u16(swap, sizeof(*h));
	h->e_shentsize = u16(swap, sizeof(Elf64_Shdr));
	h->e_shnum = u16(swap, cnt + 1);
	h->e_shstrndx = u16(swap, 1);
}

static void put_section(bool swap, const struct elf_write_section *s, uint32_t name, uint64_t offset,
	Elf64_Shdr *h)
{
	h->sh_name = u32(swap, name);
	h->sh_type = u32(swap, s->type);
	h->sh_flags = u64(swap, s->flags);
	h->sh_offset = u64(swap, offset);
	h->sh_size = u64(swap, s->size);
	h->sh_link = u32(swap, s->link);
	h->sh_info = u32(swap, s->info);
	h->sh_addralign = u64(swap, s->align);
	h->sh_entsize = u64(swap, s->entsize);
}

/* All names, and with them .strtab itself, are known before anything has its place. */
static int add_names(struct elf_write_section *sections, uint32_t cnt, struct strings *strings)
{
	uint32_t i;
	int err = 0;

	for (i = 0; err >= 0 && i < cnt; i++)
		err = strings_add(strings, sections[i].name);
	sections->bytes = strings->bytes;
	sections->size = strings->size;
	return err < 0 ? err : 0;
}

static uint64_t end_of(const struct elf_write_section *sections, uint32_t cnt)
{
	uint64_t at = sizeof(Elf64_Ehdr);
	uint32_t i;

	for (i = 0; i < cnt; i++) {
		at = align_up(at, sections[i].align);
		at += sections[i].type == SHT_NOBITS ? 0 : sections[i].size;
	}
	return align_up(at, 8);
}

int elf_write(struct arena *a, bool swap, struct elf_write_section *sections, uint32_t cnt,
	struct strings *strings, void **bytes, uint64_t *size)
{
	uint64_t at = sizeof(Elf64_Ehdr), headers;
	const struct elf_write_section *s;
	Elf64_Shdr *table;
	uint8_t *out;
	int err = cnt >= SHN_LORESERVE - 1 ? -E2BIG : add_names(sections, cnt, strings);

	if (err)
		return err;
	headers = end_of(sections, cnt);
	*size = headers + (cnt + 1) * sizeof(Elf64_Shdr);
	out = *size > SIZE_MAX / 2 ? NULL : arena_calloc(a, 1, *size);
	if (!out)
		return -ENOMEM;
	put_header(swap, headers, cnt, (Elf64_Ehdr *)out);
	table = (Elf64_Shdr *)(out + headers);
	for (s = sections; s < sections + cnt; s++) {
		at = align_up(at, s->align);
		put_section(swap, s, strings_add(strings, s->name), at, ++table);
		if (s->type == SHT_NOBITS)
			continue;
		if (s->size)
			memcpy(out + at, s->bytes, s->size);
		at += s->size;
	}
	*bytes = out;
	return 0;
}
