/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The netlink messages that put programs somewhere, field by field: a header, a struct that goes
 * with the message's type, then attributes, of which some hold attributes:
 *
 *	RTM_SETLINK	struct ifinfomsg	IFLA_XDP { IFLA_XDP_FD, IFLA_XDP_FLAGS }
 *	RTM_NEWTFILTER	struct tcmsg		TCA_KIND "bpf", TCA_OPTIONS { TCA_BPF_FD, ... }
 *	RTM_NEWROUTE	struct rtmsg		RTA_ENCAP { LWT_BPF_IN { LWT_BPF_PROG_FD, ... } }
 *
 * A row of an attribute has its type where others have an offset.
 */
#include "kernel/fields.h"

#include <linux/if_link.h>
#include <linux/lwtunnel.h>
#include <linux/netlink.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>

#define ATTR(type) .name = #type, .offset = type

static const char *const type[] = {
	[NLMSG_ERROR] = "NLMSG_ERROR",
	[NLMSG_DONE] = "NLMSG_DONE",
	[RTM_NEWLINK] = "RTM_NEWLINK",
	[RTM_DELLINK] = "RTM_DELLINK",
	[RTM_GETLINK] = "RTM_GETLINK",
	[RTM_SETLINK] = "RTM_SETLINK",
	[RTM_NEWROUTE] = "RTM_NEWROUTE",
	[RTM_DELROUTE] = "RTM_DELROUTE",
	[RTM_GETROUTE] = "RTM_GETROUTE",
	[RTM_NEWQDISC] = "RTM_NEWQDISC",
	[RTM_DELQDISC] = "RTM_DELQDISC",
	[RTM_GETQDISC] = "RTM_GETQDISC",
	[RTM_NEWTFILTER] = "RTM_NEWTFILTER",
	[RTM_DELTFILTER] = "RTM_DELTFILTER",
	[RTM_GETTFILTER] = "RTM_GETTFILTER",
};
static const struct names names_type = NAMES(type);

static const char *const flags[] = {
	[BIT(NLM_F_REQUEST)] = "NLM_F_REQUEST",
	[BIT(NLM_F_MULTI)] = "NLM_F_MULTI",
	[BIT(NLM_F_ACK)] = "NLM_F_ACK",
	[BIT(NLM_F_ECHO)] = "NLM_F_ECHO",
};
static const char *const answer_flags[] = {
	[BIT(NLM_F_MULTI)] = "NLM_F_MULTI",
	[BIT(NLM_F_CAPPED)] = "NLM_F_CAPPED",
	[BIT(NLM_F_ACK_TLVS)] = "NLM_F_ACK_TLVS",
};
static const char *const get_flags[] = {
	[BIT(NLM_F_REQUEST)] = "NLM_F_REQUEST",
	[BIT(NLM_F_MULTI)] = "NLM_F_MULTI",
	[BIT(NLM_F_ACK)] = "NLM_F_ACK",
	[BIT(NLM_F_ECHO)] = "NLM_F_ECHO",
	[BIT(NLM_F_ROOT)] = "NLM_F_ROOT",
	[BIT(NLM_F_MATCH)] = "NLM_F_MATCH",
	[BIT(NLM_F_ATOMIC)] = "NLM_F_ATOMIC",
};
static const char *const new_flags[] = {
	[BIT(NLM_F_REQUEST)] = "NLM_F_REQUEST",
	[BIT(NLM_F_MULTI)] = "NLM_F_MULTI",
	[BIT(NLM_F_ACK)] = "NLM_F_ACK",
	[BIT(NLM_F_ECHO)] = "NLM_F_ECHO",
	[BIT(NLM_F_REPLACE)] = "NLM_F_REPLACE",
	[BIT(NLM_F_EXCL)] = "NLM_F_EXCL",
	[BIT(NLM_F_CREATE)] = "NLM_F_CREATE",
	[BIT(NLM_F_APPEND)] = "NLM_F_APPEND",
};
static const struct names names_flags = NAMES(flags), names_get_flags = NAMES(get_flags),
			  names_new_flags = NAMES(new_flags),
			  names_answer_flags = NAMES(answer_flags);

