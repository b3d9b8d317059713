/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registers of the machine, which a program on a kprobe, uprobe or USDT probe gets as its
 * context (struct pt_regs). A function's arguments are where the machine's calling convention puts
 * them: that is the table of this file, and why such a program is compiled for one machine, chosen
 * by -D__TARGET_ARCH_x86 (arm64, arm, riscv, s390, powerpc, mips, loongarch, sparc, arc).
 *
 * Programs include bpf_tracing.h, which makes parameters of them.
 */
#ifndef BPF_PT_REGS_H
#define BPF_PT_REGS_H

#include "bpf_helpers.h"

/* ---- the machine ----------------------------------------------------------------------------- */

#if defined(__TARGET_ARCH_x86)
#define bpf_target_x86
#elif defined(__TARGET_ARCH_arm64)
#define bpf_target_arm64
#elif defined(__TARGET_ARCH_arm)
#define bpf_target_arm
#elif defined(__TARGET_ARCH_riscv)
#define bpf_target_riscv
#elif defined(__TARGET_ARCH_s390)
#define bpf_target_s390
#elif defined(__TARGET_ARCH_powerpc)
#define bpf_target_powerpc
#elif defined(__TARGET_ARCH_mips)
#define bpf_target_mips
#elif defined(__TARGET_ARCH_loongarch)
#define bpf_target_loongarch
#elif defined(__TARGET_ARCH_sparc)
#define bpf_target_sparc
#elif defined(__TARGET_ARCH_arc)
#define bpf_target_arc
/* Not said, but perhaps compiled for the machine itself and turned into BPF later (clang | llc). */
#elif defined(__x86_64__) || defined(__i386__)
#define bpf_target_x86
#elif defined(__aarch64__)
#define bpf_target_arm64
#elif defined(__arm__)
#define bpf_target_arm
#elif defined(__riscv)
#define bpf_target_riscv
#elif defined(__s390__)
#define bpf_target_s390
#elif defined(__powerpc__)
#define bpf_target_powerpc
#elif defined(__mips__)
#define bpf_target_mips
#elif defined(__loongarch__)
#define bpf_target_loongarch
#elif defined(__sparc__)
#define bpf_target_sparc
#elif defined(__arc__)
#define bpf_target_arc
#endif

/*
 * For each machine: the registers that hold the arguments of a function, in order, and those of a
 * system call, where they are others; and where the return address, frame pointer, result, stack
 * pointer and instruction pointer are. The names are members of the struct that __PT_REGS_CAST
 * gives: the kernel's own pt_regs, as in a vmlinux.h, or what <asm/ptrace.h> shows of it to
 * programs.
 *
 * A system call's first register is often also its result's. Such machines keep the argument aside
 * (orig_...), beyond the part of pt_regs that programs are shown: a flavor of pt_regs finds it.
 */
#if defined(bpf_target_x86)

/* The kernel says di where <asm/ptrace.h> says rdi or, for 32 bits, edi. */
#if defined(__KERNEL__) || defined(__VMLINUX_H__)
#define ___PT_X86(reg) reg
#elif defined(__i386__)
#define ___PT_X86(reg) e##reg
#else
#define ___PT_X86(reg) r##reg
#endif
/* The 32-bit kernel is compiled with three arguments in registers. User space has none in them. */
#ifdef __i386__
#define ___PT_PARMS	    ___PT_X86(ax), ___PT_X86(dx), ___PT_X86(cx)
#define ___PT_SYSCALL_PARMS ___PT_X86(bx), ___PT_X86(cx), ___PT_X86(dx), ___PT_X86(si),            \
	___PT_X86(di), ___PT_X86(bp)
/* System V. The instruction syscall itself uses rcx, so the fourth argument is in r10 there. */
#else
#define ___PT_PARMS	    ___PT_X86(di), ___PT_X86(si), ___PT_X86(dx), ___PT_X86(cx), r8, r9
#define ___PT_SYSCALL_PARMS ___PT_X86(di), ___PT_X86(si), ___PT_X86(dx), r10, r8, r9
#endif
/* The return address lies on the stack, at entry of a function on its top. */
#define __PT_RET_REG ___PT_X86(sp)
#define __PT_FP_REG  ___PT_X86(bp)
#define __PT_RC_REG  ___PT_X86(ax)
#define __PT_SP_REG  ___PT_X86(sp)
#define __PT_IP_REG  ___PT_X86(ip)

#elif defined(bpf_target_arm64)

