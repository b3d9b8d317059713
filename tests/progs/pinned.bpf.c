/* SPDX-License-Identifier: BSD-2-Clause */
/* Maps pinned by name whose real size is not the one written here: the loader adjusts them. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} records SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 5000);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} ring SEC(".maps");

SEC("socket")
int pinned(struct __sk_buff *skb)
{
	__u32 len = skb->len;

	bpf_ringbuf_output(&ring, &len, sizeof(len), 0);
	return bpf_perf_event_output(skb, &records, BPF_F_CURRENT_CPU, &len, sizeof(len));
}

char LICENSE[] SEC("license") = "GPL";
