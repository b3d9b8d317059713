// SPDX-License-Identifier: BSD-2-Clause
/*
 * The registers and arguments of bpf_tracing.h and usdt.bpf.h, for x86 or, with -DMACHINE, for that
 * of -D__TARGET_ARCH_*. The registers are those of <linux/ptrace.h>, or of a vmlinux.h for x86;
 * tests/cli/headers.sh knows which offsets have to come out.
 */
#ifndef MACHINE
#define __TARGET_ARCH_x86
#endif
#include <linux/types.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
#if defined(bpf_target_x86) && defined(__VMLINUX_H__)
struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8;
	unsigned long ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};
#elif defined(bpf_target_x86) && defined(__i386__)
struct pt_regs {
	long ebx, ecx, edx, esi, edi, ebp, eax;
	int xds, xes, xfs, xgs;
	long orig_eax, eip, xcs, eflags, esp, xss;
};
#else
#include <linux/ptrace.h>
#endif
#pragma clang attribute pop

#include <bpf/usdt.bpf.h>

char gpl[] SEC("license") = "GPL";
long out;

/*
 * What every machine has: the first three arguments and the other registers, each in a program of
 * its own, whose one record is the answer.
 */
#define PROG(name, value)                                                                          \
	SEC("kprobe/" #name) int name(struct pt_regs *ctx) { return value; }
PROG(parm1, PT_REGS_PARM1(ctx))
PROG(parm2, PT_REGS_PARM2(ctx))
PROG(parm3, PT_REGS_PARM3(ctx))
PROG(ret, PT_REGS_RET(ctx))
PROG(rc, PT_REGS_RC(ctx))
PROG(sp, PT_REGS_SP(ctx))
PROG(ip, PT_REGS_IP(ctx))
PROG(sys1, PT_REGS_PARM1_SYSCALL(ctx))
PROG(sys4, PT_REGS_PARM4_SYSCALL(ctx))
PROG(sys5, PT_REGS_PARM5_SYSCALL(ctx))
PROG(sys6, PT_REGS_PARM6_SYSCALL(ctx))
PROG(core1, PT_REGS_PARM1_CORE(ctx))
PROG(core3, PT_REGS_PARM3_CORE(ctx))
PROG(coreret, PT_REGS_RET_CORE(ctx))
PROG(corerc, PT_REGS_RC_CORE(ctx))
PROG(coresp, PT_REGS_SP_CORE(ctx))
PROG(coreip, PT_REGS_IP_CORE(ctx))
PROG(coresys1, PT_REGS_PARM1_CORE_SYSCALL(ctx))
PROG(coresys6, PT_REGS_PARM6_CORE_SYSCALL(ctx))
/* What some have. */
#if !defined(bpf_target_powerpc) && !defined(bpf_target_sparc)
PROG(fp, PT_REGS_FP(ctx))
PROG(corefp, PT_REGS_FP_CORE(ctx))
#endif
#ifndef __i386__
PROG(parm4, PT_REGS_PARM4(ctx))
PROG(core4, PT_REGS_PARM4_CORE(ctx))
#ifndef bpf_target_arm
PROG(parm5, PT_REGS_PARM5(ctx))
PROG(core5, PT_REGS_PARM5_CORE(ctx))
#ifndef bpf_target_s390
PROG(parm6, PT_REGS_PARM6(ctx))
PROG(core6, PT_REGS_PARM6_CORE(ctx))
#if !defined(bpf_target_x86) && !defined(bpf_target_sparc)
PROG(parm7, PT_REGS_PARM7(ctx))
PROG(parm8, PT_REGS_PARM8(ctx))
PROG(core8, PT_REGS_PARM8_CORE(ctx))
#endif
#endif
#endif
#endif
#if defined(bpf_target_arm) || defined(bpf_target_powerpc)
PROG(sys7, PT_REGS_PARM7_SYSCALL(ctx))
PROG(coresys7, PT_REGS_PARM7_CORE_SYSCALL(ctx))
#endif
PROG(sysregs, PT_REGS_PARM2_CORE_SYSCALL(PT_REGS_SYSCALL_REGS(ctx)))

SEC("kprobe/return_ip") int return_ip(struct pt_regs *ctx)
{
	BPF_KPROBE_READ_RET_IP(out, ctx);
	return 0;
}

#if !defined(bpf_target_powerpc) && !defined(bpf_target_sparc)
SEC("kretprobe/return_ip") int kretprobe_ip(struct pt_regs *ctx)
{
	BPF_KRETPROBE_READ_RET_IP(out, ctx);
	return 0;
}
#endif

SEC("kprobe/f") int BPF_KPROBE(kprobe, int a, void *b, long c)
{
	out = (long)ctx;
	return a + (long)b + c;
}
SEC("kprobe/f") int BPF_KPROBE(kprobe0)
{
	return 0;
}
SEC("kretprobe/f") int BPF_KRETPROBE(kretprobe, int result)
{
	return result;
}
SEC("kretprobe/f") int BPF_KRETPROBE(kretprobe0)
{
	return 0;
}
SEC("uprobe") int BPF_UPROBE(on_uprobe, int a)
{
	return a;
}
SEC("uretprobe") int BPF_URETPROBE(on_uretprobe, int result)
{
	return result;
}
SEC("ksyscall/openat") int BPF_KSYSCALL(ksyscall, int dir, char *path, int c, int d, int e,
	int f)
{
	return dir + (long)path + c + d + e + f;
}
SEC("ksyscall/getpid") int BPF_KPROBE_SYSCALL(ksyscall0)
{
	return 0;
}

SEC("raw_tp/sys_enter") int BPF_PROG(slots, long a, char *b, int c, char d, long e, long f, long g,
	long h, long i, long j, long k, long l)
{
	out = (long)ctx + (long)b;
	return a + c + d + e + f + g + h + i + j + k + l;
}
SEC("raw_tp/sys_enter") int BPF_PROG(slots0)
{
	return 0;
}

/* A pair of longs has two slots, five bytes have one, and so d is the fifth. */
struct pair {
	long x, y;
};
struct five {
	char bytes[5];
};
SEC("fentry/f") int BPF_PROG2(structs, int, a, struct pair, b, struct five, c, short, d)
{
	return a + b.x + b.y + c.bytes[4] + d;
}
SEC("fentry/f") int BPF_PROG2(structs0)
{
	return 0;
}
SEC("fentry/f") int BPF_PROG2(fifth, int, a, struct pair, b, struct five, c, short, d)
{
	return d;
}

SEC("usdt") int BPF_USDT(on_usdt, int a, void *b, long c, long d, long e, long f, long g, long h,
	long i, long j, long k, long l)
{
	out = bpf_usdt_arg_cnt(ctx) + bpf_usdt_arg_size(ctx, 1) + bpf_usdt_cookie(ctx);
	return a + (long)b + c + d + e + f + g + h + i + j + k + l;
}
SEC("usdt") int BPF_USDT(on_usdt0)
{
	return 0;
}
