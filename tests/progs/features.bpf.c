/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Everything an object file can have that a loader must understand, but CO-RE.
 *
 * Run by BPF_PROG_TEST_RUN on any packet of at least 14 bytes, each program returns a sum of bits,
 * one for each thing that came out right:
 *
 *	features	1 .data   2 .rodata   4 .bss   8 .data.custom   16 .rodata.custom
 *			32 pointer between sections   64 static, 128 global, 256 weak subprogram
 *			512 string constant		all: 1023
 *	inner_maps	1, 2 slots 0 and 2 of an array of maps, 4 its slot 1 is empty
 *			8, 16 keys 0 and 1 of a hash of maps			all: 31
 *	all_maps	1 hash of a NUMA node   2 pinned   4 no prealloc
 *			8 key without BTF					all: 15
 *	tail_calls	7, from the program in slot 2; 0 if no slot was filled
 *	optional	not loaded unless asked for ("?" in its section name); if so, 99
 *	refused		likewise, and then the verifier refuses it
 *	deny		cgroup_skb/egress beside the socket filters: 1
 *
 * A variable set to another value before loading makes the bit of its section come out wrong.
 * Needs 5.10; what needs more is in newer.bpf.c.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* ---- global variables ------------------------------------------------------------------------ */

enum color {
	RED = 1,
	GREEN = 2,
	BLUE = 4,
};

struct point {
	__s32 x;
	__s32 y;
};

/* .data */
__u64 counter = 41;
struct point corner = {.x = -1, .y = 2};
char word[16] = "hello";
static volatile __u32 static_in_data = 0x1234; /* no symbol of its own is needed to reach it */

/* .rodata: of every kind that can be set as text */
volatile const __u32 set_me = 5;
volatile const enum color set_color = GREEN;
volatile const _Bool set_flag = 1;
volatile const char set_char = 'c';
volatile const char set_text[16] = "text";
volatile const __s64 set_signed = -7;

/* .bss */
__u64 runs;
struct point corners[3];

/* sections of their own, each a map of its own */
__u32 custom_data SEC(".data.custom") = 77;
volatile const __u32 custom_rodata SEC(".rodata.custom") = 88;

/* an address as a value, which has to outlive the instruction that loads it */
static __always_inline __u32 read_through(const volatile __u32 *p)
{
	asm volatile("" : "+r"(p));
	return *p;
}

static __always_inline char read_char(const char *p)
{
	asm volatile("" : "+r"(p));
	return *p;
}

/* ---- subprograms ----------------------------------------------------------------------------- */

/* verified where it is called */
static __noinline int static_sub(int x)
{
	asm volatile("" : "+r"(x));
	return x + 1;
}

/* verified once, by its BTF */
__noinline int global_sub(int x)
{
	asm volatile("" : "+r"(x));
	return static_sub(x) * 2;
}

__weak __noinline int weak_sub(int x)
{
	asm volatile("" : "+r"(x));
	return x - 3;
}

/* a global that is verified like a static one: it may take a pointer to the stack */
__hidden __noinline int hidden_sub(int *x)
{
	return *x + static_in_data;
}

SEC("socket")
int features(struct __sk_buff *skb)
{
	const char *text = "constant";
	int six = 6, ok = 0;

	ok |= counter == 41 && corner.x == -1 && corner.y == 2 && word[4] == 'o' ? 1 : 0;
	ok |= set_me == 5 && set_color == GREEN && set_flag && set_signed == -7 ? 2 : 0;
	ok |= corners[2].x == 0 ? 4 : 0;
	ok |= custom_data == 77 ? 8 : 0;
	ok |= custom_rodata == 88 ? 16 : 0;
	ok |= read_through(&custom_data) == 77 && read_through(&set_me) == 5 ? 32 : 0;
	ok |= static_sub(six) == 7 && hidden_sub(&six) == 0x123a ? 64 : 0;
	ok |= global_sub(six) == 14 ? 128 : 0;
	ok |= weak_sub(six) == 3 ? 256 : 0;
	ok |= read_char(text) == 'c' && read_char(text + 7) == 't' ? 512 : 0;
	__sync_fetch_and_add(&runs, 1);
	return ok;
}

