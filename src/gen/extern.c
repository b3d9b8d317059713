/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does a declaration in one file fit the definition in another? C's linkers do not ask; here types
 * are at hand. They must agree down to the members of structs, but in what C itself leaves open:
 * typedefs and qualifiers, signed or not, an array's length, names of arguments, values of an
 * enumeration; and behind a pointer a struct of the same name will do, or its mere declaration.
 *
 * C's types end somewhere, but those of a hostile file may go on in circles or meet in exponentially
 * many ways: so depth and steps are counted.
 */
#include "gen/gen.h"

#define DEPTH_LIMIT 64
#define STEP_LIMIT  100000

struct compare {
	const struct btf *a, *b;
	uint32_t steps;
};

/* A pair of types, and whether they are behind a pointer. */
struct pair {
	uint32_t x, y, depth;
	bool loose;
};

static const char *differs(struct compare *c, struct pair p);

static const char *next(struct compare *c, const struct pair *p, uint32_t x, uint32_t y)
{
	return differs(c, (struct pair){ x, y, p->depth + 1, p->loose });
}

static bool same_name(const struct compare *c, uint32_t x, uint32_t y)
{
	return !strcmp(btf_string(c->a, x), btf_string(c->b, y));
}

static bool fits_forward(const struct btf_type *forward, const struct btf_type *t)
{
	return btf_kind(t) == (btf_kflag(forward) ? BTF_KIND_UNION : BTF_KIND_STRUCT);
}

static const char *members(struct compare *c, const struct pair *p, const struct btf_type *s,
	const struct btf_type *t)
{
	const struct btf_member *m = btf_members(s), *n = btf_members(t);
	const char *why = NULL;
	uint32_t i;

	if (p->loose)
		return NULL;
	if (s->size != t->size || btf_vlen(s) != btf_vlen(t) || btf_kflag(s) != btf_kflag(t))
		return "a struct's size or number of members";
	for (i = 0; !why && i < btf_vlen(s); i++, m++, n++) {
		if (!same_name(c, m->name_off, n->name_off) || m->offset != n->offset)
			return "a member's name or place";
		why = next(c, p, m->type, n->type);
	}
	return why;
}

static const char *arguments(struct compare *c, const struct pair *p, const struct btf_type *s,
	const struct btf_type *t)
{
	const char *why = NULL;
	uint32_t i;

	if (btf_vlen(s) != btf_vlen(t))
		return "the number of arguments";
	for (i = 0; !why && i < btf_vlen(s); i++)
		why = next(c, p, btf_params(s)[i].type, btf_params(t)[i].type);
	return why ? why : next(c, p, s->type, t->type);
}

static const char *contents(struct compare *c, const struct pair *p, const struct btf_type *s,
	const struct btf_type *t)
{
	switch (btf_kind(s)) {
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return members(c, p, s, t);
	case BTF_KIND_FUNC_PROTO:
		return arguments(c, p, s, t);
	case BTF_KIND_ARRAY:
		return next(c, p, btf_array(s)->type, btf_array(t)->type);
	case BTF_KIND_PTR:
		return differs(c, (struct pair){ s->type, t->type, p->depth + 1, true });
	case BTF_KIND_INT:
	case BTF_KIND_FLOAT:
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return s->size != t->size ? "a size" : NULL;
	case BTF_KIND_FWD:
		return btf_kflag(s) != btf_kflag(t) ? "struct or union" : NULL;
	default: /* functions, variables */
		return next(c, p, s->type, t->type);
	}
}

static const char *differs(struct compare *c, struct pair p)
{
	const struct btf_type *s = btf_type(c->a, btf_skip(c->a, p.x));
	const struct btf_type *t = btf_type(c->b, btf_skip(c->b, p.y));

	if (!s || !t)
		return s || t ? "void or not" : NULL;
	if (p.depth > DEPTH_LIMIT || ++c->steps > STEP_LIMIT)
		return "(too deep to tell) the type";
	if (btf_kind(s) != BTF_KIND_INT && !same_name(c, s->name_off, t->name_off))
		return "a name";
	if (p.loose && btf_kind(s) == BTF_KIND_FWD && fits_forward(s, t))
		return NULL;
	if (p.loose && btf_kind(t) == BTF_KIND_FWD && fits_forward(t, s))
		return NULL;
	if (btf_kind(s) != btf_kind(t))
		return "a kind of type";
	return contents(c, &p, s, t);
}

const char *extern_differs(const struct btf *a, uint32_t x, const struct btf *b, uint32_t y)
{
	struct compare c = { a, b, 0 };

	return differs(&c, (struct pair){ x, y, 0, false });
}
