/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whole types compared, for the questions about types. Whether one exists is asked loosely
 * (type_compat.c), whether it matches closely: each member of the program's struct has to be in the
 * kernel's.
 *
 *	struct, union	same kind, and each local member is there by name and matches; behind a
 *			pointer only the name, and a forward declaration will do
 *	enum, enum64	same size, each local enumerator by name, whatever its value
 *	integer		same size and sign
 *	array		same length, and its elements
 *	pointer		what it points to
 *	prototype	as many arguments, each of them, and what is returned
 *
 * All names have to be the same, flavors aside. Typedefs and qualifiers are looked through.
 * Prototypes and structs lead to other types several ways at once, so beside the depth the work is
 * counted.
 */
#include "link/core.h"
#include "link/type_compat.h"

#include <errno.h>

#define DEPTH	    32
#define COMPAT_WORK 1024 /* what one type_compat() counts for */

/* Two types, and where they were met. */
struct pair {
	uint32_t local, target;
	bool behind; /* a pointer */
	int depth;
};

/* Look through typedefs; false if the chains end nowhere. */
static bool strip(const struct core_match *m, struct pair *p, const struct btf_type **l,
	const struct btf_type **t)
{
	static const struct btf_type nothing; /* void */

	*l = btf_behind(m->local->btf, &p->local);
	*t = btf_behind(m->target->btf, &p->target);
	*l = p->local ? *l : &nothing;
	*t = p->target ? *t : &nothing;
	return *l && *t;
}

static bool is_enum(const struct btf_type *t)
{
	return btf_kind(t) == BTF_KIND_ENUM || btf_kind(t) == BTF_KIND_ENUM64;
}

/* Unlike in the other rules, none may be nameless alone. */
static bool same_name(const char *a, const char *b)
{
	uint32_t len;

	if (!*a || !*b || *a != *b)
		return *a == *b;
	len = btf_essential_length(a);
	return len == btf_essential_length(b) && !memcmp(a, b, len);
}

/* 0 or -E2BIG; p->depth counts down whatever is followed. */
static int spend(struct core_match *m, struct pair *p)
{
	if (!*m->left)
		return -E2BIG;
	--*m->left;
	return p->depth-- > 0 ? 0 : -EINVAL;
}

/* What a pointer, an array or (its result) a prototype leads to. */
static struct pair follow(const struct pair *p, const struct btf_type *l, const struct btf_type *t)
{
	bool array = btf_kind(l) == BTF_KIND_ARRAY;
	struct pair next = *p;

	next.local = array ? btf_array(l)->type : l->type;
	next.target = array ? btf_array(t)->type : t->type;
	next.behind |= btf_kind(l) == BTF_KIND_PTR;
	return next;
}

int core_types_compat(struct core_match *m, uint32_t local, uint32_t target)
{
	const struct btf_type *l = btf_type(m->local->btf, local);
	const struct btf_type *t = btf_type(m->target->btf, target);

	if (*m->left < COMPAT_WORK)
		return -E2BIG;
	*m->left -= COMPAT_WORK;
	/* the root itself: a typedef has to be one there too */
	if (!l || !t || !(btf_kind(l) == btf_kind(t) || (is_enum(l) && is_enum(t))))
		return 0;
	return type_compat(m->local->btf, local, m->target->btf, target);
}

static bool has_enumerator(struct core_match *m, const struct btf_type *t, const char *name)
{
	uint32_t i;

	for (i = 0; *m->left && i < btf_vlen(t); i++, --*m->left)
		if (same_name(name, core_enumerator(m->target->btf, t, i)))
			return true;
	return false;
}

static int match_enums(struct core_match *m, const struct btf_type *l, const struct btf_type *t)
{
	uint32_t i;

	if (!is_enum(t) || l->size != t->size)
		return 0;
	for (i = 0; i < btf_vlen(l); i++)
		if (!has_enumerator(m, t, core_enumerator(m->local->btf, l, i)))
			return *m->left ? 0 : -E2BIG;
	return 1;
}

