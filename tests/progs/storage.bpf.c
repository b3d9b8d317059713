/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Local storage that only some programs reach. Both add 1 to a value that is there already, and keep
 * what it was before in `before`.
 *
 *	opened		LSM hook file_open (5.10): the storage of the inode that process `me` opens
 *	counted		syscall (6.12): the storage of the cgroup with the number `cgroup`
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_INODE_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} inodes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_CGRP_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} cgroups SEC(".maps");

struct inode;
/* known, though nothing of it is read: a declaration alone is another type */
struct cgroup {
	int level;
};
struct file {
	struct inode *f_inode;
} __attribute__((preserve_access_index));

struct cgroup *bpf_cgroup_from_id(__u64 id) __ksym;
void bpf_cgroup_release(struct cgroup *c) __ksym;

__u64 before, cgroup;
__u32 me;

static __always_inline void add(__u64 *value)
{
	if (value)
		before = (*value)++;
}

SEC("?lsm/file_open")
int opened(__u64 *args)
{
	struct file *file = (struct file *)args[0];

	if (bpf_get_current_pid_tgid() >> 32 == me)
		add(bpf_inode_storage_get(&inodes, file->f_inode, 0, 0));
	return 0;
}

SEC("?syscall")
int counted(void *ctx)
{
	struct cgroup *c = bpf_cgroup_from_id(cgroup);

	if (!c)
		return 1;
	add(bpf_cgrp_storage_get(&cgroups, c, 0, 0));
	bpf_cgroup_release(c);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
