/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BPF_LINK_CREATE (5.7) and BPF_PROG_ATTACH (4.10) say the same three things: which program, on what,
 * as which attach type. The link is a descriptor of its own and ends with it; what PROG_ATTACH did
 * stays until BPF_PROG_DETACH, which names the program again so that it takes off no other.
 */
#include "attach/on_fd.h"

#include "kernel/kernel.h"

static int target(const struct rawbpf_link *l)
{
	return l->other_fd < 0 ? 0 : l->other_fd;
}

int on_fd_link(const struct attach_request *r, struct rawbpf_link *l)
{
	struct bpf_attr_link_create a;

	memset(&a, 0, sizeof(a));
	a.prog_fd = r->prog_fd;
	a.target_fd = target(l);
	a.attach_type = l->attach_type;
	l->how = "bpf_link";
	l->fd = kernel_link_create(r->kernel, &a);
	l->is_link = l->fd >= 0;
	return l->fd < 0 ? l->fd : 0;
}

static int detach(struct rawbpf_link *l)
{
	struct bpf_attr_prog_attach a;

	memset(&a, 0, sizeof(a));
	a.target_fd = target(l);
	a.attach_bpf_fd = l->prog_fd;
	a.attach_type = l->attach_type;
	return kernel_prog_detach(l->kernel, &a);
}

int on_fd_prog(const struct attach_request *r, struct rawbpf_link *l)
{
	struct bpf_attr_prog_attach a;
	int err;

	l->prog_fd = link_dup(r->prog_fd);
	if (l->prog_fd < 0)
		return l->prog_fd;
	memset(&a, 0, sizeof(a));
	a.target_fd = target(l);
	a.attach_bpf_fd = r->prog_fd;
	a.attach_type = l->attach_type;
	l->how = "PROG_ATTACH";
	err = kernel_prog_attach(r->kernel, &a);
	if (!err)
		l->detach = detach;
	l->stays = !err;
	return err;
}
