/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many programs in one place of an interface, in an order that each says for itself when it is
 * attached. They see packets as traffic control does, one after the other until one decides.
 *
 *	tcx	(6.6) any interface, ingress and egress, before the filters of clsact. TCX_NEXT,
 *		which is TC_ACT_UNSPEC, goes on to the next program
 *	netkit	(6.7) a pair of interfaces made for programs: what one end sends is received by
 *		the other if they say so (NETKIT_PASS, DROP, REDIRECT, NEXT). Both places,
 *		primary and peer, are reached by the primary end: that owns the policy of both
 *
 *	bpf_link	BPF_LINK_CREATE with the interface's number; goes when closed
 *	PROG_ATTACH	stays until BPF_PROG_DETACH or the interface's end. The only way to put
 *			a program in the place of another, BPF_F_REPLACE, if that is no link's
 *
 * BPF_F_BEFORE and BPF_F_AFTER name a program or link there, or none: first or last of all. Each
 * change counts the revision up; one that expects another is refused with -ESTALE.
 *
 * An older kernel says -EINVAL to all of it; a query tells that from a wrong request. In the place
 * of tcx it then gets a filter of clsact, which does the same but for the order. See them with
 * `bpftool net`. Needs CAP_NET_ADMIN.
 */
#include "attach/place.h"

#include <errno.h>

#include "kernel/kernel.h"

#define PROGRAMS_MOST 64 /* BPF_MPROG_MAX */

/* Can this kernel at least be asked what is there? */
static bool is_there(const struct attach_request *r, const struct rawbpf_link *l)
{
	struct bpf_attr_prog_query q;

	return kernel_prog_ids(r->kernel, l->ifindex, r->hook->attach_type, NULL, 0, &q) != -EINVAL;
}

static const struct attach_reason reasons[] = {
	{ -EEXIST, "this program is there already" },
	{ -ESTALE, "something there has changed since the revision that was given" },
	{ -ENOENT, "the program or link to go beside, or to replace, is not there" },
	{ -EBUSY, "the program to replace is a link's: rawbpf link update exchanges it" },
	{ -ERANGE, "no place is there that all words mean, or none is left" },
	{ -ENXIO, "this interface is no netkit" },
	{ -EACCES, "name the primary interface of the pair, also for netkit/peer" },
	{ 0, NULL },
};

/* Whose link the program is that is to be replaced, both being told in one order; 0: it cannot be told. */
static uint32_t link_of(const struct attach_request *r, const struct rawbpf_link *l)
{
	uint32_t progs[PROGRAMS_MOST] = { 0 }, links[PROGRAMS_MOST] = { 0 }, i = 0;
	struct bpf_attr_prog_query q;
	struct bpf_prog_info info;

	memset(&q, 0, sizeof(q));
	q.target_ifindex = l->ifindex;
	q.attach_type = l->attach_type;
	q.prog_ids = kernel_ptr(progs);
	q.link_ids = kernel_ptr(links);
	q.prog_cnt = PROGRAMS_MOST;
	kernel_info(r->kernel, r->opts->replace_prog_fd, &info, sizeof(info));
	kernel_prog_query(r->kernel, &q);
	while (i < PROGRAMS_MOST - 1 && progs[i] != info.id)
		i++;
	return links[i];
}

/* Without an order a filter will do. */
static int attach_older(
	const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	const struct rawbpf_attach_opts *o = r->opts;
	int err;

	if (r->hook->attach_type != BPF_TCX_INGRESS && r->hook->attach_type != BPF_TCX_EGRESS)
		return attach_lacks(r, d);
	if (o->flags || o->expected_revision || o->replace_prog_fd)
		return attach_fail(r, -EOPNOTSUPP, d,
			"this kernel lacks an order of programs, which "
			"came with 6.6: use tc/ingress or tc/egress, with priority=");
	err = tc_attach(r, l, d);
	l->how = "clsact filter, as before 6.6";
	return err;
}

int mprog_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	uint32_t replaces = r->opts->replace_prog_fd ? BPF_F_REPLACE : 0, link;
	int err = attach_interface(r, r->where, l, d);

	if (err)
		return err;
	err = -EINVAL;
	l->attach_type = r->hook->attach_type;
	if (!r->opts->no_link && !replaces)
		err = place_link(r, l, r->opts->flags);
	if (err == -EINVAL)
		err = place_prog(r, l, r->opts->flags | replaces);
	if ((err == -EINVAL || r->opts->adopt) && !is_there(r, l))
		return attach_older(r, l, d);
	link = err == -EBUSY ? link_of(r, l) : 0;
	if (link)
		return attach_fail(r, err, d, "the program to replace is that of link %u: rawbpf link "
			"update id %u PROG exchanges it", link, link);
	return err ? attach_because(r, err, reasons, d) : 0;
}
