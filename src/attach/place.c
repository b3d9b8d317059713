/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BPF_LINK_CREATE (5.7) and BPF_PROG_ATTACH (4.10) say the same three things: which program, on what,
 * as which attach type. The link is a descriptor of its own and ends with it; what PROG_ATTACH did
 * stays until BPF_PROG_DETACH, which names the program again so that it takes off no other.
 *
 * What they are on is a descriptor (of a cgroup, a map of sockets, a namespace, a device), or in the same
 * field the number of an interface: XDP, tcx, netkit. Where several programs stand in an order, which
 * tcx and netkit have since 6.6 and 6.7, cgroups since 6.17, more is said:
 *
 *	BPF_F_BEFORE, AFTER	beside relative_fd, a program or with BPF_F_LINK a link, or with BPF_F_ID
 *				beside what has relative_id; of neither: first or last of all
 *	expected_revision	-ESTALE if something there has changed since. 0: whatever has
 *	BPF_F_REPLACE		PROG_ATTACH only: in the place of replace_bpf_fd. A link is asked for
 *				that itself, by BPF_LINK_UPDATE
 */
#include "attach/place.h"

#include "kernel/kernel.h"

static int target_of(const struct rawbpf_link *l)
{
	if (l->ifindex)
		return l->ifindex;
	return l->other_fd < 0 ? 0 : l->other_fd;
}

static uint32_t neighbour(const struct rawbpf_attach_opts *o)
{
	return o->flags & BPF_F_ID ? o->relative_id : (uint32_t)o->relative_fd;
}

int place_create(struct rawbpf_link *l, struct bpf_attr_link_create *a)
{
	l->how = "bpf_link";
	l->fd = kernel_link_create(l->kernel, a);
	l->is_link = l->fd >= 0;
	return l->is_link ? 0 : l->fd;
}

int place_link(const struct attach_request *r, struct rawbpf_link *l, uint32_t flags)
{
	struct bpf_attr_link_create a;

	memset(&a, 0, sizeof(a));
	a.prog_fd = r->prog_fd;
	a.target_fd = target_of(l);
	a.attach_type = l->attach_type;
	a.flags = flags;
	/* netkit and cgroups have the same two in the same places */
	a.tcx.relative_fd = neighbour(r->opts);
	a.tcx.expected_revision = r->opts->expected_revision;
	return place_create(l, &a);
}

int place_empty(struct rawbpf_kernel *k, int target, uint32_t attach_type, int prog_fd)
{
	struct bpf_attr_prog_attach a;

	memset(&a, 0, sizeof(a));
	a.target_fd = target;
	a.attach_bpf_fd = prog_fd;
	a.attach_type = attach_type;
	return kernel_prog_detach(k, &a);
}

static int detach(struct rawbpf_link *l)
{
	return place_empty(l->kernel, target_of(l), l->attach_type, l->prog_fd);
}

int place_prog(const struct attach_request *r, struct rawbpf_link *l, uint32_t flags)
{
	struct bpf_attr_prog_attach a;
	int err;

	l->prog_fd = link_dup(r->prog_fd);
	if (l->prog_fd < 0)
		return l->prog_fd;
	memset(&a, 0, sizeof(a));
	a.target_fd = target_of(l);
	a.attach_bpf_fd = r->prog_fd;
	a.attach_type = l->attach_type;
	a.attach_flags = flags;
	a.replace_bpf_fd = flags & BPF_F_REPLACE ? r->opts->replace_prog_fd : 0;
	a.relative_fd = neighbour(r->opts);
	a.expected_revision = r->opts->expected_revision;
	l->how = "PROG_ATTACH";
	err = r->opts->adopt ? 0 : kernel_prog_attach(r->kernel, &a);
	l->detach = err ? NULL : detach;
	l->stays = !err;
	return err;
}
