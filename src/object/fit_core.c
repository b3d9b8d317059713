/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's types that CO-RE records ask about, for the functions that get loaded: programs
 * that are, and every subprogram, since who calls whom is known only later. A file of types given
 * instead of the kernel's is another list of names and another walk; modules it has none.
 */
#include "object/object.h"

#include "link/core.h"

static bool is_loaded(const struct rawbpf_object *o, const struct unit_func *f)
{
	return !f->entry || o->progs[f->prog_index].autoload;
}

static int ask(struct rawbpf_object *o, struct btf_names *n, bool all)
{
	uint32_t i;
	int err = 0;

	for (i = 0; o->unit.core && !err && i < o->unit.func_cnt; i++)
		if (all || is_loaded(o, &o->unit.funcs[i]))
			err = core_ask(&o->unit, &o->unit.funcs[i], n);
	return err;
}

int fit_core_ask(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	(void)d;
	if (!o->btf_file)
		return ask(o, &o->names, false);
	btf_names_init(&o->core_names, &o->arena);
	return ask(o, &o->core_names, false);
}

int fit_core_answer(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	if (!o->btf_file || !o->core_names.cnt)
		return 0;
	return ktypes_file_read(o->kernel, &o->arena, o->btf_file, NULL, &o->core_names,
		&o->core_file, d);
}

int fit_core_all(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	int err;

	btf_names_init(&o->core_names, &o->arena);
	err = ask(o, &o->core_names, true);
	if (err || !o->core_names.cnt)
		return err;
	return o->btf_file ? fit_core_answer(o, d)
			   : ktypes_search(&o->ktypes, &o->core_names, d);
}
