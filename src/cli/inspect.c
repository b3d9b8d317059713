/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inspect: what is in an object file, without the kernel and without privileges, whichever byte
 * order it was compiled for. Everything shown is what the loader itself would work with.
 */
#include "cli/inspect.h"

#include "base/text.h"

static const struct part {
	const char *word;
	void (*show)(struct inspect *i);
} parts[] = {
	{ "object", inspect_object },
	{ "sections", inspect_sections },
	{ "programs", inspect_programs },
	{ "maps", inspect_maps },
	{ "globals", inspect_globals },
	{ "relocations", inspect_relocations },
	{ "disasm", inspect_disasm },
};

#define PART_CNT (sizeof(parts) / sizeof(*parts))

void inspect_object(struct inspect *i)
{
	const struct elf *e = &i->u->elf;
	const uint16_t one = 1;
	bool little = *(const uint8_t *)&one == !e->file.swap;

	row_list_begin(&i->row, "object");
	row_begin(&i->row);
	row_title(&i->row, "file", e->name);
	row_word(&i->row, "machine", e->machine == EM_BPF ? "bpf" : "none");
	row_word(&i->row, "byte_order", little ? "little" : "big");
	row_word(&i->row, "license", i->u->license);
	if (i->u->version)
		row_number(&i->row, "version", i->u->version);
	row_flag(&i->row, "btf", i->u->has_btf);
	row_flag(&i->row, "btf_ext", i->u->has_ext);
	row_end(&i->row);
	row_list_end(&i->row);
}

static const char *section_type(uint32_t type, char *number, size_t size)
{
	static const char *const names[] = {
		[SHT_NULL] = "null",
		[SHT_PROGBITS] = "progbits",
		[SHT_SYMTAB] = "symtab",
		[SHT_STRTAB] = "strtab",
		[SHT_RELA] = "rela",
		[SHT_HASH] = "hash",
		[SHT_NOTE] = "note",
		[SHT_NOBITS] = "nobits",
		[SHT_REL] = "rel",
	};

	if (type < sizeof(names) / sizeof(*names) && names[type])
		return names[type];
	text_format(number, size, "0x%x", type);
	return number;
}

static void section_flags(struct row *r, uint64_t flags)
{
	static const struct {
		uint64_t bit;
		const char *name;
	} bits[] = {
		{ SHF_WRITE, "write" },
		{ SHF_ALLOC, "alloc" },
		{ SHF_EXECINSTR, "exec" },
		{ SHF_MERGE, "merge" },
		{ SHF_STRINGS, "strings" },
		{ SHF_INFO_LINK, "info" },
		{ SHF_GROUP, "group" },
		{ SHF_COMPRESSED, "compressed" },
	};
	size_t n;

	row_words_begin(r, "flags");
	for (n = 0; n < sizeof(bits) / sizeof(*bits); n++)
		if (flags & bits[n].bit)
			row_words_item(r, bits[n].name);
	row_words_end(r);
}

void inspect_sections(struct inspect *i)
{
	const struct elf_section *s;
	char number[16];
	uint32_t n;

	row_list_begin(&i->row, "sections");
	for (n = 1; n < i->u->elf.section_cnt; n++) {
		s = &i->u->elf.sections[n];
		row_begin(&i->row);
		row_number(&i->row, "index", n);
		row_title(&i->row, "name", s->name);
		row_word(&i->row, "type", section_type(s->type, number, sizeof(number)));
		row_number(&i->row, "size", s->bytes.size);
		section_flags(&i->row, s->flags);
		row_end(&i->row);
	}
	row_list_end(&i->row);
}

/* 0 or an exit code; *chosen has a bit for each part, none for all */
static int take_parts(struct cli *c, uint32_t *chosen)
{
	size_t n;

	for (*chosen = 0; c->word_cnt; *chosen |= 1U << n) {
		for (n = 0; n < PART_CNT && !cli_take(c, parts[n].word); n++)
			;
		if (n == PART_CNT)
			return cli_usage(c,
				"inspect: \"%s\" is none of object, sections, programs, maps, "
				"globals, relocations, disasm",
				c->words[0]);
	}
	return 0;
}

static void show(struct cli *c, struct rawbpf_object *o, uint32_t chosen)
{
	struct inspect i = { .c = c, .row = { .c = c }, .u = &o->unit };
	size_t n;

	if (c->use_json)
		json_object_begin(&c->json);
	for (n = 0; n < PART_CNT; n++)
		if (!chosen || chosen & 1U << n)
			parts[n].show(&i);
	if (c->use_json)
		json_object_end(&c->json);
}

int cmd_inspect(struct cli *c)
{
	const char *path = cli_word(c);
	struct rawbpf_open_opts opts;
	struct rawbpf_object *o;
	uint32_t chosen;
	int code;

	if (!path)
		return cli_usage(c, "inspect: an object file is missing");
	code = take_parts(c, &chosen);
	if (code)
		return code;
	memset(&opts, 0, sizeof(opts));
	opts.kernel = c->kernel;
	if (rawbpf_object_open(path, &opts, &o, &c->diag))
		return cli_fail(c);
	show(c, o, chosen);
	rawbpf_object_close(o);
	return 0;
}
