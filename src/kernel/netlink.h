/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef KERNEL_NETLINK_H
#define KERNEL_NETLINK_H

#include <linux/netlink.h>

#include "rawbpf.h"

#define NETLINK_ROOM 512

/* A request being built. What does not fit marks it, and netlink_ask() then refuses it. */
struct netlink_msg {
	union {
		struct nlmsghdr header;
		uint8_t bytes[NETLINK_ROOM];
	};
	uint32_t used;
	bool overflow;
	bool unanswered; /* it was sent, and no answer came: it may have been done */
	bool interrupted; /* the answer is of before and after a change */
};

/* type: RTM_...; flags: NLM_F_... besides REQUEST and ACK; body: the family's own struct */
void netlink_begin(struct netlink_msg *m, uint16_t type, uint16_t flags, const void *body,
	uint32_t size);
void netlink_put(struct netlink_msg *m, uint16_t type, const void *data, uint32_t size);
/* With the zero behind it. */
void netlink_put_text(struct netlink_msg *m, uint16_t type, const char *text);
/* Attributes put between these two stand inside one of this type. */
uint32_t netlink_nest(struct netlink_msg *m, uint16_t type);
void netlink_nest_end(struct netlink_msg *m, uint32_t nest);

/* Called for each message of the answer. */
typedef int (*netlink_fn)(void *ctx, const struct nlmsghdr *h);
/*
 * Send, and read until the kernel acknowledged or refused. `words` takes the kernel's own
 * explanation of a refusal, or "". -EAGAIN: a dump was interrupted by a change, ask again.
 */
int netlink_ask(struct rawbpf_kernel *k, struct netlink_msg *m, netlink_fn fn, void *ctx,
	char *words, size_t size);
/* How often to ask again. */
#define NETLINK_TRIES 8
/* The first attribute of a type in `size` bytes of attributes; NULL */
const struct nlattr *netlink_find(const void *attrs, uint32_t size, uint16_t type);

static inline const void *netlink_data(const struct nlattr *a)
{
	return a + 1;
}

static inline uint32_t netlink_size(const struct nlattr *a)
{
	return a->nla_len - sizeof(*a);
}

#endif
