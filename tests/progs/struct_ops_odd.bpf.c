/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Structs for the kernel that it does not take as they are, or that are not created unless asked
 * for. Programs are in the first one, or are not loaded.
 *
 *	rawbpf_future	has members no kernel has
 *	rawbpf_odd	has members that are something else in the kernel
 *	rawbpf_none	is of a struct that no kernel takes
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct sock;

struct tcp_congestion_ops___future {
	char name[16];
	__u32 (*ssthresh)(struct sock *sk);
	void (*cong_avoid)(struct sock *sk, __u32 ack, __u32 acked);
	__u32 (*undo_cwnd)(struct sock *sk);
	void (*of_the_future)(struct sock *sk);
	__u64 number_of_the_future;
};

struct tcp_congestion_ops___odd {
	char name[8];
	__u32 owner;
	__u32 (*flags)(struct sock *sk);
	void (*init)(struct sock *sk);
};

struct rawbpf_no_such_ops {
	__u64 number;
};

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

SEC("struct_ops/of_the_future")
void of_the_future(__u64 *ctx)
{
}

SEC("struct_ops.s/never")
void never(__u64 *ctx)
{
}

SEC("socket")
int filter(struct __sk_buff *skb)
{
	return 7;
}

SEC("?.struct_ops")
struct tcp_congestion_ops___future rawbpf_future = {
	.name = "rawbpf_future",
	.ssthresh = (void *)ssthresh,
	.cong_avoid = (void *)cong_avoid,
	.undo_cwnd = (void *)undo_cwnd,
	.of_the_future = (void *)of_the_future,
};

SEC("?.struct_ops")
struct tcp_congestion_ops___odd rawbpf_odd = {
	.name = "odd",
};

SEC("?.struct_ops.link")
struct rawbpf_no_such_ops rawbpf_none = {
	.number = 1,
};

char LICENSE[] SEC("license") = "Dual BSD/GPL";
