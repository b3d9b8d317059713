/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Types as C declarations that a compiler takes: each after what it needs, with the size and the places
 * of members that BTF says.
 *
 *	err = btf_c_init(&c, btf, &out);
 *	btf_c_begin(&c);
 *	btf_c_all(&c, true);			or btf_c_root(&c, id, false) for some
 *	btf_c_end(&c);
 *	err = btf_c_free(&c);
 */
#ifndef SHOW_BTF_C_H
#define SHOW_BTF_C_H

#include "format/btf.h"
#include "show/out.h"

struct btf_c_frame;
struct btf_c_name;

struct btf_c {
	const struct btf *btf;
	struct out *out;
	uint8_t *state;            /* of each type: btf_c_state.h */
	uint16_t *version;         /* of each type: its number among those of the same name, once known */
	struct btf_c_name *names;  /* all names at file scope, by hash */
	uint32_t names_cnt, names_room;
	struct btf_c_frame *stack; /* what is being looked at, each because of the one before */
	uint32_t depth, stack_room;
	uint32_t pointer;          /* bytes of one */
	uint64_t most;             /* of out->total: a small file may unfold to more than fits anywhere */
	bool mute;                 /* look at what is needed, write nothing */
	int err;
};

/* btf has to have a place for each type, its base too: btf_index(). 0 or -ENOMEM */
int btf_c_init(struct btf_c *c, const struct btf *b, struct out *out);
/* The frame of a header vmlinux.h: its guard, and CO-RE relocations for all in it. */
void btf_c_begin(struct btf_c *c);
void btf_c_end(struct btf_c *c);
/* Everything, by name (so that two kernels can be compared) or as it stands there; and kernel functions. */
void btf_c_all(struct btf_c *c, bool sorted);
/* One type, after what it needs or only itself. Functions and variables are declared extern. */
void btf_c_root(struct btf_c *c, uint32_t id, bool only);
/* 0, -ENOMEM, or -E2BIG: types that nest or repeat without reason. */
int btf_c_free(struct btf_c *c);

#endif
