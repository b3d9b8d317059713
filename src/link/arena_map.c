/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Variables in an arena, since 6.9. An arena is a map that is memory and nothing else: up to 4 GiB
 * of addresses that programs and this process share, with pages where someone has touched or asked
 * for them. A pointer in it means the same on both sides.
 *
 * A variable in address space 1 (__arena) lives there. The compiler puts all of them into the
 * section `.addr_space.1`, which does not say which arena is meant: so an object can have only one.
 */
#include "link/unit.h"

#include <errno.h>
#include <linux/bpf.h>

#define VARIABLES_MAX (1ULL << 30)

static int find_arena(struct unit *u, struct rawbpf_diag *d)
{
	uint32_t i;

	for (i = 0; i < u->map_cnt; i++) {
		if (u->maps[i]->spec.type != BPF_MAP_TYPE_ARENA)
			continue;
		if (u->arena_map)
			return unit_fail(u, -EOPNOTSUPP, d,
				"maps %s and %s are both arenas, and a program can have only one",
				u->arena_map->spec.name, u->maps[i]->spec.name);
		u->arena_map = u->maps[i];
	}
	return 0;
}

static struct unit_map *variables(struct unit *u, const struct elf_section *s)
{
	struct unit_map *v = arena_calloc(u->arena, 1, sizeof(*v));

	if (!v)
		return NULL;
	v->spec.name = u->arena_map->spec.name;
	v->spec.value_size = s->bytes.size;
	v->index = u->arena_map->index;
	v->section = s->index;
	v->value_type = types_of_section(u, s);
	v->image = arena_calloc(u->arena, 1, s->bytes.size);
	if (v->image && s->bytes.data)
		memcpy(v->image, s->bytes.data, s->bytes.size);
	return v->image ? v : NULL;
}

int arena_map_collect(struct unit *u, struct rawbpf_diag *d)
{
	const struct elf_section *s = elf_section_by_name(&u->elf, ".addr_space.1");
	int err = find_arena(u, d);

	if (err || !s || !s->bytes.size)
		return err;
	if (!u->arena_map)
		return elf_fail(&u->elf, s, s->offset, d,
			"has variables of an arena, but there is no map of type BPF_MAP_TYPE_ARENA");
	if (s->bytes.size > VARIABLES_MAX)
		return elf_fail(&u->elf, s, s->offset, d, "0x%llx bytes of data are too many",
			(unsigned long long)s->bytes.size);
	u->arena_vars = variables(u, s);
	return u->arena_vars ? 0 : -ENOMEM;
}
