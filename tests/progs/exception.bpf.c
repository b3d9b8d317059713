/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions (6.7). A packet of more than 60 bytes throws the number 21 from a subprogram: `with`
 * has a callback, which nothing calls in the code and which adds 100; `without` returns what was
 * thrown. Shorter packets return 1.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

extern void bpf_throw(__u64 cookie) __attribute__((section(".ksyms")));

__attribute__((noinline)) int check(__u32 len)
{
	if (len > 60)
		bpf_throw(21);
	return 1;
}

__attribute__((noinline)) int caught(__u64 cookie)
{
	return cookie + 100;
}

SEC("tc")
__attribute__((btf_decl_tag("exception_callback:caught")))
int with(struct __sk_buff *skb)
{
	return check(skb->len);
}

SEC("tc")
int without(struct __sk_buff *skb)
{
	return check(skb->len);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
