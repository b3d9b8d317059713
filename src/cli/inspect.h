/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLI_INSPECT_H
#define CLI_INSPECT_H

#include "cli/row.h"
#include "object/object.h"

struct inspect {
	struct cli *c;
	struct row row;
	struct unit *u;
	bool fitted; /* CO-RE records have the kernel's types to be answered by */
};

/* What a relocation makes an instruction refer to. */
struct inspect_ref {
	const char *kind; /* map, variable, data, function, extern */
	const char *name;
	uint64_t offset; /* in the variable or section */
};

/* One of these writes one list. */
void inspect_object(struct inspect *i);
void inspect_sections(struct inspect *i);
void inspect_programs(struct inspect *i);
void inspect_maps(struct inspect *i);
void inspect_globals(struct inspect *i);
void inspect_externs(struct inspect *i);
void inspect_relocations(struct inspect *i);
void inspect_disasm(struct inspect *i);

/* inspect_refs.c */
struct inspect_ref inspect_ref(const struct unit *u, const struct unit_func *f,
	const struct unit_rel *r);
/* "name" or "name+8" */
const char *inspect_ref_text(const struct inspect_ref *ref, char *text, size_t size);
/* The function that a call reaches without a relocation, or NULL. */
const struct unit_func *inspect_callee(const struct unit *u, const struct unit_func *f, uint32_t i,
	const struct bpf_insn *insn);

/* inspect_core.c: what such a record asks for, and about what: `struct task_struct.comm[0]` */
const char *inspect_core_kind(uint32_t kind);
void inspect_core_text(const struct btf *b, const struct bpf_core_relo *r, char *text, size_t size);
/* The records of a function, with what they come to if that is known. */
void inspect_core(struct inspect *i, const struct unit_func *f);

#endif
