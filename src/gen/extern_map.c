/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A map that one file defines and another declares. See link/mapdef.c for how the members of the
 * struct say it; here they are only held against each other, whatever their order.
 */
#include "gen/gen.h"

#define VALUES "values"

static const struct {
	const char *name;
	bool is_type; /* a pointer to a type; else a number, as a pointer to an array */
} fields[] = {
	{ "type", false }, { "max_entries", false }, { "map_flags", false },
	{ "numa_node", false }, { "pinning", false }, { "key_size", false },
	{ "value_size", false }, { "key", true }, { "value", true },
};

struct def {
	const struct btf *b;
	const struct btf_type *t; /* the struct, or NULL */
};

static const struct btf_type *pointee(const struct btf *b, const struct btf_type *t)
{
	return t && btf_kind(t) == BTF_KIND_PTR ? btf_type(b, btf_skip(b, t->type)) : NULL;
}

static const struct btf_type *member(const struct def *d, const char *name)
{
	const struct btf_member *m;
	uint32_t i;

	for (i = 0; i < btf_vlen(d->t); i++) {
		m = btf_members(d->t) + i;
		if (!strcmp(btf_string(d->b, m->name_off), name))
			return btf_type(d->b, btf_skip(d->b, m->type));
	}
	return NULL;
}

static uint32_t number(const struct def *d, const char *name)
{
	const struct btf_type *t = pointee(d->b, member(d, name));

	return t && btf_kind(t) == BTF_KIND_ARRAY ? btf_array(t)->nelems : 0;
}

static uint32_t pointed(const struct def *d, const char *name)
{
	const struct btf_type *t = member(d, name);

	return t && btf_kind(t) == BTF_KIND_PTR ? t->type : 0;
}

static struct def def_of(const struct btf *b, const struct btf_type *t)
{
	return (struct def){ b, t && btf_kind(t) == BTF_KIND_STRUCT ? t : NULL };
}

/* What the elements of a map of maps look like. */
static struct def inner(const struct def *d)
{
	const struct btf_type *t = member(d, VALUES);

	if (t && btf_kind(t) == BTF_KIND_ARRAY)
		t = btf_type(d->b, btf_skip(d->b, btf_array(t)->type));
	return def_of(d->b, pointee(d->b, t));
}

static const char *defs_differ(const struct def *x, const struct def *y)
{
	const char *name;
	uint32_t i;

	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		name = fields[i].name;
		if (fields[i].is_type ? extern_differs(x->b, pointed(x, name), y->b, pointed(y, name))
				: (const char *)(number(x, name) != number(y, name) ? name : NULL))
			return name;
	}
	return NULL;
}

const char *extern_map_differs(const struct btf *a, uint32_t x, const struct btf *b, uint32_t y)
{
	struct def p = def_of(a, btf_type(a, btf_skip(a, btf_type(a, x)->type)));
	struct def q = def_of(b, btf_type(b, btf_skip(b, btf_type(b, y)->type)));
	const char *why;

	if (!p.t || !q.t)
		return p.t || q.t ? "the kind of type" : NULL;
	why = defs_differ(&p, &q);
	if (why)
		return why;
	p = inner(&p);
	q = inner(&q);
	if (!p.t || !q.t)
		return p.t || q.t ? VALUES : NULL;
	return defs_differ(&p, &q) ? VALUES : NULL;
}
