/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Values by BTF. What the type says and where the value's bytes are come together here:
 *
 *	integers	the word behind an INT tells encoding, bits, and an offset in bits
 *	bit fields	with the kind flag of their struct, the member tells offset and width (4.20);
 *			before, the member had an INT of its own with fewer bits than its size
 *	char		clang marks it by its name only, "char"; BTF_INT_CHAR is hardly ever set
 *	enums		the kind flag: signed (6.0); before, nothing tells
 *	data sections	variables with their offset and size
 *
 * The BTF may come from a file that means harm: nesting is bounded, and so is the number of values
 * shown, by how many the data could hold, or unions in unions would multiply without end.
 */
#include "show/value.h"

#include <stdlib.h>

#include "format/bits.h"

#define VALUE_MAX_DEPTH 32

struct value {
	struct emit emit;
	const struct btf *btf;
	const uint8_t *data;
	uint64_t bits;   /* of data */
	uint64_t budget; /* values that may still be shown */
	uint32_t depth;
	bool big;
};

/* width: of a bit field; 0 for a member that is none */
static void show(struct value *v, uint32_t id, uint64_t bit, uint32_t width);

static bool there(const struct value *v, uint64_t bit, uint64_t width)
{
	return width && bit <= v->bits && width <= v->bits - bit;
}

static void show_null(struct value *v)
{
	emit_raw(&v->emit, "null");
}

/* Bits that are no number: up to 64 of them, or 128. */
static void show_hex(struct value *v, uint64_t bit, uint64_t width)
{
	uint64_t first, second = 0;

	if (!there(v, bit, width)) {
		show_null(v);
		return;
	}
	first = bits_get(v->data, bit, width > 64 ? 64 : width, v->big);
	if (width > 64)
		second = bits_get(v->data, bit + 64, 64, v->big);
	if (width > 64 && v->big)
		emit_hex(&v->emit, first, second);
	else
		emit_hex(&v->emit, second, first);
}

static bool is_char(const struct btf *b, const struct btf_type *t)
{
	return btf_kind(t) == BTF_KIND_INT && t->size == 1 &&
		(BTF_INT_ENCODING(*btf_int(t)) == BTF_INT_CHAR || !strcmp(btf_name(b, t), "char"));
}

static void show_int(struct value *v, const struct btf_type *t, uint64_t bit, uint32_t width)
{
	uint32_t word = *btf_int(t), encoding = BTF_INT_ENCODING(word);
	uint64_t n;

	bit += BTF_INT_OFFSET(word);
	width = width ? width : BTF_INT_BITS(word);
	if (width > 64 || !there(v, bit, width)) {
		show_hex(v, bit, width > 64 && bit % 8 == 0 ? 128 : 0);
		return;
	}
	n = bits_get(v->data, bit, width, v->big);
	if (encoding & BTF_INT_BOOL)
		emit_raw(&v->emit, n ? "true" : "false");
	else if (width == 8 && n >= 0x20 && n < 0x7f && is_char(v->btf, t))
		emit_char(&v->emit, n);
	else if (encoding & (BTF_INT_SIGNED | BTF_INT_CHAR))
		emit_i64(&v->emit, bits_signed(n, width));
	else
		emit_u64(&v->emit, n);
}

/* The enumerator with this value, compared in the bits there are. */
static const char *enumerator(const struct btf *b, const struct btf_type *t, uint64_t n,
	uint32_t width)
{
	const struct btf_enum64 *wide = btf_enums64(t);
	const struct btf_enum *e = btf_enums(t);
	bool is_wide = btf_kind(t) == BTF_KIND_ENUM64;
	uint64_t one;
	uint32_t i;

	for (i = 0; i < btf_vlen(t); i++) {
		one = is_wide ? (uint64_t)wide[i].val_hi32 << 32 | wide[i].val_lo32
			      : (uint64_t)(int64_t)e[i].val;
		if ((one & bits_mask(width)) == n)
			return btf_string(b, is_wide ? wide[i].name_off : e[i].name_off);
	}
	return "";
}

static void show_enum(struct value *v, const struct btf_type *t, uint64_t bit, uint32_t width)
{
	const char *name;
	uint64_t n;

	width = width ? width : t->size <= 8 ? t->size * 8 : 0;
	if (width > 64 || !there(v, bit, width)) {
		show_null(v);
		return;
	}
	n = bits_get(v->data, bit, width, v->big);
	name = enumerator(v->btf, t, n, width);
	if (*name)
		emit_name(&v->emit, name);
	else if (btf_kflag(t))
		emit_i64(&v->emit, bits_signed(n, width));
	else
		emit_u64(&v->emit, n);
}

/* BPF has no floating point; of what others left in a map the bits are shown. */
static void show_float(struct value *v, const struct btf_type *t, uint64_t bit)
{
	bool known = bit % 8 == 0 && (t->size == 4 || t->size == 8 || t->size == 16);

	show_hex(v, bit, known ? t->size * 8 : 0);
}

static void show_string(struct value *v, uint64_t bit, uint64_t max)
{
	if (max > (v->bits - bit) / 8)
		max = (v->bits - bit) / 8;
	emit_string(&v->emit, (const char *)v->data + bit / 8, max);
	v->budget -= max / 8 < v->budget ? max / 8 : v->budget;
}

