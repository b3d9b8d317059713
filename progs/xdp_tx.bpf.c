/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An echo service below the network stack: UDP datagrams to one port go back out of the interface
 * they came in by, without any socket.
 *
 * XDP_TX sends what the program has made of the packet. Here sender and receiver change places, in
 * the Ethernet, the IP and the UDP header; checksums are sums, which the order does not change.
 * A pair of veth does it in the driver only if the other end has a program too, or (5.13) GRO (a driver
 * of veth gives packets to that end's own receive queue); in the network core (xdpgeneric) it needs
 * nothing.
 *
 * Context: struct xdp_md. Since 4.8.
 *
 *	rawbpf run build/progs/xdp_tx.bpf.o xdp_tx=xdpgeneric:eth0 --set port=7
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "packet.h"

volatile const __u16 port = 7;

__u64 echoed;

struct headers {
	__u8 to[6], from[6];
	__u16 type;
	__u8 version_ihl, tos;
	__u16 length, id, fragment;
	__u8 ttl, protocol;
	__u16 checksum;
	__u32 source, dest;
	__u16 source_port, dest_port;
} __attribute__((packed));

static void change_places(struct headers *h)
{
	__u32 address = h->source;
	__u16 number = h->source_port;
	__u8 mac[6];

	__builtin_memcpy(mac, h->to, 6);
	__builtin_memcpy(h->to, h->from, 6);
	__builtin_memcpy(h->from, mac, 6);
	h->source = h->dest;
	h->dest = address;
	h->source_port = h->dest_port;
	h->dest_port = number;
}

SEC("xdp")
int xdp_tx(struct xdp_md *xdp)
{
	struct headers *h = (void *)(long)xdp->data;

	if ((void *)(h + 1) > (void *)(long)xdp->data_end || h->type != bpf_htons(ETH_P_IP) ||
		h->version_ihl != 0x45 || h->protocol != UDP || h->dest_port != bpf_htons(port))
		return XDP_PASS;
	change_places(h);
	__sync_fetch_and_add(&echoed, 1);
	return XDP_TX;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
