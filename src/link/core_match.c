/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Has this type of the kernel what the program's has? Of fields only the names of the way count,
 * and at its end what sort of thing is there: in another kernel a struct may have other members
 * before it, around it, or none of those that the program does not use.
 *
 *	member	the one of that name, also inside anonymous structs and unions, at any depth
 *	element	if the array there has that many
 *
 * and the two types of each member have to be of a sort:
 *
 *	struct, union	any with any
 *	pointer, float	any of the same kind
 *	integer		any; size and sign may differ
 *	enum, enum64	any of the same name or without one; likewise forward declarations
 *	array		as its elements; the lengths may differ
 */
#include "link/core.h"

#include <errno.h>

#define HOPS 32 /* arrays of arrays */

static bool same_name(const struct btf *l, const struct btf_type *lt, const struct btf *t,
	const struct btf_type *tt)
{
	const char *a = btf_name(l, lt), *b = btf_name(t, tt);
	uint32_t len = btf_essential_length(a);

	return !*a || !*b || (len == btf_essential_length(b) && !memcmp(a, b, len));
}

static bool is_enum(const struct btf_type *t)
{
	return btf_kind(t) == BTF_KIND_ENUM || btf_kind(t) == BTF_KIND_ENUM64;
}

static bool is_composite(const struct btf_type *t)
{
	return btf_kind(t) == BTF_KIND_STRUCT || btf_kind(t) == BTF_KIND_UNION;
}

const char *core_enumerator(const struct btf *b, const struct btf_type *t, uint32_t i)
{
	return btf_string(b, btf_kind(t) == BTF_KIND_ENUM ? btf_enums(t)[i].name_off
							  : btf_enums64(t)[i].name_off);
}

/* Of the same sort, arrays aside? */
static bool compat(const struct core_match *m, const struct btf_type *l, const struct btf_type *t)
{
	if (is_composite(l) && is_composite(t))
		return true;
	if (is_enum(l) && is_enum(t))
		return same_name(m->local->btf, l, m->target->btf, t);
	if (btf_kind(l) != btf_kind(t))
		return false;
	switch (btf_kind(l)) {
	case BTF_KIND_PTR:
	case BTF_KIND_FLOAT:
		return true;
	case BTF_KIND_FWD:
		return same_name(m->local->btf, l, m->target->btf, t);
	case BTF_KIND_INT: /* with an offset: how bit fields were before they had a kind flag */
		return !BTF_INT_OFFSET(*btf_int(l)) && !BTF_INT_OFFSET(*btf_int(t));
	}
	return false;
}

static int fields_compat(const struct core_match *m, uint32_t local, uint32_t target)
{
	const struct btf_type *l, *t;
	int hops;

	for (hops = 0; hops < HOPS; hops++) {
		l = btf_behind(m->local->btf, &local);
		t = btf_behind(m->target->btf, &target);
		if (!l || !t)
			return 0;
		if (btf_kind(l) != BTF_KIND_ARRAY || btf_kind(t) != BTF_KIND_ARRAY)
			return compat(m, l, t);
		local = btf_array(l)->type;
		target = btf_array(t)->type;
	}
	return -EINVAL;
}

/* The member that a step of the program's way names. */
static const struct btf_member *local_member(const struct core_match *m, const struct core_step *s)
{
	return btf_members(btf_type(m->local->btf, s->type)) + s->index;
}

static int match_member(struct core_match *m, const struct core_step *want, uint32_t *id);

/* 1 if this member is the one or has it inside; *next is then the type that the way goes on from. */
static int try_member(struct core_match *m, const struct core_step *want,
	const struct btf_member *member, uint32_t in, uint32_t index, uint32_t *next)
{
	const char *name = btf_string(m->target->btf, member->name_off);
	int found;

	*next = member->type;
	if (!*name)
		return match_member(m, want, next);
	if (strcmp(name, want->name))
		return 0;
	core_spec_member(m->target, name, in, index);
	found = fields_compat(m, local_member(m, want)->type, member->type);
	m->clash |= !found;
	return found;
}

/*
 * Depth first, as the compiler would look a name up; the depth is that of the way. Where types run
 * in circles this would go on for long, so the work is counted.
 */
static int match_member(struct core_match *m, const struct core_step *want, uint32_t *id)
{
	uint32_t in = *id, i;
	const struct btf_type *t = btf_behind(m->target->btf, &in);
	const struct btf_member *member;
	uint64_t bits = m->target->bits;
	int found = 0;

	if (!t || !is_composite(t))
		return 0;
	for (i = 0, member = btf_members(t); !found && i < btf_vlen(t); i++, member++) {
		if (!*m->left || core_spec_raw(m->target, i))
			return -E2BIG;
		--*m->left;
		m->target->bits = bits + btf_member_bits(t, member);
		found = try_member(m, want, member, in, i, id);
		if (m->clash)
			break;
		m->target->raw_cnt -= !found;
	}
	return found;
}

static int match_element(struct core_match *m, const struct core_step *want, bool first,
	uint32_t *id)
{
	const struct btf_type *t;
	int err;

	t = btf_behind(m->target->btf, id);
	if (!first) {
		if (!t || btf_kind(t) != BTF_KIND_ARRAY)
			return 0;
		if (want->index >= btf_array(t)->nelems &&
			!core_spec_flexible(m->target, btf_array(t)))
			return 0;
		*id = btf_skip(m->target->btf, btf_array(t)->type);
	}
	err = core_spec_raw(m->target, want->index);
	if (!err)
		err = core_spec_element(m->target, *id, want->index);
	return err ? err : 1;
}

static int match_field(struct core_match *m, uint32_t id)
{
	const struct core_step *want = m->local->steps;
	uint32_t i;
	int found = 1;

	for (i = 0; found > 0 && i < m->local->step_cnt; i++, want++)
		found = want->name ? match_member(m, want, &id) : match_element(m, want, !i, &id);
	return found;
}

static int match_enumerator(struct core_match *m, uint32_t id)
{
	const char *name = m->local->steps[0].name, *other;
	uint32_t len = btf_essential_length(name), in = id, i;
	const struct btf_type *t = btf_behind(m->target->btf, &in);

	if (!t || !is_enum(t))
		return 0;
	for (i = 0; i < btf_vlen(t); i++) {
		if (!*m->left)
			return -E2BIG;
		--*m->left;
		other = core_enumerator(m->target->btf, t, i);
		if (strncmp(other, name, len) ||
			(other[len] && btf_essential_length(other) != len))
			continue;
		core_spec_member(m->target, other, in, i);
		return core_spec_raw(m->target, i) ? -E2BIG : 1;
	}
	return 0;
}

int core_match(struct core_match *m, const struct btf *b, uint32_t id)
{
	uint32_t kind = m->local->kind;

	memset(m->target, 0, sizeof(*m->target));
	m->target->btf = b;
	m->target->kind = kind;
	m->target->root = id;
	m->clash = false;
	if (!*m->left)
		return -E2BIG;
	--*m->left;
	if (kind == BPF_CORE_TYPE_MATCHES)
		return core_types_match(m, m->local->root, id);
	if (core_of_type(kind))
		return core_types_compat(m, m->local->root, id);
	return core_of_enum(kind) ? match_enumerator(m, id) : match_field(m, id);
}
