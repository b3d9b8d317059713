/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Functions that only some callers may call. Each reads `table` at an index that it does not check
 * itself; each program gives it one that fits. A function that others could call as well is
 * verified alone, with any argument, and so the kernel refuses it; one that is hidden is verified
 * where it is called. All programs are optional ("?").
 *
 *	calls_hidden, calls_hidden_weak		load, and give the table's number
 *	calls_global, calls_weak		are refused
 *	calls_checked				global and weak functions that check for themselves
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

__u32 table[8] = { 10, 11, 12, 13, 14, 15, 16, 17 };

#define READS(name, ...)                                 \
	__noinline __VA_ARGS__ int name(__u32 index)     \
	{                                                \
		return *(volatile __u32 *)&table[index]; \
	}                                                \
	SEC("?classifier")                               \
	int calls_##name(struct __sk_buff *skb)          \
	{                                                \
		return name(skb->len & 7);               \
	}

READS(hidden, __hidden)
READS(hidden_weak, __hidden __weak)
READS(global, )
READS(weak, __weak)

__noinline int checked(__u32 index)
{
	return index < 8 ? table[index] : -1;
}

__weak int checked_weak(__u32 index)
{
	return index < 8 ? table[index] : -1;
}

SEC("?classifier")
int calls_checked(struct __sk_buff *skb)
{
	return checked(skb->len) + checked_weak(skb->len & 7);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
