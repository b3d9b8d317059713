/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs that stay on an interface until they are taken off, which is what `net attach` makes: XDP by
 * netlink, tcx by BPF_PROG_ATTACH. The words are bpftool's. `rawbpf run` and pins are for programs that
 * shall go with a process or a file. What else can stay is named as `rawbpf run` does: net_target.c.
 */
#include "cli/net.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "base/text.h"
#include "cli/elsewhere.h"
#include "kernel/kernel.h"

struct type {
	const char *word, *hook;
	uint8_t attach_type;
	uint8_t xdp_flags;
	uint8_t attached; /* XDP_ATTACHED_...; 0: any */
};

static const struct type types[] = {
	{ "xdp", "xdp", BPF_XDP, 0, 0 },
	{ "xdpgeneric", "xdp", BPF_XDP, XDP_FLAGS_SKB_MODE, XDP_ATTACHED_SKB },
	{ "xdpdrv", "xdp", BPF_XDP, XDP_FLAGS_DRV_MODE, XDP_ATTACHED_DRV },
	{ "xdpoffload", "xdp", BPF_XDP, XDP_FLAGS_HW_MODE, XDP_ATTACHED_HW },
	{ "tcx_ingress", "tcx/ingress", BPF_TCX_INGRESS, 0, 0 },
	{ "tcx_egress", "tcx/egress", BPF_TCX_EGRESS, 0, 0 },
};

/* As bpftool: the first that begins so. NULL after saying so. */
static const struct type *take_type(struct cli *c)
{
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (cli_take(c, types[i].word))
			return &types[i];
	cli_usage(c, "say where: xdp, xdpgeneric, xdpdrv, xdpoffload, tcx_ingress, tcx_egress, "
		"or a target, as in tc/ingress:eth0");
	return NULL;
}

int net_device(struct cli *c, struct net_device *dev)
{
	const char *name = cli_take(c, "dev") ? cli_word(c) : NULL;
	int found;

	if (!name)
		return cli_usage(c, "say which interface: dev NAME");
	found = kernel_ifindex(c->kernel, name);
	if (found < 0)
		return cli_error(c, RAWBPF_STAGE_USE, found, "%s: no such network interface", name);
	dev->ifindex = found;
	text_format(dev->name, sizeof(dev->name), "%s", name);
	return 0;
}

/* overwrite: what is there is what we expect to be there. */
static int overwrite(struct cli *c, const struct type *t, uint32_t ifindex,
	struct rawbpf_attach_opts *o)
{
	int64_t id = net_xdp_there(c, ifindex, t->attached);

	if (id > 0)
		id = o->replace_prog_fd = kernel_fd_by_id(c->kernel, BPF_PROG_GET_FD_BY_ID, id);
	return id < 0 ? cli_fault(c, id, "the program that is there cannot be named") : 0;
}

static int attach_options(struct cli *c, const struct type *t, uint32_t ifindex,
	struct rawbpf_attach_opts *o)
{
	bool xdp = t->attach_type == BPF_XDP;

	memset(o, 0, sizeof(*o));
	o->no_link = true;
	o->flags = t->xdp_flags;
	if (xdp && cli_take(c, "overwrite"))
		return cli_end(c) ? EXIT_USAGE : overwrite(c, t, ifindex, o);
	if (!xdp && cli_take(c, "prepend"))
		o->flags = BPF_F_BEFORE;
	return elsewhere_end(c, "net attach");
}

/* A kernel without tcx may have been asked in another way, which `net detach` would not undo. */
static int attach_prog(struct cli *c, const struct type *t, int fd, const char *name,
	const struct rawbpf_attach_opts *o)
{
	struct rawbpf_link *l = NULL;
	char target[64];

	text_format(target, sizeof(target), "%s:%s", t->hook, name);
	if (rawbpf_attach(c->kernel, fd, target, o, &l, &c->diag))
		return cli_fail(c);
	if (t->attach_type != BPF_XDP && strcmp(rawbpf_link_how(l), "PROG_ATTACH"))
		cli_say("%s: attached by %s", target, rawbpf_link_how(l));
	rawbpf_link_leave(l);
	return 0;
}

static int attach(struct cli *c)
{
	const struct type *t = net_is_target(c) ? NULL : take_type(c);
	struct rawbpf_attach_opts o;
	struct net_device dev;
	int code, fd;

	if (net_is_target(c))
		return net_target(c, false);
	if (!t)
		return EXIT_USAGE;
	fd = ref_prog(c);
	if (fd < 0)
		return -fd;
	code = net_device(c, &dev);
	if (!code) {
		code = attach_options(c, t, dev.ifindex, &o);
		if (!code)
			code = attach_prog(c, t, fd, dev.name, &o);
		if (o.replace_prog_fd > 0)
			kernel_close(c->kernel, o.replace_prog_fd);
	}
	kernel_close(c->kernel, fd);
	return code;
}

