/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unshare(CLONE_NEWNET) gives a process an empty network: one interface lo, which is down. A veth
 *pair is two interfaces of which each receives what the other one sends; RTM_NEWLINK makes both in
 *one request, the second described inside the first:
 *
 *	IFLA_IFNAME "veth0"
 *	IFLA_LINKINFO
 *		IFLA_INFO_KIND "veth"
 *		IFLA_INFO_DATA
 *			VETH_INFO_PEER: a struct ifinfomsg, then attributes
 *				IFLA_IFNAME "veth1"
 *				IFLA_NET_NS_FD  the namespace it is born in
 */
#include "netns.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "rtnl.h"
#include "test.h"

/* The few numbers of rtnetlink needed here, written out for the reason netlink.c gives. */
enum {
	RTM_NEWLINK = 16,
	RTM_GETLINK = 18,
	RTM_SETLINK = 19,
	RTM_NEWADDR = 20,
	RTM_NEWNEIGH = 28,
	NLM_F_CREATE_EXCL = 0x600,
	NLM_F_REPLACE = 0x500, /* with NLM_F_CREATE */
	IFLA_ADDRESS = 1,
	IFLA_IFNAME = 3,
	IFLA_OPERSTATE = 16,
	IFLA_LINKINFO = 18,
	IFLA_NET_NS_FD = 28,
	IFLA_XDP = 43,
	IFLA_XDP_FD = 1,
	IFLA_XDP_ATTACHED = 2,
	IFLA_XDP_PROG_ID = 4,
	IFLA_INFO_KIND = 1,
	IFLA_INFO_DATA = 2,
	VETH_INFO_PEER = 1,
	IFLA_NETKIT_MODE = 5,
	NETKIT_L2 = 0,
	IF_OPER_UP = 6,
	IFA_ADDRESS = 1,
	IFA_LOCAL = 2,
	IFA_F_NODAD = 2,
	NDA_DST = 1,
	NDA_LLADDR = 2,
	NUD_PERMANENT = 0x80,
};

struct ifinfomsg {
	uint8_t family;
	uint8_t pad;
	uint16_t type;
	int32_t index;
	uint32_t flags;
	uint32_t change;
};

struct ifaddrmsg {
	uint8_t family;
	uint8_t prefix;
	uint8_t flags;
	uint8_t scope;
	uint32_t index;
};

struct ndmsg {
	uint8_t family;
	uint8_t pad[3];
	int32_t index;
	uint16_t state;
	uint8_t flags;
	uint8_t type;
};

struct end {
	const char *name;
	const char *mac;
	const char *ip;
	const char *ip6;
};

static const struct end ends[2] = {
	{"veth0", NETNS_MAC0, NETNS_IP0, NETNS_IP6_0},
	{"veth1", NETNS_MAC1, NETNS_IP1, NETNS_IP6_1},
};

static void link_up(const char *name)
{
	struct ifinfomsg body;
	struct rtnl m;

	memset(&body, 0, sizeof(body));
	body.index = (int32_t)if_nametoindex(name);
	body.flags = body.change = IFF_UP;
	rtnl_begin(&m, RTM_NEWLINK, 0, &body, sizeof(body));
	assert_ok(rtnl_send(&m));
}

int netns_current(void)
{
	int fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		ck_abort_msg("/proc/thread-self/ns/net: %s", strerror(errno));
	return fd;
}

void netns_switch(int netns)
{
	if (setns(netns, CLONE_NEWNET))
		ck_abort_msg("setns: %s", strerror(errno));
}

void netns_enter(void)
{
	need_root();
	if (unshare(CLONE_NEWNET))
		ck_abort_msg("unshare(CLONE_NEWNET): %s", strerror(errno));
	link_up("lo");
}

int netns_create(void)
{
	int made, home = netns_current();

	netns_enter();
	made = netns_current();
	netns_switch(home);
	close(home);
	return made;
}

static int skip_if_unknown(int err, const char *kind)
{
	skip_unless(err != -EOPNOTSUPP, "the kernel has no %s", kind);
	return err;
}

