/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets between the two ends of a netkit pair, counted, and passed or dropped.
 *
 * netkit is a pair of interfaces, one of which usually is given to a container's namespace, with
 * programs in the place where veth has a queue. What the primary end sends passes those at
 * "primary", what its peer sends those at "peer"; both are attached to the primary end, so that
 * the container cannot take them off. Without any the pair's policy decides.
 *
 * Context: struct __sk_buff, whose data begins with the link header. Result: NETKIT_NEXT (-1) asks
 * the next program, NETKIT_PASS (0), NETKIT_DROP (2), NETKIT_REDIRECT (7). Since 6.7.
 *
 *	ip link add nk0 type netkit mode l2 peer name nk1
 *	rawbpf run build/progs/netkit.bpf.o to_peer=netkit/primary:nk0 from_peer=netkit/peer:nk0
 */
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <bpf/bpf_helpers.h>
#include "packet.h"

/* Set before loading. */
volatile const enum netkit_action verdict = NETKIT_PASS;

struct count to, from;

static int note(struct __sk_buff *skb, struct count *c)
{
	__sync_fetch_and_add(&c->packets, 1);
	__sync_fetch_and_add(&c->bytes, skb->len);
	return verdict;
}

SEC("netkit/primary")
int to_peer(struct __sk_buff *skb)
{
	return note(skb, &to);
}

SEC("netkit/peer")
int from_peer(struct __sk_buff *skb)
{
	return note(skb, &from);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
