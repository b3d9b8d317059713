/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an interface receives and sends, with one UDP or TCP destination port dropped.
 *
 * A filter of traffic control is passed by each packet of an interface: at ingress when it has
 * arrived, behind XDP and packet sockets; at egress when it is about to leave. Other than XDP it
 * sees a socket buffer, and what is sent.
 *
 * Context: struct __sk_buff, whose data begins with the link header. Result: TC_ACT_OK lets the
 * packet pass, TC_ACT_SHOT drops it, TC_ACT_UNSPEC asks the next filter, TC_ACT_REDIRECT sends it
 * where the helper bpf_redirect() said. The type since 4.1, on both ways of an interface (clsact) 4.5.
 *
 *	rawbpf run build/progs/tc_filter.bpf.o received=tc/ingress:eth0 sent=tc/egress:eth0 \
 *		--set drop_port=53
 *
 * The sections tc and, its older name, classifier do not say which direction: so the target does.
 *
 *	rawbpf run build/progs/tc_filter.bpf.o either=egress/eth0 --set drop_port=53
 */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "packet.h"

/* The destination port to drop, of IPv4; 0 for none. Set before loading. */
volatile const __u16 drop_port = 0;

struct count in, out;
__u64 dropped;

/* In host byte order; 0 if there is none. */
static __u16 dest_port(struct __sk_buff *skb)
{
	__u8 size = 0, proto = 0;
	__u16 port = 0;

	if (skb->protocol != bpf_htons(ETH_P_IP))
		return 0;
	bpf_skb_load_bytes(skb, ETH_SIZE + IP_VERSION_IHL, &size, sizeof(size));
	bpf_skb_load_bytes(skb, ETH_SIZE + IP_PROTOCOL, &proto, sizeof(proto));
	if (proto == TCP || proto == UDP)
		bpf_skb_load_bytes(
			skb, ETH_SIZE + (size & 15) * 4 + L4_PORTS + 2, &port, sizeof(port));
	return bpf_ntohs(port);
}

static int verdict(struct __sk_buff *skb, struct count *c)
{
	__sync_fetch_and_add(&c->packets, 1);
	__sync_fetch_and_add(&c->bytes, skb->len);
	if (!drop_port || dest_port(skb) != drop_port)
		return TC_ACT_UNSPEC;
	__sync_fetch_and_add(&dropped, 1);
	return TC_ACT_SHOT;
}

SEC("tc/ingress")
int received(struct __sk_buff *skb)
{
	return verdict(skb, &in);
}

SEC("tc/egress")
int sent(struct __sk_buff *skb)
{
	return verdict(skb, &out);
}

SEC("?tc")
int either(struct __sk_buff *skb)
{
	return verdict(skb, &out);
}

SEC("?classifier")
int older(struct __sk_buff *skb)
{
	return verdict(skb, &out);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
