/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs that were loaded for one function (fentry, fexit, fmod_ret, fsession, freplace), hook
 * (LSM) or tracepoint (tp_btf): the kernel knows from loading where they belong. It writes a piece
 * of machine code, the trampoline, that the function calls and that calls them. Since 5.5.
 *
 * BPF_RAW_TRACEPOINT_OPEN without a name is enough, on all kernels; BPF_LINK_CREATE does the same
 * since 5.19. The descriptor is a bpf_link.
 */
#include "attach/attach.h"

#include <errno.h>

#include "kernel/kernel.h"

static const char *reason(int err)
{
	switch (err) {
	case -EBUSY:
		return "something else holds the function: a live patch, or a kprobe inside it";
	case -E2BIG:
		return "38 programs are attached to it, which is the most";
	case -524:
		return "this kernel cannot change functions while it runs (no trampolines on this "
		       "machine, or built without function tracing)";
	}
	return diag_strerror(err);
}

int trampoline_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	l->how = "bpf_link";
	l->is_link = true;
	l->fd = kernel_raw_tracepoint_open(r->kernel, NULL, r->prog_fd);
	return l->fd < 0 ? attach_fail(r, l->fd, d, "%s", reason(l->fd)) : 0;
}
