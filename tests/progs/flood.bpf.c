/* SPDX-License-Identifier: BSD-2-Clause */
/* A record of 480 bytes for each system call on the machine: more than a reader can print. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct record {
	__u64 words[60];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
	__type(value, struct record);
} records SEC(".maps");

SEC("raw_tracepoint/sys_enter")
int flood(void *ctx)
{
	struct record *r = bpf_ringbuf_reserve(&records, sizeof(*r), 0);

	if (!r)
		return 0;
	r->words[0] = bpf_ktime_get_ns();
	bpf_ringbuf_submit(r, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
