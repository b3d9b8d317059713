/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What arrives at either socket of a SOCKMAP leaves by the other; UDP as well as TCP. And what is written to either
 * arrives at the other.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} both SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SOCKHASH);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u32); /* user space can write these, but not read */
} other SEC(".maps");

/* Of the socket with the number 0. */
volatile const __u32 first_port = 0;

SEC("sk_skb/verdict")
int verdict(struct __sk_buff *skb)
{
	return bpf_sk_redirect_map(skb, &both, skb->local_port == first_port, 0);
}

SEC("sk_skb")
int unsaid(struct __sk_buff *skb)
{
	return bpf_sk_redirect_map(skb, &both, skb->local_port == first_port, 0);
}

__u64 messages;

SEC("?sk_msg")
int shortcut(struct sk_msg_md *m)
{
	__sync_fetch_and_add(&messages, 1);
	return bpf_msg_redirect_map(m, &both, m->local_port == first_port, BPF_F_INGRESS);
}

char LICENSE[] SEC("license") = "GPL";
