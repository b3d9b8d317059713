/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rtnetlink: how the kernel is told about network interfaces.
 *
 *	+----------------------------+  struct nlmsghdr: length, type, flags, sequence, port
 *	| header              16     |
 *	+----------------------------+  what the type wants: struct ifinfomsg, struct tcmsg, ...
 *	| body                       |
 *	+----------------------------+  each: u16 length (with these four bytes), u16 type, data,
 *	| attributes ...             |  padded to 4; some hold attributes themselves
 *	+----------------------------+
 *
 * The answer to a request with NLM_F_ACK ends with a message NLMSG_ERROR, whose error 0 means
 * done. With NETLINK_EXT_ACK set (since 4.12), a refusal carries the kernel's own words in an
 * attribute NLMSGERR_ATTR_MSG.
 *
 * A dump is many messages, in datagrams as long as the last read had room for, but of 32 KiB at
 * most; only one message that is longer than that makes a longer one, of which read(2) gives the
 * beginning and says nothing. If what is listed changes between two datagrams, the messages from
 * there on have NLM_F_DUMP_INTR: some may be missing or twice (3.1).
 */
#include "kernel/netlink.h"
#include "base/text.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "kernel/kernel.h"

void netlink_begin(struct netlink_msg *m, uint16_t type, uint16_t flags, const void *body,
	uint32_t size)
{
	memset(m, 0, sizeof(*m));
	m->header.nlmsg_type = type;
	m->header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	m->header.nlmsg_seq = 1;
	memcpy(m->bytes + sizeof(m->header), body, size);
	m->used = NLMSG_ALIGN(sizeof(m->header) + size);
}

void netlink_put(struct netlink_msg *m, uint16_t type, const void *data, uint32_t size)
{
	struct nlattr a = { .nla_len = sizeof(a) + size, .nla_type = type };

	if (size > NETLINK_ROOM || m->used + sizeof(a) + (uint32_t)NLA_ALIGN(size) > NETLINK_ROOM) {
		m->overflow = true;
		return;
	}
	memcpy(m->bytes + m->used, &a, sizeof(a));
	if (size)
		memcpy(m->bytes + m->used + sizeof(a), data, size);
	m->used += sizeof(a) + NLA_ALIGN(size);
}

void netlink_put_text(struct netlink_msg *m, uint16_t type, const char *text)
{
	netlink_put(m, type, text, strlen(text) + 1);
}

uint32_t netlink_nest(struct netlink_msg *m, uint16_t type)
{
	uint32_t nest = m->used;

	netlink_put(m, type | NLA_F_NESTED, NULL, 0);
	return nest;
}

void netlink_nest_end(struct netlink_msg *m, uint32_t nest)
{
	uint16_t len = m->used - nest;

	if (!m->overflow)
		memcpy(m->bytes + nest, &len, sizeof(len));
}

const struct nlattr *netlink_find(const void *attrs, uint32_t size, uint16_t type)
{
	const struct nlattr *a = attrs;

	while (size >= sizeof(*a) && a->nla_len >= sizeof(*a) && a->nla_len <= size) {
		if ((a->nla_type & NLA_TYPE_MASK) == type)
			return a;
		if ((uint32_t)NLA_ALIGN(a->nla_len) >= size)
			break;
		size -= NLA_ALIGN(a->nla_len);
		a = (const void *)((const char *)a + NLA_ALIGN(a->nla_len));
	}
	return NULL;
}

/*
 * Behind the error number stands the request's header; its body follows only if NLM_F_CAPPED is
 * not set; then come the attributes.
 */
static void read_words(const struct nlmsghdr *h, char *words, size_t size)
{
	const struct nlmsgerr *e = NLMSG_DATA(h);
	uint32_t skip = sizeof(*e), left = h->nlmsg_len - NLMSG_HDRLEN;
	const struct nlattr *a;

	if (!(h->nlmsg_flags & NLM_F_CAPPED))
		skip += NLMSG_ALIGN(e->msg.nlmsg_len) - sizeof(e->msg);
	if (!(h->nlmsg_flags & NLM_F_ACK_TLVS) || skip >= left)
		return;
	a = netlink_find((const char *)e + skip, left - skip, NLMSGERR_ATTR_MSG);
	if (a)
		text_format(words, size, "%.*s", (int)netlink_size(a), (const char *)netlink_data(a));
}

static bool message_fits(const struct nlmsghdr *h, long got)
{
	return got >= (long)sizeof(*h) && h->nlmsg_len >= sizeof(*h) && (long)h->nlmsg_len <= got;
}

static const struct nlmsghdr *after(const struct nlmsghdr *h)
{
	return (const void *)((const char *)h + NLMSG_ALIGN(h->nlmsg_len));
}

/*
 * One datagram may hold several messages. 1: go on reading; 0: done; -errno: refused. What it ends
 * with that is no whole message is the beginning of one.
 */
static int read_messages(struct netlink_msg *m, const void *bytes, long got, netlink_fn fn,
	void *ctx, char *words, size_t size)
{
	const struct nlmsghdr *h = bytes;
	const struct nlmsgerr *e;

	for (; message_fits(h, got); got -= NLMSG_ALIGN(h->nlmsg_len), h = after(h)) {
		e = NLMSG_DATA(h);
		m->interrupted |= !!(h->nlmsg_flags & NLM_F_DUMP_INTR);
		/* behind a dump: what it ended with */
		if (h->nlmsg_type == NLMSG_DONE)
			return h->nlmsg_len >= NLMSG_LENGTH(sizeof(e->error)) && e->error < 0
				? e->error
				: 0;
		if (h->nlmsg_type == NLMSG_ERROR) {
			if (h->nlmsg_len < NLMSG_LENGTH(sizeof(*e)))
				return -EBADMSG;
			read_words(h, words, size);
			return e->error;
		}
		if (fn && fn(ctx, h) < 0)
			return -EBADMSG;
	}
	return got > 0 ? -EMSGSIZE : 1;
}

static int converse(struct rawbpf_kernel *k, int fd, struct netlink_msg *m, netlink_fn fn,
	void *ctx, char *words, size_t size)
{
	_Alignas(16) uint8_t answer[32768];
	const int on = 1;
	long n;
	int err;

	/* only for the words; an old kernel without them is fine */
	kernel_setsockopt(k, fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	n = kernel_send(k, fd, m->bytes, m->used);
	if (n < 0)
		return n;
	m->unanswered = true;
	do {
		n = kernel_read(k, fd, answer, sizeof(answer));
		if (n == -EINTR)
			n = err = 1;
		else if (n <= 0 || n == sizeof(answer))
			return n < 0 ? n : n ? -EMSGSIZE : -EBADMSG;
		else
			err = read_messages(m, answer, n, fn, ctx, words, size);
	} while (err == 1);
	m->unanswered = false;
	return !err && m->interrupted ? -EAGAIN : err;
}

int netlink_ask(struct rawbpf_kernel *k, struct netlink_msg *m, netlink_fn fn, void *ctx,
	char *words, size_t size)
{
	int fd, err;

	if (size)
		*words = '\0';
	if (m->overflow)
		return -EMSGSIZE;
	m->header.nlmsg_len = m->used;
	fd = kernel_socket(k, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	if (fd < 0)
		return fd;
	err = converse(k, fd, m, fn, ctx, words, size);
	kernel_close(k, fd);
	return err;
}
