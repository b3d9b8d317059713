/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Maps that go with cgroups. Programs are optional ("?"), for not every kernel has them all; `me` is
 * the process that counts.
 *
 *	shared, percpu		a value for each cgroup and attach type, made when the program is
 *				attached: CGROUP_STORAGE (4.19), PERCPU_CGROUP_STORAGE (4.20)
 *	cgroups			CGROUP_ARRAY (4.8): is a process below the directory in slot 0?
 *	stored			CGRP_STORAGE (6.2): a value for each cgroup, for any program
 */
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_STORAGE);
	__type(key, struct bpf_cgroup_storage_key);
	__type(value, __u64);
} shared SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE);
	__type(key, struct bpf_cgroup_storage_key);
	__type(value, __u64);
} percpu SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u32);
} cgroups SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_CGRP_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} stored SEC(".maps");

__u32 me;
__u64 below, beside; /* calls of processes that are below the cgroup of slot 0, and of others */
__u64 without;       /* calls that the kernel had no memory for */

SEC("?cgroup_skb/egress")
int count_shared(struct __sk_buff *skb)
{
	__u64 *n = bpf_get_local_storage(&shared, 0);

	__sync_fetch_and_add(n, 1);
	return 1;
}

SEC("?cgroup_skb/egress")
int count_percpu(struct __sk_buff *skb)
{
	__u64 *n = bpf_get_local_storage(&percpu, 0);

	++*n;
	return 1;
}

SEC("?raw_tracepoint/sys_enter")
int is_below(void *ctx)
{
	if (bpf_get_current_pid_tgid() >> 32 != me)
		return 0;
	if (bpf_current_task_under_cgroup(&cgroups, 0) == 1)
		__sync_fetch_and_add(&below, 1);
	else
		__sync_fetch_and_add(&beside, 1);
	return 0;
}

struct cgroup;
struct css_set {
	struct cgroup *dfl_cgrp;
} __attribute__((preserve_access_index));
struct task_struct {
	struct css_set *cgroups;
} __attribute__((preserve_access_index));

SEC("?tp_btf/sys_enter")
int store(__u64 *args)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u64 *n;

	if (bpf_get_current_pid_tgid() >> 32 != me)
		return 0;
	n = bpf_cgrp_storage_get(&stored, task->cgroups->dfl_cgrp, 0,
		BPF_LOCAL_STORAGE_GET_F_CREATE);
	__sync_fetch_and_add(n ? n : &without, 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
