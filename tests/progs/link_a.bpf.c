/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One half of an object in two files. Once linked with link_b.bpf.c the program linked_a returns, run
 * by BPF_PROG_TEST_RUN,
 *
 *	1 a static function of its own	2 a function of the other file		4 the weak function: the other's
 *	8 a variable of the other	16 the map of the other			32 a string of its own
 *	64 static data of its own	128 a hidden function of the other	256 a callback of its own
 *	512 the weak variable: the other's					all: 1023
 */
#include "link.h"

char LICENSE[] SEC("license") = "GPL";

static volatile __u32 before = 11; /* so that what follows is at another place than in the other file */
static volatile __u32 own = 0xa;
static volatile const __u32 own_constant = 0xaa;
__u32 from_a = 100;
__weak volatile __u32 chosen = 1;

extern __u32 from_b;
extern int add_b(struct near *n, int x) __hidden;
extern int hidden_b(int *x);
extern struct shared_map both __attribute__((section(".maps")));

static __noinline int helper(int x)
{
	asm volatile("" : "+r"(x));
	return x + own + before;
}

/* the other file has one that is not weak */
__weak __noinline int choose(int x)
{
	asm volatile("" : "+r"(x));
	return x + 1;
}

__noinline int add_a(int x)
{
	asm volatile("" : "+r"(x));
	return helper(x) + 1000;
}

static __attribute__((noinline)) char first(const char *p)
{
	asm volatile("" : "+r"(p));
	return *p;
}

static int callback(__u32 index, void *ctx)
{
	*(__u32 *)ctx += index + own;
	return 0;
}

SEC("socket")
int linked_a(struct __sk_buff *skb)
{
	struct near n = {.number = 5}, *found;
	__u32 key = 1, sum = 0;
	int ok = 0, x = 7;

	ok |= helper(1) == 1 + 0xa + 11 ? 1 : 0;
	ok |= add_b(&n, 3) == 8 + 0xb ? 2 : 0;
	ok |= choose(1) == 1 + 0xb0 ? 4 : 0;
	ok |= from_b == 200 ? 8 : 0;
	bpf_map_update_elem(&both, &key, &n, 0);
	found = bpf_map_lookup_elem(&both, &key);
	ok |= found && found->number == 5 ? 16 : 0;
	ok |= first("a constant") == 'a' ? 32 : 0;
	ok |= own_constant == 0xaa && own == 0xa ? 64 : 0;
	ok |= hidden_b(&x) == 7 + 0xb ? 128 : 0;
	bpf_loop(3, callback, &sum, 0);
	ok |= sum == 3 + 3 * 0xa ? 256 : 0;
	ok |= chosen == 2 ? 512 : 0;
	return ok;
}
