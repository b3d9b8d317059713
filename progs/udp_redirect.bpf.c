/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Datagrams of a cgroup's processes to one port go to another address, and the answers seem to come from
 * where they were sent: all questions to name servers go to one, say.
 *
 * sendmsg4 is passed by each sendto(2) and sendmsg(2) of a UDP socket that names an address (a connected
 * one passes connect4: see connect_redirect), before the kernel looks for a route; what is written into
 * user_ip4 and user_port is where this datagram goes. recvmsg4 is passed by recvfrom(2) and recvmsg(2)
 * when the process asks from where a datagram came; what is written there it is told. Both have user_port
 * in network byte order.
 *
 * Context: struct bpf_sock_addr. Result: sendmsg4 1 allows, 0 refuses (EPERM); recvmsg4 has to return 1.
 * Since 4.18 and 5.2. The same with 6 for IPv6, where the address is user_ip6, four words of it.
 *
 *	rawbpf run build/progs/udp_redirect.bpf.o sendmsg4=/sys/fs/cgroup/test \
 *		recvmsg4=/sys/fs/cgroup/test --set from_port=53 --set to_port=5353
 */
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

/* Set before loading. The addresses in host byte order: 127.0.0.1, ::1. */
volatile const __u16 from_port = 53;
volatile const __u16 to_port = 5353;
volatile const __u32 to_address = 0x7f000001;
volatile const __u32 to_address6[4] = { 0, 0, 0, 1 };

__u64 redirected;

struct address {
	__u32 words[4]; /* in network byte order; of IPv4 the first */
};

/* Where a socket, by its cookie, sent the last one. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct address);
} asked SEC(".maps");

/* The port; the address is the caller's matter, if it is to be another one. */
static __always_inline int redirect(struct bpf_sock_addr *a, const struct address *to)
{
	__u64 cookie = bpf_get_socket_cookie(a);

	if (a->user_port != bpf_htons(from_port))
		return 0;
	bpf_map_update_elem(&asked, &cookie, to, BPF_ANY);
	a->user_port = bpf_htons(to_port);
	__sync_fetch_and_add(&redirected, 1);
	return 1;
}

/* Where it had been sent what is answered from here; NULL: it was not redirected. */
static __always_inline struct address *wanted(struct bpf_sock_addr *a)
{
	__u64 cookie = bpf_get_socket_cookie(a);

	return a->user_port == bpf_htons(to_port) ? bpf_map_lookup_elem(&asked, &cookie) : NULL;
}

SEC("cgroup/sendmsg4")
int sendmsg4(struct bpf_sock_addr *a)
{
	struct address to = { { a->user_ip4 } };

	if (redirect(a, &to))
		a->user_ip4 = bpf_htonl(to_address);
	return 1;
}

SEC("cgroup/sendmsg6")
int sendmsg6(struct bpf_sock_addr *a)
{
	struct address to;
	int i;

#pragma unroll
	for (i = 0; i < 4; i++)
		to.words[i] = a->user_ip6[i];
	if (!redirect(a, &to))
		return 1;
#pragma unroll
	for (i = 0; i < 4; i++)
		a->user_ip6[i] = bpf_htonl(to_address6[i]);
	return 1;
}

SEC("cgroup/recvmsg4")
int recvmsg4(struct bpf_sock_addr *a)
{
	struct address *from = wanted(a);

	if (!from || a->user_ip4 != bpf_htonl(to_address))
		return 1;
	a->user_ip4 = from->words[0];
	a->user_port = bpf_htons(from_port);
	return 1;
}

SEC("cgroup/recvmsg6")
int recvmsg6(struct bpf_sock_addr *a)
{
	struct address *from = wanted(a);
	int i;

	if (!from)
		return 1;
#pragma unroll
	for (i = 0; i < 4; i++)
		if (a->user_ip6[i] != bpf_htonl(to_address6[i]))
			return 1;
#pragma unroll
	for (i = 0; i < 4; i++)
		a->user_ip6[i] = from->words[i];
	a->user_port = bpf_htons(from_port);
	return 1;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