static void show_array(struct value *v, const struct btf_array *a, uint64_t bit)
{
	const struct btf_type *t = btf_type(v->btf, btf_skip(v->btf, a->type));
	int64_t each = btf_size(v->btf, a->type);
	uint32_t i;

	if (t && is_char(v->btf, t) && bit % 8 == 0 && bit <= v->bits) {
		show_string(v, bit, a->nelems);
		return;
	}
	emit_begin(&v->emit, '[');
	/* what lies beyond the data, or takes no room, is not counted out */
	for (i = 0; each > 0 && i < a->nelems && bit < v->bits; i++, bit += each * 8)
		show(v, a->type, bit, 0);
	emit_end(&v->emit, ']');
}

static void show_members(struct value *v, const struct btf_type *t, uint64_t bit)
{
	const struct btf_member *m = btf_members(t);
	const struct btf_type *inner;
	const char *name;
	uint32_t i, kind;
	uint64_t at;

	for (i = 0; i < btf_vlen(t); i++, m++) {
		name = btf_string(v->btf, m->name_off);
		at = bit + btf_member_bits(t, m);
		if (*name) {
			emit_key(&v->emit, name);
			show(v, m->type, at, btf_member_width(t, m));
			continue;
		}
		inner = btf_type(v->btf, btf_skip(v->btf, m->type));
		kind = inner ? btf_kind(inner) : BTF_KIND_UNKN;
		if ((kind != BTF_KIND_STRUCT && kind != BTF_KIND_UNION) || !v->budget ||
			v->depth >= VALUE_MAX_DEPTH)
			continue;
		v->depth++;
		v->budget--;
		show_members(v, inner, at);
		v->depth--;
	}
}

static void show_section(struct value *v, const struct btf_type *t, uint64_t bit)
{
	const struct btf_var_secinfo *s = btf_secinfos(t);
	const struct btf_type *var;
	uint32_t i;

	for (i = 0; i < btf_vlen(t); i++, s++) {
		var = btf_type(v->btf, s->type);
		if (!var || btf_kind(var) != BTF_KIND_VAR)
			continue;
		emit_key(&v->emit, btf_name(v->btf, var));
		show(v, var->type, bit + (uint64_t)s->offset * 8, 0);
	}
}

static void show_compound(struct value *v, const struct btf_type *t, uint64_t bit)
{
	emit_begin(&v->emit, '{');
	if (btf_kind(t) == BTF_KIND_DATASEC)
		show_section(v, t, bit);
	else
		show_members(v, t, bit);
	emit_end(&v->emit, '}');
}

static void show_type(struct value *v, const struct btf_type *t, uint64_t bit, uint32_t width)
{
	switch (btf_kind(t)) {
	case BTF_KIND_INT:
		return show_int(v, t, bit, width);
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return show_enum(v, t, bit, width);
	case BTF_KIND_PTR:
		return show_hex(v, bit, 64);
	case BTF_KIND_FLOAT:
		return show_float(v, t, bit);
	case BTF_KIND_ARRAY:
		return show_array(v, btf_array(t), bit);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_DATASEC:
		return show_compound(v, t, bit);
	case BTF_KIND_VAR:
		return show(v, t->type, bit, 0);
	default:
		return show_null(v);
	}
}

static void show(struct value *v, uint32_t id, uint64_t bit, uint32_t width)
{
	const struct btf_type *t = btf_type(v->btf, btf_skip(v->btf, id));

	if (!t || !v->budget || v->depth >= VALUE_MAX_DEPTH) {
		show_null(v);
		return;
	}
	v->budget--;
	v->depth++;
	show_type(v, t, bit, width);
	v->depth--;
}

static void show_bytes(struct emit *e, const uint8_t *data, size_t size)
{
	size_t i;

	if (e->json)
		json_array_begin(e->json);
	for (i = 0; i < size; i++) {
		if (e->json) {
			json_hex(e->json, data[i], 2);
			continue;
		}
		if (i)
			out_char(e->out, ' ');
		out_hex(e->out, data[i], 2);
	}
	if (e->json)
		json_array_end(e->json);
}

void value_show(struct emit e, const struct btf *b, uint32_t type_id, const void *data,
	size_t size)
{
	struct value v;

	if (!b || !btf_type(b, type_id)) {
		show_bytes(&e, data, size);
		return;
	}
	v.emit = e;
	v.btf = b;
	v.data = size ? data : (const uint8_t *)"";
	v.bits = (uint64_t)size * 8;
	v.budget = 4096 + size * 64;
	v.depth = 0;
	v.big = bits_host_is_big() != b->swap;
	show(&v, type_id, 0, 0);
}

void value_text(struct out *o, const struct btf *b, uint32_t type_id, const void *data,
	size_t size)
{
	value_show((struct emit){ .out = o }, b, type_id, data, size);
}

void value_json(struct json *j, const struct btf *b, uint32_t type_id, const void *data,
	size_t size)
{
	value_show((struct emit){ .out = j->out, .json = j }, b, type_id, data, size);
}
