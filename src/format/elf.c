/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ELF64 relocatable objects, as clang -target bpf writes them.
 *
 *	+-------------------+ 0
 *	| file header       |  e_shoff: where the section headers are, e_shnum: how many,
 *	+-------------------+  e_shstrndx: which section holds the sections' names
 *	| sections' bytes   |
 *	|   code            |  SHT_PROGBITS + SHF_EXECINSTR: instructions of 8 bytes
 *	|   .maps .data ... |  SHT_PROGBITS, SHT_NOBITS
 *	|   .symtab         |  SHT_SYMTAB: 24 bytes a symbol; sh_link: its string section
 *	|   .relX           |  SHT_REL: 16 bytes each; sh_info: the section X they change
 *	+-------------------+
 *	| section headers   |  64 bytes each; number 0 means "none"
 *	+-------------------+
 *
 * Numbers of sections have 16 bits, and those from SHN_LORESERVE (0xff00) on mean something else.
 * Where that is not enough, as with -ffunction-sections, 32 bits are in another place:
 *
 *	how many	e_shnum is 0		section 0's sh_size
 *	their names	e_shstrndx is 0xffff	section 0's sh_link
 *	a symbol's	st_shndx is 0xffff	the same place in the section SHT_SYMTAB_SHNDX whose
 *						sh_link is the symbol table
 *
 * The format is the System V ABI's, chapter 4. Nothing in a file is believed: every offset, size,
 * count and index is checked here once, and the structs given out hold only what passed.
 */
#include "format/elf.h"
#include "base/text.h"

#include <errno.h>
#include <stdarg.h>

int elf_fail(const struct elf *e, const struct elf_section *s, uint64_t offset,
	struct rawbpf_diag *d, const char *fmt, ...)
{
	char text[300];
	va_list ap;

	va_start(ap, fmt);
	text_vformat(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!s)
		return diag_fail(d, RAWBPF_STAGE_OPEN, -EINVAL, "%s: ELF headers, offset 0x%llx: %s",
			e->name, (unsigned long long)offset, text);
	return diag_fail(d, RAWBPF_STAGE_OPEN, -EINVAL, "%s: section %u (%s), offset 0x%llx: %s",
		e->name, s->index, s->name ? s->name : "?", (unsigned long long)offset, text);
}

static int parse_ident(struct elf *e, struct rawbpf_diag *d)
{
	const uint8_t *id = bytes_at(&e->file, 0, sizeof(Elf64_Ehdr));
	const uint16_t one = 1;
	bool host_is_little = *(const uint8_t *)&one;

	if (!bytes_at(&e->file, 0, SELFMAG) || memcmp(e->file.data, ELFMAG, SELFMAG))
		return elf_fail(e, NULL, 0, d, "not an ELF file");
	if (!id)
		return elf_fail(e, NULL, 0, d, "the file ends inside the ELF header");
	if (id[EI_CLASS] != ELFCLASS64)
		return elf_fail(e, NULL, EI_CLASS, d, "not a 64-bit ELF file, as BPF objects are");
	if (id[EI_DATA] != ELFDATA2LSB && id[EI_DATA] != ELFDATA2MSB)
		return elf_fail(e, NULL, EI_DATA, d, "byte order %u is not known", id[EI_DATA]);
	e->file.swap = (id[EI_DATA] == ELFDATA2LSB) != host_is_little;
	return 0;
}

static int check_type(struct elf *e, const Elf64_Ehdr *h, struct rawbpf_diag *d)
{
	uint16_t type = bytes_u16(&e->file, &h->e_type);

	e->machine = bytes_u16(&e->file, &h->e_machine);
	if (type != ET_REL)
		return elf_fail(e, NULL, offsetof(Elf64_Ehdr, e_type), d,
			"not a relocatable object: give what clang -target bpf -c wrote");
	/* compilers before LLVM 4 left the machine 0 */
	if (e->machine != EM_BPF && e->machine != EM_NONE)
		return elf_fail(e, NULL, offsetof(Elf64_Ehdr, e_machine), d,
			"compiled for machine %u, not for BPF: compile it with -target bpf",
			e->machine);
	return 0;
}

/* Records are copied out before they are read: in a hostile file nothing is aligned. */
static int parse_section(struct elf *e, const uint8_t *raw, struct elf_section *s,
	struct rawbpf_diag *d)
{
	Elf64_Shdr copy, *h = memcpy(&copy, raw, sizeof(copy));

