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
#include "format/btf_names.h"

#include <errno.h>

#define VIEW_SHIFT 6 /* of btf_view(): the place of every 64th type is noted */

static const struct {
	uint8_t fixed, each; /* bytes after the first 12, and per vlen */
	uint16_t refers;     /* the third word is a type's number */
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
	return 0;
}

static uint32_t unknown_size(const struct btf *b, const struct btf_type *t)
{
	uint32_t kind = btf_kind(t);

	if (kind == BTF_KIND_UNKN || kind >= b->layout_cnt || b->layout[kind].info_sz % 4 ||
		b->layout[kind].elem_sz % 4)
		return 0;
	return sizeof(*t) + b->layout[kind].info_sz + b->layout[kind].elem_sz * btf_vlen(t);
}

/*
 * Bytes that a record of this kind and vlen takes, 0 for a kind nobody told us about. vlen has 24
 * bits, so that nothing overflows.
 */
static inline uint32_t record_size(const struct btf *b, const struct btf_type *t)
{
	uint32_t kind = btf_kind(t);

	if (kind - 1 >= NR_BTF_KINDS - 1)
		return unknown_size(b, t);
	return sizeof(*t) + kinds[kind].fixed + kinds[kind].each * btf_vlen(t);
}

struct btf_type *btf_first(const struct btf *b)
{
	return b->types_size ? (struct btf_type *)b->types : NULL;
}

struct btf_type *btf_next(const struct btf *b, const struct btf_type *t)
{
	const uint8_t *next = (const uint8_t *)t + record_size(b, t);

	return next < b->types + b->types_size ? (struct btf_type *)next : NULL;
}

struct btf_type *btf_walk(const struct btf *b, uint32_t offset, uint32_t i)
{
	const uint8_t *at = b->types + offset;

	for (; i; i--)
		at += record_size(b, (const struct btf_type *)at);
	return (struct btf_type *)at;
}

/*
 * Count the types, note where they stand, and answer names; a record has to be whole and its kind
 * known. Every instruction in here is executed 100,000 times for the kernel's types.
 */
static int index_types(struct arena *a, const char *name, struct btf *b, struct btf_names *n,
	struct rawbpf_diag *d)
{
	const uint32_t mask = (1U << b->shift) - 1, asked = n ? n->kinds : 0;
	const uint8_t *at, *end = b->types + b->types_size;
	uint32_t size, i = 0;

	b->offsets = arena_calloc(a, (b->types_size / sizeof(struct btf_type) >> b->shift) + 1,
		sizeof(*b->offsets));
	if (!b->offsets)
		return -ENOMEM;
	for (at = b->types; at < end; at += size, i++) {
		const struct btf_type *t = (const struct btf_type *)at;

		size = (size_t)(end - at) < sizeof(*t) ? 0 : record_size(b, t);
		if (!size || size > (size_t)(end - at))
			return fail(name, at - b->types, d,
				"a type is cut off or of an unknown kind");
		if (!(i & mask))
			b->offsets[i >> b->shift] = at - b->types;
		if (asked >> (btf_kind(t) & 31) & 1 && btf_names_hear(n, b, t, b->first + i))
			return -ENOMEM;
	}
	b->cnt = b->first + i;
	return 0;
}

int btf_index(struct arena *a, struct btf *b)
{
	if (!b->shift)
		return 0;
	b->shift = 0;
	return index_types(a, "BTF", b, NULL, NULL);
}

static bool good_id(const struct btf *b, uint32_t id)
{
	return id < b->cnt;
}

static bool good_name(const struct btf *b, uint32_t offset)
{
	return offset < b->first_string + b->strings_size;
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
	if (kind >= NR_BTF_KINDS)
		return true;
	if (kinds[kind].refers && !good_id(b, t->type))
		return false;
	if (kind == BTF_KIND_ARRAY)
		return good_id(b, btf_array(t)->type) && good_id(b, btf_array(t)->index_type);
	return !kinds[kind].each || good_members(b, t);
}

/* Since 7.1 the header may go on with a table of how long records are, kind by kind. */
static int parse_layout(struct arena *a, const char *name, const struct bytes *all, uint32_t end,
	struct btf *b, struct rawbpf_diag *d)
{
	const uint8_t *header = all->data, *at;
	struct btf_layout *copy;
	uint32_t offset, size, i;

