/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BTF for kernels that do not know all of it. A kernel refuses types as a whole if one of them is
 * of a kind it does not know, though it would need only those of the maps. So what is unknown
 * becomes something else of the same length, under the same number, and everything that refers to
 * it stays as it is:
 *
 *	DATASEC, VAR	a struct of that name, '.' and '?' being '_'; an integer of one byte
 *	"?section"	"_section"
 *	FUNC_PROTO, FUNC	an enum with an enumerator for each parameter; a typedef of that
 *	global FUNC	static
 *	FLOAT		an unnamed struct of that size, without members
 *	DECL_TAG	an integer of one byte; nothing refers to it
 *	TYPE_TAG	const
 *	ENUM64		a union of members of one byte with the enumerators' names; signed enums
 *			lose the sign
 *	other kinds	const void
 *
 * Names: a kernel takes what C does. Other languages have more ("core::option", pointers with
 * names): those characters become '_' too, and what may have no name loses it. New names go behind
 * the strings, for a string may have several owners.
 */
#include "link/degrade.h"

#include "base/text.h"
#include "base/vec.h"

#include <ctype.h>

#define NAME_MOST 127 /* characters of an identifier, until 6.1 */

struct copy {
	const struct btf *from;
	uint32_t lacks, placeholder; /* what the members of former ENUM64s are */
	uint8_t *types;
	char *strings;
	uint32_t types_size, types_room, strings_size, strings_room;
	int err;
};

static uint32_t info(uint32_t kind, uint32_t vlen)
{
	return kind << 24 | vlen;
}

/* Of one type, the bits of what it needs. */
static uint32_t needs(const struct btf *b, const struct btf_type *t)
{
	switch (btf_kind(t)) {
	case BTF_KIND_FUNC:
		return DEGRADE_FUNC | (btf_vlen(t) ? DEGRADE_GLOBAL_FUNC : 0);
	case BTF_KIND_FUNC_PROTO:
		return DEGRADE_FUNC;
	case BTF_KIND_VAR:
		return DEGRADE_DATASEC;
	case BTF_KIND_DATASEC:
		return DEGRADE_DATASEC | (*btf_name(b, t) == '?' ? DEGRADE_OPTIONAL : 0);
	case BTF_KIND_FLOAT:
		return DEGRADE_FLOAT;
	case BTF_KIND_DECL_TAG:
		return DEGRADE_DECL_TAG | (btf_kflag(t) ? DEGRADE_TAG_FLAG : 0);
	case BTF_KIND_TYPE_TAG:
		return DEGRADE_TYPE_TAG | (btf_kflag(t) ? DEGRADE_TAG_FLAG : 0);
	case BTF_KIND_ENUM:
		return btf_kflag(t) ? DEGRADE_ENUM64 : 0;
	case BTF_KIND_ENUM64:
		return DEGRADE_ENUM64;
	}
	return btf_kind(t) >= NR_BTF_KINDS ? DEGRADE_OTHER : 0;
}

uint32_t degrade_uses(const struct btf *b)
{
	const struct btf_type *t;
	uint32_t uses = 0;

	for (t = btf_first(b); t; t = btf_next(b, t))
		uses |= needs(b, t);
	return uses;
}

static void *more(struct copy *c, void **items, uint32_t *room, uint32_t *cnt, uint32_t size)
{
	void *at;

	if (!c->err)
		c->err = vec_room(items, room, (uint64_t)*cnt + size, 1);
	if (c->err)
		return NULL;
	at = (char *)*items + *cnt;
	*cnt += size;
	return at;
}

static uint32_t add_string(struct copy *c, const char *s)
{
	uint32_t at = c->strings_size, size = strlen(s) + 1;
	char *to = more(c, (void **)&c->strings, &c->strings_room, &c->strings_size, size);

	if (to)
		memcpy(to, s, size);
	return to ? at : 0;
}

/* Is it an identifier, as C has them, or nothing? */
static bool good(const char *name)
{
	size_t i;

	if (isdigit((unsigned char)*name))
		return false;
	for (i = 0; text_is_word(name[i]); i++)
		;
	return !name[i] && i <= NAME_MOST;
}

