/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * struct_ops, since 5.6: a struct of callbacks that some part of the kernel calls, a congestion
 * control of TCP for one, with programs in place of the functions. In the file it is a variable:
 *
 *	SEC("struct_ops/ssthresh") __u32 my_ssthresh(__u64 *ctx) { ... }
 *
 *	SEC(".struct_ops.link") struct tcp_congestion_ops mine = {
 *		.ssthresh = (void *)my_ssthresh,
 *		.name = "mine",
 *	};
 *
 * Each variable of these sections is a map with one element. Its type is the author's own idea of
 * the kernel's struct, of which only names of members count. Relocations put programs into members;
 * the other members are the bytes of the section.
 *
 *	.struct_ops		registered by writing the element
 *	.struct_ops.link	registered by a bpf_link, since 6.4
 *	?.struct_ops, ...	only created if asked for
 */
#include "link/unit.h"

#include <errno.h>
#include <linux/bpf.h>

#define STRUCT_MAX (1U << 20)

static const struct {
	const char *name;
	uint32_t flags;
	bool optional;
} sections[] = {
	{ ".struct_ops", 0, false },
	{ ".struct_ops.link", BPF_F_LINK, false },
	{ "?.struct_ops", 0, true },
	{ "?.struct_ops.link", BPF_F_LINK, true },
};

int struct_ops_member(const struct unit *u, const struct unit_map *m, const char *name)
{
	const struct btf_type *t = btf_type(&u->btf, m->ops->type);
	uint32_t i;

	for (i = 0; i < btf_vlen(t); i++)
		if (!strcmp(btf_string(&u->btf, btf_members(t)[i].name_off), name))
			return i;
	return -ENOENT;
}

static struct unit_ops *new_ops(struct unit *u, const struct btf_type *t)
{
	struct unit_ops *ops = arena_calloc(u->arena, 1, sizeof(*ops));

	if (!ops)
		return NULL;
	ops->size = t->size;
	ops->bytes = arena_calloc(u->arena, 1, t->size + 8);
	ops->progs = arena_calloc(u->arena, btf_vlen(t) + 1, sizeof(*ops->progs));
	return ops->bytes && ops->progs ? ops : NULL;
}

static int add_map(struct unit *u, const struct elf_section *s, const struct btf_type *var,
	struct rawbpf_diag *d)
{
	const char *name = btf_name(&u->btf, var);
	uint32_t id = btf_skip(&u->btf, var->type);
	const struct btf_type *t = btf_type(&u->btf, id);
	const struct elf_symbol *sym = unit_symbol(u, s->index, name);
	struct unit_map *m;

	if (!t || btf_kind(t) != BTF_KIND_STRUCT || !t->name_off)
		return elf_fail(&u->elf, s, s->offset, d, "%s is no struct with a name", name);
	if (!sym || sym->value > s->bytes.size || t->size > STRUCT_MAX ||
		t->size > s->bytes.size - sym->value)
		return elf_fail(&u->elf, s, s->offset, d, "%s does not lie in it", name);
	m = unit_add_map(u, name);
	if (!m)
		return -ENOMEM;
	m->ops = new_ops(u, t);
	if (!m->ops)
		return -ENOMEM;
	m->ops->type = m->value_type = id;
	if (s->bytes.data)
		memcpy(m->ops->bytes, s->bytes.data + sym->value, t->size);
	m->section = s->index;
	m->offset = sym->value;
	m->spec.type = BPF_MAP_TYPE_STRUCT_OPS;
	m->spec.key_size = 4;
	m->spec.value_size = t->size;
	m->spec.max_entries = 1;
	return 0;
}

static bool is_function_pointer(const struct btf *b, uint32_t id)
{
	const struct btf_type *t = btf_type(b, btf_skip(b, id));

	t = t && btf_kind(t) == BTF_KIND_PTR ? btf_type(b, btf_skip(b, t->type)) : NULL;
	return t && btf_kind(t) == BTF_KIND_FUNC_PROTO;
}

/* The map in which this place of the section lies, and the member that begins there. */
static struct unit_map *member_at(const struct unit *u, uint32_t section, uint64_t place,
	uint32_t *index)
{
	const struct btf_type *t;
	struct unit_map *m;
	uint32_t i;

	for (i = 0; i < u->map_cnt; i++) {
		m = u->maps[i];
		if (!m->ops || m->section != section || place < m->offset ||
			place - m->offset >= m->ops->size)
			continue;
		t = btf_type(&u->btf, m->ops->type);
		for (*index = 0; *index < btf_vlen(t); ++*index)
			if (btf_member_bits(t, btf_members(t) + *index) ==
				(place - m->offset) * 8)
				return m;
	}
	return NULL;
}

