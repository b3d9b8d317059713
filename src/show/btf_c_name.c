/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names. A kernel has several types of one name, each in its own source file; in one header the second
 * one is called name___2, which CO-RE takes for the same name (a "flavor"). C has one space of names for
 * what stands behind struct, union and enum, and one for all else at file scope: typedefs, enumerators,
 * functions. Languages other than C have names that C would not take.
 */
#include "show/btf_c_parts.h"

#include <errno.h>
#include <stdlib.h>

/* A slot of a hash table that is at most half full; cnt 0 is an empty one. */
struct btf_c_name {
	uint32_t hash, name, cnt;
};

static const char *const keywords[] = {
	"asm", "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else",
	"enum", "extern", "float", "for", "goto", "if", "inline", "int", "long", "register", "restrict",
	"return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef", "typeof", "union",
	"unsigned", "void", "volatile", "while",
};

static bool is_keyword(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(keywords) / sizeof(*keywords) && keywords[i][0] <= name[0]; i++)
		if (keywords[i][0] == name[0] && !strcmp(keywords[i], name))
			return true;
	return false;
}

static char ident_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
}

static void write_ident(struct out *o, const char *name)
{
	bool keyword = is_keyword(name);

	if (*name >= '0' && *name <= '9')
		out_char(o, '_');
	for (; *name; name++)
		out_char(o, ident_char(*name));
	if (keyword)
		out_char(o, '_');
}

void btf_c_ident(struct btf_c *c, uint32_t name)
{
	write_ident(c->out, btf_string(c->btf, name));
}

/* The names are compared as they are written. */
static uint32_t hash_name(const char *name, enum btf_c_space space)
{
	uint32_t h = 2166136261U ^ (uint32_t)space;

	for (; *name; name++)
		h = (h ^ (unsigned char)ident_char(*name)) * 16777619U;
	return h;
}

static bool same_name(const char *a, const char *b)
{
	for (; *a && ident_char(*a) == ident_char(*b); a++, b++)
		if (!*b)
			return false;
	return !*a && !*b;
}

static struct btf_c_name *slot(struct btf_c_name *names, uint32_t room, uint32_t hash)
{
	return &names[(hash ^ hash >> 16) & (room - 1)];
}

static struct btf_c_name *next_slot(struct btf_c_name *names, uint32_t room, struct btf_c_name *n)
{
	return ++n == names + room ? names : n;
}

static int grow(struct btf_c *c)
{
	uint32_t room = c->names_room ? c->names_room * 2 : 4096, i;
	struct btf_c_name *more, *to;

	if (c->names_cnt * 2ULL < c->names_room)
		return 0;
	more = calloc(room, sizeof(*more));
	if (!more)
		return -ENOMEM;
	for (i = 0; i < c->names_room; i++) {
		if (!c->names[i].cnt)
			continue;
		to = slot(more, room, c->names[i].hash);
		while (to->cnt)
			to = next_slot(more, room, to);
		*to = c->names[i];
	}
	free(c->names);
	c->names = more;
	c->names_room = room;
	return 0;
}

/* How many have this name now, this one included. */
static uint32_t count(struct btf_c *c, enum btf_c_space space, uint32_t name)
{
	const char *text = btf_string(c->btf, name);
	uint32_t hash = hash_name(text, space);
	struct btf_c_name *n;

	if (grow(c)) {
		c->err = -ENOMEM;
		return 1;
	}
	n = slot(c->names, c->names_room, hash);
	while (n->cnt && (n->hash != hash || !same_name(btf_string(c->btf, n->name), text)))
		n = next_slot(c->names, c->names_room, n);
	if (!n->cnt) {
		n->hash = hash;
		n->name = name;
		c->names_cnt++;
	}
	return ++n->cnt;
}

static void write_version(struct btf_c *c, uint32_t version)
{
	if (version < 2)
		return;
	out_str(c->out, "___");
	out_u64(c->out, version);
}

static enum btf_c_space space_of(const struct btf_type *t)
{
	switch (btf_kind(t)) {
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return BTF_C_TAGS;
	}
	return BTF_C_IDENTIFIERS;
}

/* What is only declared stands for the first one that is defined. */
void btf_c_type_name(struct btf_c *c, uint32_t id)
{
	const struct btf_type *t = btf_type(c->btf, id);
	uint32_t n;

	if (!c->version[id] && btf_kind(t) != BTF_KIND_FWD) {
		n = count(c, space_of(t), t->name_off);
		c->version[id] = n < UINT16_MAX ? n : UINT16_MAX;
	}
	btf_c_ident(c, t->name_off);
	write_version(c, c->version[id]);
}

void btf_c_global_name(struct btf_c *c, uint32_t name)
{
	btf_c_ident(c, name);
	write_version(c, count(c, BTF_C_IDENTIFIERS, name));
}

bool btf_c_is_builtin(const char *name)
{
	return !strncmp(name, "__builtin_", 10);
}

bool btf_c_is_basic(const char *name)
{
	static const char *const words[] = { "char", "short", "int", "long", "signed", "unsigned",
		"_Bool", "__int128" };
	size_t i, length;

	do {
		length = strcspn(name, " ");
		for (i = 0; i < sizeof(words) / sizeof(*words); i++)
			if (strlen(words[i]) == length && !memcmp(words[i], name, length))
				break;
		if (i == sizeof(words) / sizeof(*words))
			return false;
		name += length + (name[length] == ' ');
	} while (*name);
	return true;
}

const char *btf_c_basic(const struct btf_type *t)
{
	static const char *const names[][2] = {
		{ "unsigned char", "signed char" }, { "unsigned short", "short" },
		{ "unsigned int", "int" }, { "unsigned long long", "long long" },
		{ "unsigned __int128", "__int128" },
	};
	uint32_t encoding = BTF_INT_ENCODING(*btf_int(t)), i = 0;

	if (encoding & BTF_INT_BOOL && t->size == 1)
		return "_Bool";
	while (i < 4 && t->size > 1U << i)
		i++;
	return names[i][!!(encoding & BTF_INT_SIGNED)];
}
