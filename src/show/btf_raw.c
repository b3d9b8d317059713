/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BTF, record by record. A record is a line, and what it has many of follows it line by line:
 *
 *	[12] STRUCT 'pair' size=8 vlen=2
 *		'a' type_id=3 bits_offset=0
 *		'b' type_id=3 bits_offset=32
 *	{"id":12,"kind":"STRUCT","name":"pair","size":8,"vlen":2,"members":[{"name":"a",...},...]}
 */
#include "show/btf_raw.h"

static const char *const kinds[NR_BTF_KINDS] = {
	"UNKNOWN", "INT", "PTR", "ARRAY", "STRUCT", "UNION", "ENUM", "FWD", "TYPEDEF", "VOLATILE",
	"CONST", "RESTRICT", "FUNC", "FUNC_PROTO", "VAR", "DATASEC", "FLOAT", "DECL_TAG",
	"TYPE_TAG", "ENUM64",
};

static const char *kind_name(const struct btf_type *t)
{
	return kinds[btf_kind(t) < NR_BTF_KINDS ? btf_kind(t) : BTF_KIND_UNKN];
}

static const char *name_of(const struct btf_raw *r, uint32_t offset)
{
	const char *name = btf_string(r->btf, offset);

	return *name ? name : "(anon)";
}

static void key(struct btf_raw *r, const char *name)
{
	if (r->json) {
		json_plain_key(r->json, name);
		return;
	}
	out_char(r->out, ' ');
	out_str(r->out, name);
	out_char(r->out, '=');
}

static void number(struct btf_raw *r, const char *name, uint32_t v)
{
	key(r, name);
	if (r->json)
		json_u64(r->json, v);
	else
		out_u64(r->out, v);
}

static void signed_number(struct btf_raw *r, const char *name, int64_t v)
{
	key(r, name);
	if (r->json)
		json_i64(r->json, v);
	else
		out_i64(r->out, v);
}

/* one of our own words */
static void word(struct btf_raw *r, const char *name, const char *v)
{
	key(r, name);
	if (r->json)
		json_plain(r->json, v);
	else
		out_str(r->out, v);
}

static void quoted(struct btf_raw *r, const char *before, const char *name)
{
	out_str(r->out, before);
	out_char(r->out, '\'');
	if (r->plain)
		out_str(r->out, name);
	else
		out_plain(r->out, name);
	out_char(r->out, '\'');
}

static void json_name(struct btf_raw *r, const char *name)
{
	json_plain_key(r->json, "name");
	if (r->plain)
		json_plain(r->json, name);
	else
		json_string(r->json, name, SIZE_MAX);
}

static void list_begin(struct btf_raw *r, const char *name)
{
	if (!r->json)
		return;
	json_plain_key(r->json, name);
	json_array_begin(r->json);
}

static void list_end(struct btf_raw *r)
{
	if (r->json)
		json_array_end(r->json);
}

static void item_begin(struct btf_raw *r)
{
	if (r->json)
		json_object_begin(r->json);
	else
		out_str(r->out, "\n\t");
}

static void item_end(struct btf_raw *r)
{
	if (r->json)
		json_object_end(r->json);
}

static void named_begin(struct btf_raw *r, uint32_t name)
{
	item_begin(r);
	if (r->json)
		json_name(r, name_of(r, name));
	else
		quoted(r, "", name_of(r, name));
}

static void integer(struct btf_raw *r, const struct btf_type *t)
{
	static const char *const encodings[] = { "(none)", "SIGNED", "CHAR", NULL, "BOOL" };
	uint32_t v = *btf_int(t), encoding = BTF_INT_ENCODING(v);

	number(r, "size", t->size);
	number(r, "bits_offset", BTF_INT_OFFSET(v));
	number(r, "nr_bits", BTF_INT_BITS(v));
	word(r, "encoding", encoding < sizeof(encodings) / sizeof(*encodings) &&
		encodings[encoding] ? encodings[encoding] : "UNKN");
}

static void array(struct btf_raw *r, const struct btf_type *t)
{
	number(r, "type_id", btf_array(t)->type);
	number(r, "index_type_id", btf_array(t)->index_type);
	number(r, "nr_elems", btf_array(t)->nelems);
}

static void members(struct btf_raw *r, const struct btf_type *t)
{
	const struct btf_member *m = btf_members(t), *end = m + btf_vlen(t);

	number(r, "size", t->size);
	number(r, "vlen", btf_vlen(t));
	list_begin(r, "members");
	for (; m < end; m++) {
		named_begin(r, m->name_off);
		number(r, "type_id", m->type);
		number(r, "bits_offset", btf_member_bits(t, m));
		if (btf_member_width(t, m))
			number(r, "bitfield_size", btf_member_width(t, m));
		item_end(r);
	}
	list_end(r);
}

/* Numbers of 64 bits have the suffix that C wants, but not in JSON. */
static void enumerator(struct btf_raw *r, const struct btf_type *t, uint32_t name, uint64_t v)
{
	bool wide = btf_kind(t) == BTF_KIND_ENUM64;

	named_begin(r, name);
	key(r, "val");
	if (r->json && btf_kflag(t))
		json_i64(r->json, v);
	else if (r->json)
		json_u64(r->json, v);
	else if (btf_kflag(t))
		out_i64(r->out, v);
	else
		out_u64(r->out, v);
	if (!r->json && wide)
		out_str(r->out, btf_kflag(t) ? "LL" : "ULL");
	item_end(r);
}

