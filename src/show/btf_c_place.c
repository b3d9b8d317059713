/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where members are. BTF says each member's bit; a C compiler puts it at the next one that its alignment
 * allows. Where the two differ the text has to say so:
 *
 *	later than by itself	unnamed bit fields in front of it ("long: 24;"), which do not change the
 *				alignment of the struct
 *	earlier			__attribute__((packed)) of the whole struct; then every place is the next bit
 *				(bit fields) or byte, and all gaps are written
 *
 * A bit field begins at the next bit, unless it would then cross a multiple of its type's size.
 */
#include "show/btf_c_parts.h"

#define GAP_BITS 512 /* what is more becomes an array */

/* INT of size 12, as x87's long double on i386, has alignment 4. */
static uint32_t align_of_size(uint32_t size)
{
	uint32_t low = size & -size;

	return !low ? 1 : low > 16 ? 16 : low;
}

static uint64_t size_of(const struct btf_c *c, const struct btf_type *t, uint32_t id,
	uint32_t *align)
{
	switch (btf_kind(t)) {
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		*align = 1U << (c->state[id] >> BTF_C_ALIGN);
		return t->size;
	case BTF_KIND_PTR:
		*align = c->pointer;
		return c->pointer;
	case BTF_KIND_INT:
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
	case BTF_KIND_FLOAT:
		*align = align_of_size(t->size);
		return t->size;
	}
	return 0;
}

uint64_t btf_c_size(const struct btf_c *c, uint32_t id, uint32_t *align)
{
	const struct btf_type *t = btf_type(c->btf, id);
	uint64_t n = 1;
	int hops;

	*align = 1;
	for (hops = 0; t && hops < BTF_C_HOPS; hops++) {
		switch (btf_kind(t)) {
		case BTF_KIND_ARRAY:
			/* beyond 32 bits no size fits anyway */
			n = n * btf_array(t)->nelems & UINT32_MAX;
			id = btf_array(t)->type;
			break;
		case BTF_KIND_TYPEDEF:
		case BTF_KIND_CONST:
		case BTF_KIND_VOLATILE:
		case BTF_KIND_RESTRICT:
		case BTF_KIND_TYPE_TAG:
			id = t->type;
			break;
		default:
			return n * size_of(c, t, id, align) & UINT32_MAX;
		}
		t = btf_type(c->btf, id);
	}
	return 0;
}

/* Before members had widths of their own, a bit field's type was an integer of that many bits. */
static uint32_t old_width(const struct btf_c *c, uint32_t id, uint64_t *bit)
{
	const struct btf_type *t = btf_type(c->btf, btf_skip(c->btf, id));
	uint32_t v;

	if (!t || btf_kind(t) != BTF_KIND_INT)
		return 0;
	v = *btf_int(t);
	if (!BTF_INT_BITS(v) || BTF_INT_BITS(v) >= t->size * 8ULL)
		return 0;
	*bit += BTF_INT_OFFSET(v);
	return BTF_INT_BITS(v);
}

uint64_t btf_c_member(const struct btf_c *c, const struct btf_type *t, const struct btf_member *m,
	uint32_t *width)
{
	uint64_t bit = btf_member_bits(t, m);

	*width = btf_kflag(t) ? btf_member_width(t, m) : old_width(c, m->type, &bit);
	return bit;
}

static bool fits_alignment(uint64_t bit, uint32_t width, uint64_t size, uint32_t align)
{
	if (!width)
		return bit % (align * 8ULL) == 0;
	return !size || bit % (size * 8) + width <= size * 8;
}

void btf_c_measure(struct btf_c *c, uint32_t id)
{
	const struct btf_type *t = btf_type(c->btf, id);
	const struct btf_member *m = btf_members(t);
	uint32_t most = 1, align, width, i, log = 0;
	bool packed = false;
	uint64_t bit, size;

	for (i = 0; i < btf_vlen(t); i++) {
		bit = btf_c_member(c, t, &m[i], &width);
		size = btf_c_size(c, m[i].type, &align);
		if (btf_kind(t) == BTF_KIND_STRUCT)
			packed |= !fits_alignment(bit, width, size, align);
		most = align > most ? align : most;
	}
	packed |= t->size % most != 0;
	while (!packed && 1U << log < most)
		log++;
	c->state[id] |= (packed ? BTF_C_PACKED : 0) | log << BTF_C_ALIGN;
}

static void tabs(struct btf_c *c, uint32_t level)
{
	while (level--)
		out_char(c->out, '\t');
}

/* The smallest type of which one unit holds most of it; what stands before it in the unit counts. */
static uint32_t bit_field(struct btf_c *c, uint64_t from, uint64_t to, uint32_t level)
{
	static const char *const names[] = { "char", "short", "int", "long" };
	uint32_t bits = 0, best = 0, i, unit, left;

	for (i = 0; i < 4 && 1U << i <= c->pointer; i++) {
		unit = 8U << i;
		left = unit - from % unit;
		left = to - from < left ? to - from : left;
		if (left > bits) {
			bits = left;
			best = i;
		}
	}
	tabs(c, level);
	out_str(c->out, names[best]);
	out_str(c->out, ": ");
	out_u64(c->out, bits);
	out_str(c->out, ";\n");
	return bits;
}

static void array(struct btf_c *c, uint64_t byte, uint64_t bytes, uint32_t level)
{
	tabs(c, level);
	out_str(c->out, "unsigned char __gap_");
	out_u64(c->out, byte);
	out_char(c->out, '[');
	out_u64(c->out, bytes);
	out_str(c->out, "];\n");
}

void btf_c_pad(struct btf_c *c, uint64_t from, uint64_t to, uint32_t level)
{
	uint64_t bytes;

	while (from < to) {
		bytes = (to - from) / 8;
		if (to - from > GAP_BITS && from % 8 == 0) {
			array(c, from / 8, bytes, level);
			from += bytes * 8;
		} else if (to - from > GAP_BITS) {
			from += bit_field(c, from, from + 8 - from % 8, level);
		} else {
			from += bit_field(c, from, to, level);
		}
	}
}
