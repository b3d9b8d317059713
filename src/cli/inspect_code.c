/* SPDX-License-Identifier: BSD-2-Clause */
/* Functions: what they are for and what they need. */
#include "cli/inspect.h"

#include "kernel/names.h"
#include "link/core.h"

static void show_type(struct row *r, const struct unit_func *f)
{
	const struct hook *h = f->hook;
	char name[64] = "unknown";

	if (h)
		names_short(&names_prog_type, h->prog_type, name, sizeof(name));
	row_word(r, "type", name);
	row_word(r, "hook", h ? h->section : "unknown");
	if (h && h->attach_type) {
		names_short(&names_attach_type, h->attach_type, name, sizeof(name));
		row_word(r, "attach_type", name);
	}
	if (f->where)
		row_word(r, "where", f->where);
	row_flag(r, "optional", f->optional);
}

/* Each callee once: linked_for is free for use as a mark while nothing is being linked. */
static void call(struct inspect *i, const struct unit_func *callee)
{
	struct unit_func *f = callee ? &i->u->funcs[callee - i->u->funcs] : NULL;

	if (!f || f->linked_for == i->u->generation)
		return;
	f->linked_for = i->u->generation;
	row_words_item(&i->row, f->name);
}

static const struct unit_func *rel_callee(const struct unit *u, const struct unit_func *f,
	const struct unit_rel *r)
{
	struct inspect_ref ref = inspect_ref(u, f, r);
	uint32_t n;

	for (n = 0; !strcmp(ref.kind, "function") && n < u->func_cnt; n++)
		if (u->funcs[n].name == ref.name)
			return &u->funcs[n];
	return NULL;
}

static void show_calls(struct inspect *i, const struct unit_func *f)
{
	const struct unit_rel *r;
	struct bpf_insn insn;
	uint32_t n, cnt;

	i->u->generation++;
	row_words_begin(&i->row, "calls");
	r = code_rels(i->u, f, &cnt);
	for (n = 0; n < f->cnt; n++) {
		if (cnt && r->insn == f->first + n) {
			call(i, rel_callee(i->u, f, r));
			r++;
			cnt--;
			continue;
		}
		insn = code_insn(i->u, f, n);
		call(i, inspect_callee(i->u, f, n, &insn));
	}
	row_words_end(&i->row);
}

static bool seen(const struct unit_rel *r, uint32_t i)
{
	uint32_t n;

	for (n = 0; n < i; n++)
		if (r[n].symbol == r[i].symbol)
			return true;
	return false;
}

static void show_externs(struct inspect *i, const struct unit_func *f)
{
	const struct elf_symbol *sym;
	const struct unit_rel *r;
	uint32_t n, cnt;

	row_words_begin(&i->row, "externs");
	r = code_rels(i->u, f, &cnt);
	for (n = 0; n < cnt; n++) {
		sym = &i->u->elf.symbols[r[n].symbol];
		if (sym->section == SHN_UNDEF && !seen(r, n))
			row_words_item(&i->row, sym->name);
	}
	row_words_end(&i->row);
}

static void show_needs(struct inspect *i, const struct unit_func *f)
{
	uint32_t core, step;

	core_records(i->u, f, &core, &step);
	row_number(&i->row, "insns", f->cnt);
	if (core)
		row_number(&i->row, "core_relocations", core);
	show_calls(i, f);
	show_externs(i, f);
}

static void show_functions(struct inspect *i, const char *title, bool entry)
{
	const struct unit_func *f;
	uint32_t n;

	row_list_begin(&i->row, title);
	for (n = 0; n < i->u->func_cnt; n++) {
		f = &i->u->funcs[n];
		if (f->entry != entry)
			continue;
		row_begin(&i->row);
		row_title(&i->row, "name", f->name);
		row_word(&i->row, "section", f->section_name);
		if (entry)
			show_type(&i->row, f);
		else
			row_flag(&i->row, "global", f->global);
		show_needs(i, f);
		row_end(&i->row);
	}
	row_list_end(&i->row);
}

void inspect_programs(struct inspect *i)
{
	show_functions(i, "programs", true);
	show_functions(i, "subprograms", false);
}
