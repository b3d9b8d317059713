// SPDX-License-Identifier: BSD-2-Clause
/*
 * What the kernel has and a program names: settings, symbols, per-CPU variables, functions. Each
 * program puts what it saw where the test reads it.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

/* ---- settings ---- */

extern int LINUX_KERNEL_VERSION __kconfig;
extern _Bool LINUX_HAS_SYSCALL_WRAPPER __kconfig;
extern _Bool LINUX_HAS_BPF_COOKIE __kconfig;
extern unsigned int CONFIG_HZ __kconfig __weak;
extern _Bool CONFIG_BPF_SYSCALL __kconfig;
extern char CONFIG_SYSFS __kconfig __weak;
extern enum libbpf_tristate CONFIG_VETH __kconfig __weak;
extern const char CONFIG_DEFAULT_HOSTNAME[16] __kconfig __weak;
extern unsigned long CONFIG_ILLEGAL_POINTER_VALUE __kconfig __weak;
extern _Bool CONFIG_NEVER_HEARD_OF __kconfig __weak;
extern int LINUX_NEVER_HEARD_OF __kconfig __weak;
extern int CONFIG_SAID_NOWHERE __kconfig;

unsigned int version, hz;
_Bool wrapper, cookie, bpf, never;
char sysfs, hostname[16];
enum libbpf_tristate veth;
unsigned long illegal;

SEC("tc")
int settings(struct __sk_buff *skb)
{
	int i;

	version = LINUX_KERNEL_VERSION;
	wrapper = LINUX_HAS_SYSCALL_WRAPPER;
	hz = CONFIG_HZ;
	bpf = CONFIG_BPF_SYSCALL;
	sysfs = CONFIG_SYSFS;
	veth = CONFIG_VETH;
	illegal = CONFIG_ILLEGAL_POINTER_VALUE;
	never = CONFIG_NEVER_HEARD_OF || LINUX_NEVER_HEARD_OF;
	for (i = 0; i < 16; i++)
		hostname[i] = CONFIG_DEFAULT_HOSTNAME[i];
	return 1;
}

SEC("?tc")
int cookies(struct __sk_buff *skb)
{
	cookie = LINUX_HAS_BPF_COOKIE;
	return 1;
}

SEC("?tc")
int said_nowhere(struct __sk_buff *skb)
{
	return CONFIG_SAID_NOWHERE;
}

/* The verifier knows the values: the call of a helper that no kernel has is dropped. */
SEC("?tc")
int never_taken(struct __sk_buff *skb)
{
	static long (*const no_helper)(void) = (void *)1000000;

	return CONFIG_NEVER_HEARD_OF ? no_helper() : 1;
}

/* ---- symbols ---- */

extern const void _stext __ksym;
extern const void a_symbol_that_is_missing __ksym __weak;
extern const void a_symbol_that_is_needed __ksym;

unsigned long stext, missing = 1;

SEC("?tc")
int symbols(struct __sk_buff *skb)
{
	stext = (unsigned long)&_stext;
	missing = (unsigned long)&a_symbol_that_is_missing;
	return 1;
}

SEC("?tc")
int needed_symbol(struct __sk_buff *skb)
{
	return (long)&a_symbol_that_is_needed;
}

/* ---- variables ---- */

struct rq {
	int cpu;
} __attribute__((preserve_access_index));

extern const struct rq runqueues __ksym;
extern const int a_variable_that_is_missing __ksym __weak;

SEC("?tc")
int variables(struct __sk_buff *skb)
{
	const struct rq *rq = bpf_per_cpu_ptr(&runqueues, 0);

	return rq ? rq->cpu + 7 : 0;
}

SEC("?tc")
int weak_variable(struct __sk_buff *skb)
{
	return &a_variable_that_is_missing ? 0 : 1;
}

/* ---- functions ---- */

struct sk_buff {
	unsigned int len;
} __attribute__((preserve_access_index));

extern void *bpf_cast_to_kern_ctx(void *obj) __ksym __weak;
extern void *bpf_cast_to_kern_ctx___two(void *a, void *b) __ksym __weak;
extern void *bpf_cast_to_kern_ctx___one(void *a) __ksym __weak;
extern int a_function_that_is_missing(int) __ksym __weak;
extern int a_function_that_is_needed(int) __ksym;

/* 0: this kernel does not have it; else the length that the kernel's own skb has */
SEC("?tc")
int functions(struct __sk_buff *skb)
{
	if (!bpf_ksym_exists(bpf_cast_to_kern_ctx))
		return 0;
	return ((struct sk_buff *)bpf_cast_to_kern_ctx(skb))->len;
}

/* The flavor that has two arguments is none of the kernel's. */
SEC("?tc")
int flavors(struct __sk_buff *skb)
{
	if (bpf_ksym_exists(bpf_cast_to_kern_ctx___two))
		return bpf_cast_to_kern_ctx___two(skb, skb) ? 1 : 2;
	if (!bpf_ksym_exists(bpf_cast_to_kern_ctx___one))
		return 0;
	return ((struct sk_buff *)bpf_cast_to_kern_ctx___one(skb))->len;
}

SEC("?tc")
int weak_function(struct __sk_buff *skb)
{
	return bpf_ksym_exists(a_function_that_is_missing) ? a_function_that_is_missing(1) : 1;
}

SEC("?tc")
int reckless(struct __sk_buff *skb)
{
	return a_function_that_is_missing(1);
}

SEC("?tc")
int needed_function(struct __sk_buff *skb)
{
	return a_function_that_is_needed(1);
}

/* ---- functions of a module ---- */

struct nf_conn {
	long opaque;
};

struct bpf_ct_opts___12 {
	int netns_id, error;
	__u8 l4proto, dir, reserved[2];
};

extern struct nf_conn *bpf_skb_ct_lookup(struct __sk_buff *skb, struct bpf_sock_tuple *tuple,
	__u32 tuple_size, struct bpf_ct_opts___12 *opts, __u32 opts_size) __ksym __weak;
extern void bpf_ct_release(struct nf_conn *ct) __ksym __weak;

int ct_error;

/* 0: this kernel or its modules do not have it; 1: asked, ct_error says what came of it */
SEC("?tc")
int module_function(struct __sk_buff *skb)
{
	struct bpf_ct_opts___12 opts = { .netns_id = -1, .l4proto = 17 };
	struct bpf_sock_tuple tuple = {};
	struct nf_conn *ct;

	if (!bpf_ksym_exists(bpf_skb_ct_lookup) || !bpf_ksym_exists(bpf_ct_release))
		return 0;
	ct = bpf_skb_ct_lookup(skb, &tuple, sizeof(tuple.ipv4), &opts, sizeof(opts));
	if (ct)
		bpf_ct_release(ct);
	ct_error = opts.error;
	return 1;
}
