/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Connections of a cgroup's processes to one port go to another address, and the processes do not
 * notice.
 *
 * connect4 is passed by connect(2) of an IPv4 socket (UDP too) in the cgroup, or below it, before the
 * kernel looks at the address; what the program writes into user_ip4 and user_port is where the
 * connection goes. getpeername4 is passed when the process asks who is at the other end, so it gets to
 * hear what it wanted. Both have user_port in network byte order. This is how containers reach a
 * service under one address: no packet is touched, unlike with NAT.
 *
 * Context: struct bpf_sock_addr. Result: connect4 1 allows, 0 refuses (EPERM); getpeername4 has to
 * return 1. Since 4.17 and 5.8. The same with 6 for IPv6, where the address is user_ip6, four words of it;
 * bind, getsockname, sendmsg, recvmsg are alike: see bind_port and udp_redirect.
 *
 *	rawbpf run build/progs/connect_redirect.bpf.o connect4=/sys/fs/cgroup/test \
 *		getpeername4=/sys/fs/cgroup/test --set from_port=80 --set to_port=8080
 */
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

/* Set before loading. The addresses in host byte order: 127.0.0.1, ::1. */
volatile const __u16 from_port = 80;
volatile const __u16 to_port = 8080;
volatile const __u32 to_address = 0x7f000001;
volatile const __u32 to_address6[4] = { 0, 0, 0, 1 };

__u64 redirected;

struct wanted {
	__u32 address[4]; /* of IPv4 the first */
	__u32 port;
};

/* What a socket, by its cookie, was to be connected with. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct wanted);
} sockets SEC(".maps");

/* The port; the address is the caller's matter, if it is to be another one. */
static __always_inline int redirect(struct bpf_sock_addr *a, const struct wanted *w)
{
	__u64 cookie = bpf_get_socket_cookie(a);

	if (w->port != bpf_htons(from_port)) {
		bpf_map_delete_elem(&sockets, &cookie); /* UDP sockets may be connected again */
		return 0;
	}
	bpf_map_update_elem(&sockets, &cookie, w, BPF_ANY);
	a->user_port = bpf_htons(to_port);
	__sync_fetch_and_add(&redirected, 1);
	return 1;
}

SEC("cgroup/connect4")
int connect4(struct bpf_sock_addr *a)
{
	struct wanted w = { { a->user_ip4 }, a->user_port };

	if (!redirect(a, &w))
		return 1;
	a->user_ip4 = bpf_htonl(to_address);
	return 1;
}

SEC("cgroup/connect6")
int connect6(struct bpf_sock_addr *a)
{
	struct wanted w = { .port = a->user_port };
	int i;

#pragma unroll
	for (i = 0; i < 4; i++)
		w.address[i] = a->user_ip6[i];
	if (!redirect(a, &w))
		return 1;
#pragma unroll
	for (i = 0; i < 4; i++)
		a->user_ip6[i] = bpf_htonl(to_address6[i]);
	return 1;
}

SEC("cgroup/getpeername4")
int getpeername4(struct bpf_sock_addr *a)
{
	__u64 cookie = bpf_get_socket_cookie(a);
	struct wanted *w = bpf_map_lookup_elem(&sockets, &cookie);

	if (w) {
		a->user_ip4 = w->address[0];
		a->user_port = w->port;
	}
	return 1;
}

SEC("cgroup/getpeername6")
int getpeername6(struct bpf_sock_addr *a)
{
	__u64 cookie = bpf_get_socket_cookie(a);
	struct wanted *w = bpf_map_lookup_elem(&sockets, &cookie);
	int i;

	if (!w)
		return 1;
#pragma unroll
	for (i = 0; i < 4; i++)
		a->user_ip6[i] = w->address[i];
	a->user_port = w->port;
	return 1;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
