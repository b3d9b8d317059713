/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * net show: which programs are attached to the network, in five or six different ways that the kernel
 * has to ask. The JSON keys are bpftool's, and there are some more.
 *
 *	xdp		RTM_GETLINK: IFLA_XDP of each interface; see net_links.c for what is in a dispatcher
 *	tc		see net_tc.c, net_qdisc.c
 *	flow_dissector, sk_lookup, netfilter	see net_hooks.c
 *	routes		see net_route.c
 *
 * Which of them a kernel has, and which of them one may ask about, differs: what cannot be had is said
 * on stderr and by the exit code, and all the rest is shown.
 */
#include "cli/net.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "cli/pair.h"
#include "kernel/kernel.h"

void net_trouble(struct net *n, int err, const char *what)
{
	uint32_t i;

	if (!err || err == -EINVAL || err == -EOPNOTSUPP || err == -ENODEV)
		return;
	if (err == -EAGAIN)
		cli_say("%s changed while they were listed: some may be missing, or there twice", what);
	else
		cli_say("%s cannot be listed: %s", what, diag_strerror(err));
	diag_fail(&n->c->diag, RAWBPF_STAGE_NONE, err, "%s", what);
	for (i = 0; i < n->missed_cnt; i++)
		if (n->missed[i].what == what && n->missed[i].err == err)
			return;
	if (i < sizeof(n->missed) / sizeof(*n->missed))
		n->missed[n->missed_cnt++] = (struct net_missed){ what, err };
}

void net_begin(struct net *n, const struct net_device *dev, const char *key, const char *where)
{
	struct row *r = &n->row;

	row_begin(r);
	r->gap = "";
	if (dev) {
		row_title(r, "devname", dev->name);
		row_fact(r, "ifindex", "(", dev->ifindex, ")");
	}
	if (where)
		row_title(r, key, where);
}

void net_prog(struct net *n, const char *name, const char *key, uint32_t id)
{
	struct bpf_prog_info info;
	uint32_t size = sizeof(info);
	int fd = *name || !id ? -1 : kernel_fd_by_id(n->c->kernel, BPF_PROG_GET_FD_BY_ID, id);

	memset(&info, 0, sizeof(info));
	if (fd >= 0)
		kernel_obj_info(n->c->kernel, fd, &info, &size);
	kernel_close(n->c->kernel, fd);
	if (*name || *info.name)
		row_word(&n->row, "name", *name ? name : info.name);
	if (id)
		row_number(&n->row, key, id);
}

void net_end(struct net *n, uint32_t prog_id)
{
	holders_show(&n->row, &n->holders, prog_id);
	row_end(&n->row);
}

static const struct {
	uint8_t attached;
	uint16_t attribute;
	const char *mode;
} modes[] = {
	{ XDP_ATTACHED_SKB, IFLA_XDP_SKB_PROG_ID, "generic" },
	{ XDP_ATTACHED_DRV, IFLA_XDP_DRV_PROG_ID, "driver" },
	{ XDP_ATTACHED_HW, IFLA_XDP_HW_PROG_ID, "offload" },
};

enum { MODES = sizeof(modes) / sizeof(*modes) };

static uint8_t attached_how(struct net_attrs xdp)
{
	struct net_attrs how = net_nest(xdp, IFLA_XDP_ATTACHED);

	return how.size ? *(const uint8_t *)how.at : (uint8_t)XDP_ATTACHED_NONE;
}

/* With what replaces its functions, as in a dispatcher. */
static void show_prog(struct net *n, const struct net_device *dev, const char *mode, uint32_t id)
{
	bool nested = n->c->use_json;

	net_begin(n, dev, "mode", mode);
	net_prog(n, "", "id", id);
	if (nested)
		net_show_functions(n, NULL, id);
	net_end(n, id);
	if (!nested)
		net_show_functions(n, dev, id);
}

/* One program: the mode is that of the interface. Before 4.19 only this id is there, before 4.13 none. */
static void show_one_xdp(struct net *n, const struct net_device *dev, struct net_attrs xdp)
{
	uint32_t i, id = net_u32(xdp, IFLA_XDP_PROG_ID);

	for (i = 0; i < MODES; i++)
		if (modes[i].attached == attached_how(xdp)) {
			show_prog(n, dev, modes[i].mode, id);
		}
}

/* In text a row each, in JSON a list. */
static void show_many_xdp(struct net *n, const struct net_device *dev, struct net_attrs xdp)
{
	bool nested = n->c->use_json;
	uint32_t i, id;

	if (nested) {
		net_begin(n, dev, NULL, NULL);
		json_key(&n->c->json, "multi_attachments");
		json_array_begin(&n->c->json);
	}
	for (i = 0; i < MODES; i++) {
		id = net_u32(xdp, modes[i].attribute);
		if (!id)
			continue;
		show_prog(n, nested ? NULL : dev, modes[i].mode, id);
	}
	if (nested) {
		json_array_end(&n->c->json);
		row_end(&n->row);
	}
}

