/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What makes a flow: a dissector of IPv4, and how many packets of which protocol it was asked about.
 *
 * Packets of one flow shall take one way: to a CPU, to a queue, into one piece. For that the kernel
 * takes a hash over addresses and ports, and where it has to find those in the packet, this hook is
 * passed instead of its own parser. A new protocol needs no new kernel then, and a parser that the
 * verifier has proved is one that no packet crashes. It is per network namespace, except that one in
 * the first namespace is there for all.
 *
 * Context: struct __sk_buff, of which only the data and flow_keys are there: nhoff in it says where the
 * network header begins and n_proto what it is; the program fills in the rest. Result: BPF_OK, done;
 * BPF_DROP, no flow can be found; BPF_FLOW_DISSECTOR_CONTINUE (6.1; before, as BPF_DROP), let the
 * kernel's own do it. Since 4.20, as bpf_link since 5.8.
 *
 *	rawbpf run build/progs/flow_dissector.bpf.o
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "packet.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, enum ip_proto);
	__type(value, __u64);
} dissected SEC(".maps");

static void count(enum ip_proto proto)
{
	const __u64 one = 1;
	__u64 *n = bpf_map_lookup_elem(&dissected, &proto);

	if (n)
		__sync_fetch_and_add(n, 1);
	else
		bpf_map_update_elem(&dissected, &proto, &one, BPF_NOEXIST);
}

/*
 * A driver that asks where the headers end has no packet yet, only bytes: those are looked at first,
 * and what the helper gets out of the fragments of a packet after that. The verifier wants a bound.
 */
static inline long load(struct __sk_buff *skb, __u32 off, void *to, const __u32 size)
{
	const void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;

	if (off > 1024 || data + off + size > end)
		return bpf_skb_load_bytes(skb, off, to, size);
	__builtin_memcpy(to, data + off, size);
	return 0;
}

SEC("flow_dissector")
int dissect(struct __sk_buff *skb)
{
	struct bpf_flow_keys *keys = skb->flow_keys;
	__u8 ip[IP_SIZE];
	__be32 addresses[2];
	__be16 ports[2], fragment;

	if (keys->n_proto != bpf_htons(ETH_P_IP) ||
		load(skb, keys->nhoff, ip, sizeof(ip)))
		return BPF_FLOW_DISSECTOR_CONTINUE;
	__builtin_memcpy(addresses, ip + IP_SOURCE, sizeof(addresses));
	__builtin_memcpy(&fragment, ip + IP_FRAGMENT, sizeof(fragment));
	keys->addr_proto = ETH_P_IP;
	keys->ipv4_src = addresses[0];
	keys->ipv4_dst = addresses[1];
	keys->ip_proto = ip[IP_PROTOCOL];
	keys->thoff = keys->nhoff + (ip[IP_VERSION_IHL] & 15) * 4;
	keys->is_frag = (fragment & bpf_htons(0x3fff)) != 0;
	keys->is_first_frag = keys->is_frag && !(fragment & bpf_htons(0x1fff));
	count(keys->ip_proto);
	if (keys->is_frag || (keys->ip_proto != TCP && keys->ip_proto != UDP))
		return BPF_OK;
	if (load(skb, keys->thoff, ports, sizeof(ports)))
		return BPF_DROP;
	keys->sport = ports[0];
	keys->dport = ports[1];
	return BPF_OK;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