	s->type = bytes_u32(&e->file, &h->sh_type);
	s->flags = bytes_u64(&e->file, &h->sh_flags);
	s->link = bytes_u32(&e->file, &h->sh_link);
	s->info = bytes_u32(&e->file, &h->sh_info);
	s->entsize = bytes_u64(&e->file, &h->sh_entsize);
	s->align = bytes_u64(&e->file, &h->sh_addralign);
	s->offset = bytes_u64(&e->file, &h->sh_offset);
	s->bytes.size = bytes_u64(&e->file, &h->sh_size);
	s->bytes.swap = e->file.swap;
	if (s->type == SHT_NULL || s->type == SHT_NOBITS)
		return 0;
	s->bytes.data = bytes_at(&e->file, s->offset, s->bytes.size);
	if (!s->bytes.data)
		return elf_fail(e, s, s->offset, d,
			"its 0x%llx bytes run past the end of the file (0x%llx)",
			(unsigned long long)s->bytes.size, (unsigned long long)e->file.size);
	return 0;
}

static int name_sections(struct elf *e, uint32_t index, const uint8_t *table,
	struct rawbpf_diag *d)
{
	struct elf_section *s;
	uint32_t i;

	if (index >= e->section_cnt || e->sections[index].type != SHT_STRTAB)
		return elf_fail(e, NULL, offsetof(Elf64_Ehdr, e_shstrndx), d,
			"section %u does not hold the sections' names", index);
	for (i = 1; i < e->section_cnt; i++) {
		s = &e->sections[i];
		s->name = bytes_string(&e->sections[index].bytes,
			bytes_u32(&e->file, table + i * sizeof(Elf64_Shdr)));
		if (!s->name)
			return elf_fail(e, s, table + i * sizeof(Elf64_Shdr) - e->file.data, d,
				"its name is outside the string section");
	}
	return 0;
}

/* Where their headers are, how many, and which one names them; NULL if that does not fit. */
static const uint8_t *find_sections(struct elf *e, const Elf64_Ehdr *h, uint32_t *names,
	struct rawbpf_diag *d)
{
	uint64_t offset = bytes_u64(&e->file, &h->e_shoff), cnt = bytes_u16(&e->file, &h->e_shnum);
	const uint8_t *first = bytes_at(&e->file, offset, sizeof(Elf64_Shdr));

	*names = bytes_u16(&e->file, &h->e_shstrndx);
	if (first && !cnt)
		cnt = bytes_u64(&e->file, first + offsetof(Elf64_Shdr, sh_size));
	if (first && *names == SHN_XINDEX)
		*names = bytes_u32(&e->file, first + offsetof(Elf64_Shdr, sh_link));
	if (!first || !cnt || cnt >= ELF_SPECIAL ||
		!bytes_at(&e->file, offset, cnt * sizeof(Elf64_Shdr))) {
		elf_fail(e, NULL, offset, d, "%llu section headers do not fit into the file",
			(unsigned long long)cnt);
		return NULL;
	}
	e->section_cnt = cnt;
	return first;
}

static int parse_sections(struct arena *a, struct elf *e, const Elf64_Ehdr *h,
	struct rawbpf_diag *d)
{
	uint16_t size = bytes_u16(&e->file, &h->e_shentsize);
	const uint8_t *table;
	uint32_t i, names;
	int err;

	if (size != sizeof(Elf64_Shdr))
		return elf_fail(e, NULL, offsetof(Elf64_Ehdr, e_shentsize), d,
			"a section header has %u bytes, not %zu", size, sizeof(Elf64_Shdr));
	table = find_sections(e, h, &names, d);
	if (!table)
		return -EINVAL;
	e->sections = arena_calloc(a, e->section_cnt, sizeof(*e->sections));
	if (!e->sections)
		return -ENOMEM;
	for (i = 0; i < e->section_cnt; i++) {
		e->sections[i].index = i;
		err = parse_section(e, table + i * sizeof(Elf64_Shdr), &e->sections[i], d);
		if (err)
			return err;
	}
	e->sections[0].name = "";
	return name_sections(e, names, table, d);
}

/* The wide numbers of a symbol table's sections, if it has some. */
static const struct elf_section *find_wide(const struct elf *e, const struct elf_section *symtab)
{
	uint32_t i;

	for (i = 1; i < e->section_cnt; i++)
		if (e->sections[i].type == SHT_SYMTAB_SHNDX && e->sections[i].link == symtab->index)
			return &e->sections[i];
	return NULL;
}

static int parse_place(struct elf *e, const struct elf_section *s, const struct elf_section *wide,
	uint32_t i, uint16_t section, struct elf_symbol *sym, struct rawbpf_diag *d)
{
	const uint64_t at = s->offset + i * sizeof(Elf64_Sym);
	const void *number = wide ? bytes_at(&wide->bytes, i * 4ULL, 4) : NULL;

	sym->section = section >= SHN_LORESERVE ? ELF_SPECIAL | section : section;
	if (section == SHN_XINDEX && !number)
		return elf_fail(e, s, at, d, "symbol %s is in a section whose number is missing "
			"(SHT_SYMTAB_SHNDX)", sym->name);
	if (section == SHN_XINDEX)
		sym->section = bytes_u32(&e->file, number);
	if (sym->section >= e->section_cnt && (section < SHN_LORESERVE || section == SHN_XINDEX))
		return elf_fail(e, s, at, d, "symbol %s is in section %u, but there are %u",
			sym->name, sym->section, e->section_cnt);
	return 0;
}

