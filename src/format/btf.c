/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BTF: the types of a program or of the kernel.
 *
 *	+---------+----------------------------------+--------------------+
 *	| header  | types                            | strings            |
 *	+---------+----------------------------------+--------------------+
 *
 * Types are numbered from 1 in the order they stand; 0 is void. Each begins with 12 bytes:
 *
 *	u32 name    offset into the strings; 0 is ""
 *	u32 info    bits 0-23 vlen, 24-30 kind, 31 the kind flag
 *	u32 size    of a value, or (pointers, modifiers, functions, variables) a type's number
 *
 * and goes on by kind: nothing, one u32 (int, var, decl_tag), one struct (array) or vlen structs
 * (members, enumerators, parameters, variables of a data section). All of it is u32, so BTF of
 * the other byte order is swapped word by word.
 */
#include "format/btf.h"

#include <errno.h>

#define BTF_MAX_HOPS 32 /* modifiers or array dimensions in a row */

static const struct {
	uint8_t fixed, each; /* bytes after the first 12, and per vlen */
	uint8_t refers;      /* the third word is a type's number */
} kinds[] = {
	[BTF_KIND_INT] = { 4, 0, 0 },
	[BTF_KIND_PTR] = { 0, 0, 1 },
	[BTF_KIND_ARRAY] = { sizeof(struct btf_array), 0, 0 },
	[BTF_KIND_STRUCT] = { 0, sizeof(struct btf_member), 0 },
	[BTF_KIND_UNION] = { 0, sizeof(struct btf_member), 0 },
	[BTF_KIND_ENUM] = { 0, sizeof(struct btf_enum), 0 },
	[BTF_KIND_FWD] = { 0, 0, 0 },
	[BTF_KIND_TYPEDEF] = { 0, 0, 1 },
	[BTF_KIND_VOLATILE] = { 0, 0, 1 },
	[BTF_KIND_CONST] = { 0, 0, 1 },
	[BTF_KIND_RESTRICT] = { 0, 0, 1 },
	[BTF_KIND_FUNC] = { 0, 0, 1 },
	[BTF_KIND_FUNC_PROTO] = { 0, sizeof(struct btf_param), 1 },
	[BTF_KIND_VAR] = { sizeof(struct btf_var), 0, 1 },
	[BTF_KIND_DATASEC] = { 0, sizeof(struct btf_var_secinfo), 0 },
	[BTF_KIND_FLOAT] = { 0, 0, 0 },
	[BTF_KIND_DECL_TAG] = { sizeof(struct btf_decl_tag), 0, 1 },
	[BTF_KIND_TYPE_TAG] = { 0, 0, 1 },
	[BTF_KIND_ENUM64] = { 0, sizeof(struct btf_enum64), 0 },
};

static int fail(const char *name, uint64_t offset, struct rawbpf_diag *d, const char *what)
{
	return diag_fail(d, RAWBPF_STAGE_OPEN, -EINVAL, "%s: BTF, offset 0x%llx: %s", name,
		(unsigned long long)offset, what);
}

static int copy_types(struct arena *a, struct btf *b, const struct bytes *types)
{
	uint32_t *words;
	uint32_t i;

	words = arena_copy(a, types->data, types->size);
	if (!words)
		return -ENOMEM;
	for (i = 0; types->swap && i < types->size / 4; i++)
		words[i] = __builtin_bswap32(words[i]);
	b->types = (uint8_t *)words;
	b->types_size = types->size;
	return 0;
}

/* Bytes of the record at `offset`, 0 if it is not whole or of an unknown kind. */
static uint32_t record_size(const struct btf *b, uint32_t offset)
{
	const struct btf_type *t = (const struct btf_type *)(b->types + offset);
	uint32_t left = b->types_size - offset, kind;
	uint64_t size;

	if (left < sizeof(*t))
		return 0;
	kind = btf_kind(t);
	if (kind == BTF_KIND_UNKN || kind >= sizeof(kinds) / sizeof(*kinds))
		return 0;
	size = sizeof(*t) + kinds[kind].fixed + (uint64_t)kinds[kind].each * btf_vlen(t);
	return size <= left ? size : 0;
}

static int index_types(struct arena *a, const char *name, struct btf *b, struct rawbpf_diag *d)
{
	uint32_t offset = 0, size, max = b->types_size / sizeof(struct btf_type) + 1;

	b->offsets = arena_calloc(a, max, sizeof(*b->offsets));
	if (!b->offsets)
		return -ENOMEM;
	for (b->cnt = 1; offset < b->types_size; b->cnt++, offset += size) {
		size = record_size(b, offset);
		if (!size)
			return fail(name, offset, d, "a type is cut off or of an unknown kind");
		b->offsets[b->cnt] = offset;
	}
	return 0;
}

