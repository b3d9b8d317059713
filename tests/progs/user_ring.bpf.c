/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A user ring buffer (6.1), emptied at each run: `drain` returns how many records there were, and
 * `sum` adds up the numbers they begin with; `other` counts those of less than 8 bytes.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

__u64 sum, records, other;

static long take(struct bpf_dynptr *record, void *ctx)
{
	__u64 number = 0;

	if (!bpf_dynptr_read(&number, sizeof(number), record, 0, 0))
		sum += number;
	else
		other++;
	records++;
	return 0;
}

SEC("syscall")
int drain(void *ctx)
{
	return bpf_user_ringbuf_drain(&ring, take, 0, 0);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
