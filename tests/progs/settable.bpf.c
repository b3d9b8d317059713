/* SPDX-License-Identifier: BSD-2-Clause */
/* Maps that leave something to whoever loads them, and programs that see what was said. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* what its maps look like is not here */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__uint(value_size, 4);
} outer SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} table SEC(".maps");

__u32 which = 0;
const volatile __u32 wants_outer = 0;

SEC("socket") int nested(void *ctx)
{
	void *inner = bpf_map_lookup_elem(&outer, &which);
	__u32 *value = inner ? bpf_map_lookup_elem(inner, &which) : NULL;

	return value ? *value : 0;
}

SEC("socket") int flat(void *ctx)
{
	__u64 *value = bpf_map_lookup_elem(&table, &which);

	return value ? *value : 1000;
}

/* the map of another one, maybe */
SEC("?socket") int curious(void *ctx)
{
	return bpf_map_lookup_elem(&table, &which) ? 1 : 0;
}

/* of a map that may not be there it asks only if somebody said so */
SEC("?socket") int careful(void *ctx)
{
	__u64 *value;

	if (wants_outer && bpf_map_lookup_elem(&outer, &which))
		return 2;
	value = bpf_map_lookup_elem(&table, &which);
	return value ? 1 : 1000;
}

char LICENSE[] SEC("license") = "GPL";
