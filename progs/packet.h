/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The few facts about packets that the samples share: type numbers, and where in a header a field
 * stands. All fields are big-endian in the packet.
 */
#ifndef PACKET_H
#define PACKET_H

#include <linux/types.h>

/* What follows an Ethernet header or a VLAN tag. */
enum eth_type {
	ETH_P_IP = 0x0800,
	ETH_P_8021Q = 0x8100, /* VLAN */
	ETH_P_IPV6 = 0x86dd,
	ETH_P_MPLS_UC = 0x8847,
	ETH_P_MPLS_MC = 0x8848,
	ETH_P_8021AD = 0x88a8, /* VLAN of a provider, outside of the customer's */
};

/* What follows an IP header. A map with this key is printed with these names. */
enum ip_proto {
	HOPOPTS = 0, /* IPv6 only */
	ICMP = 1,
	IGMP = 2,
	IPIP = 4,
	TCP = 6,
	UDP = 17,
	IPV6 = 41,
	ROUTING = 43,  /* IPv6 only */
	FRAGMENT = 44, /* IPv6 only */
	GRE = 47,
	ESP = 50,
	AH = 51,
	ICMPV6 = 58,
	OSPF = 89,
	SCTP = 132,
};

/* Sizes, and offsets from the start of the header. */
enum packet_offset {
	ETH_TYPE = 12,
	ETH_SIZE = 14,
	VLAN_TYPE = 2, /* of what follows; a tag stands after the type that named it */
	VLAN_SIZE = 4,
	MPLS_SIZE = 4,
	MPLS_BOTTOM = 2,    /* the byte whose lowest bit ends the stack of labels */
	IP_VERSION_IHL = 0, /* version in the high half; header length in 32-bit words in the low */
	IP_FRAGMENT = 6,    /* 3 flag bits, 13 of offset in 8-byte units; only at 0 are ports */
	IP_PROTOCOL = 9,
	IP_SOURCE = 12, /* 4 bytes, then 4 of the destination */
	IP_SIZE = 20,   /* without options */
	IPV6_NEXT = 6,
	IPV6_SOURCE = 8, /* 16 bytes, then 16 of the destination */
	IPV6_SIZE = 40,  /* extension headers follow it, each with the number of its next */
	L4_PORTS = 0,    /* TCP, UDP, SCTP begin alike: source and destination, 2 bytes each */
	TCP_OFFSET = 12, /* the high half: header length in 32-bit words */
	UDP_SIZE = 8,
};

/* skb->pkt_type: this host sent it. <linux/if_packet.h> */
enum packet_direction {
	PACKET_OUTGOING = 4,
};

/* A load at NETWORK + n reads byte n of the network header, whatever link header the device has. */
enum load_base {
	NETWORK = -0x100000, /* SKF_NET_OFF of <linux/filter.h> */
};

/* Is it for this UDP port, in IPv4 without options? The verifier wants to see the end compared. */
static inline __attribute__((always_inline)) int is_datagram(const __u8 *data, const __u8 *data_end, __u16 port)
{
	const __u8 *ip = data + ETH_SIZE, *udp = ip + IP_SIZE;

	return udp + UDP_SIZE <= data_end && data[ETH_TYPE] == ETH_P_IP >> 8 &&
		data[ETH_TYPE + 1] == (ETH_P_IP & 0xff) && ip[IP_VERSION_IHL] == 0x45 &&
		ip[IP_PROTOCOL] == UDP && udp[L4_PORTS + 2] == port >> 8 &&
		udp[L4_PORTS + 3] == (port & 0xff);
}

struct count {
	__u64 packets;
	__u64 bytes;
};

#endif
