/* SPDX-License-Identifier: BSD-2-Clause */
/* Attaching programs of an object: their section names say where, unless the caller does. */
#include "attach/attach.h"

#include <errno.h>

static int no_target(const struct rawbpf_prog *p, const struct hook *h, struct rawbpf_diag *d)
{
	return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
		"program %s: its section \"%s\" does not say where to attach it: give %s=%s:WHERE, "
		"WHERE being %s %s",
		p->func->name, p->func->section_name, p->func->name, h->section,
		strchr("aeiou", *hook_target_words(h)) ? "an" : "a", hook_target_words(h));
}

/* These were loaded for their target, and for no other. */
static int check_loaded_for(const struct rawbpf_prog *p, const char *target,
	struct attach_request *r, struct rawbpf_diag *d)
{
	const char *where = attach_btf_where(p);
	size_t len = where ? strlen(where) : 0, given = target ? strlen(r->where) : 0;

	/* what names a program stands before the function */
	if (target && (given < len || strcmp(r->where + given - len, where)))
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"program %s was loaded for %s, not for %s: set the target before loading",
			p->func->name, where ? where : "nothing", r->where);
	if (!target)
		r->where = where;
	return 0;
}

/* Programs of cgroups are loaded for one place, but those that are as old as the first hooks. */
static bool is_other_place(const struct rawbpf_prog *p, const struct hook *h)
{
	return h->mechanism == HOOK_CGROUP && !(h->flags & HOOK_NO_TYPE) &&
		p->attach_type != h->attach_type;
}

/* A hook given by name must be one for this program's type. */
static int choose(const struct rawbpf_prog *p, const char *target, struct attach_request *r,
	struct rawbpf_diag *d)
{
	r->where = p->type == BPF_PROG_TYPE_LSM ? NULL : p->func->where;
	r->hook = target ? hook_by_target(target, &r->where) : NULL;
	/* words behind a place may have a colon too */
	if (target && !r->hook && target[strcspn(target, ":,")] == ':' && *target != '/')
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"%s: \"%.*s\" is no hook", target, (int)strcspn(target, ":"), target);
	if (!r->hook)
		r->hook = p->func->hook;
	if (!r->hook)
		r->hook = hook_by_type(p->type);
	if (!r->hook)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"program %s: no hook has its section name \"%s\": give %s=HOOK:WHERE",
			p->func->name, p->func->section_name, p->func->name);
	if (p->in_slot && r->hook->mechanism == HOOK_XDP)
		return r->where && *r->where ? 0 : no_target(p, r->hook, d);
	if (p->type != r->hook->prog_type || is_other_place(p, r->hook))
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"program %s was not loaded as the type that hook %s takes", p->func->name,
			r->hook->section);
	if (attach_btf_is_place(p))
		return check_loaded_for(p, target, r, d);
	if (r->hook->target == TARGET_NETNS && (!r->where || !*r->where))
		r->where = "/proc/self/ns/net"; /* our own, if none is named */
	if (!r->where && r->hook->mechanism == HOOK_SOCKMAP)
		r->where = sockmap_only(p->object);
	if (!r->where && r->hook->mechanism && !r->opts->socket_fd)
		return no_target(p, r->hook, d);
	return 0;
}

static int attach(const struct rawbpf_prog *p, const char *target,
	const struct rawbpf_attach_opts *opts, struct rawbpf_link **out, struct rawbpf_diag *d)
{
	struct attach_request r = { .kernel = p->object->kernel, .prog_fd = p->fd,
		.object = p->object, .frags = p->flags & BPF_F_XDP_HAS_FRAGS };
	int err;

	r.opts = opts ? opts : &attach_no_opts;
	err = choose(p, target, &r, d);
	return err ? err : attach_run(&r, out, d);
}

int attach_check(const struct rawbpf_prog *p, const char *target, struct rawbpf_diag *d)
{
	return attach(p, target, NULL, NULL, d);
}

int rawbpf_prog_attach(struct rawbpf_prog *p, const char *target,
	const struct rawbpf_attach_opts *opts, struct rawbpf_link **out, struct rawbpf_diag *d)
{
	struct rawbpf_link *l = NULL;
	int err = attach(p, target, opts, &l, d);

	if (err)
		return err;
	l->object = p->object;
	l->prog = p;
	l->next = p->object->links;
	p->object->links = l;
	if (out)
		*out = l;
	return 0;
}

/* Does the section say where? */
static bool has_place(const struct rawbpf_prog *p)
{
	if (attach_btf_wanted(p))
		return attach_btf_is_place(p) && attach_btf_where(p);
	return p->func->where;
}

int rawbpf_object_attach(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	struct rawbpf_prog *p = NULL;
	struct rawbpf_map *m = NULL;
	int err = 0;

	while (!err && (p = rawbpf_object_next_prog(o, p)))
		if (p->fd >= 0 && p->type != BPF_PROG_TYPE_STRUCT_OPS &&
			has_place(p))
			err = rawbpf_prog_attach(p, NULL, NULL, NULL, d);
	while (!err && (m = rawbpf_object_next_map(o, m)))
		if (m->ops && m->fd >= 0)
			err = rawbpf_map_attach(m, NULL, d);
	return err;
}
