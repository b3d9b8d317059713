/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Jump tables, since 6.19: where a `switch` is many instructions, newer compilers load the place to
 * go on from a table and jump there (gotox). To the kernel a table is a map, BPF_MAP_TYPE_INSN_ARRAY,
 * whose elements are numbers of instructions in the program.
 *
 * In the file all tables stand in the section `.jumptables`, each with a symbol of its size. Entries
 * have 8 bytes, and are places in the section of the function that uses the table, in bytes. So
 * they change with the place that the function gets in the program, and each program has tables of
 * its own.
 */
#include "link/code.h"

#include <errno.h>

#include "base/vec.h"

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

int jump_table_relocate(struct unit *u, struct unit_func *f, uint32_t i,
	const struct elf_symbol *sym, struct code *c, struct rawbpf_diag *d)
{
	const struct bytes *b = &u->elf.sections[sym->section].bytes;
	const uint8_t *entries = bytes_at(b, sym->value, sym->size);
	uint32_t cnt = sym->size / 8, n;
	uint64_t to;

	if (!b->data || !entries || !cnt || sym->size % 8 || sym->size / 8 > UINT32_MAX)
		return fail(u, f, sym, d, "does not lie in it in whole entries");
	if (vec_room((void **)&c->tables, &c->table_room, c->table_cnt + 1ULL, sizeof(*c->tables)) ||
		vec_room((void **)&c->entries, &c->entry_room, (uint64_t)c->entry_cnt + cnt,
			sizeof(*c->entries)))
		return -ENOMEM;
	c->tables[c->table_cnt++] = (struct code_table){ f->linked_at + i, c->entry_cnt, cnt, 0 };
	for (n = 0; n < cnt; n++) {
		to = bytes_u64(b, entries + n * 8ULL);
		if (to % 8 || to / 8 < f->first || to / 8 - f->first >= f->cnt)
			return fail(u, f, sym, d, "leads out of it");
		c->entries[c->entry_cnt++] = to / 8 - f->first + f->linked_at;
	}
	c->insns[f->linked_at + i].src_reg = BPF_PSEUDO_MAP_VALUE;
	c->insns[f->linked_at + i].imm = 0;
	return 0;
}
