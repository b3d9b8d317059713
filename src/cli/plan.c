/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/plan.h"

#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "attach/attach.h"
#include "base/diag.h"
#include "base/text.h"
#include "cli/pair.h"
#include "kernel/kernel.h"
#include "kernel/names.h"
#include "object/link.h"

int plan_init(struct plan *p, size_t words)
{
	p->targets = calloc(words, 2 * sizeof(*p->targets));
	p->sets = p->targets + words;
	return p->targets ? 0 : -ENOMEM;
}

static void add(struct plan_word *w, char *word)
{
	char *equals = strchr(word, '=');

	w->name = word;
	if (!equals)
		return;
	*equals = '\0';
	w->value = equals + 1;
}

void plan_add_program(struct plan *p, char *word)
{
	add(&p->targets[p->target_cnt++], word);
}

bool plan_add_set(struct plan *p, char *word)
{
	struct plan_word *w = &p->sets[p->set_cnt++];

	add(w, word);
	return !w->value;
}

static int set_globals(struct plan *p, struct rawbpf_diag *d)
{
	uint32_t i;
	int err = 0;

	for (i = 0; !err && i < p->set_cnt; i++)
		err = rawbpf_global_set(p->object, p->sets[i].name, p->sets[i].value, d);
	return err;
}

/* ID:FUNCTION or PATH:FUNCTION: the program, and in *where the function */
static int open_prog(struct plan *p, const char **where, struct rawbpf_diag *d)
{
	const char *colon = strrchr(*where, ':');
	char *end, *name;
	uint32_t id;
	int fd;

	if (!colon || colon == *where)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"freplace:%s: give the program, by its id or the path of its pin, and its "
			"function: freplace:PROGRAM:FUNCTION", *where);
	name = strndup(*where, colon - *where);
	if (!name)
		return -ENOMEM;
	*where = colon + 1;
	id = strtoul(name, &end, 10);
	if (*end) {
		fd = rawbpf_pin_open(p->object->kernel, name, d);
	} else {
		fd = kernel_fd_by_id(p->object->kernel, BPF_PROG_GET_FD_BY_ID, id);
		if (fd < 0)
			diag_fail(d, RAWBPF_STAGE_USE, fd, "program %s: %s", name,
				diag_strerror(fd));
	}
	free(name);
	return fd;
}

/* A section that no hook has says nothing of what the program expects to be given. */
static int check_type(const struct rawbpf_prog *prog, const struct hook *h, struct rawbpf_diag *d)
{
	const struct hook *own = prog->func->hook;
	char is[32], takes[32];

	if (!own || own->prog_type == h->prog_type)
		return 0;
	names_short(&names_prog_type, own->prog_type, is, sizeof(is));
	names_short(&names_prog_type, h->prog_type, takes, sizeof(takes));
	return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL, "program %s: by its section \"%s\" it is of type %s, "
		"and hook %s takes programs of type %s", prog->func->name, prog->func->section_name, is,
		h->section, takes);
}

static bool for_slot(const struct rawbpf_prog *prog, const char *target)
{
	const char *where;
	const struct hook *h = hook_by_target(target, &where);

	h = h ? h : prog->func->hook;
	return h && h->mechanism == HOOK_XDP && strstr(where, ",slot=");
}

/* One program is loaded once, as what goes into slots or as what needs none. */
static int check_slots(const struct plan *p, const struct rawbpf_prog *prog, const struct plan_word *now,
	struct rawbpf_diag *d)
{
	const struct plan_word *t;

	for (t = p->targets; t < now; t++)
		if (t->value && rawbpf_object_prog(p->object, t->name) == prog &&
			for_slot(prog, t->value) != for_slot(prog, now->value))
			return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL, "program %s: give slot= in all of "
				"its targets or in none, since it is loaded for slots or not",
				prog->func->name);
	return 0;
}

/*
 * What runs on a card is loaded for that one; what shares interfaces, for a slot of any dispatcher.
 * h: the target's, NULL: the section's
 */
