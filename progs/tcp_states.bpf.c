/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each change of state of the TCP connections that processes of a cgroup make or take, as an event
 * through a ring buffer.
 *
 * A sockops program is called at points in the life of a connection; `op` says which. Some points are
 * passed so often that a connection has to ask for them, by flags of its own: so the program does when
 * a connection begins, on either side, and when a socket begins to listen. args[0] and args[1] are then
 * the old state and the new one.
 *
 * Other operations ask something, and take `reply`: see tcp_rto. And a program may put the connection into a
 * map of sockets: see bypass.
 *
 * Context: struct bpf_sock_ops; bpf_ntohl() of remote_port is the port, local_port is it already.
 * Result: 1. The hook since 4.13, states since 4.16, ring buffers 5.8.
 *
 *	rawbpf run build/progs/tcp_states.bpf.o tcp_states=/sys/fs/cgroup/test
 */
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

/* As the kernel numbers them, BPF_TCP_ESTABLISHED ...: for rawbpf to show them by name. */
enum state {
	ESTABLISHED = 1, SYN_SENT, SYN_RECV, FIN_WAIT1, FIN_WAIT2, TIME_WAIT, CLOSE, CLOSE_WAIT,
	LAST_ACK, LISTEN, CLOSING, NEW_SYN_RECV, BOUND_INACTIVE
};

struct event {
	enum state from, to;
	__u32 family, local_port, remote_port;
	__u8 local[16], remote[16]; /* addresses; IPv4 (family 2) has the first four bytes */
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
	__type(value, struct event);
} events SEC(".maps");

/* The context has addresses as words, in network byte order. */
static void put(__u8 *to, __u32 word)
{
	__builtin_memcpy(to, &word, sizeof(word));
}

static void report(struct bpf_sock_ops *s)
{
	struct event e = { .from = s->args[0], .to = s->args[1], .family = s->family };

	e.local_port = s->local_port;
	e.remote_port = bpf_ntohl(s->remote_port);
	if (s->family == 2) {
		/* or the compiler works out which field to read, and the verifier takes only fixed ones */
		asm volatile("" ::: "memory");
		put(e.local, s->local_ip4);
		put(e.remote, s->remote_ip4);
		asm volatile("" ::: "memory");
	} else {
		put(e.local, s->local_ip6[0]);
		put(e.local + 4, s->local_ip6[1]);
		put(e.local + 8, s->local_ip6[2]);
		put(e.local + 12, s->local_ip6[3]);
		put(e.remote, s->remote_ip6[0]);
		put(e.remote + 4, s->remote_ip6[1]);
		put(e.remote + 8, s->remote_ip6[2]);
		put(e.remote + 12, s->remote_ip6[3]);
	}
	bpf_ringbuf_output(&events, &e, sizeof(e), 0);
}

SEC("sockops")
int tcp_states(struct bpf_sock_ops *s)
{
	switch (s->op) {
	case BPF_SOCK_OPS_TCP_CONNECT_CB:
	case BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB:
	case BPF_SOCK_OPS_TCP_LISTEN_CB:
		bpf_sock_ops_cb_flags_set(s, BPF_SOCK_OPS_STATE_CB_FLAG);
		break;
	case BPF_SOCK_OPS_STATE_CB:
		report(s);
	}
	s->reply = -1;
	return 1;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