/* x0 to x7; the frame pointer is x29, the link register x30. */
#define __PT_REGS_CAST(x) ((const struct user_pt_regs *)(x))
#define ___PT_PARMS	    regs[0], regs[1], regs[2], regs[3], regs[4], regs[5], regs[6], regs[7]
#define ___PT_SYSCALL_PARMS orig_x0, regs[1], regs[2], regs[3], regs[4], regs[5]
#define __PT_RET_REG	    regs[30]
#define __PT_FP_REG	    regs[29]
#define __PT_RC_REG	    regs[0]
#define __PT_SP_REG	    sp
#define __PT_IP_REG	    pc
struct pt_regs___arm64 {
	unsigned long orig_x0;
} __attribute__((preserve_access_index));
#define ___PT_ORIG_CAST(x) ((const struct pt_regs___arm64 *)(x))

#elif defined(bpf_target_arm)

/* r0 to r3; a system call has seven. r11 is the frame pointer, 13 sp, 14 lr, 15 pc. */
#define ___PT_PARMS	    uregs[0], uregs[1], uregs[2], uregs[3]
#define ___PT_SYSCALL_PARMS uregs[0], uregs[1], uregs[2], uregs[3], uregs[4], uregs[5], uregs[6]
#define __PT_RET_REG	    uregs[14]
#define __PT_FP_REG	    uregs[11]
#define __PT_RC_REG	    uregs[0]
#define __PT_SP_REG	    uregs[13]
#define __PT_IP_REG	    uregs[15]
#define ___PT_NO_WRAPPER

#elif defined(bpf_target_riscv)

/* a0 to a7. The kernel's pt_regs begins with epc, which programs see as pc. */
#define __PT_REGS_CAST(x) ((const struct user_regs_struct *)(x))
#define ___PT_PARMS	    a0, a1, a2, a3, a4, a5, a6, a7
#define ___PT_SYSCALL_PARMS orig_a0, a1, a2, a3, a4, a5
#define __PT_RET_REG	    ra
#define __PT_FP_REG	    s0
#define __PT_RC_REG	    a0
#define __PT_SP_REG	    sp
#define __PT_IP_REG	    pc
struct pt_regs___riscv {
	unsigned long orig_a0;
} __attribute__((preserve_access_index));
#define ___PT_ORIG_CAST(x) ((const struct pt_regs___riscv *)(x))

#elif defined(bpf_target_s390)

/* r2 to r6, for system calls to r7; r14 is the return address, r15 the stack, r11 the frame. */
#define __PT_REGS_CAST(x) ((const user_pt_regs *)(x))
#define ___PT_PARMS	    gprs[2], gprs[3], gprs[4], gprs[5], gprs[6]
#define ___PT_SYSCALL_PARMS orig_gpr2, gprs[3], gprs[4], gprs[5], gprs[6], gprs[7]
#define __PT_RET_REG	    gprs[14]
#define __PT_FP_REG	    gprs[11]
#define __PT_RC_REG	    gprs[2]
#define __PT_SP_REG	    gprs[15]
#define __PT_IP_REG	    psw.addr
struct pt_regs___s390 {
	unsigned long orig_gpr2;
} __attribute__((preserve_access_index));
#define ___PT_ORIG_CAST(x) ((const struct pt_regs___s390 *)(x))

#elif defined(bpf_target_powerpc)

/*
 * r3 to r10; r1 is the stack, a frame pointer there is none. Newer kernels wrap system calls if
 * they run no 32-bit programs, others do not: only BPF_KSYSCALL asks which.
 */
#define ___PT_PARMS	    gpr[3], gpr[4], gpr[5], gpr[6], gpr[7], gpr[8], gpr[9], gpr[10]
#define ___PT_SYSCALL_PARMS orig_gpr3, gpr[4], gpr[5], gpr[6], gpr[7], gpr[8], gpr[9]
#define __PT_RET_REG	    link
#define __PT_FP_REG	    ___no_such_register_here
#define __PT_RC_REG	    gpr[3]
#define __PT_SP_REG	    gpr[1]
#define __PT_IP_REG	    nip
#define ___PT_NO_WRAPPER

#elif defined(bpf_target_mips)

