/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One object for good: loaded, attached and pinned, so that it outlives this process.
 *
 *	PATH/progs/NAME, PATH/maps/NAME		before anything is attached: if something is pinned
 *						there already, nothing has happened yet
 *	PATH/links/NAME				each as soon as it is attached
 *	PATH/links/NAME-xdp			of a program in a slot: what holds the dispatcher
 *
 * Attachments that are no bpf_link cannot be pinned. Some stay by themselves, until somebody takes
 * them off; those that would end with this process are refused.
 *
 * Taking back: the kernel lets go of an unpinned bpf_link a moment after the last descriptor is
 * closed, and the fallback may want the same place at once, so it is detached by name
 * (BPF_LINK_DETACH, 5.9), as far as its kind knows that.
 */
#include "cli/init.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "cli/pins.h"
#include "kernel/kernel.h"
#include "object/link.h"

/* A folder, with those above it that are missing. What else is wrong, the first pin will tell. */
static int make_folder(struct init *in, const char *path, size_t size)
{
	int err = pins_folder(&in->pins, path, size);
	size_t up = size;

	while (up && path[--up] != '/')
		;
	if (err != -ENOENT || !up)
		return err;
	make_folder(in, path, up);
	return pins_folder(&in->pins, path, size);
}

static int pin(struct init *in, const char *kind, int fd, const char *name)
{
	if (kind != in->made) {
		text_format(in->folder, sizeof(in->folder), "%s/%s", in->pin, kind);
		make_folder(in, in->folder, strlen(in->folder));
		in->made = kind;
	}
	return pins_add(&in->pins, fd, in->folder, name, in->diag);
}

static int pin_objects(struct init *in)
{
	const struct rawbpf_object *o = in->now.plan.object;
	struct rawbpf_prog *p = NULL;
	struct rawbpf_map *m = NULL;
	int err = 0;

	while (!err && (p = rawbpf_object_next_prog(o, p)))
		if (p->fd >= 0)
			err = pin(in, "progs", p->fd, rawbpf_prog_name(p));
	while (!err && (m = rawbpf_object_next_map(o, m)))
		if (m->fd >= 0 && !m->def->pin_by_name)
			err = pin(in, "maps", m->fd, m->spec.name);
	return err;
}

static int ends_with_us(struct init *in, const struct rawbpf_link *l)
{
	return diag_fail(in->diag, RAWBPF_STAGE_ATTACH, -EOPNOTSUPP,
		"%s:%s: attached by %s, which ends with this process; %s", l->hook, l->where, l->how,
		strcmp(l->how, "perf_event ioctl")
			? "no kernel has a bpf_link for it"
			: "a bpf_link, which can be pinned, is there since 5.15");
}

/* What is attached in several places is called NAME, NAME_2, NAME_3. */
static int keep_link(void *ctx, struct rawbpf_link *l)
{
	const struct rawbpf_link *other;
	unsigned int n = 1;
	struct init *in = ctx;
	char name[304], below[312];
	int err;

	if (!l->is_link)
		return l->stays ? 0 : ends_with_us(in, l);
	for (other = l->next; other; other = other->next)
		n += other->prog == l->prog && other->map == l->map;
	text_format(name, sizeof(name), n > 1 ? "%s_%u" : "%s", plan_link_name(l), n);
	link_below(below, sizeof(below), name);
	err = l->below_fd < 0 ? 0 : pin(in, "links", l->below_fd, below);
	if (!err)
		err = pin(in, "links", l->fd, name);
	l->pinned = !err;
	return err;
}

static int keep(struct init *in)
{
	struct init_line *l = &in->now;
	int err = plan_load(&l->plan, in->kernel, in->diag);

	init_log_notes(in);
	if (err)
		return err;
	in->pin = l->pin;
	if (!in->pin) {
		in->pin = in->usual_pin;
		text_format(in->usual_pin, sizeof(in->usual_pin), "/sys/fs/bpf/%s",
			l->plan.object->name);
	}
	err = pin_objects(in);
	if (!err)
		err = plan_attach(&l->plan, keep_link, in, in->diag);
	return err ? err : pins_give(&in->pins, l->uid, l->gid, l->mode, in->diag);
}

static void take_back(struct init *in)
{
	struct rawbpf_object *o = in->now.plan.object;
	struct rawbpf_link *l;

	pins_remove(&in->pins);
	while (o && (l = o->links)) {
		if (l->pinned)
			kernel_link_detach(l->kernel, l->fd);
		l->pinned = false;
		rawbpf_link_detach(l);
	}
	if (o)
		map_unpin_new(o);
}

int init_object(struct init *in)
{
	struct plan *p = &in->now.plan;
	const char *file = in->now.file;
	bool whole = *file == '/';
	int err;

	in->made = NULL;
	in->pins.kernel = in->kernel;
	text_format(in->path, sizeof(in->path), "%s%s%s", whole ? "" : in->dir, whole ? "" : "/",
		file);
	p->file = in->path;
	err = keep(in);
	if (err) {
		take_back(in);
		return err;
	}
	init_log_loaded(in);
	while (p->object->links)
		rawbpf_link_leave(p->object->links);
	pins_free(&in->pins);
	return 0;
}
