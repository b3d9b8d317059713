/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Congestion controls of TCP, as tables of callbacks. They only count: init() with 1, and the
 * second one with 100.
 *
 *	rawbpf_one	registered by writing the map (5.6)
 *	rawbpf_two	by a bpf_link (6.4)
 *
 * The struct is what this file needs of the kernel's, in an order of its own.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct sock;

struct tcp_congestion_ops {
	char name[16];
	__u32 (*ssthresh)(struct sock *sk);
	void (*cong_avoid)(struct sock *sk, __u32 ack, __u32 acked);
	__u32 (*undo_cwnd)(struct sock *sk);
	void (*init)(struct sock *sk);
	void *owner;
};

__u32 counted;

SEC("struct_ops/ssthresh")
__u32 ssthresh(__u64 *ctx)
{
	return 10;
}

SEC("struct_ops/cong_avoid")
void cong_avoid(__u64 *ctx)
{
}

SEC("struct_ops/undo_cwnd")
__u32 undo_cwnd(__u64 *ctx)
{
	return 10;
}

SEC("struct_ops/init")
void init(__u64 *ctx)
{
	counted += 1;
}

SEC("struct_ops/init")
void init_hundred(__u64 *ctx)
{
	counted += 100;
}

SEC(".struct_ops")
struct tcp_congestion_ops rawbpf_one = {
	.name = "rawbpf_one",
	.ssthresh = (void *)ssthresh,
	.cong_avoid = (void *)cong_avoid,
	.undo_cwnd = (void *)undo_cwnd,
	.init = (void *)init,
};

SEC(".struct_ops.link")
struct tcp_congestion_ops rawbpf_two = {
	.name = "rawbpf_two",
	.ssthresh = (void *)ssthresh,
	.cong_avoid = (void *)cong_avoid,
	.undo_cwnd = (void *)undo_cwnd,
	.init = (void *)init_hundred,
};

char LICENSE[] SEC("license") = "Dual BSD/GPL";
