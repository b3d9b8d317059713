/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lightweight tunnels: a route that runs a program for each packet that takes it. The packet
 * begins with its IP header.
 *
 *	lwt_in		a packet that has arrived, before it is forwarded or delivered (4.10)
 *	lwt_out		one that this host sends or forwards, on its way out of the IP layer (4.10)
 *	lwt_xmit	the same at the end of it, before the link header: may be given another
 *			header, or be redirected (4.10)
 *	lwt_seg6local	one that has arrived for a segment (IPv6 with a segment routing header
 *			that has others left), the header being advanced: End.BPF (4.18)
 *
 * The answer is BPF_OK (0) or BPF_DROP (2); of lwt_xmit and lwt_seg6local also BPF_REDIRECT (7); of
 * lwt_in and lwt_xmit BPF_LWT_REROUTE (128, 5.1): another route, by what the packet says now.
 *
 * RTM_NEWROUTE makes the route, as `ip route add 10.0.0.0/24 dev eth0 encap bpf xmit ...` does:
 *
 *	RTA_DST, RTA_OIF, RTA_GATEWAY, RTA_PRIORITY, RTA_TABLE
 *	RTA_ENCAP_TYPE	LWTUNNEL_ENCAP_BPF, with
 *	RTA_ENCAP	{ LWT_BPF_IN, _OUT or _XMIT { LWT_BPF_PROG_FD, LWT_BPF_PROG_NAME } }, or
 *	RTA_ENCAP_TYPE	LWTUNNEL_ENCAP_SEG6_LOCAL, with
 *	RTA_ENCAP	{ SEG6_LOCAL_ACTION, SEG6_LOCAL_BPF { _PROG, _PROG_NAME } }
 *
 * With LWT_BPF_XMIT_HEADROOM packets are made so much shorter that a header fits in front.
 *
 * On lo it is a route for what this host receives (RTN_LOCAL). With NLM_F_EXCL there is no other
 * one of this prefix and metric in the table. It stays until deleted, which the same message does
 * as RTM_DELROUTE: for IPv4 the kernel compares the whole, and of programs the name, in which we
 * have the id; for IPv6 it takes the first that has what the message names, so that we look before
 * and name the metric too, which is 1024 if none is given. Of the prefix IPv6 would forget what is
 * set behind its length, which IPv4 refuses. A route goes with its interface, also when that is
 * only set down. See them with `ip route`, `ip -6 route`. Needs CAP_NET_ADMIN.
 */
#include "attach/attach.h"

#include <errno.h>
#include <linux/lwtunnel.h>
#include <linux/rtnetlink.h>
#include <linux/seg6_local.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/address.h"
#include "base/text.h"
#include "kernel/kernel.h"
#include "kernel/netlink.h"

struct address {
	uint8_t bytes[16];
	uint8_t family, size;
};

enum { METRIC_IP6 = 1024 }; /* of a route that says none, IP6_RT_PRIO_USER */

/* What was asked for, which is what is deleted again. */
struct route {
	struct netlink_msg request;
	struct attach_identity prog;
};

static bool read_address(const char *text, struct address *a)
{
	a->size = address_parse(text, a->bytes);
	a->family = a->size == 16 ? AF_INET6 : AF_INET;
	return a->size;
}

/* "10.0.0.0/24"; without a length it is one address. */
static bool read_prefix(char *text, struct address *a, uint8_t *bits)
{
	char *slash = strchr(text, '/');
	const char *end;
	uint64_t n;

	if (slash)
		*slash = '\0';
	if (!read_address(text, a))
		return false;
	*bits = a->size * 8;
	if (!slash)
		return true;
	end = text_u64(slash + 1, 10, &n);
	if (!end || *end || n > *bits)
		return false;
	*bits = n;
	return true;
}

/* Is an address in which only the first `bits` may be set? */
static bool is_prefix(const struct address *a, uint8_t bits)
{
	uint32_t i;

	for (i = bits; i < a->size * 8U; i++)
		if (a->bytes[i / 8] & 0x80 >> i % 8)
			return false;
	return true;
}

/* ---- the request ---- */

static void put_number(struct netlink_msg *m, uint16_t type, uint32_t number)
{
	netlink_put(m, type, &number, sizeof(number));
}

/* Both kinds of routes number descriptor and name alike. */
static void put_program(struct netlink_msg *m, uint16_t type, int prog_fd, const char *name)
{
	uint32_t nest = netlink_nest(m, type);

	put_number(m, LWT_BPF_PROG_FD, prog_fd);
	netlink_put_text(m, LWT_BPF_PROG_NAME, name);
	netlink_nest_end(m, nest);
}

/* The attribute that has the program in it. */
static uint16_t place_of(uint32_t prog_type)
{
	return prog_type == BPF_PROG_TYPE_LWT_SEG6LOCAL
		       ? SEG6_LOCAL_BPF
		       : LWT_BPF_IN + prog_type - BPF_PROG_TYPE_LWT_IN;
}

