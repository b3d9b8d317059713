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
 * handles; for priority 0 the kernel finds one before all that are there, for handle 0 a free one,
 * and NLM_F_ECHO makes it tell. A chain (4.13) other than 0 runs when a filter says "goto chain".
 *
 * Filters stay until they are deleted or the clsact is. Ours is known by the id of its program
 * (4.13): only then it is deleted; and the clsact only if we made it and nothing is left in it.
 * Who made it cannot be seen: where another's filter is left in it, and goes later, it stays, empty.
 * See them with `tc filter show dev eth0 ingress`, `tc qdisc show dev eth0`.
 */
#include "attach/attach.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_bpf.h>
#include <stdlib.h>

#include "base/text.h"
#include "kernel/kernel.h"
#include "kernel/netlink.h"

/* Where a filter is, and whose it is. */
struct filter {
	struct tcmsg at;
	uint32_t chain;
	struct attach_identity prog;
	const char *kind;
	bool action, made_qdisc, taken; /* taken: another has the place */
};

static void put_text(struct netlink_msg *m, uint16_t type, const char *text)
{
	netlink_put(m, type, text, strlen(text) + 1);
}

/* ---- the place for filters ---- */

static int ask_qdisc(struct rawbpf_kernel *k, struct filter *f, uint16_t type, uint16_t flags,
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
	put_text(&m, TCA_KIND, "clsact");
	err = netlink_ask(k, &m, NULL, NULL, words, size);
	f->made_qdisc |= type == RTM_NEWQDISC && (!err || m.unanswered);
	return err;
}

/* ---- looking for filters ---- */

struct look {
	const struct filter *want; /* zeros stand for any */
	struct filter *found;
	uint32_t cnt;
};

/* The id of a filter's program; 0 if it has none, or is of another kind. */
static uint32_t prog_id(const struct filter *f, const void *attrs, uint32_t size)
{
	static const uint16_t filter[] = { TCA_OPTIONS, TCA_BPF_ID, 0 };
	static const uint16_t action[] = { TCA_OPTIONS, TCA_MATCHALL_ACT, 1, TCA_ACT_OPTIONS,
		TCA_ACT_BPF_ID, 0 };
	const uint16_t *path = f->action ? action : filter;
	const struct nlattr *a = netlink_find(attrs, size, TCA_KIND);
	uint32_t id = 0;

	if (!a || netlink_size(a) != strlen(f->kind) + 1 ||
		memcmp(netlink_data(a), f->kind, netlink_size(a)))
		return 0;
	for (; *path && a; path++) {
		a = netlink_find(attrs, size, *path);
		attrs = a ? netlink_data(a) : NULL;
		size = a ? netlink_size(a) : 0;
	}
	if (size == sizeof(id))
		memcpy(&id, attrs, sizeof(id));
	return id;
}

static bool is_wanted(const struct filter *want, const struct tcmsg *t, uint32_t chain)
{
	return chain == want->chain &&
	       (!TC_H_MAJ(want->at.tcm_info) ||
		       TC_H_MAJ(want->at.tcm_info) == TC_H_MAJ(t->tcm_info)) &&
	       (!want->at.tcm_handle || want->at.tcm_handle == t->tcm_handle);
}

static int look_at(void *ctx, const struct nlmsghdr *h)
{
	const struct tcmsg *t = NLMSG_DATA(h);
	const struct nlattr *a;
	struct look *l = ctx;
	uint32_t size, chain = 0;

	if (h->nlmsg_len < NLMSG_LENGTH(sizeof(*t)))
		return 0;
	l->cnt++;
	size = h->nlmsg_len - NLMSG_LENGTH(sizeof(*t));
	a = netlink_find(t + 1, size, TCA_CHAIN);
	if (a && netlink_size(a) == sizeof(chain))
		memcpy(&chain, netlink_data(a), sizeof(chain));
	if (!is_wanted(l->want, t, chain))
		return 0;
	if (prog_id(l->want, t + 1, size) != l->want->prog.id) {
		l->found->taken = true;
		return 0;
	}
	l->found->at.tcm_handle = t->tcm_handle;
	l->found->at.tcm_info = t->tcm_info;
	return 0;
}

/* How many there are at a parent; *found, unless NULL, becomes the place of the one wanted. */
static int look_for(struct rawbpf_kernel *k, uint16_t type, const struct filter *want,
	uint32_t parent, struct filter *found)
{
	struct filter none;
	struct look l = { want, found ? found : &none, 0 };
	struct netlink_msg m;
	struct tcmsg body;
	int err, i;

	memset(&body, 0, sizeof(body));
	body.tcm_ifindex = want->at.tcm_ifindex;
	body.tcm_parent = parent;
	for (i = 0, err = -EAGAIN; i < NETLINK_TRIES && err == -EAGAIN; i++) {
		l.cnt = 0;
		netlink_begin(&m, type, NLM_F_DUMP, &body, sizeof(body));
		err = netlink_ask(k, &m, look_at, &l, NULL, 0);
	}
	return err < 0 ? err : (int)l.cnt;
}

