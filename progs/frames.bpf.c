/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TCP is a stream of bytes; here the kernel cuts it into messages, counts them by kind, and drops
 * those of one kind before the process that reads sees them.
 *
 * A message is two bytes of length (of what follows, the more significant first), one that says of what
 * kind it is, and the rest. For a socket in the map the parser is called with what was
 * received so far and says how long the message that begins there is, or 0 if it cannot tell yet. When
 * all of it is there, the verdict is called with it.
 *
 * If one message ends and the next one begins in the same segment, both programs see the segment from its
 * beginning, and nothing tells where they are in it. So this is for protocols in which one message waits
 * for the answer to the one before, as most requests do.
 *
 * Context: struct __sk_buff of both. Result of the parser: a length, 0 more is needed, below 0 the stream
 * is broken; of the verdict: SK_PASS, SK_DROP. Since 4.14; but the last releases of 5.10 lock up when a
 * message passes.
 *
 * The third program is what puts sockets into the map: connections to `port` that processes of the
 * cgroup accept. It has to be attached last, as a socket takes along what is on the map then.
 *
 *	rawbpf run build/progs/frames.bpf.o length=sk_skb/stream_parser:connections \
 *		kind=sk_skb/stream_verdict:connections accepted=sockops:/sys/fs/cgroup/test \
 *		--set port=4000 --set drop_kind=7
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

/* Set before loading. */
volatile const __u32 port = 0;
volatile const __s32 drop_kind = -1; /* -1: none */

enum {
	LENGTH_SIZE = 2,
};

struct {
	__uint(type, BPF_MAP_TYPE_SOCKHASH);
	__uint(max_entries, 1024);
	__type(key, __u64); /* the socket's cookie */
	__type(value, __u64);
} connections SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, __u64);
} kinds SEC(".maps");

SEC("sk_skb/stream_parser")
int length(struct __sk_buff *skb)
{
	__be16 rest;

	if (bpf_skb_load_bytes(skb, 0, &rest, sizeof(rest)))
		return 0;
	return LENGTH_SIZE + bpf_ntohs(rest);
}

SEC("sk_skb/stream_verdict")
int kind(struct __sk_buff *skb)
{
	__u8 kind = 0;
	__u64 *count;
	__u32 key;

	bpf_skb_load_bytes(skb, LENGTH_SIZE, &kind, sizeof(kind));
	key = kind;
	count = bpf_map_lookup_elem(&kinds, &key);
	if (count)
		__sync_fetch_and_add(count, 1);
	return kind == drop_kind ? SK_DROP : SK_PASS;
}

SEC("sockops")
int accepted(struct bpf_sock_ops *o)
{
	__u64 cookie;

	if (o->op != BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB || o->local_port != port)
		return 0;
	cookie = bpf_get_socket_cookie(o);
	bpf_sock_hash_update(o, &connections, &cookie, BPF_ANY);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
