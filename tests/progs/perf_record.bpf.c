/* SPDX-License-Identifier: BSD-2-Clause */
/* Eight bytes to whoever listens on this CPU, each time it is run. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} records SEC(".maps");

SEC("raw_tracepoint/sys_enter")
int perf_record(void *ctx)
{
	__u64 value = 42;

	return bpf_perf_event_output(ctx, &records, BPF_F_CURRENT_CPU, &value, sizeof(value));
}

char LICENSE[] SEC("license") = "GPL";
