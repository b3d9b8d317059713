/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Control groups: a program on a cgroup v2 directory applies to all processes in it and below.
 * What it sees and may refuse depends on the attach type: packets, sockets, addresses, devices.
 *
 *	bpf_link	BPF_LINK_CREATE with a descriptor of the directory, since 5.7; several on
 *			one directory run one after the other, all must allow
 *	PROG_ATTACH	since 4.10; BPF_F_ALLOW_MULTI (4.15) lets others stand beside it. Stays
 *			after the process has ended, until BPF_PROG_DETACH or the cgroup's end
 *
 * The attach type is said again here, though most programs named it when they were loaded.
 * See them with `bpftool cgroup show DIR`. Needs CAP_NET_ADMIN for network hooks.
 */
#include "attach/attach.h"

#include <errno.h>
#include <fcntl.h>

#include "kernel/kernel.h"

static int open_directory(const struct attach_request *r, struct rawbpf_diag *d)
{
	int fd;

	if (!r->where || !*r->where)
		return attach_fail(r, -EINVAL, d, "name a directory of cgroup v2");
	fd = kernel_open(r->kernel, r->where, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		attach_fail(r, fd, d, "the directory cannot be opened: %s", diag_strerror(fd));
	return fd;
}

static int attach_link(const struct attach_request *r, struct rawbpf_link *l)
{
	struct bpf_attr_link_create a;

	memset(&a, 0, sizeof(a));
	a.prog_fd = r->prog_fd;
	a.target_fd = l->other_fd;
	a.attach_type = l->attach_type;
	l->how = "bpf_link";
	l->fd = kernel_link_create(r->kernel, &a);
	l->is_link = l->fd >= 0;
	return l->fd < 0 ? l->fd : 0;
}

static int detach_prog(struct rawbpf_link *l)
{
	struct bpf_attr_prog_attach a;

	memset(&a, 0, sizeof(a));
	a.target_fd = l->other_fd;
	a.attach_bpf_fd = l->prog_fd;
	a.attach_type = l->attach_type;
	return kernel_prog_detach(l->kernel, &a);
}

static int attach_prog(const struct attach_request *r, struct rawbpf_link *l)
{
	struct bpf_attr_prog_attach a;
	int err;

	l->prog_fd = link_dup(r->prog_fd);
	if (l->prog_fd < 0)
		return l->prog_fd;
	memset(&a, 0, sizeof(a));
	a.target_fd = l->other_fd;
	a.attach_bpf_fd = r->prog_fd;
	a.attach_type = l->attach_type;
	a.attach_flags = r->opts->flags ? r->opts->flags : BPF_F_ALLOW_MULTI;
	l->how = "PROG_ATTACH";
	err = kernel_prog_attach(r->kernel, &a);
	if (!err)
		l->detach = detach_prog;
	l->stays = !err;
	return err;
}

int cgroup_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	int err = -EINVAL;

	l->attach_type = r->hook->attach_type;
	l->other_fd = open_directory(r, d);
	if (l->other_fd < 0)
		return l->other_fd;
	if (!r->opts->no_link && !r->opts->flags)
		err = attach_link(r, l);
	if (err == -EINVAL)
		err = attach_prog(r, l);
	if (err == -EBADF)
		return attach_fail(r, err, d, "is not a directory of cgroup v2");
	if (err)
		attach_fail(r, err, d, "refused: %s%s", diag_strerror(err),
			err == -EPERM ? " (another program there forbids more, or no CAP_NET_ADMIN)"
				      : "");
	return err;
}
