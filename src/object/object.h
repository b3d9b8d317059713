/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What lives in the kernel and owns descriptors. The object owns all of it: maps, programs, links
 * and the memory. -1 is no descriptor.
 */
#ifndef OBJECT_OBJECT_H
#define OBJECT_OBJECT_H

#include "link/code.h"
#include "link/unit.h"
#include "format/btf_names.h"
#include "object/ktypes.h"
#include "rawbpf.h"

/* What the struct of a struct_ops map becomes on this kernel. */
struct map_ops {
	uint32_t asked;   /* the wrapper's name, in the object's names */
	uint8_t *value;   /* as the kernel lays it out */
	uint32_t *places; /* in it, of each member's program; 0 where there is none */
};

struct rawbpf_map {
	struct rawbpf_object *object;
	const struct unit_map *def;
	struct rawbpf_map_spec spec;
	int fd;
	struct rawbpf_prog *owner; /* the only one that may use it; NULL: anyone */
	struct map_ops *ops; /* NULL: not a map of struct_ops */
	bool autocreate;
	bool reused;     /* someone else's: neither filled nor frozen by us */
	bool pinned_now; /* by this load: taken back if the load fails */
	bool made_folder; /* for the pin */
	void *mapped;    /* the kernel's memory of global data or an arena, or NULL */
	size_t mapped_size;
	uint64_t vars_offset; /* where in an arena its variables begin */
};

struct rawbpf_prog {
	struct rawbpf_object *object;
	struct unit_func *func;
	int fd;
	uint32_t type, attach_type, flags;
	uint32_t ifindex; /* on the card of this interface; 0: here */
	bool autoload;
	bool in_slot; /* an XDP program as type EXT: see attach/dispatcher.c */
	/* attach_btf.c: the function that it is loaded for */
	int target_fd;            /* of this program; -1: of the kernel */
	const char *target_where; /* set by hand; NULL: the section says it */
	const char *target_module, *target_name;
	uint32_t target_asked; /* in names, counted from 1; 0 not */
	uint32_t attach_btf_id; /* the function, or (struct_ops) the type it is for, ... */
	int attach_btf_fd;      /* ... of this module's BTF, lent; 0: of the kernel's */
};

struct rawbpf_object {
	struct rawbpf_kernel *kernel;
	struct arena arena;
	void *bytes; /* of the file; parsed facts point into it */
	const char *name, *file, *pin_root, *token_path;
	struct unit unit;
	struct code code;
	struct rawbpf_map *maps;
	struct rawbpf_prog *progs;
	struct rawbpf_link *links;
	struct ktypes ktypes;   /* the running kernel's types, if anything asks for them */
	struct btf_names names; /* what is asked: see fit.c */
	const char *btf_file;   /* instead of the kernel's types for CO-RE, or NULL: fit_core.c */
	struct ktypes_file core_file;
	struct btf_names core_names;
	const char *kconfig, *kconfig_file; /* the user's, or NULL */
	int *fd_array; /* of modules whose functions are called; the first is none */
	uint32_t fd_cnt;
	int btf_fd;
	int token_fd; /* 0: none */
	uint32_t btf_lacks;  /* what of BTF the kernel does not know: enum degrade */
	const char *btf_why; /* it refused the object's types; or NULL */
	int own_btf_fd;      /* types of the one program that is being loaded; -1 none */
	uint32_t log_level;
	bool tried; /* to load */
	bool prepared; /* there are the maps, and not yet the programs */
	bool made_root; /* pin_root, by this load */
	bool cannot_bind; /* maps to programs: before 5.10 */
};

/* fit.c */
int fit_object(struct rawbpf_object *o, struct rawbpf_diag *d);
/* fit_core.c: CO-RE. What is loaded asks, and is answered; or (without a load) all at once. */
int fit_core_ask(struct rawbpf_object *o, struct rawbpf_diag *d);
int fit_core_answer(struct rawbpf_object *o, struct rawbpf_diag *d);
int fit_core_all(struct rawbpf_object *o, struct rawbpf_diag *d);

/* btf_load.c */
void btf_load(struct rawbpf_object *o);

/* attach_btf.c */
int attach_btf_ask(struct rawbpf_object *o, struct rawbpf_diag *d);
int attach_btf_answer(struct rawbpf_object *o, struct rawbpf_diag *d);
/* Is this program loaded for a function, and for which? */
bool attach_btf_wanted(const struct rawbpf_prog *p);
/* ... and attached to just that? */
bool attach_btf_is_place(const struct rawbpf_prog *p);
const char *attach_btf_where(const struct rawbpf_prog *p);

/* prog.c; load it as what this hook takes */
void prog_set_hook(struct rawbpf_prog *p, const struct hook *h);
void prog_close(struct rawbpf_prog *p);
/* jump_table.c: maps of the program that was just linked, until it is loaded */
int jump_table_create(struct rawbpf_object *o, struct rawbpf_diag *d);
void jump_table_close(struct rawbpf_object *o);
/* token.c */
int token_create(struct rawbpf_object *o, struct rawbpf_diag *d);
/* struct_ops.c */
int struct_ops_ask(struct rawbpf_object *o, struct rawbpf_diag *d);
int struct_ops_answer(struct rawbpf_object *o, struct rawbpf_diag *d);
/* a first try to create it; -errno, unexplained */
int struct_ops_create(struct rawbpf_map *m);
/* the value to register, with the programs' descriptors in it */
const void *struct_ops_value(struct rawbpf_map *m);

/* map.c */
int map_create_all(struct rawbpf_object *o, struct rawbpf_diag *d);
int map_fill_progs(struct rawbpf_object *o, struct rawbpf_diag *d);
void map_unpin_new(struct rawbpf_object *o);
void map_close(struct rawbpf_map *m);
struct rawbpf_map *map_of(const struct rawbpf_object *o, const struct unit_map *def);
/* map_pin.c: use the map that is pinned under this name, if any: 1; 0 if none; -errno */
int map_reuse_pinned(struct rawbpf_map *m, struct rawbpf_diag *d);
int map_pin(struct rawbpf_map *m, struct rawbpf_diag *d);
/* arena_map.c: where its variables go; then its memory, with them in it */
int arena_map_place(struct rawbpf_map *m, struct rawbpf_diag *d);
int arena_map_fill(struct rawbpf_map *m, struct rawbpf_diag *d);
/* load.c: of a program just linked, loads of maps that are not there and will not be */
int load_poison_missing(struct rawbpf_object *o);
/* exclusive.c: who the map is only for, if that was said, in its spec */
int exclusive_hash(struct rawbpf_map *m, struct rawbpf_diag *d);
/* data.c */
int map_fill_data(struct rawbpf_map *m, struct rawbpf_diag *d);
/* the section whose variables are in this map, or NULL */
const struct unit_map *data_section(const struct rawbpf_map *m);

#endif
