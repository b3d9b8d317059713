/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A netlink message is a header of 16 bytes (length of the whole, type, flags, sequence number,
 * port), a body whose layout the type decides, then attributes: length and type, two bytes each,
 * then the value; each of these starts at a multiple of 4. With NLM_F_ACK the kernel answers with a
 * message of type NLMSG_ERROR whose body starts with 0 or a negative errno.
 *
 * Fixtures must not lean on what they help to test, so this knows neither our headers nor the
 * library.
 */
#include "rtnl.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "test.h"

enum {
	NETLINK_ROUTE = 0,
	NLMSG_ERROR = 2,
	NLM_F_REQUEST = 1,
	NLM_F_ACK = 4,
	HEADER_SIZE = 16,
};

struct header {
	uint32_t length;
	uint16_t type;
	uint16_t flags;
	uint32_t sequence;
	uint32_t port;
};

struct answer {
	struct header header;
	int32_t error;
	struct header request;
};

void rtnl_put_raw(struct rtnl *m, const void *bytes, size_t size)
{
	ck_assert_uint_le(m->size + size + 4, sizeof(m->bytes));
	if (size)
		memcpy(m->bytes + m->size, bytes, size);
	m->size = (m->size + (uint32_t)size + 3) & ~3U;
}

void rtnl_begin(struct rtnl *m, uint16_t type, uint16_t flags, const void *body, size_t size)
{
	struct header h = {0, type, (uint16_t)(flags | NLM_F_REQUEST | NLM_F_ACK), 1, 0};

	memset(m, 0, sizeof(*m));
	rtnl_put_raw(m, &h, sizeof(h));
	rtnl_put_raw(m, body, size);
}

void rtnl_put(struct rtnl *m, uint16_t attribute, const void *value, size_t size)
{
	uint16_t head[2] = {(uint16_t)(size + 4), attribute};

	rtnl_put_raw(m, head, sizeof(head));
	rtnl_put_raw(m, value, size);
}

void rtnl_put_string(struct rtnl *m, uint16_t attribute, const char *text)
{
	rtnl_put(m, attribute, text, strlen(text) + 1);
}

void rtnl_put_u32(struct rtnl *m, uint16_t attribute, uint32_t value)
{
	rtnl_put(m, attribute, &value, sizeof(value));
}

size_t rtnl_nest(struct rtnl *m, uint16_t attribute)
{
	size_t start = m->size;

	rtnl_put(m, attribute, NULL, 0);
	return start;
}

void rtnl_nest_end(struct rtnl *m, size_t start)
{
	uint16_t length = (uint16_t)(m->size - start);

	memcpy(m->bytes + start, &length, sizeof(length));
}

/* Sends the message and reads one answer, which is size bytes long at most. */
static size_t exchange(struct rtnl *m, void *answer, size_t size)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	ssize_t n = -1;

	memcpy(m->bytes, &m->size, sizeof(m->size));
	memset(answer, 0, size);
	if (fd >= 0 && send(fd, m->bytes, m->size, 0) >= 0)
		n = recv(fd, answer, size, 0);
	if (n < HEADER_SIZE + 4)
		ck_abort_msg("rtnetlink: %s", n < 0 ? strerror(errno) : "short answer");
	close(fd);
	return (size_t)n;
}

int rtnl_send(struct rtnl *m)
{
	struct answer a;

	exchange(m, &a, sizeof(a));
	ck_assert_uint_eq(a.header.type, NLMSG_ERROR);
	return a.error;
}

int rtnl_ask(struct rtnl *m, size_t body, uint16_t attribute, void *value, size_t size)
{
	_Alignas(4) uint8_t answer[8192];
	size_t at, end = exchange(m, answer, sizeof(answer));
	uint16_t head[2];

	if (((struct header *)answer)->type == NLMSG_ERROR)
		return ((struct answer *)answer)->error;
	for (at = HEADER_SIZE + body; at + 4 <= end; at += (head[0] + 3U) & ~3U) {
		memcpy(head, answer + at, sizeof(head));
		if (head[0] < 4)
			break;
		if (head[1] == attribute && head[0] >= size + 4) {
			memcpy(value, answer + at + 4, size);
			return 0;
		}
	}
	return -ENODATA;
}
