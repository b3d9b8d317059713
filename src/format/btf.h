/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef FORMAT_BTF_H
#define FORMAT_BTF_H

#include <linux/btf.h>

#include "base/arena.h"
#include "base/diag.h"
#include "format/bytes.h"

/*
 * BTF after parsing: in host byte order, every record whole, every name inside the string
 * section, every type id below `cnt`. Type 0 is void. The types are our own copy, which the
 * loader may correct before it gives them to the kernel.
 */
struct btf {
	uint8_t *types;
	const char *strings;
	uint32_t types_size, strings_size;
	uint32_t *offsets; /* of each id into types */
	uint32_t cnt;      /* ids in use, void included */
	bool swap;         /* the values it describes are in the other byte order */
};

/* `name` stands in messages */
int btf_parse(struct arena *a, const char *name, const void *bytes, size_t size, struct btf *b,
	struct rawbpf_diag *d);

/* NULL for void (0) and for ids that do not exist */
static inline struct btf_type *btf_type(const struct btf *b, uint32_t id)
{
	if (!id || id >= b->cnt)
		return NULL;
	return (struct btf_type *)(b->types + b->offsets[id]);
}

/* "" for no name */
static inline const char *btf_string(const struct btf *b, uint32_t offset)
{
	return offset < b->strings_size ? b->strings + offset : "";
}

static inline const char *btf_name(const struct btf *b, const struct btf_type *t)
{
	return btf_string(b, t->name_off);
}

/* The id behind typedef, const, volatile, restrict and type tags. */
uint32_t btf_skip(const struct btf *b, uint32_t id);
/* Bytes a value takes, -EINVAL for what has none; pointers of BPF programs take 8. */
int64_t btf_size(const struct btf *b, uint32_t id);
/* The id of a type of this kind and name; 0 if there is none. */
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
