/* SPDX-License-Identifier: BSD-2-Clause */
/* AF_XDP sockets, 4.18: packets from an XDP program straight to user space, and back out. */
#ifndef _LINUX_IF_XDP_H
#define _LINUX_IF_XDP_H

#include <linux/types.h>

/* sxdp_flags */
#define XDP_SHARED_UMEM (1 << 0)
#define XDP_COPY (1 << 1)	/* as every driver can */
#define XDP_ZEROCOPY (1 << 2)
#define XDP_USE_NEED_WAKEUP (1 << 3)	/* 5.4 */

/* of struct xdp_umem_reg */
#define XDP_UMEM_UNALIGNED_CHUNK_FLAG (1 << 0)	/* 5.4 */

struct sockaddr_xdp {
	__u16 sxdp_family;
	__u16 sxdp_flags;
	__u32 sxdp_ifindex;
	__u32 sxdp_queue_id;
	__u32 sxdp_shared_umem_fd;
};

/* in a ring's flags: it stands still until a system call */
#define XDP_RING_NEED_WAKEUP (1 << 0)

/* Where in a ring's memory its parts are. */
struct xdp_ring_offset {
	__u64 producer;
	__u64 consumer;
	__u64 desc;
	__u64 flags;	/* 5.4; before, the struct ended here */
};

struct xdp_mmap_offsets {
	struct xdp_ring_offset rx;
	struct xdp_ring_offset tx;
	struct xdp_ring_offset fr;	/* fill */
	struct xdp_ring_offset cr;	/* completion */
};

/* options of level SOL_XDP */
#define XDP_MMAP_OFFSETS 1
#define XDP_RX_RING 2
#define XDP_TX_RING 3
#define XDP_UMEM_REG 4
#define XDP_UMEM_FILL_RING 5
#define XDP_UMEM_COMPLETION_RING 6
#define XDP_STATISTICS 7
#define XDP_OPTIONS 8

struct xdp_umem_reg {
	__u64 addr;
	__u64 len;
	__u32 chunk_size;
	__u32 headroom;
	__u32 flags;	/* 5.4 */
};

/* The last three: 5.9 */
struct xdp_statistics {
	__u64 rx_dropped;
	__u64 rx_invalid_descs;
	__u64 tx_invalid_descs;
	__u64 rx_ring_full;
	__u64 rx_fill_ring_empty_descs;
	__u64 tx_ring_empty_descs;
};

/* offsets for mmap(2) */
#define XDP_PGOFF_RX_RING 0
#define XDP_PGOFF_TX_RING 0x80000000
#define XDP_UMEM_PGOFF_FILL_RING 0x100000000ULL
#define XDP_UMEM_PGOFF_COMPLETION_RING 0x180000000ULL

/* An element of the receive and the transmit ring; the others hold addresses, __u64. */
struct xdp_desc {
	__u64 addr;	/* in the registered memory */
	__u32 len;
	__u32 options;
};

#endif /* _LINUX_IF_XDP_H */
