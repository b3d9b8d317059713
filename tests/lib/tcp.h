/* SPDX-License-Identifier: BSD-2-Clause */
/* TCP over IPv4 between sockets of this host. */
#ifndef TCP_H
#define TCP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Listens there; with `group` SO_REUSEPORT is set before. */
int tcp_listen(const char *address, uint16_t port, bool group);
int tcp_connect(const char *address, uint16_t port);

/* Both ends of a connection over lo: [0] has connected, [1] was accepted. */
void tcp_pair(uint16_t port, int ends[2]);

/* How many bytes came of `size`, waiting at most ms for more. */
size_t tcp_read(int fd, void *bytes, size_t size, int ms);

/* Segments with data that this end has sent. */
uint32_t tcp_segments(int fd);

/* Packets that lo of the current network namespace has sent. */
uint64_t tcp_lo_packets(void);

#endif
