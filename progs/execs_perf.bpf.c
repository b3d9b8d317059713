/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each new program that is started, as an event through perf buffers.
 *
 * The same as execs_ring.bpf.c the older way: a perf event array has one buffer for each CPU, made
 * and put into the array by the reader. The program builds the event on its stack and the kernel
 * copies it; when there is no room the kernel counts it as lost. Events of different CPUs have no
 * order. `value` tells the reader what a record is, for the kernel keys and values are 4 bytes.
 *
 * Context: the tracepoint's record, see exec.h. Result: 0 also keeps the event from
 * perf's own ring, whoever reads the tracepoint there; 1 does not. Since 4.7.
 *
 *	rawbpf run build/progs/execs_perf.bpf.o -- sh -c 'ls; date'
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "exec.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY); /* max_entries: as many as CPUs */
	__type(key, __u32);
	__type(value, struct event);
} events SEC(".maps");

SEC("tp/sched/sched_process_exec")
int execs_perf(struct sched_process_exec *ctx)
{
	struct event e = {};

	if (!exec_wanted())
		return 0;
	exec_fill(&e, ctx);
	bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &e, sizeof(e));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
