/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets and bytes by IP protocol at XDP, and one protocol dropped.
 *
 * XDP is the first place a received packet can be seen: the driver calls the program before a packet
 * buffer (skb) is made; in generic mode the network core does, when there is one. Only arriving packets
 * come by, with the Ethernet header first, in memory the program reads directly between two pointers.
 *
 * Context: struct xdp_md. Result: XDP_PASS goes on into the kernel, XDP_DROP ends here, XDP_TX goes
 * back out, XDP_REDIRECT elsewhere, XDP_ABORTED is an error. The map has one value for each CPU,
 * so no atomic operations are needed.
 *
 * Other samples for this hook: xdp_tx, xdp_redirect, xdp_cpumap, xsk_count; on its modes: xdp_modes, xdp_offload,
 * xdp_pieces.
 *
 *	rawbpf run build/progs/xdp_count.bpf.o xdp_count=xdp:eth0 --set drop_proto=17
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "packet.h"

/* The IP protocol to drop: 1 ICMP, 6 TCP, 17 UDP, ...; 0 for none. Set before loading. */
volatile const __u32 drop_proto = 0;

struct dropped_count {
	__u64 packets;
	__u64 bytes;
	__u64 dropped;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 256);
	__type(key, enum ip_proto);
	__type(value, struct dropped_count);
} protocols SEC(".maps");

/* A protocol number, or -1. The verifier wants each read compared with data_end before. */
static int ip_protocol(const __u8 *data, const __u8 *data_end)
{
	__u16 type;

	if (data + ETH_SIZE > data_end)
		return -1;
	type = data[ETH_TYPE] << 8 | data[ETH_TYPE + 1];
	if (type == ETH_P_IP && data + ETH_SIZE + IP_SIZE <= data_end)
		return data[ETH_SIZE + IP_PROTOCOL];
	if (type == ETH_P_IPV6 && data + ETH_SIZE + IPV6_SIZE <= data_end)
		return data[ETH_SIZE + IPV6_NEXT];
	return -1;
}

static struct dropped_count *count_of(enum ip_proto proto)
{
	struct dropped_count none = {};
	struct dropped_count *c = bpf_map_lookup_elem(&protocols, &proto);

	if (c)
		return c;
	bpf_map_update_elem(&protocols, &proto, &none, BPF_NOEXIST);
	return bpf_map_lookup_elem(&protocols, &proto);
}

SEC("xdp")
int xdp_count(struct xdp_md *xdp)
{
	const __u8 *data = (void *)(long)xdp->data, *data_end = (void *)(long)xdp->data_end;
	int proto = ip_protocol(data, data_end);
	struct dropped_count *c;
	int drop;

	if (proto < 0)
		return XDP_PASS;
	drop = drop_proto && (__u32)proto == drop_proto;
	c = count_of(proto);
	if (c) {
		c->packets++;
		c->bytes += data_end - data;
		c->dropped += drop;
	}
	return drop ? XDP_DROP : XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
