/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs that are made for one function. The verifier has to know its arguments, so unlike a
 * kprobe they name it when they are loaded, by the number of a type:
 *
 *	attach_btf_id		of the kernel's own types (5.5), or
 *	attach_btf_obj_fd	of a module's, whose BTF this is (5.11), or
 *	attach_prog_fd		of those of another BPF program: the same field (5.5; freplace 5.6)
 *
 * What the number stands for follows from the program:
 *
 *	tp_btf		typedef btf_trace_NAME, a pointer to what a tracepoint calls
 *	lsm, lsm_cgroup	function bpf_lsm_NAME
 *	iter		function bpf_iter_NAME
 *	all others	function NAME; "module:NAME" and "vmlinux:NAME" look nowhere else
 *
 * Those that attach to many functions (fentry.multi, 7.2) name none at loading, only the module.
 */
#include "object/link.h"

#include <errno.h>

#include "kernel/kernel.h"

static bool is_multi(const struct rawbpf_prog *p)
{
	return p->type == BPF_PROG_TYPE_TRACING &&
		(p->attach_type == BPF_TRACE_FENTRY_MULTI ||
			p->attach_type == BPF_TRACE_FEXIT_MULTI ||
			p->attach_type == BPF_TRACE_FSESSION_MULTI);
}

bool attach_btf_wanted(const struct rawbpf_prog *p)
{
	return p->type == BPF_PROG_TYPE_EXT || p->type == BPF_PROG_TYPE_LSM ||
		(p->type == BPF_PROG_TYPE_TRACING && !is_multi(p));
}

/* What it attaches to is what it is loaded for, unless that is a cgroup. */
bool attach_btf_is_place(const struct rawbpf_prog *p)
{
	return attach_btf_wanted(p) &&
		!(p->type == BPF_PROG_TYPE_LSM && p->attach_type == BPF_LSM_CGROUP);
}

static bool is_tracepoint(const struct rawbpf_prog *p)
{
	return p->type == BPF_PROG_TYPE_TRACING && p->attach_type == BPF_TRACE_RAW_TP;
}

static const char *prefix(const struct rawbpf_prog *p)
{
	if (p->type == BPF_PROG_TYPE_LSM)
		return "bpf_lsm_";
	if (p->type == BPF_PROG_TYPE_TRACING && p->attach_type == BPF_TRACE_ITER)
		return "bpf_iter_";
	return is_tracepoint(p) ? "btf_trace_" : "";
}

static uint32_t kind(const struct rawbpf_prog *p)
{
	return is_tracepoint(p) ? BTF_KIND_TYPEDEF : BTF_KIND_FUNC;
}

const char *attach_btf_where(const struct rawbpf_prog *p)
{
	return p->target_where ? p->target_where : p->func->where;
}

static int fail(const struct rawbpf_prog *p, int err, struct rawbpf_diag *d, const char *say,
	const char *name)
{
	return diag_fail(d, RAWBPF_STAGE_LOAD, err, "%s: section %s: program %s: %s%s",
		p->object->file, p->func->section_name, p->func->name, say, name);
}

/* The module in "module:name", and in *name what follows; NULL if any will do. */
static const char *split(struct rawbpf_object *o, const char *where, const char **name)
{
	const char *colon = strchr(where, ':');

	*name = colon ? colon + 1 : where;
	return colon ? arena_printf(&o->arena, "%.*s", (int)(colon - where), where) : NULL;
}

static int set_name(struct rawbpf_prog *p, struct rawbpf_diag *d)
{
	struct rawbpf_object *o = p->object;
	const char *where = attach_btf_where(p), *name;

	if (!where)
		return fail(p, -EINVAL, d, "what it attaches to is not said: complete the section, "
			"or set it before loading", "");
	p->target_module = split(o, where, &name);
	if (strchr(where, ':') && !p->target_module)
		return -ENOMEM;
	p->target_name = arena_printf(&o->arena, "%s%s", prefix(p), name);
	return p->target_name ? 0 : -ENOMEM;
}

/* ---- functions of another program ------------------------------------------------------------- */

static int prog_types(struct rawbpf_prog *p, struct btf *b, struct rawbpf_diag *d)
{
	struct rawbpf_object *o = p->object;
	struct bpf_prog_info info;
	struct bpf_btf_info about;
	void *bytes;
	int err, fd;

	err = kernel_info(o->kernel, p->target_fd, &info, sizeof(info));
	if (err)
		return fail(p, err, d, "the program it is for cannot be asked about: ",
			diag_strerror(err));
	if (!info.btf_id)
		return fail(p, -EINVAL, d, "the program it is for was loaded without BTF: compile "
			"that one with -g", "");
	fd = kernel_fd_by_id(o->kernel, BPF_BTF_GET_FD_BY_ID, info.btf_id);
	if (fd < 0)
		return fail(p, fd, d, "the types of the program it is for cannot be had: ",
			diag_strerror(fd));
	err = ktypes_by_fd(o->kernel, fd, &o->arena, &about, &bytes);
	kernel_close(o->kernel, fd);
	if (err)
		return fail(p, err, d, "the types of the program it is for cannot be read: ",
			diag_strerror(err));
	return btf_view(&o->arena, "the program's types", bytes, about.btf_size, NULL,
		NULL, b, d);
}

static int find_in_prog(struct rawbpf_prog *p, struct rawbpf_diag *d)
{
	struct btf b;
	int err = prog_types(p, &b, d);

	if (err)
		return err;
	p->attach_btf_id = btf_find(&b, p->target_name, BTF_KIND_FUNC);
	return p->attach_btf_id ? 0 : fail(p, -ENOENT, d,
		"the program it is for has no function ", p->target_name);
}

/* ---- the kernel's ----------------------------------------------------------------------------- */

