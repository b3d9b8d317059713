/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Global variables in the kernel: the image of the section becomes the one element of its map.
 * Where the map allows mmap (since 5.5), reading or writing a variable is then a memory access,
 * shared with the running programs.
 */
#include "object/object.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "format/value_parse.h"
#include "kernel/kernel.h"

/* Read-only data is frozen first: then nobody can map it for writing, and the verifier trusts it. */
static int map_image(struct rawbpf_map *m)
{
	int prot = m->def->read_only ? PROT_READ : PROT_READ | PROT_WRITE;
	void *p = NULL;
	int err;

	err = kernel_mmap(m->object->kernel, m->fd, m->spec.value_size, prot, 0, &p);
	if (!err)
		m->mapped = p;
	m->mapped_size = m->spec.value_size;
	return err;
}

int map_fill_data(struct rawbpf_map *m, struct rawbpf_diag *d)
{
	struct rawbpf_kernel *k = m->object->kernel;
	const uint32_t zero = 0;
	int err;

	err = kernel_map_update(k, m->fd, &zero, m->def->image, BPF_ANY);
	if (!err && m->def->read_only)
		err = kernel_map_freeze(k, m->fd);
	if (!err && m->spec.flags & BPF_F_MMAPABLE)
		err = map_image(m);
	if (err)
		diag_fail(d, RAWBPF_STAGE_MAP, err, "map %s: its data cannot be set: %s",
			m->spec.name, diag_strerror(err));
	return err;
}

void *rawbpf_map_memory(const struct rawbpf_map *m, size_t *size)
{
	if (size)
		*size = m->mapped_size;
	return m->mapped;
}

const struct unit_map *data_section(const struct rawbpf_map *m)
{
	const struct unit *u = &m->object->unit;

	if (m->def == u->arena_map)
		return u->arena_vars;
	return m->def->image ? m->def : NULL;
}

/* Where the section's bytes are now. After loading, data that is not mmapable has no address. */
static uint8_t *image(const struct rawbpf_map *m)
{
	if (m->mapped)
		return (uint8_t *)m->mapped + m->vars_offset;
	if (m->fd >= 0)
		return NULL;
	return m->def->ops ? m->def->ops->bytes : data_section(m) ? data_section(m)->image : NULL;
}

struct variable {
	struct rawbpf_map *map;
	uint64_t offset, size;
	uint32_t type; /* 0 unknown */
};

static struct rawbpf_map *data_map(const struct rawbpf_object *o, uint32_t section)
{
	const struct unit_map *s;
	uint32_t i;

	for (i = 0; i < o->unit.map_cnt; i++) {
		s = data_section(&o->maps[i]);
		if (s && s->section == section)
			return &o->maps[i];
	}
	return NULL;
}

/* A variable by its BTF, which also knows static ones. */
static bool find_btf(const struct rawbpf_object *o, const char *name, struct variable *v)
{
	const struct btf *b = &o->unit.btf;
	const struct btf_type *t, *var;
	const struct unit_map *s;
	uint32_t i, n;

	for (i = 0; i < o->unit.map_cnt; i++) {
		s = data_section(&o->maps[i]);
		t = s ? btf_type(b, s->value_type) : NULL;
		for (n = 0; t && n < btf_vlen(t); n++) {
			var = btf_type(b, btf_secinfos(t)[n].type);
			if (!var || strcmp(btf_name(b, var), name))
				continue;
			v->map = &o->maps[i];
			v->offset = btf_secinfos(t)[n].offset;
			v->size = btf_secinfos(t)[n].size;
			v->type = var->type;
			return true;
		}
	}
	return false;
}

static bool find_symbol(const struct rawbpf_object *o, const char *name, struct variable *v)
{
	const struct elf_symbol *s;
	uint32_t i;

	for (i = 1; i < o->unit.elf.symbol_cnt; i++) {
		s = &o->unit.elf.symbols[i];
		if (s->type != STT_OBJECT || strcmp(s->name, name))
			continue;
		v->map = data_map(o, s->section);
		v->offset = s->value;
		v->size = s->size;
		if (v->map)
			return true;
	}
	return false;
}

/* "map.member" of a struct_ops map, but not what only a program can be. */
static bool find_member(const struct rawbpf_object *o, const char *name, struct variable *v)
{
	const struct btf *b = &o->unit.btf;
	const struct btf_member *m;
	const struct btf_type *t;
	const char *member;
	uint32_t i;
	int index;

	for (i = 0; i < o->unit.map_cnt; i++) {
		member = text_after(name, o->maps[i].def->spec.name);
		if (!o->maps[i].def->ops || !member || *member != '.')
			continue;
		index = struct_ops_member(&o->unit, o->maps[i].def, member + 1);
		t = btf_type(b, o->maps[i].def->ops->type);
		m = index < 0 ? NULL : btf_members(t) + index;
		if (!m || btf_size(b, m->type) < 0 || btf_member_width(t, m))
			continue;
		v->map = &o->maps[i];
		v->offset = btf_member_bits(t, m) / 8;
		v->size = btf_size(b, m->type);
		v->type = m->type;
		return true;
	}
	return false;
}

static uint64_t room(const struct rawbpf_map *m)
{
	return m->def->ops ? m->def->ops->size : data_section(m)->spec.value_size;
}

static bool find(const struct rawbpf_object *o, const char *name, struct variable *v)
{
	v->type = 0;
	if (!find_btf(o, name, v) && !find_symbol(o, name, v) && !find_member(o, name, v))
		return false;
	return v->offset <= room(v->map) && v->size <= room(v->map) - v->offset;
}

void *rawbpf_global(struct rawbpf_object *o, const char *name, size_t *size)
{
	struct variable v;

	if (!find(o, name, &v) || !image(v.map))
		return NULL;
	if (size)
		*size = v.size;
	return image(v.map) + v.offset;
}

int rawbpf_global_set(struct rawbpf_object *o, const char *name, const char *text,
	struct rawbpf_diag *d)
{
	struct variable v;

	if (!find(o, name, &v))
		return diag_fail(d, RAWBPF_STAGE_USE, -ENOENT,
			"%s: there is no global variable %s; `rawbpf inspect` lists them", o->file,
			name);
	if (v.map->def == o->unit.kconfig)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"%s: %s is a setting of the kernel: give it in a text or file of them", o->file,
			name);
	if (!v.type)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"%s: the type of %s is not known: compile with -g", o->file, name);
	if (!image(v.map) || (v.map->mapped && v.map->def->read_only))
		return diag_fail(d, RAWBPF_STAGE_USE, -EBUSY, "%s: %s can only be set before loading",
			o->file, name);
	return value_parse(&o->unit.btf, v.type, text, image(v.map) + v.offset, v.size, d);
}
