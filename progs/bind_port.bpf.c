/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which ports the servers of a cgroup get: who asks for one gets another instead, and none gets a port
 * outside of a range; who asks what its port is hears the one it asked for.
 *
 * bind4 is passed by bind(2) of an IPv4 socket of a process in the cgroup, or below it, before the kernel
 * looks at the address; user_ip4 and user_port can be read and written. What it cannot know is the port
 * that the kernel chooses where a process asks for none. post_bind4 is passed when the socket has its port:
 * refused, the socket loses it again. getsockname4 is passed by getsockname(2), and what is written there the
 * process is told.
 *
 * Context: bind4 and getsockname4 have a struct bpf_sock_addr, with user_port in network byte order; post_bind4 a struct
 * bpf_sock, with src_port in the host's. Result: 1 allows, 0 refuses (EPERM); of bind4 also 3, which spares
 * the process the capability that low ports take (5.12); getsockname4 has to return 1. Since 4.17,
 * getsockname 5.8. The same with 6 for IPv6, where the address is user_ip6, src_ip6.
 *
 *	rawbpf run build/progs/bind_port.bpf.o bind4=/sys/fs/cgroup/test post_bind4=/sys/fs/cgroup/test \
 *		getsockname4=/sys/fs/cgroup/test \
 *		--set asked_port=80 --set given_port=8080 --set least_port=1024
 */
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

/* Set before loading. */
volatile const __u16 asked_port = 80;
volatile const __u16 given_port = 8080;
volatile const __u16 least_port = 1024;
volatile const __u16 most_port = 65535;

__u64 moved;
__u64 refused;

static __always_inline int move(struct bpf_sock_addr *a)
{
	if (a->user_port != bpf_htons(asked_port))
		return 1;
	a->user_port = bpf_htons(given_port);
	__sync_fetch_and_add(&moved, 1);
	return 1;
}

static __always_inline int check(struct bpf_sock *s)
{
	__u32 port = s->src_port;

	if (port >= least_port && port <= most_port)
		return 1;
	__sync_fetch_and_add(&refused, 1);
	return 0;
}

static __always_inline int pretend(struct bpf_sock_addr *a)
{
	if (a->user_port == bpf_htons(given_port))
		a->user_port = bpf_htons(asked_port);
	return 1;
}

SEC("cgroup/bind4")
int bind4(struct bpf_sock_addr *a)
{
	return move(a);
}

SEC("cgroup/bind6")
int bind6(struct bpf_sock_addr *a)
{
	return move(a);
}

SEC("cgroup/post_bind4")
int post_bind4(struct bpf_sock *s)
{
	return check(s);
}

SEC("cgroup/post_bind6")
int post_bind6(struct bpf_sock *s)
{
	return check(s);
}

SEC("cgroup/getsockname4")
int getsockname4(struct bpf_sock_addr *a)
{
	return pretend(a);
}

SEC("cgroup/getsockname6")
int getsockname6(struct bpf_sock_addr *a)
{
	return pretend(a);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
