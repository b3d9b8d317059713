/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Routes with programs. RTM_GETROUTE tells of all routes of a family, in all tables, one message each:
 * there may be a million, so none is kept.
 *
 *	RTA_OIF, RTA_GATEWAY (or RTA_VIA, of another family), RTA_ENCAP_TYPE, RTA_ENCAP
 *			the one next hop; or
 *	RTA_MULTIPATH	several, each a struct rtnexthop and the same attributes behind it
 *	RTA_ENCAP	of LWTUNNEL_ENCAP_BPF: { LWT_BPF_IN, _OUT, _XMIT { LWT_BPF_PROG_NAME } }; of
 *			LWTUNNEL_ENCAP_SEG6_LOCAL: { SEG6_LOCAL_BPF { _PROG, _PROG_NAME } }
 *
 * The kernel tells the id of seg6local's program only. Of the others there is the name that they were
 * attached with, in which rawbpf writes the id, so that also who holds them stays open. A kernel without
 * IPv6 answers with the routes of all families.
 */
#include "cli/net.h"

#include <linux/lwtunnel.h>
#include <linux/rtnetlink.h>
#include <linux/seg6_local.h>
#include <string.h>

#include "base/address.h"
#include "base/text.h"

struct hop {
	const struct rtmsg *route;
	struct net_attrs all; /* of the route */
	struct net_attrs own; /* of this next hop: those of the route, or within its RTA_MULTIPATH */
	uint32_t ifindex;
};

static const struct {
	uint16_t encap, place;
	const char *kind;
} places[] = {
	{ LWTUNNEL_ENCAP_BPF, LWT_BPF_IN, "lwt_in" },
	{ LWTUNNEL_ENCAP_BPF, LWT_BPF_OUT, "lwt_out" },
	{ LWTUNNEL_ENCAP_BPF, LWT_BPF_XMIT, "lwt_xmit" },
	{ LWTUNNEL_ENCAP_SEG6_LOCAL, SEG6_LOCAL_BPF, "lwt_seg6local" },
};

/* Bytes behind `skip`; "" if they are no address */
static void read_address(struct net_attrs a, uint32_t skip, char *text)
{
	uint32_t size = a.size < skip ? 0 : a.size - skip;

	*text = '\0';
	if (size == 4 || size == 16)
		address_text((const uint8_t *)a.at + skip, size, text);
}

static void show_prefix(struct row *r, const struct hop *h)
{
	char text[ADDRESS_TEXT], prefix[ADDRESS_TEXT + 4];

	read_address(net_nest(h->all, RTA_DST), 0, text);
	text_format(prefix, sizeof(prefix), "%s/%u", *text ? text :
		h->route->rtm_family == AF_INET6 ? "::" : "0.0.0.0", h->route->rtm_dst_len);
	row_word(r, "dst", prefix);
}

/* With the words that a target has for it. */
static void show_address(struct row *r, const struct hop *h)
{
	uint32_t table = net_u32(h->all, RTA_TABLE), metric = net_u32(h->all, RTA_PRIORITY);
	char via[ADDRESS_TEXT];

	show_prefix(r, h);
	read_address(net_nest(h->own, RTA_GATEWAY), 0, via);
	if (!*via)
		read_address(net_nest(h->own, RTA_VIA), sizeof(struct rtvia), via);
	if (*via)
		row_word(r, "via", via);
	if (metric)
		row_number(r, "priority", metric);
	row_number(r, "table", table ? table : h->route->rtm_table);
}

static void show_prog(struct net *n, const struct hop *h, const char *kind, struct net_attrs prog)
{
	struct net_device none = { h->ifindex, "" };
	const struct net_device *dev = &none;
	uint32_t i, id = net_u32(prog, SEG6_LOCAL_BPF_PROG);
	char name[256];

	for (i = 0; i < n->cnt; i++)
		if (n->devices[i].ifindex == h->ifindex)
			dev = &n->devices[i];
	net_text(prog, LWT_BPF_PROG_NAME, name, sizeof(name));
	net_begin(n, dev, "kind", kind);
	show_address(&n->row, h);
	net_prog(n, name, "id", id);
	if (id)
		net_end(n, id);
	else
		row_end(&n->row);
}

static void show_hop(struct net *n, const struct hop *h)
{
	struct net_attrs type = net_nest(h->own, RTA_ENCAP_TYPE), encap, prog;
	uint16_t kind = 0;
	uint32_t i;

	if (type.size >= sizeof(kind))
		memcpy(&kind, type.at, sizeof(kind));
	if (!kind || (n->only && n->only != h->ifindex))
		return;
	encap = net_nest(h->own, RTA_ENCAP);
	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		prog = places[i].encap == kind ? net_nest(encap, places[i].place) : (struct net_attrs){ NULL, 0 };
		if (prog.size)
			show_prog(n, h, places[i].kind, prog);
	}
}

static void show_hops(struct net *n, struct hop *h, struct net_attrs hops)
{
	const struct rtnexthop *next = hops.at;

	while (hops.size >= sizeof(*next) && next->rtnh_len >= sizeof(*next) && next->rtnh_len <= hops.size) {
		h->ifindex = next->rtnh_ifindex;
		h->own = (struct net_attrs){ next + 1, next->rtnh_len - sizeof(*next) };
		show_hop(n, h);
		if ((uint32_t)RTNH_ALIGN(next->rtnh_len) >= hops.size)
			return;
		hops.size -= RTNH_ALIGN(next->rtnh_len);
		next = (const void *)((const char *)next + RTNH_ALIGN(next->rtnh_len));
	}
}

struct routes {
	struct net *n;
	uint8_t family;
};

static int on_route(void *ctx, const struct nlmsghdr *m)
{
	struct hop h = { NLMSG_DATA(m), net_attrs(m, sizeof(struct rtmsg)), { NULL, 0 }, 0 };
	const struct routes *r = ctx;

	if (m->nlmsg_type != RTM_NEWROUTE || !h.all.size || h.route->rtm_family != r->family)
		return 0;
	h.own = h.all;
	h.ifindex = net_u32(h.all, RTA_OIF);
	show_hop(r->n, &h);
	show_hops(r->n, &h, net_nest(h.all, RTA_MULTIPATH));
	return 0;
}

void net_show_routes(struct net *n)
{
	static const struct {
		uint8_t family;
		const char *what;
	} all[] = { { AF_INET, "IPv4 routes" }, { AF_INET6, "IPv6 routes" } };
	struct routes routes = { n, 0 };
	struct rtmsg body;
	uint32_t i;

	for (i = 0; i < 2; i++) {
		memset(&body, 0, sizeof(body));
		body.rtm_family = routes.family = all[i].family;
		net_trouble(n, net_dump(n, RTM_GETROUTE, &body, sizeof(body), on_route, &routes),
			all[i].what);
	}
}
