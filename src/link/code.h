/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LINK_CODE_H
#define LINK_CODE_H

#include <linux/bpf.h>

#include "link/unit.h"

/* A 64-bit load whose immediate is a map: its descriptor is known only once it exists. */
struct code_fixup {
	uint32_t insn;
	const struct unit_map *map;
};

/*
 * An instruction that cannot do what it should on this kernel: a field, a map or a kernel function
 * is missing. It becomes a call of a function that no kernel has. The verifier drops code that
 * cannot be reached, so a program that asks first (bpf_core_field_exists, a weak symbol) loads; if
 * it is reached, the verifier names the call, and the loader says `why` instead.
 */
struct code_poison {
	uint32_t insn;
	const char *why; /* a sentence, in the unit's arena */
};

/* A jump table of a function: where it is in its section, and its entries among all. */
struct code_table {
	const struct unit_func *func;
	uint64_t place;
	uint32_t first, cnt;
	int fd; /* the object's; 0: none yet */
};

/* A 64-bit load of a jump table. */
struct code_table_ref {
	uint32_t insn, table;
};

enum {
	CODE_POISON = 195896080, /* 0xbad2310, the call's number */
};

/*
 * One program, ready but for the maps: its own instructions, then those of each subprogram it
 * reaches. Scratch that is used again for the next program; code_free() at the end.
 */
struct code {
	struct bpf_insn *insns;
	struct code_fixup *fixups;
	struct code_poison *poisons;
	uint8_t *func_info, *line_info; /* records for the kernel: offsets in instructions */
	uint32_t cnt, fixup_cnt, poison_cnt, func_info_cnt, line_info_cnt;
	uint32_t room, fixup_room, poison_room, func_info_room, line_info_room;
	struct code_table *tables;
	struct code_table_ref *table_refs;
	uint32_t *entries; /* of all tables: numbers of instructions */
	uint32_t table_cnt, table_room, table_ref_cnt, table_ref_room, entry_cnt, entry_room;
	struct unit_func **order; /* functions in the order they were appended */
	uint32_t order_cnt, order_room;
	bool line_gap; /* a function came without line records */
};

int code_link(struct unit *u, struct unit_func *entry, struct code *c, struct rawbpf_diag *d);
void code_free(struct code *c);
/* The 64-bit load at this instruction shall get the map's descriptor. 0 or -ENOMEM. */
int code_fixup(struct code *c, const struct unit_map *m, uint32_t at);
/* Make an instruction invalid, both halves of a 64-bit load. 0 or -ENOMEM. */
int code_poison(struct code *c, uint32_t insn, const char *why);
/* An instruction as the file has it, in host form. */
struct bpf_insn code_insn(const struct unit *u, const struct unit_func *f, uint32_t i);
/* jump_table.c: the section of all tables; let a load refer to the one its symbol is */
bool jump_table_section(const struct elf_section *s);
int jump_table_relocate(struct unit *u, struct unit_func *f, uint32_t i,
	const struct elf_symbol *sym, struct code *c, struct rawbpf_diag *d);
/* The relocations of a function: the first one, and how many. */
const struct unit_rel *code_rels(const struct unit *u, const struct unit_func *f, uint32_t *cnt);

#endif