static void put_encap(struct netlink_msg *m, uint32_t prog_type, int prog_fd, const char *name,
	uint32_t headroom)
{
	const bool seg6 = prog_type == BPF_PROG_TYPE_LWT_SEG6LOCAL;
	const uint16_t encap = seg6 ? LWTUNNEL_ENCAP_SEG6_LOCAL : LWTUNNEL_ENCAP_BPF;
	uint32_t nest;

	netlink_put(m, RTA_ENCAP_TYPE, &encap, sizeof(encap));
	nest = netlink_nest(m, RTA_ENCAP);
	if (seg6)
		put_number(m, SEG6_LOCAL_ACTION, SEG6_LOCAL_ACTION_END_BPF);
	put_program(m, place_of(prog_type), prog_fd, name);
	if (headroom)
		put_number(m, LWT_BPF_XMIT_HEADROOM, headroom);
	netlink_nest_end(m, nest);
}

/* A next hop may be anywhere, a neighbour is on the link, what is local is on the host. */
static void begin(struct netlink_msg *m, const struct attach_request *r, const struct address *dst,
	uint8_t bits, bool local)
{
	const uint32_t table = r->opts->table ? r->opts->table : RT_TABLE_MAIN;
	struct rtmsg body;

	memset(&body, 0, sizeof(body));
	body.rtm_family = dst->family;
	body.rtm_dst_len = bits;
	body.rtm_table = table > 255 ? RT_TABLE_COMPAT : table;
	body.rtm_protocol = RTPROT_BOOT;
	body.rtm_type = local ? RTN_LOCAL : RTN_UNICAST;
	if (dst->family == AF_INET && !r->opts->via)
		body.rtm_scope = local ? RT_SCOPE_HOST : RT_SCOPE_LINK;
	netlink_begin(m, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof(body));
	if (bits)
		netlink_put(m, RTA_DST, dst->bytes, dst->size);
	put_number(m, RTA_TABLE, table);
}

static int build(const struct attach_request *r, struct rawbpf_link *l, const char *interface,
	const struct address *dst, uint8_t bits, struct rawbpf_diag *d)
{
	struct route *route = l->own;
	struct netlink_msg *m = &route->request;
	struct address via;

	if (r->hook->prog_type == BPF_PROG_TYPE_LWT_SEG6LOCAL && dst->family == AF_INET)
		return attach_fail(r, ATTACH_USAGE, d, "segments are of IPv6, as in fd00::1@eth0");
	if (r->hook->prog_type != BPF_PROG_TYPE_LWT_XMIT && r->opts->headroom)
		return attach_fail(r, ATTACH_USAGE, d, "headroom= is of lwt_xmit");
	begin(m, r, dst, bits, !strcmp(interface, "lo"));
	put_number(m, RTA_OIF, l->ifindex);
	if (r->opts->via && (!read_address(r->opts->via, &via) || via.family != dst->family))
		return attach_fail(r, ATTACH_USAGE, d,
			"via=%s: give an address, of IPv4 or IPv6 as the route", r->opts->via);
	if (r->opts->priority < 0)
		return attach_fail(r, ATTACH_USAGE, d, "metrics are 1 and more");
	if (r->opts->via)
		netlink_put(m, RTA_GATEWAY, via.bytes, via.size);
	if (r->opts->priority || dst->family == AF_INET6)
		put_number(m, RTA_PRIORITY, r->opts->priority ? r->opts->priority : METRIC_IP6);
	put_encap(m, r->hook->prog_type, l->prog_fd, route->prog.name, r->opts->headroom);
	return 0;
}

/* ---- and back ---- */

static const struct nlattr *attr_of(const struct nlmsghdr *h, uint16_t type)
{
	const char *attrs = (const char *)h + NLMSG_LENGTH(sizeof(struct rtmsg));

	return netlink_find(attrs, h->nlmsg_len - NLMSG_LENGTH(sizeof(struct rtmsg)), type);
}

/* both have it, or neither */
static bool same(const struct nlattr *a, const struct nlattr *b)
{
	return a && b ? a->nla_len == b->nla_len &&
				!memcmp(netlink_data(a), netlink_data(b), netlink_size(a))
		      : a == b;
}

static const struct nlattr *inside(const struct nlattr *a, uint16_t type)
{
	return a ? netlink_find(netlink_data(a), netlink_size(a), type) : NULL;
}

static const struct nlattr *name_in(const struct nlmsghdr *h, uint16_t place)
{
	return inside(inside(attr_of(h, RTA_ENCAP), place), LWT_BPF_PROG_NAME);
}

static uint8_t bits_of(const struct nlmsghdr *h)
{
	return ((const struct rtmsg *)NLMSG_DATA(h))->rtm_dst_len;
}

struct look {
	const struct nlmsghdr *ours;
	uint16_t place;
	bool found, taken; /* ours; another in its place */
};

static bool same_of(const struct look *l, const struct nlmsghdr *h, uint16_t type)
{
	return same(attr_of(l->ours, type), attr_of(h, type));
}

