/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * XDP: a program at the very bottom of the receive path. It runs for each packet that arrives on
 * an interface before the kernel makes a socket buffer of it, and answers XDP_PASS, XDP_DROP,
 * XDP_TX (back out), XDP_REDIRECT or XDP_ABORTED. Since 4.8; needs CAP_NET_ADMIN.
 *
 *	native	in the driver (XDP_FLAGS_DRV_MODE), where it has support: fast
 *	generic	in the network core (XDP_FLAGS_SKB_MODE), any interface, since 4.12
 *	offload	on the card itself (XDP_FLAGS_HW_MODE), since 4.15, a few cards only. The program
 *		(and its maps) must have been loaded for this interface: prog_ifindex, see
 *		rawbpf_prog_set_ifindex()
 *
 * The kernel chooses native if it can. A packet is in one piece of memory, so the driver refuses
 * an MTU that a page cannot hold, unless the program said when it was loaded that it can do with
 * several pieces (BPF_F_XDP_HAS_FRAGS, sections xdp.frags, 5.18).
 *
 * Each of the places takes one program, and generic excludes native. Several programs on one
 * interface are one that calls the others: by tail calls, or a dispatcher whose functions are
 * replaced one by one (slot=, see dispatcher.c). Two ways to attach:
 *
 *	bpf_link	BPF_LINK_CREATE with the interface's number, since 5.9; goes when closed.
 *			BPF_LINK_UPDATE exchanges the program, nothing else does
 *	netlink		RTM_SETLINK with IFLA_XDP { IFLA_XDP_FD, IFLA_XDP_FLAGS }; stays until
 *			taken off. XDP_FLAGS_UPDATE_IF_NOEXIST leaves another's program alone;
 *			XDP_FLAGS_REPLACE with IFLA_XDP_EXPECTED_FD (5.7) exchanges only the one
 *			expected.
 *
 * See it with `ip link show`.
 */
#include "attach/xdp.h"
#include "attach/place.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "attach/dispatcher.h"
#include "base/text.h"
#include "kernel/kernel.h"
#include "kernel/netlink.h"

/* prog_fd -1 takes the program off; expected_fd 0: no condition */
static int set_program(struct rawbpf_link *l, int32_t prog_fd, uint32_t flags, int32_t expected_fd,
	char *words, size_t size)
{
	struct ifinfomsg body;
	struct netlink_msg m;
	uint32_t nest;
	int err;

	memset(&body, 0, sizeof(body));
	body.ifi_family = AF_UNSPEC;
	body.ifi_index = l->ifindex;
	netlink_begin(&m, RTM_SETLINK, 0, &body, sizeof(body));
	nest = netlink_nest(&m, IFLA_XDP);
	netlink_put(&m, IFLA_XDP_FD, &prog_fd, sizeof(prog_fd));
	if (flags)
		netlink_put(&m, IFLA_XDP_FLAGS, &flags, sizeof(flags));
	if (expected_fd)
		netlink_put(&m, IFLA_XDP_EXPECTED_FD, &expected_fd, sizeof(expected_fd));
	netlink_nest_end(&m, nest);
	err = netlink_ask(l->kernel, &m, NULL, NULL, words, size);
	l->unanswered = m.unanswered;
	return err;
}

/* Only if it is ours that is there; prog_fd -1 takes it off. */
static int exchange_ours(struct rawbpf_link *l, int prog_fd)
{
	uint32_t mode = l->flags & XDP_FLAGS_MODES;
	char words[4];

	return set_program(l, prog_fd, mode | XDP_FLAGS_REPLACE, l->prog_fd, words, sizeof(words));
}

/* Before 5.7 the kernel cannot tell, and whatever is there goes, also what another has put in its
 * place since. */
static int detach_netlink(struct rawbpf_link *l)
{
	uint32_t mode = l->flags & XDP_FLAGS_MODES;
	char words[4];
	int err = exchange_ours(l, -1);

	if (err == -EINVAL)
		err = set_program(l, -1, mode, 0, words, sizeof(words));
	return err;
}