/* Interfaces are kept for the questions that go to one each. */
static int on_link(void *ctx, const struct nlmsghdr *h)
{
	struct net_attrs a = net_attrs(h, sizeof(struct ifinfomsg)), xdp = net_nest(a, IFLA_XDP);
	const struct ifinfomsg *info = NLMSG_DATA(h);
	struct net_device *dev;
	struct net *n = ctx;

	if (h->nlmsg_type != RTM_NEWLINK || !a.size || (n->only && n->only != (uint32_t)info->ifi_index))
		return 0;
	if (vec_room((void **)&n->devices, &n->room, n->cnt + 1, sizeof(*n->devices)))
		return -ENOMEM;
	dev = &n->devices[n->cnt++];
	dev->ifindex = info->ifi_index;
	net_text(a, IFLA_IFNAME, dev->name, sizeof(dev->name));
	if (attached_how(xdp) == XDP_ATTACHED_MULTI)
		show_many_xdp(n, dev, xdp);
	else
		show_one_xdp(n, dev, xdp);
	return 0;
}

static void show_xdp(struct net *n)
{
	struct ifinfomsg body;

	memset(&body, 0, sizeof(body));
	body.ifi_family = AF_PACKET;
	net_trouble(n, net_dump(n, RTM_GETLINK, &body, sizeof(body), on_link, n), "interfaces");
}

static void show_flow_dissector(struct net *n)
{
	net_show_netns(n, "flow_dissector", BPF_FLOW_DISSECTOR);
}

static void show_sk_lookup(struct net *n)
{
	net_show_netns(n, "sk_lookup", BPF_SK_LOOKUP);
}

static const struct {
	const char *name;
	void (*show)(struct net *n);
} sections[] = {
	{ "xdp", show_xdp },
	{ "tc", net_show_tc },
	{ "flow_dissector", show_flow_dissector },
	{ "sk_lookup", show_sk_lookup },
	{ "netfilter", net_show_netfilter },
	{ "routes", net_show_routes },
};

/* In text that has been said, and is an ending of the listing in JSON only if there is something. */
static void show_missed(struct net *n)
{
	struct json *j = &n->c->json;
	uint32_t i;

	if (!n->missed_cnt || !n->c->use_json)
		return;
	json_key(j, "not_listed");
	json_array_begin(j);
	for (i = 0; i < n->missed_cnt; i++) {
		json_object_begin(j);
		pair_text(j, "what", n->missed[i].what);
		pair_text(j, "error", diag_strerror(n->missed[i].err));
		json_object_end(j);
	}
	json_array_end(j);
}

/* As bpftool, with headings also over what is empty, and in JSON an array of one object. */
static void show_all(struct net *n)
{
	struct cli *c = n->c;
	size_t i;

	cli_open(c, '[');
	cli_open(c, '{');
	for (i = 0; i < sizeof(sections) / sizeof(*sections); i++) {
		if (c->use_json)
			json_key(&c->json, sections[i].name);
		else
			cli_print(c, "%s%s:\n", i ? "\n" : "", sections[i].name);
		cli_open(c, '[');
		sections[i].show(n);
		cli_close(c, ']');
	}
	show_missed(n);
	cli_close(c, '}');
	cli_close(c, ']');
}

int net_show(struct cli *c)
{
	struct net n = { .c = c, .row = { .c = c }, .link_holders = { .key = "link_id:" } };
	struct net_device dev = { .ifindex = 0 };
	int code = c->word_cnt ? net_device(c, &dev) : 0;

	if (!code)
		code = cli_end(c);
	if (code)
		return code;
	n.only = dev.ifindex;
	show_all(&n);
	holders_free(&n.holders);
	holders_free(&n.link_holders);
	free(n.devices);
	free(n.functions.items);
	return c->diag.err ? cli_code(&c->diag) : 0;
}

/* ---- for net attach: whose place to take ---- */

struct there {
	uint32_t ifindex, mode, id;
};

static int on_there(void *ctx, const struct nlmsghdr *h)
{
	struct net_attrs a = net_attrs(h, sizeof(struct ifinfomsg)), xdp = net_nest(a, IFLA_XDP);
	const struct ifinfomsg *info = NLMSG_DATA(h);
	struct there *t = ctx;
	uint32_t i;

	if (h->nlmsg_type != RTM_NEWLINK || !a.size || t->ifindex != (uint32_t)info->ifi_index)
		return 0;
	t->id = net_u32(xdp, IFLA_XDP_PROG_ID);
	for (i = 0; i < MODES; i++)
		if (modes[i].attached == t->mode)
			t->id = net_u32(xdp, modes[i].attribute);
	return 0;
}

int64_t net_xdp_there(struct cli *c, uint32_t ifindex, uint32_t mode)
{
	struct there t = { ifindex, mode, 0 };
	struct net n = { .c = c };
	struct ifinfomsg body;
	int err;

	memset(&body, 0, sizeof(body));
	body.ifi_family = AF_PACKET;
	err = net_dump(&n, RTM_GETLINK, &body, sizeof(body), on_there, &t);
	return err ? err : (int64_t)t.id;
}
