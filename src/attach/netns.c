/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Network namespaces: two hooks that a whole network stack has, not one of its interfaces.
 *
 *	sk_lookup	who gets a packet for a local address that no connected socket wants: the
 *			program may choose a listening or unconnected socket, whatever address and
 *			port that is bound to, or drop the packet. 5.9; up to 64 programs, one after
 *			the other
 *	flow_dissector	which flow a packet belongs to, where the stack wants a hash of it: instead
 *			of the kernel's own parser. 4.20; one program. One in the first namespace is
 *			for all the others too, so it is there or in them, never both
 *
 * WHERE is a file that stands for a namespace: /proc/PID/ns/net, or /run/netns/NAME of `ip netns`;
 * nothing is our own.
 *
 *	bpf_link	BPF_LINK_CREATE with a descriptor of that file; flow_dissector since 5.8,
 *			sk_lookup always
 *	PROG_ATTACH	flow_dissector only, and only in our own namespace: the target is 0. From 5.5
 *			on it takes the place of what another has put there the same way, and before
 *			5.8 BPF_PROG_DETACH does not look whose it is; hence we ask first (BPF_PROG_QUERY,
 *			5.3) whether there is one. One that comes between both requests is lost
 *
 * See them with `bpftool net` and `bpftool link`. Needs CAP_NET_ADMIN, before 5.9 CAP_SYS_ADMIN.
 */
#include "attach/place.h"
#include "attach/where.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>

#include "kernel/kernel.h"

/* that of the calling thread, in case threads differ; 3.17 */
static const char ours[] = "/proc/thread-self/ns/net";

static bool is_ours(const struct attach_request *r)
{
	return !r->where || !*r->where || !strcmp(r->where, ours) ||
		!strcmp(r->where, "/proc/self/ns/net");
}

/* The program's id; 0: none. Kernels that cannot be asked do not replace anything. */
static uint32_t there(const struct rawbpf_link *l)
{
	struct bpf_attr_prog_query a;
	uint32_t id = 0;

	kernel_prog_ids(l->kernel, l->other_fd, l->attach_type, &id, 1, &a);
	return id;
}

static int attach_prog(const struct attach_request *r, struct rawbpf_link *l)
{
	if (!r->opts->adopt && there(l))
		return -EEXIST;
	kernel_close(l->kernel, l->other_fd);
	l->other_fd = -1;
	return place_prog(r, l, 0);
}

static const struct attach_reason reasons[] = {
	{ -EEXIST, "a program is attached already, in the first network namespace, or in another if "
		   "this is the first: take it off" },
	{ -E2BIG, "no more than 64 programs fit there" },
	{ 0, NULL },
};

/* Of flow dissectors one is too many: -E2BIG if that is a link's, or else -EEXIST. */
static int refused(const struct attach_request *r, const struct rawbpf_link *l, int err,
	struct rawbpf_diag *d)
{
	bool is_busy = l->attach_type == BPF_FLOW_DISSECTOR && (err == -E2BIG || err == -EEXIST);
	uint32_t id = is_busy ? there(l) : 0;

	return id ? attach_fail(r, err, d, "program %u is attached already: take it off (a link: rawbpf "
			    "link detach)", id) : attach_because(r, err, reasons, d);
}

/* -EINVAL has four meanings, and only one of them is that there is no link for it. */
static int attach_older(const struct attach_request *r, struct rawbpf_link *l,
	struct rawbpf_diag *d)
{
	char type[100];
	int err;

	if (*attach_other_type(r, type, sizeof(type)))
		return attach_refused(r, -EINVAL, "", d);
	if (kernel_ioctl(r->kernel, l->other_fd, NS_GET_NSTYPE, NULL) != CLONE_NEWNET)
		return attach_fail(r, -EINVAL, d, "this is not a network namespace, which "
						  "/proc/PID/ns/net and /run/netns/NAME are");
	if (l->attach_type != BPF_FLOW_DISSECTOR)
		return r->opts->no_link ? attach_fail(r, ATTACH_USAGE, d, "there is only bpf_link for it")
					: attach_lacks(r, d);
	if (!is_ours(r))
		return attach_fail(r, -EOPNOTSUPP, d, "without bpf_link, which came with 5.8, only our "
						      "own network namespace can be meant: go there "
						      "first, and name none");
	err = attach_prog(r, l);
	return err ? refused(r, l, err, d) : 0;
}

int netns_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	const char *path = is_ours(r) ? ours : r->where;
	char hint[200];
	int err = -EINVAL;

	l->attach_type = r->hook->attach_type;
	l->other_fd = kernel_open(r->kernel, path, O_RDONLY);
	if (l->other_fd < 0)
		return attach_fail(r, l->other_fd, d, "%s cannot be opened: %s%s", path,
			diag_strerror(l->other_fd), where_hint(r, hint, sizeof(hint)));
	if (!r->opts->no_link)
		err = place_link(r, l, 0);
	if (err == -EINVAL)
		return attach_older(r, l, d);
	return err ? refused(r, l, err, d) : 0;
}
