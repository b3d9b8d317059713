/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What arrives on one interface leaves by another, past the network stack.
 *
 * Two ways to say where: bpf_redirect() takes the number of an interface; bpf_redirect_map() takes
 * a map of interfaces (DEVMAP by slot, since 4.14; DEVMAP_HASH by any number, 5.4) and is faster,
 * because packets are handed over in bulk. Here the map says for each interface where what arrives
 * on it shall go; others pass.
 *
 * An interface in such a map may have a second program (section xdp/devmap, 5.8), which sees each
 * packet just before it leaves, with egress_ifindex in the context, and answers XDP_PASS or
 * XDP_DROP. It is attached nowhere: it stands in the map's value.
 *
 * The driver of the interface it leaves by must be able to send what is not a socket buffer; veth
 * can if the other end has an XDP program or (5.13) GRO: ethtool -K veth1 gro on. In the network core
 * (xdpgeneric) every driver can.
 *
 *	rawbpf run build/progs/xdp_redirect.bpf.o xdp_redirect=xdp:eth0
 *	rawbpf map update name ports key 2 0 0 0 value dev eth1 prog name leaving   # 2: eth0's number
 *
 * On big-endian machines that key is 0 0 0 2.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* All to this interface, by bpf_redirect(); 0: by the map. Set before loading. */
volatile const __u32 to_ifindex = 0;
/* The second program drops what is longer. */
volatile const __u32 longest = 65535;

__u64 left; /* packets that the second program saw leave */

struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP_HASH);
	__uint(max_entries, 64);
	__type(key, __u32); /* of the interface where it arrives */
	__type(value, struct bpf_devmap_val);
} ports SEC(".maps");

SEC("xdp")
int xdp_redirect(struct xdp_md *xdp)
{
	if (to_ifindex)
		return bpf_redirect(to_ifindex, 0);
	return bpf_redirect_map(&ports, xdp->ingress_ifindex, XDP_PASS);
}

SEC("xdp/devmap")
int leaving(struct xdp_md *xdp)
{
	if (xdp->data_end - xdp->data > longest)
		return XDP_DROP;
	__sync_fetch_and_add(&left, 1);
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
