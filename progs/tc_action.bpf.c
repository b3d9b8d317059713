/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets that are longer than allowed are dropped.
 *
 * An action of traffic control does something with the packets that a filter has found. Other
 * tools put the program behind any filter; rawbpf puts it behind one that finds all packets.
 *
 * Context: struct __sk_buff, whose data begins with the link header. Result: as of a filter's
 * program; TC_ACT_PIPE hands the packet on to the filter's next action. The
 * type since 4.1, behind such a filter (matchall) 4.8.
 *
 *	rawbpf run build/progs/tc_action.bpf.o cut=action:ingress/eth0 --set longest=1000
 */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>

/* In bytes, with the link header. Set before loading. */
volatile const __u32 longest = 1514;

__u64 passed, dropped;

SEC("action")
int cut(struct __sk_buff *skb)
{
	if (skb->len <= longest) {
		__sync_fetch_and_add(&passed, 1);
		return TC_ACT_PIPE;
	}
	__sync_fetch_and_add(&dropped, 1);
	return TC_ACT_SHOT;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
