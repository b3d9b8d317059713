/* SPDX-License-Identifier: BSD-2-Clause */
/* What the parts of `net show` share. */
#ifndef CLI_NET_H
#define CLI_NET_H

#include <linux/bpf.h>
#include <net/if.h>

#include "cli/holders.h"
#include "kernel/netlink.h"

struct net_device {
	uint32_t ifindex;
	char name[IF_NAMESIZE];
};

struct net {
	struct cli *c;
	struct row row;
	struct holders holders, link_holders;
	uint32_t only; /* the one interface that was asked for; 0: all */
	struct net_device *devices;
	uint32_t cnt, room;
	struct net_missed {
		const char *what;
		int err;
	} missed[16]; /* what could not be listed */
	uint32_t missed_cnt;
	struct net_links {
		struct bpf_link_info *items;
		uint32_t cnt, room;
	} functions; /* net_links.c */
	bool has_functions;
};

/* Attributes of a message, or of another attribute. */
struct net_attrs {
	const void *at;
	uint32_t size;
};

/* net.c: the words "dev NAME"; 0, or an exit code after saying why */
int net_device(struct cli *c, struct net_device *dev);

/* net_attrs.c: those behind a body of that size; none if the message is too short */
struct net_attrs net_attrs(const struct nlmsghdr *h, uint32_t body);
struct net_attrs net_nest(struct net_attrs a, uint16_t type);
/* 0 if there is none, as with ids */
uint32_t net_u32(struct net_attrs a, uint16_t type);
/* "" if there is none */
void net_text(struct net_attrs a, uint16_t type, char *text, size_t size);
/* Ask for all of a kind: RTM_GET... */
int net_dump(struct net *n, uint16_t type, const void *body, uint32_t size, netlink_fn fn, void *ctx);

/* net_show.c: something cannot be listed. It is said, also at the end of the JSON, and the listing goes
 * on; a kernel that lacks the thing itself, and an interface that has gone, have nothing to list. */
void net_trouble(struct net *n, int err, const char *what);
/* A row begins: the interface, and where on it. */
void net_begin(struct net *n, const struct net_device *dev, const char *key, const char *where);
/* Name ("": what the kernel calls it) and id of a program, under this key. */
void net_prog(struct net *n, const char *name, const char *key, uint32_t id);
/* The row ends with who holds the program. */
void net_end(struct net *n, uint32_t prog_id);
int net_show(struct cli *c);
/* The program on an interface in a mode, XDP_ATTACHED_... or 0 for any: its id, 0, or -errno */
int64_t net_xdp_there(struct cli *c, uint32_t ifindex, uint32_t mode);

/* net_links.c: all links of a type, in this order; the items are the caller's. `what` stands in messages. */
void net_links(struct net *n, struct net_links *l, uint32_t type, const char *what,
	int (*in_order)(const void *left, const void *right));
/* Programs in the place of functions of this one: in text rows behind its own, in JSON a list in that. */
void net_show_functions(struct net *n, const struct net_device *dev, uint32_t prog_id);

/* net_target.c: is the next word one, HOOK:WHERE? Then attach there, or take off. */
bool net_is_target(const struct cli *c);
int net_target(struct cli *c, bool off);
/* " (it belongs to link 5, ...)" of that interface, 0: of any; "" if there is none */
void net_held(struct cli *c, uint32_t prog_id, uint32_t place, char *text, size_t size);

/* net_tc.c, net_qdisc.c, net_hooks.c, net_route.c */
void net_show_tc(struct net *n);
void net_show_qdiscs(struct net *n);
void net_show_netns(struct net *n, const char *what, uint32_t attach_type);
void net_show_netfilter(struct net *n);
void net_show_routes(struct net *n);

#endif