static void fix_identifier(struct copy *c, uint32_t *name_off)
{
	const char *from = btf_string(c->from, *name_off);
	char name[NAME_MOST + 1];
	size_t i;

	if (good(from))
		return;
	for (i = 0; i < NAME_MOST && from[i]; i++)
		name[i] = text_is_word(from[i]) && (i || !isdigit((unsigned char)*from))
			? from[i] : '_';
	name[i] = '\0';
	*name_off = add_string(c, name);
}

static void fix_section_name(struct copy *c, struct btf_type *t)
{
	const char *from = btf_string(c->from, t->name_off);
	uint32_t at;

	if (c->lacks & DEGRADE_DATASEC) {
		fix_identifier(c, &t->name_off);
	} else if (c->lacks & DEGRADE_OPTIONAL && *from == '?') {
		at = add_string(c, from);
		t->name_off = at;
		if (at)
			c->strings[at] = '_';
	}
}

enum { NAME_ANY, NAME_NONE, NAME_IDENTIFIER };

static const struct {
	uint8_t words, name; /* words of each entry that begins with a name; the type's own */
} rules[NR_BTF_KINDS] = {
	[BTF_KIND_PTR] = { 0, NAME_NONE },
	[BTF_KIND_ARRAY] = { 0, NAME_NONE },
	[BTF_KIND_STRUCT] = { 3, NAME_IDENTIFIER },
	[BTF_KIND_UNION] = { 3, NAME_IDENTIFIER },
	[BTF_KIND_ENUM] = { 2, NAME_IDENTIFIER },
	[BTF_KIND_FWD] = { 0, NAME_IDENTIFIER },
	[BTF_KIND_TYPEDEF] = { 0, NAME_IDENTIFIER },
	[BTF_KIND_VOLATILE] = { 0, NAME_NONE },
	[BTF_KIND_CONST] = { 0, NAME_NONE },
	[BTF_KIND_RESTRICT] = { 0, NAME_NONE },
	[BTF_KIND_FUNC] = { 0, NAME_IDENTIFIER },
	[BTF_KIND_FUNC_PROTO] = { 2, NAME_NONE },
	[BTF_KIND_VAR] = { 0, NAME_IDENTIFIER },
	[BTF_KIND_ENUM64] = { 3, NAME_IDENTIFIER },
};

static void fix_names(struct copy *c, struct btf_type *t)
{
	uint32_t kind = btf_kind(t), words = rules[kind].words, *entry = (uint32_t *)(t + 1), i;

	for (i = 0; words && i < btf_vlen(t); i++, entry += words)
		fix_identifier(c, entry);
	if (kind == BTF_KIND_DATASEC)
		fix_section_name(c, t);
	else if (rules[kind].name == NAME_IDENTIFIER)
		fix_identifier(c, &t->name_off);
	else if (rules[kind].name == NAME_NONE)
		t->name_off = 0;
}

static void make_byte(struct btf_type *t)
{
	t->info = info(BTF_KIND_INT, 0);
	t->size = 1;
	*btf_int(t) = 8; /* bits */
}

static void make_struct(struct copy *c, struct btf_type *t)
{
	struct btf_var_secinfo from;
	struct btf_member *m;
	const struct btf_type *var;
	uint32_t i;

	t->info = info(BTF_KIND_STRUCT, btf_vlen(t));
	for (i = 0; i < btf_vlen(t); i++) {
		from = ((struct btf_var_secinfo *)(t + 1))[i];
		var = btf_type(c->from, from.type);
		m = btf_members(t) + i;
		m->name_off = var ? var->name_off : 0;
		m->type = from.type;
		m->offset = from.offset * 8;
		fix_identifier(c, &m->name_off);
	}
}

static void make_union(struct copy *c, struct btf_type *t)
{
	uint32_t i;

	t->info = info(BTF_KIND_UNION, btf_vlen(t));
	for (i = 0; i < btf_vlen(t); i++) {
		btf_members(t)[i].type = c->placeholder;
		btf_members(t)[i].offset = 0;
	}
}

static void make_const(struct btf_type *t, uint32_t type)
{
	t->name_off = 0;
	t->info = info(BTF_KIND_CONST, 0);
	t->type = type;
}

