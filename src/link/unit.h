/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One object file, understood: its functions, maps and types. Pure facts; nothing here has been
 * near the kernel. Pointers go into the file's bytes or the arena, both owned by the object.
 */
#ifndef LINK_UNIT_H
#define LINK_UNIT_H

#include "format/btf.h"
#include "format/btf_ext.h"
#include "format/elf.h"
#include "hook/hook.h"

struct unit_map;
struct unit_func;
struct unit_extern;

/* A static initialiser of a map: element `index` is this map or program. */
struct unit_slot {
	uint32_t index;
	struct unit_map *map;
	struct unit_func *prog;
};

/* A struct of callbacks, which is a map of its own kind: see struct_ops.c. */
struct unit_ops {
	uint32_t type; /* the struct, in the object's BTF */
	uint32_t size;
	uint8_t *bytes; /* as the section has them; until loading the user's to change */
	struct unit_func **progs; /* by member, or NULL; the user's to change as well */
};

struct unit_map {
	struct rawbpf_map_spec spec; /* descriptors are filled in by the object */
	uint32_t index;              /* in the unit's list; inner maps are in none */
	uint32_t section;            /* where instructions refer to it: a section ... */
	uint64_t offset;             /* ... and a place in it */
	uint32_t key_type, value_type; /* in the object's BTF, for showing; 0 unknown */
	bool pin_by_name;
	const char *pin_folder; /* below the place for pins; NULL: right there */
	struct unit_map *inner; /* maps of maps: what the inner ones look like */
	bool has_slots;
	uint64_t slots_offset;  /* where `values` begins in the variable */
	struct unit_slot *slots;
	uint32_t slot_cnt, slot_room;
	/* global data: the section as a map with one element */
	uint8_t *image;
	bool read_only;
	bool optional; /* '?': not created unless asked for */
	struct unit_ops *ops; /* NULL: not a map of struct_ops */
	uint32_t old_id, old_inner_id, old_inner_index; /* iproute2's numbers; id 0 none */
};

struct unit_func {
	const char *name;
	const char *section_name; /* without a leading '?' */
	uint32_t section, first, cnt; /* in instructions of 8 bytes */
	uint32_t symbol;
	bool entry;    /* a program, not a subprogram */
	bool optional; /* '?': not loaded unless asked for */
	bool global;
	bool in_struct; /* the file puts it into a struct of struct_ops */
	const struct hook *hook; /* by section name; NULL unknown */
	const char *where;       /* the target in the section name, or NULL */
	struct unit_func *callback; /* for exceptions: see exception.c; or NULL */
	uint32_t callback_tags;
	uint32_t prog_index;     /* among the entries */
	uint32_t linked_at, linked_for; /* scratch of link/code.c */
};

/* The relocations of one section with code, by place. */
struct unit_rel {
	uint32_t insn, symbol, type;
};

struct unit_rels {
	struct unit_rel *rels;
	uint32_t cnt;
};

struct unit {
	struct arena *arena;
	const char *object_name;
	struct elf elf;
	bool has_btf, has_ext;
	struct btf btf;
	struct btf_ext ext;
	uint32_t *datasecs; /* by section number: its DATASEC, or 0; NULL without BTF */
	struct unit_func *funcs; /* sorted by section and place */
	uint32_t func_cnt, prog_cnt;
	struct unit_map **maps;
	uint32_t map_cnt, map_room;
	struct unit_map **placed; /* all maps by section and place; NULL until they are collected */
	/* the arena; and its variables as if they were a map of data, which has the arena's index */
	struct unit_map *arena_map, *arena_vars;
	struct unit_rels *rels; /* by section number */
	const struct elf_symbol **symbols; /* all but the first, by section and name */
	struct unit_extern *externs; /* what the kernel has to have: link/extern.h */
	uint32_t extern_cnt;
	struct unit_map *kconfig; /* the map with the kernel's settings, or NULL */
	const char *license;
	uint32_t version;
	struct core *core;   /* CO-RE records, see link/core.h; NULL: none */
	uint32_t generation; /* of linked_at: one for each program that was linked */
};

/*
 * Understand all of a file. Fails with -EINVAL (malformed) or -EOPNOTSUPP (well-formed, but
 * needs something we do not do).
 */
int unit_parse(struct unit *u, struct arena *a, const char *file, const char *object_name,
	const void *bytes, size_t size, struct rawbpf_diag *d);

/* func.c */
int func_collect(struct unit *u, struct rawbpf_diag *d);
int func_collect_rels(struct unit *u, struct rawbpf_diag *d);
/* the function that begins at this instruction; NULL */
struct unit_func *func_at(const struct unit *u, uint32_t section, uint32_t insn);

/* mapdef.c: `.maps`; mapdef_old.c: `maps`; data.c: global data */
int mapdef_collect(struct unit *u, struct rawbpf_diag *d);
int mapdef_old_collect(struct unit *u, struct rawbpf_diag *d);
bool mapdef_old_section(const struct elf_section *s);
int data_collect(struct unit *u, struct rawbpf_diag *d);
/* exception.c */
int exception_collect(struct unit *u, struct rawbpf_diag *d);
/* arena_map.c */
int arena_map_collect(struct unit *u, struct rawbpf_diag *d);
/* struct_ops.c; and a member of the struct by name, its number, or -ENOENT */
int struct_ops_collect(struct unit *u, struct rawbpf_diag *d);
int struct_ops_member(const struct unit *u, const struct unit_map *m, const char *name);
/* data.c: how the map of such a section is called; NULL without memory */
char *data_map_name(struct unit *u, const char *section);
/* extern.c */
int extern_collect(struct unit *u, struct rawbpf_diag *d);
/* types.c: make the object's types say what its sections and symbols say */
int types_fix(struct unit *u, struct rawbpf_diag *d);
/* whether the kernel can take them: each data section has a size */
int types_check(const struct unit *u, struct rawbpf_diag *d);
/* the type of what lies in a section with data, a DATASEC; 0 without */
static inline uint32_t types_of_section(const struct unit *u, const struct elf_section *s)
{
	return u->has_btf ? u->datasecs[s->index] : 0;
}

/* unit.c: a new map at the end of the list */
struct unit_map *unit_add_map(struct unit *u, const char *name);
/* a new slot at the end of a map's; NULL without memory */
struct unit_slot *unit_add_slot(struct unit *u, struct unit_map *m);
struct unit_map *unit_map_at(const struct unit *u, uint32_t section, uint64_t offset);
/* the section's first symbol of that name; NULL */
const struct elf_symbol *unit_symbol(const struct unit *u, uint32_t section, const char *name);
/* "file: " and a sentence, with any error */
int unit_fail(const struct unit *u, int err, struct rawbpf_diag *d, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

#endif
