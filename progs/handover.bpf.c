/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A new process takes over the port of an old one, and no connection is lost.
 *
 * Both listen on the same port, with SO_REUSEPORT set: they are a group, and the program on the group
 * is asked which one gets a connection. It takes the one in the map: who writes its socket there has
 * the port, from that connection on. What the old one has not accepted when it ends would be lost
 * with its socket. As sk_reuseport/migrate (5.14) the program is asked for each of those as well, and they
 * go to the new one. (Without: it goes on for a while to accept what is still on its way.)
 *
 * Context: struct sk_reuseport_md. Result: SK_PASS, to whom was selected, or (if nobody was) as the hash has
 * it; SK_DROP. Since 4.19; migrating_sk is the socket that ends, or NULL.
 *
 * handover.insn.c is the same program in machine instructions, with the processes for it; here it goes
 * on a group of a process that runs, and the map gets the socket of one that takes over:
 *
 *	rawbpf run build/progs/handover.bpf.o handover=sk_reuseport/migrate:PID/FD
 *	rawbpf run build/progs/handover.bpf.o newest=sk_reuseport:PID/FD		# before 5.14
 *	rawbpf map update name owner key 0 0 0 0 value socket PID:FD
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_REUSEPORT_SOCKARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} owner SEC(".maps");

__u64 selected;

static int select(struct sk_reuseport_md *m)
{
	__u32 key = 0;

	if (!bpf_sk_select_reuseport(m, &owner, &key, 0))
		__sync_fetch_and_add(&selected, 1);
	return SK_PASS;
}

SEC("sk_reuseport/migrate")
int handover(struct sk_reuseport_md *m)
{
	return select(m);
}

/* For kernels before 5.14. */
SEC("?sk_reuseport")
int newest(struct sk_reuseport_md *m)
{
	return select(m);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
