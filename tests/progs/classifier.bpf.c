/* SPDX-License-Identifier: BSD-2-Clause */
/* Filters of traffic control by the section names that older loaders want, which say no direction.
 */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>

__u64 packets;

SEC("classifier")
int older(struct __sk_buff *skb)
{
	__sync_fetch_and_add(&packets, 1);
	return TC_ACT_UNSPEC;
}

SEC("tc")
int other(struct __sk_buff *skb)
{
	return TC_ACT_SHOT;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