/* ---- taking away ---- */

/* Chains are what filters are in, or are made empty for filters to come (4.19). */
static int count(struct rawbpf_kernel *k, const struct filter *f, uint32_t direction)
{
	const uint32_t parent = TC_H_MAKE(TC_H_CLSACT, direction);
	int cnt = look_for(k, RTM_GETCHAIN, f, parent, NULL);

	return cnt == -EOPNOTSUPP ? look_for(k, RTM_GETTFILTER, f, parent, NULL) : cnt;
}

/* 1: something is left in it. Without one, deleting has the error that asking has. */
static int drop_qdisc(struct rawbpf_kernel *k, struct filter *f)
{
	int cnt = count(k, f, TC_H_MIN_INGRESS);

	if (!cnt)
		cnt = count(k, f, TC_H_MIN_EGRESS);
	if (cnt)
		return cnt > 0 ? 1 : cnt;
	cnt = ask_qdisc(k, f, RTM_DELQDISC, 0, NULL, 0);
	return cnt && cnt == ask_qdisc(k, f, RTM_GETQDISC, 0, NULL, 0) ? 0 : cnt;
}

/* What is at our place may be another's by now (-ENOENT), or nothing. */
static int drop_filter(struct rawbpf_kernel *k, const struct filter *f)
{
	struct netlink_msg m;
	struct filter found;
	int err;

	memset(&found, 0, sizeof(found));
	err = look_for(k, RTM_GETTFILTER, f, f->at.tcm_parent, &found);
	if (err < 0)
		return err;
	if (!found.at.tcm_handle)
		return found.taken ? -ENOENT : 0;
	found.at.tcm_ifindex = f->at.tcm_ifindex;
	found.at.tcm_parent = f->at.tcm_parent;
	netlink_begin(&m, RTM_DELTFILTER, 0, &found.at, sizeof(found.at));
	put_text(&m, TCA_KIND, f->kind);
	netlink_put(&m, TCA_CHAIN, &f->chain, sizeof(f->chain));
	return netlink_ask(k, &m, NULL, NULL, NULL, 0);
}

static int detach(struct rawbpf_link *l);

/* What is left may be of the same object: then that takes the clsact away later. */
static void hand_over(const struct rawbpf_link *l)
{
	struct rawbpf_link *other = l->object ? l->object->links : NULL;

	while (other && (other->detach != detach || other->ifindex != l->ifindex))
		other = other->next;
	if (other)
		((struct filter *)other->own)->made_qdisc = true;
}

static int detach(struct rawbpf_link *l)
{
	struct filter *f = l->own;
	int err = drop_filter(l->kernel, f), left = 0;

	if (f->made_qdisc && (!err || err == -ENOENT))
		left = drop_qdisc(l->kernel, f);
	if (left == 1)
		hand_over(l);
	return err ? err : left < 0 ? left : 0;
}

/* ---- putting there ---- */

static void put_action(struct netlink_msg *m, const struct filter *f, uint32_t prog_fd)
{
	uint32_t actions = netlink_nest(m, TCA_MATCHALL_ACT), first = netlink_nest(m, 1), options;
	struct tc_act_bpf parms;

	memset(&parms, 0, sizeof(parms));
	parms.action = TC_ACT_PIPE;
	put_text(m, TCA_ACT_KIND, "bpf");
	options = netlink_nest(m, TCA_ACT_OPTIONS);
	netlink_put(m, TCA_ACT_BPF_PARMS, &parms, sizeof(parms));
	netlink_put(m, TCA_ACT_BPF_FD, &prog_fd, sizeof(prog_fd));
	put_text(m, TCA_ACT_BPF_NAME, f->prog.name);
	netlink_nest_end(m, options);
	netlink_nest_end(m, first);
	netlink_nest_end(m, actions);
}

static void put_program(struct netlink_msg *m, const struct filter *f, uint32_t prog_fd)
{
	const uint32_t flags = TCA_BPF_FLAG_ACT_DIRECT;

	netlink_put(m, TCA_BPF_FD, &prog_fd, sizeof(prog_fd));
	put_text(m, TCA_BPF_NAME, f->prog.name);
	netlink_put(m, TCA_BPF_FLAGS, &flags, sizeof(flags));
}

