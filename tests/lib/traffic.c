/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * traffic [ADDRESS [COUNT [PORT]]]: a known number of IPv4 packets of known size.
 *
 * To ADDRESS (127.0.0.1): COUNT (10) UDP datagrams with 100 bytes of payload to PORT (9999), COUNT
 * ICMP echo requests with 56 bytes of payload, which need CAP_NET_RAW, and one TCP connection to
 * PORT over which 1000 bytes go. If the address is one of this host, the program listens there
 * itself, so that no datagram provokes an ICMP error and the connection comes about; loopback
 * then answers each echo request.
 *
 * Printed is what was sent and what the kernel refused (a filter that denies), a line each:
 *
 *	udp sent 10 refused 0 bytes 1280	with 20 bytes of IP and 8 of UDP header each
 *	icmp sent 10 refused 0 bytes 840	likewise; the answers are not counted here
 *	tcp sent 1 refused 0 bytes 1000		connections, and their payload
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum size {
	SIZE_IP = 20,
	SIZE_HEADER = 8, /* of UDP and of ICMP echo alike */
	SIZE_UDP = 100,
	SIZE_ECHO = 56,
	SIZE_TCP = 1000,
};

enum {
	TCP_PATIENCE = 500, /* milliseconds for a connection; a lost SYN is sent again after 1000 */
};

struct echo {
	uint8_t type; /* 8: request */
	uint8_t code;
	uint16_t checksum;
	uint16_t id;
	uint16_t sequence;
	uint8_t data[SIZE_ECHO];
};

struct tally {
	unsigned int sent;
	unsigned int refused;
	unsigned int bytes;
};

static void report(const char *name, const struct tally *t)
{
	printf("%s sent %u refused %u bytes %u\n", name, t->sent, t->refused, t->bytes);
}

/* A socket bound to the address, or -1 if the address is not of this host. */
static int listen_at(int type, const struct sockaddr_in *to)
{
	int on = 1, fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (const struct sockaddr *)to, sizeof(*to))) {
		close(fd);
		return -1;
	}
	if (type == SOCK_STREAM)
		listen(fd, 1);
	return fd;
}

static void tally_add(struct tally *t, ssize_t sent, unsigned int bytes)
{
	if (sent < 0) {
		t->refused++;
	} else {
		t->sent++;
		t->bytes += bytes;
	}
}

static void udp_send(const struct sockaddr_in *to, unsigned int count)
{
	int from = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), at = listen_at(SOCK_DGRAM, to);
	char payload[SIZE_UDP];
	struct tally t = {0};

	memset(payload, 'u', sizeof(payload));
	while (count--)
		tally_add(&t,
			sendto(from, payload, sizeof(payload), 0, (const struct sockaddr *)to,
				sizeof(*to)),
			SIZE_IP + SIZE_HEADER + SIZE_UDP);
	report("udp", &t);
	close(from);
	if (at >= 0)
		close(at);
}

/* The one's complement of the one's complement sum of all 16-bit words, as stored. */
static uint16_t checksum(const void *data, size_t size)
{
	uint32_t sum = 0;
	uint16_t word;

	for (size_t i = 0; i + 1 < size; i += 2) {
		memcpy(&word, (const char *)data + i, sizeof(word));
		sum += word;
	}
	sum = (sum & 0xffff) + (sum >> 16);
	return ~(sum + (sum >> 16));
}

static void icmp_send(const struct sockaddr_in *to, unsigned int count)
{
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);
	struct tally t = {0};
	struct echo echo;

	while (count--) {
		memset(&echo, 0, sizeof(echo));
		echo.type = 8;
		echo.id = htons(getpid() & 0xffff);
		echo.sequence = htons(count & 0xffff);
		echo.checksum = checksum(&echo, sizeof(echo));
		tally_add(&t,
			sendto(fd, &echo, sizeof(echo), 0, (const struct sockaddr *)to,
				sizeof(*to)),
			SIZE_IP + SIZE_HEADER + SIZE_ECHO);
	}
	report("icmp", &t);
	if (fd >= 0)
		close(fd);
}

/* Without blocking, since a filter may drop what would open the connection. */
static int tcp_connect(int fd, const struct sockaddr_in *to)
{
	struct pollfd p = {.fd = fd, .events = POLLOUT};
	socklen_t size = sizeof(int);
	int err = 0;

	if (!connect(fd, (const struct sockaddr *)to, sizeof(*to)))
		return 0;
	if (errno != EINPROGRESS || poll(&p, 1, TCP_PATIENCE) != 1)
		return -1;
	return getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &size) || err ? -1 : 0;
}

static void tcp_send(const struct sockaddr_in *to)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int at = listen_at(SOCK_STREAM, to);
	char payload[SIZE_TCP];
	struct tally t = {0};
	ssize_t sent = tcp_connect(fd, to);

	memset(payload, 't', sizeof(payload));
	if (!sent)
		sent = write(fd, payload, sizeof(payload));
	tally_add(&t, sent, SIZE_TCP);
	report("tcp", &t);
	close(fd);
	if (at >= 0)
		close(at);
}

int main(int argc, char **argv)
{
	unsigned int count = argc > 2 ? strtoul(argv[2], NULL, 0) : 10;
	unsigned int port = argc > 3 ? strtoul(argv[3], NULL, 0) : 9999;
	struct sockaddr_in to;

	memset(&to, 0, sizeof(to));
	to.sin_family = AF_INET;
	to.sin_port = htons(port);
	if (inet_pton(AF_INET, argc > 1 ? argv[1] : "127.0.0.1", &to.sin_addr) != 1) {
		fprintf(stderr, "usage: traffic [ADDRESS [COUNT [PORT]]]\n");
		return 1;
	}
	udp_send(&to, count);
	icmp_send(&to, count);
	tcp_send(&to);
	return 0;
}
