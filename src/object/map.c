/* SPDX-License-Identifier: BSD-2-Clause */
/* Maps of an object: create, fill, give back. */
#include "object/link.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "kernel/system.h"
#include "link/special.h"

const char *rawbpf_map_name(const struct rawbpf_map *m)
{
	return m->spec.name;
}

int rawbpf_map_fd(const struct rawbpf_map *m)
{
	return m->fd;
}

const struct rawbpf_map_spec *rawbpf_map_spec(const struct rawbpf_map *m)
{
	return &m->spec;
}

int rawbpf_map_set_max_entries(struct rawbpf_map *m, uint32_t max_entries)
{
	if (m->fd >= 0 || m->object->tried || m->def->image)
		return -EBUSY;
	m->spec.max_entries = max_entries;
	return 0;
}

/* What a section or a struct of the kernel is has its shape from there. */
int rawbpf_map_set_spec(struct rawbpf_map *m, const struct rawbpf_map_spec *s,
	struct rawbpf_diag *d)
{
	const char *name = m->spec.name;

	if (m->fd >= 0 || m->object->tried)
		return diag_fail(d, RAWBPF_STAGE_USE, -EBUSY,
			"map %s: it is there already: give what it is made of before loading", name);
	if (m->def->image || m->def->ops)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"map %s: what it is made of follows from its section", name);
	m->spec = *s;
	m->spec.name = name;
	m->spec.btf_fd = m->spec.token_fd = 0; /* the object's */
	m->spec.btf_vmlinux_value_type_id = 0;
	return 0;
}

int rawbpf_map_reuse(struct rawbpf_map *m, int fd, struct rawbpf_diag *d)
{
	int copy;

	/* instructions and other maps may refer to it by now */
	if (m->object->tried)
		return diag_fail(d, RAWBPF_STAGE_USE, -EBUSY,
			"map %s: it is there already: say before loading which one to use", m->spec.name);
	copy = link_dup(fd);
	if (copy < 0)
		return diag_fail(d, RAWBPF_STAGE_MAP, copy, "map %s: %d is no descriptor",
			m->spec.name, fd);
	kernel_close(m->object->kernel, m->fd);
	m->fd = copy;
	m->reused = true;
	return 0;
}

void rawbpf_map_set_autocreate(struct rawbpf_map *m, bool on)
{
	/* once maps are there, programs count on who is */
	if (!m->object->tried)
		m->autocreate = on;
}

bool rawbpf_map_autocreate(const struct rawbpf_map *m)
{
	return m->autocreate;
}

/* Maps whose elements are not the user's refuse BTF. */
static bool takes_btf(uint32_t type)
{
	switch (type) {
	case BPF_MAP_TYPE_PERF_EVENT_ARRAY:
	case BPF_MAP_TYPE_CGROUP_ARRAY:
	case BPF_MAP_TYPE_STACK_TRACE:
	case BPF_MAP_TYPE_ARRAY_OF_MAPS:
	case BPF_MAP_TYPE_HASH_OF_MAPS:
	case BPF_MAP_TYPE_DEVMAP:
	case BPF_MAP_TYPE_DEVMAP_HASH:
	case BPF_MAP_TYPE_CPUMAP:
	case BPF_MAP_TYPE_XSKMAP:
	case BPF_MAP_TYPE_SOCKMAP:
	case BPF_MAP_TYPE_SOCKHASH:
	case BPF_MAP_TYPE_QUEUE:
	case BPF_MAP_TYPE_STACK:
	case BPF_MAP_TYPE_RINGBUF:
	case BPF_MAP_TYPE_USER_RINGBUF:
	case BPF_MAP_TYPE_PROG_ARRAY:
	case BPF_MAP_TYPE_ARENA:
		return false;
	}
	return true;
}

static uint32_t round_ring(uint32_t size)
{
	uint64_t n = getpagesize();

	while (n < size)
		n *= 2;
	return n > UINT32_MAX ? size : n;
}

