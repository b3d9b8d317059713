/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inspect: what is in an object file, without the kernel and without privileges, whichever byte
 * order it was compiled for. Everything shown is what the loader itself would work with.
 */
#include "cli/inspect.h"

#include "base/text.h"
#include "object/externs.h"

enum { EXTERNS = 5, RELOCATIONS }; /* among the parts */

static const struct part {
	const char *word;
	void (*show)(struct inspect *i);
} parts[] = {
	{ "object", inspect_object },
	{ "sections", inspect_sections },
	{ "programs", inspect_programs },
	{ "maps", inspect_maps },
	{ "globals", inspect_globals },
	[EXTERNS] = { "externs", inspect_externs },
	[RELOCATIONS] = { "relocations", inspect_relocations },
	{ "disasm", inspect_disasm },
};

#define PART_CNT (sizeof(parts) / sizeof(*parts))

static void left_out(struct inspect *i)
{
	const struct btf_ext *x = &i->u->ext;

	if (!x->func.damage && !x->line.damage)
		return;
	row_words_begin(&i->row, "left_out");
	if (x->func.damage)
		row_words_item(&i->row, x->func.damage);
	if (x->line.damage)
		row_words_item(&i->row, x->line.damage);
	row_words_end(&i->row);
}

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
	left_out(i);
	row_end(&i->row);
	row_list_end(&i->row);
}

static void section_type(struct row *r, uint32_t type)
{
	static const struct names types = { .list = "\0\0"
		"null\0" "progbits\0" "symtab\0" "strtab\0" "rela\0" "hash\0" "-\0" "note\0"
		"nobits\0" "rel\0" };
	char text[16];

	if (!names_short(&types, type, text, sizeof(text)))
		text_format(text, sizeof(text), "0x%x", type);
	row_word(r, "type", text);
}

static void section_flags(struct row *r, uint64_t flags)
{
	static const struct names bits = { .list = "\0\0"
		"write\0" "alloc\0" "exec\0" "-\0" "merge\0" "strings\0" "info\0" "-\0" "-\0"
		"group\0" "-\0" "compressed\0" };
	struct name at = { 0 };

	row_words_begin(r, "flags");
	while (names_next(&bits, &at))
		if (flags >> at.number & 1)
			row_words_item(r, at.name);
	row_words_end(r);
}

void inspect_sections(struct inspect *i)
{
	const struct elf_section *s;
	uint32_t n;

	row_list_begin(&i->row, "sections");
	for (n = 1; n < i->u->elf.section_cnt; n++) {
		s = &i->u->elf.sections[n];
		row_begin(&i->row);
		row_number(&i->row, "index", n);
		row_title(&i->row, "name", s->name);
		section_type(&i->row, s->type);
		row_number(&i->row, "size", s->bytes.size);
		section_flags(&i->row, s->flags);
		row_end(&i->row);
	}
	row_list_end(&i->row);
}

static int take_part(struct cli *c, uint32_t *chosen)
{
	size_t n;

	for (n = 0; n < PART_CNT && !cli_take(c, parts[n].word); n++)
		;
	if (n == PART_CNT)
		return cli_usage(c,
			"inspect: \"%s\" is none of object, sections, programs, maps, globals, "
			"externs, relocations, disasm",
			c->words[0]);
	*chosen |= 1U << n;
	return 0;
}

static bool has(uint32_t chosen, size_t n)
{
	return !chosen || chosen & 1U << n;
}

/*
 * CO-RE records are answered by the types in a file, or, if the object is of this machine's byte
 * order, by those of the running kernel, if it shows them. 0 or an exit code.
 */
static int fit(struct cli *c, struct rawbpf_object *o, uint32_t chosen, bool *fitted)
{
	*fitted = false;
	if (!o->unit.core || !has(chosen, RELOCATIONS))
		return 0;
	if (c->btf_file && fit_core_all(o, &c->diag))
		return cli_fail(c);
	*fitted = c->btf_file || (!o->unit.elf.file.swap && !fit_core_all(o, NULL));
	return 0;
}

static int show(struct cli *c, struct rawbpf_object *o, uint32_t chosen, bool fitted)
{
	struct inspect i = { .c = c, .row = { .c = c }, .u = &o->unit, .fitted = fitted };
	size_t n;

	if (has(chosen, EXTERNS) && !o->unit.elf.file.swap && externs_look(o, &c->diag))
		return cli_fail(c);
	cli_open(c, '{');
	for (n = 0; n < PART_CNT; n++)
		if (has(chosen, n))
			parts[n].show(&i);
	cli_close(c, '}');
	return 0;
}

int cmd_inspect(struct cli *c)
{
	const char *path = cli_word(c);
	struct rawbpf_open_opts opts;
	struct rawbpf_object *o;
	uint32_t chosen;
	bool fitted;
	int code;

	if (!path)
		return cli_usage(c, "inspect: an object file is missing");
	memset(&opts, 0, sizeof(opts));
	opts.kernel = c->kernel;
	for (chosen = 0; c->word_cnt;) {
		code = take_part(c, &chosen);
		if (code)
			return code;
	}
	opts.btf_file = c->btf_file;
	opts.kconfig_file = c->kconfig_file;
	if (rawbpf_object_open(path, &opts, &o, &c->diag))
		return cli_fail(c);
	code = fit(c, o, chosen, &fitted);
	if (!code)
		code = show(c, o, chosen, fitted);
	rawbpf_object_close(o);
	return code;
}
