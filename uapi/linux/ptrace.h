/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The CPU's registers, as kprobe, uprobe and perf event programs are given them, without a
 * vmlinux.h.  Which CPU says -D__TARGET_ARCH_..., for the target "bpf" does not know.  These are
 * the parts that the kernel promises; its own struct pt_regs goes on behind them on most.
 */
#ifndef _LINUX_PTRACE_H
#define _LINUX_PTRACE_H

#include <linux/types.h>

#if defined(__TARGET_ARCH_x86)

struct pt_regs {
	unsigned long r15;
	unsigned long r14;
	unsigned long r13;
	unsigned long r12;
	unsigned long rbp;
	unsigned long rbx;
	unsigned long r11;
	unsigned long r10;
	unsigned long r9;
	unsigned long r8;
	unsigned long rax;
	unsigned long rcx;
	unsigned long rdx;
	unsigned long rsi;
	unsigned long rdi;
	unsigned long orig_rax;
	unsigned long rip;
	unsigned long cs;
	unsigned long eflags;
	unsigned long rsp;
	unsigned long ss;
};
typedef struct pt_regs bpf_user_pt_regs_t;

#elif defined(__TARGET_ARCH_arm64)

struct user_pt_regs {
	__u64 regs[31];
	__u64 sp;
	__u64 pc;
	__u64 pstate;
};
typedef struct user_pt_regs bpf_user_pt_regs_t;

#elif defined(__TARGET_ARCH_arm)

struct pt_regs {
	__u32 uregs[18];	/* r0 to r15, cpsr, r0 as it was at a system call */
};
typedef struct pt_regs bpf_user_pt_regs_t;

#elif defined(__TARGET_ARCH_riscv)

struct user_regs_struct {
	unsigned long pc;
	unsigned long ra;
	unsigned long sp;
	unsigned long gp;
	unsigned long tp;
	unsigned long t0;
	unsigned long t1;
	unsigned long t2;
	unsigned long s0;
	unsigned long s1;
	unsigned long a0;
	unsigned long a1;
	unsigned long a2;
	unsigned long a3;
	unsigned long a4;
	unsigned long a5;
	unsigned long a6;
	unsigned long a7;
	unsigned long s2;
	unsigned long s3;
	unsigned long s4;
	unsigned long s5;
	unsigned long s6;
	unsigned long s7;
	unsigned long s8;
	unsigned long s9;
	unsigned long s10;
	unsigned long s11;
	unsigned long t3;
	unsigned long t4;
	unsigned long t5;
	unsigned long t6;
};
typedef struct user_regs_struct bpf_user_pt_regs_t;

#elif defined(__TARGET_ARCH_s390)

typedef struct {
	unsigned long mask;
	unsigned long addr;
} __attribute__((aligned(8))) psw_t;

typedef struct {
	unsigned long args[1];
	psw_t psw;
	unsigned long gprs[16];
} user_pt_regs;
typedef user_pt_regs bpf_user_pt_regs_t;

#elif defined(__TARGET_ARCH_loongarch)

struct user_pt_regs {
	unsigned long regs[32];
	unsigned long orig_a0;
	unsigned long csr_era;
	unsigned long csr_badv;
	unsigned long reserved[10];
} __attribute__((aligned(8)));
typedef struct user_pt_regs bpf_user_pt_regs_t;

#elif defined(__TARGET_ARCH_powerpc)

struct pt_regs {
	unsigned long gpr[32];
	unsigned long nip;
	unsigned long msr;
	unsigned long orig_gpr3;
	unsigned long ctr;
	unsigned long link;
	unsigned long xer;
	unsigned long ccr;
	unsigned long softe;
	unsigned long trap;
	unsigned long dar;
	unsigned long dsisr;
	unsigned long result;
};
typedef struct pt_regs bpf_user_pt_regs_t;

#elif defined(__TARGET_ARCH_mips)

/*
 * Of a 64-bit kernel.  Debuggers are shown another order by <asm/ptrace.h>; programs get this one.
 */
struct pt_regs {
	__u64 regs[32];
	__u64 cp0_status;
	__u64 hi;
	__u64 lo;
	__u64 cp0_badvaddr;
	__u64 cp0_cause;
	__u64 cp0_epc;
};
typedef struct pt_regs bpf_user_pt_regs_t;

#elif defined(__TARGET_ARCH_sparc)

struct pt_regs {	/* of a 64-bit kernel, the other has no kprobes */
	__u64 u_regs[16];
	__u64 tstate;
	__u64 tpc;
	__u64 tnpc;
	__u32 y;
	__u32 magic;
};
typedef struct pt_regs bpf_user_pt_regs_t;

#elif defined(__TARGET_ARCH_arc)

struct user_regs_struct {
	__u32 pad;
	struct {
		__u32 bta, lp_start, lp_end, lp_count;
		__u32 status32, ret, blink, fp, gp;
		__u32 r12, r11, r10, r9, r8, r7, r6, r5, r4, r3, r2, r1, r0;
		__u32 sp;
	} scratch;
	struct {
		__u32 r25, r24, r23, r22, r21, r20;
		__u32 r19, r18, r17, r16, r15, r14, r13;
	} callee;
	__u32 efa;
	__u32 stop_pc;
};
typedef struct user_regs_struct bpf_user_pt_regs_t;

#elif !defined(__bpf__) && defined(__has_include_next)
#if __has_include_next(<linux/ptrace.h>)
#include_next <linux/ptrace.h>
#endif
#endif

#endif /* _LINUX_PTRACE_H */
