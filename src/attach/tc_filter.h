/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ATTACH_TC_FILTER_H
#define ATTACH_TC_FILTER_H

#include <linux/rtnetlink.h>

#include "attach/attach.h"
#include "kernel/netlink.h"

/* Where a filter is, and whose it is. */
struct tc_filter {
	struct tcmsg at;
	uint32_t chain;
	struct attach_identity prog;
	const char *kind;
	bool action, made_qdisc;
	bool taken, foreign; /* another has the place; and one of another kind or protocol */
};

/*
 * How many filters have the program and are where it is wanted; zeros of that stand for any place. *found
 * becomes the place of the last, and "taken" or "foreign" if there is another in the place.
 */
int tc_filter_find(struct rawbpf_kernel *k, const struct tc_filter *want, struct tc_filter *found);
/* How many, or chains for them, there are at clsact: TC_H_MIN_INGRESS, _EGRESS */
int tc_filter_count(struct rawbpf_kernel *k, const struct tc_filter *f, uint32_t direction);
/* Makes it, with r->prog_fd; f->at becomes the place it has got. */
int tc_filter_put(const struct attach_request *r, struct tc_filter *f, char *words, size_t size);
/* Deletes it if it has our program. -ENOENT: what is there is another's */
int tc_filter_drop(struct rawbpf_kernel *k, const struct tc_filter *f);

#endif
