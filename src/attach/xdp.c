/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * XDP: a program at the very bottom of the receive path. It runs for each packet that arrives on
 * an interface before the kernel makes a socket buffer of it, and answers XDP_PASS, XDP_DROP,
 * XDP_TX (back out), XDP_REDIRECT or XDP_ABORTED. Since 4.8; needs CAP_NET_ADMIN.
 *
 *	native	in the driver (XDP_FLAGS_DRV_MODE), where it has support: fast
 *	generic	in the network core (XDP_FLAGS_SKB_MODE), any interface, since 4.12
 *
 * The kernel chooses native if it can. Two ways to attach:
 *
 *	bpf_link	BPF_LINK_CREATE with the interface's number, since 5.9; goes when closed
 *	netlink		RTM_SETLINK with IFLA_XDP { IFLA_XDP_FD, IFLA_XDP_FLAGS }; stays until
 *			taken off. XDP_FLAGS_UPDATE_IF_NOEXIST leaves another's program alone;
 *			XDP_FLAGS_REPLACE with IFLA_XDP_EXPECTED_FD (5.7) exchanges only the one
 *			expected.
 *
 * See it with `ip link show`.
 */
#include "attach/attach.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "kernel/kernel.h"
#include "kernel/netlink.h"

/* prog_fd -1 takes the program off; expected_fd 0: no condition */
static int set_program(struct rawbpf_kernel *k, int ifindex, int32_t prog_fd, uint32_t flags,
	int32_t expected_fd, char *words, size_t size)
{
	struct ifinfomsg body;
	struct netlink_msg m;
	uint32_t nest;

	memset(&body, 0, sizeof(body));
	body.ifi_family = AF_UNSPEC;
	body.ifi_index = ifindex;
	netlink_begin(&m, RTM_SETLINK, 0, &body, sizeof(body));
	nest = netlink_nest(&m, IFLA_XDP);
	netlink_put(&m, IFLA_XDP_FD, &prog_fd, sizeof(prog_fd));
	if (flags)
		netlink_put(&m, IFLA_XDP_FLAGS, &flags, sizeof(flags));
	if (expected_fd)
		netlink_put(&m, IFLA_XDP_EXPECTED_FD, &expected_fd, sizeof(expected_fd));
	netlink_nest_end(&m, nest);
	return netlink_ask(k, &m, NULL, NULL, words, size);
}

static int take_off_ours(struct rawbpf_link *l)
{
	uint32_t mode = l->flags & XDP_FLAGS_MODES;
	char words[4];

	return set_program(l->kernel, l->ifindex, -1, mode | XDP_FLAGS_REPLACE, l->prog_fd, words,
		sizeof(words));
}

/*
 * Only if it is still ours that is there. Before 5.7 the kernel cannot tell, and whatever is there
 * goes, also what another has put in its place since.
 */
static int detach_netlink(struct rawbpf_link *l)
{
	uint32_t mode = l->flags & XDP_FLAGS_MODES;
	char words[4];
	int err = take_off_ours(l);

	if (err == -EINVAL)
		err = set_program(l->kernel, l->ifindex, -1, mode, 0, words, sizeof(words));
	return err;
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
	err = set_program(r->kernel, l->ifindex, r->prog_fd,
		l->flags | (expected ? XDP_FLAGS_REPLACE : XDP_FLAGS_UPDATE_IF_NOEXIST), expected,
		words, sizeof(words));
	if (!err)
		l->detach = detach_netlink;
	l->stays = !err;
	if (err == -EBUSY || err == -EEXIST)
		return attach_fail(r, err, d, "another XDP program is attached there%s%s",
			*words ? ": " : "", words);
	if (!err)
		return 0;
	/* the answer may have been lost, not the request */
	take_off_ours(l);
	return attach_fail(r, err, d, "refused: %s%s%s", diag_strerror(err), *words ? ": " : "",
		words);
}

static int attach_link(const struct attach_request *r, struct rawbpf_link *l)
{
	struct bpf_attr_link_create a;

	memset(&a, 0, sizeof(a));
	a.prog_fd = r->prog_fd;
	a.target_ifindex = l->ifindex;
	a.attach_type = BPF_XDP;
	a.flags = l->flags;
	l->how = "bpf_link";
	l->fd = kernel_link_create(r->kernel, &a);
	l->is_link = l->fd >= 0;
	return l->fd < 0 ? l->fd : 0;
}

/*
 * A link has no words for its errors and older kernels have no link: both by -EINVAL, and then
 * netlink is asked, which does it or says why not.
 */
int xdp_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	int err = -EINVAL;

	if (!r->where || !*r->where)
		return attach_fail(r, -EINVAL, d, "name an interface, as in xdp:eth0");
	l->ifindex = kernel_ifindex(r->kernel, r->where);
	if (l->ifindex < 0)
		return attach_fail(r, l->ifindex, d, "no such network interface");
	l->flags = r->opts->flags;
	if (r->hook->flags & HOOK_GENERIC)
		l->flags |= XDP_FLAGS_SKB_MODE;
	if (r->hook->flags & HOOK_NATIVE)
		l->flags |= XDP_FLAGS_DRV_MODE;
	if (!r->opts->no_link && !r->opts->replace_prog_fd)
		err = attach_link(r, l);
	if (err == -EINVAL)
		return attach_netlink(r, l, d);
	if (err)
		attach_fail(r, err, d, "%s",
			err == -EBUSY || err == -EEXIST ? "another XDP program is attached there"
							: diag_strerror(err));
	return err;
}
