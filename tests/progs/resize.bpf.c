/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Global data that is made larger before it is loaded: `last` of the section .data.grows. The
 * program returns the sum of its first `count` numbers.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

__u32 before SEC(".data.grows") = 3;
__u32 last[1] SEC(".data.grows") = { 4 };
/* of the same type, and stays as it is */
__u32 other[1] SEC(".data.stays") = { 5 };

SEC("socket")
int sum(struct __sk_buff *skb)
{
	__u32 i, n = 0;

	for (i = 0; i < 8; i++)
		n += ((volatile __u32 *)last)[i];
	return n + before + other[0];
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
