/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The BTF may come from a file that means harm. So before anything is added it is made sure that
 * each member lies inside its struct and behind the one before: then there are no more integers
 * than the value has bits, and none outside of it.
 */
#include "show/sum.h"

#include <string.h>

#include "format/bits.h"

#define SUM_MAX_DEPTH 32

static bool can(const struct btf *b, uint32_t id, uint32_t depth);

/* Clang gives bit fields their width in the member; an INT with fewer bits than it has is older. */
static bool can_int(const struct btf_type *t)
{
	uint32_t word = *btf_int(t);

	return (t->size == 2 || t->size == 4 || t->size == 8) &&
		BTF_INT_BITS(word) == t->size * 8 && !BTF_INT_OFFSET(word) &&
		!(BTF_INT_ENCODING(word) & (BTF_INT_CHAR | BTF_INT_BOOL));
}

static bool can_bits(const struct btf *b, uint32_t id, uint32_t width)
{
	const struct btf_type *t = btf_type(b, btf_skip(b, id));

	return t && btf_kind(t) == BTF_KIND_INT && can_int(t) && width <= t->size * 8;
}

static bool can_struct(const struct btf *b, const struct btf_type *t, uint32_t depth)
{
	const struct btf_member *m = btf_members(t), *last = m + btf_vlen(t);
	uint64_t at, end = 0;
	uint32_t width;
	int64_t size;

	for (; m < last; m++) {
		at = btf_member_bits(t, m);
		width = btf_member_width(t, m);
		size = width ? width : btf_size(b, m->type) * 8;
		if (!size)
			continue;
		if (size < 0 || at < end || at + size > (uint64_t)t->size * 8)
			return false;
		if (width ? !can_bits(b, m->type, width) : !can(b, m->type, depth + 1))
			return false;
		end = at + size;
	}
	return true;
}

static bool can(const struct btf *b, uint32_t id, uint32_t depth)
{
	const struct btf_type *t = btf_type(b, btf_skip(b, id));

	if (!t || depth > SUM_MAX_DEPTH)
		return false;
	switch (btf_kind(t)) {
	case BTF_KIND_INT:
		return can_int(t);
	case BTF_KIND_ARRAY:
		return can(b, btf_array(t)->type, depth + 1);
	case BTF_KIND_STRUCT:
		return can_struct(b, t, depth);
	default:
		return false;
	}
}

bool value_can_sum(const struct btf *b, uint32_t type_id, size_t size)
{
	return b && size && btf_size(b, type_id) == (int64_t)size && can(b, type_id, 0);
}

static void add(const struct btf *b, uint32_t id, uint8_t *dst, const uint8_t *src, uint64_t bit,
	uint32_t width)
{
	const struct btf_type *t = btf_type(b, btf_skip(b, id));
	const struct btf_member *m;
	bool big = bits_host_is_big();
	uint64_t each;
	uint32_t i;

	switch (btf_kind(t)) {
	case BTF_KIND_ARRAY:
		each = btf_size(b, btf_array(t)->type) * 8;
		for (i = 0; each && i < btf_array(t)->nelems; i++)
			add(b, btf_array(t)->type, dst, src, bit + i * each, 0);
		break;
	case BTF_KIND_STRUCT:
		for (i = 0, m = btf_members(t); i < btf_vlen(t); i++, m++)
			if (btf_size(b, m->type))
				add(b, m->type, dst, src, bit + btf_member_bits(t, m),
					btf_member_width(t, m));
		break;
	default:
		width = width ? width : t->size * 8;
		bits_put(dst, bit, width, big,
			bits_get(dst, bit, width, big) + bits_get(src, bit, width, big));
	}
}

void value_sum(const struct btf *b, uint32_t type_id, void *dst, const void *src)
{
	add(b, type_id, dst, src, 0, 0);
}