/* a0 to a7 are $4 to $11 (n64), the result is in v0, $2; fp $30, sp $29, ra $31. */
#define ___PT_PARMS	    regs[4], regs[5], regs[6], regs[7], regs[8], regs[9], regs[10], regs[11]
#define ___PT_SYSCALL_PARMS regs[4], regs[5], regs[6], regs[7], regs[8], regs[9]
#define __PT_RET_REG	    regs[31]
#define __PT_FP_REG	    regs[30]
#define __PT_RC_REG	    regs[2]
#define __PT_SP_REG	    regs[29]
#define __PT_IP_REG	    cp0_epc
#define ___PT_NO_WRAPPER

#elif defined(bpf_target_loongarch)

/* a0 to a7 are r4 to r11; ra r1, sp r3, fp r22. */
#define __PT_REGS_CAST(x) ((const struct user_pt_regs *)(x))
#define ___PT_PARMS	    regs[4], regs[5], regs[6], regs[7], regs[8], regs[9], regs[10], regs[11]
#define ___PT_SYSCALL_PARMS regs[4], regs[5], regs[6], regs[7], regs[8], regs[9]
#define __PT_RET_REG	    regs[1]
#define __PT_FP_REG	    regs[22]
#define __PT_RC_REG	    regs[4]
#define __PT_SP_REG	    regs[3]
#define __PT_IP_REG	    csr_era
#define ___PT_NO_WRAPPER

#elif defined(bpf_target_sparc)

/* Of 16 registers kept, %i0 to %i5 are 8 to 13; %i6 is the frame of the caller, %i7 its address. */
#define ___PT_PARMS	    u_regs[8], u_regs[9], u_regs[10], u_regs[11], u_regs[12], u_regs[13]
#define ___PT_SYSCALL_PARMS u_regs[8], u_regs[9], u_regs[10], u_regs[11], u_regs[12], u_regs[13]
#define __PT_RET_REG	    u_regs[15]
#define __PT_FP_REG	    ___no_such_register_here
#define __PT_RC_REG	    u_regs[8]
#define __PT_SP_REG	    u_regs[14]
#define __PT_IP_REG	    tpc
#define ___PT_NO_WRAPPER

#elif defined(bpf_target_arc)

/* r0 to r7; blink is the return address. */
#define __PT_REGS_CAST(x) ((const struct user_regs_struct *)(x))
#define ___PT_PARMS                                                                                \
	scratch.r0, scratch.r1, scratch.r2, scratch.r3, scratch.r4, scratch.r5, scratch.r6,        \
		scratch.r7
#define ___PT_SYSCALL_PARMS                                                                        \
	scratch.r0, scratch.r1, scratch.r2, scratch.r3, scratch.r4, scratch.r5
#define __PT_RET_REG scratch.blink
#define __PT_FP_REG  scratch.fp
#define __PT_RC_REG  scratch.r0
#define __PT_SP_REG  scratch.sp
#define __PT_IP_REG  scratch.ret
#define ___PT_NO_WRAPPER

#endif

/* ---- one register ---------------------------------------------------------------------------- */

struct pt_regs;

#if defined(___PT_PARMS)
#define bpf_target_defined

#ifndef __PT_REGS_CAST
#define __PT_REGS_CAST(x) (x)
#endif
#ifndef ___PT_ORIG_CAST
#define ___PT_ORIG_CAST(x) __PT_REGS_CAST(x)
#endif

/* The n-th of a list; beyond its end the compiler refuses a member with a telling name. */
#define ___PT_FILL                                                                                 \
	___no_such_register_here, ___no_such_register_here, ___no_such_register_here,              \
		___no_such_register_here, ___no_such_register_here, ___no_such_register_here
#define ___pt_1(a, ...)			 a
#define ___pt_2(a, b, ...)		 b
#define ___pt_3(a, b, c, ...)		 c
#define ___pt_4(a, b, c, d, ...)	 d
#define ___pt_5(a, b, c, d, e, ...)	 e
#define ___pt_6(a, b, c, d, e, f, ...)	 f
#define ___pt_7(a, b, c, d, e, f, g, ...) g
#define ___pt_8(a, b, c, d, e, f, g, h, ...) h
#define ___pt_pick(nth, list...)	 nth(list)

#define __PT_PARM1_REG ___pt_pick(___pt_1, ___PT_PARMS, ___PT_FILL)
#define __PT_PARM2_REG ___pt_pick(___pt_2, ___PT_PARMS, ___PT_FILL)
#define __PT_PARM3_REG ___pt_pick(___pt_3, ___PT_PARMS, ___PT_FILL)
#define __PT_PARM4_REG ___pt_pick(___pt_4, ___PT_PARMS, ___PT_FILL)
#define __PT_PARM5_REG ___pt_pick(___pt_5, ___PT_PARMS, ___PT_FILL)
#define __PT_PARM6_REG ___pt_pick(___pt_6, ___PT_PARMS, ___PT_FILL)
#define __PT_PARM7_REG ___pt_pick(___pt_7, ___PT_PARMS, ___PT_FILL)
#define __PT_PARM8_REG ___pt_pick(___pt_8, ___PT_PARMS, ___PT_FILL)

