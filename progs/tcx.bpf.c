/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets counted at ingress and egress of an interface, before or after the programs of others.
 *
 * tcx is where traffic control's filters are, without the qdisc, the netlink and the priorities:
 * programs say themselves before or after which other one they want to be, and go with their link.
 * They run before the filters of tc. Older kernels get such a filter instead.
 *
 * Context: struct __sk_buff, whose data begins with the link header. Result: TCX_NEXT (-1) asks
 * the next program, TCX_PASS (0) lets the packet pass without asking others, TCX_DROP (2) drops
 * it, TCX_REDIRECT (7) sends it where the helper bpf_redirect() said. Since 6.6.
 *
 *	rawbpf run build/progs/tcx.bpf.o tcx_in=tcx/ingress:eth0,before tcx_out=tcx/egress:eth0
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "packet.h"

/* Set before loading. */
volatile const enum tcx_action_base verdict = TCX_NEXT;

struct count in, out;

static int note(struct __sk_buff *skb, struct count *c)
{
	__sync_fetch_and_add(&c->packets, 1);
	__sync_fetch_and_add(&c->bytes, skb->len);
	return verdict;
}

SEC("tcx/ingress")
int tcx_in(struct __sk_buff *skb)
{
	return note(skb, &in);
}

SEC("tcx/egress")
int tcx_out(struct __sk_buff *skb)
{
	return note(skb, &out);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
