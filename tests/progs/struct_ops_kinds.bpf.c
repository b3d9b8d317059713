/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A struct of every kind that a kernel takes from programs, as far as its name goes. None is created
 * unless asked for.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* Members are matched by name, and what no kernel has may stay out if it is zero. */
#define KIND(type, map) \
	struct type { \
		__u64 no_such_member; \
	}; \
	SEC("?.struct_ops.link") struct type map = { .no_such_member = 0 }

KIND(tcp_congestion_ops, in_5_6);
KIND(bpf_dummy_ops, in_5_16);
KIND(hid_bpf_ops, in_6_11);
KIND(sched_ext_ops, in_6_12);
KIND(Qdisc_ops___flavor, in_6_16);
KIND(smc_hs_ctrl, in_6_19);
KIND(io_uring_bpf_ops, in_7_1);
KIND(rawbpf_no_such_ops, never);

char LICENSE[] SEC("license") = "Dual BSD/GPL";
