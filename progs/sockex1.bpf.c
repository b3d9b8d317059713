/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets and bytes by IP protocol, from a socket filter.
 *
 * A socket filter is called for each packet that is about to be queued on one socket. A packet
 * socket sees all traffic of a network interface, with the link-layer header in front, both ways:
 * a packet on loopback comes by twice, first leaving and then arriving. Counted is what leaves.
 *
 * Context: struct __sk_buff. Result: how many bytes of the packet the socket gets; 0 is none, and
 * does not touch the packet itself. IPv6 counts as what its first header names as the next.
 *
 *	rawbpf run build/progs/sockex1.bpf.o sockex1=socket:lo --duration 5
 *
 * sockex1.insn.c is the same program in machine instructions.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_legacy.h>
#include "packet.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, enum ip_proto);
	__type(value, struct count);
} protocols SEC(".maps");

/* Two CPUs may find no entry at once; NOEXIST lets only the first one make it. */
static struct count *count_of(enum ip_proto proto)
{
	struct count none = {};
	struct count *c = bpf_map_lookup_elem(&protocols, &proto);

	if (c)
		return c;
	bpf_map_update_elem(&protocols, &proto, &none, BPF_NOEXIST);
	return bpf_map_lookup_elem(&protocols, &proto);
}

SEC("socket")
int sockex1(struct __sk_buff *skb)
{
	enum ip_proto proto;
	struct count *c;

	if (skb->pkt_type != PACKET_OUTGOING)
		return 0;
	if (skb->protocol == bpf_htons(ETH_P_IP))
		proto = load_byte(skb, NETWORK + IP_PROTOCOL);
	else if (skb->protocol == bpf_htons(ETH_P_IPV6))
		proto = load_byte(skb, NETWORK + IPV6_NEXT);
	else
		return 0;
	c = count_of(proto);
	if (!c)
		return 0;
	__sync_fetch_and_add(&c->packets, 1);
	__sync_fetch_and_add(&c->bytes, skb->len);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
