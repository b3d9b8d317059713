/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The section "maps" as tc and ip of iproute2 read it: 36 bytes a map.
 *
 * Size names differ and the order of the first five words is the same. Then: id, a number the
 * object chooses; pinning, 0 for none, 1 below a directory of the object, 2 for the whole
 * system (/sys/fs/bpf/tc/globals), more for directories named in a file; and for maps of maps
 * inner_id, the id of the map with the inner shape. That map goes into slot inner_idx of the outer
 * one, unless it is -1. A program in section "ID/SLOT" goes into that slot of the prog array
 * with that id.
 *
 * Run by BPF_PROG_TEST_RUN, `jump` returns 7 by way of `jumped`; 1 if its slot is empty, 2 if the
 * slots of `outer` are wrong.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct bpf_elf_map {
	__u32 type;
	__u32 size_key;
	__u32 size_value;
	__u32 max_elem;
	__u32 flags;
	__u32 id;
	__u32 pinning;
	__u32 inner_id;
	__u32 inner_idx;
};

struct bpf_elf_map SEC("maps") jumps = {
	.type = BPF_MAP_TYPE_PROG_ARRAY,
	.size_key = sizeof(__u32),
	.size_value = sizeof(__u32),
	.max_elem = 2,
	.id = 1,
};

struct bpf_elf_map SEC("maps") counts = {
	.type = BPF_MAP_TYPE_ARRAY,
	.size_key = sizeof(__u32),
	.size_value = sizeof(__u64),
	.max_elem = 1,
	.id = 2,
	.pinning = 2,
};

struct bpf_elf_map SEC("maps") inner = {
	.type = BPF_MAP_TYPE_ARRAY,
	.size_key = sizeof(__u32),
	.size_value = sizeof(__u32),
	.max_elem = 1,
	.id = 3,
	.inner_idx = 1,
};

struct bpf_elf_map SEC("maps") outer = {
	.type = BPF_MAP_TYPE_ARRAY_OF_MAPS,
	.size_key = sizeof(__u32),
	.size_value = sizeof(__u32),
	.max_elem = 2,
	.id = 4,
	.inner_id = 3,
};

SEC("classifier")
int jump(struct __sk_buff *skb)
{
	__u32 zero = 0, one = 1;
	__u64 *n = bpf_map_lookup_elem(&counts, &zero);

	if (n)
		(*n)++;
	if (bpf_map_lookup_elem(&outer, &zero) || !bpf_map_lookup_elem(&outer, &one))
		return 2;
	bpf_tail_call(skb, &jumps, 1);
	return 1;
}

SEC("1/1")
int jumped(struct __sk_buff *skb)
{
	return 7;
}

char LICENSE[] SEC("license") = "GPL";
