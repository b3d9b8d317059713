/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Another size for a map's values, before it is created. Of global data this is a section that ends
 * elsewhere: its last variable, an array, has more elements or fewer,
 *
 *	int samples[1] SEC(".data.samples");	one for each CPU, once it is known how many
 *
 * and the types say so: a new array type at their end, since others may have the old one. Where the
 * last variable is none, or the size leaves a part of an element, the map goes without types.
 */
#include "object/object.h"

#include <errno.h>

static struct btf_var_secinfo *last_variable(const struct btf *b, uint32_t datasec)
{
	struct btf_type *t = btf_type(b, datasec);

	if (!t || btf_kind(t) != BTF_KIND_DATASEC || !btf_vlen(t))
		return NULL;
	return btf_secinfos(t) + btf_vlen(t) - 1;
}

/* The array that a variable is, and how many elements it has when it takes `size` bytes; or NULL. */
static const struct btf_type *array_of(const struct btf *b, const struct btf_var_secinfo *info,
	uint32_t size, uint32_t *nelems)
{
	const struct btf_type *var = info ? btf_type(b, info->type) : NULL, *t;
	int64_t each;

	t = var && btf_kind(var) == BTF_KIND_VAR ? btf_type(b, btf_skip(b, var->type)) : NULL;
	if (!t || btf_kind(t) != BTF_KIND_ARRAY || size <= info->offset)
		return NULL;
	each = btf_size(b, btf_array(t)->type);
	if (each <= 0 || (size - info->offset) % each)
		return NULL;
	*nelems = (size - info->offset) / each;
	return t;
}

/* Put an array like this one, but of so many elements, behind all types; its number, or -ENOMEM. */
static int64_t add_array(struct rawbpf_object *o, const struct btf_type *like, uint32_t nelems)
{
	const uint32_t more = sizeof(struct btf_type) + sizeof(struct btf_array);
	struct btf *b = &o->unit.btf;
	uint32_t cnt = b->cnt - b->first;
	uint8_t *types = arena_calloc(&o->arena, 1, (size_t)b->types_size + more);
	uint32_t *offsets = arena_calloc(&o->arena, cnt + 1ULL, sizeof(*offsets));

	if (!types || !offsets)
		return -ENOMEM;
	memcpy(types, b->types, b->types_size);
	memcpy(types + b->types_size, like, more);
	memcpy(offsets, b->offsets, cnt * sizeof(*offsets));
	offsets[cnt] = b->types_size;
	btf_array((struct btf_type *)(types + b->types_size))->nelems = nelems;
	b->types = types;
	b->offsets = offsets;
	b->types_size += more;
	return b->cnt++;
}

static int resize_types(struct rawbpf_object *o, struct unit_map *def, uint32_t size)
{
	struct btf *b = &o->unit.btf;
	struct btf_var_secinfo *info = last_variable(b, def->value_type);
	uint32_t nelems = 0;
	const struct btf_type *t = array_of(b, info, size, &nelems);
	int64_t id;

	if (!t) {
		def->value_type = 0;
		return 0;
	}
	id = add_array(o, t, nelems);
	if (id < 0)
		return id;
	info = last_variable(b, def->value_type); /* types have moved */
	info->size = size - info->offset;
	btf_type(b, def->value_type)->size = size;
	btf_type(b, info->type)->type = id;
	return 0;
}

static int resize_data(struct rawbpf_object *o, struct unit_map *def, uint32_t size)
{
	uint32_t was = def->spec.value_size;
	uint8_t *image = arena_calloc(&o->arena, 1, size);
	int err = image ? resize_types(o, def, size) : -ENOMEM;

	if (err)
		return err;
	memcpy(image, def->image, was < size ? was : size);
	def->image = image;
	def->spec.value_size = size;
	return 0;
}

int rawbpf_map_set_value_size(struct rawbpf_map *m, uint32_t size)
{
	struct rawbpf_object *o = m->object;
	struct unit_map *def = o->unit.maps[m->def->index];
	int err = 0;

	if (m->fd >= 0 || o->tried)
		return -EBUSY;
	if (!size || m->ops || def == o->unit.kconfig || o->unit.elf.file.swap)
		return -EINVAL;
	if (def->image)
		err = resize_data(o, def, size);
	if (!err)
		m->spec.value_size = size;
	return err;
}
