/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The older section "maps" with the two words that the kernel's samples added in 4.12 and 4.14:
 * 28 bytes a map.
 *
 * inner_map_idx is for maps of maps: the index of another map of the section, by address, whose
 * shape the inner maps have. numa_node counts when map_flags has BPF_F_NUMA_NODE.
 *
 * Run by BPF_PROG_TEST_RUN, `put` returns 1 if `on_node` takes an entry, and 2 more if slot 0
 * of `outer` is empty.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct bpf_map_def_extended {
	unsigned int type;
	unsigned int key_size;
	unsigned int value_size;
	unsigned int max_entries;
	unsigned int map_flags;
	unsigned int inner_map_idx;
	unsigned int numa_node;
};

struct bpf_map_def_extended SEC("maps") on_node = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = sizeof(__u32),
	.value_size = sizeof(__u64),
	.max_entries = 8,
	.map_flags = BPF_F_NUMA_NODE,
	.numa_node = 0,
};

struct bpf_map_def_extended SEC("maps") inner = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = sizeof(__u32),
	.value_size = sizeof(__u32),
	.max_entries = 2,
};

struct bpf_map_def_extended SEC("maps") outer = {
	.type = BPF_MAP_TYPE_ARRAY_OF_MAPS,
	.key_size = sizeof(__u32),
	.value_size = sizeof(__u32),
	.max_entries = 4,
	.inner_map_idx = 1,
};

SEC("socket")
int put(struct __sk_buff *skb)
{
	__u32 key = 0;
	__u64 value = 7;
	int ok = 0;

	ok |= !bpf_map_update_elem(&on_node, &key, &value, BPF_ANY) ? 1 : 0;
	ok |= !bpf_map_lookup_elem(&outer, &key) ? 2 : 0;
	return ok;
}

char LICENSE[] SEC("license") = "GPL";
