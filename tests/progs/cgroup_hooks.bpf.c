/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The least program for each hook of a cgroup that does something to be seen. All are optional ("?"):
 * a test loads the one it is about. What cannot be seen otherwise is counted in `runs`.
 *
 *	port 4000	what is sent or connected there goes to 4001
 *	port 4002	is refused
 *	port 4444	is what a socket is told, whatever is true
 */
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

__u64 runs;
__u64 order; /* a decimal digit for each program that ran, the first in front */

static __always_inline void count(void)
{
	__sync_fetch_and_add(&runs, 1);
}

/* ---- packets ---- */

SEC("?cgroup_skb/ingress")
int drop_ingress(struct __sk_buff *skb)
{
	count();
	return 0;
}

SEC("?cgroup_skb/egress")
int drop_egress(struct __sk_buff *skb)
{
	count();
	return 0;
}

SEC("?cgroup/skb")
int drop_skb(struct __sk_buff *skb)
{
	count();
	return 0;
}

SEC("?cgroup_skb/egress")
int first(struct __sk_buff *skb)
{
	order = order * 10 + 1;
	return 1;
}

SEC("?cgroup_skb/egress")
int second(struct __sk_buff *skb)
{
	order = order * 10 + 2;
	return 1;
}

SEC("?cgroup_skb/egress")
int third(struct __sk_buff *skb)
{
	order = order * 10 + 3;
	return 1;
}

/* ---- sockets ---- */

SEC("?cgroup/sock_create")
int sock_create(struct bpf_sock *sk)
{
	count();
	return 0;
}

SEC("?cgroup/sock")
int sock(struct bpf_sock *sk)
{
	count();
	return 0;
}

SEC("?cgroup/sock_release")
int sock_release(struct bpf_sock *sk)
{
	count();
	return 1;
}

SEC("?cgroup/post_bind4")
int post_bind4(struct bpf_sock *sk)
{
	count();
	return sk->src_port != 4002;
}

SEC("?cgroup/post_bind6")
int post_bind6(struct bpf_sock *sk)
{
	count();
	return sk->src_port != 4002;
}

/* ---- addresses ---- */

static __always_inline int redirect(struct bpf_sock_addr *a)
{
	count();
	if (a->user_port == bpf_htons(4002))
		return 0;
	if (a->user_port == bpf_htons(4000))
		a->user_port = bpf_htons(4001);
	return 1;
}

static __always_inline int pretend(struct bpf_sock_addr *a)
{
	count();
	a->user_port = bpf_htons(4444);
	return 1;
}

SEC("?cgroup/bind4")
int bind4(struct bpf_sock_addr *a) { return redirect(a); }
SEC("?cgroup/bind6")
int bind6(struct bpf_sock_addr *a) { return redirect(a); }
SEC("?cgroup/connect4")
int connect4(struct bpf_sock_addr *a) { return redirect(a); }
SEC("?cgroup/connect6")
int connect6(struct bpf_sock_addr *a) { return redirect(a); }
SEC("?cgroup/sendmsg4")
int sendmsg4(struct bpf_sock_addr *a) { return redirect(a); }
SEC("?cgroup/sendmsg6")
int sendmsg6(struct bpf_sock_addr *a) { return redirect(a); }
SEC("?cgroup/recvmsg4")
int recvmsg4(struct bpf_sock_addr *a) { return pretend(a); }
SEC("?cgroup/recvmsg6")
int recvmsg6(struct bpf_sock_addr *a) { return pretend(a); }
SEC("?cgroup/getpeername4")
int getpeername4(struct bpf_sock_addr *a) { return pretend(a); }
SEC("?cgroup/getpeername6")
int getpeername6(struct bpf_sock_addr *a) { return pretend(a); }
SEC("?cgroup/getsockname4")
int getsockname4(struct bpf_sock_addr *a) { return pretend(a); }
SEC("?cgroup/getsockname6")
int getsockname6(struct bpf_sock_addr *a) { return pretend(a); }

SEC("?cgroup/connect_unix")
int refuse_unix(struct bpf_sock_addr *a)
{
	count();
	return 0;
}

/* A path is changed by a kernel function, so it takes a kernel that shows its types. */
struct bpf_sock_addr_kern {
	int opaque;
};
extern int bpf_sock_addr_set_sun_path(struct bpf_sock_addr_kern *a, const __u8 *path,
	__u32 path__sz) __attribute__((section(".ksyms")));
extern void *bpf_cast_to_kern_ctx(void *ctx) __attribute__((section(".ksyms")));

static __always_inline int rename_to(struct bpf_sock_addr *a, const __u8 *path, __u32 size)
{
	count();
	return !bpf_sock_addr_set_sun_path(bpf_cast_to_kern_ctx(a), path, size);
}

/* abstract: the first character is NUL */
SEC("?cgroup/connect_unix")
int connect_unix(struct bpf_sock_addr *a)
{
	const __u8 path[] = "\0rawbpf-4001";

	return rename_to(a, path, sizeof(path) - 1);
}

SEC("?cgroup/sendmsg_unix")
int sendmsg_unix(struct bpf_sock_addr *a)
{
	const __u8 path[] = "\0rawbpf-4001";

	return rename_to(a, path, sizeof(path) - 1);
}

SEC("?cgroup/recvmsg_unix")
int recvmsg_unix(struct bpf_sock_addr *a)
{
	const __u8 path[] = "\0rawbpf-4444";

	return rename_to(a, path, sizeof(path) - 1) | 1;
}

SEC("?cgroup/getpeername_unix")
int getpeername_unix(struct bpf_sock_addr *a)
{
	const __u8 path[] = "\0rawbpf-4444";

	return rename_to(a, path, sizeof(path) - 1) | 1;
}

SEC("?cgroup/getsockname_unix")
int getsockname_unix(struct bpf_sock_addr *a)
{
	const __u8 path[] = "\0rawbpf-4444";

	return rename_to(a, path, sizeof(path) - 1) | 1;
}

/* ---- devices, sysctls, options, TCP ---- */

SEC("?cgroup/dev")
int device(struct bpf_cgroup_dev_ctx *dev)
{
	count();
	return !(dev->major == 1 && dev->minor == 7);
}

SEC("?cgroup/sysctl")
int sysctl(struct bpf_sysctl *ctx)
{
	count();
	return 0;
}

/* SOL_IP, IP_TOS */
SEC("?cgroup/getsockopt")
int getsockopt(struct bpf_sockopt *o)
{
	__u8 *value = o->optval;

	if (o->level || o->optname != 1 || value + 1 > (__u8 *)o->optval_end)
		return 1;
	count();
	value[0] = 16;
	o->retval = 0;
	return 1;
}

SEC("?cgroup/setsockopt")
int setsockopt(struct bpf_sockopt *o)
{
	__u8 *value = o->optval;

	if (o->level || o->optname != 1 || value + 1 > (__u8 *)o->optval_end)
		return 1;
	count();
	value[0] = 16;
	return 1;
}

/* The first timeout of a connection, in jiffies: longer than any usual one. */
SEC("?sockops")
int sockops(struct bpf_sock_ops *s)
{
	count();
	s->reply = s->op == BPF_SOCK_OPS_TIMEOUT_INIT ? 20000 : -1;
	return 1;
}

/* ---- hooks of the LSM: the context is an array of the arguments ---- */

/* family, type, protocol, kern: packet sockets are refused */
SEC("?lsm_cgroup/socket_create")
int socket_create(__u64 *args)
{
	count();
	return (int)args[0] != 17;
}

char LICENSE[] SEC("license") = "GPL";
