/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs of traffic control. The newer places are asked one by one:
 *
 *	BPF_PROG_QUERY	tcx (6.6), netkit (6.7): ids and flags of programs and links, in their order
 *
 * and the older have to be found first. Filters hang on queueing disciplines and their classes:
 *
 *	RTM_GETQDISC	all of them: kind and handle. Those without a handle are the kernel's own
 *			default and take no filter. "clsact" is a place for filters only, at two parents
 *	RTM_GETTCLASS	of an interface: the classes of the kinds that have some
 *	RTM_GETTFILTER	of an interface, at a parent: kind "bpf" has a program, or a classic one; of
 *			"matchall" the actions can be programs, as of "bpf"
 */
#include "cli/net.h"

#include <errno.h>
#include <linux/pkt_cls.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_bpf.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/vec.h"
#include "kernel/kernel.h"

enum { MOST = 64, ACTIONS_MOST = 32 };

/* ---- tcx, netkit ---- */

struct query {
	uint32_t prog_ids[MOST], link_ids[MOST], prog_flags[MOST], link_flags[MOST];
};

static const struct {
	uint32_t attach_type;
	const char *kind;
} places[] = {
	{ BPF_TCX_INGRESS, "tcx/ingress" },
	{ BPF_TCX_EGRESS, "tcx/egress" },
	{ BPF_NETKIT_PRIMARY, "netkit/primary" },
	{ BPF_NETKIT_PEER, "netkit/peer" },
};

enum { PLACES = sizeof(places) / sizeof(*places) };

/* Each bit that is set as a number of its own, as bpftool has it. */
static void show_flags(struct row *r, const char *key, uint32_t flags)
{
	uint32_t bit;

	row_words_begin(r, key);
	for (bit = 1; bit; bit <<= 1)
		if (flags & bit)
			row_words_number(r, bit);
	row_words_end(r);
}

static void show_query(struct net *n, const struct net_device *dev, const char *kind,
	const struct query *q, uint32_t cnt)
{
	uint32_t i;

	for (i = 0; i < cnt && i < MOST; i++) {
		net_begin(n, dev, "kind", kind);
		net_prog(n, "", "prog_id", q->prog_ids[i]);
		show_flags(&n->row, "prog_flags", q->prog_flags[i]);
		if (q->link_ids[i] || n->c->use_json)
			row_number(&n->row, "link_id", q->link_ids[i]);
		show_flags(&n->row, "link_flags", q->link_flags[i]);
		net_end(n, q->prog_ids[i]);
	}
}

static int ask_place(struct net *n, const struct net_device *dev, uint32_t place)
{
	struct bpf_attr_prog_query a;
	struct query q;
	int err;

	memset(&a, 0, sizeof(a));
	memset(&q, 0, sizeof(q));
	a.target_ifindex = dev->ifindex;
	a.attach_type = places[place].attach_type;
	a.count = MOST;
	a.prog_ids = kernel_ptr(q.prog_ids);
	a.prog_attach_flags = kernel_ptr(q.prog_flags);
	a.link_ids = kernel_ptr(q.link_ids);
	a.link_attach_flags = kernel_ptr(q.link_flags);
	err = kernel_prog_query(n->c->kernel, &a);
	if (!err)
		show_query(n, dev, places[place].kind, &q, a.count);
	return err;
}

/*
 * -ENXIO: no netkit; -EACCES: the other end of one; -ENOENT: nothing; -ENODEV: the interface has gone.
 * All else is so at every interface, and not asked again.
 */
static void show_places(struct net *n, const struct net_device *dev, uint32_t *useless)
{
	uint32_t i;
	int err;

	for (i = 0; i < PLACES; i++) {
		if (*useless & 1U << i)
			continue;
		err = ask_place(n, dev, i);
		if (!err || err == -ENXIO || err == -ENOENT || err == -ENODEV)
			continue;
		if (err == -EACCES && places[i].attach_type >= BPF_NETKIT_PRIMARY)
			continue;
		net_trouble(n, err, places[i].kind);
		*useless |= 1U << i;
	}
}

/* ---- filters ---- */

struct parent {
	uint32_t ifindex, handle;
	char kind[IF_NAMESIZE];
};

struct parents {
	struct net *n;
	struct parent *items;
	uint32_t cnt, room;
};

struct filters {
	struct net *n;
	const struct net_device *dev;
	const char *kind;
};

/* Qdiscs and classes tell of themselves alike. */
static int on_parent(void *ctx, const struct nlmsghdr *h)
{
	struct net_attrs a = net_attrs(h, sizeof(struct tcmsg));
	const struct tcmsg *t = NLMSG_DATA(h);
	struct parents *p = ctx;
	struct parent *item;

	if (!a.size || !t->tcm_handle || (p->n->only && p->n->only != (uint32_t)t->tcm_ifindex))
		return 0;
	if (vec_room((void **)&p->items, &p->room, p->cnt + 1, sizeof(*p->items)))
		return -ENOMEM;
	item = &p->items[p->cnt++];
	item->ifindex = t->tcm_ifindex;
	item->handle = t->tcm_handle;
	net_text(a, TCA_KIND, item->kind, sizeof(item->kind));
	return 0;
}

