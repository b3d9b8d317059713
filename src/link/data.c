/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Global variables. A section of them becomes an array map with one element, and an instruction
 * that takes a variable's address gets the map and the place in that element (since 5.2).
 *
 *	.data*    initialised               .bss*    zero at the start
 *	.rodata*  constant: the map is frozen before the program loads, so that the verifier
 *	          may take its values as known and drop branches that cannot be reached
 *
 * Any other section is data too if some instruction refers to it.
 */
#include "link/special.h"
#include "link/unit.h"

#include "base/text.h"

#include <errno.h>
#include <linux/bpf.h>

#define DATA_MAX (1ULL << 30)

static bool begins(const char *name, const char *prefix)
{
	const char *rest = text_after(name, prefix);

	return rest && (!*rest || *rest == '.');
}

static bool is_data(const struct elf_section *s)
{
	if (s->flags & SHF_EXECINSTR || (s->type != SHT_PROGBITS && s->type != SHT_NOBITS))
		return false;
	return begins(s->name, ".data") || begins(s->name, ".rodata") || begins(s->name, ".bss");
}

static bool may_be_data(const struct elf_section *s)
{
	return !is_data(s) && s->flags & SHF_ALLOC && !(s->flags & SHF_EXECINSTR) &&
		(s->type == SHT_PROGBITS || s->type == SHT_NOBITS) && !mapdef_old_section(s) &&
		strcmp(s->name, ".maps") && strcmp(s->name, "license") &&
		strcmp(s->name, "version") && !begins(s->name, ".struct_ops") &&
		!begins(s->name, "?.struct_ops") &&
		strcmp(s->name, ".addr_space.1") && strcmp(s->name, ".jumptables");
}

/*
 * "object.data", at most 15 characters with 7 or more of them kept for the section; a section with a name
 * of its own, ".data.mine", is named by that alone. The kernel allows letters, digits, _ and '.'.
 */
char *data_map_name(struct unit *u, const char *section)
{
	bool own = strchr(section + 1, '.') || section[0] != '.';
	size_t length = strlen(section);
	int prefix = own || length > 15 ? 0 : length > 7 ? 15 - (int)length : 8;
	char *name = arena_printf(u->arena, "%.*s%.15s", prefix, u->object_name, section), *c;

	for (c = name; c && *c; c++)
		if (!text_is_word(*c) && *c != '.')
			*c = '_';
	return name;
}

/* Programs and user space may share the pages if something in the section has global linkage. */
static bool has_global(const struct unit *u, uint32_t datasec)
{
	const struct btf_type *t = btf_type(&u->btf, datasec), *var;
	uint32_t i;

	for (i = 0; t && i < btf_vlen(t); i++) {
		var = btf_type(&u->btf, btf_secinfos(t)[i].type);
		if (var && btf_kind(var) == BTF_KIND_VAR && btf_var(var)->linkage)
			return true;
	}
	return false;
}

static int add_data(struct unit *u, const struct elf_section *s, struct rawbpf_diag *d)
{
	struct unit_map *m;

	if (!s->bytes.size)
		return 0;
	if (s->bytes.size > DATA_MAX)
		return elf_fail(&u->elf, s, s->offset, d, "0x%llx bytes of data are too many",
			(unsigned long long)s->bytes.size);
	m = unit_add_map(u, data_map_name(u, s->name));
	if (!m || !m->spec.name)
		return -ENOMEM;
	m->section = s->index;
	m->read_only = begins(s->name, ".rodata");
	m->spec.type = BPF_MAP_TYPE_ARRAY;
	m->spec.key_size = 4;
	m->spec.value_size = s->bytes.size;
	m->spec.max_entries = 1;
	m->spec.flags = m->read_only ? BPF_F_RDONLY_PROG : 0;
	m->value_type = types_of_section(u, s);
	/* the kernel maps no memory in which it looks after something itself */
	if (has_global(u, m->value_type) && !special_field(&u->btf, m->value_type))
		m->spec.flags |= BPF_F_MMAPABLE;
	m->image = arena_calloc(u->arena, 1, s->bytes.size);
	if (m->image && s->bytes.data)
		memcpy(m->image, s->bytes.data, s->bytes.size);
	return m->image ? 0 : -ENOMEM;
}

/* Mark the sections that instructions refer to. */
static int mark_used(const struct unit *u, bool *used, struct rawbpf_diag *d)
{
	const struct elf_section *s;
	struct elf_rel r;
	uint32_t i, n;
	int err;

	for (i = 1; i < u->elf.section_cnt; i++) {
		s = &u->elf.sections[i];
		if (s->type != SHT_REL || s->info >= u->elf.section_cnt ||
			!(u->elf.sections[s->info].flags & SHF_EXECINSTR))
			continue;
		for (n = 0; n < elf_rel_cnt(s); n++) {
			err = elf_rel_at(&u->elf, s, n, &r, d);
			if (err)
				return err;
			if (u->elf.symbols[r.symbol].section < u->elf.section_cnt)
				used[u->elf.symbols[r.symbol].section] = true;
		}
	}
	return 0;
}

int data_collect(struct unit *u, struct rawbpf_diag *d)
{
	bool *used = arena_calloc(u->arena, u->elf.section_cnt, sizeof(*used));
	const struct elf_section *s;
	uint32_t i;
	int err;

	if (!used)
		return -ENOMEM;
	err = mark_used(u, used, d);
	for (i = 1; !err && i < u->elf.section_cnt; i++) {
		s = &u->elf.sections[i];
		if (is_data(s) || (used[i] && may_be_data(s)))
			err = add_data(u, s, d);
	}
	return err;
}