/* An interface takes one program: name the one that is there, and what can be done. */
static int busy(const struct attach_request *r, const struct rawbpf_link *l, int err,
	const char *words, struct rawbpf_diag *d)
{
	char there[128] = "another XDP program is attached there";
	struct xdp_place place;

	xdp_find(r->kernel, l->ifindex, &place);
	if (place.prog_id)
		xdp_there(&place, there, sizeof(there));
	if (r->opts->replace_prog_fd)
		return attach_fail(r, err, d, "%s: only the expected one is replaced, and a link's "
			"by rawbpf link update%s%s", there, *words ? ": " : "", words);
	if (dispatcher_is(place.name))
		return attach_fail(r, err, d, "%s, which is a dispatcher: join its programs by slot=any "
			"or slot=N", there);
	return attach_fail(r, err, d, "%s, and there is room for one: take it off or its place "
		"(replace=ID, of net attach: overwrite; a link's by rawbpf link update), attach all by slot=N, "
		"join them by tail calls, or use tcx", there);
}

static const char *hint(const struct rawbpf_link *l, int err)
{
	if (err == -ERANGE)
		return " (section xdp.frags takes packets of several pages)";
	if (err != -EOPNOTSUPP && err != -EINVAL)
		return "";
	if (l->flags & XDP_FLAGS_HW_MODE)
		return " (the card runs no programs, or this one was not loaded for it)";
	if (l->flags & XDP_FLAGS_SKB_MODE && err == -EINVAL)
		return " (before 5.15 not with maps of second programs)";
	return l->flags & XDP_FLAGS_DRV_MODE ? " (xdpgeneric can do without)" : "";
}

/* Not the kernel lacks something then, but the interface. */
static int no_driver(const struct attach_request *r, const struct rawbpf_link *l, const char *words,
	struct rawbpf_diag *d)
{
	return attach_fail(r, -ENXIO, d, "%s%s%s", l->flags & XDP_FLAGS_HW_MODE ?
		"the card runs no programs" : "the interface's driver does not run it, xdpgeneric can do "
		"without", *words ? ": " : "", words);
}

int xdp_refused(const struct attach_request *r, const struct rawbpf_link *l, int err,
	const char *words, struct rawbpf_diag *d)
{
	char type[100] = "";

	if (err == -EOPNOTSUPP && l->flags & (XDP_FLAGS_DRV_MODE | XDP_FLAGS_HW_MODE))
		return no_driver(r, l, words, d);
	if (err == -EINVAL)
		attach_other_type(r, type, sizeof(type));
	return attach_fail(r, err, d, "refused: %s%s%s%s", diag_strerror(err), *words ? ": " : "",
		words, *type ? type : hint(l, err));
}

static int attach_netlink(const struct attach_request *r, struct rawbpf_link *l,
	struct rawbpf_diag *d)
{
	int expected = r->opts->replace_prog_fd;
	char words[160];
	int err;

	l->how = "netlink";
	l->prog_fd = link_dup(r->prog_fd);
	if (l->prog_fd < 0)
		return attach_fail(r, l->prog_fd, d, "%s", diag_strerror(l->prog_fd));
	err = r->opts->adopt ? 0 : set_program(l, r->prog_fd,
		l->flags | (expected ? XDP_FLAGS_REPLACE : XDP_FLAGS_UPDATE_IF_NOEXIST), expected,
		words, sizeof(words));
	if (!err) {
		l->detach = detach_netlink;
		l->exchange = exchange_ours;
	}
	l->stays = !err;
	if (!err)
		return 0;
	if (l->unanswered)
		exchange_ours(l, expected ? expected : -1);
	if (err == -EBUSY || err == -EEXIST)
		return busy(r, l, err, words, d);
	return xdp_refused(r, l, err, words, d);
}

static uint32_t mode_of(const struct hook *h)
{
	switch (h->flags & HOOK_OFFLOAD) {
	case HOOK_GENERIC:
		return XDP_FLAGS_SKB_MODE;
	case HOOK_NATIVE:
		return XDP_FLAGS_DRV_MODE;
	case HOOK_OFFLOAD:
		return XDP_FLAGS_HW_MODE;
	}
	return 0;
}

/*
 * A link has no words for its errors and older kernels have no link, so netlink is asked, which
 * does it or says why not.
 */
int xdp_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	int err = attach_interface(r, r->where, l, d);

	if (err)
		return err;
	err = -EINVAL;
	l->attach_type = BPF_XDP;
	l->flags = r->opts->flags | mode_of(r->hook);
	if (r->opts->slot || r->opts->next)
		return dispatcher_attach(r, l, d);
	if (!r->opts->no_link && !r->opts->replace_prog_fd)
		err = place_link(r, l, l->flags);
	if (err == -EPERM || err == -ENOMEM)
		return attach_fail(r, err, d, "%s", diag_strerror(err));
	return err ? attach_netlink(r, l, d) : 0;
}
