/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compatible types. A program declares of the kernel's types only what it needs, often with another
 * width or name, so this asks for little:
 *
 *	struct, union, enum, forward	of the same kind; names, members and sizes do not count,
 *					and an enum may be one of 64 bits
 *	int				any size and sign; no bit field of the old kind, an int
 *					that begins inside its bytes
 *	pointer, array			what they point to or consist of is compatible
 *	function prototype		as many parameters, each compatible, and the result
 *
 * Qualifiers and typedefs are stepped over on both sides. BTF may run in circles, and a prototype
 * branches: a depth and a number of steps end what is not meant to end.
 */
#include "link/type_compat.h"

#define DEPTH_MAX 32
#define STEPS_MAX 4096

struct compare {
	const struct btf *local, *target;
	uint32_t steps;
};

static uint32_t kind_of(const struct btf_type *t)
{
	uint32_t kind = t ? btf_kind(t) : BTF_KIND_UNKN;

	return kind == BTF_KIND_ENUM64 ? BTF_KIND_ENUM : kind;
}

static bool compatible(struct compare *c, uint32_t local, uint32_t target, uint32_t depth);

static bool protos(struct compare *c, const struct btf_type *a, const struct btf_type *b,
	uint32_t depth)
{
	uint32_t i;

	if (btf_vlen(a) != btf_vlen(b))
		return false;
	for (i = 0; i < btf_vlen(a); i++)
		if (!compatible(c, btf_params(a)[i].type, btf_params(b)[i].type, depth))
			return false;
	return compatible(c, a->type, b->type, depth);
}

static bool compatible(struct compare *c, uint32_t local, uint32_t target, uint32_t depth)
{
	const struct btf_type *a, *b;

	local = btf_skip(c->local, local);
	target = btf_skip(c->target, target);
	a = btf_type(c->local, local);
	b = btf_type(c->target, target);
	/* no type but void has the number 0 */
	if (kind_of(a) != kind_of(b) || (!a && (local || target)) || !depth || !c->steps--)
		return false;
	switch (kind_of(a)) {
	case BTF_KIND_UNKN:
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_ENUM:
	case BTF_KIND_FWD:
		return true;
	case BTF_KIND_INT:
		return !BTF_INT_OFFSET(*btf_int(a)) && !BTF_INT_OFFSET(*btf_int(b));
	case BTF_KIND_PTR:
		return compatible(c, a->type, b->type, depth - 1);
	case BTF_KIND_ARRAY:
		return compatible(c, btf_array(a)->type, btf_array(b)->type, depth - 1);
	case BTF_KIND_FUNC_PROTO:
		return protos(c, a, b, depth - 1);
	}
	return false;
}

bool type_compat(const struct btf *local, uint32_t local_id, const struct btf *target,
	uint32_t target_id)
{
	struct compare c = { local, target, STEPS_MAX };

	return compatible(&c, local_id, target_id, DEPTH_MAX + 1);
}
