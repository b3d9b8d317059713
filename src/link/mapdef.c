/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Maps of the section `.maps`: one variable each, whose type says it all and whose bytes are
 * zero. In the struct
 *
 *	int (*max_entries)[1024];	a pointer to an array: the number is its length
 *	struct flow *key;		a pointer to a type: its size and its BTF id
 *	struct { ... } *values[];	last: what the elements of a map of maps look like, or
 *	int (*values[])(void *);	programs of a prog array; relocations fill the slots
 */
#include "link/unit.h"

#include <errno.h>
#include <linux/bpf.h>

struct def {
	struct unit *u;
	struct unit_map *map;
	struct rawbpf_diag *d;
};

static int fail(const struct def *f, int err, const char *member, const char *what)
{
	return unit_fail(f->u, err, f->d, "section .maps: map %s: member %s: %s",
		f->map->spec.name, member, what);
}

/* pointer -> array -> its length */
static int number(const struct def *f, const struct btf_member *m, uint32_t *out)
{
	const struct btf *b = &f->u->btf;
	const struct btf_type *t = btf_type(b, btf_skip(b, m->type));

	if (t && btf_kind(t) == BTF_KIND_PTR)
		t = btf_type(b, btf_skip(b, t->type));
	if (!t || btf_kind(t) != BTF_KIND_ARRAY)
		return fail(f, -EINVAL, btf_string(b, m->name_off), "use __uint(name, number)");
	*out = btf_array(t)->nelems;
	return 0;
}

/* map_extra may also be a 64-bit number: __ulong() makes an enum with one value of it */
static int extra(const struct def *f, const struct btf_member *m)
{
	const struct btf *b = &f->u->btf;
	const struct btf_type *t = btf_type(b, btf_skip(b, m->type));
	uint32_t n = 0;
	int err;

	if (t && btf_kind(t) == BTF_KIND_PTR)
		t = btf_type(b, btf_skip(b, t->type));
	if (t && btf_kind(t) == BTF_KIND_ENUM64 && btf_vlen(t) == 1) {
		f->map->spec.extra = btf_enums64(t)->val_lo32 |
			(uint64_t)btf_enums64(t)->val_hi32 << 32;
		return 0;
	}
	if (t && btf_kind(t) == BTF_KIND_ENUM && btf_vlen(t) == 1) {
		f->map->spec.extra = (uint32_t)btf_enums(t)->val;
		return 0;
	}
	err = number(f, m, &n);
	f->map->spec.extra = n;
	return err;
}

static int pinning(const struct def *f, const struct btf_member *m)
{
	uint32_t how = 0;
	int err = number(f, m, &how);

	if (!err && how > 1)
		err = fail(f, -EINVAL, "pinning", "0 (none) or 1 (by name)");
	f->map->pin_by_name = how == 1;
	return err;
}

/* A size may be given twice, as a number and by a type, if they agree. */
static int set_size(const struct def *f, const char *member, uint32_t size, uint32_t *field)
{
	if (*field && *field != size)
		return fail(f, -EINVAL, member, "its size differs from the one given before");
	*field = size;
	return 0;
}

static int sized_type(const struct def *f, const struct btf_member *m, uint32_t *id, uint32_t *size)
{
	const struct btf *b = &f->u->btf;
	const struct btf_type *t = btf_type(b, btf_skip(b, m->type));
	int64_t n;

	if (!t || btf_kind(t) != BTF_KIND_PTR)
		return fail(f, -EINVAL, btf_string(b, m->name_off), "use __type(name, type)");
	n = btf_size(b, t->type);
	if (n < 0)
		return fail(f, -EINVAL, btf_string(b, m->name_off), "this type has no size");
	*id = t->type;
	return set_size(f, btf_string(b, m->name_off), n, size);
}

static int parse_struct(const struct def *f, const struct btf_type *t, bool inner);

