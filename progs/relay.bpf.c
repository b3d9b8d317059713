/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A relay whose process does not copy: what arrives at either of two sockets leaves by the other, and
 * nobody is woken up for it.
 *
 * A verdict is called with what has arrived for a socket in the map, before the process could read it, and
 * bpf_sk_redirect_map() puts it on its way out of another one. So a proxy that has accepted a connection
 * and made another to the server behind it puts both into the map, the client's into slot 0, and only has to
 * wait until one is closed. As said by
 *
 *	sk_skb/verdict		TCP, and UDP, which needs a connect() to know where to send (5.13)
 *	sk_skb			of what kind it is the TARGET says, as sk_skb/stream_verdict: TCP only, older kernels
 *
 * A map has one of these kinds only. Context: struct __sk_buff. Result: SK_PASS to the process, SK_DROP, or
 * what the redirection says.
 *
 *	rawbpf run build/progs/relay.bpf.o relay=sk_skb/verdict:pair --set client_port=8080
 *	rawbpf map update name pair key 0 0 0 0 value socket PID/FD	# the one that clients talk to, of port 8080
 *	rawbpf map update name pair key 1 0 0 0 value socket PID/FD	# the one to the server
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* The port here of the socket in slot 0. Set before loading. */
volatile const __u32 client_port = 8080;

__u64 relayed;

struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} pair SEC(".maps");

static __always_inline int other(struct __sk_buff *skb)
{
	__sync_fetch_and_add(&relayed, 1);
	return bpf_sk_redirect_map(skb, &pair, skb->local_port == client_port, 0);
}

SEC("sk_skb/verdict")
int relay(struct __sk_buff *skb)
{
	return other(skb);
}

SEC("?sk_skb")
int relay_as_said(struct __sk_buff *skb)
{
	return other(skb);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
