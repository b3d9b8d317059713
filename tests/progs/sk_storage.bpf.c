/* SPDX-License-Identifier: BSD-2-Clause */
/* A value of its own for each socket: the packets it may still send, which user space sets, and those it sent. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct budget {
	__u32 left, sent;
};

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int); /* from user space: a descriptor of the socket */
	__type(value, struct budget);
} budgets SEC(".maps");

__u64 without; /* packets of sockets that the kernel had no memory for */

SEC("cgroup_skb/egress")
int spend(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk ? bpf_sk_fullsock(skb->sk) : 0;
	struct budget none = { .left = 2 }, *b;

	b = sk ? bpf_sk_storage_get(&budgets, sk, &none, BPF_SK_STORAGE_GET_F_CREATE) : 0;
	if (!b) {
		__sync_fetch_and_add(&without, 1);
		return 1;
	}
	if (!b->left)
		return 0;
	b->left--;
	b->sent++;
	return 1;
}

char LICENSE[] SEC("license") = "GPL";
