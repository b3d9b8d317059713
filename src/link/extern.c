/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Externs. In ELF they are undefined symbols and no more. What they are stands in BTF: a VAR or FUNC
 * with the linkage "extern", in a data section .kconfig or .ksyms for which there is no ELF section.
 *
 *	extern int CONFIG_HZ __kconfig;			a setting (link/kconfig.c)
 *	extern const void bpf_map_iops __ksym;		an address: type void
 *	extern const int bpf_prog_active __ksym;	a variable (5.10), most of them per-CPU
 *	extern int bpf_iter_num_new(...) __ksym;	a function (5.13), also of a module (5.16)
 *
 * With __weak it may be missing. What is missing otherwise is an error of the programs that use it,
 * not of the object: the others load.
 *
 * The kernel refuses BTF with externs in it. So, once all is looked up, the functions become global
 * with a name for each parameter, the variables global integers, and the data section .ksyms, whose
 * entries may be functions as no data section's may, a struct: its record has the same size.
 */
#include "link/extern.h"

#include "base/sort.h"
#include "base/text.h"

#include <errno.h>
#include <stdarg.h>

int extern_lacks(struct unit *u, struct unit_extern *e, int err, const char *fmt, ...)
{
	char text[300];
	va_list ap;

	va_start(ap, fmt);
	text_vformat(text, sizeof(text), fmt, ap);
	va_end(ap);
	e->err = err;
	e->why = arena_printf(u->arena, "%s", text);
	return e->why ? err : -ENOMEM;
}

static int by_name(const void *a, const void *b)
{
	const struct unit_extern *x = a, *y = b;

	return strcmp(x->name, y->name);
}

struct unit_extern *extern_find(const struct unit *u, const char *name, size_t length)
{
	uint32_t low = 0, high = u->extern_cnt, mid;
	int order;

