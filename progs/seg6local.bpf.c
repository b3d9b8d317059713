/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A segment of IPv6 segment routing that writes a tag into the packets that pass it.
 *
 * A packet with a segment routing header names the places it has to visit. At this one, which is
 * a route, the kernel takes the next segment for its destination and then runs the program
 * (End.BPF). The header may be read; written only by helpers, and there only flags, tag and TLVs.
 *
 * Context: struct __sk_buff, whose data begins with the IPv6 header. Result: BPF_OK (0) goes on to
 * the next segment, BPF_DROP (2) drops the packet, BPF_REDIRECT (7) takes the route that the
 * helper bpf_lwt_seg6_action() has found. Since 4.18.
 *
 *	rawbpf run build/progs/seg6local.bpf.o tagged=lwt_seg6local:fd00::bf/128@eth0 --set tag=7
 */
#include <linux/bpf.h>
#include <linux/seg6.h>
#include <stddef.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "packet.h"

/* Set before loading. */
volatile const __u16 tag = 1;

__u64 packets;

/* The header is the first behind IPv6's here; other extension headers might come before it. */
SEC("lwt_seg6local")
int tagged(struct __sk_buff *skb)
{
	__u16 value = bpf_htons(tag);
	__u8 next = 0;

	bpf_skb_load_bytes(skb, IPV6_NEXT, &next, sizeof(next));
	if (next != ROUTING)
		return BPF_OK;
	__sync_fetch_and_add(&packets, 1);
	if (bpf_lwt_seg6_store_bytes(
		    skb, IPV6_SIZE + offsetof(struct ipv6_sr_hdr, tag), &value, sizeof(value)))
		return BPF_DROP;
	return BPF_OK;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
