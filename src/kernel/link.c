/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bpf_link, since 5.7: an attachment with a descriptor of its own. Closing the last one detaches,
 * so nothing stays behind when its owner dies; a pin in bpffs makes it outlive the owner.
 */
#include "kernel/kernel.h"

#include <string.h>

/*
 * BPF_LINK_CREATE: attach prog_fd to target_fd (a cgroup, a perf event) or target_ifindex, as
 * attach_type. -EINVAL: the kernel has no link for this hook. XDP since 5.9, perf events 5.15.
 */
int kernel_link_create(struct rawbpf_kernel *k, struct bpf_attr_link_create *a)
{
	return kernel_bpf(k, BPF_LINK_CREATE, a, kernel_attr_used(a, sizeof(*a)));
}

/* BPF_LINK_UPDATE: exchange the program without a gap. */
int kernel_link_update(struct rawbpf_kernel *k, int link_fd, int prog_fd, int old_fd)
{
	struct bpf_attr_link_update a;

	memset(&a, 0, sizeof(a));
	a.link_fd = link_fd;
	a.new_prog_fd = prog_fd;
	a.old_prog_fd = old_fd;
	a.flags = old_fd ? BPF_F_REPLACE : 0;
	return kernel_bpf(k, BPF_LINK_UPDATE, &a, kernel_attr_used(&a, sizeof(a)));
}

/* BPF_LINK_DETACH, since 5.9: detach now; descriptors and pins then hold an empty link. */
int kernel_link_detach(struct rawbpf_kernel *k, int fd)
{
	struct bpf_attr_link_detach a;

	memset(&a, 0, sizeof(a));
	a.link_fd = fd;
	return kernel_bpf(k, BPF_LINK_DETACH, &a, sizeof(a));
}

/*
 * BPF_RAW_TRACEPOINT_OPEN, since 4.17: older than bpf_link, but what it returns is one since
 * 5.7. -ENOENT: no such tracepoint in the kernel or in a loaded module.
 */
int kernel_raw_tracepoint_open(struct rawbpf_kernel *k, const char *name, int prog_fd)
{
	struct bpf_attr_raw_tracepoint a;

	memset(&a, 0, sizeof(a));
	a.name = kernel_ptr(name);
	a.prog_fd = prog_fd;
	return kernel_bpf(k, BPF_RAW_TRACEPOINT_OPEN, &a, kernel_attr_used(&a, sizeof(a)));
}
