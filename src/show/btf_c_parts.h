/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the files btf_c*.c. */
#ifndef SHOW_BTF_C_PARTS_H
#define SHOW_BTF_C_PARTS_H

#include "show/btf_c.h"

enum {
	BTF_C_HOPS = 64,    /* pointers, arrays, typedefs in a row */
	BTF_C_NESTING = 32, /* structs within structs, functions in parameters of functions */
};

/* What is known of a type. */
enum {
	BTF_C_WEAK = 1 << 0,     /* what a pointer to it needs has been seen to */
	BTF_C_STRONG = 1 << 1,   /* what a value of it needs */
	BTF_C_DECLARED = 1 << 2, /* stands in the text, at least as "struct x;" */
	BTF_C_INSIDE = 1 << 3,   /* an enum without a name that stands inside something else */
	BTF_C_PACKED = 1 << 4,
	BTF_C_ALIGN = 5,         /* from this bit on: the logarithm of a struct's alignment */
	/* of functions */
	BTF_C_KFUNC = 1 << 3,
	BTF_C_FASTCALL = 1 << 4,
};

/* The two name spaces of C at file scope: behind struct, union, enum; and all others. */
enum btf_c_space { BTF_C_TAGS, BTF_C_IDENTIFIERS };

/* btf_c_name.c: a name with what C does not take replaced */
void btf_c_ident(struct btf_c *c, uint32_t name);
/* the same of a type, and "___2" if another one had it before; and of a name without a type of its own */
void btf_c_type_name(struct btf_c *c, uint32_t id);
void btf_c_global_name(struct btf_c *c, uint32_t name);
/*
 * A compiler has __builtin_va_list without being told, but as the machine has it that it makes code for;
 * what the kernel's was is written in its place.
 */
bool btf_c_is_builtin(const char *name);
/* Does C know this integer by its name? Else what is like it. */
bool btf_c_is_basic(const char *name);
const char *btf_c_basic(const struct btf_type *t);

/* btf_c_place.c: bytes of a value, and its alignment */
uint64_t btf_c_size(const struct btf_c *c, uint32_t id, uint32_t *align);
/* A member's place in bits; the width of a bit field, else 0. */
uint64_t btf_c_member(const struct btf_c *c, const struct btf_type *t, const struct btf_member *m,
	uint32_t *width);
/* Find out whether a struct is packed, and its alignment; those of its members are known. */
void btf_c_measure(struct btf_c *c, uint32_t id);
/* What makes the compiler go from one bit to where the next member is, if it would not by itself. */
void btf_c_pad(struct btf_c *c, uint64_t from, uint64_t to, uint32_t level);

/* btf_c_decl.c: "char *name[4]" */
void btf_c_decl(struct btf_c *c, uint32_t id, uint32_t name, uint32_t level);
/* the same with the name of a type: a typedef, function or variable */
void btf_c_decl_of(struct btf_c *c, uint32_t id, uint32_t of);
/* False if this nests too deep or the text is too long: then it ends. */
bool btf_c_may(struct btf_c *c, uint32_t level);
/* btf_c_body.c: "struct x", and with all in braces */
void btf_c_tag(struct btf_c *c, uint32_t id);
void btf_c_body(struct btf_c *c, uint32_t id, uint32_t level);

/* btf_c_order.c: write what this type needs, and itself */
void btf_c_need(struct btf_c *c, uint32_t id, bool strong);
/* one declaration, whatever it needs */
void btf_c_define(struct btf_c *c, uint32_t id);

#endif
