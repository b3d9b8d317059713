/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The netlink messages that put programs on devices and routes, as fields.h says: a header, a
 * struct that goes with the message's type, then attributes, of which some hold attributes:
 *
 *	RTM_SETLINK	struct ifinfomsg	IFLA_XDP { IFLA_XDP_FD, IFLA_XDP_FLAGS }
 *	RTM_NEWQDISC	struct tcmsg		TCA_KIND
 *	RTM_NEWTFILTER	struct tcmsg		TCA_KIND, TCA_OPTIONS { TCA_BPF_FD, ... }
 *	RTM_NEWROUTE	struct rtmsg		RTA_ENCAP { LWT_BPF_IN { LWT_BPF_PROG_FD } }
 *	NLMSG_ERROR	struct nlmsgerr: 0 or -errno, then the request's header
 */
#include "kernel/fields.h"

#include <linux/if_link.h>
#include <linux/lwtunnel.h>
#include <linux/netlink.h>
#include <linux/pkt_cls.h>
#include <linux/rtnetlink.h>
#include <linux/seg6_local.h>
#include <linux/tc_act/tc_bpf.h>

/* A: an answer; G: it asks what there is */
const char fields_nlmsghdr[] =
	"_ nlmsg_type:e2! (?ag nlmsg_flags:f2 |?G nlmsg_flags:f2=get_flags "
	"|?A nlmsg_flags:f2=answer_flags) nlmsg_seq nlmsg_pid";

/* Of each four types from RTM_BASE on: NEW, DEL, GET, SET. */
static uint16_t object_of(uint16_t type)
{
	return type < RTM_BASE ? 0 : type & ~3;
}

const char *fields_message(uint16_t type)
{
	switch (object_of(type)) {
	case RTM_NEWLINK:
		return "ifi_family:u1 _:u1 ifi_type:u2 ifi_index:s ifi_flags:x ifi_change:x";
	case RTM_NEWROUTE:
		return "rtm_family:u1 rtm_dst_len:u1! rtm_src_len:u1 rtm_tos:u1 rtm_table:u1 "
			"rtm_protocol:u1 rtm_scope:u1 rtm_type:u1 rtm_flags:x";
	case RTM_NEWQDISC:
	case RTM_NEWTFILTER:
	case RTM_NEWCHAIN:
		return "tcm_family:u1 _:u1 _:u2 tcm_ifindex:s tcm_handle:x tcm_parent:x tcm_info:x";
	}
	return type == NLMSG_ERROR ? "error:s!" : NULL;
}

/* Attributes are numbered anew inside each that holds some, and for each kind of object. */
uint32_t fields_in_message(uint16_t type)
{
	return object_of(type) == RTM_NEWLINK ? 0 :
		object_of(type) == RTM_NEWTFILTER ? RTM_NEWQDISC : object_of(type);
}

uint32_t fields_in_attribute(uint32_t in, uint16_t type)
{
	return in << 6 | type;
}

enum {
	IN_LINK = 0,
	IN_XDP = IFLA_XDP,
	IN_ROUTE = RTM_NEWROUTE,
	IN_ENCAP = IN_ROUTE << 6 | RTA_ENCAP,
	IN_ENCAP_IN = IN_ENCAP << 6 | LWT_BPF_IN,
	IN_ENCAP_OUT = IN_ENCAP << 6 | LWT_BPF_OUT,
	IN_ENCAP_XMIT = IN_ENCAP << 6 | LWT_BPF_XMIT,
	IN_ENCAP_SEG6 = IN_ENCAP << 6 | SEG6_LOCAL_BPF,
	IN_TC = RTM_NEWQDISC,
	IN_FILTER = IN_TC << 6 | TCA_OPTIONS,
	IN_ACTIONS = IN_FILTER << 6 | TCA_MATCHALL_ACT,
	IN_ACTION = IN_ACTIONS << 6 | 1,
	IN_ACT_BPF = IN_ACTION << 6 | TCA_ACT_OPTIONS,
};

