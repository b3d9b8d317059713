/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How the kernel was built, as constants of a program. Its configuration is text:
 *
 *	CONFIG_HZ=250
 *	CONFIG_BPF_SYSCALL=y
 *	CONFIG_NF_CONNTRACK=m
 *	CONFIG_DEFAULT_HOSTNAME="(none)"
 *	# CONFIG_PREEMPT_RT is not set
 *
 * The values stand in a map like .rodata: an array with one element, frozen before the programs load,
 * so that the verifier knows them and drops code for other kernels. Its layout is ours to choose: the
 * widest first, so that there are no gaps.
 *
 *	declared as			takes
 *	bool				y, n
 *	char, 1 byte			y, n, m as that character, or a number
 *	integer of 2, 4, 8 bytes	a number, decimal, 0x or octal
 *	enum libbpf_tristate		n 0, y 1, m 2
 *	array of char			text in quotes, as much as fits with a 0 behind it
 *
 * What is not set is not in the text, or in a comment only; a weak one is 0 then.
 */
#include "link/extern.h"

#include "base/sort.h"
#include "base/text.h"

#include <errno.h>

#define SETTING_MOST (1U << 16) /* bytes of one, and of all */
#define ALL_MOST (1U << 24)

enum value_kind { NONE, BOOL, CHAR, INTEGER, TRISTATE, STRING };

static const char *const takes[] = {
	[BOOL] = "a bool, which takes y or n",
	[CHAR] = "a char, which takes y, n, m or a small number",
	[INTEGER] = "an integer, which takes a number of its size",
	[TRISTATE] = "an enum libbpf_tristate, which takes y, n or m",
	[STRING] = "an array of char, which takes text in quotes",
};

static enum value_kind integer_kind(const struct btf_type *t)
{
	if (BTF_INT_ENCODING(*btf_int(t)) & BTF_INT_BOOL)
		return t->size == 1 ? BOOL : NONE;
	if (t->size == 1)
		return CHAR;
	return t->size == 2 || t->size == 4 || t->size == 8 ? INTEGER : NONE;
}

static enum value_kind kind_of(const struct unit *u, uint32_t type)
{
	const struct btf_type *t = btf_type(&u->btf, btf_skip(&u->btf, type));

	switch (t ? btf_kind(t) : BTF_KIND_UNKN) {
	case BTF_KIND_INT:
		return integer_kind(t);
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return t->size != 4 && t->size != 8 ? NONE
			: strcmp(btf_name(&u->btf, t), "libbpf_tristate") ? NONE : TRISTATE;
	case BTF_KIND_ARRAY:
		t = btf_type(&u->btf, btf_skip(&u->btf, btf_array(t)->type));
		return t && btf_kind(t) == BTF_KIND_INT && integer_kind(t) == CHAR ? STRING : NONE;
	}
	return NONE;
}

static bool is_signed(const struct unit *u, const struct unit_extern *e)
{
	const struct btf_type *t = btf_type(&u->btf, extern_declared(u, e));

	return btf_kind(t) == BTF_KIND_INT && BTF_INT_ENCODING(*btf_int(t)) & BTF_INT_SIGNED;
}

/* ---- places ---- */

static uint32_t alignment(const struct unit *u, const struct unit_extern *e)
{
	return kind_of(u, extern_declared(u, e)) == STRING ? 1 : e->size;
}

struct place {
	struct unit_extern *e;
	uint32_t align;
};

static int by_layout(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->align != y->align)
		return x->align > y->align ? -1 : 1;
	if (x->e->size != y->e->size)
		return x->e->size < y->e->size ? -1 : 1;
	return strcmp(x->e->name, y->e->name);
}

static int check_type(struct unit *u, struct unit_extern *e, struct rawbpf_diag *d)
{
	uint32_t type = extern_declared(u, e);
	int64_t size = btf_size(&u->btf, type);

	if (size <= 0 || size > SETTING_MOST || kind_of(u, type) == NONE)
		return unit_fail(u, -EOPNOTSUPP, d,
			"extern %s: a __kconfig is declared as bool, char, an integer of 2, 4 or 8 "
			"bytes, enum libbpf_tristate or an array of char", e->name);
	e->size = size;
	return 0;
}

