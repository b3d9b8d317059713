/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets and bytes by flow, from a socket filter made of several programs.
 *
 * Each program parses one kind of header and jumps to the next by a tail call: the kernel takes
 * program number n out of a prog array and goes on there, with the same context and no way back.
 * A jump to an empty slot, or one more than 33 of them, does nothing, and the caller goes on. So
 * headers may follow one another in any order and number, without a loop.
 *
 * What a program has to leave for the next stands in two places: skb->cb[0], which is the filter's
 * while it runs, has the offset of the next header; the flow so far is in a per-CPU map. No other
 * packet can come between, since a filter stays on its CPU and runs with softirqs off.
 *
 * Context: struct __sk_buff on a packet socket. Result: bytes the socket gets, here none.
 *
 *	rawbpf run build/progs/sockex3.bpf.o sockex3=socket:lo --duration 5
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_legacy.h>
#include "packet.h"

enum slot {
	PARSE_VLAN,
	PARSE_MPLS,
	PARSE_IP,
	PARSE_IPV6,
};

int parse_vlan(struct __sk_buff *skb);
int parse_mpls(struct __sk_buff *skb);
int parse_ip(struct __sk_buff *skb);
int parse_ipv6(struct __sk_buff *skb);

/* The loader puts the programs into their slots when all are loaded. */
struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, sizeof(__u32));
	__array(values, int(void *));
} parsers SEC(".maps") = {
	.values = {
		[PARSE_VLAN] = (void *)&parse_vlan,
		[PARSE_MPLS] = (void *)&parse_mpls,
		[PARSE_IP] = (void *)&parse_ip,
		[PARSE_IPV6] = (void *)&parse_ipv6,
	},
};

/* An IPv4 address has the first four bytes; ports are 0 where there are none. */
struct flow {
	__u8 source[16];
	__u8 dest[16];
	__u16 source_port;
	__u16 dest_port;
	enum ip_proto proto;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct flow);
} scratch SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct flow);
	__type(value, struct count);
} flows SEC(".maps");

static void parse_next(struct __sk_buff *skb, __u16 type)
{
	switch (type) {
	case ETH_P_8021Q:
	case ETH_P_8021AD:
		bpf_tail_call(skb, &parsers, PARSE_VLAN);
		break;
	case ETH_P_MPLS_UC:
	case ETH_P_MPLS_MC:
		bpf_tail_call(skb, &parsers, PARSE_MPLS);
		break;
	case ETH_P_IP:
		bpf_tail_call(skb, &parsers, PARSE_IP);
		break;
	case ETH_P_IPV6:
		bpf_tail_call(skb, &parsers, PARSE_IPV6);
		break;
	}
}

SEC("socket")
int sockex3(struct __sk_buff *skb)
{
	if (skb->pkt_type != PACKET_OUTGOING)
		return 0;
	skb->cb[0] = ETH_SIZE;
	parse_next(skb, load_half(skb, ETH_TYPE));
	return 0;
}

SEC("socket")
int parse_vlan(struct __sk_buff *skb)
{
	__u32 at = skb->cb[0];

	skb->cb[0] = at + VLAN_SIZE;
	parse_next(skb, load_half(skb, at + VLAN_TYPE));
	return 0;
}

/* A label does not say what follows the last one; its first four bits are the IP version. */
SEC("socket")
int parse_mpls(struct __sk_buff *skb)
{
	__u32 at = skb->cb[0];

	skb->cb[0] = at + MPLS_SIZE;
	if (!(load_byte(skb, at + MPLS_BOTTOM) & 1))
		parse_next(skb, ETH_P_MPLS_UC);
	else if (load_byte(skb, at + MPLS_SIZE) >> 4 == 4)
		parse_next(skb, ETH_P_IP);
	else
		parse_next(skb, ETH_P_IPV6);
	return 0;
}

static struct flow *new_flow(void)
{
	__u32 first = 0;
	struct flow *f = bpf_map_lookup_elem(&scratch, &first);

	if (f)
		__builtin_memset(f, 0, sizeof(*f));
	return f;
}

static void count(struct __sk_buff *skb, struct flow *f)
{
	struct count one = {.packets = 1, .bytes = skb->len};
	struct count *c = bpf_map_lookup_elem(&flows, f);

	if (!c && !bpf_map_update_elem(&flows, f, &one, BPF_NOEXIST))
		return;
	c = bpf_map_lookup_elem(&flows, f);
	if (!c)
		return;
	__sync_fetch_and_add(&c->packets, 1);
	__sync_fetch_and_add(&c->bytes, skb->len);
}

static void count_l4(struct __sk_buff *skb, struct flow *f, __u32 at)
{
	if (f->proto == TCP || f->proto == UDP || f->proto == SCTP) {
		f->source_port = load_half(skb, at + L4_PORTS);
		f->dest_port = load_half(skb, at + L4_PORTS + 2);
	}
	count(skb, f);
}

SEC("socket")
int parse_ip(struct __sk_buff *skb)
{
	__u32 at = skb->cb[0];
	struct flow *f = new_flow();

	if (!f)
		return 0;
	f->proto = load_byte(skb, at + IP_PROTOCOL);
	bpf_skb_load_bytes(skb, at + IP_SOURCE, f->source, 4);
	bpf_skb_load_bytes(skb, at + IP_SOURCE + 4, f->dest, 4);
	if (load_half(skb, at + IP_FRAGMENT) & 0x1fff)
		count(skb, f);
	else
		count_l4(skb, f, at + (load_byte(skb, at + IP_VERSION_IHL) & 15) * 4);
	return 0;
}

SEC("socket")
int parse_ipv6(struct __sk_buff *skb)
{
	__u32 at = skb->cb[0];
	struct flow *f = new_flow();

	if (!f)
		return 0;
	f->proto = load_byte(skb, at + IPV6_NEXT);
	bpf_skb_load_bytes(skb, at + IPV6_SOURCE, f->source, 16);
	bpf_skb_load_bytes(skb, at + IPV6_SOURCE + 16, f->dest, 16);
	count_l4(skb, f, at + IPV6_SIZE);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