#define __PT_PARM1_SYSCALL_REG ___pt_pick(___pt_1, ___PT_SYSCALL_PARMS, ___PT_FILL)
#define __PT_PARM2_SYSCALL_REG ___pt_pick(___pt_2, ___PT_SYSCALL_PARMS, ___PT_FILL)
#define __PT_PARM3_SYSCALL_REG ___pt_pick(___pt_3, ___PT_SYSCALL_PARMS, ___PT_FILL)
#define __PT_PARM4_SYSCALL_REG ___pt_pick(___pt_4, ___PT_SYSCALL_PARMS, ___PT_FILL)
#define __PT_PARM5_SYSCALL_REG ___pt_pick(___pt_5, ___PT_SYSCALL_PARMS, ___PT_FILL)
#define __PT_PARM6_SYSCALL_REG ___pt_pick(___pt_6, ___PT_SYSCALL_PARMS, ___PT_FILL)
#define __PT_PARM7_SYSCALL_REG ___pt_pick(___pt_7, ___PT_SYSCALL_PARMS, ___PT_FILL)

/* From the context of the program, which it may read as it is. */
#define ___pt_reg(x, reg) (__PT_REGS_CAST(x)->reg)
/*
 * From registers that lie elsewhere, found by a pointer: a probed read, fitted to the kernel. Who
 * uses these, or BPF_KSYSCALL, includes bpf_core_read.h as well.
 */
#define ___pt_reg_core(x, reg) BPF_CORE_READ(__PT_REGS_CAST(x), reg)

#define ___pt_orig(x)	   (___PT_ORIG_CAST(x)->__PT_PARM1_SYSCALL_REG)
#define ___pt_orig_core(x) BPF_CORE_READ(___PT_ORIG_CAST(x), __PT_PARM1_SYSCALL_REG)

/*
 * Where x86 keeps the return address: at entry where the stack pointer points, at return (a
 * kretprobe) above the saved frame pointer, if the kernel has frame pointers. All others have it
 * in a register.
 */
#ifdef bpf_target_x86
#define BPF_KPROBE_READ_RET_IP(ip, ctx)                                                            \
	bpf_probe_read_kernel(&(ip), sizeof(ip), (void *)PT_REGS_RET(ctx))
#define BPF_KRETPROBE_READ_RET_IP(ip, ctx)                                                         \
	bpf_probe_read_kernel(&(ip), sizeof(ip), (void *)(PT_REGS_FP(ctx) + sizeof(ip)))
#else
#define BPF_KPROBE_READ_RET_IP(ip, ctx)	   ((ip) = PT_REGS_RET(ctx))
#define BPF_KRETPROBE_READ_RET_IP(ip, ctx) BPF_KPROBE_READ_RET_IP(ip, ctx)
#endif

#else /* no machine said: a file that uses no register compiles all the same */

#define ___pt_no_machine                                                                           \
	({                                                                                         \
		_Pragma("GCC error \"say which machine: -D__TARGET_ARCH_x86 or another\"");        \
		0L;                                                                                \
	})
#define ___pt_reg(x, reg)		   ___pt_no_machine
#define ___pt_reg_core(x, reg)		   ___pt_no_machine
#define ___pt_orig(x)			   ___pt_no_machine
#define ___pt_orig_core(x)		   ___pt_no_machine
#define BPF_KPROBE_READ_RET_IP(ip, ctx)	   ___pt_no_machine
#define BPF_KRETPROBE_READ_RET_IP(ip, ctx) ___pt_no_machine

#endif

