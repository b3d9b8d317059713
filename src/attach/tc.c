/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Traffic control: a program that sees each packet of an interface as a socket buffer, when it has
 * arrived (ingress) or is about to leave (egress), and answers TC_ACT_OK, TC_ACT_SHOT (drop),
 * TC_ACT_REDIRECT, ... or TC_ACT_UNSPEC: the next filter decides. Needs CAP_NET_ADMIN.
 *
 *	clsact	a queueing discipline that queues nothing: it holds filters for both directions,
 *		one on each interface (4.5). RTM_NEWQDISC at parent TC_H_CLSACT
 *	bpf	the filter that is a program (4.1), by itself with TCA_BPF_FLAG_ACT_DIRECT (4.4):
 *		RTM_NEWTFILTER at parent ffff:fff2 (ingress) or ffff:fff3 (egress), kind "bpf",
 *		TCA_OPTIONS { TCA_BPF_FD, TCA_BPF_NAME, TCA_BPF_FLAGS }
 *	action	a program of type SCHED_ACT does what a filter has found packets for. Ours finds
 *		all, kind "matchall" (4.8): TCA_OPTIONS { TCA_MATCHALL_ACT { 1 {
 *		TCA_ACT_KIND "bpf", TCA_ACT_OPTIONS { PARMS, FD, NAME } } } }
 *
 * Filters run in the order of their priority, lowest first, of one priority in that of their
 * handles. For priority 0 the kernel finds one: c000h, or one less than the first above 8000h; so of
 * those without one the newest is the first, and all come after the small numbers that people name.
 * For handle 0 it finds a free one; NLM_F_ECHO makes it tell both. A chain (4.13) other than 0 runs
 * when a filter says "goto chain".
 *
 * Filters stay until they are deleted or the clsact is. Ours is known by the id of its program
 * (4.13): only then it is deleted; and the clsact only if we made it and nothing is left in it.
 * Who made it cannot be seen: where another's filter is left in it, and goes later, it stays, empty.
 * See them with `tc filter show dev eth0 ingress`, `tc qdisc show dev eth0`.
 */
#include "attach/tc_filter.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <stdlib.h>

#include "base/text.h"
#include "kernel/kernel.h"

/* ---- the place for filters ---- */

static int ask_qdisc(struct rawbpf_kernel *k, struct tc_filter *f, uint16_t type, uint16_t flags,
	char *words, size_t size)
{
	struct netlink_msg m;
	struct tcmsg body;
	int err;

	memset(&body, 0, sizeof(body));
	body.tcm_ifindex = f->at.tcm_ifindex;
	body.tcm_parent = TC_H_CLSACT;
	body.tcm_handle = TC_H_MAKE(TC_H_CLSACT, 0);
	netlink_begin(&m, type, flags, &body, sizeof(body));
	netlink_put_text(&m, TCA_KIND, "clsact");
	err = netlink_ask(k, &m, NULL, NULL, words, size);
	f->made_qdisc |= type == RTM_NEWQDISC && (!err || m.unanswered);
	return err;
}

/* ---- taking away ---- */

/* 1: something is left in it. Without one, deleting has the error that asking has. */
static int drop_qdisc(struct rawbpf_kernel *k, struct tc_filter *f)
{
	int cnt = tc_filter_count(k, f, TC_H_MIN_INGRESS);

	if (!cnt)
		cnt = tc_filter_count(k, f, TC_H_MIN_EGRESS);
	if (cnt)
		return cnt > 0 ? 1 : cnt;
	cnt = ask_qdisc(k, f, RTM_DELQDISC, 0, NULL, 0);
	return cnt && cnt == ask_qdisc(k, f, RTM_GETQDISC, 0, NULL, 0) ? 0 : cnt;
}

static int detach(struct rawbpf_link *l);

/* What is left may be of the same object: then that takes the clsact away later. */
static void hand_over(const struct rawbpf_link *l)
{
	struct rawbpf_link *other = l->object ? l->object->links : NULL;

	while (other && (other->detach != detach || other->ifindex != l->ifindex))
		other = other->next;
	if (other)
		((struct tc_filter *)other->own)->made_qdisc = true;
}

static int detach(struct rawbpf_link *l)
{
	struct tc_filter *f = l->own;
	int err = tc_filter_drop(l->kernel, f), left = 0;

	if (f->made_qdisc && (!err || err == -ENOENT))
		left = drop_qdisc(l->kernel, f);
	if (left == 1)
		hand_over(l);
	return err ? err : left < 0 ? left : 0;
}

/* ---- putting there ---- */

/* A priority is of one kind and protocol. */
static bool is_of_others(const struct attach_request *r, const struct tc_filter *f)
{
	struct tc_filter want = *f, found = *f;

	want.at.tcm_handle = 0;
	found.foreign = false;
	tc_filter_find(r->kernel, &want, &found);
	return found.foreign;
}

static int refused(const struct attach_request *r, const struct tc_filter *f, int err,
	const char *words, struct rawbpf_diag *d)
{
	char type[100];

	if (err == -EEXIST)
		return attach_fail(r, err, d,
			"another filter has this priority%s, and is left alone: choose others, or none",
			r->opts->handle ? " and handle" : "");
	if (err == -ENOENT && !r->opts->replace_prog_fd)
		return attach_fail(r, -EOPNOTSUPP, d,
			"this kernel is older than %u.%u or lacks a module, sch_ingress or %s: %s",
			r->hook->major, r->hook->minor,
			r->hook->prog_type == BPF_PROG_TYPE_SCHED_ACT ? "cls_matchall or act_bpf"
								      : "cls_bpf",
			words);
	if (err == -EINVAL && r->opts->priority && !*attach_other_type(r, type, sizeof(type)) &&
		is_of_others(r, f))
		return attach_fail(r, err, d, "a filter of another kind or protocol has priority %d, and "
			"is left alone: choose another by priority=%s%s%s", r->opts->priority,
			*words ? " (" : "", words, *words ? ")" : "");
	return attach_refused(r, err, words, d);
}

