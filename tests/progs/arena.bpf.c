/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Variables in an arena (6.9). `add` finds each where this process sees it:
 *
 *	1  initialised		2  zero at the start, and then a second time 102
 *	4  set to 77 by the loader	8  a pointer from one variable to another, set by the loader
 *
 * `touch` only counts.
 *
 * New compilers have __arena for this; the older ones put variables into the section as well, but
 * how an address of this process becomes one of the kernel has to be told them in bytes.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARENA);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 100); /* pages */
} arena SEC(".maps");

#define __arena_var SEC(".addr_space.1")

__u64 number __arena_var = 42;
__u64 counter __arena_var = 0;
__u32 set_me __arena_var = 1;
__u64 *pointer __arena_var = 0;

/* r1 = addr_space_cast(r1, 0, 1): 0xbf, registers 1 and 1, offset 1, immediate 1 */
#define KERNEL(var) ({                                                                     \
	register void *at asm("r1") = &(var);                                              \
	asm volatile(".byte 0xbf, 0x11; .short 1; .long 1" : "+r"(at));                    \
	(typeof(var) *)at;                                                                 \
})

SEC("syscall")
int add(void *ctx)
{
	__u64 *n;
	int ok = 0;

	ok |= *KERNEL(number) == 42 ? 1 : 0;
	n = KERNEL(counter);
	ok |= *n == 0 || *n == 101 ? 2 : 0;
	*n += 1;
	ok |= *KERNEL(set_me) == 77 ? 4 : 0;
	n = *KERNEL(pointer);
	ok |= *KERNEL(*n) == 42 ? 8 : 0;
	return ok;
}

SEC("socket")
int touch(struct __sk_buff *skb)
{
	*KERNEL(counter) += 1;
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
