/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Registering a struct_ops map: the kernel checks the struct and calls the programs in it from now
 * on, where someone asks for it by name, as for TCP
 *
 *	setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "mine", 4)
 *	sysctl net.ipv4.tcp_congestion_control
 *
 *	BPF_MAP_UPDATE_ELEM	since 5.6. Key 0 is registered, and stays so after the process has
 *				ended, until BPF_MAP_DELETE_ELEM
 *	bpf_link		since 6.4, for maps with BPF_F_LINK: the update checks and completes
 *				the struct, the link registers it
 *
 * What is unregistered is still used by those that already have it, sockets for one.
 */
#include "attach/place.h"

#include <errno.h>

#include "kernel/kernel.h"

static int unregister(struct rawbpf_link *l)
{
	const uint32_t zero = 0;

	return kernel_map_delete(l->kernel, l->other_fd, &zero);
}

static int create_link(struct rawbpf_map *m, struct rawbpf_link *l)
{
	struct bpf_attr_link_create a;

	memset(&a, 0, sizeof(a));
	a.map_fd = m->fd;
	a.attach_type = BPF_STRUCT_OPS;
	return place_create(l, &a);
}

/* A map with BPF_F_LINK is completed once (then EBUSY), and can have one link after the other. */
static int attach_map(struct rawbpf_map *m, struct rawbpf_link *l)
{
	const uint32_t zero = 0;
	bool by_link = m->spec.flags & BPF_F_LINK;
	int err;

	l->attach_type = BPF_STRUCT_OPS;
	l->how = "MAP_UPDATE_ELEM";
	l->other_fd = by_link ? -1 : link_dup(m->fd);
	if (!by_link && l->other_fd < 0)
		return l->other_fd;
	err = kernel_map_update(l->kernel, m->fd, &zero, struct_ops_value(m), BPF_ANY);
	if (by_link)
		return err && err != -EBUSY ? err : create_link(m, l);
	if (!err)
		l->detach = unregister;
	l->stays = !err;
	return err;
}

static const char *hint(int err)
{
	switch (err) {
	case -EEXIST:
		return " (something of this name is registered already)";
	case -EINVAL:
		return " (the struct lacks a member that the kernel insists on, or one has a value it "
		       "does not take)";
	case -EBUSY:
		return " (it is registered already)";
	}
	return "";
}

int rawbpf_map_attach(struct rawbpf_map *m, struct rawbpf_link **out, struct rawbpf_diag *d)
{
	struct rawbpf_link *l;
	int err;

	if (!m->ops || m->fd < 0)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL, "map %s: %s", m->spec.name,
			m->def->ops ? "was not created here" : "is no struct_ops");
	l = link_new(m->object->kernel, "struct_ops", m->spec.name);
	if (!l)
		return diag_fail(d, RAWBPF_STAGE_ATTACH, -ENOMEM, "out of memory");
	err = attach_map(m, l);
	if (err) {
		rawbpf_link_detach(l);
		return diag_fail(d, RAWBPF_STAGE_ATTACH, err, "struct_ops %s: cannot be registered: %s%s",
			m->spec.name, diag_strerror(err), hint(err));
	}
	l->object = m->object;
	l->map = m;
	l->next = m->object->links;
	m->object->links = l;
	if (out)
		*out = l;
	return 0;
}
