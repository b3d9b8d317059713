/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One file to be linked. Beside ELF symbols there are BTF's variables (VAR) and functions (FUNC) of
 * the same names: only they say what an undefined symbol is meant to be. A data section of BTF lists
 * them, also where ELF has no such section: externs of the kernel are in `.ksyms` and `.kconfig`,
 * other extern variables in `.extern`.
 */
#include "gen/gen.h"

#include <errno.h>
#include <stdarg.h>

#include "base/text.h"
#include "format/btf_words.h"

int input_fail(const struct gen *g, const struct gen_input *in, const struct elf_section *s,
	int err, const char *fmt, ...)
{
	char text[300];
	va_list ap;

	va_start(ap, fmt);
	text_vformat(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!s)
		return diag_fail(g->d, RAWBPF_STAGE_OPEN, err, "%s: %s", in->elf.name, text);
	return diag_fail(g->d, RAWBPF_STAGE_OPEN, err, "%s: section %u (%s): %s", in->elf.name,
		s->index, s->name, text);
}

static bool is_shared(const struct btf_type *t)
{
	if (btf_kind(t) == BTF_KIND_FUNC)
		return btf_vlen(t) != BTF_FUNC_STATIC;
	return btf_kind(t) == BTF_KIND_VAR && btf_var(t)->linkage != BTF_VAR_STATIC;
}

static int note_type(struct gen_input *in, uint32_t id)
{
	const struct btf_type *t = btf_type(&in->btf, id);
	uint32_t i;

	if (btf_kind(t) == BTF_KIND_DATASEC)
		for (i = 0; i < btf_vlen(t); i++)
			in->datasec_of[btf_secinfos(t)[i].type] = id;
	return is_shared(t) ? table_add(&in->names, table_hash_text(btf_name(&in->btf, t)), id) : 0;
}

static int open_types(struct gen *g, struct gen_input *in, const struct elf_section *s)
{
	uint32_t id;
	int err;

	err = btf_parse(g->arena, in->elf.name, s->bytes.data, s->bytes.size, NULL, &in->btf, g->d);
	if (err)
		return err;
	in->has_btf = g->has_btf = true;
	in->datasec_of = arena_calloc(g->arena, in->btf.cnt, sizeof(*in->datasec_of));
	in->types = arena_calloc(g->arena, in->btf.cnt, sizeof(*in->types));
	if (!in->datasec_of || !in->types)
		return -ENOMEM;
	for (id = 1; !err && id < in->btf.cnt; id++) {
		if (!btf_words(btf_type(&in->btf, id)))
			return input_fail(g, in, s, -EOPNOTSUPP,
				"BTF type %u is of kind %u, which rawbpf does not know", id,
				btf_kind(btf_type(&in->btf, id)));
		err = note_type(in, id);
	}
	return err;
}

static const struct elf_section *bytes_of(const struct gen_input *in, const char *name)
{
	const struct elf_section *s = elf_section_by_name(&in->elf, name);

	return s && s->bytes.data && s->type != SHT_REL ? s : NULL;
}

int input_open(struct gen *g, struct gen_input *in, const char *name, const void *bytes, size_t size)
{
	const struct elf_section *s;
	const char *damage;
	int err = elf_parse(g->arena, name, bytes, size, &in->elf, g->d);

	if (err)
		return err;
	if (in == g->inputs)
		g->swap = in->elf.file.swap;
	if (in->elf.file.swap != g->swap)
		return input_fail(g, in, NULL, -EINVAL, "is of another byte order than %s",
			g->inputs->elf.name);
	in->places = arena_calloc(g->arena, in->elf.section_cnt, sizeof(*in->places));
	in->symbols = arena_calloc(g->arena, in->elf.symbol_cnt + 1, sizeof(*in->symbols));
	in->moved = arena_calloc(g->arena, in->elf.symbol_cnt + 1, sizeof(*in->moved));
	if (!in->places || !in->symbols || !in->moved)
		return -ENOMEM;
	s = bytes_of(in, ".BTF");
	err = s ? open_types(g, in, s) : 0;
	s = in->has_btf ? bytes_of(in, ".BTF.ext") : NULL;
	in->has_ext = s;
	if (!err && s)
		err = btf_ext_parse(g->arena, name, &in->btf, s->bytes.data, s->bytes.size,
			&in->ext, g->d);
	/* the kernel takes records of all functions of a program, or of none */
	damage = in->ext.func.damage ? in->ext.func.damage : in->ext.line.damage;
	if (!err && damage)
		err = diag_fail(g->d, RAWBPF_STAGE_OPEN, -EINVAL, "%s", damage);
	return err;
}

uint32_t input_type(const struct gen_input *in, const char *name)
{
	uint32_t hash = table_hash_text(name), at = hash, id;

	while (table_next(&in->names, hash, &at, &id))
		if (!strcmp(btf_name(&in->btf, btf_type(&in->btf, id)), name))
			return id;
	return 0;
}

const char *input_datasec(const struct gen_input *in, uint32_t type)
{
	const struct btf_type *t;

	t = type ? btf_type(&in->btf, in->datasec_of[type]) : NULL;
	return t ? btf_name(&in->btf, t) : "";
}
