/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Maps and global variables of an object. Types come from BTF; without it variables are symbols
 * with a size, and their values bytes.
 */
#include "cli/inspect.h"

#include "base/text.h"
#include "kernel/names.h"
#include "show/type_name.h"

#define VALUE_MAX 4096 /* bytes of a variable that are worth showing */

static void show_type(struct inspect *i, const char *key, uint32_t id)
{
	char text[TYPE_NAME_SIZE];

	if (id)
		row_word(&i->row, key, type_name(&i->u->btf, id, "", text, sizeof(text)));
}

static void show_spec(struct inspect *i, const struct unit_map *m)
{
	const struct rawbpf_map_spec *s = &m->spec;
	char text[32];

	names_short(&names_map_type, s->type, text, sizeof(text));
	row_word(&i->row, "type", text);
	row_number(&i->row, "key_size", s->key_size);
	if (!m->image)
		show_type(i, "key_type", m->key_type);
	row_number(&i->row, "value_size", s->value_size);
	if (!m->image)
		show_type(i, "value_type", m->value_type);
	row_number(&i->row, "max_entries", s->max_entries);
	if (s->flags || i->c->use_json)
		row_hex(&i->row, "flags", s->flags);
	if (s->numa_node)
		row_number(&i->row, "numa_node", s->numa_node);
	if (s->extra)
		row_number(&i->row, "map_extra", s->extra);
}

/* Which maps or programs stand in the map from the start. */
static void show_slots(struct inspect *i, const struct unit_map *m)
{
	char text[160];
	uint32_t n;

	if (!m->slot_cnt)
		return;
	row_words_begin(&i->row, "slots");
	for (n = 0; n < m->slot_cnt; n++) {
		text_format(text, sizeof(text), "%u=%s", m->slots[n].index,
			m->slots[n].map ? m->slots[n].map->spec.name : m->slots[n].prog->name);
		row_words_item(&i->row, text);
	}
	row_words_end(&i->row);
}

/* Which programs stand in which members of a struct_ops. */
static void show_members(struct inspect *i, const struct unit_map *m)
{
	const struct btf *b = &i->u->btf;
	const struct btf_type *t = btf_type(b, m->ops->type);
	char text[320];
	uint32_t n;

	row_words_begin(&i->row, "members");
	for (n = 0; n < btf_vlen(t); n++) {
		if (!m->ops->progs[n])
			continue;
		text_format(text, sizeof(text), "%s=%s", btf_string(b, btf_members(t)[n].name_off),
			m->ops->progs[n]->name);
		row_words_item(&i->row, text);
	}
	row_words_end(&i->row);
}

static void show_map(struct inspect *i, const struct unit_map *m)
{
	row_begin(&i->row);
	row_title(&i->row, "name", m->spec.name);
	show_spec(i, m);
	if (m == i->u->kconfig)
		row_word(&i->row, "section", ".kconfig");
	else if (m->section < i->u->elf.section_cnt)
		row_word(&i->row, "section", i->u->elf.sections[m->section].name);
	if (m->pin_by_name)
		row_word(&i->row, "pinning", m->pin_folder ? m->pin_folder : "by_name");
	row_flag(&i->row, "read_only", m->read_only);
	show_slots(i, m);
	if (m->ops)
		show_members(i, m);
	if (m->inner) {
		row_sub_begin(&i->row, "inner");
		show_spec(i, m->inner);
		row_sub_end(&i->row);
	}
	row_end(&i->row);
}

void inspect_maps(struct inspect *i)
{
	uint32_t n;

	row_list_begin(&i->row, "maps");
	for (n = 0; n < i->u->map_cnt; n++)
		show_map(i, i->u->maps[n]);
	row_list_end(&i->row);
}

/* ---- variables ---- */

struct variable {
	const struct unit_map *map;
	const char *name;
	uint32_t type; /* 0 unknown */
	uint64_t offset, size;
};

static bool all_zero(const uint8_t *bytes, uint64_t size)
{
	while (size && !*bytes) {
		bytes++;
		size--;
	}
	return !size;
}

static void show_value(struct inspect *i, const struct variable *v)
{
	const uint8_t *bytes = v->map->image + v->offset;
	const struct btf *b = v->type ? &i->u->btf : NULL;

	if (v->size > VALUE_MAX || (!i->c->use_json && v->size > 64 && all_zero(bytes, v->size)))
		return;
	row_key(&i->row, "value");
	cli_value(i->c, b, v->type, bytes, v->size);
}

static void show_variable(struct inspect *i, const struct variable *v)
{
	if (v->offset > v->map->spec.value_size || v->size > v->map->spec.value_size - v->offset)
		return; /* a type that does not belong to this section */
	row_begin(&i->row);
	row_title(&i->row, "name", v->name);
	show_type(i, "type", v->type);
	row_word(&i->row, "section", i->u->elf.sections[v->map->section].name);
	row_number(&i->row, "offset", v->offset);
	row_number(&i->row, "size", v->size);
	show_value(i, v);
	row_end(&i->row);
}

static void show_by_type(struct inspect *i, const struct unit_map *m, const struct btf_type *sec)
{
	const struct btf_var_secinfo *s = btf_secinfos(sec);
	const struct btf_type *var;
	struct variable v;
	uint32_t n;

	for (n = 0; n < btf_vlen(sec); n++, s++) {
		var = btf_type(&i->u->btf, s->type);
		if (!var || btf_kind(var) != BTF_KIND_VAR)
			continue;
		v = (struct variable){ m, btf_name(&i->u->btf, var), var->type, s->offset,
			s->size };
		show_variable(i, &v);
	}
}

static void show_by_symbol(struct inspect *i, const struct unit_map *m)
{
	const struct elf_symbol *sym;
	struct variable v;
	uint32_t n;

	for (n = 1; n < i->u->elf.symbol_cnt; n++) {
		sym = &i->u->elf.symbols[n];
		if (sym->section != m->section || sym->type != STT_OBJECT)
			continue;
		v = (struct variable){ m, sym->name, 0, sym->value, sym->size };
		show_variable(i, &v);
	}
}

void inspect_globals(struct inspect *i)
{
	const struct btf_type *t;
	const struct unit_map *m;
	uint32_t n;

	row_list_begin(&i->row, "globals");
	for (n = 0; n < i->u->map_cnt; n++) {
		m = i->u->maps[n] == i->u->arena_map ? i->u->arena_vars : i->u->maps[n];
		/* settings have their values when they are loaded */
		if (!m || !m->image || m == i->u->kconfig)
			continue;
		t = btf_type(&i->u->btf, m->value_type);
		if (t && btf_kind(t) == BTF_KIND_DATASEC)
			show_by_type(i, m, t);
		else
			show_by_symbol(i, m);
	}
	row_list_end(&i->row);
}
