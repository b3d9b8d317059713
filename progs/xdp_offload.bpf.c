/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UDP datagrams to one port (9, which discards) are dropped by the card, before they cost any CPU anything.
 *
 * A few cards run XDP programs themselves. Such a program is loaded for that interface, whose driver translates
 * it, and is refused if it asks for what the card lacks: so this one has no map, and no variable either, which
 * would be in one. It takes none of the places on the host: packets that it lets pass may meet another one.
 *
 * Context: struct xdp_md. Result: XDP_PASS, XDP_DROP; others as the card can. Since 4.15.
 *
 *	rawbpf run build/progs/xdp_offload.bpf.o xdp_offload=eth0
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "packet.h"

enum { DISCARD = 9 };

SEC("xdpoffload")
int xdp_offload(struct xdp_md *xdp)
{
	return is_datagram((void *)(long)xdp->data, (void *)(long)xdp->data_end, DISCARD) ? XDP_DROP : XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
