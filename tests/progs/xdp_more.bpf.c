/* SPDX-License-Identifier: BSD-2-Clause */
/* Small XDP programs for tests/kernel/test_xdp*.c: sections, metadata for tc, a map by slot. */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>

__u32 first;   /* of a packet's metadata, as tc found it */
__u64 marked;  /* packets with such */

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

/*
 * Four bytes before the packet, which stay with it on its way up. Where a machine takes no misaligned
 * words, the verifier counts on packets at even addresses only.
 */
struct mark {
	__u16 low, high;
};

SEC("?xdp")
int mark(struct xdp_md *xdp)
{
	struct mark *meta;

	if (bpf_xdp_adjust_meta(xdp, -(int)sizeof(*meta)))
		return XDP_ABORTED;
	meta = (void *)(long)xdp->data_meta;
	if ((void *)(meta + 1) > (void *)(long)xdp->data)
		return XDP_ABORTED;
	meta->low = 0x5eed;
	meta->high = 0;
	return XDP_PASS;
}

SEC("?tc")
int find_mark(struct __sk_buff *skb)
{
	struct mark *meta = (void *)(long)skb->data_meta;

	if ((void *)(meta + 1) > (void *)(long)skb->data)
		return TC_ACT_OK;
	first = meta->low | (__u32)meta->high << 16;
	__sync_fetch_and_add(&marked, 1);
	return TC_ACT_OK;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
