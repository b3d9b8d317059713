/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A firewall of one rule, where nftables and iptables have theirs: what is for one port is dropped.
 *
 * The hook is passed by IPv4 or IPv6 packets at one of five places in the stack (see
 * src/attach/netfilter.c), in the order of priorities, among the chains of nftables. It is per network
 * namespace. Context: struct bpf_nf_ctx, two pointers into the kernel: where in the stack, and the
 * packet, which begins with the IP header. Of the packet's bytes the kernel makes a dynptr, by a
 * function of its own (kfunc). Result: NF_ACCEPT goes on to what comes next there, NF_DROP ends it.
 * Since 6.4 (this function here since 6.6); needs the kernel's types.
 *
 *	rawbpf run build/progs/netfilter.bpf.o drop_port=netfilter:ipv4/local_in --set port=53
 *	rawbpf run build/progs/netfilter.bpf.o drop_port=netfilter:ipv6/local_in,priority=-5 \
 *		--set port=53
 */
#include <linux/bpf.h>
#include <linux/netfilter.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "packet.h"

/* TCP or UDP destination port. Set before loading. */
volatile const __u16 port = 0;

__u64 accepted;
__u64 dropped;

/* What the kernel has, as far as it is needed here. */
struct sk_buff;
struct bpf_nf_ctx {
	const struct nf_hook_state *state;
	struct sk_buff *skb;
};

extern int bpf_dynptr_from_skb(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *ptr) __ksym;

/* Without IPv6's extension headers. Where the ports are; 0: there are none */
static __u32 find_ports(const __u8 *ip)
{
	const __u8 v4 = ip[IP_VERSION_IHL] >> 4 == 4;
	const __u8 proto = ip[v4 ? IP_PROTOCOL : IPV6_NEXT];

	if (proto != TCP && proto != UDP)
		return 0;
	return v4 ? (ip[IP_VERSION_IHL] & 15) * 4 : IPV6_SIZE;
}

SEC("netfilter")
int drop_port(struct bpf_nf_ctx *ctx)
{
	struct bpf_dynptr packet;
	__u8 ip[IP_SIZE];
	__be16 ports[2];
	__u32 at;

	if (bpf_dynptr_from_skb((struct __sk_buff *)ctx->skb, 0, &packet) ||
		bpf_dynptr_read(ip, sizeof(ip), &packet, 0, 0))
		return NF_ACCEPT;
	at = find_ports(ip);
	if (at && !bpf_dynptr_read(ports, sizeof(ports), &packet, at, 0) &&
		ports[1] == bpf_htons(port)) {
		__sync_fetch_and_add(&dropped, 1);
		return NF_DROP;
	}
	__sync_fetch_and_add(&accepted, 1);
	return NF_ACCEPT;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
