/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a type comes to. BTF writes "const struct foo *[4]" as a chain of records, each naming the
 * next: array, pointer, const, struct. The chains of a file may run in circles, so a walk counts
 * its steps.
 */
#include "format/btf.h"

#include <errno.h>

#define BTF_MAX_HOPS 32 /* modifiers or array dimensions in a row */

static bool is_modifier(uint32_t kind)
{
	return kind == BTF_KIND_TYPEDEF || kind == BTF_KIND_CONST || kind == BTF_KIND_VOLATILE ||
		kind == BTF_KIND_RESTRICT || kind == BTF_KIND_TYPE_TAG;
}

const struct btf_type *btf_behind(const struct btf *b, uint32_t *id)
{
	const struct btf_type *t;
	int hops;

	for (hops = 0; hops < BTF_MAX_HOPS; hops++) {
		t = btf_type(b, *id);
		if (!t || !is_modifier(btf_kind(t)))
			return t;
		*id = t->type;
	}
	*id = 0; /* a circle */
	return NULL;
}

uint32_t btf_skip(const struct btf *b, uint32_t id)
{
	btf_behind(b, &id);
	return id;
}

int64_t btf_size(const struct btf *b, uint32_t id)
{
	const struct btf_type *t;
	uint64_t n = 1;
	int hops;

	for (hops = 0; hops < BTF_MAX_HOPS; hops++) {
		t = btf_behind(b, &id);
		if (!t)
			return -EINVAL;
		switch (btf_kind(t)) {
		case BTF_KIND_ARRAY:
			n *= btf_array(t)->nelems;
			id = btf_array(t)->type;
			break;
		case BTF_KIND_VAR:
			id = t->type;
			break;
		case BTF_KIND_PTR:
			n *= b->pointer_size;
			return n > INT32_MAX ? -EINVAL : (int64_t)n;
		case BTF_KIND_FWD:
		case BTF_KIND_FUNC:
		case BTF_KIND_FUNC_PROTO:
		case BTF_KIND_DECL_TAG:
			return -EINVAL;
		default:
			n *= t->size;
			return n > INT32_MAX ? -EINVAL : (int64_t)n;
		}
		if (n > INT32_MAX)
			return -EINVAL;
	}
	return -EINVAL;
}

uint32_t btf_find(const struct btf *b, const char *name, uint32_t kind)
{
	const struct btf_type *t;
	uint32_t id = b->base ? btf_find(b->base, name, kind) : 0;

	if (id)
		return id;
	for (t = btf_first(b), id = b->first; t; t = btf_next(b, t), id++)
		if (btf_kind(t) == kind && !strcmp(btf_name(b, t), name))
			return id;
	return 0;
}
