/* SPDX-License-Identifier: BSD-2-Clause */
/* Network namespaces of the test's own, and a cable between them. They go away with the test
 * process. */
#ifndef NETNS_H
#define NETNS_H

#include <stdbool.h>
#include <stdint.h>

/*
 *	veth0  02:00:00:00:00:01  10.9.0.1/24  fd09::1/64   in the namespace of the caller
 *	veth1  02:00:00:00:00:02  10.9.0.2/24  fd09::2/64   in the other
 */
#define NETNS_MAC0  "\x02\x00\x00\x00\x00\x01"
#define NETNS_MAC1  "\x02\x00\x00\x00\x00\x02"
#define NETNS_IP0   "10.9.0.1"
#define NETNS_IP1   "10.9.0.2"
#define NETNS_IP6_0 "fd09::1"
#define NETNS_IP6_1 "fd09::2"

/* Moves the calling process into a new network namespace in which only lo is there, and up. */
void netns_enter(void);

/* Makes another one, with lo up, and returns a descriptor of it; the caller stays where it is. */
int netns_create(void);

/* A descriptor of the current namespace; and the way back or over to one. */
int netns_current(void);
void netns_switch(int netns);

/*
 * Makes the pair veth0 and veth1, up and with their IPv4 addresses; veth1 goes to the namespace
 * peer, or stays here if that is -1 (then IP between the two goes over lo, but raw frames over the
 * cable). Neighbours are entered on both sides: nothing is on the cable but what the test sends.
 * Returns the interface index of veth0.
 */
unsigned int netns_veth(int peer);

/* The same names and addresses on a netkit pair whose primary end is veth0; skips without netkit. */
unsigned int netns_netkit(int peer);

/* Is an XDP program on it? Its id, 0 for none. Takes off what was put there by netlink: 0, or -errno. */
bool netns_has_xdp(const char *name);
uint32_t netns_xdp_id(const char *name);
int netns_xdp_off(const char *name);

/* Gives both ends their IPv6 addresses. Some multicast reports will be on the cable from now on. */
void netns_veth_ipv6(int peer);

#endif
