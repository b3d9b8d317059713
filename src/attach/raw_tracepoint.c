/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Raw tracepoints: the same places as tracepoints, but the program gets the arguments that the
 * kernel's code passes to them, not a record made of them: faster, and bound to the kernel's
 * version. Since 4.17; the writable ones, whose program may change the event, since 5.2.
 *
 * BPF_RAW_TRACEPOINT_OPEN names it; its descriptor is a bpf_link since 5.7 and can be pinned then
 * (before, the kernel refuses the pin).
 * No tracefs is needed. Names are those of tracepoints without the category; `sys_enter` and
 * `sys_exit` stand for all system calls.
 */
#include "attach/attach.h"

#include <errno.h>

#include "kernel/kernel.h"

int raw_tracepoint_attach(const struct attach_request *r, struct rawbpf_link *l,
	struct rawbpf_diag *d)
{
	if (!r->where || !*r->where)
		return attach_fail(r, ATTACH_USAGE, d, "name a tracepoint, as in raw_tracepoint:sys_enter");
	l->how = "bpf_link";
	l->is_link = true;
	l->fd = kernel_raw_tracepoint_open(r->kernel, r->where, r->prog_fd);
	if (l->fd >= 0)
		return 0;
	return attach_fail(r, l->fd, d, "%s",
		l->fd == -ENOENT ? "no such tracepoint" : diag_strerror(l->fd));
}
