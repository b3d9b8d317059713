/* SPDX-License-Identifier: BSD-2-Clause */
/* Says each packet's length through bpf_printk(): what trace_pipe and `run` show. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("socket")
int printk(struct __sk_buff *skb)
{
	bpf_printk("packet of %d bytes", skb->len);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
