/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The life of the sockets that processes of a cgroup make: how many there are, no more than `most` of
 * them, which ports they got, and how long they were open.
 *
 * sock_create is passed by socket(2) when an IPv4 or IPv6 socket of any kind is made, and may refuse it
 * (EPERM); post_bind4 and post_bind6 when a socket has got its port; sock_release by the close(2) that
 * ends it. A socket that accept(2) makes is released, too, but was never created here: so each is
 * remembered by its cookie. What becomes of a socket after it was closed nobody is told: TCP sends
 * what is left, and waits.
 *
 * The older name of sock_create is cgroup/sock. A new socket can be marked there, and tied to a device:
 * so routing rules tell the processes of one cgroup from those of another (`ip rule add fwmark 7 ...`).
 *
 * Context: struct bpf_sock, in which mark, priority and bound_dev_if can be written when the socket is
 * made. Result: 1 allows, 0 refuses; of sock_release 1. Since 4.10, post_bind 4.17, release 5.9.
 *
 *	d=/sys/fs/cgroup/test; rawbpf run build/progs/sockets.bpf.o created=$d bound4=$d bound6=$d \
 *		released=$d --set most=100
 *	rawbpf run build/progs/sockets.bpf.o marked=/sys/fs/cgroup/test --set mark=7
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* Set before loading. */
volatile const __u32 most = 1024;
volatile const __u32 mark = 7;

__u64 open_now;
__u64 refused;

struct life {
	__u64 nanoseconds; /* when it was made; in events how long it was there */
	__u32 family, type, protocol;
	__u32 port; /* 0: it was never bound to one */
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, __u64); /* the socket's cookie */
	__type(value, struct life);
} sockets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
	__type(value, struct life);
} closed SEC(".maps");

SEC("cgroup/sock_create")
int created(struct bpf_sock *s)
{
	struct life l = { bpf_ktime_get_ns(), s->family, s->type, s->protocol };
	__u64 cookie = bpf_get_socket_cookie(s);

	if (open_now >= most || bpf_map_update_elem(&sockets, &cookie, &l, BPF_ANY)) {
		__sync_fetch_and_add(&refused, 1);
		return 0;
	}
	__sync_fetch_and_add(&open_now, 1);
	return 1;
}

static __always_inline int bound(struct bpf_sock *s)
{
	__u64 cookie = bpf_get_socket_cookie(s);
	struct life *l = bpf_map_lookup_elem(&sockets, &cookie);

	if (l)
		l->port = s->src_port;
	return 1;
}

SEC("cgroup/post_bind4")
int bound4(struct bpf_sock *s)
{
	return bound(s);
}

SEC("cgroup/post_bind6")
int bound6(struct bpf_sock *s)
{
	return bound(s);
}

SEC("cgroup/sock_release")
int released(struct bpf_sock *s)
{
	__u64 cookie = bpf_get_socket_cookie(s);
	struct life *l = bpf_map_lookup_elem(&sockets, &cookie);

	if (!l)
		return 1;
	l->nanoseconds = bpf_ktime_get_ns() - l->nanoseconds;
	bpf_ringbuf_output(&closed, l, sizeof(*l), 0);
	bpf_map_delete_elem(&sockets, &cookie);
	__sync_fetch_and_add(&open_now, -1);
	return 1;
}

SEC("?cgroup/sock")
int marked(struct bpf_sock *s)
{
	s->mark = mark;
	return 1;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
