/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs that are loaded for one function, hook or tracepoint, which they name by BTF. All are
 * optional ("?"), for hardly a kernel has them all. What they saw stands in `seen`; those that can
 * refuse something look only at the process `me`.
 *
 *	entry, leave		fentry, fexit of bpf_fentry_test1(int), which a test run calls with 1
 *	change			fmod_ret of bpf_modify_return_test(), likewise
 *	scheduled		tp_btf of sched_switch
 *	opened			LSM hook file_open
 *	tasks			iterator over tasks, which loads; issue 6 attaches it
 *	on_target, replace	freplace and fentry of the function `inner` of `target`
 *	in_module		fentry of a function of the module veth, if that is one
 *	absent, ...		name what no kernel has
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

__u64 seen[8];
__u32 me;

static __always_inline int is_me(void)
{
	return bpf_get_current_pid_tgid() >> 32 == me;
}

SEC("?fentry/bpf_fentry_test1")
int entry(__u64 *args)
{
	seen[0] += (__u32)args[0];
	return 0;
}

SEC("?fexit/vmlinux:bpf_fentry_test1")
int leave(__u64 *args)
{
	seen[1] += (__u32)args[1]; /* the result: 2 */
	return 0;
}

SEC("?fentry.s/bpf_fentry_test1")
int sleepable(__u64 *args)
{
	seen[2]++;
	return 0;
}

SEC("?fmod_ret/bpf_modify_return_test")
int change(__u64 *args)
{
	seen[3]++;
	return 42;
}

SEC("?tp_btf/sched_switch")
int scheduled(__u64 *args)
{
	seen[4]++;
	return 0;
}

SEC("?lsm/file_open")
int opened(__u64 *args)
{
	if (!is_me())
		return 0;
	seen[5]++;
	return -1; /* EPERM */
}

SEC("?iter/task")
int tasks(void *ctx)
{
	return 0;
}

/* ---- programs for programs -------------------------------------------------------------------- */

__noinline int inner(int x)
{
	asm volatile("" : "+r"(x));
	return x + 1;
}

SEC("socket")
int target(struct __sk_buff *skb)
{
	return inner(skb->len);
}

SEC("?freplace/inner")
int replace(int x)
{
	return 7;
}

SEC("?fentry/target")
int on_target(__u64 *args)
{
	seen[6]++;
	return 0;
}

/* ---- what there is only in some kernels, or in none ------------------------------------------- */

SEC("?fentry/veth:veth_xmit")
int in_module(__u64 *args)
{
	return 0;
}

SEC("?fentry/vmlinux:veth_xmit_")
int absent(__u64 *args)
{
	return 0;
}

SEC("?fentry/nomodule:veth_xmit")
int absent_module(__u64 *args)
{
	return 0;
}

SEC("?tp_btf/no_such_tracepoint")
int absent_tracepoint(__u64 *args)
{
	return 0;
}

SEC("?lsm/no_such_hook")
int absent_hook(__u64 *args)
{
	return 0;
}

SEC("?fentry")
int unsaid(__u64 *args)
{
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
