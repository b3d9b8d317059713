/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the processes of each cgroup receive: no more than so many bytes in a second, or just counted.
 *
 * The hook is passed by each IP packet for a socket that was made in the cgroup, or below it, when the
 * kernel has found that socket; a denied packet is dropped, and nobody is told. UDP loses it, TCP sends
 * it again and soon slows down.
 *
 * Two programs. `limit` keeps what is left for this second in a CGROUP_STORAGE (4.19): one value for each
 * cgroup and attach type that the program is attached to, made and freed with that. `count` has a section
 * that says neither ingress nor egress, so TARGET does, and it can be both; its value is one for each CPU
 * (PERCPU_CGROUP_STORAGE, 4.20), so no atomic operations are needed.
 *
 * Context: struct __sk_buff, whose data begins with the IP header. Result: 1 lets the packet pass, 0
 * denies it. Since 4.10.
 *
 *	rawbpf run build/progs/ingress.bpf.o limit=/sys/fs/cgroup/test --set bytes_per_second=100000
 *	rawbpf run build/progs/ingress.bpf.o count=cgroup_skb/egress:/sys/fs/cgroup/test --interval 1
 *	rawbpf map lookup name budgets key cgroup /sys/fs/cgroup/test cgroup_skb/ingress
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "packet.h"

#define SECOND 1000000000ULL

/* Set before loading. */
volatile const __u64 bytes_per_second = 1000000;

struct budget {
	__u64 left, second, dropped;
};

struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_STORAGE);
	__type(key, struct bpf_cgroup_storage_key);
	__type(value, struct budget);
} budgets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE);
	__type(key, struct bpf_cgroup_storage_key);
	__type(value, struct count);
} counts SEC(".maps");

/* Two CPUs at once may let a packet too many pass. */
SEC("cgroup_skb/ingress")
int limit(struct __sk_buff *skb)
{
	struct budget *b = bpf_get_local_storage(&budgets, 0);
	__u64 second = bpf_ktime_get_ns() / SECOND;

	if (b->second != second) {
		b->second = second;
		b->left = bytes_per_second;
	}
	if (b->left < skb->len) {
		__sync_fetch_and_add(&b->dropped, 1);
		return 0;
	}
	b->left -= skb->len;
	return 1;
}

SEC("?cgroup/skb")
int count(struct __sk_buff *skb)
{
	struct count *c = bpf_get_local_storage(&counts, 0);

	c->packets++;
	c->bytes += skb->len;
	return 1;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
