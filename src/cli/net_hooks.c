/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs that a network namespace has, not one of its interfaces:
 *
 *	flow_dissector, sk_lookup	BPF_PROG_QUERY with a descriptor of the namespace (5.3, 5.9)
 *	netfilter	there is no question for it, see net_links.c. Links do not tell which namespace is
 *			theirs
 */
#include "cli/net.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netfilter.h>
#include <stdlib.h>
#include <string.h>

#include "attach/netfilter.h"
#include "base/text.h"
#include "kernel/kernel.h"

enum { MOST = 64 };

static int ask_netns(struct net *n, int fd, uint32_t attach_type, uint32_t *ids)
{
	struct bpf_attr_prog_query a;
	int err;

	memset(&a, 0, sizeof(a));
	a.target_fd = fd;
	a.attach_type = attach_type;
	a.prog_ids = kernel_ptr(ids);
	a.prog_cnt = MOST;
	err = kernel_prog_query(n->c->kernel, &a);
	return err ? err : (int)a.prog_cnt;
}

void net_show_netns(struct net *n, const char *what, uint32_t attach_type)
{
	uint32_t ids[MOST];
	int i, cnt, fd = kernel_open(n->c->kernel, "/proc/self/ns/net", O_RDONLY);

	cnt = fd < 0 ? fd : ask_netns(n, fd, attach_type, ids);
	kernel_close(n->c->kernel, fd);
	net_trouble(n, cnt < 0 ? cnt : 0, what);
	for (i = 0; i < cnt && i < MOST; i++) {
		net_begin(n, NULL, NULL, NULL);
		net_prog(n, "", "id", ids[i]);
		net_end(n, ids[i]);
	}
}

/* As packets come by. */
static int in_order(const void *left, const void *right)
{
	const struct bpf_link_info *a = left, *b = right;

	if (a->netfilter.pf != b->netfilter.pf)
		return a->netfilter.pf < b->netfilter.pf ? -1 : 1;
	if (a->netfilter.hooknum != b->netfilter.hooknum)
		return a->netfilter.hooknum < b->netfilter.hooknum ? -1 : 1;
	return a->netfilter.priority < b->netfilter.priority ? -1
	       : a->netfilter.priority > b->netfilter.priority;
}

static void show_link(struct net *n, const struct bpf_link_info *i)
{
	struct row *r = &n->row;
	char place[64];

	text_format(place, sizeof(place), "%s/%s", i->netfilter.pf == NFPROTO_IPV6 ? "ipv6" : "ipv4",
		netfilter_hook_name(i->netfilter.hooknum));
	net_begin(n, NULL, "place", place);
	if (n->c->use_json) {
		row_number(r, "pf", i->netfilter.pf);
		row_number(r, "hook", i->netfilter.hooknum);
	}
	row_signed(r, "prio", i->netfilter.priority);
	if (n->c->use_json || i->netfilter.flags)
		row_number(r, "flags", i->netfilter.flags);
	net_prog(n, "", n->c->use_json ? "id" : "prog_id", i->prog_id);
	row_number(r, "link_id", i->id);
	net_end(n, i->prog_id);
}

void net_show_netfilter(struct net *n)
{
	struct net_links l;
	uint32_t i;

	net_links(n, &l, BPF_LINK_TYPE_NETFILTER, "netfilter", in_order);
	for (i = 0; i < l.cnt; i++)
		show_link(n, &l.items[i]);
	free(l.items);
}
