/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel variables and functions by BTF. What the kernel itself does not have a loaded module may
 * have; an instruction then has to say of which module, by a descriptor of its BTF: a load in its
 * second half, a call by an index into fd_array, which comes with the program (5.16). Index 0 there
 * means the kernel itself.
 *
 * A name is not enough: the types have to be compatible, or the program takes one thing for
 * another. Of a function the name may have a flavor, "bpf_foo___v2", so that one program can
 * declare what it looked like in different kernels, each weak.
 */
#include "object/externs.h"

#include <errno.h>
#include <linux/version.h>

#include "link/type_compat.h"

#define FD_ARRAY_MOST 32767 /* the offset of a call has 16 bits, with a sign */

int externs_ask(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	struct unit_extern *e;
	uint32_t i;

	(void)d;
	for (i = 0; i < o->unit.extern_cnt; i++) {
		e = &o->unit.externs[i];
		if (e->kind != EXTERN_VARIABLE && e->kind != EXTERN_FUNCTION)
			continue;
		e->asked = btf_names_add(&o->names, e->name,
			1U << (e->kind == EXTERN_FUNCTION ? BTF_KIND_FUNC : BTF_KIND_VAR));
		if (e->asked < 0)
			return e->asked;
	}
	return 0;
}

/* The place of a module's descriptor in fd_array, which is made here. */
static int fd_index(struct rawbpf_object *o, int fd)
{
	uint32_t i;
	int *more;

	for (i = 1; i < o->fd_cnt; i++)
		if (o->fd_array[i] == fd)
			return i;
	if (i > FD_ARRAY_MOST)
		return -E2BIG;
	more = arena_calloc(&o->arena, i + 1, sizeof(*more));
	if (!more)
		return -ENOMEM;
	if (o->fd_cnt)
		memcpy(more, o->fd_array, o->fd_cnt * sizeof(*more));
	more[i] = fd;
	o->fd_array = more;
	o->fd_cnt = i + 1;
	return i;
}

static int take(struct rawbpf_object *o, struct unit_extern *e, const struct btf_found *f)
{
	const struct ktypes_module *m = ktypes_module(&o->ktypes, f->btf);
	int index = m && e->kind == EXTERN_FUNCTION ? fd_index(o, m->fd) : 0;

	if (index == -E2BIG)
		return extern_lacks(&o->unit, e, index, "functions of too many modules are used");
	if (index < 0)
		return index;
	e->err = 0;
	e->btf_id = f->id;
	e->btf_fd = m ? m->fd : 0;
	e->fd_index = index;
	e->module = m ? m->name : NULL;
	return 0;
}

/*
 * The name of a variable has no flavor: what looks like one belongs to it. Nor has the kernel's own
 * name of a function: its "a___b" is not what a program calls "a".
 */
static bool is_named(const struct unit_extern *e, const struct btf_found *f)
{
	const char *name = btf_name(f->btf, btf_type(f->btf, f->id));
	uint32_t len = btf_essential_length(e->name);

	return !strcmp(name, e->name) ||
		(e->kind == EXTERN_FUNCTION && !strncmp(name, e->name, len) && !name[len]);
}

static int absent(struct rawbpf_object *o, struct unit_extern *e)
{
	const char *what = e->kind == EXTERN_FUNCTION ? "function" : "variable";

	if (o->ktypes.err)
		return extern_lacks(&o->unit, e, -ESRCH, "this kernel does not show its types, "
			"where it would be found: %s", diag_strerror(o->ktypes.err));
	if (o->ktypes.unseen)
		return extern_lacks(&o->unit, e, -ESRCH,
			"the kernel has no such %s among its types, and those of its modules cannot be "
			"read: %s",
			what, diag_strerror(o->ktypes.unseen));
	return extern_lacks(&o->unit, e, -ESRCH,
		"neither the kernel nor a loaded module has such a %s among its types%s", what,
		e->kind == EXTERN_VARIABLE ? ", which know few variables but per-CPU ones; declared "
			"as `const void` it is looked for in /proc/kallsyms" : "");
}

/* The first one that fits. What has another type a weak function is as good as missing for. */
static int answer(struct rawbpf_object *o, struct unit_extern *e)
{
	const struct btf_name *q = &o->names.asked[e->asked];
	const struct btf_found *f;
	bool seen = false;
	uint32_t i;

	for (i = 0; i < q->cnt; i++) {
		f = &q->found[i];
		if (!is_named(e, f))
			continue;
		seen = true;
		if (type_compat(&o->unit.btf, extern_declared(&o->unit, e), f->btf,
			btf_type(f->btf, f->id)->type))
			return take(o, e, f);
	}
	if (!seen)
		return absent(o, e);
	return extern_lacks(&o->unit, e, e->kind == EXTERN_FUNCTION ? -ESRCH : -EINVAL,
		"the kernel has it with another type than it is declared with here");
}

/* A function's address is asked for to see whether there is one; until 6.4 no load can name it. */
static void set_addresses(struct rawbpf_object *o)
{
	struct unit_extern *e = o->unit.externs;
	bool any = false;

	for (; e < o->unit.externs + o->unit.extern_cnt; e++)
		any |= e->kind == EXTERN_FUNCTION && !e->err;
	if (!any || kconfig_version(o->kernel) >= KERNEL_VERSION(6, 4, 0))
		return;
	for (e = o->unit.externs; e < o->unit.externs + o->unit.extern_cnt; e++)
		if (e->kind == EXTERN_FUNCTION)
			e->address = e->btf_id;
}

int externs_answer(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	struct unit_extern *e = o->unit.externs;
	int err = 0;

	if (!o->unit.extern_cnt)
		return 0;
	for (; err != -ENOMEM && e < o->unit.externs + o->unit.extern_cnt; e++)
		if (e->asked >= 0)
			err = answer(o, e);
	set_addresses(o);
	if (err != -ENOMEM)
		err = ksyms_answer(o);
	return err ? err : kconfig_answer(o, d);
}

int externs_look(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	int err;

	btf_names_init(&o->names, &o->arena);
	err = externs_ask(o, d);
	if (!err && o->names.cnt)
		err = ktypes_search(&o->ktypes, &o->names, NULL);
	return err == -ENOMEM ? err : externs_answer(o, d);
}
