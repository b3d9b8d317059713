/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From XDP to traffic control: XDP writes four bytes before the packet, and a filter finds them there.
 *
 * XDP sees a packet first, before there is a socket buffer in which a mark could stand. What it puts
 * between data_meta and data, after bpf_xdp_adjust_meta() has made room (a multiple of 4 bytes), stays
 * with the packet, up to filters at the interface's ingress (since 4.15, if the driver can do it;
 * in the network core, xdpgeneric, always). Without it both are the same address.
 *
 * Context: struct xdp_md, and struct __sk_buff for the filter.
 *
 *	rawbpf run build/progs/xdp_meta.bpf.o mark=xdp:eth0 find_mark=tc/ingress:eth0 --set value=7
 */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>

volatile const __u32 value = 0x5eed; /* what packets are marked with; set before loading */

__u64 marked, plain; /* packets that the filter saw, with a mark and without */
__u32 last;          /* mark found */

/*
 * In halves: where a machine takes no misaligned words, the verifier counts on packets at even addresses
 * only.
 */
struct mark {
	__u16 low, high;
};

SEC("xdp")
int mark(struct xdp_md *xdp)
{
	struct mark *meta;

	if (bpf_xdp_adjust_meta(xdp, -(int)sizeof(*meta)))
		return XDP_PASS; /* a driver that keeps none */
	meta = (void *)(long)xdp->data_meta;
	if ((void *)(meta + 1) > (void *)(long)xdp->data)
		return XDP_ABORTED;
	meta->low = value;
	meta->high = value >> 16;
	return XDP_PASS;
}

SEC("tc/ingress")
int find_mark(struct __sk_buff *skb)
{
	struct mark *meta = (void *)(long)skb->data_meta;

	if ((void *)(meta + 1) > (void *)(long)skb->data) {
		__sync_fetch_and_add(&plain, 1);
		return TC_ACT_UNSPEC;
	}
	last = meta->low | (__u32)meta->high << 16;
	__sync_fetch_and_add(&marked, 1);
	return TC_ACT_UNSPEC;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
