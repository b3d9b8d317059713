/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CO-RE, "compile once, run everywhere". The compiler knows the kernel's structs as some header
 * had them; where it depends on that, it writes a record, and what it computed is corrected before
 * loading, by the types of the kernel that runs. A record asks about
 *
 *	a field		its byte offset, byte size, existence, signedness, and the two shifts that
 *			cut out a bit field
 *	a type		its number here (local) or in the kernel (target), existence, size, and
 *			whether it matches
 *	an enumerator	its existence and value
 *
 * The kernel's types of the same kind and name are the candidates; each is gone through as the
 * record says, and those that have what is asked for must all come to the same: BTF has some types
 * twice that differ only in what they point to. If there is none, questions about existence,
 * size and number are answered with 0; to all others there is no answer, and the instruction
 * becomes invalid, which does not matter if the program asked for existence first.
 *
 * The same record comes again and again, so answers are kept, by type, way and question.
 */
#include "link/core.h"

#include <errno.h>

#define WORK (64U << 20) /* members and names compared for one object; hostile ones never end */

/* Names are all that a list has to say whose it is: of sections with one name the first. */
static int find_sections(struct unit *u, struct core *c, struct rawbpf_diag *d)
{
	const struct btf_ext_table *t = &u->ext.core;
	const struct btf_ext_section *s, *end = t->sections + t->section_cnt;
	bool *taken = arena_calloc(u->arena, t->section_cnt, sizeof(*taken));
	uint32_t i;

	if (!taken)
		return -ENOMEM;
	for (i = 0; i < u->elf.section_cnt; i++) {
		s = btf_ext_section(t, u->elf.sections[i].name);
		if (!s || taken[s - t->sections])
			continue;
		if (s + 1 < end && !strcmp(s[1].name, s->name))
			return elf_fail(&u->elf, &u->elf.sections[i], 0, d,
				".BTF.ext has two lists of CO-RE records for it");
		taken[s - t->sections] = true;
		c->sections[i] = s;
	}
	return 0;
}

static int check_order(struct unit *u, const struct core *c, struct rawbpf_diag *d)
{
	const struct btf_ext_section *s;
	uint32_t i, n;

	for (i = 0; i < u->elf.section_cnt; i++) {
		s = c->sections[i];
		for (n = 1; s && n < s->cnt; n++)
			if (btf_ext_record(&u->ext.core, s, n - 1)[0] >
				btf_ext_record(&u->ext.core, s, n)[0])
				return elf_fail(&u->elf, &u->elf.sections[i], 0, d,
					"its CO-RE records are not in order");
	}
	return 0;
}

int core_init(struct unit *u, struct rawbpf_diag *d)
{
	struct core *c;
	int err;

	if (!u->has_ext || !u->ext.core.section_cnt)
		return 0;
	c = arena_calloc(u->arena, 1, sizeof(*c));
	if (!c)
		return -ENOMEM;
	c->sections = arena_calloc(u->arena, u->elf.section_cnt + 1, sizeof(*c->sections));
	c->roots = arena_calloc(u->arena, u->btf.cnt, sizeof(*c->roots));
	if (!c->sections || !c->roots)
		return -ENOMEM;
	c->left = WORK;
	err = find_sections(u, c, d);
	if (!err)
		err = check_order(u, c, d);
	u->core = c;
	return err;
}

const uint32_t *core_records(const struct unit *u, const struct unit_func *f, uint32_t *cnt,
	uint32_t *step)
{
	const struct btf_ext_table *t = &u->ext.core;
	const struct btf_ext_section *s = u->core ? u->core->sections[f->section] : NULL;
	uint32_t low = 0, high = s ? s->cnt : 0, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (btf_ext_record(t, s, mid)[0] / 8 < f->first)
			low = mid + 1;
		else
			high = mid;
	}
	*cnt = 0;
	*step = t->record_size / 4;
	if (!s)
		return NULL;
	while (low + *cnt < s->cnt && btf_ext_record(t, s, low + *cnt)[0] / 8 < f->first + f->cnt)
		++*cnt;
	return btf_ext_record(t, s, low);
}

static int ask_root(struct unit *u, uint32_t type, struct btf_names *n)
{
	const struct btf_type *t = btf_type(&u->btf, type);
	uint32_t kinds;
	int ask;

	if (!t || u->core->roots[type] || !*btf_name(&u->btf, t) || btf_kind(t) >= 32)
		return 0;
	kinds = 1U << btf_kind(t);
	if (kinds & (1U << BTF_KIND_ENUM | 1U << BTF_KIND_ENUM64))
		kinds = 1U << BTF_KIND_ENUM | 1U << BTF_KIND_ENUM64;
	ask = btf_names_add(n, btf_name(&u->btf, t), kinds);
	u->core->roots[type] = ask < 0 ? NULL : arena_calloc(u->arena, 1, sizeof(struct core_root));
	if (!u->core->roots[type])
		return -ENOMEM;
	u->core->roots[type]->ask = ask;
	return 0;
}

int core_ask(struct unit *u, const struct unit_func *f, struct btf_names *n)
{
	const struct bpf_core_relo *r;
	const uint32_t *at;
	uint32_t cnt, step;
	int err = 0;

	for (at = core_records(u, f, &cnt, &step); !err && cnt; cnt--, at += step) {
		r = (const struct bpf_core_relo *)at;
		if (r->kind != BPF_CORE_TYPE_ID_LOCAL)
			err = ask_root(u, r->type_id, n);
	}
	if (u->core)
		u->core->names = n;
	return err;
}

static int fail(const struct unit *u, const struct unit_func *f, uint32_t i, const char *why,
	struct rawbpf_diag *d)
{
	const struct elf_section *s = &u->elf.sections[f->section];

	return elf_fail(&u->elf, s, s->offset + (f->first + i) * 8ULL, d,
		"function %s, instruction %u: %s", f->name, i, why);
}

static int apply(struct unit *u, const struct unit_func *f, const struct bpf_core_relo *r,
	struct code *c, struct rawbpf_diag *d)
{
	uint32_t i = r->insn_off / 8 - f->first, at = f->linked_at + i;
	struct core_result result;
	const char *why = NULL;
	int err;

	if (r->insn_off % 8)
		return fail(u, f, i, "its CO-RE record is not at its beginning", d);
	err = core_resolve(u, r, &result, NULL);
	if (err)
		return err;
	if (result.err)
		return fail(u, f, i, result.why, d);
	err = core_patch(&c->insns[at], f->cnt - i, &result, &why);
	if (err == 1)
		return code_poison(c, at, why);
	return err ? fail(u, f, i, why, d) : 0;
}

int core_apply(struct unit *u, const struct unit_func *f, struct code *c, struct rawbpf_diag *d)
{
	const uint32_t *at;
	uint32_t cnt, step;
	int err = 0;

	for (at = core_records(u, f, &cnt, &step); !err && cnt; cnt--, at += step)
		err = apply(u, f, (const struct bpf_core_relo *)at, c, d);
	return err;
}
