/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Forward declarations. "struct foo;" of one file is the struct foo that another one defines, if all
 * that define it agree about its members; if not, nobody can say which of them is meant. So with
 * "enum foo;", which BTF writes as one without enumerators.
 */
#include "gen/btf_dedup.h"

#include <errno.h>
#include <stdlib.h>

struct forward {
	const struct btf *b;
	uint32_t *into;
	struct table names; /* of definitions: the first of each name */
	bool *ambiguous;    /* by type: others of its name differ from it */
};

static bool is_forward(const struct btf_type *t)
{
	uint32_t kind = btf_kind(t);

	return kind == BTF_KIND_FWD ||
		((kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64) && !btf_vlen(t));
}

/* The sort of type that a forward declaration is of, and a definition: enumerations of both sizes are one. */
static uint32_t sort_of(const struct btf_type *t)
{
	switch (btf_kind(t)) {
	case BTF_KIND_FWD:
		return btf_kflag(t) ? BTF_KIND_UNION : BTF_KIND_STRUCT;
	case BTF_KIND_ENUM64:
		return BTF_KIND_ENUM;
	default:
		return btf_kind(t);
	}
}

static uint32_t defined(const struct forward *f, const struct btf_type *t)
{
	uint32_t hash = t->name_off, at = hash, id;
	const struct btf_type *found;

	while (table_next(&f->names, hash, &at, &id)) {
		found = btf_type(f->b, id);
		if (found->name_off == t->name_off && sort_of(found) == sort_of(t))
			return id;
	}
	return 0;
}

/* Definitions by name; several that differ make the first one ambiguous. */
static int find_definitions(struct forward *f)
{
	const struct btf_type *t;
	uint32_t id, first, sort;

	for (id = 1; id < f->b->cnt; id++) {
		t = btf_type(f->b, id);
		sort = sort_of(t);
		if (f->into[id] != id || !t->name_off || is_forward(t) ||
			(sort != BTF_KIND_STRUCT && sort != BTF_KIND_UNION && sort != BTF_KIND_ENUM))
			continue;
		first = defined(f, t);
		if (first && !btf_shape_same(btf_type(f->b, first), t))
			f->ambiguous[first] = true;
		if (!first && table_add(&f->names, t->name_off, id))
			return -ENOMEM;
	}
	return 0;
}

static void resolve(struct forward *f)
{
	const struct btf_type *t;
	uint32_t id, full;

	for (id = 1; id < f->b->cnt; id++) {
		t = btf_type(f->b, id);
		if (f->into[id] != id || !t->name_off || !is_forward(t))
			continue;
		full = defined(f, t);
		if (full && !f->ambiguous[full])
			f->into[id] = full;
	}
	/* what was to be replaced by a forward declaration goes with it */
	for (id = 1; id < f->b->cnt; id++)
		f->into[id] = f->into[f->into[id]];
}

int btf_forward(const struct btf *b, uint32_t *into)
{
	struct forward f = { .b = b, .into = into };
	int err = -ENOMEM;

	f.ambiguous = calloc(b->cnt, sizeof(*f.ambiguous));
	if (f.ambiguous)
		err = find_definitions(&f);
	if (!err)
		resolve(&f);
	free(f.ambiguous);
	table_free(&f.names);
	return err;
}
