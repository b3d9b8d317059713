/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What type of service (IP_TOS) the processes of a cgroup may have for their packets: whatever they
 * ask for, it is one value; and they are told that they have what the kernel begins with, 0.
 *
 * setsockopt is passed before the kernel looks at the option: the value can be changed, optlen = -1
 * keeps it from the kernel altogether. getsockopt is passed after the kernel has answered: the value
 * and retval (the kernel's result; until 5.17 it could only be made 0) can be changed. Only what lies
 * between optval and optval_end may be touched; a page at most is there.
 *
 * Context: struct bpf_sockopt. Result: 1 goes on, 0 refuses with EPERM. Since 5.3.
 *
 *	rawbpf run build/progs/sockopt.bpf.o sockopt_set=/sys/fs/cgroup/test \
 *		sockopt_get=/sys/fs/cgroup/test --set tos=8
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define SOL_IP 0
#define IP_TOS 1

/* Set before loading. */
volatile const __u8 tos = 8;

__u64 changed;

/* The first byte of an int that has it in its low bits, or of a char. */
static __u8 *value(struct bpf_sockopt *o)
{
	__u8 *byte = o->optval;

	if (o->level != SOL_IP || o->optname != IP_TOS)
		return NULL;
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ && o->optlen >= 4)
		byte += 3;
	return byte + 1 > (__u8 *)o->optval_end ? NULL : byte;
}

SEC("cgroup/setsockopt")
int sockopt_set(struct bpf_sockopt *o)
{
	__u8 *v = value(o);

	if (!v || *v == tos)
		return 1;
	*v = tos;
	__sync_fetch_and_add(&changed, 1);
	return 1;
}

SEC("cgroup/getsockopt")
int sockopt_get(struct bpf_sockopt *o)
{
	__u8 *v = value(o);

	if (v)
		*v = 0;
	return 1;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
