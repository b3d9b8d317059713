/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The segment routing header of IPv6 (RFC 8754): the addresses a packet still has to visit, last
 * one first, and after them records of type, length and value.  For programs of lwt_seg6local.
 */
#ifndef _LINUX_SEG6_H
#define _LINUX_SEG6_H

#include <linux/types.h>
#include <linux/in6.h>

struct ipv6_sr_hdr {
	__u8 nexthdr;
	__u8 hdrlen;		/* in units of 8 bytes, without the first */
	__u8 type;		/* of routing header: 4 */
	__u8 segments_left;
	__u8 first_segment;	/* index of the last address */
	__u8 flags;
	__u16 tag;
	struct in6_addr segments[];
};

#define SR6_FLAG1_PROTECTED (1 << 6)
#define SR6_FLAG1_OAM (1 << 5)
#define SR6_FLAG1_ALERT (1 << 4)
#define SR6_FLAG1_HMAC (1 << 3)

#define SR6_TLV_INGRESS 1
#define SR6_TLV_EGRESS 2
#define SR6_TLV_OPAQUE 3
#define SR6_TLV_PADDING 4
#define SR6_TLV_HMAC 5

#define sr_has_hmac(srh) ((srh)->flags & SR6_FLAG1_HMAC)

struct sr6_tlv {
	__u8 type;
	__u8 len;
	__u8 data[];
};

#endif /* _LINUX_SEG6_H */
