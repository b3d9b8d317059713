/* SPDX-License-Identifier: BSD-2-Clause */
/* Maps that objects share by their pins, of types that are compared in ways of their own. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* the kernel adds a flag */
struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} devices SEC(".maps");

/* map_extra is the number of hash functions (5.16) */
struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 100);
	__uint(map_extra, 3);
	__type(value, __u32);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} bloom SEC(".maps");

char LICENSE[] SEC("license") = "Dual BSD/GPL";
