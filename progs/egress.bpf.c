/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the processes of a cgroup send, with one destination port denied.
 *
 * The hook is passed by each IP packet that a socket made in the cgroup, or below it, sends. Which
 * process sends does not matter, the cgroup where the socket was made does. A denied packet is an
 * error (EPERM) to a UDP sender; TCP tries again until it times out.
 *
 * Context: struct __sk_buff, whose data begins with the IP header, not with Ethernet. Result: 1
 * lets the packet pass, 0 denies it; 3 and 2 do the same and signal congestion to TCP. Since 4.10.
 *
 *	rawbpf run build/progs/egress.bpf.o egress=cgroup_skb/egress:/sys/fs/cgroup/test \
 *		--set deny_port=53
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "packet.h"

/* The TCP or UDP destination port to deny; 0 for none. Set before loading. */
volatile const __u16 deny_port = 0;

__u64 packets;
__u64 bytes;
__u64 denied;

static int byte_at(struct __sk_buff *skb, __u32 off)
{
	__u8 byte = 0;

	bpf_skb_load_bytes(skb, off, &byte, sizeof(byte));
	return byte;
}

static __u32 ip_ports(struct __sk_buff *skb, enum ip_proto *proto)
{
	*proto = byte_at(skb, IP_PROTOCOL);
	return (byte_at(skb, IP_VERSION_IHL) & 15) * 4 + L4_PORTS;
}

/* Without extension headers. */
static __u32 ipv6_ports(struct __sk_buff *skb, enum ip_proto *proto)
{
	*proto = byte_at(skb, IPV6_NEXT);
	return IPV6_SIZE + L4_PORTS;
}

/* In host byte order; 0 if there is none. */
static __u16 dest_port(struct __sk_buff *skb)
{
	enum ip_proto proto;
	__u32 at = skb->protocol == bpf_htons(ETH_P_IP) ? ip_ports(skb, &proto)
							: ipv6_ports(skb, &proto);
	__u16 port = 0;

	if (proto == TCP || proto == UDP)
		bpf_skb_load_bytes(skb, at + 2, &port, sizeof(port));
	return bpf_ntohs(port);
}

SEC("cgroup_skb/egress")
int egress(struct __sk_buff *skb)
{
	__sync_fetch_and_add(&packets, 1);
	__sync_fetch_and_add(&bytes, skb->len);
	if (!deny_port || dest_port(skb) != deny_port)
		return 1;
	__sync_fetch_and_add(&denied, 1);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