/* What an author need not know: the page size, how many CPUs there are, the flag to a number. */
static int adjust(struct rawbpf_object *o, struct rawbpf_map_spec *s, struct rawbpf_diag *d)
{
	int cpus;

	s->token_fd = o->token_fd;
	if (s->numa_node)
		s->flags |= BPF_F_NUMA_NODE;
	if (s->type == BPF_MAP_TYPE_RINGBUF || s->type == BPF_MAP_TYPE_USER_RINGBUF)
		s->max_entries = s->max_entries ? round_ring(s->max_entries) : 0;
	if (s->type != BPF_MAP_TYPE_PERF_EVENT_ARRAY || s->max_entries)
		return 0;
	cpus = system_cpu_ids(o->kernel);
	if (cpus < 0)
		return diag_fail(d, RAWBPF_STAGE_MAP, cpus, "map %s: cannot count the CPUs: %s",
			s->name, diag_strerror(cpus));
	s->max_entries = cpus;
	return 0;
}

static void set_types(struct rawbpf_object *o, struct rawbpf_map_spec *s, const struct unit_map *def)
{
	if (o->btf_fd < 0 || !takes_btf(s->type))
		return;
	s->btf_fd = o->btf_fd;
	s->btf_key_type_id = def->key_type;
	s->btf_value_type_id = def->value_type;
}

/*
 * Types only serve to show elements, so where the kernel does not like them a map goes without. Not
 * so if the value holds what the kernel looks after: then they have to be there, and right.
 */
static int create_typed(struct rawbpf_object *o, struct rawbpf_map_spec *s,
	const struct unit_map *def, struct rawbpf_diag *d)
{
	const char *special = o->unit.has_btf ? special_field(&o->unit.btf, def->value_type) : NULL;
	bool last;
	int fd;

	set_types(o, s, def);
	if (special && o->btf_why)
		return diag_fail(d, RAWBPF_STAGE_BTF, -EINVAL,
			"map %s: its value holds a %s, which the kernel finds by the object's BTF; but "
			"it refused that: %s",
			s->name, special, o->btf_why);
	last = special || s->btf_vmlinux_value_type_id || !s->btf_fd;
	fd = rawbpf_map_create(o->kernel, s, last ? d : NULL);
	if (fd >= 0 || last)
		return fd;
	s->btf_fd = 0;
	return rawbpf_map_create(o->kernel, s, d);
}

/* A map of maps copies its rules from a sample inner map, which may go away afterwards. */
static int create_inner(struct rawbpf_object *o, const struct unit_map *def, struct rawbpf_diag *d)
{
	struct rawbpf_map_spec s = def->spec;
	int err = adjust(o, &s, d);

	return err ? err : create_typed(o, &s, def, d);
}

/*
 * What came later than the rest: global data is there since 5.2, mapping it into a process only since
 * 5.5; struct_ops since 5.6, registering it by a bpf_link only since 6.4. These flags are ours; those
 * of a map that somebody defined are meant.
 */
static uint32_t newer_flag(const struct rawbpf_map *m)
{
	return m->spec.flags & (m->ops ? BPF_F_LINK : m->def->image ? BPF_F_MMAPABLE : 0);
}

static int create_one(struct rawbpf_map *m, struct rawbpf_diag *d)
{
	struct rawbpf_object *o = m->object;
	int err = 0, inner = -1;

	if (m->def->inner && !m->spec.inner_map_fd) {
		inner = create_inner(o, m->def->inner, d);
		err = inner < 0 ? inner : 0;
	}
	if (!err && m->ops && o->btf_fd < 0)
		err = diag_fail(d, RAWBPF_STAGE_MAP, -EOPNOTSUPP,
			"map %s: struct_ops needs the object's own BTF in the kernel, which did not "
			"take it: %s",
			m->spec.name, o->btf_why ? o->btf_why : "there is none");
	if (err)
		return err;
	if (inner > 0)
		m->spec.inner_map_fd = inner;
	set_types(o, &m->spec, m->def);
	m->fd = m->ops ? struct_ops_create(m)
		       : create_typed(o, &m->spec, m->def, newer_flag(m) ? NULL : d);
	if (m->fd < 0 && (m->ops || newer_flag(m))) {
		if (m->fd == -EINVAL)
			m->spec.flags &= ~newer_flag(m);
		m->fd = m->ops ? struct_ops_create(m) : -1;
		if (m->fd < 0)
			m->fd = create_typed(o, &m->spec, m->def, d);
	}
	kernel_close(o->kernel, inner);
	m->spec.inner_map_fd = m->spec.token_fd = 0;
	err = m->fd < 0 ? m->fd : 0;
	if (err)
		m->fd = -1;
	return err;
}

