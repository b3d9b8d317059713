/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Jump tables, since 6.19: where a `switch` is many instructions, newer compilers load the place to
 * go on from a table and jump there (gotox). To the kernel a table is a map, BPF_MAP_TYPE_INSN_ARRAY,
 * whose elements are numbers of instructions in the program.
 *
 * In the file all tables stand in the section `.jumptables`, each with a symbol of its size. Entries
 * have 8 bytes, and are places in the section of the function that uses the table, in bytes. So
 * they change with the place that the function gets in the program, and each program has tables of
 * its own. In one program a table is one map, however many loads refer to it: a program may use 64
 * maps and no more. So with more tables it is refused here, before any is looked for among thousands.
 */
#include "link/code.h"

#include <errno.h>

#include "base/vec.h"

enum { MOST_MAPS = 64 }; /* of a program: the verifier's MAX_USED_MAPS */

bool jump_table_section(const struct elf_section *s)
{
	return !strcmp(s->name, ".jumptables") && s->type == SHT_PROGBITS;
}

static int fail(const struct unit *u, const struct unit_func *f, const struct elf_symbol *sym,
	struct rawbpf_diag *d, const char *what)
{
	const struct elf_section *s = &u->elf.sections[sym->section];

	return elf_fail(&u->elf, s, s->offset + sym->value, d, "jump table %s of function %s %s",
		*sym->name ? sym->name : "without a name", f->name, what);
}

/* Its number among the tables; their number if it is none of them. */
static uint32_t find(const struct code *c, const struct unit_func *f, uint64_t place, uint32_t cnt)
{
	const struct code_table *t = c->tables;
	uint32_t i;

	for (i = 0; i < c->table_cnt; i++, t++)
		if (t->func == f && t->place == place && t->cnt == cnt)
			break;
	return i;
}

/* 0, -ENOMEM, or -EINVAL: an entry is no instruction of the function. */
static int add(const struct unit_func *f, const struct bytes *b, uint64_t place, uint32_t cnt,
	struct code *c)
{
	uint64_t to;
	uint32_t i;

	if (vec_room((void **)&c->tables, &c->table_room, c->table_cnt + 1ULL, sizeof(*c->tables)) ||
		vec_room((void **)&c->entries, &c->entry_room, (uint64_t)c->entry_cnt + cnt,
			sizeof(*c->entries)))
		return -ENOMEM;
	c->tables[c->table_cnt++] = (struct code_table){ f, place, c->entry_cnt, cnt, 0 };
	for (i = 0; i < cnt; i++) {
		to = bytes_u64(b, b->data + place + i * 8ULL);
		if (to % 8 || to / 8 < f->first || to / 8 - f->first >= f->cnt)
			return -EINVAL;
		c->entries[c->entry_cnt++] = to / 8 - f->first + f->linked_at;
	}
	return 0;
}

int jump_table_relocate(struct unit *u, struct unit_func *f, uint32_t i,
	const struct elf_symbol *sym, struct code *c, struct rawbpf_diag *d)
{
	const struct bytes *b = &u->elf.sections[sym->section].bytes;
	uint32_t cnt = sym->size / 8, table;
	int err;

	if (!b->data || !bytes_at(b, sym->value, sym->size) || !cnt || sym->size % 8 ||
		sym->size / 8 > UINT32_MAX)
		return fail(u, f, sym, d, "does not lie in it in whole entries");
	table = find(c, f, sym->value, cnt);
	if (table == MOST_MAPS)
		return fail(u, f, sym, d, "is one more than the 64 maps that a program may use: "
			"compile it with -fno-jump-tables");
	err = table < c->table_cnt ? 0 : add(f, b, sym->value, cnt, c);
	if (err)
		return err == -ENOMEM ? err : fail(u, f, sym, d, "leads out of it");
	if (vec_room((void **)&c->table_refs, &c->table_ref_room, c->table_ref_cnt + 1ULL,
		sizeof(*c->table_refs)))
		return -ENOMEM;
	c->table_refs[c->table_ref_cnt++] = (struct code_table_ref){ f->linked_at + i, table };
	c->insns[f->linked_at + i].src_reg = BPF_PSEUDO_MAP_VALUE;
	c->insns[f->linked_at + i].imm = 0;
	return 0;
}
