/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls by number.
 *
 * sys_enter is a tracepoint that every system call of every process passes on its way in. A raw
 * tracepoint gives the program the arguments that the kernel's own code gave, without the detour of
 * laying them out as text wants them. It only looks: the result is ignored.
 *
 * Context: struct bpf_raw_tracepoint_args; args[0] is the caller's struct pt_regs, args[1] the
 * system call's number, which means something else on each architecture. Since 4.17.
 *
 *	rawbpf run build/progs/syscount.bpf.o --duration 1
 *	rawbpf run build/progs/syscount.bpf.o --set target_pid=1
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* Only this process, all its threads; 0 for all. */
volatile const __u32 target_pid = 0;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, int);
	__type(value, __u64);
} syscalls SEC(".maps");

SEC("raw_tracepoint/sys_enter")
int syscount(struct bpf_raw_tracepoint_args *ctx)
{
	int number = ctx->args[1];
	__u64 none = 0, *count;

	/* high half: thread group id, which user space calls pid; low half: thread id */
	if (target_pid && bpf_get_current_pid_tgid() >> 32 != target_pid)
		return 0;
	count = bpf_map_lookup_elem(&syscalls, &number);
	if (!count) {
		bpf_map_update_elem(&syscalls, &number, &none, BPF_NOEXIST);
		count = bpf_map_lookup_elem(&syscalls, &number);
	}
	if (count)
		__sync_fetch_and_add(count, 1);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