static int set_place(struct plan *p, struct rawbpf_prog *prog, const struct hook *h,
	const char *where, struct rawbpf_diag *d)
{
	char name[IF_NAMESIZE] = "";
	int index = h ? check_type(prog, h, d) : 0;

	if (index)
		return index;
	if (h && prog->in_slot)
		prog->flags |= hook_load_flags(h);
	else if (h)
		prog_set_hook(prog, h);
	else
		h = prog->func->hook;
	if (h && h->mechanism == HOOK_XDP && where && strstr(where, ",slot="))
		return rawbpf_prog_set_slot(prog, d);
	if (!h || h->mechanism != HOOK_XDP || (h->flags & HOOK_OFFLOAD) != HOOK_OFFLOAD)
		return 0;
	text_format(name, sizeof(name), "%.*s", (int)strcspn(where, ","), where);
	if (!*name)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL, "xdpoffload:%s: name an interface, as in "
			"xdpoffload:eth0", where);
	index = kernel_ifindex(p->object->kernel, name);
	if (index < 0)
		return diag_fail(d, RAWBPF_STAGE_ATTACH, index, "xdpoffload:%s: no such network "
			"interface", where);
	rawbpf_prog_set_ifindex(prog, index);
	return 0;
}

/* What a program is loaded for has to be known before that. */
static int set_target(struct plan *p, struct rawbpf_prog *prog, const char *where,
	struct rawbpf_diag *d)
{
	int fd = 0, err;

	if (!attach_btf_is_place(prog) || prog->in_slot)
		return 0;
	if (rawbpf_prog_type(prog) == BPF_PROG_TYPE_EXT)
		fd = open_prog(p, &where, d);
	err = fd < 0 ? fd : rawbpf_prog_set_attach_target(prog, fd, where, d);
	if (fd > 0)
		kernel_close(p->object->kernel, fd);
	return err;
}

static struct rawbpf_map *struct_ops(const struct plan *p, const char *name)
{
	struct rawbpf_map *m = rawbpf_object_map(p->object, name);

	return m && m->def->ops ? m : NULL;
}

/* A program that is named is loaded even if optional, and as what the hook given for it takes. */
static int choose_programs(struct plan *p, struct rawbpf_diag *d)
{
	const struct plan_word *t;
	const struct hook *h;
	struct rawbpf_prog *prog;
	struct rawbpf_map *map;
	const char *where;
	int err = 0;

	for (t = p->targets; !err && t < p->targets + p->target_cnt; t++) {
		map = t->value ? NULL : struct_ops(p, t->name);
		if (map)
			rawbpf_map_set_autocreate(map, true);
		prog = rawbpf_object_prog(p->object, t->name);
		if (map && !prog)
			continue;
		if (!prog)
			return diag_fail(d, RAWBPF_STAGE_USE, -ENOENT,
				"%s: there is no program \"%s\"; rawbpf inspect %s lists them",
				p->file, t->name, p->file);
		rawbpf_prog_set_autoload(prog, true);
		where = NULL;
		h = t->value ? hook_by_target(t->value, &where) : NULL;
		if (t->value)
			err = check_slots(p, prog, t, d);
		if (t->value && !err)
			err = set_place(p, prog, h, where, d);
		if (t->value && !err)
			err = set_target(p, prog, where, d);
	}
	return err;
}

int plan_load(struct plan *p, struct rawbpf_kernel *k, struct rawbpf_diag *d)
{
	struct rawbpf_open_opts opts;
	int err;

	memset(&opts, 0, sizeof(opts));
	opts.kernel = k;
	opts.token_path = p->token;
	opts.btf_file = p->btf_file;
	opts.kconfig_file = p->kconfig;
	err = rawbpf_object_open(p->file, &opts, &p->object, d);
	if (!err)
		err = choose_programs(p, d);
	if (!err)
		err = set_globals(p, d);
	return err ? err : rawbpf_object_load(p->object, d);
}

/* of section xdp/devmap, xdp/cpumap: stands in a map of that type */
static bool xdp_map_type(const struct rawbpf_prog *prog)
{
	return prog->type == BPF_PROG_TYPE_XDP &&
		(prog->attach_type == BPF_XDP_DEVMAP || prog->attach_type == BPF_XDP_CPUMAP);
}