static int matches(struct core_match *m, struct pair p);

static int has_member(struct core_match *m, const struct pair *p, const struct btf_member *want,
	const struct btf_type *t)
{
	const struct btf_member *member = btf_members(t);
	const char *name = btf_string(m->local->btf, want->name_off);
	struct pair next = *p;
	uint32_t i;
	int found = 0;

	next.local = want->type;
	for (i = 0; !found && i < btf_vlen(t); i++, member++) {
		if (!*m->left)
			return -E2BIG;
		--*m->left;
		next.target = member->type;
		if (same_name(name, btf_string(m->target->btf, member->name_off)))
			found = matches(m, next);
	}
	return found;
}

/* A declaration says only whether it is a struct or a union. */
static bool declares(const struct btf_type *declaration, const struct btf_type *t)
{
	return btf_kind(declaration) == BTF_KIND_FWD &&
		btf_kind(t) == (btf_kflag(declaration) ? BTF_KIND_UNION : BTF_KIND_STRUCT);
}

static int match_composites(struct core_match *m, const struct pair *p, const struct btf_type *l,
	const struct btf_type *t)
{
	uint32_t i;
	int same = btf_kind(l) == btf_kind(t);

	if (p->behind)
		return same || declares(t, l);
	same = same && btf_vlen(l) <= btf_vlen(t);
	for (i = 0; same > 0 && i < btf_vlen(l); i++)
		same = has_member(m, p, &btf_members(l)[i], t);
	return same;
}

/* Arguments of two prototypes; what they return is the caller's. */
static int match_params(struct core_match *m, const struct pair *p, const struct btf_type *l,
	const struct btf_type *t)
{
	struct pair next = *p;
	uint32_t i;
	int same = btf_vlen(l) == btf_vlen(t);

	for (i = 0; same > 0 && i < btf_vlen(l); i++) {
		next.local = btf_params(l)[i].type;
		next.target = btf_params(t)[i].type;
		same = matches(m, next);
	}
	return same;
}

static int match_refs(struct core_match *m, const struct pair *p, const struct btf_type *l,
	const struct btf_type *t)
{
	int same = btf_kind(l) == btf_kind(t);

	if (same && btf_kind(l) == BTF_KIND_ARRAY)
		same = btf_array(l)->nelems == btf_array(t)->nelems;
	if (same && btf_kind(l) == BTF_KIND_FUNC_PROTO)
		same = match_params(m, p, l, t);
	return same > 0 ? matches(m, follow(p, l, t)) : same;
}

static bool match_ints(const struct btf_type *l, const struct btf_type *t)
{
	return btf_kind(t) == BTF_KIND_INT && l->size == t->size &&
		!((BTF_INT_ENCODING(*btf_int(l)) ^ BTF_INT_ENCODING(*btf_int(t))) &
			BTF_INT_SIGNED);
}

static int matches(struct core_match *m, struct pair p)
{
	const struct btf_type *l, *t;
	int err = spend(m, &p);

	if (err || !strip(m, &p, &l, &t))
		return err ? err : -EINVAL;
	if (!same_name(btf_name(m->local->btf, l), btf_name(m->target->btf, t)))
		return 0;
	switch (btf_kind(l)) {
	case BTF_KIND_UNKN:
		return btf_kind(t) == BTF_KIND_UNKN;
	case BTF_KIND_FWD:
		if (btf_kind(t) == BTF_KIND_FWD)
			return btf_kflag(l) == btf_kflag(t);
		return p.behind && declares(l, t);
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return match_enums(m, l, t);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return match_composites(m, &p, l, t);
	case BTF_KIND_INT:
		return match_ints(l, t);
	case BTF_KIND_PTR:
	case BTF_KIND_ARRAY:
	case BTF_KIND_FUNC_PROTO:
		return match_refs(m, &p, l, t);
	}
	return 0;
}

int core_types_match(struct core_match *m, uint32_t local, uint32_t target)
{
	return matches(m, (struct pair){ local, target, false, DEPTH });
}
