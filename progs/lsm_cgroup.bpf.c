/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processes of a cgroup get no sockets of one family: packet sockets, say, which see what others
 * send and receive.
 *
 * A hook of the Linux security modules, socket_create, asked for the processes of one cgroup only; the
 * same hook as lsm/socket_create would be asked for all. The name of the hook stands in the section,
 * for the program is loaded for it; the directory is given when it is attached.
 *
 * Context: the hook's arguments as 64 bits each; those of socket_create are family, type, protocol, and
 * whether it is the kernel's own. Result: 1 allows, 0 refuses with EPERM (bpf_set_retval() gives
 * another error). Since 6.0; the kernel needs BTF and bpf among its active LSMs.
 *
 *	rawbpf run build/progs/lsm_cgroup.bpf.o no_family=lsm_cgroup:/sys/fs/cgroup/test --set family=17
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* AF_PACKET; Set before loading. */
volatile const __u32 family = 17;

__u64 refused;

SEC("lsm_cgroup/socket_create")
int no_family(__u64 *args)
{
	if ((__u32)args[0] != family)
		return 1;
	__sync_fetch_and_add(&refused, 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
