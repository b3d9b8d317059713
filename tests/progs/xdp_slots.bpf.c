/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * XDP programs for tests/kernel/test_dispatcher.c: each counts itself and the place it had in the last
 * packet's row, and returns what it is told to.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

__u64 row; /* programs that the packet came by */
__u64 a_ran, b_ran, c_ran;
__u64 a_place, b_place, c_place;
__u32 a_says = XDP_PASS, b_says = XDP_PASS, c_says = XDP_PASS;

SEC("xdp")
int a(struct xdp_md *xdp)
{
	a_ran++;
	a_place = ++row;
	return a_says;
}

SEC("xdp")
int b(struct xdp_md *xdp)
{
	b_ran++;
	b_place = ++row;
	return b_says;
}

SEC("xdp")
int c(struct xdp_md *xdp)
{
	c_ran++;
	c_place = ++row;
	return c_says;
}

/* Moves the packet's beginning and back. */
SEC("xdp")
int moves(struct xdp_md *xdp)
{
	return bpf_xdp_adjust_head(xdp, 4) || bpf_xdp_adjust_head(xdp, -4) ? XDP_ABORTED : XDP_PASS;
}

SEC("?xdp.frags")
int pieces(struct xdp_md *xdp)
{
	return XDP_PASS;
}

/* Returns another type than a slot does. */
SEC("?xdp")
enum xdp_action of_enum(struct xdp_md *xdp)
{
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
