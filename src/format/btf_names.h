/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many names looked up in one walk over the types. The kernel has no table of names, and a walk
 * over its 100,000 types costs a millisecond: so everything a program asks for is asked at once.
 *
 *	btf_names_init(&n, &arena);
 *	i = btf_names_add(&n, "task_struct", 11, 1U << BTF_KIND_STRUCT);
 *	...
 *	err = btf_names_search(&n, &vmlinux);
 *	n.asked[i].found[0].id
 */
#ifndef FORMAT_BTF_NAMES_H
#define FORMAT_BTF_NAMES_H

#include "format/btf.h"

struct btf_found {
	const struct btf *btf; /* whose own type it is */
	uint32_t id;
};

struct btf_name {
	const char *name; /* not ended by 0, and without a flavor */
	uint32_t length, kinds; /* a bit for each kind that will do */
	struct btf_found *found;
	uint32_t cnt, room;
	uint32_t next; /* of the same hash, counted from 1 */
};

struct btf_names {
	struct arena *arena;
	struct btf_name *asked;
	uint32_t cnt, room;
	uint32_t kinds; /* all that anyone asked for */
	uint32_t heads[256];
};

void btf_names_init(struct btf_names *n, struct arena *a);
/*
 * Ask for a name, which has to stay. A flavor in it ("task_struct___old") is left out. Asking for
 * the same again gives the same number. Its index in n->asked, or -ENOMEM.
 */
int btf_names_add(struct btf_names *n, const char *name, uint32_t kinds);
/*
 * Add what b's own types (not its base's) have to say to each name that was asked for and that its
 * base has not answered.
 */
int btf_names_search(struct btf_names *n, const struct btf *b);
/* The same for one type of b, which has a kind that someone asks for. 0 or -ENOMEM. */
int btf_names_hear(struct btf_names *n, const struct btf *b, const struct btf_type *t, uint32_t id);
/* whether some name has no answer yet */
bool btf_names_open(const struct btf_names *n);

static inline bool btf_kinds_have(uint32_t kinds, const struct btf_type *t)
{
	return btf_kind(t) < 32 && kinds >> btf_kind(t) & 1;
}

/* Length of a name without its flavor: what stands before the last "___" inside it. */
uint32_t btf_essential_length(const char *name);

#endif
