/* SPDX-License-Identifier: BSD-2-Clause */
/* The stack of whoever runs it, in a map of stacks: its id is returned. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, 64);
	__uint(key_size, 4);
	__uint(value_size, 80);
} stacks SEC(".maps");

SEC("raw_tracepoint/sys_enter")
int stack(void *ctx)
{
	return bpf_get_stackid(ctx, &stacks, 0);
}

char LICENSE[] SEC("license") = "GPL";
