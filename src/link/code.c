/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a function in the file to a program for the kernel, which takes one array of instructions:
 * the entry comes first, behind it each subprogram that is called or whose address is taken, in
 * the order they are met. What is changed on the way:
 *
 *	call, source 1		the distance to the subprogram, in instructions
 *	ll load of a function	source 4 (BPF_PSEUDO_FUNC), the distance
 *	ll load of a map	source 1 (BPF_PSEUDO_MAP_FD), the map's descriptor
 *	ll load of a variable	source 2 (BPF_PSEUDO_MAP_VALUE), the data map's descriptor, and in
 *				the second half the place in its value
 *	ll load of a jump table	the same, of a map that is made for the table: see jump_table.c
 *
 * The list of functions grows while it is walked: each one's instructions are looked at for what
 * they refer to, and what is met for the first time goes to the end, so pointers to instructions
 * are good only until then. A function remembers where it was put (linked_at) and in which program
 * (linked_for, a number given to each program in turn), so that none is appended twice.
 *
 * Which is meant follows from the instruction and from the section that the relocation's symbol is
 * in; the compiler's relocation number adds nothing to that.
 */
#include "link/code.h"

#include "base/vec.h"
#include "link/core.h"
#include "link/extern.h"

#include <errno.h>

struct bpf_insn code_insn(const struct unit *u, const struct unit_func *f, uint32_t i)
{
	const uint8_t *raw = u->elf.sections[f->section].bytes.data + (f->first + i) * 8ULL;
	uint8_t host[8];
	struct bpf_insn insn;

	memcpy(host, raw, 8);
	if (u->elf.file.swap)
		host[1] = host[1] >> 4 | host[1] << 4; /* the registers are two nibbles */
	memcpy(&insn, host, 8);
	insn.off = bytes_u16(&u->elf.file, raw + 2);
	insn.imm = bytes_u32(&u->elf.file, raw + 4);
	return insn;
}

const struct unit_rel *code_rels(const struct unit *u, const struct unit_func *f, uint32_t *cnt)
{
	const struct unit_rels *r = &u->rels[f->section];
	uint32_t low = 0, high = r->cnt, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (r->rels[mid].insn < f->first)
			low = mid + 1;
		else
			high = mid;
	}
	for (*cnt = 0; low + *cnt < r->cnt && r->rels[low + *cnt].insn < f->first + f->cnt;)
		++*cnt;
	return r->rels ? r->rels + low : NULL;
}

static int fail(const struct unit *u, const struct unit_func *f, uint32_t i, struct rawbpf_diag *d,
	const char *what, const char *name)
{
	const struct elf_section *s = &u->elf.sections[f->section];

	return elf_fail(&u->elf, s, s->offset + (f->first + i) * 8ULL, d,
		"function %s, instruction %u: %s%s", f->name, i, what, name);
}

