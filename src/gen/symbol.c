/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Symbols. Local ones are copied; global ones of one name are one symbol of the output.
 *
 *	definition + definition	an error, unless one is weak: then it loses, or the later of two weak
 *	definition + extern	the definition, if their types agree
 *	extern + extern		still extern, strong if one is, for the loader or a later link
 *
 * The code or data of a definition that lost stays where it is, without a name. The stricter
 * visibility wins, even if only a declaration has it.
 */
#include "gen/gen.h"

#include <errno.h>

struct gen_symbol *symbol_find(const struct gen *g, const char *name)
{
	uint32_t hash = table_hash_text(name), at = hash, i;

	while (table_next(&g->symbol_names, hash, &at, &i))
		if (!strcmp(g->symbols[i].name, name))
			return &g->symbols[i];
	return NULL;
}

static const struct elf_section *section_of(const struct gen_input *in, const struct elf_symbol *sym)
{
	return sym->section && sym->section < in->elf.section_cnt
		? &in->elf.sections[sym->section] : NULL;
}

static int check_place(const struct gen *g, const struct gen_input *in, const struct elf_symbol *sym)
{
	const struct elf_section *s = section_of(in, sym);

	if (sym->section == (ELF_SPECIAL | SHN_COMMON))
		return input_fail(g, in, NULL, -EINVAL, "variable %s: give it an initial value",
			sym->name);
	if (sym->section >= ELF_SPECIAL && sym->section != (ELF_SPECIAL | SHN_ABS))
		return input_fail(g, in, NULL, -EINVAL, "symbol %s is in a special section 0x%x",
			sym->name, sym->section & ~ELF_SPECIAL);
	if (!sym->section && sym->bind == STB_LOCAL)
		return input_fail(g, in, NULL, -EINVAL, "symbol %s is local, but not defined",
			sym->name);
	if (s && (sym->value > s->bytes.size || (sym->type == STT_SECTION && sym->value)))
		return input_fail(g, in, s, -EINVAL, "symbol %s is not inside", sym->name);
	return 0;
}

static int check(const struct gen *g, const struct gen_input *in, const struct elf_symbol *sym)
{
	if (sym->bind != STB_LOCAL && sym->bind != STB_GLOBAL && sym->bind != STB_WEAK)
		return input_fail(g, in, section_of(in, sym), -EINVAL,
			"symbol %s: binding %u is not local, global or weak", sym->name, sym->bind);
	if (sym->visibility != STV_DEFAULT && sym->visibility != STV_HIDDEN)
		return input_fail(g, in, section_of(in, sym), -EINVAL,
			"symbol %s: visibility %u is not default or hidden", sym->name,
			sym->visibility);
	if (sym->type > STT_FILE)
		return input_fail(g, in, section_of(in, sym), -EINVAL,
			"symbol %s is of type %u, which BPF programs do not have", sym->name,
			sym->type);
	return check_place(g, in, sym);
}

/* Let a symbol be what this file says it is. */
static void define(struct gen_input *in, const struct elf_symbol *sym, struct gen_symbol *s)
{
	const struct gen_place *p = section_of(in, sym) ? &in->places[sym->section] : NULL;

	s->section = p ? p->section : NULL;
	s->value = sym->value + (p ? p->shift : 0);
	s->size = sym->size;
	s->type = sym->type;
	s->bind = sym->bind;
	s->absolute = sym->section == (ELF_SPECIAL | SHN_ABS);
	s->defined = sym->section != SHN_UNDEF;
	s->input = in;
	s->type_id = sym->bind == STB_LOCAL ? 0 : input_type(in, sym->name);
}

static uint32_t add(struct gen *g, struct gen_input *in, const struct elf_symbol *sym)
{
	struct gen_symbol *s = &g->symbols[++g->symbol_cnt];

	s->name = sym->name;
	s->visibility = sym->visibility;
	define(in, sym, s);
	return g->symbol_cnt;
}

/* Is it among those of the kernel? Then which. */
static const char *pseudo(const struct gen_input *in, uint32_t type)
{
	const char *name = input_datasec(in, type);

	return !strcmp(name, ".ksyms") || !strcmp(name, ".kconfig") ? name : "";
}

/* A map's variable is a struct that tells all by its members' types. */
static bool is_map(const struct gen_input *in, uint32_t type)
{
	return !strcmp(input_datasec(in, type), ".maps");
}

static int check_types(const struct gen *g, const struct gen_input *in,
	const struct elf_symbol *sym, const struct gen_symbol *s, uint32_t type)
{
	const char *why;

	if (is_map(in, type) && is_map(s->input, s->type_id))
		why = extern_map_differs(&s->input->btf, s->type_id, &in->btf, type);
	else
		why = extern_differs(&s->input->btf, s->type_id, &in->btf, type);
	if (!why && !s->defined && !sym->section &&
		strcmp(pseudo(s->input, s->type_id), pseudo(in, type)))
		why = "section";
	return why ? input_fail(g, in, section_of(in, sym), -EINVAL,
			     "symbol %s is not what %s says it is: %s differs", sym->name,
			     s->input->elf.name, why)
		   : 0;
}

