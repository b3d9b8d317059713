/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several objects on their way to one. The steps, each a file, in this order:
 *
 *	input.c		each file is parsed, and who is named what in its BTF is noted
 *	section.c	sections of one name stand behind one another: each gets its place
 *	symbol.c	symbols of one name become one: who defines it
 *	extern.c, extern_map.c	whether a declaration fits the definition
 *	types.c		BTF of all, the same types only once, data sections anew
 *	rel.c		bytes and relocations, moved
 *	ext.c		.BTF.ext: records about code, moved
 *	object.c	all of it into a file
 *
 * Everything lives in one arena until the end.
 */
#ifndef GEN_GEN_H
#define GEN_GEN_H

#include "format/btf.h"
#include "format/btf_ext.h"
#include "format/elf.h"
#include "gen/btf_write.h"

/* A section of the output. */
struct gen_section {
	const char *name;
	uint32_t type, number, symbol; /* its number in the file, and that of its section symbol */
	uint64_t flags, entsize, align, size;
	uint8_t *bytes; /* none for SHT_NOBITS */
	Elf64_Rel *rels; /* in host byte order */
	uint32_t rel_cnt, rel_room;
};

/* Where a section of an input went. */
struct gen_place {
	struct gen_section *section; /* NULL: left out */
	uint64_t shift;
	bool again; /* the same bytes as those that are there already */
};

struct gen_input {
	struct elf elf;
	bool has_btf, has_ext;
	struct btf btf;
	struct btf_ext ext;
	struct gen_place *places;  /* by section */
	uint32_t *section_of;      /* by section of the output: which one became (part of) it, or 0 */
	uint32_t *symbols;         /* by symbol: its number in gen's, 0 left out */
	bool *moved;               /* by symbol: a jump table that was moved with its code */
	struct table names;        /* types of global variables and functions by name */
	uint32_t *datasec_of;      /* by type: the data section that lists it, or 0 */
	uint32_t *types;           /* by type: its number in the output */
};

/* A symbol of the output. */
struct gen_symbol {
	const char *name;
	struct gen_section *section; /* NULL: not defined, or (absolute) no place */
	uint64_t value, size;
	uint8_t bind, type, visibility;
	bool defined, absolute;
	struct gen_input *input; /* whose type says what it is, */
	uint32_t type_id;        /* and that; 0: none does */
	uint32_t number;         /* in the file */
};

struct gen {
	struct arena *arena;
	struct rawbpf_diag *d;
	struct gen_input *inputs;
	struct gen_section *sections;
	struct gen_symbol *symbols; /* from 1 on */
	struct table section_names, symbol_names; /* of symbols: only the global ones */
	struct btf_write btf;
	void *ext;
	uint64_t ext_size;
	uint32_t input_cnt, section_cnt, symbol_cnt, local_cnt;
	bool swap, has_btf;
};

int input_open(struct gen *g, struct gen_input *in, const char *name, const void *bytes,
	size_t size);
/* The variable or function that can be seen from other files; 0 if there is none. */
uint32_t input_type(const struct gen_input *in, const char *name);
/* The name of the data section that lists it, "" for none. */
const char *input_datasec(const struct gen_input *in, uint32_t type);
/* "file: section 3 (.text): " and a sentence; s may be NULL. Returns err. */
int input_fail(const struct gen *g, const struct gen_input *in, const struct elf_section *s,
	int err, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

int section_place(struct gen *g);
struct gen_section *section_find(const struct gen *g, const char *name);

int symbol_resolve(struct gen *g);
/* Among the global ones, NULL. */
struct gen_symbol *symbol_find(const struct gen *g, const char *name);

/*
 * NULL if two types of different files may describe the same variable or function, or else in what
 * they differ.
 */
const char *extern_differs(const struct btf *a, uint32_t x, const struct btf *b, uint32_t y);
/* The same of maps. */
const char *extern_map_differs(const struct btf *a, uint32_t x, const struct btf *b, uint32_t y);

int types_merge(struct gen *g);
int rel_apply(struct gen *g);
int ext_merge(struct gen *g);

#endif