static int parse_symbol(struct elf *e, const struct elf_section *s, const struct elf_section *wide,
	uint32_t i, struct elf_symbol *sym, struct rawbpf_diag *d)
{
	uint64_t at = (uint64_t)i * sizeof(Elf64_Sym);
	Elf64_Sym copy, *raw = memcpy(&copy, s->bytes.data + at, sizeof(copy));

	sym->value = bytes_u64(&e->file, &raw->st_value);
	sym->size = bytes_u64(&e->file, &raw->st_size);
	sym->bind = ELF64_ST_BIND(raw->st_info);
	sym->type = ELF64_ST_TYPE(raw->st_info);
	sym->visibility = ELF64_ST_VISIBILITY(raw->st_other);
	sym->name = bytes_string(&e->sections[s->link].bytes, bytes_u32(&e->file, &raw->st_name));
	if (!sym->name)
		return elf_fail(e, s, s->offset + at, d, "a symbol's name is outside the string section");
	return parse_place(e, s, wide, i, bytes_u16(&e->file, &raw->st_shndx), sym, d);
}

static int parse_symbols(struct arena *a, struct elf *e, const struct elf_section *s,
	struct rawbpf_diag *d)
{
	const struct elf_section *wide = find_wide(e, s);
	uint32_t i;
	int err;

	if (e->symbols)
		return elf_fail(e, s, s->offset, d, "a second symbol table");
	if (s->link >= e->section_cnt || e->sections[s->link].type != SHT_STRTAB)
		return elf_fail(e, s, s->offset, d, "section %u does not hold the symbols' names",
			s->link);
	if (s->bytes.size % sizeof(Elf64_Sym))
		return elf_fail(e, s, s->offset, d, "size 0x%llx is not a number of symbols",
			(unsigned long long)s->bytes.size);
	e->symbol_cnt = s->bytes.size / sizeof(Elf64_Sym);
	e->symbols = arena_calloc(a, e->symbol_cnt + 1, sizeof(*e->symbols));
	if (!e->symbols)
		return -ENOMEM;
	for (i = 0; i < e->symbol_cnt; i++) {
		err = parse_symbol(e, s, wide, i, &e->symbols[i], d);
		if (err)
			return err;
	}
	return 0;
}

int elf_parse(struct arena *a, const char *name, const void *bytes, size_t size, struct elf *e,
	struct rawbpf_diag *d)
{
	Elf64_Ehdr h;
	uint32_t i;
	int err;

	memset(e, 0, sizeof(*e));
	e->name = name;
	e->file.data = bytes;
	e->file.size = size;
	err = parse_ident(e, d);
	if (err)
		return err;
	memcpy(&h, bytes, sizeof(h));
	err = check_type(e, &h, d);
	if (!err)
		err = parse_sections(a, e, &h, d);
	for (i = 1; !err && i < e->section_cnt; i++)
		if (e->sections[i].type == SHT_SYMTAB)
			err = parse_symbols(a, e, &e->sections[i], d);
	if (!err && !e->symbols)
		err = elf_fail(e, NULL, 0, d, "no symbol table (strip -g keeps it)");
	return err;
}

const struct elf_section *elf_section_by_name(const struct elf *e, const char *name)
{
	uint32_t i;

	for (i = 1; i < e->section_cnt; i++)
		if (!strcmp(e->sections[i].name, name))
			return &e->sections[i];
	return NULL;
}

uint32_t elf_rel_cnt(const struct elf_section *s)
{
	return s->bytes.data ? s->bytes.size / sizeof(Elf64_Rel) : 0;
}

int elf_rel_at(const struct elf *e, const struct elf_section *s, uint32_t i, struct elf_rel *r,
	struct rawbpf_diag *d)
{
	const uint64_t offset = (uint64_t)i * sizeof(Elf64_Rel);
	const void *at = s->bytes.data ? bytes_at(&s->bytes, offset, sizeof(Elf64_Rel)) : NULL;
	Elf64_Rel copy, *raw = &copy;
	uint64_t info;

	if (!at)
		return elf_fail(e, s, s->offset, d, "relocation %u is outside the section", i);
	memcpy(raw, at, sizeof(*raw));
	r->offset = bytes_u64(&e->file, &raw->r_offset);
	info = bytes_u64(&e->file, &raw->r_info);
	r->symbol = ELF64_R_SYM(info);
	r->type = ELF64_R_TYPE(info);
	if (r->symbol >= e->symbol_cnt)
		return elf_fail(e, s, s->offset + offset, d,
			"a relocation names symbol %u, but there are %u", r->symbol, e->symbol_cnt);
	return 0;
}
