/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processes of a cgroup may use every device but one.
 *
 * The hook is passed when a process in the cgroup, or below it, opens a device node or makes one
 * (mknod). A name does not matter, nor who owns the node: what counts are the type and the two
 * numbers, which `ls -l /dev` shows and the kernel's devices.txt lists. Refused is EPERM. What is
 * open already stays open. cgroup v1 had files for this (devices.deny); cgroup v2 has only programs.
 *
 * Context: struct bpf_cgroup_dev_ctx; access_type has the type (BPF_DEVCG_DEV_CHAR or _BLOCK) in its
 * low and what is wanted (BPF_DEVCG_ACC_READ, _WRITE, _MKNOD) in its high 16 bits. Result: 1 allows,
 * 0 refuses; if there are several programs, all must allow. Since 4.15, as bpf_link since 5.7.
 *
 *	rawbpf run build/progs/cgroup_device.bpf.o cgroup_device=/sys/fs/cgroup/test \
 *		--set major=10 --set minor=232		# /dev/kvm
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* The device to refuse; 0:0 is none. A block device if block is true. Set before loading. */
volatile const __u32 major = 0;
volatile const __u32 minor = 0;
volatile const _Bool block = 0;

__u64 refused;

SEC("cgroup/dev")
int cgroup_device(struct bpf_cgroup_dev_ctx *dev)
{
	__u32 type = block ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR;

	if (!(major || minor) || (dev->access_type & 0xffff) != type || dev->major != major ||
		dev->minor != minor)
		return 1;
	__sync_fetch_and_add(&refused, 1);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
