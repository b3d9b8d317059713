/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Processes of a cgroup that want one socket of AF_UNIX reach another, and do not notice: so a container
 * gets a service of its own under the path that all programs know.
 *
 * connect_unix is passed by connect(2), sendmsg_unix by sendto(2) and sendmsg(2) with a name, before the
 * kernel looks for the socket; recvmsg_unix, getpeername_unix and getsockname_unix when a process asks
 * from whom a datagram came, who is at the other end, and what it is called itself.
 *
 * The context, struct bpf_sock_addr, has no room for a path. The kernel's own context behind it has
 * (bpf_cast_to_kern_ctx), which is read as by a tracing program; a kernel function writes it. So this
 * takes a kernel with BTF, and a JIT. Result: 1 allows, 0 refuses (EPERM); those that tell a name
 * have to return 1. Since 6.7.
 *
 *	d=/sys/fs/cgroup/test; rawbpf run build/progs/unix_path.bpf.o connect=$d send=$d receive=$d peer=$d \
 *		own=$d --set 'from="/run/service"' --set 'to="/run/mine"'
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

enum { PATH_SIZE = 108 }; /* sun_path of struct sockaddr_un, <linux/un.h> */

/* Set before loading. */
volatile const char from[PATH_SIZE] = "/run/service";
volatile const char to[PATH_SIZE] = "/run/mine";

__u64 redirected;

struct sockaddr_un {
	__u16 family;
	char path[PATH_SIZE];
};

struct bpf_sock_addr_kern {
	struct sockaddr_un *uaddr;
	__u32 uaddrlen;
} __attribute__((preserve_access_index));

int bpf_sock_addr_set_sun_path(struct bpf_sock_addr_kern *a, const __u8 *path, __u32 path__sz) __ksym;
void *bpf_cast_to_kern_ctx(void *ctx) __ksym;

/* A name that is `is` becomes `other`; behind a path may stand NULs, or nothing. The verifier wants memory that
 * could be written. */
static __always_inline int exchange(struct bpf_sock_addr *ctx, const volatile char *is,
	const volatile char *other)
{
	struct bpf_sock_addr_kern *a = bpf_cast_to_kern_ctx(ctx);
	__u32 size = a->uaddrlen - sizeof(a->uaddr->family);
	char path[PATH_SIZE] = "";

	if (size > sizeof(path) || bpf_probe_read_kernel(path, size, (char *)a->uaddr + 2) ||
		bpf_strncmp(path, sizeof(path), (const char *)is))
		return 0;
	bpf_probe_read_kernel(path, sizeof(path), (const char *)other);
	return !bpf_sock_addr_set_sun_path(a, (const __u8 *)path, sizeof(path));
}

static __always_inline int redirect(struct bpf_sock_addr *a)
{
	if (exchange(a, from, to))
		__sync_fetch_and_add(&redirected, 1);
	return 1;
}

static __always_inline int pretend(struct bpf_sock_addr *a)
{
	exchange(a, to, from);
	return 1;
}

SEC("cgroup/connect_unix")
int connect(struct bpf_sock_addr *a)
{
	return redirect(a);
}

SEC("cgroup/sendmsg_unix")
int send(struct bpf_sock_addr *a)
{
	return redirect(a);
}

SEC("cgroup/recvmsg_unix")
int receive(struct bpf_sock_addr *a)
{
	return pretend(a);
}

SEC("cgroup/getpeername_unix")
int peer(struct bpf_sock_addr *a)
{
	return pretend(a);
}

SEC("cgroup/getsockname_unix")
int own(struct bpf_sock_addr *a)
{
	return pretend(a);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