/* In the object's types: the section's entries as they now stand. */
static void write_section(struct unit *u, const struct place *places, uint32_t cnt, uint32_t size)
{
	struct btf_type *sec = btf_type(&u->btf, u->kconfig->value_type);
	struct btf_var_secinfo *info = btf_secinfos(sec);
	uint32_t i;

	sec->size = size;
	for (i = 0; i < cnt; i++, info++) {
		info->type = places[i].e->type;
		info->offset = places[i].e->offset;
		info->size = places[i].e->size;
		btf_var(btf_type(&u->btf, info->type))->linkage = BTF_VAR_GLOBAL_ALLOCATED;
	}
}

static int add_map(struct unit *u, uint32_t section, uint32_t size)
{
	struct unit_map *m = unit_add_map(u, data_map_name(u, ".kconfig"));

	if (!m || !m->spec.name)
		return -ENOMEM;
	m->section = SHN_UNDEF;
	m->read_only = true;
	m->spec.type = BPF_MAP_TYPE_ARRAY;
	m->spec.key_size = 4;
	m->spec.value_size = size;
	m->spec.max_entries = 1;
	m->spec.flags = BPF_F_RDONLY_PROG | BPF_F_MMAPABLE;
	m->value_type = section;
	m->image = arena_calloc(u->arena, 1, size);
	u->kconfig = m;
	return m->image ? 0 : -ENOMEM;
}

static int collect(struct unit *u, struct place *places, uint32_t *cnt, struct rawbpf_diag *d)
{
	struct unit_extern *e;
	uint64_t all = 0;
	int err;

	for (e = u->externs; e < u->externs + u->extern_cnt; e++) {
		if (e->kind != EXTERN_KCONFIG)
			continue;
		err = check_type(u, e, d);
		if (err)
			return err;
		all += e->size;
		if (all > ALL_MOST)
			return unit_fail(u, -EOPNOTSUPP, d,
				"extern %s: the __kconfig externs take more than 16 MiB", e->name);
		places[*cnt].e = e;
		places[(*cnt)++].align = alignment(u, e);
	}
	return 0;
}

int kconfig_layout(struct unit *u, struct rawbpf_diag *d)
{
	uint32_t sec = btf_find(&u->btf, ".kconfig", BTF_KIND_DATASEC), i, size = 0, cnt = 0;
	struct place *places = arena_calloc(u->arena, u->extern_cnt + 1, sizeof(*places));
	int err = places ? collect(u, places, &cnt, d) : -ENOMEM;

	if (err || !cnt)
		return err;
	/* a file may hold two of them, or entries that are no extern; no compiler makes either */
	if (btf_vlen(btf_type(&u->btf, sec)) != cnt)
		return unit_fail(u, -EINVAL, d, "BTF: the section .kconfig has entries that are "
			"no extern variables");
	sort(places, cnt, sizeof(*places), by_layout);
	for (i = 0; i < cnt; i++) {
		size = (size + places[i].align - 1) / places[i].align * places[i].align;
		places[i].e->offset = size;
		size += places[i].e->size;
	}
	err = add_map(u, sec, size);
	if (!err)
		write_section(u, places, cnt, size);
	return err;
}

/* ---- values ---- */

static void store(struct unit *u, struct unit_extern *e, uint64_t value)
{
	uint8_t *to = u->kconfig->image + e->offset;
	uint16_t v16 = value;
	uint32_t v32 = value;

	switch (e->size) {
	case 1:
		*to = value;
		break;
	case 2:
		memcpy(to, &v16, 2);
		break;
	case 4:
		memcpy(to, &v32, 4);
		break;
	case 8:
		memcpy(to, &value, 8);
		break;
	}
	e->err = 0;
	e->why = NULL;
}

static bool in_range(const struct unit *u, const struct unit_extern *e, uint64_t value)
{
	uint32_t bits = e->size * 8;

	if (kind_of(u, extern_declared(u, e)) == BOOL)
		return value <= 1;
	if (bits == 64)
		return true;
	if (is_signed(u, e))
		return value + (1ULL << (bits - 1)) < 1ULL << bits;
	return value < 1ULL << bits;
}

