/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each new program that is started, as an event through a ring buffer.
 *
 * The tracepoint is passed in execve() after the point of no return. Context: the tracepoint's
 * record, see exec.h. Result: 0 also keeps the event from perf's own ring, 1 does not.
 *
 * A ring buffer is one memory for all CPUs, so events arrive in the order they happened. The
 * program reserves room, fills it in place and submits it; when there is no room the event is
 * lost, and the program knows. `value` tells the reader what a record is, the kernel wants its
 * size to be 0. Since 5.8.
 *
 *	rawbpf run build/progs/execs_ring.bpf.o -- sh -c 'ls; date'
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "exec.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024); /* bytes: a power of two, and whole pages */
	__type(value, struct event);
} events SEC(".maps");

SEC("tracepoint/sched/sched_process_exec")
int execs_ring(struct sched_process_exec *ctx)
{
	struct event *e;

	if (!exec_wanted())
		return 0;
	e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
	if (!e)
		return 0;
	exec_fill(e, ctx);
	bpf_ringbuf_submit(e, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