/* What `values` points to: a struct is the inner map's definition, a function a program. */
static int values(const struct def *f, const struct btf_type *parent, const struct btf_member *m)
{
	const struct btf *b = &f->u->btf;
	const struct btf_type *t = btf_type(b, btf_skip(b, m->type));
	struct def inner = *f;
	int err;

	if (t && btf_kind(t) == BTF_KIND_ARRAY)
		t = btf_type(b, btf_skip(b, btf_array(t)->type));
	if (t && btf_kind(t) == BTF_KIND_PTR)
		t = btf_type(b, btf_skip(b, t->type));
	if (!t || m != btf_members(parent) + btf_vlen(parent) - 1)
		return fail(f, -EINVAL, "values", "use __array(values, type) as the last member");
	f->map->slots_offset = btf_member_bits(parent, m) / 8;
	f->map->has_slots = true;
	err = set_size(f, "values", 4, &f->map->spec.value_size);
	if (err)
		return err;
	if (btf_kind(t) == BTF_KIND_FUNC_PROTO)
		return 0;
	if (btf_kind(t) != BTF_KIND_STRUCT)
		return fail(f, -EINVAL, "values", "neither a map definition nor a function");
	inner.map = f->map->inner = arena_calloc(f->u->arena, 1, sizeof(*inner.map));
	if (!inner.map)
		return -ENOMEM;
	inner.map->spec.name = arena_printf(f->u->arena, "%s.inner", f->map->spec.name);
	return parse_struct(&inner, t, true);
}

static int parse_member(const struct def *f, const struct btf_type *t, const struct btf_member *m,
	bool inner)
{
	const char *name = btf_string(&f->u->btf, m->name_off);
	struct rawbpf_map_spec *s = &f->map->spec;
	uint32_t n = 0;
	int err;

	if (!strcmp(name, "type"))
		return number(f, m, &s->type);
	if (!strcmp(name, "max_entries"))
		return number(f, m, &s->max_entries);
	if (!strcmp(name, "map_flags"))
		return number(f, m, &s->flags);
	if (!strcmp(name, "numa_node"))
		return number(f, m, &s->numa_node);
	if (!strcmp(name, "map_extra"))
		return extra(f, m);
	if (!strcmp(name, "key"))
		return sized_type(f, m, &f->map->key_type, &s->key_size);
	if (!strcmp(name, "value"))
		return sized_type(f, m, &f->map->value_type, &s->value_size);
	if (!strcmp(name, "key_size") || !strcmp(name, "value_size")) {
		err = number(f, m, &n);
		return err ? err
			   : set_size(f, name, n, *name == 'k' ? &s->key_size : &s->value_size);
	}
	if (!strcmp(name, "pinning") && !inner)
		return pinning(f, m);
	if (!strcmp(name, "values") && !inner)
		return values(f, t, m);
	return fail(f, -EOPNOTSUPP, name, "not known for a map definition");
}

/*
 * Buffers have no elements, and the kernel refuses sizes for them. A `value` type on one says
 * what its records are, for whoever shows them.
 */
static void drop_record_size(struct unit_map *m)
{
	if (m->spec.type == BPF_MAP_TYPE_RINGBUF || m->spec.type == BPF_MAP_TYPE_USER_RINGBUF)
		m->spec.key_size = m->spec.value_size = 0;
	if (m->spec.type == BPF_MAP_TYPE_PERF_EVENT_ARRAY)
		m->spec.key_size = m->spec.value_size = 4;
}

static bool takes_slots(const struct unit_map *m)
{
	if (m->inner)
		return m->spec.type == BPF_MAP_TYPE_ARRAY_OF_MAPS ||
			m->spec.type == BPF_MAP_TYPE_HASH_OF_MAPS;
	return m->spec.type == BPF_MAP_TYPE_PROG_ARRAY;
}

static int parse_struct(const struct def *f, const struct btf_type *t, bool inner)
{
	uint32_t i;
	int err;

	for (i = 0; i < btf_vlen(t); i++) {
		err = parse_member(f, t, btf_members(t) + i, inner);
		if (err)
			return err;
	}
	if (!f->map->spec.type)
		return fail(f, -EINVAL, "type", "missing");
	if (f->map->has_slots && !takes_slots(f->map))
		return fail(f, -EINVAL, "values",
			"only maps of maps have maps, and prog arrays functions as values");
	drop_record_size(f->map);
	return 0;
}

static int parse_variable(struct unit *u, const struct elf_section *s, const struct btf_type *var,
	struct rawbpf_diag *d)
{
	const char *name = btf_name(&u->btf, var);
	const struct btf_type *t = btf_type(&u->btf, btf_skip(&u->btf, var->type));
	const struct elf_symbol *sym = unit_symbol(u, s->index, name);
	struct def f = { u, NULL, d };

