/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The netlink messages that put XDP programs on a device, as fields.h says: a header, a struct that
 * goes with the message's type, then attributes, of which some hold attributes:
 *
 *	RTM_SETLINK	struct ifinfomsg	IFLA_XDP { IFLA_XDP_FD, IFLA_XDP_FLAGS }
 *	NLMSG_ERROR	struct nlmsgerr: 0 or -errno, then the request's header
 */
#include "kernel/fields.h"

#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

/* A: an answer */
const char fields_nlmsghdr[] =
	"_ nlmsg_type:e2! (?a nlmsg_flags:f2 |?A nlmsg_flags:f2=answer_flags) nlmsg_seq nlmsg_pid";

/* Of each four types from RTM_BASE on: NEW, DEL, GET, SET. */
const char *fields_message(uint16_t type)
{
	if (type >= RTM_BASE && (type & ~3) == RTM_NEWLINK)
		return "ifi_family:u1 _:u1 ifi_type:u2 ifi_index:s ifi_flags:x ifi_change:x";
	return type == NLMSG_ERROR ? "error:s!" : NULL;
}

static const struct {
	uint16_t parent, type;
	const char *field;
} attributes[] = {
	{ 0, IFLA_IFNAME, "IFLA_IFNAME:t0" },
	{ 0, IFLA_EXT_MASK, "IFLA_EXT_MASK:x" },
	{ 0, IFLA_XDP, "IFLA_XDP:a0" },
	{ IFLA_XDP, IFLA_XDP_FD, "IFLA_XDP_FD:d" },
	{ IFLA_XDP, IFLA_XDP_FLAGS, "IFLA_XDP_FLAGS:f=xdp_flags" },
	{ IFLA_XDP, IFLA_XDP_EXPECTED_FD, "IFLA_XDP_EXPECTED_FD:d" },
};

const char *fields_attribute(uint16_t parent, uint16_t type)
{
	size_t i;

	for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		if (attributes[i].parent == parent && attributes[i].type == type)
			return attributes[i].field;
	return NULL;
}
