/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets of one interface to several CPUs, by their IP addresses.
 *
 * The CPU that takes a packet from the card does no more than this program; the rest of the
 * network stack runs on the CPU that it redirects to, in a kernel thread called cpumap/N. For cards
 * that have fewer queues than there are CPUs. A CPU takes part when it is in the map, whose value
 * says how many packets may wait for it (CPUMAP, since 4.15) and may have a second program (section
 * xdp/cpumap, 5.9) that runs there.
 *
 *	rawbpf run build/progs/xdp_cpumap.bpf.o xdp_cpumap=xdp:eth0 --set cpu_cnt=2
 *	rawbpf map update name cpus key 0 0 0 0 value qsize 192 prog name on_cpu
 *	rawbpf map update name cpus key 1 0 0 0 value qsize 192 prog name on_cpu
 *
 * On big-endian machines the last key is 0 0 0 1.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "packet.h"

#define CPUS 8

/* CPUs 0 to cpu_cnt - 1; packets for one that is not in the map stay here. Set before loading. */
volatile const __u32 cpu_cnt = 1;

__u64 seen[CPUS]; /* packets by the CPU that the second program ran on */

struct {
	__uint(type, BPF_MAP_TYPE_CPUMAP);
	__uint(max_entries, CPUS);
	__type(key, __u32);
	__type(value, struct bpf_cpumap_val);
} cpus SEC(".maps");

/* Both directions of a connection to one CPU. */
static __u32 hash(const struct xdp_md *xdp)
{
	const __u8 *data = (void *)(long)xdp->data, *data_end = (void *)(long)xdp->data_end;
	const __u8 *a = data + ETH_SIZE + IP_SOURCE;
	__u32 sum = 0;
	int i;

	if (data + ETH_SIZE + IP_SIZE > data_end || data[ETH_TYPE] != ETH_P_IP >> 8 ||
		data[ETH_TYPE + 1] != (ETH_P_IP & 0xff))
		return 0;
	for (i = 0; i < 8; i++)
		sum += a[i];
	return sum;
}

SEC("xdp")
int xdp_cpumap(struct xdp_md *xdp)
{
	return bpf_redirect_map(&cpus, cpu_cnt ? hash(xdp) % cpu_cnt : 0, XDP_PASS);
}

SEC("xdp/cpumap")
int on_cpu(struct xdp_md *xdp)
{
	__sync_fetch_and_add(&seen[bpf_get_smp_processor_id() % CPUS], 1);
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