/* A symbol meets another one of its name. */
static int check_meeting(const struct gen *g, const struct gen_input *in,
	const struct elf_symbol *sym, const struct gen_symbol *s)
{
	uint32_t type = input_type(in, sym->name);
	const struct gen_input *lacks = type ? s->input : in;

	if (sym->section && s->defined && sym->bind != STB_WEAK && s->bind != STB_WEAK)
		return input_fail(g, in, section_of(in, sym), -EINVAL,
			"conflicting non-weak symbol %s, which %s defines too: make one of them "
			"weak or static", sym->name, s->input->elf.name);
	if (type && s->type_id)
		return check_types(g, in, sym, s, type);
	if (sym->section && s->defined)
		return 0;
	return input_fail(g, lacks, NULL, -EINVAL,
		"no BTF says what symbol %s is, which is extern in %s: compile with -g", sym->name,
		sym->section ? s->input->elf.name : in->elf.name);
}

/* Prototypes of externs come with the names of arguments or without. */
static bool names_arguments(const struct gen_input *in, uint32_t type)
{
	const struct btf_type *t = btf_type(&in->btf, type);

	t = btf_kind(t) == BTF_KIND_FUNC ? btf_type(&in->btf, t->type) : NULL;
	return t && btf_kind(t) == BTF_KIND_FUNC_PROTO && btf_vlen(t) && btf_params(t)->name_off;
}

/* Of two declarations the first one stays, unless only the other one says what arguments are called. */
static void declare(struct gen_input *in, const struct elf_symbol *sym, struct gen_symbol *s)
{
	uint32_t type = input_type(in, sym->name);

	if (s->defined)
		return;
	if (sym->bind == STB_GLOBAL)
		s->bind = STB_GLOBAL;
	if (names_arguments(in, type) && !names_arguments(s->input, s->type_id)) {
		s->input = in;
		s->type_id = type;
	}
}

static int meet(struct gen *g, struct gen_input *in, const struct elf_symbol *sym,
	struct gen_symbol *s)
{
	int err = check_meeting(g, in, sym, s);

	if (err)
		return err;
	if (sym->visibility > s->visibility)
		s->visibility = sym->visibility;
	if (!sym->section)
		declare(in, sym, s);
	else if (!s->defined || sym->bind != STB_WEAK)
		define(in, sym, s);
	return 0;
}

static int resolve_global(struct gen *g, struct gen_input *in, uint32_t i)
{
	const struct elf_symbol *sym = &in->elf.symbols[i];
	struct gen_symbol *s = symbol_find(g, sym->name);

	if (s) {
		in->symbols[i] = s - g->symbols;
		if (section_of(in, sym) && in->places[sym->section].again)
			return 0;
		return meet(g, in, sym, s);
	}
	if (!sym->section && !input_type(in, sym->name))
		return input_fail(g, in, NULL, -EINVAL,
			"no BTF says what the extern symbol %s is: compile with -g", sym->name);
	in->symbols[i] = add(g, in, sym);
	return table_add(&g->symbol_names, table_hash_text(sym->name), in->symbols[i]);
}

/*
 * Jump tables (LLVM 22) have names that say nothing, and are referred to by one function: each
 * stays its own.
 */
static int resolve(struct gen *g, struct gen_input *in, uint32_t i)
{
	const struct elf_symbol *sym = &in->elf.symbols[i];
	const struct elf_section *s = section_of(in, sym);
	int err = check(g, in, sym);

	if (err || sym->type == STT_FILE || (s && !in->places[sym->section].section))
		return err;
	if (sym->type == STT_SECTION) {
		in->symbols[i] = s ? in->places[sym->section].section->symbol : 0;
		return 0;
	}
	if (sym->bind != STB_LOCAL && !(s && !strcmp(s->name, ".jumptables")))
		return resolve_global(g, in, i);
	in->symbols[i] = add(g, in, sym);
	g->symbols[in->symbols[i]].bind = STB_LOCAL;
	return 0;
}

static void add_section_symbols(struct gen *g)
{
	struct gen_symbol *s;
	uint32_t i;

	for (i = 0; i < g->section_cnt; i++) {
		g->sections[i].symbol = ++g->symbol_cnt;
		s = &g->symbols[g->symbol_cnt];
		s->name = "";
		s->section = &g->sections[i];
		s->type = STT_SECTION;
		s->defined = true;
	}
}

/* ELF wants the local ones first. */
static void number(struct gen *g)
{
	uint32_t i, at = 1;

	for (i = 1; i <= g->symbol_cnt; i++)
		if (g->symbols[i].bind == STB_LOCAL)
			g->symbols[i].number = at++;
	g->local_cnt = at;
	for (i = 1; i <= g->symbol_cnt; i++)
		if (g->symbols[i].bind != STB_LOCAL)
			g->symbols[i].number = at++;
}

int symbol_resolve(struct gen *g)
{
	uint32_t i, n;
	uint64_t room = g->section_cnt + 1ULL;
	int err = 0;

	for (i = 0; i < g->input_cnt; i++)
		room += g->inputs[i].elf.symbol_cnt;
	g->symbols = arena_calloc(g->arena, room, sizeof(*g->symbols));
	if (!g->symbols)
		return -ENOMEM;
	add_section_symbols(g);
	for (i = 0; !err && i < g->input_cnt; i++)
		for (n = 1; !err && n < g->inputs[i].elf.symbol_cnt; n++)
			err = resolve(g, &g->inputs[i], n);
	number(g);
	return err;
}