static void enumerators(struct btf_raw *r, const struct btf_type *t)
{
	const struct btf_enum64 *wide = btf_enums64(t);
	const struct btf_enum *e = btf_enums(t);
	uint32_t i;

	word(r, "encoding", btf_kflag(t) ? "SIGNED" : "UNSIGNED");
	number(r, "size", t->size);
	number(r, "vlen", btf_vlen(t));
	list_begin(r, "values");
	for (i = 0; i < btf_vlen(t); i++)
		if (btf_kind(t) == BTF_KIND_ENUM64)
			enumerator(r, t, wide[i].name_off,
				(uint64_t)wide[i].val_hi32 << 32 | wide[i].val_lo32);
		else
			enumerator(r, t, e[i].name_off, btf_kflag(t) ? (uint64_t)(int64_t)e[i].val
				: (uint32_t)e[i].val);
	list_end(r);
}

static void linkage(struct btf_raw *r, uint32_t v)
{
	static const char *const names[] = { "static", "global", "extern" };

	word(r, "linkage", v < sizeof(names) / sizeof(*names) ? names[v] : "(unknown)");
}

static void prototype(struct btf_raw *r, const struct btf_type *t)
{
	const struct btf_param *p = btf_params(t), *end = p + btf_vlen(t);

	number(r, "ret_type_id", t->type);
	number(r, "vlen", btf_vlen(t));
	list_begin(r, "params");
	for (; p < end; p++) {
		named_begin(r, p->name_off);
		number(r, "type_id", p->type);
		item_end(r);
	}
	list_end(r);
}

/* In text with the kind and the name of what stands there, which spares the reader a look. */
static void section(struct btf_raw *r, const struct btf_type *t)
{
	const struct btf_var_secinfo *s = btf_secinfos(t);
	const struct btf_type *var;
	uint32_t i;

	number(r, "size", t->size);
	number(r, "vlen", btf_vlen(t));
	list_begin(r, "vars");
	for (i = 0; i < btf_vlen(t); i++) {
		item_begin(r);
		if (r->json)
			number(r, "type_id", s[i].type);
		else
			out_str(r->out, "type_id="), out_u64(r->out, s[i].type);
		number(r, "offset", s[i].offset);
		number(r, "size", s[i].size);
		var = r->json ? NULL : btf_type(r->btf, s[i].type);
		if (var) {
			out_str(r->out, " (");
			out_str(r->out, kind_name(var));
			quoted(r, " ", name_of(r, var->name_off));
			out_char(r->out, ')');
		}
		item_end(r);
	}
	list_end(r);
}

static void rest(struct btf_raw *r, const struct btf_type *t)
{
	switch (btf_kind(t)) {
	case BTF_KIND_INT:
		integer(r, t);
		break;
	case BTF_KIND_ARRAY:
		array(r, t);
		break;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		members(r, t);
		break;
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		enumerators(r, t);
		break;
	case BTF_KIND_FWD:
		word(r, "fwd_kind", btf_kflag(t) ? "union" : "struct");
		break;
	case BTF_KIND_FUNC_PROTO:
		prototype(r, t);
		break;
	case BTF_KIND_FUNC:
		number(r, "type_id", t->type);
		linkage(r, btf_vlen(t));
		break;
	case BTF_KIND_VAR:
		number(r, "type_id", t->type);
		if (!r->json)
			out_char(r->out, ',');
		linkage(r, btf_var(t)->linkage);
		break;
	case BTF_KIND_DATASEC:
		section(r, t);
		break;
	case BTF_KIND_FLOAT:
		number(r, "size", t->size);
		break;
	case BTF_KIND_DECL_TAG:
		number(r, "type_id", t->type);
		signed_number(r, "component_idx", (int32_t)*btf_int(t));
		break;
	case BTF_KIND_PTR:
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_CONST:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_TYPE_TAG:
		number(r, "type_id", t->type);
		break;
	}
}

/* The highest bit of each byte that is 0, of eight at once. */
static uint64_t zeros(uint64_t v)
{
	const uint64_t low = 0x7f7f7f7f7f7f7f7f;

	return ~(((v & low) + low) | v | low);
}

/* Control characters, quotation marks, backslashes, and what is not ASCII, but no 0. */
static uint64_t not_plain(uint64_t v)
{
	const uint64_t each = 0x0101010101010101;

	return (v & each * 0x80) | (zeros(v & each * 0xe0) & ~zeros(v)) | zeros(v ^ each * '"') |
		zeros(v ^ each * '\\') | zeros(v ^ each * 0x7f);
}

/* Nothing in any name that text or JSON would have to write in another way? */
static bool is_plain(const struct btf *b)
{
	uint64_t v, bad = 0;
	uint32_t i;

	for (i = 0; i + 8 <= b->strings_size; i += 8) {
		memcpy(&v, b->strings + i, 8);
		bad |= not_plain(v);
	}
	v = 0;
	memcpy(&v, b->strings + i, b->strings_size - i);
	return !(bad | not_plain(v)) && (!b->base || is_plain(b->base));
}

void btf_raw_init(struct btf_raw *r, const struct btf *b, struct out *out, struct json *json)
{
	r->btf = b;
	r->out = out;
	r->json = json;
	r->plain = is_plain(b);
}

void btf_raw(struct btf_raw *r, uint32_t id, const struct btf_type *t)
{
	if (r->json) {
		json_object_begin(r->json);
		number(r, "id", id);
		word(r, "kind", kind_name(t));
		json_name(r, name_of(r, t->name_off));
	} else {
		out_char(r->out, '[');
		out_u64(r->out, id);
		out_str(r->out, "] ");
		out_str(r->out, kind_name(t));
		quoted(r, " ", name_of(r, t->name_off));
	}
	rest(r, t);
	if (r->json)
		json_object_end(r->json);
	else
		out_char(r->out, '\n');
}
