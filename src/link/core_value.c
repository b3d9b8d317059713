/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a way comes to, by the kind of question. The same is computed for the program's types and
 * for the kernel's: the first must be what the compiler wrote into the instruction, the second is
 * what it gets instead.
 *
 * Bit fields are loaded with what lies around them and then cut out, by two shifts in a register
 * of 64 bits: left, until nothing is before the field, and right, until it is at the low end.
 *
 *	byte offset, size	of the smallest aligned unit of its type's size, or of two, four,
 *				eight times that, which has all of its bits
 *	left shift		little endian: 64 - (where the field ends in the unit)
 *				big endian: what the unit is short of 64, and what is before it
 *	right shift		64 - its width
 *
 * Compilers need not choose the same unit, so only signedness and the right shift are compared
 * with the instruction.
 */
#include "link/core.h"

#include <errno.h>

/* A field, with the unit to load it by. */
struct field {
	const struct btf *btf;
	const struct btf_type *t; /* typedefs and qualifiers looked through */
	uint32_t type;
	uint64_t bits;  /* from the root's start */
	uint32_t width; /* in bits */
	uint64_t offset, size; /* in bytes */
	bool is_bits;
};

static bool big_endian(const struct btf *b)
{
	return (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) != b->swap;
}

static int find_unit(struct field *f)
{
	f->size = f->t->size;
	if (!f->size || f->size & (f->size - 1))
		return -EINVAL;
	for (; f->size <= 8; f->size *= 2) {
		f->offset = f->bits / 8 / f->size * f->size;
		if (f->bits + f->width <= (f->offset + f->size) * 8)
			return 0;
	}
	return -E2BIG; /* it lies across two units of 64 bits */
}

static int find_field(const struct core_spec *s, const struct core_step *last, struct field *f)
{
	const struct btf_type *in = btf_type(s->btf, last->type);
	const struct btf_member *m = btf_members(in) + last->index;
	int64_t size;

	f->btf = s->btf;
	f->type = m->type;
	f->t = btf_behind(s->btf, &f->type);
	f->bits = s->bits;
	f->width = btf_member_width(in, m);
	f->is_bits = f->width;
	if (!f->t)
		return -EINVAL;
	if (f->is_bits)
		return find_unit(f);
	size = btf_size(s->btf, f->type);
	f->offset = f->bits / 8;
	f->size = size;
	f->width = size * 8;
	return size < 0 ? size : 0;
}

static bool is_signed(const struct btf_type *t)
{
	if (btf_kind(t) == BTF_KIND_ENUM || btf_kind(t) == BTF_KIND_ENUM64)
		return btf_kflag(t);
	return btf_kind(t) == BTF_KIND_INT && BTF_INT_ENCODING(*btf_int(t)) & BTF_INT_SIGNED;
}

/* Of an array one element is loaded at once. */
static int element_size(const struct btf *b, uint32_t type, uint32_t *out)
{
	const struct btf_type *t = btf_behind(b, &type);
	int64_t size;
	int hops;

	for (hops = 0; t && btf_kind(t) == BTF_KIND_ARRAY && hops < 32; hops++) {
		type = btf_array(t)->type;
		t = btf_behind(b, &type);
	}
	size = btf_size(b, type);
	*out = size;
	return size < 0 ? size : 0;
}

static uint64_t left_shift(const struct field *f)
{
	uint64_t before = f->bits - f->offset * 8;

	return big_endian(f->btf) ? 64 - f->size * 8 + before : 64 - before - f->width;
}

static int field_value(const struct core_spec *s, const struct field *f, struct core_value *v)
{
	v->check = !f->is_bits || s->kind == BPF_CORE_FIELD_SIGNED ||
		s->kind == BPF_CORE_FIELD_RSHIFT_U64;
	switch (s->kind) {
	case BPF_CORE_FIELD_BYTE_OFFSET:
		v->value = f->offset;
		v->type = f->type;
		return f->is_bits ? 0 : element_size(s->btf, f->type, &v->size);
	case BPF_CORE_FIELD_BYTE_SIZE:
		v->value = f->size;
		break;
	case BPF_CORE_FIELD_SIGNED:
		v->value = is_signed(f->t);
		break;
	case BPF_CORE_FIELD_LSHIFT_U64:
		v->value = left_shift(f);
		break;
	case BPF_CORE_FIELD_RSHIFT_U64:
		v->value = 64 - f->width;
		break;
	}
	return 0;
}

/* A way that ends with an array's element, or is only the root. */
static int element_value(const struct core_spec *s, const struct core_step *last,
	struct core_value *v)
{
	int64_t size = btf_size(s->btf, last->type);

	v->type = last->type;
	v->value = s->kind == BPF_CORE_FIELD_BYTE_OFFSET ? s->bits / 8 : (uint64_t)size;
	if (size < 0)
		return size;
	if (s->kind == BPF_CORE_FIELD_BYTE_OFFSET)
		return element_size(s->btf, last->type, &v->size);
	return s->kind == BPF_CORE_FIELD_BYTE_SIZE ? 0 : -EINVAL;
}

static int of_field(const struct core_spec *s, struct core_value *v)
{
	const struct core_step *last = &s->steps[s->step_cnt - 1];
	struct field f;
	int err;

	if (s->kind == BPF_CORE_FIELD_EXISTS)
		return 0;
	if (!last->name)
		return element_value(s, last, v);
	err = find_field(s, last, &f);
	return err ? err : field_value(s, &f, v);
}

static uint64_t of_enumerator(const struct core_spec *s)
{
	const struct btf_type *t = btf_type(s->btf, s->steps[0].type);
	uint32_t i = s->steps[0].index;

	if (btf_kind(t) == BTF_KIND_ENUM)
		return (int64_t)btf_enums(t)[i].val;
	return btf_enums64(t)[i].val_lo32 | (uint64_t)btf_enums64(t)[i].val_hi32 << 32;
}

int core_value(const struct core_spec *s, struct core_value *v)
{
	int64_t size;

	memset(v, 0, sizeof(*v));
	v->value = 1; /* of all that exists */
	v->check = true;
	if (core_of_field(s->kind))
		return of_field(s, v);
	switch (s->kind) {
	case BPF_CORE_TYPE_ID_LOCAL:
	case BPF_CORE_TYPE_ID_TARGET: /* linking objects changes what is written in them */
		v->value = s->root;
		v->check = false;
		break;
	case BPF_CORE_TYPE_SIZE:
		size = btf_size(s->btf, s->root);
		v->value = size;
		return size < 0 ? size : 0;
	case BPF_CORE_ENUMVAL_VALUE:
		v->value = of_enumerator(s);
		break;
	}
	return 0;
}
