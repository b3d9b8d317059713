/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sections. Those of one name are one section of the output, in the order of the files, each at a
 * multiple of the strictest alignment, zeros between. All of them must be of one kind: a program's
 * type is in the name of its section, and so is a map of global data.
 *
 * `license` and `version` are each said once, and must be the same everywhere. What describes the
 * files is made anew (symbols, strings, BTF); what is for debuggers is left out, for it would have to
 * be moved as well, and no loader looks at it.
 */
#include "gen/gen.h"

#include <errno.h>

#include "base/text.h"

#define SIZE_LIMIT  (1ULL << 30)
#define ALIGN_LIMIT (1ULL << 16)

/* SHF_INFO_LINK and SHF_GROUP are about how one file is laid out. */
#define FLAGS_ALIKE (~(uint64_t)(SHF_INFO_LINK | SHF_GROUP))

static bool is_left_out(const struct elf_section *s)
{
	if (s->type != SHT_PROGBITS && s->type != SHT_NOBITS)
		return true;
	if (!strcmp(s->name, ".text") && !s->bytes.size)
		return true;
	return !strcmp(s->name, ".BTF") || !strcmp(s->name, ".BTF.ext") ||
		text_after(s->name, ".debug_") || !strcmp(s->name, ".llvm_addrsig");
}

static bool said_once(const struct elf_section *s)
{
	return !strcmp(s->name, "license") || !strcmp(s->name, "version");
}

struct gen_section *section_find(const struct gen *g, const char *name)
{
	uint32_t hash = table_hash_text(name), at = hash, i;

	while (table_next(&g->section_names, hash, &at, &i))
		if (!strcmp(g->sections[i].name, name))
			return &g->sections[i];
	return NULL;
}

static struct gen_section *new_section(struct gen *g, const struct elf_section *from)
{
	struct gen_section *s = &g->sections[g->section_cnt];

	if (table_add(&g->section_names, table_hash_text(from->name), g->section_cnt))
		return NULL;
	s->name = from->name;
	s->type = from->type;
	s->flags = from->flags & FLAGS_ALIKE;
	s->entsize = from->entsize;
	s->align = s->flags & SHF_EXECINSTR ? 8 : 1;
	g->section_cnt++;
	return s;
}

static int check(const struct gen *g, const struct gen_input *in, const struct elf_section *s)
{
	if (s->align & (s->align - 1) || s->align > ALIGN_LIMIT)
		return input_fail(g, in, s, -EINVAL, "alignment 0x%llx is no power of 2 up to 0x%llx",
			(unsigned long long)s->align, ALIGN_LIMIT);
	if (s->flags & SHF_EXECINSTR && (s->bytes.size % 8 || s->type == SHT_NOBITS))
		return input_fail(g, in, s, -EINVAL, "not a whole number of instructions");
	return 0;
}

static int check_alike(const struct gen *g, const struct gen_input *in, const struct elf_section *s,
	const struct gen_section *out)
{
	const char *what = s->type != out->type			? "type"
			   : (s->flags & FLAGS_ALIKE) != out->flags ? "set of flags"
			   : s->entsize != out->entsize		? "entry size"
								: NULL;

	if (!what)
		return 0;
	return input_fail(g, in, s, -EINVAL,
		"has another %s than the same section of a file before: rename one", what);
}

/* The first one's bytes are in the input that has them. */
static const struct bytes *first_bytes(const struct gen *g, const struct gen_section *out)
{
	const struct gen_input *in;
	uint32_t i;

	for (in = g->inputs;; in++)
		for (i = 1; i < in->elf.section_cnt; i++)
			if (in->places[i].section == out)
				return &in->elf.sections[i].bytes;
}

static int place_again(struct gen *g, struct gen_input *in, const struct elf_section *s,
	struct gen_section *out)
{
	const struct bytes *b = first_bytes(g, out);

	if (b->size != s->bytes.size || memcmp(b->data, s->bytes.data, b->size))
		return input_fail(g, in, s, -EINVAL,
			"differs from the %s of a file before: all must have the same", s->name);
	in->places[s->index] = (struct gen_place){ out, 0, true };
	return 0;
}

static int place(struct gen *g, struct gen_input *in, const struct elf_section *s)
{
	struct gen_section *out = section_find(g, s->name);
	uint64_t shift;
	int err = check(g, in, s);

	if (!err && out)
		err = check_alike(g, in, s, out);
	if (err)
		return err;
	if (out && said_once(s) && s->type == SHT_PROGBITS)
		return place_again(g, in, s, out);
	if (!out)
		out = new_section(g, s);
	if (!out)
		return -ENOMEM;
	if (s->align > out->align)
		out->align = s->align;
	shift = (out->size + out->align - 1) & ~(out->align - 1);
	if (s->bytes.size > SIZE_LIMIT || shift + s->bytes.size > SIZE_LIMIT)
		return input_fail(g, in, s, -EINVAL, "together they are larger than 1 GiB");
	out->size = shift + s->bytes.size;
	in->places[s->index] = (struct gen_place){ out, shift, false };
	return 0;
}

/* An unknown section that is loaded would be missed; others are for tools. */
static int place_all(struct gen *g, struct gen_input *in)
{
	const struct elf_section *s;
	uint32_t i;
	int err = 0;

	for (i = 1; !err && i < in->elf.section_cnt; i++) {
		s = &in->elf.sections[i];
		if (!is_left_out(s))
			err = place(g, in, s);
		else if (s->flags & SHF_ALLOC && s->type != SHT_PROGBITS)
			err = input_fail(g, in, s, -EOPNOTSUPP,
				"of type 0x%x, which rawbpf does not know", s->type);
	}
	return err;
}

/* Now that all sizes are known. */
static int fill(struct gen *g, const struct gen_input *in)
{
	const struct gen_place *p;
	uint32_t i;

	for (i = 1; i < in->elf.section_cnt; i++) {
		p = &in->places[i];
		if (!p->section || p->section->type == SHT_NOBITS || p->again)
			continue;
		if (!p->section->bytes)
			p->section->bytes = arena_calloc(g->arena, 1, p->section->size);
		if (!p->section->bytes)
			return -ENOMEM;
		if (in->elf.sections[i].bytes.size)
			memcpy(p->section->bytes + p->shift, in->elf.sections[i].bytes.data,
				in->elf.sections[i].bytes.size);
	}
	return 0;
}

/* Of several with one name the first. */
static int note_sections(struct gen *g, struct gen_input *in)
{
	uint32_t i;

	in->section_of = arena_calloc(g->arena, g->section_cnt, sizeof(*in->section_of));
	if (!in->section_of)
		return -ENOMEM;
	for (i = in->elf.section_cnt - 1; i; i--)
		if (in->places[i].section)
			in->section_of[in->places[i].section - g->sections] = i;
	return 0;
}

int section_place(struct gen *g)
{
	uint32_t i, room = 0;
	int err = 0;

	for (i = 0; i < g->input_cnt; i++)
		room += g->inputs[i].elf.section_cnt;
	g->sections = arena_calloc(g->arena, room, sizeof(*g->sections));
	if (!g->sections)
		return -ENOMEM;
	for (i = 0; !err && i < g->input_cnt; i++)
		err = place_all(g, &g->inputs[i]);
	for (i = 0; !err && i < g->input_cnt; i++)
		err = note_sections(g, &g->inputs[i]);
	for (i = 0; !err && i < g->input_cnt; i++)
		err = fill(g, &g->inputs[i]);
	return err;
}
