/* SPDX-License-Identifier: BSD-2-Clause */
/* Maps of all types that take no BTF, with types for the keys and values nevertheless. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define MAP(name, map_type, key_type, value_type)  \
	struct {                                   \
		__uint(type, map_type);            \
		__uint(max_entries, 4);            \
		__type(key, key_type);             \
		__type(value, value_type);         \
	} name SEC(".maps")

typedef __u64 trace[8];

MAP(perf_event_array, BPF_MAP_TYPE_PERF_EVENT_ARRAY, __u32, __u32);
MAP(prog_array, BPF_MAP_TYPE_PROG_ARRAY, __u32, __u32);
MAP(cgroup_array, BPF_MAP_TYPE_CGROUP_ARRAY, __u32, __u32);
MAP(stack_trace, BPF_MAP_TYPE_STACK_TRACE, __u32, trace);
MAP(devmap, BPF_MAP_TYPE_DEVMAP, __u32, __u32);
MAP(devmap_hash, BPF_MAP_TYPE_DEVMAP_HASH, __u32, __u32);
MAP(cpumap, BPF_MAP_TYPE_CPUMAP, __u32, __u32);
MAP(sockmap, BPF_MAP_TYPE_SOCKMAP, __u32, __u32);
MAP(sockhash, BPF_MAP_TYPE_SOCKHASH, __u32, __u32);

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 4);
	__type(value, __u64);
} queue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK);
	__uint(max_entries, 4);
	__type(value, __u64);
} stack SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
	__type(value, __u64);
} ringbuf SEC(".maps");

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__array(values, struct inner);
} array_of_maps SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__array(values, struct inner);
} hash_of_maps SEC(".maps");

char LICENSE[] SEC("license") = "Dual BSD/GPL";
