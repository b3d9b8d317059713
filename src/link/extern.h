/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a program declares and the kernel has: `extern ... __kconfig`, a setting the kernel was
 * built with, and `extern ... __ksym`, a variable or function of the kernel. See extern.c.
 */
#ifndef LINK_EXTERN_H
#define LINK_EXTERN_H

#include "link/code.h"

enum extern_kind {
	EXTERN_KCONFIG,	 /* a value that is filled in */
	EXTERN_SYMBOL,	 /* of type void: an address from /proc/kallsyms */
	EXTERN_VARIABLE, /* a VAR in the kernel's types */
	EXTERN_FUNCTION, /* a FUNC there, a "kfunc" (5.13) */
};

struct unit_extern {
	const char *name;
	uint32_t type; /* the VAR or FUNC in the object's types */
	enum extern_kind kind;
	bool weak; /* may be missing: the value or address is then 0 */

	/* what the kernel has to say, 0 or why nothing: -ESRCH when it does not have it */
	int err;
	const char *why; /* a sentence; of a setting that is told: what is odd about it, or NULL */
	uint64_t address; /* of a symbol; of a function where the kernel takes no other, not 0 */
	uint32_t btf_id;
	int btf_fd, fd_index;  /* of a module's types, and that one's place in fd_array; or 0 */
	const char *module;    /* or NULL */
	int asked;	       /* for the names that are looked for in the kernel's types; -1 */

	/* kconfig: where the value stands, and whether some text has told it or that there is none */
	uint32_t offset, size;
	bool decided;
};

/* extern.c; extern_collect() of link/unit.h makes u->externs, sorted by name */
struct unit_extern *extern_find(const struct unit *u, const char *name, size_t length);
/* Note why there is nothing, or with err 0 not all. Returns err, or -ENOMEM. */
int extern_lacks(struct unit *u, struct unit_extern *e, int err, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* The prototype or type that it is declared with. */
uint32_t extern_declared(const struct unit *u, const struct unit_extern *e);
/* Make the kernel accept the object's types, after all has been looked up. */
void extern_fix_btf(struct unit *u);

/* extern_code.c: let an instruction that names an undefined symbol refer to what was found */
int extern_relocate(struct unit *u, struct unit_func *f, uint32_t i, const struct elf_symbol *sym,
	struct code *c, struct rawbpf_diag *d);

/* kconfig.c: places for all values, and the map they are in */
int kconfig_layout(struct unit *u, struct rawbpf_diag *d);
/*
 * Take values from text as in /boot/config-*, for what is not decided yet. `from` stands in
 * messages.
 */
int kconfig_read(struct unit *u, const char *text, size_t size, const char *from);
/* A setting that is not decided yet, or NULL. */
struct unit_extern *kconfig_find(const struct unit *u, const char *name, size_t length);
/* A number for one that is not in any text. */
int kconfig_number(struct unit *u, struct unit_extern *e, uint64_t value, const char *from);
/* Whether one is left that a text would have to tell. */
bool kconfig_undecided(const struct unit *u);

#endif
