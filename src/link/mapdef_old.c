/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Maps of the section `maps` (infrared protocols call it `lirc_mode2/maps`), as objects had them before BTF: one variable each, whose bytes are
 * the definition. All layouts begin alike and differ in what follows; how many bytes there are
 * for each variable tells which it is:
 *
 *	u32 type, key_size, value_size, max_entries	(16 bytes)
 *	u32 map_flags					(20: the kernel's samples)
 *	u32 inner_map_idx, numa_node			(28: the samples' loader, extended)
 *	u32 id, pinning					(28: iproute2, first form)
 *	u32 id, pinning, inner_id, inner_idx		(36: iproute2)
 *
 * The samples mean inner_map_idx only for maps of maps and numa_node only with BPF_F_NUMA_NODE,
 * so any other use of words 5 and 6 is iproute2's. There pinning 1 (object) and 2 (global) say by
 * name; an inner map names its outer one by having the id that the outer's inner_id says, and goes
 * into its element inner_idx unless that is -1; and a program in a section "ID/INDEX" goes into
 * that element of the prog array with that id.
 */
#include "link/unit.h"

#include "base/text.h"

#include <errno.h>
#include <linux/bpf.h>

enum { TYPE, KEY_SIZE, VALUE_SIZE, MAX_ENTRIES, FLAGS, FIFTH, SIXTH, INNER_ID, INNER_IDX, WORDS };

static bool holds_maps(uint32_t type)
{
	return type == BPF_MAP_TYPE_ARRAY_OF_MAPS || type == BPF_MAP_TYPE_HASH_OF_MAPS;
}

static bool in_section(const struct elf_symbol *sym, uint32_t section)
{
	return sym->section == section && sym->type != STT_SECTION && *sym->name;
}

static uint32_t definition_size(const struct unit *u, const struct elf_section *s)
{
	uint32_t i, cnt = 0;

	for (i = 1; i < u->elf.symbol_cnt; i++)
		cnt += in_section(&u->elf.symbols[i], s->index);
	if (!cnt || s->bytes.size % cnt || s->bytes.size / cnt > 4096)
		return 0;
	return s->bytes.size / cnt;
}

/* Words 5 to 8, by what the first five make them mean. */
static void apply_extended(struct unit_map *m, const uint32_t *w, uint32_t size)
{
	bool samples = size == 28 && (holds_maps(w[TYPE]) || w[FLAGS] & BPF_F_NUMA_NODE);

	if (samples) {
		m->spec.numa_node = w[SIXTH];
		m->old_inner_id = holds_maps(w[TYPE]) ? w[FIFTH] + 1 : 0; /* resolved below */
		return;
	}
	m->old_id = w[FIFTH];
	m->pin_by_name = w[SIXTH] == 1 || w[SIXTH] == 2;
	m->pin_folder = w[SIXTH] == 2 ? "tc/globals" : NULL;
	m->old_inner_id = w[INNER_ID];
	m->old_inner_index = w[INNER_IDX];
}

static int add_map(struct unit *u, const struct elf_section *s, const struct elf_symbol *sym,
	uint32_t size, struct rawbpf_diag *d)
{
	const uint8_t *raw = bytes_at(&s->bytes, sym->value, size);
	uint32_t w[WORDS] = { 0 }, i;
	struct unit_map *m;

	if (!raw || sym->value % size)
		return elf_fail(&u->elf, s, s->offset, d, "map %s is not at a multiple of %u bytes",
			sym->name, size);
	for (i = 0; i < size / 4; i++) {
		if (i < WORDS)
			w[i] = bytes_u32(&s->bytes, raw + i * 4);
		else if (bytes_u32(&s->bytes, raw + i * 4))
			return elf_fail(&u->elf, s, s->offset + sym->value + i * 4, d,
				"map %s: %u bytes are no layout known", sym->name, size);
	}
	m = unit_add_map(u, sym->name);
	if (!m)
		return -ENOMEM;
	m->section = s->index;
	m->offset = sym->value;
	m->spec.type = w[TYPE];
	m->spec.key_size = w[KEY_SIZE];
	m->spec.value_size = w[VALUE_SIZE];
	m->spec.max_entries = w[MAX_ENTRIES];
	m->spec.flags = w[FLAGS];
	apply_extended(m, w, size);
	return 0;
}

/* The samples count inner maps in section order, iproute2 gives them numbers. */
static struct unit_map *find_inner(const struct unit *u, const struct unit_map *outer, uint32_t size)
{
	uint32_t i;

	if (size == 28)
		return unit_map_at(u, outer->section, (uint64_t)(outer->old_inner_id - 1) * size);
	for (i = 0; i < u->map_cnt; i++)
		if (u->maps[i]->section == outer->section &&
			u->maps[i]->old_id == outer->old_inner_id)
			return u->maps[i];
	return NULL;
}

static int add_slot(struct unit *u, struct unit_map *m, struct unit_slot slot)
{
	struct unit_slot *new = unit_add_slot(u, m);

	if (!new)
		return -ENOMEM;
	*new = slot;
	return 0;
}

/* iproute2: every map with the id goes where its own definition says. */
static int add_inner_slots(struct unit *u, struct unit_map *outer)
{
	struct unit_map *m;
	uint32_t i;
	int err = 0;

	for (i = 0; !err && i < u->map_cnt; i++) {
		m = u->maps[i];
		if (m->section == outer->section && m->old_id && m != outer &&
			m->old_id == outer->old_inner_id && m->old_inner_index != UINT32_MAX)
			err = add_slot(u, outer,
				(struct unit_slot){ .index = m->old_inner_index, .map = m });
	}
	return err;
}

/* iproute2: a section "ID/INDEX"; the program's type is that of the object's others. */
static int add_tail_call(struct unit *u, struct unit_func *f)
{
	const char *slash, *end;
	uint64_t id, index;
	uint32_t i;

	slash = f->hook ? NULL : text_u64(f->section_name, 10, &id);
	end = slash && *slash == '/' ? text_u64(slash + 1, 10, &index) : NULL;
	if (!end || *end || index > UINT32_MAX)
		return 0;
	for (i = 0; i < u->func_cnt && !f->hook; i++)
		f->hook = u->funcs[i].entry ? u->funcs[i].hook : NULL;
	for (i = 0; i < u->map_cnt; i++)
		if (u->maps[i]->spec.type == BPF_MAP_TYPE_PROG_ARRAY && u->maps[i]->old_id == id)
			return add_slot(u, u->maps[i],
				(struct unit_slot){ .index = index, .prog = f });
	return 0;
}

static int resolve_inner(struct unit *u, const struct elf_section *s, uint32_t size,
	struct rawbpf_diag *d)
{
	struct unit_map *m;
	uint32_t i;

	for (i = 0; i < u->map_cnt; i++) {
		m = u->maps[i];
		if (m->section != s->index || !holds_maps(m->spec.type))
			continue;
		m->inner = m->old_inner_id ? find_inner(u, m, size) : NULL;
		if (!m->inner || m->inner == m)
			return elf_fail(&u->elf, s, s->offset + m->offset, d,
				"map %s names no map as its inner one", m->spec.name);
		if (size != 28 && add_inner_slots(u, m))
			return -ENOMEM;
	}
	return 0;
}

bool mapdef_old_section(const struct elf_section *s)
{
	size_t len = strlen(s->name);

	if (s->flags & SHF_EXECINSTR || s->type != SHT_PROGBITS || !s->bytes.size)
		return false;
	return !strcmp(s->name, "maps") || (len > 5 && !strcmp(s->name + len - 5, "/maps"));
}

static int collect_section(struct unit *u, const struct elf_section *s, struct rawbpf_diag *d)
{
	uint32_t i, size = definition_size(u, s);
	int err = 0;

	if (size < 16 || size % 4)
		return elf_fail(&u->elf, s, s->offset, d,
			"0x%llx bytes do not divide into a definition for each symbol",
			(unsigned long long)s->bytes.size);
	for (i = 1; !err && i < u->elf.symbol_cnt; i++)
		if (in_section(&u->elf.symbols[i], s->index))
			err = add_map(u, s, &u->elf.symbols[i], size, d);
	return err ? err : resolve_inner(u, s, size, d);
}

int mapdef_old_collect(struct unit *u, struct rawbpf_diag *d)
{
	uint32_t i;
	int err = 0;

	for (i = 1; !err && i < u->elf.section_cnt; i++)
		if (mapdef_old_section(&u->elf.sections[i]))
			err = collect_section(u, &u->elf.sections[i], d);
	for (i = 0; !err && i < u->func_cnt; i++)
		if (u->funcs[i].entry)
			err = add_tail_call(u, &u->funcs[i]);
	return err;
}
