/* SPDX-License-Identifier: BSD-2-Clause */
/* What stands in braces: members with all that makes them stand where they are, and enumerators. */
#include "show/btf_c_parts.h"

static void tabs(struct btf_c *c, uint32_t level)
{
	while (level--)
		out_char(c->out, '\t');
}

static const char *tag_word(const struct btf_type *t)
{
	switch (btf_kind(t)) {
	case BTF_KIND_UNION:
		return "union";
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return "enum";
	case BTF_KIND_FWD:
		return btf_kflag(t) ? "union" : "struct";
	}
	return "struct";
}

void btf_c_tag(struct btf_c *c, uint32_t id)
{
	out_str(c->out, tag_word(btf_type(c->btf, id)));
	out_char(c->out, ' ');
	btf_c_type_name(c, id);
}

static uint64_t round_up(uint64_t v, uint64_t to)
{
	return (v + to - 1) / to * to;
}

/* Where the compiler would put it: see btf_c_place.c. */
static uint64_t by_itself(uint64_t at, uint32_t width, uint64_t size, uint32_t align, bool packed)
{
	uint64_t unit = size * 8;

	if (!width)
		return round_up(at, packed ? 8 : align * 8ULL);
	return packed || !unit || at % unit + width <= unit ? at : round_up(at, unit);
}

static void members(struct btf_c *c, uint32_t id, const struct btf_type *t, uint32_t level);

/*
 * A member without a name whose struct has one: the kernel is built with -fms-extensions since 6.19, under
 * which that makes its members ours. C takes it only without the name. 0 if there is no struct.
 */
static bool embedded(struct btf_c *c, uint32_t id, uint32_t level)
{
	const struct btf_type *t = btf_type(c->btf, btf_skip(c->btf, id));

	if (!t || (btf_kind(t) != BTF_KIND_STRUCT && btf_kind(t) != BTF_KIND_UNION) ||
		!btf_c_may(c, level))
		return false;
	out_str(c->out, tag_word(t));
	out_char(c->out, ' ');
	members(c, btf_skip(c->btf, id), t, level);
	return true;
}

static void member(struct btf_c *c, const struct btf_member *m, uint32_t width, uint32_t level)
{
	tabs(c, level);
	if (width || *btf_string(c->btf, m->name_off) || !embedded(c, m->type, level))
		btf_c_decl(c, m->type, m->name_off, level);
	if (width) {
		out_str(c->out, ": ");
		out_u64(c->out, width);
	}
	out_str(c->out, ";\n");
}

/* Returns the bit behind the last one. */
static uint64_t struct_members(struct btf_c *c, const struct btf_type *t, bool packed, uint32_t level)
{
	const struct btf_member *m = btf_members(t), *end = m + btf_vlen(t);
	uint64_t at = 0, bit, size;
	uint32_t width, align;

	for (; m < end && !c->err; m++) {
		bit = btf_c_member(c, t, m, &width);
		size = btf_c_size(c, m->type, &align);
		if (by_itself(at, width, size, align, packed) != bit)
			btf_c_pad(c, at, bit, level);
		member(c, m, width, level);
		at = bit + (width ? width : size * 8);
	}
	return at;
}

static uint64_t union_members(struct btf_c *c, const struct btf_type *t, uint32_t level)
{
	const struct btf_member *m = btf_members(t), *end = m + btf_vlen(t);
	uint64_t most = 0, size;
	uint32_t width, align;

	for (; m < end && !c->err; m++) {
		btf_c_member(c, t, m, &width);
		size = width ? width : btf_c_size(c, m->type, &align) * 8;
		member(c, m, width, level);
		most = size > most ? size : most;
	}
	return most;
}

