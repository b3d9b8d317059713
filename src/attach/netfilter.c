/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Netfilter: the five places in the IP stack where nftables and iptables have their chains, in our
 * network namespace. A program there lets the packet go on to the next one (NF_ACCEPT) or drops it
 * (NF_DROP). Since 6.4, by bpf_link only.
 *
 *	WHERE		ipv4 or ipv6, a slash, the hook. The kernel has no "inet" for both here
 *
 *	pre_routing	all that arrives
 *	local_in	what is for this host
 *	forward		what is for another
 *	local_out	what this host sends
 *	post_routing	all that leaves
 *
 *	priority=N	the least comes first. 0 is that of nftables' filter chains, -200 of connection
 *			tracking, -100 of destination NAT. Each program of a place needs one that
 *			nothing else there has, and the two ends of the scale are the kernel's
 *	defrag		6.6: the kernel puts fragments together at -400, so the priority must be above
 *
 * In BPF_LINK_CREATE there is no target: netfilter { pf, hooknum, priority, flags } says it all.
 * See them with `bpftool net` and `nft list hooks`. Needs CAP_NET_ADMIN.
 */
#include "attach/netfilter.h"
#include "attach/place.h"

#include <errno.h>
#include <linux/netfilter.h>

#include "base/text.h"
#include "kernel/kernel.h"

static const char *const hooks[] = {
	[NF_INET_PRE_ROUTING] = "pre_routing",
	[NF_INET_LOCAL_IN] = "local_in",
	[NF_INET_FORWARD] = "forward",
	[NF_INET_LOCAL_OUT] = "local_out",
	[NF_INET_POST_ROUTING] = "post_routing",
};

const char *netfilter_hook_name(uint32_t hook)
{
	return hook < NF_INET_NUMHOOKS ? hooks[hook] : "unknown";
}

static int read_where(const struct attach_request *r, struct bpf_attr_link_create *a,
	struct rawbpf_diag *d)
{
	const char *v6 = text_after(r->where, "ipv6/");
	const char *hook = v6 ? v6 : text_after(r->where, "ipv4/");
	uint32_t i;

	a->netfilter.pf = v6 ? NFPROTO_IPV6 : NFPROTO_IPV4;
	for (i = 0; hook && i < NF_INET_NUMHOOKS; i++)
		if (!strcmp(hook, hooks[i])) {
			a->netfilter.hooknum = i;
			return 0;
		}
	return attach_fail(r, ATTACH_USAGE, d, "give ipv4 or ipv6, a slash, and one of pre_routing, "
					  "local_in, forward, local_out, post_routing");
}

static int refused(const struct attach_request *r, int err, struct rawbpf_diag *d)
{
	switch (err) {
	case -EINVAL:
		return attach_lacks(r, d);
	case -EBUSY:
		return attach_fail(r, err, d, "something has priority %d there: give another by "
					      "priority=N", r->opts->priority);
	case -ERANGE:
		return attach_fail(r, err, d, "priority %d is not for programs%s", r->opts->priority,
			r->opts->flags ? ", or not behind defragmentation, which is at -400" : "");
	case -EOPNOTSUPP:
		return attach_fail(r, err, d, "this kernel lacks defrag, which came with 6.6");
	}
	return attach_refused(r, err, err != -EPERM && r->opts->flags ?
		"is there a module for defragmentation?" : "", d);
}

int netfilter_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	struct bpf_attr_link_create a;
	int err;

	memset(&a, 0, sizeof(a));
	a.prog_fd = r->prog_fd;
	a.attach_type = BPF_NETFILTER;
	a.netfilter.priority = r->opts->priority;
	a.netfilter.flags = r->opts->flags;
	err = read_where(r, &a, d);
	if (err)
		return err;
	err = place_create(l, &a);
	return err ? refused(r, err, d) : 0;
}
