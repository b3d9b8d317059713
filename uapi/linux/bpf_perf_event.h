/* SPDX-License-Identifier: BSD-2-Clause */
/* The context of a perf event program (4.9); needs -D__TARGET_ARCH_..., see ptrace.h. */
#ifndef __LINUX_BPF_PERF_EVENT_H__
#define __LINUX_BPF_PERF_EVENT_H__

#include <linux/types.h>
#include <linux/ptrace.h>

#if defined(__TARGET_ARCH_x86) || defined(__TARGET_ARCH_arm64) || defined(__TARGET_ARCH_arm) ||	\
	defined(__TARGET_ARCH_riscv) || defined(__TARGET_ARCH_s390) ||				\
	defined(__TARGET_ARCH_loongarch) || defined(__TARGET_ARCH_powerpc)
struct bpf_perf_event_data {
	bpf_user_pt_regs_t regs;
	__u64 sample_period;
	__u64 addr;	/* 4.17 */
};
#endif

#endif /* __LINUX_BPF_PERF_EVENT_H__ */
