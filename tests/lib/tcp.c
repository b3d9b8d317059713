/* SPDX-License-Identifier: BSD-2-Clause */
#include "tcp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "test.h"

static struct sockaddr_in address_of(const char *text, uint16_t port)
{
	struct sockaddr_in a;

	memset(&a, 0, sizeof(a));
	a.sin_family = AF_INET;
	a.sin_port = htons(port);
	ck_assert_int_eq(inet_pton(AF_INET, text, &a.sin_addr), 1);
	return a;
}

int tcp_listen(const char *address, uint16_t port, bool group)
{
	struct sockaddr_in a = address_of(address, port);
	int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	setsockopt(fd, SOL_SOCKET, group ? SO_REUSEPORT : SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&a, sizeof(a)) || listen(fd, 128))
		ck_abort_msg("%s port %u: %s", address, port, strerror(errno));
	return fd;
}

int tcp_connect(const char *address, uint16_t port)
{
	struct sockaddr_in a = address_of(address, port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (connect(fd, (struct sockaddr *)&a, sizeof(a)))
		ck_abort_msg("connect to %s port %u: %s", address, port, strerror(errno));
	return fd;
}

void tcp_pair(uint16_t port, int ends[2])
{
	int fd = tcp_listen("127.0.0.1", port, false);

	ends[0] = tcp_connect("127.0.0.1", port);
	ends[1] = accept(fd, NULL, NULL);
	ck_assert_int_ge(ends[1], 0);
	close(fd);
}

/*
 * Neither poll(2) nor a receive timeout helps: a socket in a map wakes up, with EAGAIN, for bytes that the
 * programs still have.
 */
size_t tcp_read(int fd, void *bytes, size_t size, int ms)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	size_t have = 0;
	ssize_t n = 1;

	while (n && have < size && ms > 0) {
		n = recv(fd, (char *)bytes + have, size - have, MSG_DONTWAIT);
		have += n > 0 ? (size_t)n : 0;
		if (n < 0 && errno != EAGAIN)
			ck_abort_msg("recv: %s", strerror(errno));
		if (n < 0 && !nanosleep(&pause, NULL))
			ms--;
	}
	return have;
}

uint32_t tcp_segments(int fd)
{
	enum { DATA_SEGS_OUT = 156 / 4 }; /* in the kernel's struct tcp_info, since 4.6 */
	uint32_t info[64];
	socklen_t size = sizeof(info);

	memset(info, 0, sizeof(info));
	ck_assert_int_eq(getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, &size), 0);
	ck_assert_uint_gt(size, DATA_SEGS_OUT * sizeof(*info));
	return info[DATA_SEGS_OUT];
}

/* A line of /proc/net/dev: NAME: then eight numbers of what was received, two of what was sent. */
uint64_t tcp_lo_packets(void)
{
	unsigned long long packets = 0;
	char line[512];
	FILE *f = fopen("/proc/net/dev", "re");
	bool found = false;

	while (f && !found && fgets(line, sizeof(line), f))
		found = sscanf(line, " lo: %*u %*u %*u %*u %*u %*u %*u %*u %*u %llu", &packets) == 1;
	ck_assert(found);
	fclose(f);
	return packets;
}