/* 0, -EINVAL or -ERANGE */
static int set_number(struct unit *u, struct unit_extern *e, const char *text, const char *end)
{
	bool minus = *text == '-';
	uint64_t value;

	if (text_u64(text + minus, 0, &value) != end)
		return -EINVAL;
	if (minus && (value > 1ULL << 63 || !is_signed(u, e)))
		return -ERANGE;
	value = minus ? -value : value;
	if (!in_range(u, e, value))
		return -ERANGE;
	store(u, e, value);
	return 0;
}

static int set_letter(struct unit *u, struct unit_extern *e, enum value_kind kind, char letter)
{
	if (kind == CHAR)
		store(u, e, letter);
	else if (kind == TRISTATE)
		store(u, e, letter == 'm' ? 2 : letter == 'y');
	else if (kind == BOOL && letter != 'm')
		store(u, e, letter == 'y');
	else
		return -EINVAL;
	return 0;
}

static int set_string(struct unit *u, struct unit_extern *e, const char *text, size_t length,
	const char *from)
{
	if (length < 2 || text[length - 1] != '"')
		return -EINVAL;
	length -= 2;
	memcpy(u->kconfig->image + e->offset, text + 1, length < e->size ? length : e->size - 1);
	e->err = 0;
	e->why = NULL;
	return length < e->size ? 0 : extern_lacks(u, e, 0, "%s has %zu characters for it, of which "
		"the first %u fit into its array", from, length, e->size - 1);
}

static int set(struct unit *u, struct unit_extern *e, const char *text, const char *end,
	const char *from)
{
	enum value_kind kind = kind_of(u, extern_declared(u, e));
	int err = -EINVAL;

	e->decided = true;
	if (*text == '"' && kind == STRING)
		err = set_string(u, e, text, end - text, from);
	else if (end - text == 1 && *text && strchr("ynm", *text))
		err = set_letter(u, e, kind, *text);
	else if (kind == INTEGER || kind == CHAR)
		err = set_number(u, e, text, end);
	if (!err || err == -ENOMEM)
		return err;
	return extern_lacks(u, e, err, "%s has %s=%.*s, but it is declared as %s", from, e->name,
		end - text > 40 ? 40 : (int)(end - text), text, takes[kind]);
}

int kconfig_number(struct unit *u, struct unit_extern *e, uint64_t value, const char *from)
{
	enum value_kind kind = kind_of(u, extern_declared(u, e));

	e->decided = true;
	if ((kind == BOOL || kind == CHAR || kind == INTEGER) && in_range(u, e, value)) {
		store(u, e, value);
		return 0;
	}
	return extern_lacks(u, e, -ERANGE, "%s is %llu, but it is declared as %s", from,
		(unsigned long long)value, takes[kind]);
}

struct unit_extern *kconfig_find(const struct unit *u, const char *name, size_t length)
{
	struct unit_extern *e = extern_find(u, name, length);

	return e && e->kind == EXTERN_KCONFIG && !e->decided ? e : NULL;
}

static int read_line(struct unit *u, const char *line, const char *end, const char *from)
{
	static const char unset[] = " is not set";
	struct unit_extern *e;
	const char *value;

	while (end > line && strchr(" \t\r", end[-1]))
		end--;
	if (end - line > 20 && !memcmp(line, "# CONFIG_", 9) &&
		!memcmp(end - sizeof(unset) + 1, unset, sizeof(unset) - 1)) {
		e = kconfig_find(u, line + 2, end - sizeof(unset) + 1 - (line + 2));
		if (!e)
			return 0;
		e->decided = true;
		return extern_lacks(u, e, -ESRCH, "it is not set in %s", from);
	}
	if (end - line < 8 || memcmp(line, "CONFIG_", 7))
		return 0;
	value = memchr(line, '=', end - line);
	e = kconfig_find(u, line, value ? value - line : end - line);
	return e ? set(u, e, value ? value + 1 : end, end, from) : 0;
}

int kconfig_read(struct unit *u, const char *text, size_t size, const char *from)
{
	const char *end = text + size, *next;

	for (; text < end; text = next + 1) {
		next = memchr(text, '\n', end - text);
		next = next ? next : end;
		if (read_line(u, text, next, from) == -ENOMEM)
			return -ENOMEM;
	}
	return 0;
}

bool kconfig_undecided(const struct unit *u)
{
	uint32_t i;

	for (i = 0; i < u->extern_cnt; i++)
		if (u->externs[i].kind == EXTERN_KCONFIG && !u->externs[i].decided)
			return true;
	return false;
}
