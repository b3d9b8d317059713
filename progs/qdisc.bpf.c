/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A queueing discipline: packets leave an interface in the order they came, at most 64 wait.
 *
 * A queueing discipline is a table of functions that the stack calls under the queue's lock (struct
 * Qdisc_ops), and programs can be those functions: struct_ops. The packet that enqueue() gets is the
 * program's: it has to keep it, here by putting the pointer into a map (bpf_kptr_xchg), or to drop it,
 * and the verifier does not load what loses one. dequeue() gives it away again.
 *
 * Since 6.16, in kernels with CONFIG_NET_SCH_BPF; needs the kernel's types and a JIT. The discipline can
 * then be had by its name on any interface; as its packets are in one map, on one at a time:
 *
 *	rawbpf run build/progs/qdisc.bpf.o -- \
 *		sh -c 'tc qdisc add dev eth0 root bpf_fifo; sleep 60; tc qdisc del dev eth0 root'
 *
 * What is in use stays until it is taken off, also when the run has ended.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

/* What the kernel has, as far as it is needed here. The loader finds it in the kernel's types. */
struct sk_buff {
	__u32 len;
} __attribute__((preserve_access_index));

struct qdisc_skb_head {
	__u32 qlen;
} __attribute__((preserve_access_index));

struct gnet_stats_queue {
	__u32 backlog;
} __attribute__((preserve_access_index));

struct Qdisc {
	struct qdisc_skb_head q;
	struct gnet_stats_queue qstats;
} __attribute__((preserve_access_index));

struct bpf_sk_buff_ptr {
	struct sk_buff *skb;
} __attribute__((preserve_access_index));

struct Qdisc_ops {
	char id[16];
	int (*enqueue)(struct sk_buff *skb, struct Qdisc *sch, struct sk_buff **to_free);
	struct sk_buff *(*dequeue)(struct Qdisc *sch);
	int (*init)(struct Qdisc *sch, void *options, void *extack);
	void (*reset)(struct Qdisc *sch);
	void (*destroy)(struct Qdisc *sch);
};

extern void bpf_qdisc_skb_drop(struct sk_buff *skb, struct bpf_sk_buff_ptr *to_free) __ksym;
extern void bpf_qdisc_bstats_update(struct Qdisc *sch, const struct sk_buff *skb) __ksym;
extern void bpf_kfree_skb(struct sk_buff *skb) __ksym;

enum { SLOTS = 64, SENT = 0, DROPPED = 1 };

struct slot {
	struct sk_buff __kptr *skb;
};

/* A ring: packets stand from slot `out` to before slot `in`. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, SLOTS);
	__type(key, __u32);
	__type(value, struct slot);
} ring SEC(".maps");

static __u32 in, out;

__u64 queued;
__u64 sent;
__u64 dropped;

SEC("struct_ops/enqueue")
int enqueue(__u64 *ctx)
{
	struct sk_buff *skb = (void *)ctx[0], *old;
	struct bpf_sk_buff_ptr *to_free = (void *)ctx[2];
	struct Qdisc *sch = (void *)ctx[1];
	const __u32 at = in % SLOTS, len = skb->len;
	struct slot *slot = bpf_map_lookup_elem(&ring, &at);

	if (!slot || in - out >= SLOTS) {
		bpf_qdisc_skb_drop(skb, to_free);
		dropped++;
		return DROPPED;
	}
	old = bpf_kptr_xchg(&slot->skb, skb);
	if (old)
		bpf_qdisc_skb_drop(old, to_free);
	in++;
	sch->q.qlen++;
	sch->qstats.backlog += len;
	queued++;
	return SENT;
}

SEC("struct_ops/dequeue")
struct sk_buff *dequeue(__u64 *ctx)
{
	struct Qdisc *sch = (void *)ctx[0];
	const __u32 at = out % SLOTS;
	struct slot *slot = bpf_map_lookup_elem(&ring, &at);
	struct sk_buff *skb;

	if (!slot || in == out)
		return NULL;
	skb = bpf_kptr_xchg(&slot->skb, NULL);
	if (!skb)
		return NULL;
	out++;
	sch->q.qlen--;
	sch->qstats.backlog -= skb->len;
	bpf_qdisc_bstats_update(sch, skb);
	sent++;
	return skb;
}

SEC("struct_ops/init")
int init(__u64 *ctx)
{
	in = out = 0;
	return 0;
}

/* Let go of what waits: the interface goes down, or another discipline comes. */
SEC("struct_ops/reset")
void reset(__u64 *ctx)
{
	struct Qdisc *sch = (void *)ctx[0];
	struct sk_buff *skb;
	struct slot *slot;
	__u32 i, at;

	for (i = 0; i < SLOTS; i++) {
		at = i;
		slot = bpf_map_lookup_elem(&ring, &at);
		skb = slot ? bpf_kptr_xchg(&slot->skb, NULL) : NULL;
		if (skb)
			bpf_kfree_skb(skb);
	}
	in = out = 0;
	sch->q.qlen = 0;
	sch->qstats.backlog = 0;
}

SEC("struct_ops/destroy")
void destroy(__u64 *ctx)
{
}

SEC(".struct_ops.link")
struct Qdisc_ops qdisc = {
	.id = "bpf_fifo",
	.enqueue = (void *)enqueue,
	.dequeue = (void *)dequeue,
	.init = (void *)init,
	.reset = (void *)reset,
	.destroy = (void *)destroy,
};

char LICENSE[] SEC("license") = "Dual BSD/GPL";
