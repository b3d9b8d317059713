/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers of rtnetlink, and attributes taken out of them. */
#include "cli/net.h"

#include <string.h>

#include "base/text.h"

struct net_attrs net_attrs(const struct nlmsghdr *h, uint32_t body)
{
	struct net_attrs a = { (const char *)h + NLMSG_HDRLEN + NLMSG_ALIGN(body), 0 };

	if (h->nlmsg_len > NLMSG_HDRLEN + NLMSG_ALIGN(body))
		a.size = h->nlmsg_len - NLMSG_HDRLEN - NLMSG_ALIGN(body);
	return a;
}

struct net_attrs net_nest(struct net_attrs a, uint16_t type)
{
	const struct nlattr *found = netlink_find(a.at, a.size, type);
	struct net_attrs none = { NULL, 0 };

	return found ? (struct net_attrs){ netlink_data(found), netlink_size(found) } : none;
}

uint32_t net_u32(struct net_attrs a, uint16_t type)
{
	struct net_attrs v = net_nest(a, type);
	uint32_t n = 0;

	if (v.size >= sizeof(n))
		memcpy(&n, v.at, sizeof(n));
	return n;
}

void net_text(struct net_attrs a, uint16_t type, char *text, size_t size)
{
	struct net_attrs v = net_nest(a, type);

	text_format(text, size, "%.*s", (int)v.size, v.at ? (const char *)v.at : "");
}

int net_dump(struct net *n, uint16_t type, const void *body, uint32_t size, netlink_fn fn, void *ctx)
{
	struct netlink_msg m;
	char words[4];

	netlink_begin(&m, type, NLM_F_DUMP, body, size);
	return netlink_ask(n->c->kernel, &m, fn, ctx, words, sizeof(words));
}