/*
 * Programs that others jump to stand in a prog array and are attached nowhere; those of struct_ops
 * are what their struct is registered for.
 */
static bool is_called(const struct plan *p, const struct rawbpf_prog *prog)
{
	const struct unit_map *m;
	uint32_t i, n;

	if (prog->type == BPF_PROG_TYPE_STRUCT_OPS || xdp_map_type(prog))
		return true;
	for (i = 0; i < p->object->unit.map_cnt; i++) {
		m = p->object->unit.maps[i];
		for (n = 0; n < m->slot_cnt; n++)
			if (m->slots[n].prog == prog->func)
				return true;
	}
	return false;
}

static int attach(struct rawbpf_prog *prog, const char *target, plan_attached fn, void *ctx,
	struct rawbpf_diag *d)
{
	struct rawbpf_link *l = NULL;
	int err = fn ? rawbpf_prog_attach(prog, target, NULL, &l, d) : attach_check(prog, target, d);

	return err || !fn ? err : fn(ctx, l);
}

static int attach_map(struct rawbpf_map *m, plan_attached fn, void *ctx, struct rawbpf_diag *d)
{
	struct rawbpf_link *l = NULL;
	int err = fn ? rawbpf_map_attach(m, &l, d) : 0;

	return err || !fn ? err : fn(ctx, l);
}

static int attach_named(struct plan *p, const struct plan_word *w, plan_attached fn, void *ctx,
	struct rawbpf_diag *d)
{
	struct rawbpf_prog *prog = rawbpf_object_prog(p->object, w->name);

	return prog ? attach(prog, w->value, fn, ctx, d)
		    : attach_map(struct_ops(p, w->name), fn, ctx, d);
}

/* Without fn only check what can be said before anything is attached: is there what it shall replace? */
static int attach_all(struct plan *p, plan_attached fn, void *ctx, struct rawbpf_diag *d)
{
	struct rawbpf_prog *prog = NULL;
	struct rawbpf_map *m = NULL;
	uint32_t i;
	int err = 0;

	for (i = 0; !err && i < p->target_cnt; i++)
		err = attach_named(p, &p->targets[i], fn, ctx, d);
	if (p->target_cnt)
		return err;
	while (!err && (prog = rawbpf_object_next_prog(p->object, prog)))
		if (rawbpf_prog_autoload(prog) && !is_called(p, prog))
			err = attach(prog, NULL, fn, ctx, d);
	while (!err && (m = rawbpf_object_next_map(p->object, m)))
		if (m->ops)
			err = attach_map(m, fn, ctx, d);
	return err;
}

const char *plan_link_name(const struct rawbpf_link *l)
{
	return l->map ? rawbpf_map_name(l->map) : rawbpf_prog_name(l->prog);
}

void plan_show_link(struct json *j, const struct rawbpf_link *l)
{
	pair_text(j, l->map ? "map" : "prog", plan_link_name(l));
	pair_text(j, "hook", l->hook);
	pair_text(j, "where", l->where);
	pair_text(j, "how", l->how);
}

static bool has_optional(const struct plan *p)
{
	struct rawbpf_prog *prog = NULL;

	while ((prog = rawbpf_object_next_prog(p->object, prog)) && !prog->func->optional)
		;
	return prog;
}

int plan_attach(struct plan *p, plan_attached fn, void *ctx, struct rawbpf_diag *d)
{
	int err = attach_all(p, NULL, NULL, d);

	if (!err)
		err = attach_all(p, fn, ctx, d);
	if (!err && !p->object->links)
		err = diag_fail(d, RAWBPF_STAGE_USE, -EINVAL, "%s: there is no program to attach%s",
			p->file, has_optional(p) ? " (those of sections that begin with '?' only if they "
				"are named)" : "");
	return err;
}

void plan_close(struct plan *p)
{
	rawbpf_object_close(p->object);
	free(p->targets);
}
