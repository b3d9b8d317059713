/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The messages about filters of traffic control:
 *
 *	RTM_NEWTFILTER	struct tcmsg { interface, parent, handle, info: priority and protocol },
 *			TCA_KIND "bpf" or "matchall", TCA_CHAIN, TCA_OPTIONS as in tc.c
 *	RTM_DELTFILTER	the same without options. Of several filters at the place only the one with the
 *			handle goes; a handle of 0 would be all of that priority, so it is looked for first
 *	RTM_GETTFILTER	a dump of one parent: each priority tells of itself without options, then come
 *			its filters, with TCA_OPTIONS { TCA_BPF_ID, TCA_BPF_NAME, ... }
 *	RTM_GETCHAIN	a dump of the chains there are (4.19)
 */
#include "attach/tc_filter.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_bpf.h>

struct look {
	const struct tc_filter *want; /* zeros stand for any */
	struct tc_filter *found;
	uint32_t cnt, hits;
};

static bool is_kind(const struct tc_filter *f, const void *attrs, uint32_t size)
{
	const struct nlattr *a = netlink_find(attrs, size, TCA_KIND);

	return a && netlink_size(a) == strlen(f->kind) + 1 &&
	       !memcmp(netlink_data(a), f->kind, netlink_size(a));
}

/* The id of a filter's program; 0 if it has none. */
static uint32_t prog_id(const struct tc_filter *f, const void *attrs, uint32_t size)
{
	static const uint16_t filter[] = { TCA_OPTIONS, TCA_BPF_ID, 0 };
	static const uint16_t action[] = { TCA_OPTIONS, TCA_MATCHALL_ACT, 1, TCA_ACT_OPTIONS,
		TCA_ACT_BPF_ID, 0 };
	const uint16_t *path = f->action ? action : filter;
	const struct nlattr *a;
	uint32_t id = 0;

	for (; *path; path++) {
		a = netlink_find(attrs, size, *path);
		attrs = a ? netlink_data(a) : NULL;
		size = a ? netlink_size(a) : 0;
	}
	if (size == sizeof(id))
		memcpy(&id, attrs, sizeof(id));
	return id;
}

static bool is_wanted(const struct tc_filter *want, const struct tcmsg *t, uint32_t chain)
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
	bool of_kind;

	if (h->nlmsg_len < NLMSG_LENGTH(sizeof(*t)))
		return 0;
	l->cnt++;
	size = h->nlmsg_len - NLMSG_LENGTH(sizeof(*t));
	a = netlink_find(t + 1, size, TCA_CHAIN);
	if (a && netlink_size(a) == sizeof(chain))
		memcpy(&chain, netlink_data(a), sizeof(chain));
	if (!is_wanted(l->want, t, chain))
		return 0;
	of_kind = is_kind(l->want, t + 1, size);
	l->found->foreign |= !of_kind || TC_H_MIN(t->tcm_info) != htons(ETH_P_ALL);
	if (!of_kind || prog_id(l->want, t + 1, size) != l->want->prog.id) {
		l->found->taken = true;
		return 0;
	}
	l->found->at.tcm_handle = t->tcm_handle;
	l->found->at.tcm_info = t->tcm_info;
	l->hits++;
	return 0;
}

static int look_for(
	struct rawbpf_kernel *k, uint16_t type, const struct tc_filter *want, uint32_t parent, struct look *l)
{
	struct netlink_msg m;
	struct tcmsg body;
	int err, i;

	memset(&body, 0, sizeof(body));
	body.tcm_ifindex = want->at.tcm_ifindex;
	body.tcm_parent = parent;
	for (i = 0, err = -EAGAIN; i < NETLINK_TRIES && err == -EAGAIN; i++) {
		l->cnt = l->hits = 0;
		netlink_begin(&m, type, NLM_F_DUMP, &body, sizeof(body));
		err = netlink_ask(k, &m, look_at, l, NULL, 0);
	}
	return err;
}

int tc_filter_find(struct rawbpf_kernel *k, const struct tc_filter *want, struct tc_filter *found)
{
	struct look l = { want, found, 0, 0 };
	int err = look_for(k, RTM_GETTFILTER, want, want->at.tcm_parent, &l);

	return err ? err : (int)l.hits;
}

