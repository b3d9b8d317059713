/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A congestion control of TCP: it always has the same number of packets on their way.
 *
 * A congestion control is a table of functions that TCP calls (struct tcp_congestion_ops), and programs
 * can be those functions: struct_ops. This is about the least that the kernel takes. Whatever is lost
 * or late, the window stays: good for measuring, bad for everybody else on the line.
 *
 *	cong_avoid	a packet was acknowledged: how many may be on their way now?
 *	ssthresh	something was lost: up to how many may the window grow quickly again?
 *	undo_cwnd	it was not lost after all: back to how many?
 *
 * A program gets the function's arguments, 64 bits each. Its socket may be read as a struct tcp_sock,
 * of which a few members may be written. Since 5.6; needs the kernel's types and a JIT. A socket asks
 * for it by name (TCP_CONGESTION):
 *
 *	rawbpf run build/progs/tcp_cc.bpf.o --set window=10 -- iperf3 -c HOST -C bpf_fixed
 *
 * So can all new sockets, by the sysctl net.ipv4.tcp_congestion_control; such a default stays until it is
 * set back, also when the run has ended.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* What the kernel has, as far as it is needed here. The loader finds it in the kernel's types. */
struct tcp_sock {
	__u32 snd_cwnd;
} __attribute__((preserve_access_index));

struct tcp_congestion_ops {
	char name[16];
	__u32 (*ssthresh)(struct tcp_sock *tp);
	void (*cong_avoid)(struct tcp_sock *tp, __u32 ack, __u32 acked);
	__u32 (*undo_cwnd)(struct tcp_sock *tp);
};

/* In packets. Set before loading. */
volatile const __u32 window = 10;

__u64 acknowledged;

SEC("struct_ops/ssthresh")
__u32 ssthresh(__u64 *ctx)
{
	return window;
}

SEC("struct_ops/undo_cwnd")
__u32 undo_cwnd(__u64 *ctx)
{
	return window;
}

SEC("struct_ops/cong_avoid")
void cong_avoid(__u64 *ctx)
{
	struct tcp_sock *tp = (void *)ctx[0];

	__sync_fetch_and_add(&acknowledged, (__u32)ctx[2]);
	tp->snd_cwnd = window;
}

SEC(".struct_ops.link")
struct tcp_congestion_ops tcp_cc = {
	.name = "bpf_fixed",
	.ssthresh = (void *)ssthresh,
	.undo_cwnd = (void *)undo_cwnd,
	.cong_avoid = (void *)cong_avoid,
};

char LICENSE[] SEC("license") = "Dual BSD/GPL";