	if (end < sizeof(struct btf_header) || all->size < sizeof(struct btf_header))
		return 0;
	offset = bytes_u32(all, header + offsetof(struct btf_header, layout_off));
	size = bytes_u32(all, header + offsetof(struct btf_header, layout_len));
	at = bytes_at(all, (uint64_t)end + offset, size);
	if (!at || size % sizeof(*copy))
		return fail(name, end, d, "the layout does not fit");
	copy = arena_copy(a, at, size);
	if (!copy)
		return -ENOMEM;
	b->layout_cnt = size / sizeof(*copy);
	for (i = 0; all->swap && i < b->layout_cnt; i++)
		copy[i].flags = __builtin_bswap16(copy[i].flags);
	b->layout = copy;
	return 0;
}

static int parse_header(struct arena *a, const char *name, const struct bytes *all,
	struct bytes *types, struct btf *b, struct rawbpf_diag *d)
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
	types->size = b->types_size = bytes_u32(all, &h->type_len);
	types->data = bytes_at(all, end + bytes_u32(all, &h->type_off), types->size);
	b->strings_size = bytes_u32(all, &h->str_len);
	b->strings = bytes_at(all, end + bytes_u32(all, &h->str_off), b->strings_size);
	types->swap = all->swap;
	if (!types->data || types->size % 4)
		return fail(name, end, d, "the types do not fit");
	if (b->strings && b->strings_size && !b->base && b->strings[0])
		return fail(name, end, d, "the strings do not begin with 0: if these are the types of a "
			"module, they go on from others, which are needed too");
	if (!b->strings || (!b->strings_size && !b->base) ||
		(b->strings_size && b->strings[b->strings_size - 1]))
		return fail(name, end, d, "the strings do not fit or do not end with 0");
	return parse_layout(a, name, all, end, b, d);
}

/* With a copy of our own (shift 0), or without where the types can be read as they lie there. */
static int read_btf(struct arena *a, const char *name, const struct bytes *all,
	const struct btf *base, uint32_t shift, struct btf_names *n, struct btf *b,
	struct rawbpf_diag *d)
{
	struct bytes types = { 0 };
	int err;

	memset(b, 0, sizeof(*b));
	b->base = base;
	b->first = base ? base->cnt : 1;
	b->first_string = base ? base->first_string + base->strings_size : 0;
	b->swap = all->swap;
	b->shift = shift;
	b->pointer_size = 8; /* a BPF program's */
	err = parse_header(a, name, all, &types, b, d);
	if (err)
		return err;
	if (base && base->base)
		return fail(name, 0, d, "its base is itself split");
	if (!shift || all->swap || (uintptr_t)types.data % 4)
		err = copy_types(a, b, &types);
	else
		b->types = (uint8_t *)types.data;
	return err ? err : index_types(a, name, b, n, d);
}

/*
 * The kernel's pointers are as wide as its "long", which C has many ways to write. Without one
 * they are taken to be as wide as ours, for it is our kernel.
 */
static uint32_t pointer_size(const struct btf *b)
{
	const struct btf_type *t;
	const char *name;

	if (b->base)
		return b->base->pointer_size;
	for (t = btf_first(b); t; t = btf_next(b, t)) {
		name = btf_kind(t) == BTF_KIND_INT ? btf_name(b, t) : "";
		if (strstr(name, "long") && !strstr(name, "long long") &&
			(t->size == 4 || t->size == 8))
			return t->size;
	}
	return sizeof(void *);
}

static struct bytes whole(const void *bytes, size_t size)
{
	struct bytes all = { bytes, size, false };

	all.swap = size >= 2 && bytes_u16(&all, bytes) == __builtin_bswap16(BTF_MAGIC);
	return all;
}

int btf_view(struct arena *a, const char *name, const void *bytes, size_t size,
	const struct btf *base, struct btf_names *names, struct btf *b, struct rawbpf_diag *d)
{
	struct bytes all = whole(bytes, size);
	int err = read_btf(a, name, &all, base, VIEW_SHIFT, names, b, d);

	if (!err)
		b->pointer_size = pointer_size(b);
	return err;
}

int btf_parse(struct arena *a, const char *name, const void *bytes, size_t size,
	const struct btf *base, struct btf *b, struct rawbpf_diag *d)
{
	struct bytes all = whole(bytes, size);
	int err = read_btf(a, name, &all, base, 0, NULL, b, d);
	uint32_t id;

	for (id = b->first; !err && id < b->cnt; id++)
		if (!good_type(b, btf_type(b, id)))
			err = fail(name, b->offsets[id - b->first], d,
				"a name or type number is out of range");
	return err;
}