/* The first record at or behind an instruction of the section. */
static uint32_t record_from(const struct btf_ext_table *t, const struct btf_ext_section *s,
	uint32_t insn)
{
	uint32_t low = 0, high = s->cnt, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (btf_ext_record(t, s, mid)[0] / 8 < insn)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Append the records about f, moved to where f now is and counted in instructions. */
static int append_info(const struct unit *u, const struct btf_ext_table *t,
	const struct unit_func *f, uint8_t **info, uint32_t *cnt, uint32_t *room)
{
	const struct btf_ext_section *s;
	uint32_t i, at;

	s = btf_ext_section(t, u->elf.sections[f->section].name);
	if (!s)
		return 0;
	for (i = record_from(t, s, f->first); i < s->cnt; i++) {
		at = btf_ext_record(t, s, i)[0] / 8;
		if (at >= f->first + f->cnt)
			break;
		if (at < f->first)
			continue;
		if (vec_room((void **)info, room, *cnt + 1ULL, t->record_size))
			return -ENOMEM;
		memcpy(*info + (size_t)*cnt * t->record_size, btf_ext_record(t, s, i),
			t->record_size);
		at += f->linked_at - f->first;
		memcpy(*info + (size_t)*cnt * t->record_size, &at, sizeof(at));
		++*cnt;
	}
	return 0;
}

/* Append f's instructions and records unless this program has them already. */
static int append(struct unit *u, struct unit_func *f, struct code *c, struct rawbpf_diag *d)
{
	uint32_t i, lines = c->line_info_cnt;
	int err;

	if (f->linked_for == u->generation)
		return 0;
	err = vec_room((void **)&c->insns, &c->room, (uint64_t)c->cnt + f->cnt, sizeof(*c->insns));
	if (!err)
		err = vec_room((void **)&c->order, &c->order_room, c->order_cnt + 1ULL,
			sizeof(*c->order));
	if (err)
		return err;
	f->linked_for = u->generation;
	f->linked_at = c->cnt;
	c->order[c->order_cnt++] = f;
	for (i = 0; i < f->cnt; i++)
		c->insns[c->cnt++] = code_insn(u, f, i);
	if (!u->has_ext)
		return 0;
	err = core_apply(u, f, c, d);
	if (!err)
		err = append_info(u, &u->ext.func, f, &c->func_info, &c->func_info_cnt,
			&c->func_info_room);
	if (!err)
		err = append_info(u, &u->ext.line, f, &c->line_info, &c->line_info_cnt,
			&c->line_info_room);
	c->line_gap |= c->line_info_cnt == lines;
	return err;
}

/* Let the instruction at c->insns[at] refer to the function at this place of the file. */
static int refer(struct unit *u, struct unit_func *f, uint32_t i, uint32_t section, int64_t target,
	struct code *c, struct rawbpf_diag *d)
{
	struct unit_func *callee;
	int err;

	callee = target < 0 || target > UINT32_MAX ? NULL : func_at(u, section, target);
	if (!callee)
		return fail(u, f, i, d, "calls a place where no function begins", "");
	err = append(u, callee, c, d);
	if (!err)
		c->insns[f->linked_at + i].imm = callee->linked_at - (f->linked_at + i) - 1;
	return err;
}

int code_fixup(struct code *c, const struct unit_map *m, uint32_t at)
{
	int err = vec_room((void **)&c->fixups, &c->fixup_room, c->fixup_cnt + 1ULL,
		sizeof(*c->fixups));

	if (!err)
		c->fixups[c->fixup_cnt++] = (struct code_fixup){ at, m };
	return err;
}

/* A 64-bit load: what its symbol is in decides. The first half's immediate is an addend. */
static int relocate_load(struct unit *u, struct unit_func *f, uint32_t i,
	const struct elf_symbol *sym, struct code *c, struct rawbpf_diag *d)
{
	uint32_t at = f->linked_at + i;
	struct bpf_insn *insn = &c->insns[at];
	uint64_t place = sym->value + (int64_t)insn->imm;
	const struct unit_map *m;

	if (i + 1 >= f->cnt)
		return fail(u, f, i, d, "the second half of a 64-bit load is missing", "");
	if (u->elf.sections[sym->section].flags & SHF_EXECINSTR) {
		insn->src_reg = BPF_PSEUDO_FUNC;
		return refer(u, f, i, sym->section, place % 8 ? -1 : (int64_t)(place / 8), c, d);
	}
	if (jump_table_section(&u->elf.sections[sym->section]))
		return jump_table_relocate(u, f, i, sym, c, d);
	m = unit_map_at(u, sym->section, place);
	if (!m)
		return fail(u, f, i, d, "there is no map or variable at symbol ", sym->name);
	if (m->image && place >= m->spec.value_size)
		return fail(u, f, i, d, "refers to a place outside the data section of ", sym->name);
	insn->src_reg = m->image ? BPF_PSEUDO_MAP_VALUE : BPF_PSEUDO_MAP_FD;
	insn[0].imm = 0;
	insn[1].imm = m->image ? place : 0;
	return code_fixup(c, m, at);
}

static int relocate(struct unit *u, struct unit_func *f, const struct unit_rel *r, struct code *c,
	struct rawbpf_diag *d)
{
	const struct elf_symbol *sym = &u->elf.symbols[r->symbol];
	uint32_t i = r->insn - f->first;
	struct bpf_insn *insn = &c->insns[f->linked_at + i];
	bool call = insn->code == (BPF_JMP | BPF_CALL);

	if (sym->section == SHN_UNDEF)
		return extern_relocate(u, f, i, sym, c, d);
	if (sym->section >= u->elf.section_cnt)
		return fail(u, f, i, d, "initialise the global variable ", sym->name);
	if (call && insn->src_reg == BPF_PSEUDO_CALL)
		return refer(u, f, i, sym->section, (int64_t)(sym->value / 8) + insn->imm + 1, c, d);
	if (insn->code == (BPF_LD | BPF_IMM | BPF_DW))
		return relocate_load(u, f, i, sym, c, d);
	return fail(u, f, i, d, "cannot be relocated; its symbol is ", sym->name);
}

/* Calls inside one section need no relocation: the distance in the file is right there. */
static int follow_call(struct unit *u, struct unit_func *f, uint32_t i, struct code *c,
	struct rawbpf_diag *d)
{
	const struct bpf_insn *insn = &c->insns[f->linked_at + i];

	if (insn->code != (BPF_JMP | BPF_CALL) || insn->src_reg != BPF_PSEUDO_CALL)
		return 0;
	return refer(u, f, i, f->section, (int64_t)f->first + i + insn->imm + 1, c, d);
}

static int link_function(struct unit *u, struct unit_func *f, struct code *c, struct rawbpf_diag *d)
{
	const struct unit_rel *r;
	uint32_t i, cnt;
	int err = 0;

	r = code_rels(u, f, &cnt);
	for (i = 0; !err && i < f->cnt; i++) {
		if (cnt && r->insn == f->first + i) {
			err = relocate(u, f, r, c, d);
			r++;
			cnt--;
		} else {
			err = follow_call(u, f, i, c, d);
		}
		if (c->insns[f->linked_at + i].code == (BPF_LD | BPF_IMM | BPF_DW))
			i++;
	}
	if (!err && cnt)
		err = fail(u, f, r->insn - f->first, d, "is relocated twice or in its middle", "");
	return err;
}

/* The kernel takes records of a kind for all functions of a program or for none; each kind alone. */
static void drop_partial_info(struct code *c)
{
	if (c->func_info_cnt != c->order_cnt)
		c->func_info_cnt = 0;
	if (c->line_gap)
		c->line_info_cnt = 0;
}

int code_link(struct unit *u, struct unit_func *entry, struct code *c, struct rawbpf_diag *d)
{
	uint32_t i;
	int err;

	u->generation++;
	c->line_gap = false;
	c->cnt = c->fixup_cnt = c->poison_cnt = c->func_info_cnt = c->line_info_cnt = c->order_cnt = 0;
	c->table_cnt = c->table_ref_cnt = c->entry_cnt = 0;
	err = append(u, entry, c, d);
	if (!err && entry->callback)
		err = append(u, entry->callback, c, d);
	for (i = 0; !err && i < c->order_cnt; i++)
		err = link_function(u, c->order[i], c, d);
	drop_partial_info(c);
	return err;
}

static void poison_insn(struct bpf_insn *insn)
{
	memset(insn, 0, sizeof(*insn));
	insn->code = BPF_JMP | BPF_CALL;
	insn->imm = CODE_POISON;
}

int code_poison(struct code *c, uint32_t insn, const char *why)
{
	int err = vec_room((void **)&c->poisons, &c->poison_room, c->poison_cnt + 1ULL,
		sizeof(*c->poisons));

	if (err)
		return err;
	if (c->insns[insn].code == (BPF_LD | BPF_IMM | BPF_DW) && insn + 1 < c->cnt)
		poison_insn(&c->insns[insn + 1]);
	poison_insn(&c->insns[insn]);
	c->poisons[c->poison_cnt++] = (struct code_poison){ insn, why };
	return 0;
}

void code_free(struct code *c)
{
	free(c->insns);
	free(c->fixups);
	free(c->poisons);
	free(c->func_info);
	free(c->line_info);
	free(c->order);
	free(c->tables);
	free(c->table_refs);
	free(c->entries);
	memset(c, 0, sizeof(*c));
}