enum {
	IS_NEW = 1 << 0,
	IS_GET = 1 << 1,
	IS_ANSWER = 1 << 2,
	IS_OTHER = 1 << 3,
};

/* Of each four types from RTM_BASE on: NEW, DEL, GET, SET. */
static uint16_t header_variant(const void *attr, size_t size)
{
	uint64_t n = fields_integer(attr, size, offsetof(struct nlmsghdr, nlmsg_type), 2);

	if (n == NLMSG_ERROR)
		return IS_ANSWER;
	if (n < RTM_BASE || n % 4 == RTM_DELLINK % 4)
		return IS_OTHER;
	return n % 4 == RTM_GETLINK % 4 ? IS_GET : IS_NEW;
}

static const struct field header[] = {
	{ FIELD(nlmsghdr, nlmsg_type), FIELD_ENUM, .when = WHEN_ALWAYS, .names = &names_type },
	{ FIELD(nlmsghdr, nlmsg_flags), FIELD_FLAGS, IS_NEW, .names = &names_new_flags },
	{ FIELD(nlmsghdr, nlmsg_flags), FIELD_FLAGS, IS_GET, .names = &names_get_flags },
	{ FIELD(nlmsghdr, nlmsg_flags), FIELD_FLAGS, IS_ANSWER, .names = &names_answer_flags },
	{ FIELD(nlmsghdr, nlmsg_flags), FIELD_FLAGS, IS_OTHER, .names = &names_flags },
	{ FIELD(nlmsghdr, nlmsg_seq) },
	{ FIELD(nlmsghdr, nlmsg_pid) },
	{ 0 },
};
const struct shape fields_nlmsghdr = { header, sizeof(struct nlmsghdr), header_variant };

static const struct field xdp_attrs[] = {
	{ ATTR(IFLA_XDP_FD), 4, FIELD_FD },
	{ ATTR(IFLA_XDP_FLAGS), 4, FIELD_FLAGS, .names = &names_xdp_flags },
	{ ATTR(IFLA_XDP_EXPECTED_FD), 4, FIELD_FD },
	{ 0 },
};
static const struct shape xdp = { xdp_attrs, 0, NULL };

static const struct field link_attrs[] = {
	{ ATTR(IFLA_IFNAME), 0, FIELD_TEXT },
	{ ATTR(IFLA_EXT_MASK), 4, FIELD_HEX },
	{ ATTR(IFLA_XDP), 0, FIELD_ATTRS, .shape = &xdp },
	{ 0 },
};

static const struct field link_body[] = {
	{ FIELD(ifinfomsg, ifi_family) },
	{ FIELD(ifinfomsg, ifi_type) },
	{ FIELD(ifinfomsg, ifi_index), FIELD_SIGNED },
	{ FIELD(ifinfomsg, ifi_flags), FIELD_HEX },
	{ FIELD(ifinfomsg, ifi_change), FIELD_HEX },
	{ 0 },
};

static const char *const bpf_flags[] = {
	[BIT(TCA_BPF_FLAG_ACT_DIRECT)] = "TCA_BPF_FLAG_ACT_DIRECT",
};
static const struct names names_bpf_flags = NAMES(bpf_flags);

static const struct field bpf_attrs[] = {
	{ ATTR(TCA_BPF_FD), 4, FIELD_FD },
	{ ATTR(TCA_BPF_NAME), 0, FIELD_TEXT },
	{ ATTR(TCA_BPF_FLAGS), 4, FIELD_FLAGS, .names = &names_bpf_flags },
	{ ATTR(TCA_BPF_FLAGS_GEN), 4, FIELD_HEX },
	{ 0 },
};
static const struct shape tc_options = { bpf_attrs, 0, NULL };

static const struct field tc_attrs[] = {
	{ ATTR(TCA_KIND), 0, FIELD_TEXT },
	{ ATTR(TCA_OPTIONS), 0, FIELD_ATTRS, .shape = &tc_options },
	{ 0 },
};

