/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The other half: see link_a.bpf.c. linked_b returns
 *
 *	1 a static function of its own	2 a function of the other file	4 the weak function: its own
 *	8 a variable of the other	16 what the other left in the map	32 a string of its own
 *	64 static data of its own	128 a callback of its own		256 the weak variable: its own
 *									all: 511
 */
#include "link.h"

char LICENSE[] SEC("license") = "GPL";

struct far {
	struct near *back;
	__u64 distance;
};

static volatile __u32 own = 0xb;
static volatile const __u32 own_constant = 0xbb;
__u32 from_b = 200;
volatile __u32 chosen = 2;
struct far farthest;

extern __u32 from_a;
extern int add_a(int x);

struct shared_map both SEC(".maps");

static __noinline int helper(int x)
{
	asm volatile("" : "+r"(x));
	return x * 2 + own;
}

__noinline int choose(int x)
{
	asm volatile("" : "+r"(x));
	return x + 0xb0;
}

int add_b(struct near *n, int x)
{
	return n->number + x + own;
}

__hidden __noinline int hidden_b(int *x)
{
	return *x + own;
}

static __attribute__((noinline)) char first(const char *p)
{
	asm volatile("" : "+r"(p));
	return *p;
}

static int callback(__u32 index, void *ctx)
{
	*(__u32 *)ctx += index * own;
	return 0;
}

SEC("socket")
int linked_b(struct __sk_buff *skb)
{
	struct near *found;
	__u32 key = 1, sum = 0;
	int ok = 0;

	farthest.distance++;
	ok |= helper(1) == 2 + 0xb ? 1 : 0;
	ok |= add_a(1) == 1 + 0xa + 11 + 1000 ? 2 : 0;
	ok |= choose(1) == 1 + 0xb0 ? 4 : 0;
	ok |= from_a == 100 ? 8 : 0;
	found = bpf_map_lookup_elem(&both, &key);
	ok |= found && found->number == 5 ? 16 : 0;
	ok |= first("b constant") == 'b' ? 32 : 0;
	ok |= own_constant == 0xbb && own == 0xb ? 64 : 0;
	bpf_loop(3, callback, &sum, 0);
	ok |= sum == 3 * 0xb ? 128 : 0;
	ok |= chosen == 2 ? 256 : 0;
	return ok;
}
