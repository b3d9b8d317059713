/* SPDX-License-Identifier: BSD-2-Clause */
/* Packets to send and to wait for: UDP through the stack, and whole Ethernet frames past it. */
#ifndef PACKET_H
#define PACKET_H

#include <stddef.h>
#include <stdint.h>

enum {
	PACKET_UDP_HEADERS = 14 + 20 + 8 /* Ethernet, IPv4, UDP */
};

/* A UDP socket bound to an address ("10.9.0.2" or "fd09::2") and port of this host. */
int packet_udp_bind(const char *address, uint16_t port);

/* Sends count datagrams with size bytes of payload (zeros) each; returns how many the kernel took.
 */
int packet_udp_send(const char *address, uint16_t port, int count, size_t size);

/* How many datagrams or frames arrive on the socket: up to want, or until none has come for ms. */
int packet_count(int fd, int want, int ms);

/* A raw socket (AF_PACKET) on an interface: write() sends a frame there, read() returns each one
 * seen. */
int packet_open(const char *interface);

/* An IPv4 UDP frame from veth0 to veth1 in frame; returns its size. */
size_t packet_udp_frame(
	uint8_t *frame, size_t room, uint16_t port, const void *payload, size_t size);

#endif
