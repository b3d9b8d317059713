/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Functions. Each ELF function symbol in a section with code is one; a global one outside `.text`
 * is a program, everything else a subprogram that programs call. Compilers before LLVM 5 wrote
 * labels instead of functions: a section without any function is then one program as a whole.
 */
#include "link/unit.h"

#include "base/sort.h"

#include <errno.h>

static bool has_code(const struct elf_section *s)
{
	return s->type == SHT_PROGBITS && s->flags & SHF_EXECINSTR && s->bytes.size;
}

static bool is_function(const struct unit *u, const struct elf_symbol *sym)
{
	return sym->type == STT_FUNC && sym->section < u->elf.section_cnt &&
		has_code(&u->elf.sections[sym->section]);
}

/* What the section's name says is the same for all functions in it. */
static void set_section(struct unit *u, struct unit_func *f)
{
	const char *name = u->elf.sections[f->section].name;

	f->optional = name[0] == '?';
	f->section_name = name + f->optional;
	f->entry = f->global && strcmp(name, ".text");
	if (f > u->funcs && f[-1].section == f->section) {
		f->hook = f[-1].hook;
		f->where = f[-1].where;
	} else {
		f->hook = hook_by_section(f->section_name, &f->where);
	}
}

static int add_function(struct unit *u, uint32_t index, struct rawbpf_diag *d)
{
	const struct elf_symbol *sym = &u->elf.symbols[index];
	const struct elf_section *s = &u->elf.sections[sym->section];
	struct unit_func *f = &u->funcs[u->func_cnt];

	if (sym->value % 8 || sym->size % 8 || !sym->size || sym->value > s->bytes.size ||
		sym->size > s->bytes.size - sym->value || s->bytes.size / 8 > INT32_MAX)
		return elf_fail(&u->elf, s, s->offset + sym->value, d,
			"function %s does not lie in the section in whole instructions", sym->name);
	f->name = sym->name;
	f->section = sym->section;
	f->first = sym->value / 8;
	f->cnt = sym->size / 8;
	f->symbol = index;
	f->global = sym->bind != STB_LOCAL;
	set_section(u, f);
	u->func_cnt++;
	if (f->global || !f->hook)
		return 0;
	return unit_fail(u, -EOPNOTSUPP, d,
		"section %s: program %s is static: programs are found by global symbols, so remove "
		"\"static\"",
		s->name, f->name);
}

/* An old compiler's section, named after itself until there is a label for it. */
static int add_whole_section(struct unit *u, const struct elf_section *s, struct rawbpf_diag *d)
{
	struct unit_func *f = &u->funcs[u->func_cnt];

	if (s->bytes.size % 8 || s->bytes.size / 8 > INT32_MAX)
		return elf_fail(&u->elf, s, s->offset, d, "not a whole number of instructions");
	f->name = s->name;
	f->section = s->index;
	f->cnt = s->bytes.size / 8;
	f->global = true;
	set_section(u, f);
	u->func_cnt++;
	return 0;
}

/* A label at its start; of several the last one. */
static void name_by_labels(struct unit *u)
{
	const struct elf_symbol *sym;
	struct unit_func *f;
	uint32_t i;

	for (i = 1; i < u->elf.symbol_cnt; i++) {
		sym = &u->elf.symbols[i];
		if (sym->value || sym->bind == STB_LOCAL || !*sym->name)
			continue;
		f = func_at(u, sym->section, 0);
		if (f)
			f->name = sym->name;
	}
}

static int by_place(const void *a, const void *b)
{
	const struct unit_func *x = a, *y = b;

	if (x->section != y->section)
		return x->section < y->section ? -1 : 1;
	return x->first < y->first ? -1 : x->first > y->first;
}

/*
 * Where there are functions at all, code without one has nothing to say: a linker left it of a weak
 * program that lost.
 */
static int add_labelled(struct unit *u, struct rawbpf_diag *d)
{
	uint32_t i;
	int err = 0;

	if (u->func_cnt)
		return 0;
	for (i = 1; !err && i < u->elf.section_cnt; i++)
		if (has_code(&u->elf.sections[i]))
			err = add_whole_section(u, &u->elf.sections[i], d);
	if (!err)
		name_by_labels(u);
	return err;
}

