/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef FORMAT_BTF_H
#define FORMAT_BTF_H

#include <linux/btf.h>

#include "base/arena.h"
#include "base/diag.h"
#include "format/bytes.h"

struct btf_names;

/*
 * BTF after parsing: every record whole, in host byte order. Type 0 is void.
 *
 * Split BTF (a module's, 5.11) goes on where its base ends: its first type is numbered after the
 * base's last, and its strings count on from the base's.
 *
 * Where a record stands is known of each type (shift 0), or, of BTF that is only viewed, of every
 * 64th one (shift 6): the kernel has 100,000 types and more, of which a program needs a few.
 */
struct btf {
	const struct btf *base; /* NULL: none */
	uint8_t *types;         /* a copy of ours, or (viewed) bytes that nobody writes to */
	const char *strings;
	const struct btf_layout *layout; /* 7.1: sizes of kinds that we do not know; or NULL */
	uint32_t types_size, strings_size, layout_cnt;
	uint32_t *offsets;             /* into types, of every (1 << shift)th type of its own */
	uint32_t shift;
	uint32_t first, first_string;  /* what its own numbers begin with: 1 and 0, or the base's end */
	uint32_t cnt;                  /* ids in use, the base's and void included */
	uint32_t pointer_size;         /* of btf_parse() 8; of btf_view() as the kernel's long */
	bool swap;                     /* the values it describes are in the other byte order */
};

/*
 * Read BTF: the types into a copy that may be corrected, every name and every type number in it is
 * checked. The strings stay where they are, and so have the bytes to.
 * `name` stands in messages; base may be NULL.
 */
int btf_parse(struct arena *a, const char *name, const void *bytes, size_t size,
	const struct btf *base, struct btf *b, struct rawbpf_diag *d);
/*
 * The same without a copy, for the kernel's millions of bytes, which have to stay. Only that
 * records are whole is checked; names and numbers are when they are used, by what stands below.
 * BTF of the other byte order is copied after all. The one walk that this takes also answers names
 * (format/btf_names.h), if not NULL.
 */
int btf_view(struct arena *a, const char *name, const void *bytes, size_t size,
	const struct btf *base, struct btf_names *names, struct btf *b, struct rawbpf_diag *d);

/*
 * Note where each type of a view stands, for who asks for all of them in any order: 4 bytes a type.
 * 0 or -errno.
 */
int btf_index(struct arena *a, struct btf *b);

/* One after the other, which costs least: the first own type, and what follows t; NULL at the end. */
struct btf_type *btf_first(const struct btf *b);
struct btf_type *btf_next(const struct btf *b, const struct btf_type *t);
/* i types behind one whose place is known */
struct btf_type *btf_walk(const struct btf *b, uint32_t offset, uint32_t i);

/* NULL for void (0) and for ids that do not exist */
static inline struct btf_type *btf_type(const struct btf *b, uint32_t id)
{
	if (id < b->first)
		b = b->base;
	if (!b || id < b->first || id >= b->cnt)
		return NULL;
	id -= b->first;
	if (b->shift)
		return btf_walk(b, b->offsets[id >> b->shift], id & ((1U << b->shift) - 1));
	return (struct btf_type *)(b->types + b->offsets[id]);
}

/* "" for no name */
static inline const char *btf_string(const struct btf *b, uint32_t offset)
{
	if (offset < b->first_string)
		b = b->base;
	return b && offset - b->first_string < b->strings_size
		? b->strings + (offset - b->first_string) : "";
}

static inline const char *btf_name(const struct btf *b, const struct btf_type *t)
{
	return btf_string(b, t->name_off);
}

/* The id behind typedef, const, volatile, restrict and type tags. */
uint32_t btf_skip(const struct btf *b, uint32_t id);
/* The type there, and its id; NULL and 0 for void. */
const struct btf_type *btf_behind(const struct btf *b, uint32_t *id);
/* Bytes a value takes, -EINVAL for what has none. */
int64_t btf_size(const struct btf *b, uint32_t id);
/*
 * The id of a type of this kind and name, the base's first; 0 if there is none. Walks over all of
 * it: for several names in the kernel's types see format/btf_names.h.
 */
uint32_t btf_find(const struct btf *b, const char *name, uint32_t kind);

static inline uint32_t btf_kind(const struct btf_type *t)
{
	return BTF_INFO_KIND(t->info);
}

static inline uint32_t btf_vlen(const struct btf_type *t)
{
	return BTF_INFO_VLEN(t->info);
}

static inline bool btf_kflag(const struct btf_type *t)
{
	return BTF_INFO_KFLAG(t->info);
}

/* What stands behind the record's first 12 bytes. Only for the kind it belongs to. */
static inline uint32_t *btf_int(const struct btf_type *t)
{
	return (uint32_t *)(t + 1);
}

static inline struct btf_array *btf_array(const struct btf_type *t)
{
	return (struct btf_array *)(t + 1);
}

static inline struct btf_member *btf_members(const struct btf_type *t)
{
	return (struct btf_member *)(t + 1);
}

static inline struct btf_enum *btf_enums(const struct btf_type *t)
{
	return (struct btf_enum *)(t + 1);
}

static inline struct btf_enum64 *btf_enums64(const struct btf_type *t)
{
	return (struct btf_enum64 *)(t + 1);
}

static inline struct btf_param *btf_params(const struct btf_type *t)
{
	return (struct btf_param *)(t + 1);
}

static inline struct btf_var *btf_var(const struct btf_type *t)
{
	return (struct btf_var *)(t + 1);
}

static inline struct btf_decl_tag *btf_decl_tag(const struct btf_type *t)
{
	return (struct btf_decl_tag *)(t + 1);
}

static inline struct btf_var_secinfo *btf_secinfos(const struct btf_type *t)
{
	return (struct btf_var_secinfo *)(t + 1);
}

/* A member's place: with the kind flag, 24 bits of offset and 8 of bit-field width. */
static inline uint32_t btf_member_bits(const struct btf_type *t, const struct btf_member *m)
{
	return btf_kflag(t) ? BTF_MEMBER_BIT_OFFSET(m->offset) : m->offset;
}

static inline uint32_t btf_member_width(const struct btf_type *t, const struct btf_member *m)
{
	return btf_kflag(t) ? BTF_MEMBER_BITFIELD_SIZE(m->offset) : 0;
}

#endif
