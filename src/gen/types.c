/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BTF of all files as one. Everything is appended, then what is the same is kept once
 * (gen/btf_dedup.c). A declaration is replaced by its definition, so that who refers to it refers to
 * that.
 *
 * Data sections are made anew, since compilers leave places and sizes to linkers: each lists the
 * variables that won, with their places in the output. Externs of the kernel stay in sections that
 * exist in BTF only, for the loader.
 */
#include "gen/gen.h"

#include <errno.h>

#include "base/sort.h"
#include "format/btf_words.h"
#include "gen/btf_dedup.h"

struct datasec {
	const char *name;
	struct gen_section *section; /* NULL: in BTF only */
	struct btf_var_secinfo *infos;
	uint32_t cnt, room;
};

struct types {
	struct gen *g;
	struct btf_write all; /* the files' types, one behind the other */
	uint32_t *into;       /* see btf_dedup() */
	struct datasec *datasecs;
	struct table names; /* of them */
	uint32_t datasec_cnt;
};

static bool is_datasec(const struct gen_input *in, uint32_t id)
{
	return btf_kind(btf_type(&in->btf, id)) == BTF_KIND_DATASEC;
}

/* For now in->types says where in `all` a type is. */
static int append(struct types *t, struct gen_input *in)
{
	uint32_t id, first = t->all.cnt;
	int err = 0;

	for (id = 1; id < in->btf.cnt; id++)
		in->types[id] = first + id;
	for (id = 1; err >= 0 && id < in->btf.cnt; id++)
		err = btf_write_copy(&t->all, &in->btf, btf_type(&in->btf, id), in->types);
	return err < 0 ? err : 0;
}

/* A type of a symbol that is the same as another file's. */
static void replace(struct types *t, const struct gen_input *in)
{
	const struct gen_symbol *s;
	const char *name;
	uint32_t id;

	for (id = 1; id < in->btf.cnt; id++) {
		if (is_datasec(in, id)) {
			t->into[in->types[id]] = 0;
			continue;
		}
		name = btf_name(&in->btf, btf_type(&in->btf, id));
		if (!*name || input_type(in, name) != id)
			continue;
		s = symbol_find(t->g, name);
		if (s && s->type_id)
			t->into[in->types[id]] = s->input->types[s->type_id];
	}
}

static int dedup(struct types *t)
{
	struct gen_input *in;
	uint32_t i, id;
	struct btf all;
	int err;

	btf_write_view(&t->all, &all);
	t->into = arena_calloc(t->g->arena, all.cnt, sizeof(*t->into));
	if (!t->into)
		return -ENOMEM;
	for (id = 1; id < all.cnt; id++)
		t->into[id] = id;
	for (in = t->g->inputs; in < t->g->inputs + t->g->input_cnt; in++)
		if (in->has_btf)
			replace(t, in);
	err = btf_dedup(&all, t->into);
	if (!err)
		err = btf_write_kept(&t->g->btf, &all, t->into);
	for (i = 0; !err && i < t->g->input_cnt; i++) {
		in = &t->g->inputs[i];
		for (id = 1; in->has_btf && id < in->btf.cnt; id++)
			in->types[id] = t->into[in->types[id]];
	}
	return err;
}

static struct datasec *find_datasec(const struct types *t, const char *name)
{
	uint32_t hash = table_hash_text(name), at = hash, i;

	while (table_next(&t->names, hash, &at, &i))
		if (!strcmp(t->datasecs[i].name, name))
			return &t->datasecs[i];
	return NULL;
}

/* Count what there may be in each. */
static int count(struct types *t, const struct gen_input *in, uint32_t id)
{
	const struct btf_type *type = btf_type(&in->btf, id);
	const char *name = btf_name(&in->btf, type);
	struct datasec *s = find_datasec(t, name);

	if (!s) {
		s = &t->datasecs[t->datasec_cnt];
		s->name = name;
		s->section = section_find(t->g, name);
		if (table_add(&t->names, table_hash_text(name), t->datasec_cnt++))
			return -ENOMEM;
	}
	s->room += btf_vlen(type);
	return 0;
}

static const struct gen_place *place_of(const struct gen_input *in, const char *name)
{
	const struct elf_section *s = elf_section_by_name(&in->elf, name);

	return s && in->places[s->index].section ? &in->places[s->index] : NULL;
}

