/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Netlink: requests to the kernel as messages on a socket.
 *
 *	socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)
 *
 * A message is struct nlmsghdr, then a struct that goes with its type, then attributes: each a
 * length (header included), a type and a value, padded to 4 bytes; values may hold attributes.
 * NLM_F_ACK asks for an answer: NLMSG_ERROR with 0 or -errno.  A dump ends with NLMSG_DONE.
 */
#ifndef __LINUX_NETLINK_H
#define __LINUX_NETLINK_H

#include <linux/types.h>

/* protocol of the socket */
#define NETLINK_ROUTE 0
#define NETLINK_SOCK_DIAG 4
#define NETLINK_XFRM 6
#define NETLINK_NETFILTER 12
#define NETLINK_KOBJECT_UEVENT 15
#define NETLINK_GENERIC 16

struct sockaddr_nl {
	unsigned short nl_family;
	unsigned short nl_pad;
	__u32 nl_pid;	/* 0 is the kernel */
	__u32 nl_groups;
};

struct nlmsghdr {
	__u32 nlmsg_len;
	__u16 nlmsg_type;
	__u16 nlmsg_flags;
	__u32 nlmsg_seq;
	__u32 nlmsg_pid;
};

/* nlmsg_flags */
#define NLM_F_REQUEST 0x01
#define NLM_F_MULTI 0x02
#define NLM_F_ACK 0x04
#define NLM_F_ECHO 0x08
#define NLM_F_DUMP_INTR 0x10
#define NLM_F_DUMP_FILTERED 0x20

/* ... of GET requests */
#define NLM_F_ROOT 0x100
#define NLM_F_MATCH 0x200
#define NLM_F_ATOMIC 0x400
#define NLM_F_DUMP (NLM_F_ROOT | NLM_F_MATCH)

/* ... of NEW requests */
#define NLM_F_REPLACE 0x100
#define NLM_F_EXCL 0x200
#define NLM_F_CREATE 0x400
#define NLM_F_APPEND 0x800

/* ... of DELETE requests */
#define NLM_F_NONREC 0x100
#define NLM_F_BULK 0x200

/* ... of answers (4.12) */
#define NLM_F_CAPPED 0x100	/* the request is not repeated in full */
#define NLM_F_ACK_TLVS 0x200	/* attributes follow, NLMSGERR_ATTR_... */

#define NLMSG_ALIGNTO 4U
#define NLMSG_ALIGN(len) (((len) + NLMSG_ALIGNTO - 1) & ~(NLMSG_ALIGNTO - 1))
#define NLMSG_HDRLEN ((int)NLMSG_ALIGN(sizeof(struct nlmsghdr)))
#define NLMSG_LENGTH(len) ((len) + NLMSG_HDRLEN)
#define NLMSG_SPACE(len) NLMSG_ALIGN(NLMSG_LENGTH(len))
#define NLMSG_DATA(nlh) ((void *)((char *)(nlh) + NLMSG_HDRLEN))
#define NLMSG_PAYLOAD(nlh, len) ((nlh)->nlmsg_len - NLMSG_SPACE((len)))
#define NLMSG_OK(nlh, len)						\
	((len) >= (int)sizeof(struct nlmsghdr) &&			\
	 (nlh)->nlmsg_len >= sizeof(struct nlmsghdr) &&			\
	 (nlh)->nlmsg_len <= (len))
#define NLMSG_NEXT(nlh, len)						\
	((len) -= NLMSG_ALIGN((nlh)->nlmsg_len),			\
	 (struct nlmsghdr *)((char *)(nlh) + NLMSG_ALIGN((nlh)->nlmsg_len)))

/* nlmsg_type; the protocols' own begin at NLMSG_MIN_TYPE */
#define NLMSG_NOOP 0x1
#define NLMSG_ERROR 0x2
#define NLMSG_DONE 0x3
#define NLMSG_OVERRUN 0x4
#define NLMSG_MIN_TYPE 0x10

struct nlmsgerr {
	int error;
	struct nlmsghdr msg;	/* the request's header; then the request, unless NLM_F_CAPPED */
};

/* What is wrong, in words, and where, if the socket has NETLINK_EXT_ACK (4.12). */
enum nlmsgerr_attrs {
	NLMSGERR_ATTR_UNUSED = 0,
	NLMSGERR_ATTR_MSG = 1,
	NLMSGERR_ATTR_OFFS = 2,
	NLMSGERR_ATTR_COOKIE = 3,
	NLMSGERR_ATTR_POLICY = 4,
	NLMSGERR_ATTR_MISS_TYPE = 5,
	NLMSGERR_ATTR_MISS_NEST = 6,
	__NLMSGERR_ATTR_MAX = 7,
	NLMSGERR_ATTR_MAX = 6,
};

/* setsockopt() at level SOL_NETLINK */
#define NETLINK_ADD_MEMBERSHIP 1
#define NETLINK_DROP_MEMBERSHIP 2
#define NETLINK_PKTINFO 3
#define NETLINK_BROADCAST_ERROR 4
#define NETLINK_NO_ENOBUFS 5
#define NETLINK_LISTEN_ALL_NSID 8
#define NETLINK_LIST_MEMBERSHIPS 9
#define NETLINK_CAP_ACK 10
#define NETLINK_EXT_ACK 11
#define NETLINK_GET_STRICT_CHK 12

struct nlattr {
	__u16 nla_len;
	__u16 nla_type;
};

/* The two top bits of nla_type; requests that hold attributes in attributes say so. */
#define NLA_F_NESTED (1 << 15)
#define NLA_F_NET_BYTEORDER (1 << 14)
#define NLA_TYPE_MASK ~(NLA_F_NESTED | NLA_F_NET_BYTEORDER)

#define NLA_ALIGNTO 4
#define NLA_ALIGN(len) (((len) + NLA_ALIGNTO - 1) & ~(NLA_ALIGNTO - 1))
#define NLA_HDRLEN ((int)NLA_ALIGN(sizeof(struct nlattr)))

#endif /* __LINUX_NETLINK_H */
