/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Relocations. Each moves with the section that it changes, and names the symbol's new number. A
 * symbol with a name has moved, too, and nothing else has to change. But static functions and
 * variables are often referred to as "their section, and so far into it", and that distance stands in
 * the very place that is relocated:
 *
 *	call		imm is the distance in instructions, less one
 *	64-bit load	imm of its first half is the distance in bytes
 *	data		the 8 (R_BPF_64_ABS64) or 4 bytes (ABS32) themselves
 *
 * A jump table is a list of places in the code of one function, counted from the start of that
 * function's section. Nothing but the instruction that loads its address says which section that is.
 */
#include "gen/gen.h"

#include <errno.h>
#include <linux/bpf.h>

/* LLVM's numbers, docs.kernel.org/bpf/llvm_reloc.html; <elf.h> has the first and the last one. */
enum rel_type {
	REL_64_64 = 1,
	REL_64_ABS64 = 2,
	REL_64_ABS32 = 3,
	REL_64_32 = 10,
};

/* One relocation of an input. */
struct move {
	struct gen *g;
	struct gen_input *in;
	const struct elf_section *s, *target;
	const struct gen_place *place; /* of the target */
	const struct elf_symbol *sym;
	struct elf_rel rel;
};

static int fail(const struct move *m, int err, const char *what)
{
	return input_fail(m->g, m->in, m->target, err, "offset 0x%llx: relocation to symbol %s %s",
		(unsigned long long)m->rel.offset, m->sym->name, what);
}

static void add32(const struct move *m, uint8_t *at, uint64_t delta)
{
	uint32_t v;

	v = bytes_u32(&m->in->elf.file, at) + delta;
	v = bytes_u32(&m->in->elf.file, &v);
	memcpy(at, &v, sizeof(v));
}

static void add64(const struct move *m, uint8_t *at, uint64_t delta)
{
	uint64_t v;

	v = bytes_u64(&m->in->elf.file, at) + delta;
	v = bytes_u64(&m->in->elf.file, &v);
	memcpy(at, &v, sizeof(v));
}

static bool in_code(const struct move *m)
{
	return m->target->flags & SHF_EXECINSTR;
}

static bool is_wide(const struct move *m)
{
	return in_code(m) || m->rel.type == REL_64_64 || m->rel.type == REL_64_ABS64;
}

static int check(const struct move *m)
{
	uint32_t type = m->rel.type;
	uint64_t size = is_wide(m) ? 8 : 4;

	if (type != REL_64_64 && type != REL_64_ABS64 && type != REL_64_ABS32 && type != REL_64_32)
		return fail(m, -EOPNOTSUPP, "is of a type that rawbpf does not know");
	if (!m->in->symbols[m->rel.symbol])
		return fail(m, -EINVAL, "refers to a section that is left out");
	if (!m->target->bytes.data || !bytes_at(&m->target->bytes, m->rel.offset, size) ||
		(in_code(m) && m->rel.offset % 8))
		return fail(m, -EINVAL, "is not inside the section");
	return 0;
}

/* The distance from the start of the symbol's section grows. */
static int adjust(const struct move *m)
{
	uint64_t delta = m->in->places[m->sym->section].shift;
	uint8_t *at = m->place->section->bytes + m->place->shift + m->rel.offset;

	if (!delta)
		return 0;
	if (!in_code(m) && is_wide(m))
		add64(m, at, delta);
	else if (!in_code(m))
		add32(m, at, delta);
	else if (*at == (BPF_JMP | BPF_CALL) && delta % 8 == 0)
		add32(m, at + 4, delta / 8);
	else if (*at == (BPF_LD | BPF_IMM | BPF_DW))
		add32(m, at + 4, delta);
	else
		return fail(m, -EINVAL, "is neither a call nor a 64-bit load");
	return 0;
}

static bool is_jump_table(const struct move *m)
{
	return m->sym->section && m->sym->section < m->in->elf.section_cnt && in_code(m) &&
		!strcmp(m->in->elf.sections[m->sym->section].name, ".jumptables");
}

static int move_jump_table(const struct move *m)
{
	const struct gen_place *p = &m->in->places[m->sym->section];
	const struct bytes *b = &m->in->elf.sections[m->sym->section].bytes;
	uint64_t at;

	if (!m->place->shift || m->in->moved[m->rel.symbol])
		return 0;
	if (!m->sym->size || m->sym->size % 8 || !b->data ||
		!bytes_at(b, m->sym->value, m->sym->size))
		return fail(m, -EINVAL, "meets a jump table of an unknown size");
	m->in->moved[m->rel.symbol] = true;
	for (at = 0; at < m->sym->size; at += 8)
		add64(m, p->section->bytes + p->shift + m->sym->value + at, m->place->shift);
	return 0;
}

static int move(const struct move *m)
{
	struct gen_section *out = m->place->section;
	uint32_t number;
	int err = check(m);

	if (!err && m->sym->type == STT_SECTION)
		err = adjust(m);
	if (!err && is_jump_table(m))
		err = move_jump_table(m);
	if (err)
		return err;
	number = m->g->symbols[m->in->symbols[m->rel.symbol]].number;
	out->rels[out->rel_cnt].r_offset = m->rel.offset + m->place->shift;
	out->rels[out->rel_cnt++].r_info = ELF64_R_INFO((uint64_t)number, m->rel.type);
	return 0;
}

static int move_section(struct gen *g, struct gen_input *in, const struct elf_section *s)
{
	struct move m = { .g = g, .in = in, .s = s, .target = &in->elf.sections[s->info],
		.place = &in->places[s->info] };
	uint32_t i;
	int err = 0;

	for (i = 0; !err && i < elf_rel_cnt(s); i++) {
		err = elf_rel_at(&in->elf, s, i, &m.rel, g->d);
		if (err)
			return err;
		m.sym = &in->elf.symbols[m.rel.symbol];
		err = move(&m);
	}
	return err;
}

static bool is_kept(const struct gen_input *in, const struct elf_section *s)
{
	return s->type == SHT_REL && s->info < in->elf.section_cnt && in->places[s->info].section &&
		!in->places[s->info].again;
}

static int each_kept(struct gen *g, int (*fn)(struct gen *g, struct gen_input *in,
	const struct elf_section *s))
{
	struct gen_input *in;
	uint32_t i;
	int err = 0;

	for (in = g->inputs; in < g->inputs + g->input_cnt; in++)
		for (i = 1; !err && i < in->elf.section_cnt; i++)
			if (is_kept(in, &in->elf.sections[i]))
				err = fn(g, in, &in->elf.sections[i]);
	return err;
}

static int count(struct gen *g, struct gen_input *in, const struct elf_section *s)
{
	(void)g;
	in->places[s->info].section->rel_room += elf_rel_cnt(s);
	return 0;
}

int rel_apply(struct gen *g)
{
	struct gen_section *s;

	each_kept(g, count);
	for (s = g->sections; s < g->sections + g->section_cnt; s++) {
		s->rels = arena_calloc(g->arena, s->rel_room, sizeof(*s->rels));
		if (!s->rels)
			return -ENOMEM;
	}
	return each_kept(g, move_section);
}
