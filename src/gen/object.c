/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several relocatable objects become one: what `ld -r` does for other machines, and with BTF. Large
 * programs are written in several files, which share functions, variables and maps by name. The
 * kernel takes one program at a time and knows nothing of files.
 *
 * The output is again an object that can be linked or loaded. Its sections are, in this order:
 *
 *	.strtab .symtab		names, symbols
 *	the files' own		in the order in which they come first
 *	.rel*			for each that has some
 *	.BTF .BTF.ext		if any file has it
 */
#include "gen/object.h"

#include <errno.h>

#include "gen/elf_write.h"
#include "gen/gen.h"

enum { STRTAB = 1, SYMTAB = 2 };

struct output {
	struct gen *g;
	struct strings strings;
	struct elf_write_section *sections;
	uint32_t cnt;
};

static struct elf_write_section *add(struct output *o, const char *name, uint32_t type,
	const void *bytes, uint64_t size)
{
	struct elf_write_section *s = &o->sections[o->cnt++];

	s->name = name;
	s->type = type;
	s->bytes = bytes;
	s->size = size;
	s->align = 1;
	return s;
}

static int put_symbol(struct output *o, const struct gen_symbol *from, Elf64_Sym *s)
{
	int name = strings_add(&o->strings, from->name);

	if (name < 0)
		return name;
	s->st_name = name;
	s->st_info = ELF64_ST_INFO(from->bind, from->type);
	s->st_other = from->visibility;
	s->st_shndx = from->section ? from->section->number : from->absolute ? SHN_ABS : SHN_UNDEF;
	s->st_value = from->value;
	s->st_size = from->size;
	return 0;
}

static int put_symbols(struct output *o)
{
	struct gen *g = o->g;
	Elf64_Sym *symbols = arena_calloc(g->arena, g->symbol_cnt + 1ULL, sizeof(*symbols));
	struct elf_write_section *s = &o->sections[SYMTAB - 1];
	uint32_t i, global;
	int err = symbols ? 0 : -ENOMEM;

	/* in the order of their numbers, so that their names are */
	for (global = 0; !err && global < 2; global++)
		for (i = 1; !err && i <= g->symbol_cnt; i++)
			if (global == (g->symbols[i].bind != STB_LOCAL))
				err = put_symbol(o, &g->symbols[i], &symbols[g->symbols[i].number]);
	if (err)
		return err;
	elf_write_symbols(g->swap, symbols, g->symbol_cnt + 1);
	s->bytes = symbols;
	s->size = (g->symbol_cnt + 1ULL) * sizeof(*symbols);
	s->entsize = sizeof(*symbols);
	s->align = 8;
	s->link = STRTAB;
	s->info = g->local_cnt;
	return 0;
}

static void put_section(struct output *o, struct gen_section *from)
{
	struct elf_write_section *s = add(o, from->name, from->type, from->bytes, from->size);

	s->flags = from->flags;
	s->align = from->align;
	s->entsize = from->entsize;
	from->number = o->cnt;
}

static int put_rels(struct output *o, const struct gen_section *from)
{
	const char *name = arena_printf(o->g->arena, ".rel%s", from->name);
	struct elf_write_section *s;

	if (!from->rel_cnt)
		return 0;
	if (!name)
		return -ENOMEM;
	elf_write_rels(o->g->swap, from->rels, from->rel_cnt);
	s = add(o, name, SHT_REL, from->rels, from->rel_cnt * sizeof(*from->rels));
	s->flags = SHF_INFO_LINK;
	s->align = 8;
	s->entsize = sizeof(*from->rels);
	s->link = SYMTAB;
	s->info = from->number;
	return 0;
}

static int put_types(struct output *o)
{
	uint64_t size = 0;
	void *bytes = NULL;
	int err;

	if (!o->g->has_btf)
		return 0;
	err = btf_write_done(&o->g->btf, o->g->arena, o->g->swap, &bytes, &size);
	if (err)
		return err;
	add(o, ".BTF", SHT_PROGBITS, bytes, size)->align = 4;
	if (o->g->ext)
		add(o, ".BTF.ext", SHT_PROGBITS, o->g->ext, o->g->ext_size)->align = 4;
	return 0;
}

static int put_all(struct output *o)
{
	struct gen *g = o->g;
	uint32_t i;
	int err;

	o->sections = arena_calloc(g->arena, g->section_cnt * 2ULL + 4, sizeof(*o->sections));
	if (!o->sections)
		return -ENOMEM;
	add(o, ".strtab", SHT_STRTAB, NULL, 0);
	add(o, ".symtab", SHT_SYMTAB, NULL, 0);
	for (i = 0; i < g->section_cnt; i++)
		put_section(o, &g->sections[i]);
	err = put_symbols(o);
	for (i = 0; !err && i < g->section_cnt; i++)
		err = put_rels(o, &g->sections[i]);
	return err ? err : put_types(o);
}

static int write_out(struct gen *g, void **bytes, uint64_t *size)
{
	struct output o = { .g = g };
	int err = put_all(&o);

	/* more of them are numbered in another way, see format/elf.c */
	if (!err && o.cnt >= SHN_LORESERVE - 1)
		err = diag_fail(g->d, RAWBPF_STAGE_OPEN, -E2BIG, "%s: linked it has %u sections, and "
			"rawbpf writes at most %u: compile without -ffunction-sections",
			g->inputs->elf.name, o.cnt, SHN_LORESERVE - 2);
	if (!err)
		err = elf_write(g->arena, g->swap, o.sections, o.cnt, &o.strings, bytes, size);
	strings_free(&o.strings);
	return err;
}

static int open_all(struct gen *g, const struct gen_file *files, uint32_t cnt)
{
	int err = 0;

	g->inputs = arena_calloc(g->arena, cnt, sizeof(*g->inputs));
	if (!g->inputs)
		return -ENOMEM;
	for (; !err && g->input_cnt < cnt; files++)
		err = input_open(g, &g->inputs[g->input_cnt++], files->name, files->bytes,
			files->size);
	return err;
}

static void free_scratch(struct gen *g)
{
	uint32_t i;

	for (i = 0; i < g->input_cnt; i++)
		table_free(&g->inputs[i].names);
	table_free(&g->section_names);
	table_free(&g->symbol_names);
	btf_write_free(&g->btf);
}

int gen_object(struct arena *a, const struct gen_file *files, uint32_t cnt, void **bytes,
	uint64_t *size, struct rawbpf_diag *d)
{
	struct gen g = { .arena = a, .d = d };
	int err = open_all(&g, files, cnt);

	if (!err)
		err = section_place(&g);
	if (!err)
		err = symbol_resolve(&g);
	if (!err)
		err = types_merge(&g);
	if (!err)
		err = rel_apply(&g);
	if (!err)
		err = ext_merge(&g);
	if (!err)
		err = write_out(&g, bytes, size);
	free_scratch(&g);
	return err ? diag_fail(d, RAWBPF_STAGE_OPEN, err, "%s: %s", files->name,
			     diag_strerror(err)) : 0;
}