static void show_action(struct net *n, struct net_attrs action)
{
	struct net_attrs options = net_nest(action, TCA_ACT_OPTIONS);
	char kind[16], name[128], text[160];
	struct row *r = &n->row;

	net_text(action, TCA_ACT_KIND, kind, sizeof(kind));
	if (strcmp(kind, "bpf"))
		return;
	net_text(options, TCA_ACT_BPF_NAME, name, sizeof(name));
	if (!n->c->use_json) {
		text_format(text, sizeof(text), "%s(%u)", name, net_u32(options, TCA_ACT_BPF_ID));
		row_words_item(r, text);
		return;
	}
	json_object_begin(&n->c->json);
	row_word(r, "name", name);
	row_number(r, "id", net_u32(options, TCA_ACT_BPF_ID));
	json_object_end(&n->c->json);
}

static void show_actions(struct net *n, struct net_attrs actions)
{
	uint16_t i;

	row_words_begin(&n->row, "act");
	for (i = 1; i <= ACTIONS_MOST; i++)
		show_action(n, net_nest(actions, i));
	row_words_end(&n->row);
}

/* Of a filter that has none itself: that of its first action, as rawbpf makes it. */
static uint32_t action_id(struct net_attrs actions)
{
	return net_u32(net_nest(net_nest(actions, 1), TCA_ACT_OPTIONS), TCA_ACT_BPF_ID);
}

/* Where tc finds it again: the same words. */
static void show_address(struct row *r, const struct tcmsg *t, struct net_attrs a)
{
	row_number(r, "pref", t->tcm_info >> 16);
	row_hex(r, "handle", t->tcm_handle);
	if (net_u32(a, TCA_CHAIN))
		row_number(r, "chain", net_u32(a, TCA_CHAIN));
}

/* In a dump each priority first tells of itself, without options. */
static int on_filter(void *ctx, const struct nlmsghdr *h)
{
	struct net_attrs a = net_attrs(h, sizeof(struct tcmsg)), options = net_nest(a, TCA_OPTIONS);
	const struct tcmsg *t = NLMSG_DATA(h);
	struct net_attrs actions;
	struct filters *f = ctx;
	char kind[16], name[128];
	uint32_t id = 0;
	bool bpf;

	net_text(a, TCA_KIND, kind, sizeof(kind));
	bpf = !strcmp(kind, "bpf");
	actions = net_nest(options, bpf ? TCA_BPF_ACT : TCA_MATCHALL_ACT);
	if (!options.size || (!bpf && (strcmp(kind, "matchall") || !actions.size)))
		return 0;
	net_begin(f->n, f->dev, "kind", f->kind);
	if (bpf) {
		id = net_u32(options, TCA_BPF_ID);
		net_text(options, TCA_BPF_NAME, name, sizeof(name));
		net_prog(f->n, name, "id", id);
	} else {
		row_word(&f->n->row, "filter", kind);
	}
	if (actions.size)
		show_actions(f->n, actions);
	show_address(&f->n->row, t, a);
	net_end(f->n, id ? id : action_id(actions));
	return 0;
}

static void show_filters(struct net *n, const struct net_device *dev, uint32_t parent,
	const char *kind)
{
	struct filters f = { n, dev, kind };
	struct tcmsg body;

	memset(&body, 0, sizeof(body));
	body.tcm_ifindex = dev->ifindex;
	body.tcm_parent = parent;
	net_trouble(n, net_dump(n, RTM_GETTFILTER, &body, sizeof(body), on_filter, &f), "filters");
}

static void show_parents(struct net *n, const struct net_device *dev, const struct parents *p)
{
	uint32_t i;

	for (i = 0; i < p->cnt; i++) {
		if (p->items[i].ifindex != dev->ifindex)
			continue;
		if (strcmp(p->items[i].kind, "clsact")) {
			show_filters(n, dev, p->items[i].handle, p->items[i].kind);
			continue;
		}
		show_filters(n, dev, TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS), "clsact/ingress");
		show_filters(n, dev, TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_EGRESS), "clsact/egress");
	}
}

static void show_classes(struct net *n, const struct net_device *dev)
{
	struct parents classes = { .n = n };
	struct tcmsg body;

	memset(&body, 0, sizeof(body));
	body.tcm_ifindex = dev->ifindex;
	net_trouble(n, net_dump(n, RTM_GETTCLASS, &body, sizeof(body), on_parent, &classes), "classes");
	show_parents(n, dev, &classes);
	free(classes.items);
}

void net_show_tc(struct net *n)
{
	struct parents qdiscs = { .n = n };
	uint32_t i, useless = 0;
	struct tcmsg body;

	memset(&body, 0, sizeof(body));
	net_trouble(n, net_dump(n, RTM_GETQDISC, &body, sizeof(body), on_parent, &qdiscs), "qdiscs");
	for (i = 0; i < n->cnt; i++) {
		show_places(n, &n->devices[i], &useless);
		if (!qdiscs.cnt)
			continue;
		show_classes(n, &n->devices[i]);
		show_parents(n, &n->devices[i], &qdiscs);
	}
	free(qdiscs.items);
	net_show_qdiscs(n);
}