static void replace_func(struct btf_type *t)
{
	if (btf_kind(t) == BTF_KIND_FUNC) {
		t->info = info(BTF_KIND_TYPEDEF, 0);
		return;
	}
	t->info = info(BTF_KIND_ENUM, btf_vlen(t));
	t->size = 4;
}

/* t is the copy, and what it needs is missing. */
static void replace(struct copy *c, struct btf_type *t)
{
	switch (btf_kind(t)) {
	case BTF_KIND_FUNC:
	case BTF_KIND_FUNC_PROTO:
		if (c->lacks & DEGRADE_FUNC)
			replace_func(t);
		else
			t->info = info(BTF_KIND_FUNC, BTF_FUNC_STATIC);
		break;
	case BTF_KIND_DATASEC:
		if (c->lacks & DEGRADE_DATASEC)
			make_struct(c, t);
		break;
	case BTF_KIND_FLOAT:
		t->name_off = 0;
		t->info = info(BTF_KIND_STRUCT, 0);
		break;
	case BTF_KIND_VAR:
	case BTF_KIND_DECL_TAG:
		make_byte(t);
		break;
	case BTF_KIND_TYPE_TAG:
		make_const(t, t->type);
		break;
	case BTF_KIND_ENUM:
		t->info &= 0x7fffffff;
		break;
	case BTF_KIND_ENUM64:
		make_union(c, t);
		break;
	}
}

static void put(struct copy *c, const struct btf_type *t, uint32_t size)
{
	bool other = btf_kind(t) >= NR_BTF_KINDS;
	struct btf_type *to;

	if (other && c->lacks)
		size = sizeof(*t);
	to = more(c, (void **)&c->types, &c->types_room, &c->types_size, size);
	if (!to)
		return;
	memcpy(to, t, size);
	if (other && c->lacks)
		make_const(to, 0);
	else if (c->lacks)
		fix_names(c, to);
	if (needs(c->from, t) & c->lacks)
		replace(c, to);
}

static void put_placeholder(struct copy *c)
{
	uint32_t name = add_string(c, "enum64_placeholder");
	struct btf_type *t = more(c, (void **)&c->types, &c->types_room, &c->types_size,
		sizeof(*t) + sizeof(uint32_t));

	if (!t)
		return;
	t->name_off = name;
	make_byte(t);
}

static void put_all(struct copy *c)
{
	const struct btf *b = c->from;
	const struct btf_type *t, *next;
	char *strings = more(c, (void **)&c->strings, &c->strings_room, &c->strings_size,
		b->strings_size);

	if (strings)
		memcpy(strings, b->strings, b->strings_size);
	for (t = btf_first(b); t && !c->err; t = next) {
		next = btf_next(b, t);
		put(c, t, (next ? (const uint8_t *)next : b->types + b->types_size) -
			(const uint8_t *)t);
	}
	if (c->lacks & DEGRADE_ENUM64)
		put_placeholder(c);
}

/* A layout (7.1) is never sent: a kernel knows the kinds it knows. */
static int join(struct copy *c, void **bytes, uint32_t *size)
{
	struct btf_header *h;
	const uint32_t header = offsetof(struct btf_header, layout_off);

	if (c->err)
		return c->err;
	*size = header + c->types_size + c->strings_size;
	h = *bytes = calloc(1, *size + sizeof(*h));
	if (!h)
		return -ENOMEM;
	h->magic = BTF_MAGIC;
	h->version = BTF_VERSION;
	h->hdr_len = header;
	h->type_len = h->str_off = c->types_size;
	h->str_len = c->strings_size;
	if (c->types_size)
		memcpy((char *)h + header, c->types, c->types_size);
	memcpy((char *)h + header + c->types_size, c->strings, c->strings_size);
	return 0;
}

int degrade(const struct btf *b, uint32_t lacks, void **bytes, uint32_t *size)
{
	struct copy c;
	int err;

	memset(&c, 0, sizeof(c));
	c.from = b;
	c.lacks = lacks;
	c.placeholder = b->cnt;
	put_all(&c);
	err = join(&c, bytes, size);
	free(c.types);
	free(c.strings);
	return err;
}