static int check_overlap(const struct unit *u, struct rawbpf_diag *d)
{
	const struct unit_func *f, *next;
	uint32_t i;

	for (i = 0; i + 1 < u->func_cnt; i++) {
		f = &u->funcs[i];
		next = f + 1;
		if (f->section == next->section && next->first < f->first + f->cnt)
			return elf_fail(&u->elf, &u->elf.sections[f->section], next->first * 8ULL, d,
				"functions %s and %s overlap", f->name, next->name);
	}
	return 0;
}

int func_collect(struct unit *u, struct rawbpf_diag *d)
{
	uint32_t i;
	int err = 0;

	/* room for each symbol, and for each section that has none */
	u->funcs = arena_calloc(u->arena, u->elf.symbol_cnt + u->elf.section_cnt,
		sizeof(*u->funcs));
	if (!u->funcs)
		return -ENOMEM;
	for (i = 1; !err && i < u->elf.symbol_cnt; i++)
		if (is_function(u, &u->elf.symbols[i]))
			err = add_function(u, i, d);
	if (!err)
		err = add_labelled(u, d);
	if (err)
		return err;
	sort(u->funcs, u->func_cnt, sizeof(*u->funcs), by_place);
	for (i = 0; i < u->func_cnt; i++)
		if (u->funcs[i].entry)
			u->funcs[i].prog_index = u->prog_cnt++;
	return check_overlap(u, d);
}

struct unit_func *func_at(const struct unit *u, uint32_t section, uint32_t insn)
{
	const struct unit_func key = { .section = section, .first = insn };
	uint32_t low = 0, high = u->func_cnt, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (by_place(&u->funcs[mid], &key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < u->func_cnt && !by_place(&u->funcs[low], &key) ? &u->funcs[low] : NULL;
}

static int by_insn(const void *a, const void *b)
{
	const struct unit_rel *x = a, *y = b;

	return x->insn < y->insn ? -1 : x->insn > y->insn;
}

static int collect_section(struct unit *u, const struct elf_section *s, struct rawbpf_diag *d)
{
	const struct elf_section *target = &u->elf.sections[s->info];
	struct unit_rels *r = &u->rels[s->info];
	struct elf_rel raw;
	bool sorted = true;
	int err;

	if (r->rels)
		return elf_fail(&u->elf, s, s->offset, d, "a second one for section %u", s->info);
	r->rels = arena_calloc(u->arena, elf_rel_cnt(s) + 1, sizeof(*r->rels));
	if (!r->rels)
		return -ENOMEM;
	for (r->cnt = 0; r->cnt < elf_rel_cnt(s); r->cnt++) {
		err = elf_rel_at(&u->elf, s, r->cnt, &raw, d);
		if (err)
			return err;
		if (raw.offset % 8 || raw.offset >= target->bytes.size)
			return elf_fail(&u->elf, s, s->offset + r->cnt * 16ULL, d,
				"relocation %u is not on an instruction", r->cnt);
		r->rels[r->cnt] = (struct unit_rel){ raw.offset / 8, raw.symbol, raw.type };
		sorted &= !r->cnt || r->rels[r->cnt - 1].insn <= r->rels[r->cnt].insn;
	}
	if (!sorted)
		sort(r->rels, r->cnt, sizeof(*r->rels), by_insn);
	return 0;
}

/* Here the addend stands in the instruction; with SHT_RELA it is in the relocation, 24 bytes. */
static bool has_addends(const struct unit *u, const struct elf_section *s)
{
	return s->type == SHT_RELA && s->bytes.size && s->info < u->elf.section_cnt &&
		u->elf.sections[s->info].flags & SHF_ALLOC;
}

int func_collect_rels(struct unit *u, struct rawbpf_diag *d)
{
	const struct elf_section *s;
	uint32_t i;
	int err = 0;

	u->rels = arena_calloc(u->arena, u->elf.section_cnt, sizeof(*u->rels));
	if (!u->rels)
		return -ENOMEM;
	for (i = 1; !err && i < u->elf.section_cnt; i++) {
		s = &u->elf.sections[i];
		if (has_addends(u, s))
			return elf_fail(&u->elf, s, s->offset, d,
				"relocations with addends (SHT_RELA) are not known for BPF: use what clang "
				"-target bpf writes, SHT_REL");
		if (s->type != SHT_REL)
			continue;
		if (s->info >= u->elf.section_cnt)
			return elf_fail(&u->elf, s, s->offset, d, "relocates section %u of %u",
				s->info, u->elf.section_cnt);
		if (has_code(&u->elf.sections[s->info]))
			err = collect_section(u, s, d);
	}
	return err;
}
