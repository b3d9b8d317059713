/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which XDP program is on an interface: RTM_GETLINK answers with all there is to say about the
 * interface, and in it
 *
 *	IFLA_XDP
 *		IFLA_XDP_ATTACHED	how: XDP_ATTACHED_NONE, _DRV, _SKB, _HW, _MULTI
 *		IFLA_XDP_PROG_ID	4.13, if there is one program
 *		IFLA_XDP_DRV_PROG_ID	4.19, like the next two: of each place
 *		IFLA_XDP_SKB_PROG_ID
 *		IFLA_XDP_HW_PROG_ID
 *
 * It does not say whether a bpf_link holds the program there, which nothing but that link can
 * exchange: the links have to be gone through for one of this interface and program.
 *
 * `ip link show` shows the same.
 */
#include "attach/xdp.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "base/text.h"
#include "kernel/kernel.h"
#include "kernel/netlink.h"

static int note(void *ctx, const struct nlmsghdr *h)
{
	static const uint16_t places[] = { IFLA_XDP_DRV_PROG_ID, IFLA_XDP_SKB_PROG_ID,
		IFLA_XDP_HW_PROG_ID, IFLA_XDP_PROG_ID };
	const uint32_t skip = NLMSG_LENGTH(sizeof(struct ifinfomsg));
	const struct nlattr *xdp = NULL, *id;
	struct xdp_place *t = ctx;
	size_t i;

	if (h->nlmsg_type == RTM_NEWLINK && h->nlmsg_len > skip)
		xdp = netlink_find((const char *)h + skip, h->nlmsg_len - skip, IFLA_XDP);
	for (i = 0; xdp && !t->prog_id && i < sizeof(places) / sizeof(*places); i++) {
		id = netlink_find(netlink_data(xdp), netlink_size(xdp), places[i]);
		if (!id || netlink_size(id) < sizeof(t->prog_id))
			continue;
		memcpy(&t->prog_id, netlink_data(id), sizeof(t->prog_id));
		t->mode = places[i];
	}
	return 0;
}

static int ask(struct rawbpf_kernel *k, int ifindex, struct xdp_place *t)
{
	struct ifinfomsg body;
	struct netlink_msg m;
	char words[4];

	memset(t, 0, sizeof(*t));
	memset(&body, 0, sizeof(body));
	body.ifi_family = AF_UNSPEC;
	body.ifi_index = ifindex;
	netlink_begin(&m, RTM_GETLINK, 0, &body, sizeof(body));
	return netlink_ask(k, &m, note, t, words, sizeof(words));
}

/* The link that holds it there; 0: none, or we may not look. */
static int link_of(struct rawbpf_kernel *k, int ifindex, struct xdp_place *t)
{
	struct bpf_link_info info = { .id = 0 };
	int err;

	while (!(err = kernel_next_link(k, &info)))
		if (info.type == BPF_LINK_TYPE_XDP && info.xdp.ifindex == (uint32_t)ifindex &&
			info.prog_id == t->prog_id) {
			t->link_id = info.id;
			return 0;
		}
	return err == -ENOENT ? 0 : err;
}

static int name_of(struct rawbpf_kernel *k, struct xdp_place *t)
{
	struct bpf_prog_info info;
	int err = kernel_info_by_id(k, BPF_PROG_GET_FD_BY_ID, t->prog_id, &info, sizeof(info));

	text_format(t->name, sizeof(t->name), "%.16s", info.name);
	return err == -ENOENT ? -EAGAIN : err;
}

int xdp_find(struct rawbpf_kernel *k, int ifindex, struct xdp_place *t)
{
	int err = ask(k, ifindex, t);

	if (err || !t->prog_id)
		return err;
	err = name_of(k, t);
	return err ? err : link_of(k, ifindex, t);
}

void xdp_there(const struct xdp_place *t, char *text, size_t size)
{
	char by[32] = "";

	if (t->link_id)
		text_format(by, sizeof(by), " by link %u", t->link_id);
	text_format(text, size, "program %u%s%s%s is attached there%s%s", t->prog_id,
		*t->name ? " (" : "", t->name, *t->name ? ")" : "",
		t->mode == IFLA_XDP_DRV_PROG_ID ? " in the driver" :
		t->mode == IFLA_XDP_SKB_PROG_ID ? " in the network core (generic)" :
		t->mode == IFLA_XDP_HW_PROG_ID ? " on the card" : "", by);
}
