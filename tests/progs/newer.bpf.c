/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an object can have since 5.17, beside what is in features.bpf.c; run and answered alike:
 *
 *	callbacks	1 bpf_for_each_map_elem (5.13)   2 bpf_loop (5.17)	all: 3
 *	filter		1 what is in a bloom filter (5.16)   2 what is not	all: 3
 *	text		1 string constant as a helper's argument (5.17)		all: 1
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

/* keyless; the extra is the number of hash functions */
struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 100);
	__uint(map_extra, 3);
	__type(value, __u32);
} bloom SEC(".maps");

/* ---- callbacks: the address of a subprogram, as a relocation --------------------------------- */

static long add_key(void *map, const void *key, void *value, void *sum)
{
	*(__u64 *)sum += *(__u32 *)key;
	return 0;
}

static long add_index(__u32 index, void *sum)
{
	*(__u64 *)sum += index;
	return 0;
}

SEC("socket")
int callbacks(struct __sk_buff *skb)
{
	__u64 keys = 0, indexes = 0;
	int ok = 0;

	bpf_for_each_map_elem(&numbers, add_key, &keys, 0);
	ok |= keys == 0 + 1 + 2 + 3 ? 1 : 0;
	bpf_loop(10, add_index, &indexes, 0);
	ok |= indexes == 45 ? 2 : 0;
	return ok;
}

/* Not on the stack: the verifier of 7.2 thinks that a peek only writes to its argument there. */
__u32 in = 1, out = 0xffffff;

SEC("socket")
int filter(struct __sk_buff *skb)
{
	int ok = 0;

	bpf_map_push_elem(&bloom, &in, BPF_ANY);
	ok |= !bpf_map_peek_elem(&bloom, &in) ? 1 : 0;
	ok |= bpf_map_peek_elem(&bloom, &out) ? 2 : 0;
	return ok;
}

SEC("socket")
int text(struct __sk_buff *skb)
{
	static const char same[] = "constant";

	return !bpf_strncmp(same, sizeof(same), "constant");
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
