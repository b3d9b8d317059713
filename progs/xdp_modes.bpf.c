/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One filter in the places of a host that an XDP program can run in: UDP datagrams to one port are dropped.
 *
 *	xdpgeneric	in the network core, when the driver has made a socket buffer: any interface
 *	xdpdrv		in the driver, before that: fast, and refused by drivers without support
 *
 * xdp, which says nothing, is for the kernel to choose: in the driver, else in the network core. TARGET can
 * always say another than the section does. On the card: see xdp_offload; packets larger than a page: xdp_pieces.
 *
 * Context: struct xdp_md. Result: XDP_PASS, XDP_DROP, ... Both since 4.12.
 *
 *	rawbpf run build/progs/xdp_modes.bpf.o core=eth0 --set port=4000
 *	rawbpf run build/progs/xdp_modes.bpf.o driver=eth0 --set port=4000
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "packet.h"

/* Set before loading. */
volatile const __u16 port = 9;

__u64 dropped;

static __always_inline int verdict(const struct xdp_md *xdp)
{
	const __u8 *data = (void *)(long)xdp->data, *data_end = (void *)(long)xdp->data_end;

	if (!is_datagram(data, data_end, port))
		return XDP_PASS;
	__sync_fetch_and_add(&dropped, 1);
	return XDP_DROP;
}

SEC("xdpgeneric")
int core(struct xdp_md *xdp)
{
	return verdict(xdp);
}

SEC("?xdpdrv")
int driver(struct xdp_md *xdp)
{
	return verdict(xdp);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
