/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From bytes to facts, in the order in which each step needs the ones before it:
 *
 *	ELF -> license, version -> BTF -> functions -> true types -> maps -> global data -> externs ->
 *	relocations
 */
#include "link/core.h"
#include "link/unit.h"
#include "base/sort.h"
#include "base/text.h"

#include <errno.h>
#include <stdarg.h>

int unit_fail(const struct unit *u, int err, struct rawbpf_diag *d, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	text_vformat(text, sizeof(text), fmt, ap);
	va_end(ap);
	return diag_fail(d, RAWBPF_STAGE_OPEN, err, "%s: %s", u->elf.name, text);
}

struct unit_map *unit_add_map(struct unit *u, const char *name)
{
	uint32_t room = u->map_room ? u->map_room * 2 : 16;
	struct unit_map **more, *m = arena_calloc(u->arena, 1, sizeof(*m));

	if (!m)
		return NULL;
	if (u->map_cnt == u->map_room) {
		more = arena_calloc(u->arena, room, sizeof(*more));
		if (!more)
			return NULL;
		if (u->map_cnt)
			memcpy(more, u->maps, u->map_cnt * sizeof(*more));
		u->maps = more;
		u->map_room = room;
	}
	m->spec.name = name;
	m->index = u->map_cnt;
	u->maps[u->map_cnt++] = m;
	return m;
}

struct unit_slot *unit_add_slot(struct unit *u, struct unit_map *m)
{
	uint32_t room = m->slot_room ? m->slot_room * 2 : 4;
	struct unit_slot *more;

	if (m->slot_cnt == m->slot_room) {
		more = arena_calloc(u->arena, room, sizeof(*more));
		if (!more)
			return NULL;
		if (m->slot_cnt)
			memcpy(more, m->slots, m->slot_cnt * sizeof(*more));
		m->slots = more;
		m->slot_room = room;
	}
	return &m->slots[m->slot_cnt++];
}