static int add_prog(struct unit *u, const struct elf_section *s, const struct elf_rel *r,
	struct rawbpf_diag *d)
{
	const struct elf_symbol *sym = &u->elf.symbols[r->symbol];
	const struct btf_member *member;
	struct unit_func *f;
	struct unit_map *m;
	uint32_t i = 0;

	m = member_at(u, s->info, r->offset, &i);
	if (!m)
		return elf_fail(&u->elf, s, s->offset, d,
			"initialises 0x%llx, where no member of a struct begins",
			(unsigned long long)r->offset);
	member = btf_members(btf_type(&u->btf, m->ops->type)) + i;
	if (!is_function_pointer(&u->btf, member->type))
		return unit_fail(u, -EINVAL, d, "struct_ops %s: member %s is no pointer to a function",
			m->spec.name, btf_string(&u->btf, member->name_off));
	f = func_at(u, sym->section, sym->value / 8);
	if (!f || !f->entry)
		return unit_fail(u, -EINVAL, d,
			"struct_ops %s: member %s is %s, which is no program: it needs a section "
			"struct_ops/NAME and must not be static",
			m->spec.name, btf_string(&u->btf, member->name_off),
			*sym->name ? sym->name : "an unnamed symbol");
	m->ops->progs[i] = f;
	f->in_struct = true;
	return 0;
}

static int add_progs(struct unit *u, const struct elf_section *target, struct rawbpf_diag *d)
{
	const struct elf_section *s;
	struct elf_rel r;
	uint32_t i, n;
	int err = 0;

	for (i = 1; i < u->elf.section_cnt; i++) {
		s = &u->elf.sections[i];
		if (s->type != SHT_REL || s->info != target->index)
			continue;
		for (n = 0; !err && n < elf_rel_cnt(s); n++) {
			err = elf_rel_at(&u->elf, s, n, &r, d);
			if (!err)
				err = add_prog(u, s, &r, d);
		}
	}
	return err;
}

/* Types may name one variable again and again; memory is taken only for what the section holds. */
static uint64_t taken(const struct unit *u)
{
	const struct unit_ops *ops = u->maps[u->map_cnt - 1]->ops;
	uint32_t members = btf_vlen(btf_type(&u->btf, ops->type));

	return (uint64_t)(ops->size > members ? ops->size : members) + !ops->size;
}

static int collect_section(struct unit *u, const struct elf_section *s, uint32_t flags,
	bool optional, struct rawbpf_diag *d)
{
	const struct btf_type *t, *var;
	uint32_t i, first = u->map_cnt;
	uint64_t left = s->bytes.size;
	int err = 0;

	t = btf_type(&u->btf, types_of_section(u, s));
	if (!t)
		return elf_fail(&u->elf, s, s->offset, d,
			"its structs are described by BTF, but there is none: compile with -g");
	for (i = 0; !err && i < btf_vlen(t); i++) {
		var = btf_type(&u->btf, btf_secinfos(t)[i].type);
		if (!var || btf_kind(var) != BTF_KIND_VAR)
			return elf_fail(&u->elf, s, s->offset, d, "its BTF holds no variable");
		err = add_map(u, s, var, d);
		if (!err && taken(u) > left)
			return elf_fail(&u->elf, s, s->offset, d,
				"its BTF holds more than fits into it");
		left -= err ? 0 : taken(u);
	}
	for (i = first; i < u->map_cnt; i++) {
		u->maps[i]->spec.flags = flags;
		u->maps[i]->optional = optional;
	}
	return err ? err : add_progs(u, s, d);
}

int struct_ops_collect(struct unit *u, struct rawbpf_diag *d)
{
	const struct elf_section *s;
	size_t i;
	int err = 0;

	for (i = 0; !err && i < sizeof(sections) / sizeof(*sections); i++) {
		s = elf_section_by_name(&u->elf, sections[i].name);
		if (s && s->bytes.size)
			err = collect_section(u, s, sections[i].flags, sections[i].optional, d);
	}
	return err;
}
