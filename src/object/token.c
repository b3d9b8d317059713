/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BPF token, since 6.9: what a process may do with bpf(2) that has CAP_BPF only in a user namespace
 * of its own, as in a container. Someone with rights outside mounts a bpffs for that namespace,
 * with options that say what is delegated
 *
 *	delegate_cmds=map_create:prog_load:btf_load	commands: names, if the kernel has BTF of its
 *							own, or their bits as a number
 *	delegate_maps=array:hash			types of maps
 *	delegate_progs=xdp				types of programs
 *	delegate_attachs=any				attach types
 *
 * and the process makes a token from a descriptor of that mount. Requests that carry it, with
 * BPF_F_TOKEN_FD in their flags, are checked against capabilities in the namespace and against
 * what is delegated, others as before.
 */
#include "object/object.h"

#include <errno.h>
#include <fcntl.h>

#include "kernel/kernel.h"

static const char *hint(int err)
{
	switch (err) {
	case -ENOENT:
		return " (this bpffs was mounted without delegate_... options)";
	case -EPERM:
		return " (needs CAP_BPF in the user namespace that the bpffs was mounted for, and that "
		       "must not be the first one)";
	case -EOPNOTSUPP:
		return " (the user namespace that the bpffs was mounted for must not be the first one)";
	case -EINVAL:
		return " (is no bpffs, or this kernel is older than 6.9)";
	}
	return "";
}

int token_create(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	int err, fd;

	if (!o->token_path)
		return 0;
	fd = kernel_open(o->kernel, o->token_path, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return diag_fail(d, RAWBPF_STAGE_USE, fd, "%s: cannot be opened for a token: %s",
			o->token_path, diag_strerror(fd));
	err = kernel_token_create(o->kernel, fd);
	kernel_close(o->kernel, fd);
	if (err < 0)
		return diag_fail(d, RAWBPF_STAGE_USE, err, "%s: gives no BPF token: %s%s",
			o->token_path, diag_strerror(err), hint(err));
	o->token_fd = err;
	return 0;
}
