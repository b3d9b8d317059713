/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CO-RE: what a program was compiled for, fitted to the kernel that runs. A record in .BTF.ext
 * names an instruction, a type of the program's, a way from there ("0:5:1") and a question; see
 * core.c for what is asked and core_spec.c for the way.
 *
 *	core_init()	once for an object: which records belong to which section
 *	core_ask()	the names of types that a function's records need, for one walk over the
 *			kernel's types
 *	core_resolve()	what one record comes to: one value in the program, one in the kernel
 *	core_apply()	all records of a function, into its instructions
 */
#ifndef LINK_CORE_H
#define LINK_CORE_H

#include "format/btf_names.h"
#include "link/code.h"
#include "link/unit.h"

enum { CORE_PARTS = 64 }; /* numbers in a way */

/* A part of the way that has a meaning in any kernel: a named member, or an array's element. */
struct core_step {
	const char *name; /* NULL: an element */
	uint32_t type;    /* the struct it is a member of; or the element's type */
	uint32_t index;
};

/* A way through types, the program's or the kernel's. Anonymous members are in `raw` only. */
struct core_spec {
	const struct btf *btf;
	uint32_t kind, root; /* enum bpf_core_relo_kind; type */
	uint32_t raw_cnt, step_cnt;
	uint32_t raw[CORE_PARTS];
	struct core_step steps[CORE_PARTS];
	uint64_t bits; /* where it leads to, from the root's start */
};

struct core_result {
	int err;               /* the record or the kernel's types make no sense: see why */
	bool poison;           /* no value: see why */
	bool check;            /* the instruction must hold `from` */
	const char *why;       /* a sentence without an end, or NULL */
	const char *resize;    /* why a load or store of this field is poisoned; NULL: it is not */
	uint64_t from, to;     /* the value in the program, in the kernel */
	uint32_t from_size, to_size; /* of the field, if it is one that can be read at once */
	const struct btf *btf; /* the kernel's types, vmlinux's or a module's; NULL: nothing found */
	uint32_t type;         /* the root therein */
};

/* The candidates for a type of the program's. */
struct core_root {
	uint32_t ask; /* in names */
	bool filled;
	struct btf_found *found;
	uint32_t cnt;
};

/* A result that is kept. */
struct core_entry {
	uint32_t type, access, kind;
	bool used;
	struct core_result result;
};

/* What is known of an object's records. */
struct core {
	const struct btf_ext_section **sections; /* by ELF section: its records */
	struct core_root **roots; /* by local type */
	struct btf_names *names;
	struct core_entry *entries; /* by hash; room is a power of two */
	uint32_t entry_cnt, entry_room;
	uint32_t left; /* of WORK */
};

/* u->core; it stays NULL in an object without records. */
int core_init(struct unit *u, struct rawbpf_diag *d);
/* The records of a function, as they stand behind each other, each *step words long. */
const uint32_t *core_records(const struct unit *u, const struct unit_func *f, uint32_t *cnt,
	uint32_t *step);
/* Ask for the types that they begin with. All functions must ask in the same list. */
int core_ask(struct unit *u, const struct unit_func *f, struct btf_names *n);
/*
 * Once the list has its answers. Results are kept. With `target` given the way in the kernel's
 * types is written there: what of them is needed (result->btf is not NULL then). Returns -ENOMEM
 * or 0, whatever the result is.
 */
int core_resolve(struct unit *u, const struct bpf_core_relo *r, struct core_result *result,
	struct core_spec *target);
/* Write a result into an instruction. 0; 1: it must be poisoned (*why); or an error (*why). */
int core_patch(struct bpf_insn *insn, uint32_t left, const struct core_result *r,
	const char **why);
/* All of a function that stands in c at f->linked_at. */
int core_apply(struct unit *u, const struct unit_func *f, struct code *c, struct rawbpf_diag *d);

static inline bool core_of_type(uint32_t kind)
{
	return (kind >= BPF_CORE_TYPE_ID_LOCAL && kind <= BPF_CORE_TYPE_SIZE) ||
		kind == BPF_CORE_TYPE_MATCHES;
}

static inline bool core_of_enum(uint32_t kind)
{
	return kind == BPF_CORE_ENUMVAL_EXISTS || kind == BPF_CORE_ENUMVAL_VALUE;
}

static inline bool core_of_field(uint32_t kind)
{
	return kind <= BPF_CORE_FIELD_RSHIFT_U64;
}

/* "byte offset", for messages; "unknown" */
const char *core_kind_name(uint32_t kind);

/* "struct ", "enum ", or nothing */
const char *core_type_word(const struct btf_type *t);
/* core_spec.c: the way in the program's own types; 0, -EINVAL, -E2BIG */
int core_spec_parse(const struct btf *b, const struct bpf_core_relo *r, struct core_spec *s);
/* ... as text: "struct task_struct.comm[0]", "enum bpf_func_id BPF_FUNC_unspec" */
void core_spec_text(const struct core_spec *s, char *text, size_t size);
/* One number or one step further; 0 or -E2BIG. */
int core_spec_raw(struct core_spec *s, uint32_t index);
int core_spec_element(struct core_spec *s, uint32_t type, uint32_t index);
void core_spec_member(struct core_spec *s, const char *name, uint32_t type, uint32_t index);
/* May this array have more elements than it says, being the last member of its struct? */
bool core_spec_flexible(const struct core_spec *s, const struct btf_array *a);

/* core_match.c */
struct core_match {
	const struct core_spec *local;
	struct core_spec *target;
	uint32_t *left; /* of the work that one object may make */
	bool clash;     /* the field is there, but of an incompatible type */
};

/* Does this type of the kernel have what local says? 1 and the way to it, 0 or an error. */
int core_match(struct core_match *m, const struct btf *b, uint32_t id);
/* core_types.c: compatible types by the rules for relocations of types */
int core_types_compat(struct core_match *m, uint32_t local, uint32_t target);
int core_types_match(struct core_match *m, uint32_t local, uint32_t target);
/* the name of an enumerator, of either kind of enum */
const char *core_enumerator(const struct btf *b, const struct btf_type *t, uint32_t i);

/* core_value.c: what a way comes to */
struct core_value {
	uint64_t value;
	bool check;    /* compilers agree about it */
	uint32_t size; /* of the field, to be loaded at once; 0: not a field, or several */
	uint32_t type; /* of that field */
};

int core_value(const struct core_spec *s, struct core_value *v);

#endif
