/* SPDX-License-Identifier: BSD-2-Clause */
/* A program of an object: what is known of it before and after loading. */
#include "object/object.h"

#include <errno.h>

#include "kernel/kernel.h"

const char *rawbpf_prog_name(const struct rawbpf_prog *p)
{
	return p->func->name;
}

const char *rawbpf_prog_section(const struct rawbpf_prog *p)
{
	return p->func->section_name;
}

uint32_t rawbpf_prog_type(const struct rawbpf_prog *p)
{
	return p->type;
}

int rawbpf_prog_fd(const struct rawbpf_prog *p)
{
	return p->fd;
}

void rawbpf_prog_set_autoload(struct rawbpf_prog *p, bool on)
{
	/* what nobody asked the kernel's types for cannot be loaded any more */
	if (!on || !p->object->tried)
		p->autoload = on;
}

bool rawbpf_prog_autoload(const struct rawbpf_prog *p)
{
	return p->autoload;
}

int rawbpf_prog_set_type(struct rawbpf_prog *p, uint32_t prog_type, uint32_t expected_attach)
{
	if (p->object->tried)
		return -EBUSY;
	p->type = prog_type;
	p->attach_type = expected_attach;
	return 0;
}

int rawbpf_prog_set_flags(struct rawbpf_prog *p, uint32_t flags)
{
	if (p->object->tried)
		return -EBUSY;
	p->flags = flags;
	return 0;
}

uint32_t rawbpf_prog_flags(const struct rawbpf_prog *p)
{
	return p->flags;
}

/* What its section says of sleeping and fragments stays true at another hook of its type. */
void prog_set_hook(struct rawbpf_prog *p, const struct hook *h)
{
	if (p->type != h->prog_type)
		p->flags = 0;
	rawbpf_prog_set_type(p, h->prog_type, h->attach_type);
	p->flags |= hook_load_flags(h);
}

/* What a perf event array holds is this machine's anyway. */
void rawbpf_prog_set_ifindex(struct rawbpf_prog *p, uint32_t ifindex)
{
	struct rawbpf_object *o = p->object;
	struct rawbpf_map *m;

	p->ifindex = ifindex;
	for (m = o->maps; m < o->maps + o->unit.map_cnt; m++)
		if (m->spec.type != BPF_MAP_TYPE_PERF_EVENT_ARRAY)
			m->spec.ifindex = ifindex;
}

void prog_close(struct rawbpf_prog *p)
{
	if (!p->object) /* opening ended before it was one */
		return;
	kernel_close(p->object->kernel, p->fd);
	kernel_close(p->object->kernel, p->target_fd);
	p->fd = p->target_fd = -1;
}
