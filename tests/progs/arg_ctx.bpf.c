/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A subprogram that is verified by its types and takes the context, of whatever type: by a tag
 * since 6.8, and on older kernels by the type that the loader gives it. Run on a packet of 64
 * bytes, both programs return 65.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

__noinline int plus(void *ctx __arg_ctx, int x)
{
	asm volatile("" : "+r"(ctx), "+r"(x));
	return x + 1;
}

SEC("classifier")
int skb_length(struct __sk_buff *skb)
{
	return plus(skb, skb->len);
}

SEC("xdp")
int xdp_length(struct xdp_md *xdp)
{
	return plus(xdp, xdp->data_end - xdp->data);
}

SEC("kprobe")
int probe(void *regs)
{
	return plus(regs, 1);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
