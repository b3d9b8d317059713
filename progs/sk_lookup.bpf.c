/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One listening socket answers on many ports, without a rule in any firewall.
 *
 * The hook is passed where the kernel looks for the socket that a packet for a local address is for,
 * after those that are connected and before those that listen (TCP) or are unconnected (UDP). The
 * program may choose one by bpf_sk_assign(), whatever address and port that is bound to. It is per
 * network namespace. Context: struct bpf_sk_lookup. Result: SK_PASS with a socket chosen takes that,
 * without one the kernel goes on looking; SK_DROP drops the packet. Since 5.9.
 *
 * A program cannot name a socket, so it stands in a map: a sockmap, whose values are given as
 * descriptors and are sockets from then on. A process puts its own socket in by its descriptor
 * (bpf_map_update_elem, rawbpf_map_update). For one that knows nothing of BPF, the second program
 * here does it: at listen(2) of a process of a cgroup.
 *
 *	rawbpf run build/progs/sk_lookup.bpf.o steer listener=/sys/fs/cgroup/test \
 *		--set port=7000 --set first=7001 --set last=7999
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* These ports lead to the socket; and for `listener`, the port that it listens on. Set before loading. */
volatile const __u32 first = 0;
volatile const __u32 last = 0;
volatile const __u32 port = 0;

__u64 steered;

/* 0: TCP, 1: UDP */
struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} sockets SEC(".maps");

SEC("sk_lookup")
int steer(struct bpf_sk_lookup *look)
{
	const __u32 index = look->protocol == 17;
	struct bpf_sock *sk;

	if (look->local_port < first || look->local_port > last)
		return SK_PASS;
	sk = bpf_map_lookup_elem(&sockets, &index);
	if (!sk)
		return SK_PASS;
	if (!bpf_sk_assign(look, sk, 0))
		__sync_fetch_and_add(&steered, 1);
	bpf_sk_release(sk);
	return SK_PASS;
}

/* Only loaded if it is named. */
SEC("?sockops")
int listener(struct bpf_sock_ops *ops)
{
	__u32 tcp = 0;

	if (ops->op == BPF_SOCK_OPS_TCP_LISTEN_CB && ops->local_port == port)
		bpf_sock_map_update(ops, &sockets, &tcp, BPF_ANY);
	return 1;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
