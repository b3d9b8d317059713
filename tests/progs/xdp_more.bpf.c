/* SPDX-License-Identifier: BSD-2-Clause */
/* Small XDP programs for tests/kernel/test_xdp*.c: sections, a map by slot. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct bpf_devmap_val);
} slots SEC(".maps");

SEC("xdp")
int pass(struct xdp_md *xdp)
{
	return XDP_PASS;
}

SEC("xdp")
int drop(struct xdp_md *xdp)
{
	return XDP_DROP;
}

SEC("?xdp")
int by_slot(struct xdp_md *xdp)
{
	return bpf_redirect_map(&slots, 1, XDP_DROP);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
