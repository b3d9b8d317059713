/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets and bytes by pair of hosts, from a socket filter that walks the headers.
 *
 * Like sockex1, but it finds its way from the link-layer header on: Ethernet, up to two VLAN tags,
 * then IPv4 or IPv6. Addresses are printed as bytes, in the order of the packet.
 *
 * Context: struct __sk_buff on a packet socket. Result: bytes the socket gets, here none.
 *
 *	rawbpf run build/progs/sockex2.bpf.o sockex2=socket:lo --duration 5
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_legacy.h>
#include "packet.h"

/* Source and destination stand side by side in both headers, so one copy takes both. */
struct ip_pair {
	__u8 source[4];
	__u8 dest[4];
};

struct ipv6_pair {
	__u8 source[16];
	__u8 dest[16];
};

/* LRU: when the map is full the least recently used entry makes room, so no flood fills it. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct ip_pair);
	__type(value, struct count);
} ip_pairs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct ipv6_pair);
	__type(value, struct count);
} ipv6_pairs SEC(".maps");

static __always_inline int count(void *map, const void *pair, __u64 bytes)
{
	struct count first = {.packets = 1, .bytes = bytes};
	struct count *c = bpf_map_lookup_elem(map, pair);

	if (!c && !bpf_map_update_elem(map, pair, &first, BPF_NOEXIST))
		return 0;
	c = bpf_map_lookup_elem(map, pair);
	if (!c)
		return 0;
	__sync_fetch_and_add(&c->packets, 1);
	__sync_fetch_and_add(&c->bytes, bytes);
	return 0;
}

static __always_inline int is_vlan(__u16 type)
{
	return type == ETH_P_8021Q || type == ETH_P_8021AD;
}

SEC("socket")
int sockex2(struct __sk_buff *skb)
{
	__u16 type = load_half(skb, ETH_TYPE);
	__u32 at = ETH_SIZE;
	struct ipv6_pair ipv6;
	struct ip_pair ip;

	if (skb->pkt_type != PACKET_OUTGOING)
		return 0;
	for (int tags = 0; tags < 2 && is_vlan(type); tags++) {
		type = load_half(skb, at + VLAN_TYPE);
		at += VLAN_SIZE;
	}
	if (type == ETH_P_IP && !bpf_skb_load_bytes(skb, at + IP_SOURCE, &ip, sizeof(ip)))
		return count(&ip_pairs, &ip, skb->len);
	if (type == ETH_P_IPV6 && !bpf_skb_load_bytes(skb, at + IPV6_SOURCE, &ipv6, sizeof(ipv6)))
		return count(&ipv6_pairs, &ipv6, skb->len);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