#define PT_REGS_PARM1(x) ___pt_reg(x, __PT_PARM1_REG)
#define PT_REGS_PARM2(x) ___pt_reg(x, __PT_PARM2_REG)
#define PT_REGS_PARM3(x) ___pt_reg(x, __PT_PARM3_REG)
#define PT_REGS_PARM4(x) ___pt_reg(x, __PT_PARM4_REG)
#define PT_REGS_PARM5(x) ___pt_reg(x, __PT_PARM5_REG)
#define PT_REGS_PARM6(x) ___pt_reg(x, __PT_PARM6_REG)
#define PT_REGS_PARM7(x) ___pt_reg(x, __PT_PARM7_REG)
#define PT_REGS_PARM8(x) ___pt_reg(x, __PT_PARM8_REG)
#define PT_REGS_RET(x)	 ___pt_reg(x, __PT_RET_REG)
#define PT_REGS_FP(x)	 ___pt_reg(x, __PT_FP_REG)
#define PT_REGS_RC(x)	 ___pt_reg(x, __PT_RC_REG)
#define PT_REGS_SP(x)	 ___pt_reg(x, __PT_SP_REG)
#define PT_REGS_IP(x)	 ___pt_reg(x, __PT_IP_REG)

#define PT_REGS_PARM1_CORE(x) ___pt_reg_core(x, __PT_PARM1_REG)
#define PT_REGS_PARM2_CORE(x) ___pt_reg_core(x, __PT_PARM2_REG)
#define PT_REGS_PARM3_CORE(x) ___pt_reg_core(x, __PT_PARM3_REG)
#define PT_REGS_PARM4_CORE(x) ___pt_reg_core(x, __PT_PARM4_REG)
#define PT_REGS_PARM5_CORE(x) ___pt_reg_core(x, __PT_PARM5_REG)
#define PT_REGS_PARM6_CORE(x) ___pt_reg_core(x, __PT_PARM6_REG)
#define PT_REGS_PARM7_CORE(x) ___pt_reg_core(x, __PT_PARM7_REG)
#define PT_REGS_PARM8_CORE(x) ___pt_reg_core(x, __PT_PARM8_REG)
#define PT_REGS_RET_CORE(x)   ___pt_reg_core(x, __PT_RET_REG)
#define PT_REGS_FP_CORE(x)    ___pt_reg_core(x, __PT_FP_REG)
#define PT_REGS_RC_CORE(x)    ___pt_reg_core(x, __PT_RC_REG)
#define PT_REGS_SP_CORE(x)    ___pt_reg_core(x, __PT_SP_REG)
#define PT_REGS_IP_CORE(x)    ___pt_reg_core(x, __PT_IP_REG)

#define PT_REGS_PARM1_SYSCALL(x) ___pt_orig(x)
#define PT_REGS_PARM2_SYSCALL(x) ___pt_reg(x, __PT_PARM2_SYSCALL_REG)
#define PT_REGS_PARM3_SYSCALL(x) ___pt_reg(x, __PT_PARM3_SYSCALL_REG)
#define PT_REGS_PARM4_SYSCALL(x) ___pt_reg(x, __PT_PARM4_SYSCALL_REG)
#define PT_REGS_PARM5_SYSCALL(x) ___pt_reg(x, __PT_PARM5_SYSCALL_REG)
#define PT_REGS_PARM6_SYSCALL(x) ___pt_reg(x, __PT_PARM6_SYSCALL_REG)
#define PT_REGS_PARM7_SYSCALL(x) ___pt_reg(x, __PT_PARM7_SYSCALL_REG)

#define PT_REGS_PARM1_CORE_SYSCALL(x) ___pt_orig_core(x)
#define PT_REGS_PARM2_CORE_SYSCALL(x) ___pt_reg_core(x, __PT_PARM2_SYSCALL_REG)
#define PT_REGS_PARM3_CORE_SYSCALL(x) ___pt_reg_core(x, __PT_PARM3_SYSCALL_REG)
#define PT_REGS_PARM4_CORE_SYSCALL(x) ___pt_reg_core(x, __PT_PARM4_SYSCALL_REG)
#define PT_REGS_PARM5_CORE_SYSCALL(x) ___pt_reg_core(x, __PT_PARM5_SYSCALL_REG)
#define PT_REGS_PARM6_CORE_SYSCALL(x) ___pt_reg_core(x, __PT_PARM6_SYSCALL_REG)
#define PT_REGS_PARM7_CORE_SYSCALL(x) ___pt_reg_core(x, __PT_PARM7_SYSCALL_REG)

/*
 * In a kprobe at a system call's function: the registers of the process. x86 (since 4.17), arm64,
 * s390 and riscv (6.6) wrap that function: its one argument points to them.
 */
#ifdef ___PT_NO_WRAPPER
#define PT_REGS_SYSCALL_REGS(ctx) ctx
#else
#define PT_REGS_SYSCALL_REGS(ctx) ((struct pt_regs *)PT_REGS_PARM1(ctx))
#endif

#endif
