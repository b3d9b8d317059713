/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an ordinary user may not do by any setting: an XDP program, a map of maps, and BTF with
 * them. `count` returns 5 when all is there.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 2);
	__type(key, __u32);
	__array(values, struct {
		__uint(type, BPF_MAP_TYPE_ARRAY);
		__uint(max_entries, 1);
		__type(key, __u32);
		__type(value, __u64);
	});
} inner_maps SEC(".maps");

__u32 five = 5;

SEC("xdp")
int count(struct xdp_md *ctx)
{
	__u32 key = 7;

	return bpf_map_lookup_elem(&inner_maps, &key) ? 0 : five;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