static int by_place(const void *a, const void *b)
{
	const struct unit_map *x = *(struct unit_map *const *)a, *y = *(struct unit_map *const *)b;

	if (x->section != y->section)
		return x->section < y->section ? -1 : 1;
	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static int place_maps(struct unit *u, struct rawbpf_diag *d)
{
	(void)d;
	u->placed = arena_calloc(u->arena, u->map_cnt + 1, sizeof(*u->placed));
	if (!u->placed)
		return -ENOMEM;
	if (u->map_cnt)
		memcpy(u->placed, u->maps, u->map_cnt * sizeof(*u->placed));
	sort(u->placed, u->map_cnt, sizeof(*u->placed), by_place);
	return 0;
}

static int by_name(const void *a, const void *b)
{
	const struct elf_symbol *x = *(const struct elf_symbol *const *)a;
	const struct elf_symbol *y = *(const struct elf_symbol *const *)b;

	if (x->section != y->section)
		return x->section < y->section ? -1 : 1;
	return strcmp(x->name, y->name);
}

static int by_name_and_number(const void *a, const void *b)
{
	const struct elf_symbol *x = *(const struct elf_symbol *const *)a;
	const struct elf_symbol *y = *(const struct elf_symbol *const *)b;
	int order = by_name(a, b);

	return order ? order : x < y ? -1 : x > y;
}

static int sort_symbols(struct unit *u, struct rawbpf_diag *d)
{
	uint32_t i;

	(void)d;
	u->symbols = arena_calloc(u->arena, u->elf.symbol_cnt + 1ULL, sizeof(*u->symbols));
	if (!u->symbols)
		return -ENOMEM;
	for (i = 1; i < u->elf.symbol_cnt; i++)
		u->symbols[i - 1] = &u->elf.symbols[i];
	sort(u->symbols, i - 1, sizeof(*u->symbols), by_name_and_number);
	return 0;
}

const struct elf_symbol *unit_symbol(const struct unit *u, uint32_t section, const char *name)
{
	const struct elf_symbol key = { .name = name, .section = section }, *at = &key;
	size_t cnt = u->elf.symbol_cnt ? u->elf.symbol_cnt - 1 : 0, i;

	i = sort_first(u->symbols, cnt, sizeof(at), &at, by_name);
	return i < cnt && !by_name(&u->symbols[i], &at) ? u->symbols[i] : NULL;
}

/* Global data is one map for its whole section. */
static bool is_at(const struct unit_map *m, uint32_t section, uint64_t offset)
{
	return m->section == section && (m->image || m->offset == offset);
}

static struct unit_map *find_placed(const struct unit *u, uint32_t section, uint64_t offset)
{
	struct unit_map key = { .section = section, .offset = offset }, *at = &key;
	uint32_t low = 0, high = u->map_cnt, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (by_place(&u->placed[middle], &at) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low && is_at(u->placed[low - 1], section, offset) ? u->placed[low - 1] : NULL;
}

struct unit_map *unit_map_at(const struct unit *u, uint32_t section, uint64_t offset)
{
	uint32_t i;

	if (u->arena_vars && section == u->arena_vars->section)
		return u->arena_vars;
	if (u->placed)
		return find_placed(u, section, offset);
	for (i = 0; i < u->map_cnt; i++)
		if (is_at(u->maps[i], section, offset))
			return u->maps[i];
	return NULL;
}

/* `license` is a string; the kernel reads 128 characters of it at most. */
static int parse_license(struct unit *u, struct rawbpf_diag *d)
{
	const struct elf_section *s = elf_section_by_name(&u->elf, "license");

	u->license = "";
	if (!s || !s->bytes.data || !s->bytes.size)
		return 0;
	u->license = bytes_string(&s->bytes, 0);
	if (!u->license)
		return elf_fail(&u->elf, s, s->offset, d, "the license does not end with 0");
	return 0;
}

/* `version` is the kernel version that kprobe programs had to name before 5.0. */
static int parse_version(struct unit *u, struct rawbpf_diag *d)
{
	const struct elf_section *s = elf_section_by_name(&u->elf, "version");

	if (!s || !s->bytes.data)
		return 0;
	if (s->bytes.size != 4)
		return elf_fail(&u->elf, s, s->offset, d, "the version is not 4 bytes long");
	u->version = bytes_u32(&s->bytes, s->bytes.data);
	return 0;
}

static int parse_btf(struct unit *u, struct rawbpf_diag *d)
{
	const struct elf_section *s = elf_section_by_name(&u->elf, ".BTF");
	int err;

	if (!s || !s->bytes.data)
		return 0;
	err = btf_parse(u->arena, u->elf.name, s->bytes.data, s->bytes.size, NULL, &u->btf, d);
	if (err)
		return err;
	u->has_btf = true;
	s = elf_section_by_name(&u->elf, ".BTF.ext");
	if (!s || !s->bytes.data)
		return 0;
	u->has_ext = true;
	return btf_ext_parse(u->arena, u->elf.name, &u->btf, s->bytes.data, s->bytes.size,
		&u->ext, d);
}

int unit_parse(struct unit *u, struct arena *a, const char *file, const char *object_name,
	const void *bytes, size_t size, struct rawbpf_diag *d)
{
	int (*const steps[])(struct unit *, struct rawbpf_diag *) = { parse_license, parse_version,
		parse_btf, sort_symbols, func_collect, types_fix, mapdef_collect, mapdef_old_collect, data_collect,
		struct_ops_collect, arena_map_collect, exception_collect, extern_collect, place_maps,
		func_collect_rels, core_init };
	size_t i;
	int err;

	memset(u, 0, sizeof(*u));
	u->arena = a;
	u->object_name = object_name;
	err = elf_parse(a, file, bytes, size, &u->elf, d);
	for (i = 0; !err && i < sizeof(steps) / sizeof(*steps); i++)
		err = steps[i](u, d);
	if (err == -ENOMEM)
		diag_fail(d, RAWBPF_STAGE_OPEN, err, "%s: out of memory", file);
	return err;
}
