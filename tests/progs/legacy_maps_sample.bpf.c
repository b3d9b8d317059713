/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The older section "maps", as the kernel's samples had it from 4.1 on: 20 bytes a map.
 *
 * A map is a global variable whose bytes are its definition: five 32-bit words in the machine's
 * byte order. How long a definition is nobody says; it is the section's size divided by the
 * number of symbols in it. Types of keys and values are unknown.
 *
 * Run by BPF_PROG_TEST_RUN, `count` returns how often it ran, and `counts` has the same at key 2.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct bpf_map_def SEC("maps") counts = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = sizeof(__u32),
	.value_size = sizeof(__u64),
	.max_entries = 4,
};

struct bpf_map_def SEC("maps") hash = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 8,
	.value_size = 24,
	.max_entries = 100,
	.map_flags = BPF_F_NO_PREALLOC,
};

SEC("socket")
int count(struct __sk_buff *skb)
{
	__u64 key = 2, *n = bpf_map_lookup_elem(&counts, &(__u32){2});
	__u64 value[3] = {};

	if (!n)
		return 0;
	(*n)++;
	value[0] = *n;
	bpf_map_update_elem(&hash, &key, value, BPF_ANY);
	return *n;
}

char LICENSE[] SEC("license") = "GPL";