static bool good_id(const struct btf *b, uint32_t id)
{
	return id < b->cnt;
}

static bool good_name(const struct btf *b, uint32_t offset)
{
	return offset < b->strings_size;
}

static bool good_members(const struct btf *b, const struct btf_type *t)
{
	const uint32_t *word = (const uint32_t *)(t + 1);
	uint32_t kind = btf_kind(t), step = kinds[kind].each / 4, i;

	/* each entry begins with a name and then a type, or (data sections) with a type */
	for (i = 0; i < btf_vlen(t); i++, word += step) {
		if (kind == BTF_KIND_DATASEC ? !good_id(b, word[0]) : !good_name(b, word[0]))
			return false;
		if (kind == BTF_KIND_DATASEC || kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64)
			continue;
		if (!good_id(b, word[1]))
			return false;
	}
	return true;
}

static bool good_type(const struct btf *b, const struct btf_type *t)
{
	uint32_t kind = btf_kind(t);

	if (!good_name(b, t->name_off))
		return false;
	if (kinds[kind].refers && !good_id(b, t->type))
		return false;
	if (kind == BTF_KIND_ARRAY)
		return good_id(b, btf_array(t)->type) && good_id(b, btf_array(t)->index_type);
	return !kinds[kind].each || good_members(b, t);
}

static int parse_header(const char *name, const struct bytes *all, struct bytes *types,
	struct bytes *strings, struct rawbpf_diag *d)
{
	const uint32_t least = offsetof(struct btf_header, layout_off); /* as up to 7.0 */
	const void *at = bytes_at(all, 0, least);
	struct btf_header copy, *h = &copy;
	uint64_t end;

	if (!at)
		return fail(name, 0, d, "the header is cut off");
	memcpy(h, at, least);
	if (bytes_u16(all, &h->magic) != BTF_MAGIC || h->version != BTF_VERSION)
		return fail(name, 0, d, "the magic number or version is wrong");
	end = bytes_u32(all, &h->hdr_len);
	types->size = bytes_u32(all, &h->type_len);
	types->data = bytes_at(all, end + bytes_u32(all, &h->type_off), types->size);
	strings->size = bytes_u32(all, &h->str_len);
	strings->data = bytes_at(all, end + bytes_u32(all, &h->str_off), strings->size);
	types->swap = strings->swap = all->swap;
	if (!types->data || types->size % 4)
		return fail(name, end, d, "the types do not fit");
	if (!strings->data || !strings->size || strings->data[0] ||
		strings->data[strings->size - 1])
		return fail(name, end, d, "the strings do not fit or do not end with 0");
	return 0;
}

int btf_parse(struct arena *a, const char *name, const void *bytes, size_t size, struct btf *b,
	struct rawbpf_diag *d)
{
	struct bytes all = { bytes, size, false }, types = all, strings = all;
	uint32_t i;
	int err;

	memset(b, 0, sizeof(*b));
	all.swap = size >= 2 && bytes_u16(&all, bytes) == __builtin_bswap16(BTF_MAGIC);
	err = parse_header(name, &all, &types, &strings, d);
	if (!err)
		err = copy_types(a, b, &types);
	if (!err)
		err = index_types(a, name, b, d);
	b->strings = (const char *)strings.data;
	b->strings_size = strings.size;
	b->swap = all.swap;
	for (i = 1; !err && i < b->cnt; i++)
		if (!good_type(b, btf_type(b, i)))
			err = fail(name, b->offsets[i], d, "a name or type number is out of range");
	return err;
}

static bool is_modifier(uint32_t kind)
{
	return kind == BTF_KIND_TYPEDEF || kind == BTF_KIND_CONST || kind == BTF_KIND_VOLATILE ||
		kind == BTF_KIND_RESTRICT || kind == BTF_KIND_TYPE_TAG;
}

uint32_t btf_skip(const struct btf *b, uint32_t id)
{
	const struct btf_type *t;
	int hops;

	for (hops = 0; hops < BTF_MAX_HOPS; hops++) {
		t = btf_type(b, id);
		if (!t || !is_modifier(btf_kind(t)))
			return id;
		id = t->type;
	}
	return 0; /* a circle */
}

int64_t btf_size(const struct btf *b, uint32_t id)
{
	const struct btf_type *t;
	uint64_t n = 1;
	int hops;

	for (hops = 0; hops < BTF_MAX_HOPS; hops++) {
		t = btf_type(b, btf_skip(b, id));
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
			n *= 8;
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
	uint32_t id;

	for (id = 1; id < b->cnt; id++) {
		t = btf_type(b, id);
		if (btf_kind(t) == kind && !strcmp(btf_name(b, t), name))
			return id;
	}
	return 0;
}
