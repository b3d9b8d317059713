/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What instructions refer to: as relocations say, and (CO-RE) as records in .BTF.ext say. A
 * relocation names a symbol; what that means follows from the section the symbol is in:
 *
 *	none (undefined)	extern: a kernel function or variable, found when loading
 *	a section with code	function
 *	a section of maps	map
 *	any other		variable, as the symbol or the place in the section says
 */
#include "cli/inspect.h"

#include "base/text.h"

/* The variable that a place of a section belongs to, by the symbol table; NULL */
static const struct elf_symbol *variable_at(const struct unit *u, uint32_t section, uint64_t place)
{
	const struct elf_symbol *s;
	uint32_t i;

	for (i = 1; i < u->elf.symbol_cnt; i++) {
		s = &u->elf.symbols[i];
		if (s->type == STT_OBJECT && s->section == section && place >= s->value &&
			place - s->value < (s->size ? s->size : 1))
			return s;
	}
	return NULL;
}

static struct inspect_ref data_ref(const struct unit *u, const struct elf_symbol *sym,
	uint64_t place)
{
	const struct elf_symbol *var = variable_at(u, sym->section, place);

	if (var)
		return (struct inspect_ref){ "variable", var->name, place - var->value };
	return (struct inspect_ref){ "data", u->elf.sections[sym->section].name, place };
}

struct inspect_ref inspect_ref(const struct unit *u, const struct unit_func *f,
	const struct unit_rel *r)
{
	const struct elf_symbol *sym = &u->elf.symbols[r->symbol];
	struct bpf_insn insn = code_insn(u, f, r->insn - f->first);
	bool call = insn.code == (BPF_JMP | BPF_CALL);
	uint64_t place = sym->value + (int64_t)insn.imm;
	const struct unit_func *func;
	const struct unit_map *map;

	if (sym->section == SHN_UNDEF)
		return (struct inspect_ref){ "extern", sym->name, 0 };
	if (sym->section >= u->elf.section_cnt)
		return (struct inspect_ref){ "symbol", sym->name, 0 };
	if (u->elf.sections[sym->section].flags & SHF_EXECINSTR) {
		place = call ? sym->value / 8 + (int64_t)insn.imm + 1 : place / 8;
		func = place > UINT32_MAX ? NULL : func_at(u, sym->section, place);
		return (struct inspect_ref){ "function", func ? func->name : sym->name, 0 };
	}
	map = unit_map_at(u, sym->section, place);
	if (map && !map->image)
		return (struct inspect_ref){ "map", map->spec.name, 0 };
	return data_ref(u, sym, place);
}

const char *inspect_ref_text(const struct inspect_ref *ref, char *text, size_t size)
{
	const char *name = *ref->name ? ref->name : "?";

	if (ref->offset)
		text_format(text, size, "%s+%llu", name, (unsigned long long)ref->offset);
	else
		text_format(text, size, "%s", name);
	return text;
}

const struct unit_func *inspect_callee(const struct unit *u, const struct unit_func *f, uint32_t i,
	const struct bpf_insn *insn)
{
	int64_t target = (int64_t)f->first + i + insn->imm + 1;

	if (insn->code != (BPF_JMP | BPF_CALL) || insn->src_reg != BPF_PSEUDO_CALL)
		return NULL;
	return target < 0 || target > UINT32_MAX ? NULL : func_at(u, f->section, target);
}

static void show_rel(struct inspect *i, const struct unit_func *f, const struct unit_rel *r)
{
	struct inspect_ref ref = inspect_ref(i->u, f, r);

	row_begin(&i->row);
	row_title(&i->row, "function", f->name);
	row_number(&i->row, "insn", r->insn - f->first);
	row_word(&i->row, "kind", ref.kind);
	row_word(&i->row, "name", ref.name);
	if (ref.offset)
		row_number(&i->row, "offset", ref.offset);
	row_end(&i->row);
}

void inspect_relocations(struct inspect *i)
{
	const struct unit_rel *r;
	const struct unit_func *f;
	uint32_t n, k, cnt;

	row_list_begin(&i->row, "relocations");
	for (n = 0; n < i->u->func_cnt; n++) {
		f = &i->u->funcs[n];
		r = code_rels(i->u, f, &cnt);
		for (k = 0; k < cnt; k++)
			show_rel(i, f, &r[k]);
		inspect_core(i, f);
	}
	row_list_end(&i->row);
}