static const struct field tc_body[] = {
	{ FIELD(tcmsg, tcm_family) },
	{ FIELD(tcmsg, tcm_ifindex), FIELD_SIGNED },
	{ FIELD(tcmsg, tcm_handle), FIELD_HEX },
	{ FIELD(tcmsg, tcm_parent), FIELD_HEX },
	{ FIELD(tcmsg, tcm_info), FIELD_HEX },
	{ 0 },
};

static const struct field lwt_prog_attrs[] = {
	{ ATTR(LWT_BPF_PROG_FD), 4, FIELD_FD },
	{ ATTR(LWT_BPF_PROG_NAME), 0, FIELD_TEXT },
	{ 0 },
};
static const struct shape lwt_prog = { lwt_prog_attrs, 0, NULL };

static const struct field lwt_attrs[] = {
	{ ATTR(LWT_BPF_IN), 0, FIELD_ATTRS, .shape = &lwt_prog },
	{ ATTR(LWT_BPF_OUT), 0, FIELD_ATTRS, .shape = &lwt_prog },
	{ ATTR(LWT_BPF_XMIT), 0, FIELD_ATTRS, .shape = &lwt_prog },
	{ ATTR(LWT_BPF_XMIT_HEADROOM), 4, FIELD_NUMBER },
	{ 0 },
};
static const struct shape lwt = { lwt_attrs, 0, NULL };

static const char *const encap[] = { [LWTUNNEL_ENCAP_BPF] = "LWTUNNEL_ENCAP_BPF",
	[LWTUNNEL_ENCAP_SEG6_LOCAL] = "LWTUNNEL_ENCAP_SEG6_LOCAL" };
static const struct names names_encap = NAMES(encap);

static const struct field route_attrs[] = {
	{ ATTR(RTA_OIF), 4, FIELD_NUMBER },
	{ ATTR(RTA_PRIORITY), 4, FIELD_NUMBER },
	{ ATTR(RTA_TABLE), 4, FIELD_NUMBER },
	{ ATTR(RTA_ENCAP_TYPE), 2, FIELD_ENUM, .names = &names_encap },
	{ ATTR(RTA_ENCAP), 0, FIELD_ATTRS, .shape = &lwt },
	{ ATTR(RTA_DST), 0, FIELD_DATA },
	{ ATTR(RTA_GATEWAY), 0, FIELD_DATA },
	{ 0 },
};

static const struct field route_body[] = {
	{ FIELD(rtmsg, rtm_family) },
	{ FIELD(rtmsg, rtm_dst_len) },
	{ FIELD(rtmsg, rtm_src_len) },
	{ FIELD(rtmsg, rtm_tos) },
	{ FIELD(rtmsg, rtm_table) },
	{ FIELD(rtmsg, rtm_protocol) },
	{ FIELD(rtmsg, rtm_scope) },
	{ FIELD(rtmsg, rtm_type) },
	{ FIELD(rtmsg, rtm_flags), FIELD_HEX },
	{ 0 },
};

/* The answer: 0 or -errno, then the request's header. */
static const struct field error_body[] = {
	{ FIELD(nlmsgerr, error), FIELD_SIGNED, .when = WHEN_ALWAYS },
	{ 0 },
};

static const struct fields_netlink rows[] = {
	{ NLMSG_ERROR, { error_body, sizeof(struct nlmsgerr), NULL }, NULL },
	{ RTM_NEWLINK, { link_body, sizeof(struct ifinfomsg), NULL }, link_attrs },
	{ RTM_NEWROUTE, { route_body, sizeof(struct rtmsg), NULL }, route_attrs },
	{ RTM_NEWQDISC, { tc_body, sizeof(struct tcmsg), NULL }, tc_attrs },
	{ RTM_NEWTFILTER, { tc_body, sizeof(struct tcmsg), NULL }, tc_attrs },
};

const struct fields_netlink *fields_netlink(uint16_t n)
{
	uint16_t family = n < RTM_BASE ? n : n & ~3;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].type == family)
			return &rows[i];
	return NULL;
}
