/* SPDX-License-Identifier: BSD-2-Clause */
/* A flag that no kernel takes with this type: memory of several CPUs cannot be mapped. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, __u64);
} wrong SEC(".maps");

char LICENSE[] SEC("license") = "Dual BSD/GPL";