	while (low < high) {
		mid = low + (high - low) / 2;
		order = strncmp(u->externs[mid].name, name, length);
		if (!order && u->externs[mid].name[length])
			order = 1;
		if (!order)
			return &u->externs[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

uint32_t extern_declared(const struct unit *u, const struct unit_extern *e)
{
	const struct btf_type *t = btf_type(&u->btf, e->type);

	return btf_kind(t) == BTF_KIND_FUNC ? t->type : btf_skip(&u->btf, t->type);
}

static bool is_extern(const struct btf_type *t)
{
	if (t && btf_kind(t) == BTF_KIND_FUNC)
		return btf_vlen(t) == BTF_FUNC_EXTERN;
	return t && btf_kind(t) == BTF_KIND_VAR && btf_var(t)->linkage == BTF_VAR_GLOBAL_EXTERN;
}

static int add(struct unit *u, uint32_t type, bool kconfig, struct rawbpf_diag *d)
{
	const struct btf_type *t = btf_type(&u->btf, type);
	struct unit_extern *e = &u->externs[u->extern_cnt];

	if (!is_extern(t))
		return 0;
	e->name = btf_name(&u->btf, t);
	e->type = type;
	e->weak = true; /* until a symbol says otherwise: nothing refers to it */
	e->asked = -1;
	e->err = -ESRCH;
	e->why = "it is looked for when the object is loaded";
	if (btf_kind(t) == BTF_KIND_FUNC)
		e->kind = EXTERN_FUNCTION;
	else if (!kconfig)
		e->kind = extern_declared(u, e) ? EXTERN_VARIABLE : EXTERN_SYMBOL;
	if (kconfig && e->kind == EXTERN_FUNCTION)
		return unit_fail(u, -EINVAL, d,
			"extern %s: a function cannot be in .kconfig: write __ksym", e->name);
	u->extern_cnt++;
	return 0;
}

/* 1 for a section of settings, 0 of kernel symbols, -1 for any other type */
static int section_kind(const struct unit *u, const struct btf_type *t)
{
	const char *name = btf_name(&u->btf, t);

	if (btf_kind(t) != BTF_KIND_DATASEC)
		return -1;
	return !strcmp(name, ".kconfig") ? 1 : strcmp(name, ".ksyms") ? -1 : 0;
}

static uint64_t count(const struct unit *u)
{
	const struct btf_type *t;
	uint64_t n = 0;

	for (t = btf_first(&u->btf); t; t = btf_next(&u->btf, t))
		n += section_kind(u, t) < 0 ? 0 : btf_vlen(t);
	return n;
}

static int add_all(struct unit *u, struct rawbpf_diag *d)
{
	const struct btf_type *t;
	uint32_t i;
	int kind, err = 0;

	for (t = btf_first(&u->btf); t; t = btf_next(&u->btf, t)) {
		kind = section_kind(u, t);
		for (i = 0; !err && kind >= 0 && i < btf_vlen(t); i++)
			err = add(u, btf_secinfos(t)[i].type, kind, d);
	}
	return err;
}

static void find_symbols(struct unit *u)
{
	const struct elf_symbol *sym;
	struct unit_extern *e;
	uint32_t i;

	for (i = 1; i < u->elf.symbol_cnt; i++) {
		sym = &u->elf.symbols[i];
		if (sym->section != SHN_UNDEF)
			continue;
		e = extern_find(u, sym->name, strlen(sym->name));
		if (e)
			e->weak = sym->bind == STB_WEAK;
	}
}

int extern_collect(struct unit *u, struct rawbpf_diag *d)
{
	uint64_t most = u->has_btf ? count(u) : 0;
	int err;

	if (!most)
		return 0;
	u->externs = arena_calloc(u->arena, most, sizeof(*u->externs));
	if (!u->externs)
		return -ENOMEM;
	err = add_all(u, d);
	if (err)
		return err;
	sort(u->externs, u->extern_cnt, sizeof(*u->externs), by_name);
	find_symbols(u);
	return kconfig_layout(u, d);
}

static void fix_function(struct unit *u, struct btf_type *func)
{
	struct btf_type *proto = btf_type(&u->btf, func->type);
	uint32_t i;

	func->info = (func->info & ~0xffffffU) | BTF_FUNC_GLOBAL;
	for (i = 0; proto && btf_kind(proto) == BTF_KIND_FUNC_PROTO && i < btf_vlen(proto); i++)
		if (btf_params(proto)[i].type && !btf_params(proto)[i].name_off)
			btf_params(proto)[i].name_off = func->name_off;
}

/* Without an integer the section stays as it is; no compiler makes such an object. */
static void fix_section(struct unit *u, struct btf_type *sec, uint32_t number)
{
	uint32_t size = btf_type(&u->btf, number)->size, i;
	struct btf_member *m = btf_members(sec);

	sec->name_off = 0; /* a struct's name has no dot */
	sec->info = (uint32_t)BTF_KIND_STRUCT << 24 | btf_vlen(sec);
	sec->size = size * btf_vlen(sec);
	for (i = 0; i < btf_vlen(sec); i++)
		m[i] = (struct btf_member){ .type = number, .offset = i * size * 8 };
}

static uint32_t some_integer(const struct unit *u)
{
	const struct btf_type *t;
	uint32_t id = 1;

	for (t = btf_first(&u->btf); t; t = btf_next(&u->btf, t), id++)
		if (btf_kind(t) == BTF_KIND_INT && t->size && t->size <= 8)
			return id;
	return 0;
}

void extern_fix_btf(struct unit *u)
{
	uint32_t number = u->extern_cnt ? some_integer(u) : 0, i;
	struct btf_type *t;

	for (i = 0; number && i < u->extern_cnt; i++) {
		t = btf_type(&u->btf, u->externs[i].type);
		if (u->externs[i].kind == EXTERN_KCONFIG)
			continue;
		if (btf_kind(t) == BTF_KIND_FUNC) {
			fix_function(u, t);
			continue;
		}
		btf_var(t)->linkage = BTF_VAR_GLOBAL_ALLOCATED;
		t->type = number;
	}
	for (t = number ? btf_first(&u->btf) : NULL; t; t = btf_next(&u->btf, t))
		if (!section_kind(u, t))
			fix_section(u, t, number);
}