/* A union grows by a member of its whole size. */
static void rest(struct btf_c *c, const struct btf_type *t, uint64_t at, uint32_t align,
	uint32_t level)
{
	bool is_union = btf_kind(t) == BTF_KIND_UNION;
	uint64_t end = t->size * 8ULL;

	if (round_up(at, align * 8ULL) >= end)
		return;
	if (!is_union) {
		btf_c_pad(c, at, end, level);
		return;
	}
	tabs(c, level);
	out_str(c->out, "unsigned char __gap_0[");
	out_u64(c->out, t->size);
	out_str(c->out, "];\n");
}

static void members(struct btf_c *c, uint32_t id, const struct btf_type *t, uint32_t level)
{
	bool packed = c->state[id] & BTF_C_PACKED;
	uint64_t at;

	if (!btf_vlen(t) && !t->size) {
		out_str(c->out, "{}");
		return;
	}
	out_str(c->out, "{\n");
	at = btf_kind(t) == BTF_KIND_UNION ? union_members(c, t, level + 1)
		: struct_members(c, t, packed, level + 1);
	rest(c, t, at, 1U << (c->state[id] >> BTF_C_ALIGN), level + 1);
	tabs(c, level);
	out_str(c->out, packed ? "} __attribute__((packed))" : "}");
}

static int64_t value_of(const struct btf_type *t, uint32_t i, uint32_t *name)
{
	const struct btf_enum64 *wide = &btf_enums64(t)[i];
	const struct btf_enum *e = &btf_enums(t)[i];

	if (btf_kind(t) == BTF_KIND_ENUM64) {
		*name = wide->name_off;
		return (uint64_t)wide->val_hi32 << 32 | wide->val_lo32;
	}
	*name = e->name_off;
	return btf_kflag(t) ? e->val : (int64_t)(uint32_t)e->val;
}

/* Returns whether int has no room for it. */
static bool enumerator(struct btf_c *c, const struct btf_type *t, uint32_t i, uint32_t level)
{
	uint32_t name;
	int64_t v = value_of(t, i, &name);

	tabs(c, level);
	btf_c_global_name(c, name);
	out_str(c->out, " = ");
	if (btf_kflag(t))
		out_i64(c->out, v);
	else
		out_u64(c->out, v);
	if (btf_kind(t) == BTF_KIND_ENUM64)
		out_str(c->out, btf_kflag(t) ? "LL" : "ULL");
	out_str(c->out, ",\n");
	return btf_kflag(t) ? v != (int32_t)v : (uint64_t)v > UINT32_MAX;
}

/* A compiler takes int, or 8 bytes if a value asks for them; anything else is said. */
static void enumerators(struct btf_c *c, const struct btf_type *t, uint32_t level)
{
	bool wide = false;
	uint32_t i;

	out_str(c->out, "{\n");
	for (i = 0; i < btf_vlen(t) && btf_c_may(c, level); i++)
		wide |= enumerator(c, t, i, level + 1);
	tabs(c, level);
	out_char(c->out, '}');
	if (t->size == 1)
		out_str(c->out, " __attribute__((mode(byte)))");
	else if (t->size == 2)
		out_str(c->out, " __attribute__((mode(HI)))");
	else if (t->size == 8 && !wide)
		out_str(c->out, " __attribute__((mode(word)))");
}

/* An enum of nothing is one that was only declared. */
void btf_c_body(struct btf_c *c, uint32_t id, uint32_t level)
{
	const struct btf_type *t = btf_type(c->btf, id);
	bool is_enum = btf_kind(t) == BTF_KIND_ENUM || btf_kind(t) == BTF_KIND_ENUM64;

	if (is_enum && !btf_vlen(t) && !*btf_name(c->btf, t)) {
		out_str(c->out, "int");
		return;
	}
	if (*btf_name(c->btf, t))
		btf_c_tag(c, id);
	else
		out_str(c->out, tag_word(t));
	if (is_enum && !btf_vlen(t))
		return;
	out_char(c->out, ' ');
	if (is_enum)
		enumerators(c, t, level);
	else
		members(c, id, t, level);
}
