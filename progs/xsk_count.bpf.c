/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets of one IP protocol to user space, whole and past the network stack.
 *
 * An XSKMAP holds AF_XDP sockets, each for one queue of one interface; redirecting to a slot gives
 * the packet to that socket, if it is for the queue that the packet came by: so slots are numbered
 * as queues are. Without a socket there the packet passes. `rawbpf run` puts sockets into the slots
 * and counts what comes; programs of one's own do that with rawbpf_xsk_open() and the rest of it.
 *
 * Since 4.18.
 *
 *	rawbpf run build/progs/xsk_count.bpf.o xsk_count=xdp:eth0 --set protocol=17 --interval 1
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "packet.h"

/* 1 ICMP, 6 TCP, 17 UDP, ...; set before loading. Others, and what is no IPv4, pass. */
volatile const __u8 protocol = 1;

struct {
	__uint(type, BPF_MAP_TYPE_XSKMAP);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u32);
} xsks SEC(".maps");

SEC("xdp")
int xsk_count(struct xdp_md *xdp)
{
	const __u8 *data = (void *)(long)xdp->data, *data_end = (void *)(long)xdp->data_end;

	if (data + ETH_SIZE + IP_SIZE > data_end || data[ETH_TYPE] != ETH_P_IP >> 8 ||
		data[ETH_TYPE + 1] != (ETH_P_IP & 0xff) || data[ETH_SIZE + IP_PROTOCOL] != protocol)
		return XDP_PASS;
	return bpf_redirect_map(&xsks, xdp->rx_queue_index, XDP_PASS);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