/* The kernel echoes it with the priority and handle that it has got. */
static int put_filter(const struct attach_request *r, struct filter *f, char *words, size_t size)
{
	struct look l = { f, f, 0 };
	struct netlink_msg m;
	uint32_t options;
	int err;

	netlink_begin(&m, RTM_NEWTFILTER,
		NLM_F_ECHO | (r->opts->replace_prog_fd ? NLM_F_REPLACE : NLM_F_CREATE | NLM_F_EXCL),
		&f->at, sizeof(f->at));
	put_text(&m, TCA_KIND, f->kind);
	netlink_put(&m, TCA_CHAIN, &f->chain, sizeof(f->chain));
	options = netlink_nest(&m, TCA_OPTIONS);
	if (f->action)
		put_action(&m, f, r->prog_fd);
	else
		put_program(&m, f, r->prog_fd);
	netlink_nest_end(&m, options);
	err = netlink_ask(r->kernel, &m, look_at, &l, words, size);
	if (err && m.unanswered)
		drop_filter(r->kernel, f);
	return err;
}

static int refused(
	const struct attach_request *r, int err, const char *words, struct rawbpf_diag *d)
{
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
	if (err == -EINVAL && r->opts->priority)
		return attach_fail(r, err, d,
			"refused (filters of another kind or protocol may have this priority): %s", words);
	return attach_refused(r, err, words, d);
}

/* ---- what is wanted ---- */

/* "eth0", or "ingress/eth0" where the hook does not say which way */
static int read_place(const struct attach_request *r, struct filter *f, struct rawbpf_diag *d)
{
	const char *name = r->where ? r->where : "";
	const char *in = text_after(name, "ingress/"), *out = text_after(name, "egress/");
	bool egress = r->hook->attach_type ? r->hook->attach_type == BPF_TCX_EGRESS : !!out;

	if (!r->hook->attach_type && !in && !out)
		return attach_fail(r, -EINVAL, d,
			"say which way, as in %s:ingress/eth0 or %s:egress/eth0",
			r->hook->section, r->hook->section);
	if (!r->hook->attach_type)
		name = in ? in : out;
	f->at.tcm_parent = TC_H_MAKE(TC_H_CLSACT, egress ? TC_H_MIN_EGRESS : TC_H_MIN_INGRESS);
	f->at.tcm_ifindex = kernel_ifindex(r->kernel, name);
	if (f->at.tcm_ifindex < 0)
		return attach_fail(r, f->at.tcm_ifindex, d, "no such network interface");
	if (r->opts->priority < 0 || r->opts->priority > 0xffff)
		return attach_fail(r, -EINVAL, d, "priorities are 1 to 65535");
	f->at.tcm_info = TC_H_MAKE(r->opts->priority << 16, htons(ETH_P_ALL));
	f->at.tcm_handle = r->opts->handle;
	f->chain = r->opts->chain;
	return 0;
}

/* The place of the program that is to be replaced. */
static int find_replaced(const struct attach_request *r, struct filter *f, struct rawbpf_diag *d)
{
	struct filter old = *f;
	int err;

	if (f->action)
		return attach_fail(
			r, -EINVAL, d, "the kernel replaces no action: detach the other one");
	err = attach_identify(r, r->opts->replace_prog_fd, &old.prog, d);
	if (err)
		return err;
	f->at.tcm_handle = 0;
	err = look_for(r->kernel, RTM_GETTFILTER, &old, f->at.tcm_parent, f);
	if (err >= 0 && f->at.tcm_handle)
		return 0;
	return attach_fail(r, -ENOENT, d, "no filter there has program %u, which is to be replaced",
		old.prog.id);
}

/* Where a clsact cannot be made because something is there, that is an "ingress". */
static int make_qdisc(const struct attach_request *r, struct filter *f, struct rawbpf_diag *d)
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
	return err && err != -EEXIST ? refused(r, err, words, d) : 0;
}

static int attach(const struct attach_request *r, struct filter *f, struct rawbpf_diag *d)
{
	char words[160];
	int err = make_qdisc(r, f, d);

	if (!err && r->opts->replace_prog_fd)
		err = find_replaced(r, f, d);
	if (!err) {
		err = put_filter(r, f, words, sizeof(words));
		if (err)
			refused(r, err, words, d);
	}
	if (err && f->made_qdisc)
		drop_qdisc(r->kernel, f);
	return err;
}

int tc_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	struct filter *f = calloc(1, sizeof(*f));
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
	err = attach(r, f, d);
	l->detach = err ? NULL : detach;
	l->stays = !err;
	return err;
}
