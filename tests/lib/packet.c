/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two ways to make traffic. A UDP socket goes through everything: socket and cgroup hooks, routing,
 * tc egress. A packet socket puts the bytes of a whole frame on an interface: XDP and tc of the
 * other end of a veth pair see exactly those.
 */
#include "packet.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netns.h"
#include "test.h"

enum {
	ETH_P_IP = 0x0800,
	ETH_P_ALL = 3,
};

union address {
	struct sockaddr any;
	struct sockaddr_in ip4;
	struct sockaddr_in6 ip6;
};

static socklen_t address_fill(union address *a, const char *text, uint16_t port)
{
	memset(a, 0, sizeof(*a));
	if (inet_pton(AF_INET, text, &a->ip4.sin_addr) == 1) {
		a->ip4.sin_family = AF_INET;
		a->ip4.sin_port = htons(port);
		return sizeof(a->ip4);
	}
	ck_assert_int_eq(inet_pton(AF_INET6, text, &a->ip6.sin6_addr), 1);
	a->ip6.sin6_family = AF_INET6;
	a->ip6.sin6_port = htons(port);
	return sizeof(a->ip6);
}

static int udp_socket(const union address *a)
{
	int fd = socket(a->any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		ck_abort_msg("UDP socket: %s", strerror(errno));
	return fd;
}

int packet_udp_bind(const char *address, uint16_t port)
{
	union address a;
	socklen_t size = address_fill(&a, address, port);
	int fd = udp_socket(&a);

	if (bind(fd, &a.any, size))
		ck_abort_msg("bind %s port %u: %s", address, port, strerror(errno));
	return fd;
}

int packet_udp_send(const char *address, uint16_t port, int count, size_t size)
{
	static const uint8_t zeros[65536];
	union address a;
	socklen_t length = address_fill(&a, address, port);
	int fd = udp_socket(&a);
	int i, sent = 0;

	ck_assert_uint_le(size, sizeof(zeros));
	for (i = 0; i < count; i++)
		if (sendto(fd, zeros, size, 0, &a.any, length) >= 0)
			sent++;
	close(fd);
	return sent;
}

int packet_count(int fd, int want, int ms)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	uint8_t byte;
	int count = 0;

	while (count < want && poll(&p, 1, ms) > 0)
		if (recv(fd, &byte, 1, MSG_DONTWAIT | MSG_TRUNC) >= 0)
			count++;
	return count;
}

int packet_open(const char *interface)
{
	struct sockaddr_ll a;
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

	skip_unless(fd >= 0 || errno != EAFNOSUPPORT, "the kernel has no packet sockets");
	memset(&a, 0, sizeof(a));
	a.sll_family = AF_PACKET;
	a.sll_protocol = htons(ETH_P_ALL);
	a.sll_ifindex = (int)if_nametoindex(interface);
	if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof(a)))
		ck_abort_msg("packet socket on %s: %s", interface, strerror(errno));
	return fd;
}

static void put16(uint8_t *at, size_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static uint16_t checksum(const uint8_t *at, size_t size)
{
	uint32_t sum = 0;
	size_t i;

	for (i = 0; i < size; i += 2)
		sum += (uint32_t)at[i] << 8 | at[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

/* IPv4 allows a UDP checksum of 0: none. */
size_t packet_udp_frame(
	uint8_t *frame, size_t room, uint16_t port, const void *payload, size_t size)
{
	uint8_t *ip = frame + 14, *udp = ip + 20;

	ck_assert_uint_le(PACKET_UDP_HEADERS + size, room);
	memset(frame, 0, PACKET_UDP_HEADERS);
	memcpy(frame, NETNS_MAC1, 6);
	memcpy(frame + 6, NETNS_MAC0, 6);
	put16(frame + 12, ETH_P_IP);
	ip[0] = 0x45; /* version 4, header of five words */
	put16(ip + 2, 20 + 8 + size);
	ip[8] = 64; /* time to live */
	ip[9] = IPPROTO_UDP;
	inet_pton(AF_INET, NETNS_IP0, ip + 12);
	inet_pton(AF_INET, NETNS_IP1, ip + 16);
	put16(ip + 10, checksum(ip, 20));
	put16(udp, port);
	put16(udp + 2, port);
	put16(udp + 4, 8 + size);
	if (size)
		memmove(udp + 8, payload, size);
	return PACKET_UDP_HEADERS + size;
}