/* Chains are what filters are in, or are made empty for filters to come (4.19). */
int tc_filter_count(struct rawbpf_kernel *k, const struct tc_filter *f, uint32_t direction)
{
	const uint32_t parent = TC_H_MAKE(TC_H_CLSACT, direction);
	struct tc_filter found;
	struct look l = { f, &found, 0, 0 };
	int err = look_for(k, RTM_GETCHAIN, f, parent, &l);

	if (err == -EOPNOTSUPP)
		err = look_for(k, RTM_GETTFILTER, f, parent, &l);
	return err ? err : (int)l.cnt;
}

/* What is at our place may be another's by now (-ENOENT), or nothing; as after a lost answer. */
int tc_filter_drop(struct rawbpf_kernel *k, const struct tc_filter *f)
{
	struct netlink_msg m;
	struct tc_filter found;
	int cnt;

	memset(&found, 0, sizeof(found));
	cnt = tc_filter_find(k, f, &found);
	if (cnt < 0)
		return cnt;
	if (!cnt)
		return found.taken ? -ENOENT : 0;
	found.at.tcm_ifindex = f->at.tcm_ifindex;
	found.at.tcm_parent = f->at.tcm_parent;
	netlink_begin(&m, RTM_DELTFILTER, 0, &found.at, sizeof(found.at));
	netlink_put_text(&m, TCA_KIND, f->kind);
	netlink_put(&m, TCA_CHAIN, &f->chain, sizeof(f->chain));
	cnt = netlink_ask(k, &m, NULL, NULL, NULL, 0);
	return m.unanswered && !tc_filter_find(k, f, &found) ? 0 : cnt;
}

static void put_action(struct netlink_msg *m, const struct tc_filter *f, uint32_t prog_fd)
{
	uint32_t actions = netlink_nest(m, TCA_MATCHALL_ACT), first = netlink_nest(m, 1), options;
	struct tc_act_bpf parms;

	memset(&parms, 0, sizeof(parms));
	parms.action = TC_ACT_PIPE;
	netlink_put_text(m, TCA_ACT_KIND, "bpf");
	options = netlink_nest(m, TCA_ACT_OPTIONS);
	netlink_put(m, TCA_ACT_BPF_PARMS, &parms, sizeof(parms));
	netlink_put(m, TCA_ACT_BPF_FD, &prog_fd, sizeof(prog_fd));
	netlink_put_text(m, TCA_ACT_BPF_NAME, f->prog.name);
	netlink_nest_end(m, options);
	netlink_nest_end(m, first);
	netlink_nest_end(m, actions);
}

static void put_program(struct netlink_msg *m, const struct tc_filter *f, uint32_t prog_fd)
{
	const uint32_t flags = TCA_BPF_FLAG_ACT_DIRECT;

	netlink_put(m, TCA_BPF_FD, &prog_fd, sizeof(prog_fd));
	netlink_put_text(m, TCA_BPF_NAME, f->prog.name);
	netlink_put(m, TCA_BPF_FLAGS, &flags, sizeof(flags));
}

/* The kernel echoes it with the priority and handle that it has got. */
int tc_filter_put(const struct attach_request *r, struct tc_filter *f, char *words, size_t size)
{
	struct look l = { f, f, 0, 0 };
	struct netlink_msg m;
	uint32_t options;
	int err;

	netlink_begin(&m, RTM_NEWTFILTER,
		NLM_F_ECHO | (r->opts->replace_prog_fd ? NLM_F_REPLACE : NLM_F_CREATE | NLM_F_EXCL),
		&f->at, sizeof(f->at));
	netlink_put_text(&m, TCA_KIND, f->kind);
	netlink_put(&m, TCA_CHAIN, &f->chain, sizeof(f->chain));
	options = netlink_nest(&m, TCA_OPTIONS);
	if (f->action)
		put_action(&m, f, r->prog_fd);
	else
		put_program(&m, f, r->prog_fd);
	netlink_nest_end(&m, options);
	err = netlink_ask(r->kernel, &m, look_at, &l, words, size);
	if (err && m.unanswered)
		tc_filter_drop(r->kernel, f);
	return err;
}
