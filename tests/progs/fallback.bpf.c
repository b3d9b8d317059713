/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a loader may say in another way to an older kernel: helpers that bear other names there, and
 * attach types that hooks did not need at first.
 *
 *	reads	calls bpf_probe_read_kernel (5.5)
 *	older	its hook is older than attach types (4.17)
 *	newer	its hook is not
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

const volatile __u32 unread = 5;

SEC("raw_tp/sys_enter")
int reads(void *ctx)
{
	__u64 word = 0;

	bpf_probe_read_kernel(&word, sizeof(word), ctx);
	return word != 0;
}

SEC("cgroup_skb/egress")
int older(struct __sk_buff *skb)
{
	return 1;
}

SEC("?cgroup/bind4")
int newer(struct bpf_sock_addr *ctx)
{
	return 1;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
