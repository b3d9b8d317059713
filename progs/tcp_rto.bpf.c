/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How long TCP connections of a cgroup wait for the first answer, instead of a second: less where all
 * is near, as in a data centre, where a lost packet would cost a hundred times what it takes to arrive.
 *
 * A sockops program is called at points in the life of each TCP connection; `op` says which. Some ask
 * something, as this one does, and take `reply`; -1 is "as usual". The other sample for this hook,
 * tcp_states, is told of what happens.
 *
 * Context: struct bpf_sock_ops. Result: 1. Since 4.13.
 *
 *	rawbpf run build/progs/tcp_rto.bpf.o tcp_rto=/sys/fs/cgroup/test --set milliseconds=40
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

volatile const __u32 milliseconds = 100; /* set before loading */

/* The kernel counts in ticks; how many a second has, its configuration says. */
extern unsigned int CONFIG_HZ __kconfig;

__u64 connections;

SEC("sockops")
int tcp_rto(struct bpf_sock_ops *s)
{
	s->reply = -1;
	if (s->op != BPF_SOCK_OPS_TIMEOUT_INIT)
		return 1;
	s->reply = ((__u64)milliseconds * CONFIG_HZ + 999) / 1000;
	__sync_fetch_and_add(&connections, 1);
	return 1;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