/* netkit (6.7) describes its peer as veth does. */
static void pair_create(const char *kind, int peer)
{
	size_t info, data, inner;
	struct ifinfomsg body;
	struct rtnl m;

	memset(&body, 0, sizeof(body));
	rtnl_begin(&m, RTM_NEWLINK, NLM_F_CREATE_EXCL, &body, sizeof(body));
	rtnl_put_string(&m, IFLA_IFNAME, ends[0].name);
	rtnl_put(&m, IFLA_ADDRESS, ends[0].mac, 6);
	info = rtnl_nest(&m, IFLA_LINKINFO);
	rtnl_put_string(&m, IFLA_INFO_KIND, kind);
	data = rtnl_nest(&m, IFLA_INFO_DATA);
	if (!strcmp(kind, "netkit"))
		rtnl_put_u32(&m, IFLA_NETKIT_MODE, NETKIT_L2);
	inner = rtnl_nest(&m, VETH_INFO_PEER);
	rtnl_put_raw(&m, &body, sizeof(body));
	rtnl_put_string(&m, IFLA_IFNAME, ends[1].name);
	rtnl_put(&m, IFLA_ADDRESS, ends[1].mac, 6);
	rtnl_put_u32(&m, IFLA_NET_NS_FD, (uint32_t)peer);
	rtnl_nest_end(&m, inner);
	rtnl_nest_end(&m, data);
	rtnl_nest_end(&m, info);
	assert_ok(skip_if_unknown(rtnl_send(&m), kind));
}

/* A request about the interface of that name. */
static void link_begin(struct rtnl *m, uint16_t type, const char *name)
{
	struct ifinfomsg body;

	memset(&body, 0, sizeof(body));
	body.index = (int32_t)if_nametoindex(name);
	rtnl_begin(m, type, 0, &body, sizeof(body));
}

/* IFLA_XDP says the ids of programs, if any, and then how they are attached: 0 for not at all. */
bool netns_has_xdp(const char *name)
{
	struct rtnl m;
	struct {
		uint16_t size, type;
		uint8_t attached;
	} first;

	link_begin(&m, RTM_GETLINK, name);
	assert_ok(rtnl_ask(&m, sizeof(struct ifinfomsg), IFLA_XDP, &first, 5));
	return first.type != IFLA_XDP_ATTACHED || first.attached;
}

/* The second or third of them, of 8 bytes each but for IFLA_XDP_ATTACHED, which is rounded up to that. */
uint32_t netns_xdp_id(const char *name)
{
	struct {
		uint16_t size, type;
		uint32_t value;
	} all[3];
	struct rtnl m;
	int i;

	memset(all, 0, sizeof(all));
	link_begin(&m, RTM_GETLINK, name);
	if (netns_has_xdp(name))
		assert_ok(rtnl_ask(&m, sizeof(struct ifinfomsg), IFLA_XDP, all, sizeof(all)));
	for (i = 0; i < 3; i++)
		if (all[i].type == IFLA_XDP_PROG_ID)
			return all[i].value;
	return 0;
}

int netns_xdp_off(const char *name)
{
	struct rtnl m;
	size_t nest;

	link_begin(&m, RTM_SETLINK, name);
	nest = rtnl_nest(&m, IFLA_XDP);
	rtnl_put_u32(&m, IFLA_XDP_FD, -1);
	rtnl_nest_end(&m, nest);
	return rtnl_send(&m);
}

static uint8_t operstate(const char *name)
{
	struct rtnl m;
	uint8_t state;

	link_begin(&m, RTM_GETLINK, name);
	assert_ok(rtnl_ask(&m, sizeof(struct ifinfomsg), IFLA_OPERSTATE, &state, sizeof(state)));
	return state;
}

/*
 * The end that comes up first has no carrier and drops what it is given; that changes a moment
 * after the other is up, by a work queue (linkwatch), which sets the state to "up" and the real
 * queue in place under one lock. IFF_RUNNING would not do: it is set while the state is still
 * unknown.
 */
