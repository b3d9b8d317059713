/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * XDP where packets may be larger than a page: counted here, and where they are redirected to.
 *
 * Such a packet is in several pieces; data to data_end is the first of them, bpf_xdp_get_buff_len() the size of
 * all, bpf_xdp_load_bytes() reads anywhere. A program has to say that it knows (xdp.frags): others are refused
 * where the MTU is that large. In a map of CPUs or interfaces are either such programs or others, and in one of
 * CPUs or slots like those that redirect to it: so the second programs say it, too. What those are for: see
 * xdp_redirect and xdp_cpumap.
 *
 * Context: struct xdp_md. Result: XDP_PASS, XDP_DROP, ...; of the second ones XDP_PASS or XDP_DROP, of a
 * CPU's also XDP_REDIRECT. Since 5.18.
 *
 *	rawbpf run build/progs/xdp_pieces.bpf.o xdp_pieces=eth0 --set to_cpu=0
 *	rawbpf map update name cpus key 0 0 0 0 value qsize 192 prog name on_cpu
 *
 *	rawbpf run build/progs/xdp_pieces.bpf.o xdp_pieces=eth0
 *	rawbpf map update name ports key 2 0 0 0 value dev eth1 prog name leaving   # 2: eth0's number
 *
 * On big-endian machines that key is 0 0 0 2.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* -1: to another interface, if the map has one for that where it arrives. Set before loading. */
volatile const __s32 to_cpu = -1;

/* Bytes that each program saw. */
__u64 arrived;
__u64 left;
__u64 moved;

struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP_HASH);
	__uint(max_entries, 64);
	__type(key, __u32); /* of the interface where it arrives */
	__type(value, struct bpf_devmap_val);
} ports SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_CPUMAP);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, struct bpf_cpumap_val);
} cpus SEC(".maps");

SEC("xdp.frags")
int xdp_pieces(struct xdp_md *xdp)
{
	__sync_fetch_and_add(&arrived, bpf_xdp_get_buff_len(xdp));
	if (to_cpu >= 0)
		return bpf_redirect_map(&cpus, to_cpu, XDP_PASS);
	return bpf_redirect_map(&ports, xdp->ingress_ifindex, XDP_PASS);
}

SEC("xdp.frags/devmap")
int leaving(struct xdp_md *xdp)
{
	__sync_fetch_and_add(&left, bpf_xdp_get_buff_len(xdp));
	return XDP_PASS;
}

SEC("xdp.frags/cpumap")
int on_cpu(struct xdp_md *xdp)
{
	__sync_fetch_and_add(&moved, bpf_xdp_get_buff_len(xdp));
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