/* ---- maps ------------------------------------------------------------------------------------ */

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__uint(map_flags, BPF_F_NUMA_NODE);
	__uint(numa_node, 0);
	__type(key, struct point);
	__type(value, enum color);
} on_node SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__type(key, __u32);
	__type(value, __u64);
} pinned_by_name SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, __u32);
	__type(value, struct point);
} no_prealloc SEC(".maps");

/* sizes only */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16);
	__uint(key_size, 4);
	__uint(value_size, 8);
} sizes_only SEC(".maps");

SEC("socket")
int all_maps(struct __sk_buff *skb)
{
	struct point at = {.x = 3, .y = 4};
	__u32 color = BLUE, one = 1;
	__u64 nine = 9;
	int ok = 0;

	ok |= !bpf_map_update_elem(&on_node, &at, &color, BPF_ANY) ? 1 : 0;
	ok |= !bpf_map_update_elem(&pinned_by_name, &one, &nine, BPF_ANY) ? 2 : 0;
	ok |= !bpf_map_update_elem(&no_prealloc, &one, &at, BPF_ANY) ? 4 : 0;
	ok |= !bpf_map_update_elem(&sizes_only, &one, &nine, BPF_ANY) ? 8 : 0;
	return ok;
}

/* ---- maps in maps ---------------------------------------------------------------------------- */

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} inner_a SEC(".maps"), inner_b SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__array(values, struct inner);
} array_of_maps SEC(".maps") = {
	.values = {
		[0] = &inner_a,
		[2] = &inner_b,
	},
};

/* here the slot's number is the key */
struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__array(values, struct inner);
} hash_of_maps SEC(".maps") = {
	.values = {
		[0] = &inner_b,
		[1] = &inner_a,
	},
};

static __always_inline int has_inner(void *outer, __u32 slot)
{
	void *inner = bpf_map_lookup_elem(outer, &slot);
	__u32 first = 0;

	return inner && bpf_map_lookup_elem(inner, &first);
}

SEC("socket")
int inner_maps(struct __sk_buff *skb)
{
	int ok = 0;

	ok |= has_inner(&array_of_maps, 0) ? 1 : 0;
	ok |= has_inner(&array_of_maps, 2) ? 2 : 0;
	ok |= !has_inner(&array_of_maps, 1) ? 4 : 0;
	ok |= has_inner(&hash_of_maps, 0) ? 8 : 0;
	ok |= has_inner(&hash_of_maps, 1) ? 16 : 0;
	return ok;
}

/* ---- tail calls ------------------------------------------------------------------------------ */

int tail(struct __sk_buff *skb);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 3);
	__uint(key_size, sizeof(__u32));
	__array(values, int(void *));
} tails SEC(".maps") = {
	.values = {
		[2] = (void *)&tail,
	},
};

SEC("socket")
int tail_calls(struct __sk_buff *skb)
{
	bpf_tail_call_static(skb, &tails, 1);
	bpf_tail_call_static(skb, &tails, 2);
	return 0;
}

SEC("socket")
int tail(struct __sk_buff *skb)
{
	return 7;
}

/* ---- other programs -------------------------------------------------------------------------- */

SEC("?socket")
int optional(struct __sk_buff *skb)
{
	return 99;
}

/* reads memory that is not the program's */
SEC("?socket")
int refused(struct __sk_buff *skb)
{
	return *(volatile int *)0;
}

SEC("cgroup_skb/egress")
int deny(struct __sk_buff *skb)
{
	return 1;
}

__u32 VERSION SEC("version") = KERNEL_VERSION(6, 1, 0);
char LICENSE[] SEC("license") = "Dual BSD/GPL";
