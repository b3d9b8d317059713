/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel wants types that are true, and a compiler leaves some of it to whoever comes after:
 *
 *	data sections		have size 0, and their global variables place 0: the symbol table
 *				knows. After a static linker both are there; it is the same again.
 *	order			the variables of a section have to stand as they lie in it
 *	hidden variables	are to the kernel what static ones are: nobody else's
 *	hidden subprograms	are verified where they are called, not by themselves: static as well
 *
 * Sections that exist in BTF alone (.kconfig, .ksyms) are not ours. Any other without an ELF section
 * keeps size 0, with which the kernel refuses all types: that is for loading to say, others may look.
 */
#include "link/unit.h"

#include "base/sort.h"

#include <errno.h>

/* The symbols and the sections that types can mean, by name. */
struct symbols {
	const struct elf_symbol **list;
	const struct elf_section **sections;
	uint32_t cnt, section_cnt;
};

static int by_name(const void *a, const void *b)
{
	const struct elf_symbol *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static int collect(struct unit *u, struct symbols *s)
{
	uint32_t i;

	s->cnt = 0;
	s->list = arena_calloc(u->arena, u->elf.symbol_cnt + 1, sizeof(*s->list));
	if (!s->list)
		return -ENOMEM;
	for (i = 1; i < u->elf.symbol_cnt; i++)
		if (u->elf.symbols[i].bind != STB_LOCAL)
			s->list[s->cnt++] = &u->elf.symbols[i];
	sort(s->list, s->cnt, sizeof(*s->list), by_name);
	return 0;
}

static const struct elf_symbol *find(const struct symbols *s, const char *name)
{
	const struct elf_symbol key = { .name = name }, *at = &key;
	size_t i = sort_first(s->list, s->cnt, sizeof(at), &at, by_name);

	return i < s->cnt && !strcmp(s->list[i]->name, name) ? s->list[i] : NULL;
}

static int by_section_name(const void *a, const void *b)
{
	const struct elf_section *x = *(const struct elf_section *const *)a;
	const struct elf_section *y = *(const struct elf_section *const *)b;
	int order = strcmp(x->name, y->name);

	return order ? order : x->index < y->index ? -1 : x->index > y->index;
}

static int collect_sections(struct unit *u, struct symbols *s)
{
	const struct elf_section *e;
	uint32_t i;

	s->section_cnt = 0;
	s->sections = arena_calloc(u->arena, u->elf.section_cnt + 1, sizeof(*s->sections));
	u->datasecs = arena_calloc(u->arena, u->elf.section_cnt + 1, sizeof(*u->datasecs));
	if (!s->sections || !u->datasecs)
		return -ENOMEM;
	for (i = 1; i < u->elf.section_cnt; i++) {
		e = &u->elf.sections[i];
		if (e->type != SHT_REL && !(e->flags & SHF_EXECINSTR))
			s->sections[s->section_cnt++] = e;
	}
	sort(s->sections, s->section_cnt, sizeof(*s->sections), by_section_name);
	return 0;
}

/* The first one of that name. */
static const struct elf_section *find_section(const struct symbols *s, const char *name)
{
	const struct elf_section key = { .name = name }, *at = &key;
	size_t i = sort_first(s->sections, s->section_cnt, sizeof(at), &at, by_section_name);

	return i < s->section_cnt && !strcmp(s->sections[i]->name, name) ? s->sections[i] : NULL;
}

static bool is_hidden(const struct elf_symbol *sym)
{
	return sym->visibility == STV_HIDDEN || sym->visibility == STV_INTERNAL;
}

static void fix_variable(struct unit *u, const struct symbols *all, const struct elf_section *s,
	struct btf_var_secinfo *info)
{
	struct btf_type *var = btf_type(&u->btf, info->type);
	const struct elf_symbol *sym;

	if (!var || btf_kind(var) != BTF_KIND_VAR || btf_var(var)->linkage == BTF_VAR_STATIC)
		return;
	sym = find(all, btf_name(&u->btf, var));
	if (!sym || sym->section != s->index)
		return;
	info->offset = sym->value;
	if (is_hidden(sym))
		btf_var(var)->linkage = BTF_VAR_STATIC;
}

static int by_offset(const void *a, const void *b)
{
	const struct btf_var_secinfo *x = a, *y = b;

	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static void fix_section(struct unit *u, const struct symbols *all, struct btf_type *t, uint32_t id)
{
	const struct elf_section *s = find_section(all, btf_name(&u->btf, t));
	uint32_t i;

	if (!s)
		return;
	if (!u->datasecs[s->index])
		u->datasecs[s->index] = id;
	t->size = s->bytes.size;
	for (i = 0; i < btf_vlen(t); i++)
		fix_variable(u, all, s, btf_secinfos(t) + i);
	sort(btf_secinfos(t), btf_vlen(t), sizeof(struct btf_var_secinfo), by_offset);
}

/* A function's linkage stands where others have the number of their members. */
static void fix_function(struct unit *u, const struct symbols *all, struct btf_type *t)
{
	const struct elf_symbol *sym;
	const struct unit_func *f;

	if (btf_vlen(t) != BTF_FUNC_GLOBAL)
		return;
	sym = find(all, btf_name(&u->btf, t));
	f = sym && is_hidden(sym) ? func_at(u, sym->section, sym->value / 8) : NULL;
	if (f && !f->entry)
		t->info -= BTF_FUNC_GLOBAL - BTF_FUNC_STATIC;
}

int types_fix(struct unit *u, struct rawbpf_diag *d)
{
	struct symbols all;
	struct btf_type *t;
	uint32_t id = u->btf.first;

	(void)d;
	if (!u->has_btf)
		return 0;
	if (collect(u, &all) || collect_sections(u, &all))
		return -ENOMEM;
	for (t = btf_first(&u->btf); t; t = btf_next(&u->btf, t), id++) {
		if (btf_kind(t) == BTF_KIND_DATASEC)
			fix_section(u, &all, t, id);
		else if (btf_kind(t) == BTF_KIND_FUNC)
			fix_function(u, &all, t);
	}
	return 0;
}

int types_check(const struct unit *u, struct rawbpf_diag *d)
{
	const struct btf_type *t = u->has_btf ? btf_first(&u->btf) : NULL, *var;
	const char *name;

	for (; t; t = btf_next(&u->btf, t)) {
		name = btf_name(&u->btf, t);
		if (btf_kind(t) != BTF_KIND_DATASEC || t->size || !strcmp(name, ".kconfig") ||
			!strcmp(name, ".ksyms"))
			continue;
		var = btf_vlen(t) ? btf_type(&u->btf, btf_secinfos(t)->type) : NULL;
		return unit_fail(u, -EINVAL, d, "BTF: the data section %s (variable %s) is missing "
			"or empty in ELF, and no kernel takes such types: link what defines it, or "
			"remove it", name, var ? btf_name(&u->btf, var) : "?");
	}
	return 0;
}