	if (!sym || sym->value >= s->bytes.size)
		return elf_fail(&u->elf, s, s->offset, d, "map %s has no symbol in it", name);
	if (!t || btf_kind(t) != BTF_KIND_STRUCT)
		return elf_fail(&u->elf, s, s->offset, d, "map %s is not a struct", name);
	f.map = unit_add_map(u, name);
	if (!f.map)
		return -ENOMEM;
	f.map->section = s->index;
	f.map->offset = sym->value;
	return parse_struct(&f, t, false);
}

/* The map whose variable holds this place of the section, and the slot's number in it. */
static struct unit_map *slot_at(const struct unit *u, uint32_t section, uint64_t offset,
	uint32_t *index)
{
	struct unit_map *m, *found = NULL;
	uint32_t i;

	for (i = 0; i < u->map_cnt; i++) {
		m = u->maps[i];
		if (m->section == section && m->offset <= offset &&
			(!found || m->offset > found->offset))
			found = m;
	}
	if (!found || !found->has_slots || (offset - found->offset) % 8 ||
		offset - found->offset < found->slots_offset)
		return NULL;
	*index = (offset - found->offset - found->slots_offset) / 8;
	return found;
}

static int add_slot(struct unit *u, const struct elf_section *s, const struct elf_rel *r,
	struct rawbpf_diag *d)
{
	const struct elf_symbol *sym = &u->elf.symbols[r->symbol];
	struct unit_slot *slot;
	struct unit_map *m;
	uint32_t index = 0;

	m = slot_at(u, s->info, r->offset, &index);
	if (!m)
		return elf_fail(&u->elf, s, s->offset, d,
			"initialises 0x%llx, which is in no map's values",
			(unsigned long long)r->offset);
	if (m->spec.key_size != 4)
		return unit_fail(u, -EINVAL, d,
			"section .maps: map %s: its slots are numbered, but its keys have %u bytes, not "
			"4",
			m->spec.name, m->spec.key_size);
	slot = unit_add_slot(u, m);
	if (!slot)
		return -ENOMEM;
	slot->index = index;
	if (m->inner)
		slot->map = sym->section == s->info ? unit_map_at(u, s->info, sym->value) : NULL;
	else
		slot->prog = func_at(u, sym->section, sym->value / 8);
	if (slot->map || (slot->prog && slot->prog->entry))
		return 0;
	return unit_fail(u, -EINVAL, d, "section .maps: map %s: slot %u is %s, which is no %s",
		m->spec.name, index, *sym->name ? sym->name : "an unnamed symbol",
		m->inner ? "map" : "program");
}

static int parse_slots(struct unit *u, uint32_t section, struct rawbpf_diag *d)
{
	const struct elf_section *s;
	struct elf_rel r;
	uint32_t i, n;
	int err;

	for (i = 1; i < u->elf.section_cnt; i++) {
		s = &u->elf.sections[i];
		if (s->type != SHT_REL || s->info != section)
			continue;
		for (n = 0; n < elf_rel_cnt(s); n++) {
			err = elf_rel_at(&u->elf, s, n, &r, d);
			if (!err)
				err = add_slot(u, s, &r, d);
			if (err)
				return err;
		}
	}
	return 0;
}

int mapdef_collect(struct unit *u, struct rawbpf_diag *d)
{
	const struct elf_section *s = elf_section_by_name(&u->elf, ".maps");
	const struct btf_type *t, *var;
	uint32_t i;
	int err = 0;

	if (!s || !s->bytes.size)
		return 0;
	t = btf_type(&u->btf, types_of_section(u, s));
	if (!t)
		return elf_fail(&u->elf, s, s->offset, d,
			"maps are described by BTF, but there is none: compile with -g");
	for (i = 0; !err && i < btf_vlen(t); i++) {
		var = btf_type(&u->btf, btf_secinfos(t)[i].type);
		if (!var || btf_kind(var) != BTF_KIND_VAR)
			return elf_fail(&u->elf, s, s->offset, d, "its BTF holds no variable");
		err = parse_variable(u, s, var, d);
	}
	return err ? err : parse_slots(u, s->index, d);
}