static void wait_for_carrier(const char *name)
{
	struct timespec pause = {.tv_nsec = 1000000};
	int i;

	for (i = 0; i < 3000 && operstate(name) != IF_OPER_UP; i++)
		nanosleep(&pause, NULL);
	ck_assert_msg(i < 3000, "%s got no carrier", name);
}

static void address_add(const struct end *e, int family)
{
	struct ifaddrmsg body;
	struct rtnl m;
	uint8_t ip[16];
	size_t size = family == AF_INET ? 4 : 16;

	ck_assert_int_eq(inet_pton(family, family == AF_INET ? e->ip : e->ip6, ip), 1);
	memset(&body, 0, sizeof(body));
	body.family = (uint8_t)family;
	body.prefix = family == AF_INET ? 24 : 64;
	body.flags = family == AF_INET ? 0 : IFA_F_NODAD;
	body.index = if_nametoindex(e->name);
	rtnl_begin(&m, RTM_NEWADDR, NLM_F_CREATE_EXCL, &body, sizeof(body));
	rtnl_put(&m, IFA_LOCAL, ip, size);
	rtnl_put(&m, IFA_ADDRESS, ip, size);
	assert_ok(rtnl_send(&m));
}

static void neighbour_add(const char *name, const struct end *e, int family)
{
	struct ndmsg body;
	struct rtnl m;
	uint8_t ip[16];

	ck_assert_int_eq(inet_pton(family, family == AF_INET ? e->ip : e->ip6, ip), 1);
	memset(&body, 0, sizeof(body));
	body.family = (uint8_t)family;
	body.index = (int32_t)if_nametoindex(name);
	body.state = NUD_PERMANENT;
	rtnl_begin(&m, RTM_NEWNEIGH, NLM_F_REPLACE, &body, sizeof(body));
	rtnl_put(&m, NDA_DST, ip, family == AF_INET ? 4 : 16);
	rtnl_put(&m, NDA_LLADDR, e->mac, 6);
	assert_ok(rtnl_send(&m));
}

/* Returns false when the kernel has no IPv6 (the file is not there). */
static bool ipv6_set(const char *name, const char *setting, const char *value)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/sys/net/ipv6/conf/%s/%s", name, setting);
	f = fopen(path, "we");
	if (!f)
		return false;
	fputs(value, f);
	fclose(f);
	return true;
}

/* An interface with IPv6 reports its multicast groups when it comes up, hence it is off at first.
 */
static void end_up(const char *name)
{
	ipv6_set(name, "disable_ipv6", "1");
	link_up(name);
}

static void end_configure(int which, int family)
{
	const struct end *here = &ends[which], *there = &ends[!which];

	address_add(here, family);
	neighbour_add(here->name, there, family);
}

/* addr_gen_mode 1 (4.4): make no link-local address, hence no router solicitation either. */
static void end_configure_ipv6(int which)
{
	const char *name = ends[which].name;

	ipv6_set(name, "addr_gen_mode", "1");
	skip_unless(ipv6_set(name, "disable_ipv6", "0"), "the kernel has no IPv6");
	end_configure(which, AF_INET6);
}

static unsigned int pair(const char *kind, int peer)
{
	int home = netns_current();

	if (peer < 0)
		peer = home;
	pair_create(kind, peer);
	end_up(ends[0].name);
	netns_switch(peer);
	end_up(ends[1].name);
	wait_for_carrier(ends[1].name);
	end_configure(1, AF_INET);
	netns_switch(home);
	wait_for_carrier(ends[0].name);
	end_configure(0, AF_INET);
	close(home);
	return if_nametoindex(ends[0].name);
}

unsigned int netns_veth(int peer)
{
	need_module("veth");
	return pair("veth", peer);
}

unsigned int netns_netkit(int peer)
{
	return pair("netkit", peer);
}

void netns_veth_ipv6(int peer)
{
	int home = netns_current();

	end_configure_ipv6(0);
	if (peer >= 0)
		netns_switch(peer);
	end_configure_ipv6(1);
	netns_switch(home);
	close(home);
}