struct rawbpf_map *map_of(const struct rawbpf_object *o, const struct unit_map *def)
{
	return &o->maps[def->index];
}

static int fill_slot(struct rawbpf_map *m, const struct unit_slot *slot, int fd,
	struct rawbpf_diag *d)
{
	int err = kernel_map_update(m->object->kernel, m->fd, &slot->index, &fd, BPF_ANY);

	if (err)
		diag_fail(d, RAWBPF_STAGE_MAP, err, "map %s: element %u cannot be set to %s: %s",
			m->spec.name, slot->index,
			slot->map ? slot->map->spec.name : slot->prog->name, diag_strerror(err));
	return err;
}

static int fill_maps(struct rawbpf_map *m, struct rawbpf_diag *d)
{
	const struct unit_slot *slot;
	uint32_t i;
	int err = 0;

	for (i = 0; !err && m->fd >= 0 && !m->reused && i < m->def->slot_cnt; i++) {
		slot = &m->def->slots[i];
		if (slot->map && map_of(m->object, slot->map)->fd >= 0)
			err = fill_slot(m, slot, map_of(m->object, slot->map)->fd, d);
	}
	return err;
}

/* Programs of a prog array exist only after all are loaded; those not wanted leave a gap. */
int map_fill_progs(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	const struct unit_slot *slot;
	uint32_t i, n;
	int fd, err = 0;

	for (i = 0; i < o->unit.map_cnt; i++)
		for (n = 0; !err && !o->maps[i].reused && n < o->maps[i].def->slot_cnt; n++) {
			slot = &o->maps[i].def->slots[n];
			fd = slot->prog ? o->progs[slot->prog->prog_index].fd : -1;
			if (fd >= 0 && o->maps[i].fd >= 0)
				err = fill_slot(&o->maps[i], slot, fd, d);
		}
	return err;
}

static int make(struct rawbpf_map *m, struct rawbpf_diag *d)
{
	int err = adjust(m->object, &m->spec, d), pinned = 0;
	bool is_arena = m->spec.type == BPF_MAP_TYPE_ARENA;

	if (!err && is_arena)
		err = arena_map_place(m, d);
	if (!err)
		err = exclusive_hash(m, d);
	if (err)
		return err;
	if (m->fd < 0 && m->def->pin_by_name)
		pinned = map_reuse_pinned(m, d);
	if (pinned < 0)
		return pinned;
	if (m->fd < 0)
		err = create_one(m, d);
	if (!err && m->def->image && !m->reused)
		err = map_fill_data(m, d);
	if (!err && is_arena && !m->reused)
		err = arena_map_fill(m, d);
	if (!err && m->def->pin_by_name && !pinned && !m->reused)
		err = map_pin(m, d);
	return err;
}

int map_create_all(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	uint32_t i;
	int err = 0;

	for (i = 0; !err && i < o->unit.map_cnt; i++)
		if (o->maps[i].autocreate || o->maps[i].fd >= 0)
			err = make(&o->maps[i], d);
	for (i = 0; !err && i < o->unit.map_cnt; i++)
		err = fill_maps(&o->maps[i], d);
	return err;
}

void map_close(struct rawbpf_map *m)
{
	if (m->mapped)
		munmap(m->mapped, m->mapped_size);
	m->mapped = NULL;
	if (m->fd >= 0)
		kernel_close(m->object->kernel, m->fd);
	m->fd = -1;
}
