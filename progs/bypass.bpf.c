/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two processes of one machine talk TCP, and what they write does not pass TCP at all.
 *
 * Two hooks and a map. sockops is called when a connection of a process in the cgroup is there, at
 * both of its ends if both are in it, and puts that end into the map, under its addresses. sk_msg
 * then is called with what sendmsg() is given, before TCP has it; the end with the addresses
 * exchanged is the peer, and into that one's receive queue it goes. Connecting and closing are TCP's
 * as before. An end that is not in the map is on another machine, or in no such cgroup: SK_PASS
 * then means the ordinary way.
 *
 * What is written before the peer's end is in the map goes the ordinary way too, and what
 * follows may overtake it: a protocol in which the client waits for a greeting is on the safe side.
 *
 * Contexts: struct bpf_sock_ops, struct sk_msg_md. Result of sk_msg: SK_PASS or SK_DROP; of sockops:
 * nothing in these operations. Since 4.18. Attached in this order, as a socket takes along
 * what is on the map when it is put in:
 *
 *	rawbpf run build/progs/bypass.bpf.o bypass=sk_msg:ends remember=sockops:/sys/fs/cgroup/test
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

/* Ports in host byte order. */
struct end {
	__u32 ip, port;
	__u32 peer_ip, peer_port;
};

enum family {
	AF_INET = 2, /* <sys/socket.h> */
};

/* From user space a value reads as the socket's cookie. */
struct {
	__uint(type, BPF_MAP_TYPE_SOCKHASH);
	__uint(max_entries, 4096);
	__type(key, struct end);
	__type(value, __u64);
} ends SEC(".maps");

__u64 messages;
__u64 bypassed;

SEC("sk_msg")
int bypass(struct sk_msg_md *m)
{
	struct end peer = {
		.ip = m->remote_ip4,
		.port = bpf_ntohl(m->remote_port),
		.peer_ip = m->local_ip4,
		.peer_port = m->local_port,
	};

	__sync_fetch_and_add(&messages, 1);
	if (bpf_msg_redirect_hash(m, &ends, &peer, BPF_F_INGRESS) == SK_PASS)
		__sync_fetch_and_add(&bypassed, 1);
	return SK_PASS;
}

SEC("sockops")
int remember(struct bpf_sock_ops *o)
{
	struct end end = {
		.ip = o->local_ip4,
		.port = o->local_port,
		.peer_ip = o->remote_ip4,
		.peer_port = bpf_ntohl(o->remote_port),
	};

	if (o->family == AF_INET && (o->op == BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB ||
					    o->op == BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB))
		bpf_sock_hash_update(o, &ends, &end, BPF_ANY);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
