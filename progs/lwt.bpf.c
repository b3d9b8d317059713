/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets that take a route, counted, and one protocol dropped.
 *
 * A lightweight tunnel is a route that does something to its packets, here run a program: when
 * they have arrived (in), when they are sent or forwarded (out), and when they then leave for the
 * link (xmit). Only there their bytes may be changed; in and xmit may push a header in front
 * (bpf_lwt_push_encap: of segment routing, at in, 4.18; of IP 5.1).
 *
 * Context: struct __sk_buff, whose data begins with the IP header. Result: BPF_OK (0) goes on,
 * BPF_DROP (2) drops the packet, which the sender is told at "out" (EPERM) and "xmit"; at xmit
 * BPF_REDIRECT (7) sends it where the helper bpf_redirect() said; at in and xmit BPF_LWT_REROUTE
 * (128, 5.1) looks for a route again, by the header that is now in front. Since 4.10.
 *
 *	rawbpf run build/progs/lwt.bpf.o leaving=lwt_xmit:10.0.0.0/24@eth0,via=192.0.2.1 \
 *		--set drop_proto=17
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "packet.h"

/* The IP protocol to drop; 0 for none. Set before loading. */
volatile const __u8 drop_proto = 0;

struct count in, out, xmit;
__u64 dropped;

static int verdict(struct __sk_buff *skb, struct count *c)
{
	const int at = skb->protocol == bpf_htons(ETH_P_IPV6) ? IPV6_NEXT : IP_PROTOCOL;
	__u8 proto = 0;

	__sync_fetch_and_add(&c->packets, 1);
	__sync_fetch_and_add(&c->bytes, skb->len);
	bpf_skb_load_bytes(skb, at, &proto, sizeof(proto));
	if (!drop_proto || proto != drop_proto)
		return BPF_OK;
	__sync_fetch_and_add(&dropped, 1);
	return BPF_DROP;
}

SEC("lwt_in")
int arriving(struct __sk_buff *skb)
{
	return verdict(skb, &in);
}

SEC("lwt_out")
int sending(struct __sk_buff *skb)
{
	return verdict(skb, &out);
}

SEC("lwt_xmit")
int leaving(struct __sk_buff *skb)
{
	return verdict(skb, &xmit);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