/* Of one prefix and metric a table has one route; ours leads the same way, to our program. */
static int look_at(void *ctx, const struct nlmsghdr *h)
{
	struct look *l = ctx;

	if (h->nlmsg_type != RTM_NEWROUTE || h->nlmsg_len < NLMSG_LENGTH(sizeof(struct rtmsg)))
		return 0;
	if (bits_of(l->ours) != bits_of(h) || !same_of(l, h, RTA_DST) ||
		!same_of(l, h, RTA_PRIORITY) || !same_of(l, h, RTA_TABLE))
		return 0;
	if (same_of(l, h, RTA_OIF) && same_of(l, h, RTA_GATEWAY) &&
		same(name_in(l->ours, l->place), name_in(h, l->place)))
		l->found = true;
	else
		l->taken = true;
	return 0;
}

/* 1: it is there; 0: nothing is in its place; -ESRCH: another is */
static int look_for(struct rawbpf_link *l, const struct route *route)
{
	struct look look = { &route->request.header, place_of(l->flags), false, false };
	struct netlink_msg m;
	struct rtmsg body;
	int err = -EAGAIN, i;

	memset(&body, 0, sizeof(body));
	body.rtm_family = ((const struct rtmsg *)NLMSG_DATA(look.ours))->rtm_family;
	for (i = 0; i < NETLINK_TRIES && err == -EAGAIN; i++) {
		netlink_begin(&m, RTM_GETROUTE, NLM_F_DUMP, &body, sizeof(body));
		err = netlink_ask(l->kernel, &m, look_at, &look, NULL, 0);
	}
	return err ? err : look.found ? 1 : look.taken ? -ESRCH : 0;
}

/* Of IPv4 a table may have a million: those are looked through only if ours is not found. */
static int detach(struct rawbpf_link *l)
{
	struct route *route = l->own;
	const struct rtmsg *body = NLMSG_DATA(&route->request.header);
	int err = body->rtm_family == AF_INET6 ? look_for(l, route) : 1;

	if (err <= 0)
		return err;
	route->request.header.nlmsg_type = RTM_DELROUTE;
	route->request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	err = netlink_ask(l->kernel, &route->request, NULL, NULL, NULL, 0);
	return (err == -ESRCH || route->request.unanswered) && !look_for(l, route) ? 0 : err;
}

/* The program's name is all that tells whose a route is: ours have the id in it. */
static int adopt(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	int err = look_for(l, l->own);

	l->detach = detach;
	if (err == -ESRCH)
		return attach_fail(r, -ENOENT, d, "the route there leads elsewhere, or was not made for "
			"this program by rawbpf: see it with rawbpf net show, delete it with ip route del");
	return err > 0 ? 0 : !err ? attach_fail(r, -ENOENT, d, "no such route (via=, priority= and table= "
		"are part of it)") : attach_refused(r, err, "", d);
}

static int add(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	struct route *route = l->own;
	char words[160];
	int err = netlink_ask(r->kernel, &route->request, NULL, NULL, words, sizeof(words));

	if (!err) {
		l->detach = detach;
		l->stays = true;
		return 0;
	}
	if (route->request.unanswered)
		detach(l);
	if (err == -EEXIST)
		return attach_fail(r, err, d,
			"this route is there already, and is left alone: choose "
			"another metric, as in priority=50, or another table");
	if (err == -EOPNOTSUPP)
		return attach_lacks(r, d);
	return attach_refused(r, err, words, d);
}

static int attach(
	const struct attach_request *r, struct rawbpf_link *l, char *place, struct rawbpf_diag *d)
{
	char *interface = strchr(place, '@');
	struct address dst;
	uint8_t bits;
	int err;

	if (interface)
		*interface++ = '\0';
	if (!interface || !read_prefix(place, &dst, &bits))
		return attach_fail(r, ATTACH_USAGE, d,
			"name a prefix and an interface, as in "
			"10.0.0.0/24@eth0 or fd00::/64@eth0");
	if (!is_prefix(&dst, bits))
		return attach_fail(r, ATTACH_USAGE, d,
			"%s has bits set behind the first %u: name the prefix without them, "
			"or one address without a length", place, bits);
	l->ifindex = kernel_ifindex(r->kernel, interface);
	if (l->ifindex < 0)
		return attach_fail(r, l->ifindex, d, "no such network interface");
	err = build(r, l, interface, &dst, bits, d);
	return err ? err : r->opts->adopt ? adopt(r, l, d) : add(r, l, d);
}

int route_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	char *place = strdup(r->where ? r->where : "");
	struct route *route = calloc(1, sizeof(*route));
	int err;

	l->own = route;
	l->how = "route";
	l->flags = r->hook->prog_type;
	l->prog_fd = link_dup(r->prog_fd);
	err = !place || !route ? -ENOMEM : l->prog_fd < 0 ? l->prog_fd : 0;
	if (err)
		attach_fail(r, err, d, "%s", diag_strerror(err));
	if (!err)
		err = attach_identify(r, r->prog_fd, &route->prog, d);
	if (!err)
		err = attach(r, l, place, d);
	free(place);
	return err;
}