static int ask(struct rawbpf_prog *p, struct rawbpf_diag *d)
{
	int index, err = set_name(p, d);

	if (err || p->target_fd >= 0)
		return err ? err : find_in_prog(p, d);
	if (p->type == BPF_PROG_TYPE_EXT)
		return fail(p, -EINVAL, d, "it replaces a function of a program: say of which, before "
			"loading", "");
	if (p->target_module && strcmp(p->target_module, "vmlinux"))
		return 0; /* only there, wherever else there is one of this name */
	index = btf_names_add(&p->object->names, p->target_name, 1U << kind(p));
	p->target_asked = index + 1;
	return index < 0 ? index : 0;
}

static int absent(const struct rawbpf_prog *p, struct rawbpf_diag *d)
{
	const char *what = "this kernel has no function ";

	if (is_tracepoint(p))
		what = "this kernel has no tracepoint ";
	else if (p->type == BPF_PROG_TYPE_LSM)
		what = "this kernel has no LSM hook with the function ";
	else if (*prefix(p))
		what = "this kernel has no iterator ";
	else if (p->target_module)
		what = "that part of the kernel has no function ";
	return fail(p, -ENOENT, d, what,
		p->target_name + (is_tracepoint(p) ? strlen(prefix(p)) : 0));
}

/* A name that only looks like a flavor of another one has to be met in full. */
static int take_answer(struct rawbpf_prog *p, const struct btf_name *q, struct rawbpf_diag *d)
{
	const struct ktypes_module *m;
	const struct btf_found *f;

	for (f = q->found; f < q->found + q->cnt; f++) {
		if (strcmp(btf_name(f->btf, btf_type(f->btf, f->id)), p->target_name))
			continue;
		m = ktypes_module(&p->object->ktypes, f->btf);
		if (m && p->target_module)
			continue; /* vmlinux: */
		p->attach_btf_id = f->id;
		p->attach_btf_fd = m ? m->fd : 0;
		return 0;
	}
	return absent(p, d);
}

static int module(struct rawbpf_prog *p, const struct ktypes_module **out, struct rawbpf_diag *d)
{
	struct ktypes *t = &p->object->ktypes;
	const struct btf *vmlinux;
	int err = ktypes_vmlinux(t, &vmlinux, d);

	if (!err)
		err = ktypes_modules(t, d);
	if (err)
		return err;
	for (*out = t->modules; *out < t->modules + t->module_cnt; ++*out)
		if (!strcmp((*out)->name, p->target_module))
			return 0;
	return fail(p, -ENOENT, d, "there is no module, or not one with BTF, that is called ",
		p->target_module);
}

static int find_in_module(struct rawbpf_prog *p, struct rawbpf_diag *d)
{
	const struct ktypes_module *m = NULL;
	const struct btf_type *t;
	uint32_t id;
	int err = module(p, &m, d);

	if (err)
		return err;
	p->attach_btf_fd = m->fd;
	if (is_multi(p))
		return 0;
	for (t = btf_first(&m->btf), id = m->btf.first; t; t = btf_next(&m->btf, t), id++)
		if (btf_kind(t) == kind(p) && !strcmp(btf_name(&m->btf, t), p->target_name)) {
			p->attach_btf_id = id;
			return 0;
		}
	return absent(p, d);
}

static int answer(struct rawbpf_prog *p, struct rawbpf_diag *d)
{
	if (p->target_fd >= 0)
		return 0;
	if (p->target_asked)
		return take_answer(p, &p->object->names.asked[p->target_asked - 1], d);
	return find_in_module(p, d);
}

/* fentry.multi/module:pattern; without a module it is the kernel, which needs no number */
static int multi_module(struct rawbpf_prog *p, struct rawbpf_diag *d)
{
	const char *where = attach_btf_where(p);
	int err;

	if (!where || !strchr(where, ':'))
		return 0;
	err = set_name(p, d);
	return err || !strcmp(p->target_module, "vmlinux") ? err : find_in_module(p, d);
}

int attach_btf_ask(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	uint32_t i;
	int err = 0;

	for (i = 0; !err && i < o->unit.prog_cnt; i++)
		if (o->progs[i].autoload && attach_btf_wanted(&o->progs[i]))
			err = ask(&o->progs[i], d);
	return err;
}

int attach_btf_answer(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	struct rawbpf_prog *p;
	int err = 0;

	for (p = o->progs; !err && p < o->progs + o->unit.prog_cnt; p++) {
		if (p->autoload && attach_btf_wanted(p))
			err = answer(p, d);
		else if (p->autoload && is_multi(p))
			err = multi_module(p, d);
	}
	return err;
}

int rawbpf_prog_set_attach_target(struct rawbpf_prog *p, int prog_fd, const char *func,
	struct rawbpf_diag *d)
{
	struct rawbpf_object *o = p->object;
	const char *copy;
	int fd;

	if (o->tried)
		return diag_fail(d, RAWBPF_STAGE_USE, -EBUSY,
			"program %s: say before loading what it is for", p->func->name);
	fd = prog_fd > 0 ? link_dup(prog_fd) : -1;
	copy = func ? arena_printf(&o->arena, "%s", func) : NULL;
	if (prog_fd > 0 && fd < 0)
		return diag_fail(d, RAWBPF_STAGE_USE, fd, "program %s: %d is no descriptor",
			p->func->name, prog_fd);
	if (func && !copy) {
		kernel_close(o->kernel, fd);
		return diag_fail(d, RAWBPF_STAGE_USE, -ENOMEM, "program %s: out of memory",
			p->func->name);
	}
	kernel_close(o->kernel, p->target_fd);
	p->target_fd = fd;
	p->target_where = copy;
	return 0;
}