/* Where two kinds of options use one number, the flag that it holds attributes tells them apart. */
static const struct {
	uint32_t in;
	uint16_t type;
	const char *field;
} attributes[] = {
	{ IN_LINK, IFLA_IFNAME, "IFLA_IFNAME:t0" },
	{ IN_LINK, IFLA_EXT_MASK, "IFLA_EXT_MASK:x" },
	{ IN_LINK, IFLA_XDP, "IFLA_XDP:a0" },
	{ IN_XDP, IFLA_XDP_FD, "IFLA_XDP_FD:d" },
	{ IN_XDP, IFLA_XDP_FLAGS, "IFLA_XDP_FLAGS:f=xdp_flags" },
	{ IN_XDP, IFLA_XDP_EXPECTED_FD, "IFLA_XDP_EXPECTED_FD:d" },

	{ IN_TC, TCA_KIND, "TCA_KIND:t0" },
	{ IN_TC, TCA_OPTIONS, "TCA_OPTIONS:a0" },
	{ IN_TC, TCA_CHAIN, "TCA_CHAIN" },
	{ IN_FILTER, TCA_BPF_FD, "TCA_BPF_FD:d" },
	{ IN_FILTER, TCA_BPF_NAME, "TCA_BPF_NAME:t0" },
	{ IN_FILTER, TCA_BPF_FLAGS, "TCA_BPF_FLAGS:x" },
	{ IN_FILTER, TCA_BPF_ID, "TCA_BPF_ID" },
	{ IN_FILTER, TCA_MATCHALL_ACT, "TCA_MATCHALL_ACT:a0" },
	{ IN_ACTIONS, 1, "1:a0" },
	{ IN_ACTION, TCA_ACT_KIND, "TCA_ACT_KIND:t0" },
	{ IN_ACTION, TCA_ACT_OPTIONS, "TCA_ACT_OPTIONS:a0" },
	{ IN_ACT_BPF, TCA_ACT_BPF_PARMS, "TCA_ACT_BPF_PARMS:b0" },
	{ IN_ACT_BPF, TCA_ACT_BPF_FD, "TCA_ACT_BPF_FD:d" },
	{ IN_ACT_BPF, TCA_ACT_BPF_NAME, "TCA_ACT_BPF_NAME:t0" },
	{ IN_ACT_BPF, TCA_ACT_BPF_ID, "TCA_ACT_BPF_ID" },

	{ IN_ROUTE, RTA_DST, "RTA_DST:b0" },
	{ IN_ROUTE, RTA_OIF, "RTA_OIF" },
	{ IN_ROUTE, RTA_GATEWAY, "RTA_GATEWAY:b0" },
	{ IN_ROUTE, RTA_PRIORITY, "RTA_PRIORITY" },
	{ IN_ROUTE, RTA_TABLE, "RTA_TABLE" },
	{ IN_ROUTE, RTA_ENCAP_TYPE, "RTA_ENCAP_TYPE:u2" },
	{ IN_ROUTE, RTA_ENCAP, "RTA_ENCAP:a0" },
	{ IN_ENCAP, NLA_F_NESTED | LWT_BPF_IN, "LWT_BPF_IN:a0" },
	{ IN_ENCAP, LWT_BPF_OUT, "LWT_BPF_OUT:a0" },
	{ IN_ENCAP, LWT_BPF_XMIT, "LWT_BPF_XMIT:a0" },
	{ IN_ENCAP, LWT_BPF_XMIT_HEADROOM, "LWT_BPF_XMIT_HEADROOM" },
	{ IN_ENCAP, SEG6_LOCAL_ACTION, "SEG6_LOCAL_ACTION" },
	{ IN_ENCAP, SEG6_LOCAL_BPF, "SEG6_LOCAL_BPF:a0" },
	{ IN_ENCAP_IN, LWT_BPF_PROG_FD, "LWT_BPF_PROG_FD:d" },
	{ IN_ENCAP_IN, LWT_BPF_PROG_NAME, "LWT_BPF_PROG_NAME:t0" },
	{ IN_ENCAP_OUT, LWT_BPF_PROG_FD, "LWT_BPF_PROG_FD:d" },
	{ IN_ENCAP_OUT, LWT_BPF_PROG_NAME, "LWT_BPF_PROG_NAME:t0" },
	{ IN_ENCAP_XMIT, LWT_BPF_PROG_FD, "LWT_BPF_PROG_FD:d" },
	{ IN_ENCAP_XMIT, LWT_BPF_PROG_NAME, "LWT_BPF_PROG_NAME:t0" },
	{ IN_ENCAP_SEG6, SEG6_LOCAL_BPF_PROG, "SEG6_LOCAL_BPF_PROG:d" },
	{ IN_ENCAP_SEG6, SEG6_LOCAL_BPF_PROG_NAME, "SEG6_LOCAL_BPF_PROG_NAME:t0" },
};

const char *fields_attribute(uint32_t in, uint16_t type)
{
	size_t i;

	for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		if (attributes[i].in == in && (attributes[i].type == type ||
			attributes[i].type == (type & NLA_TYPE_MASK)))
			return attributes[i].field;
	return NULL;
}