/* Its place in the output; false if it has none there. */
static bool find_place(const struct types *t, const struct gen_input *in,
	const struct gen_place *p, struct btf_var_secinfo *info)
{
	const char *name = btf_name(&in->btf, btf_type(&in->btf, info->type));
	const struct gen_symbol *s = NULL;

	if (input_type(in, name) == info->type)
		s = symbol_find(t->g, name);
	if (s && (s->input != in || s->type_id != info->type))
		return false;
	if (s && s->defined)
		info->offset = s->value;
	else if (p && p->again)
		return false;
	else
		info->offset += p ? p->shift : 0;
	return true;
}

static void collect(struct types *t, const struct gen_input *in, uint32_t id)
{
	const struct btf_type *type = btf_type(&in->btf, id);
	struct datasec *s = find_datasec(t, btf_name(&in->btf, type));
	const struct gen_place *p = place_of(in, s->name);
	struct btf_var_secinfo info;
	uint32_t i;

	for (i = 0; i < btf_vlen(type); i++) {
		info = btf_secinfos(type)[i];
		if (!info.type || !find_place(t, in, p, &info))
			continue;
		info.type = in->types[info.type];
		s->infos[s->cnt++] = info;
	}
}

static int by_place(const void *a, const void *b)
{
	const struct btf_var_secinfo *x = a, *y = b;

	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return x->type < y->type ? -1 : x->type > y->type;
}

static int write_datasec(struct types *t, const struct datasec *s)
{
	uint32_t words = sizeof(*s->infos) / 4 * s->cnt;
	struct btf_type *type = arena_calloc(t->g->arena, 1, sizeof(*type) + words * 4ULL);
	int name = strings_add(&t->g->btf.strings, s->name), err;

	if (!type || name < 0)
		return type ? name : -ENOMEM;
	sort(s->infos, s->cnt, sizeof(*s->infos), by_place);
	type->name_off = name;
	type->info = (uint32_t)BTF_KIND_DATASEC << 24 | s->cnt;
	type->size = s->section ? s->section->size : 0;
	memcpy(type + 1, s->infos, words * 4ULL);
	err = btf_write_words(&t->g->btf, (uint32_t *)type, sizeof(*type) / 4 + words);
	return err < 0 ? err : 0;
}

static int each_datasec(struct types *t, int (*fn)(struct types *t, const struct gen_input *in,
	uint32_t id))
{
	const struct gen_input *in;
	uint32_t id;
	int err = 0;

	for (in = t->g->inputs; in < t->g->inputs + t->g->input_cnt; in++)
		for (id = 1; !err && in->has_btf && id < in->btf.cnt; id++)
			if (is_datasec(in, id))
				err = fn(t, in, id);
	return err;
}

static int count_one(struct types *t, const struct gen_input *in, uint32_t id)
{
	(void)in;
	(void)id;
	t->datasec_cnt++;
	return 0;
}

static int collect_one(struct types *t, const struct gen_input *in, uint32_t id)
{
	collect(t, in, id);
	return 0;
}

static int write_datasecs(struct types *t)
{
	struct datasec *s;
	uint32_t i;
	int err;

	each_datasec(t, count_one);
	t->datasecs = arena_calloc(t->g->arena, t->datasec_cnt + 1ULL, sizeof(*t->datasecs));
	t->datasec_cnt = 0;
	err = t->datasecs ? each_datasec(t, count) : -ENOMEM;
	for (i = 0; !err && i < t->datasec_cnt; i++) {
		s = &t->datasecs[i];
		s->infos = arena_calloc(t->g->arena, s->room, sizeof(*s->infos));
		err = s->infos ? 0 : -ENOMEM;
	}
	if (!err)
		err = each_datasec(t, collect_one);
	for (i = 0; !err && i < t->datasec_cnt; i++)
		if (t->datasecs[i].cnt)
			err = write_datasec(t, &t->datasecs[i]);
	return err;
}

int types_merge(struct gen *g)
{
	struct types t = { .g = g };
	uint32_t i;
	int err = 0;

	for (i = 0; !err && i < g->input_cnt; i++)
		if (g->inputs[i].has_btf)
			err = append(&t, &g->inputs[i]);
	if (!err && g->has_btf)
		err = dedup(&t);
	if (!err)
		err = write_datasecs(&t);
	btf_write_free(&t.all);
	table_free(&t.names);
	return err;
}