/* Without an answer it is what is left there that tells. */
static int xdp_off(struct cli *c, const struct type *t, int32_t ifindex, char *words, size_t size)
{
	const uint32_t flags = t->xdp_flags;
	const int32_t none = -1;
	struct ifinfomsg body;
	struct netlink_msg m;
	uint32_t nest;
	int err;

	memset(&body, 0, sizeof(body));
	body.ifi_index = ifindex;
	netlink_begin(&m, RTM_SETLINK, 0, &body, sizeof(body));
	nest = netlink_nest(&m, IFLA_XDP);
	netlink_put(&m, IFLA_XDP_FD, &none, sizeof(none));
	netlink_put(&m, IFLA_XDP_FLAGS, &flags, sizeof(flags));
	netlink_nest_end(&m, nest);
	err = netlink_ask(c->kernel, &m, NULL, NULL, words, size);
	return m.unanswered && !net_xdp_there(c, ifindex, t->attached) ? 0 : err;
}

/*
 * The kernel is content when no program is in the place that it looks at, which for plain "xdp" is the
 * driver if that knows XDP. So what is there before is compared with what is left.
 */
static int xdp_detach(struct cli *c, const struct type *t, const struct net_device *dev)
{
	int64_t before = net_xdp_there(c, dev->ifindex, t->attached);
	char words[160], held[320] = "";
	int err;

	if (!before && !t->attached) /* of several none is told as the one */
		before = net_xdp_there(c, dev->ifindex, XDP_ATTACHED_DRV);
	err = xdp_off(c, t, dev->ifindex, words, sizeof(words));
	if (err == -EBUSY && before > 0)
		net_held(c, before, dev->ifindex, held, sizeof(held));
	if (err == -EBUSY && !*held)
		text_format(held, sizeof(held), " (it belongs to a link: rawbpf link detach)");
	if (err)
		return cli_error(c, RAWBPF_STAGE_ATTACH, err, "%s: nothing was taken off: %s%s%s%s",
			t->word, diag_strerror(err), *words ? ": " : "", words, held);
	if (!before)
		return cli_error(c, RAWBPF_STAGE_ATTACH, -ENOENT, "%s: nothing was taken off: there is no "
			"such program on %s", t->word, dev->name);
	if (before > 0 && net_xdp_there(c, dev->ifindex, t->attached) == before)
		return cli_error(c, RAWBPF_STAGE_ATTACH, -ENOENT, "%s: nothing was taken off: program %u "
			"on %s is not in the driver: say xdpgeneric, or xdpoffload", t->word,
			(uint32_t)before, dev->name);
	return 0;
}

/* Without a program named it is the last one that goes. */
static int tcx_detach(struct cli *c, const struct type *t, const struct net_device *dev)
{
	struct bpf_attr_prog_attach a;
	int err;

	memset(&a, 0, sizeof(a));
	a.target_ifindex = dev->ifindex;
	a.attach_type = t->attach_type;
	err = kernel_prog_detach(c->kernel, &a);
	return err ? cli_error(c, RAWBPF_STAGE_ATTACH, err, "%s: nothing was taken off: %s%s", t->word,
		diag_strerror(err), err == -EBUSY ? " (it belongs to a link, see rawbpf net show)" :
		err == -ENOENT ? " (there is no program)" : "") : 0;
}

static int detach(struct cli *c)
{
	const struct type *t = net_is_target(c) ? NULL : take_type(c);
	struct net_device dev;
	int code;

	if (net_is_target(c))
		return net_target(c, true);
	if (!t)
		return EXIT_USAGE;
	code = net_device(c, &dev);
	if (!code)
		code = cli_end(c);
	if (code)
		return code;
	return t->attach_type == BPF_XDP ? xdp_detach(c, t, &dev) : tcx_detach(c, t, &dev);
}

static const struct cli_command net_commands[] = {
	{ "show", net_show, "[dev NAME]" },
	{ "list", net_show, "[dev NAME]" },
	{ "attach", attach, "TYPE PROG dev NAME [overwrite|prepend] | TARGET PROG" },
	{ "detach", detach, "TYPE dev NAME | TARGET PROG" },
	{ NULL, NULL, NULL },
};

int cmd_net(struct cli *c)
{
	return cli_dispatch(c, "net", net_commands);
}
