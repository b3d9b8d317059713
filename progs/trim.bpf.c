/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A socket filter that leaves only the headers of each packet.
 *
 * The filter's result is how many bytes the socket gets: the kernel cuts the packet to that length
 * when it queues it, so that the payload is never copied to the reader. Kept are Ethernet, IP
 * and TCP or UDP headers with their options; of other packets whatever was understood.
 *
 * Context: struct __sk_buff on a packet socket. The totals are of what the socket was offered and
 * of what it keeps; loopback offers each packet twice.
 *
 *	rawbpf run build/progs/trim.bpf.o trim=socket:lo --duration 5
 *
 * trim.insn.c is the same in classic BPF and reads the trimmed packets.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_legacy.h>
#include "packet.h"

__u64 packets;
__u64 bytes;
__u64 kept;

static __u32 l4_end(struct __sk_buff *skb, enum ip_proto proto, __u32 at)
{
	if (proto == TCP)
		return at + (load_byte(skb, at + TCP_OFFSET) >> 4) * 4;
	if (proto == UDP)
		return at + UDP_SIZE;
	return at;
}

static __u32 ip_end(struct __sk_buff *skb, __u32 at)
{
	__u32 end = at + (load_byte(skb, at + IP_VERSION_IHL) & 15) * 4;

	if (load_half(skb, at + IP_FRAGMENT) & 0x1fff)
		return end;
	return l4_end(skb, load_byte(skb, at + IP_PROTOCOL), end);
}

static __u32 headers_end(struct __sk_buff *skb)
{
	switch (load_half(skb, ETH_TYPE)) {
	case ETH_P_IP:
		return ip_end(skb, ETH_SIZE);
	case ETH_P_IPV6:
		return l4_end(skb, load_byte(skb, ETH_SIZE + IPV6_NEXT), ETH_SIZE + IPV6_SIZE);
	default:
		return ETH_SIZE;
	}
}

SEC("socket")
int trim(struct __sk_buff *skb)
{
	__u32 end = headers_end(skb);

	__sync_fetch_and_add(&packets, 1);
	__sync_fetch_and_add(&bytes, skb->len);
	__sync_fetch_and_add(&kept, end);
	return end;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