/* ---- what is wanted ---- */

/* "eth0", or "ingress/eth0" where the hook does not say which way */
static int read_place(const struct attach_request *r, struct tc_filter *f, struct rawbpf_diag *d)
{
	const char *name = r->where ? r->where : "";
	const char *in = text_after(name, "ingress/"), *out = text_after(name, "egress/");
	bool egress = r->hook->attach_type ? r->hook->attach_type == BPF_TCX_EGRESS : !!out;

	if (!r->hook->attach_type && !in && !out)
		return attach_fail(r, ATTACH_USAGE, d,
			"say which way, as in %s:ingress/eth0 or %s:egress/eth0",
			r->hook->section, r->hook->section);
	if (!r->hook->attach_type)
		name = in ? in : out;
	f->at.tcm_parent = TC_H_MAKE(TC_H_CLSACT, egress ? TC_H_MIN_EGRESS : TC_H_MIN_INGRESS);
	f->at.tcm_ifindex = kernel_ifindex(r->kernel, name);
	if (f->at.tcm_ifindex < 0)
		return attach_fail(r, f->at.tcm_ifindex, d, "no such network interface");
	if (r->opts->priority < 0 || r->opts->priority > 0xffff)
		return attach_fail(r, ATTACH_USAGE, d, "priorities are 1 to 65535");
	f->at.tcm_info = TC_H_MAKE(r->opts->priority << 16, htons(ETH_P_ALL));
	f->at.tcm_handle = r->opts->handle;
	f->chain = r->opts->chain;
	return 0;
}

/* The place of the program that is to be replaced. */
static int find_replaced(const struct attach_request *r, struct tc_filter *f, struct rawbpf_diag *d)
{
	struct tc_filter old = *f;
	int err;

	if (f->action)
		return attach_fail(
			r, ATTACH_USAGE, d, "the kernel replaces no action: detach the other one");
	err = attach_identify(r, r->opts->replace_prog_fd, &old.prog, d);
	if (err)
		return err;
	f->at.tcm_handle = 0;
	if (tc_filter_find(r->kernel, &old, f) > 0)
		return 0;
	return attach_fail(r, -ENOENT, d, "no filter there has program %u, which is to be replaced",
		old.prog.id);
}

/* Where a clsact cannot be made because something is there, that is an "ingress". */
static int make_qdisc(const struct attach_request *r, struct tc_filter *f, struct rawbpf_diag *d)
{
	char words[160];
	int err;

	if (!ask_qdisc(r->kernel, f, RTM_GETQDISC, 0, NULL, 0))
		return 0;
	err = ask_qdisc(
		r->kernel, f, RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, words, sizeof(words));
	if (err == -EEXIST && TC_H_MIN(f->at.tcm_parent) == TC_H_MIN_EGRESS)
		return attach_fail(r, -EBUSY, d,
			"an \"ingress\" qdisc is there, which has filters for "
			"one direction only: delete it, or use tcx/egress");
	return err && err != -EEXIST ? refused(r, f, err, words, d) : 0;
}

/* Only the one filter that is meant can be ours. */
static int adopt(const struct attach_request *r, struct tc_filter *f, struct rawbpf_diag *d)
{
	struct tc_filter found = *f;
	int cnt = tc_filter_find(r->kernel, f, &found);

	if (cnt < 0)
		return attach_refused(r, cnt, "", d);
	if (!cnt)
		return attach_fail(r, -ENOENT, d, "no filter there has program %u%s", f->prog.id,
			found.taken ? ", but others are there" : "");
	if (cnt > 1)
		return attach_fail(r, -EINVAL, d, "%u filters there have program %u: say which, by "
			"priority= and handle=", cnt, f->prog.id);
	f->at = found.at;
	return 0;
}

static int attach(const struct attach_request *r, struct tc_filter *f, struct rawbpf_diag *d)
{
	char words[160];
	int err = make_qdisc(r, f, d);

	if (!err && r->opts->replace_prog_fd)
		err = find_replaced(r, f, d);
	if (!err) {
		err = tc_filter_put(r, f, words, sizeof(words));
		if (err)
			refused(r, f, err, words, d);
	}
	if (err && f->made_qdisc)
		drop_qdisc(r->kernel, f);
	return err;
}

int tc_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	struct tc_filter *f = calloc(1, sizeof(*f));
	int err;

	l->own = f;
	if (!f)
		return attach_fail(r, -ENOMEM, d, "out of memory");
	f->action = r->hook->prog_type == BPF_PROG_TYPE_SCHED_ACT;
	f->kind = f->action ? "matchall" : "bpf";
	l->how = f->action ? "matchall action" : "clsact filter";
	err = read_place(r, f, d);
	if (!err)
		err = attach_identify(r, r->prog_fd, &f->prog, d);
	if (err)
		return err;
	l->ifindex = f->at.tcm_ifindex;
	err = r->opts->adopt ? adopt(r, f, d) : attach(r, f, d);
	l->detach = err ? NULL : detach;
	l->stays = !err;
	return err;
}
