/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The arguments of what is traced, as the parameters of a C function.
 *
 * The kernel calls a program with one pointer. For kprobes, uprobes and USDT it points to the
 * registers of the machine: see bpf_pt_regs.h. For raw tracepoints, fentry, fexit, fmod_ret, LSM,
 * struct_ops and iterators it points to an array of 64-bit slots, one for each argument, on all
 * machines.
 */
#ifndef BPF_TRACING_H
#define BPF_TRACING_H

#include "bpf_helpers.h"
#include "bpf_pt_regs.h"

/* ---- arguments as parameters ----------------------------------------------------------------- */

/*
 * int BPF_KPROBE(name, struct path *path, int flags) { ... } becomes the program, which gets the
 * context and passes the registers on, and a function inlined into it, to which the body belongs:
 *
 *	int name(struct pt_regs *ctx);
 *	static inline int ____name(struct pt_regs *ctx, struct path *path, int flags);
 *	int name(struct pt_regs *ctx)
 *	{
 *		return ____name(ctx, (void *)PT_REGS_PARM1(ctx), (void *)PT_REGS_PARM2(ctx));
 *	}
 *	static inline int ____name(struct pt_regs *ctx, struct path *path, int flags) { ... }
 *
 * void * fits a parameter that is a pointer and, with a warning that is turned off, any integer.
 * The body has the parameters and ctx.
 */
#define ___bpf_program(name, ctx_type, passed, args...)                                            \
	name(ctx_type *ctx);                                                                       \
	static __always_inline typeof(name(0)) ____##name(ctx_type *ctx, ##args);                  \
	typeof(name(0)) name(ctx_type *ctx)                                                        \
	{                                                                                          \
		_Pragma("GCC diagnostic push")                                                     \
		_Pragma("GCC diagnostic ignored \"-Wint-conversion\"")                             \
		return ____##name(ctx passed);                                                     \
		_Pragma("GCC diagnostic pop")                                                      \
	}                                                                                          \
	static __always_inline typeof(name(0)) ____##name(ctx_type *ctx, ##args)

/* As many of a list as there are parameters, each with a comma before it. */
#define ___bpf_arg(a)			(void *)(unsigned long)(a)
#define ___bpf_take(args...)		___bpf_apply(___bpf_take, ___bpf_narg(args))
#define ___bpf_take0(...)
#define ___bpf_take1(a, ...)		, ___bpf_arg(a)
#define ___bpf_take2(a, more...)	, ___bpf_arg(a) ___bpf_take1(more)
#define ___bpf_take3(a, more...)	, ___bpf_arg(a) ___bpf_take2(more)
#define ___bpf_take4(a, more...)	, ___bpf_arg(a) ___bpf_take3(more)
#define ___bpf_take5(a, more...)	, ___bpf_arg(a) ___bpf_take4(more)
#define ___bpf_take6(a, more...)	, ___bpf_arg(a) ___bpf_take5(more)
#define ___bpf_take7(a, more...)	, ___bpf_arg(a) ___bpf_take6(more)
#define ___bpf_take8(a, more...)	, ___bpf_arg(a) ___bpf_take7(more)
#define ___bpf_take9(a, more...)	, ___bpf_arg(a) ___bpf_take8(more)
#define ___bpf_take10(a, more...)	, ___bpf_arg(a) ___bpf_take9(more)
#define ___bpf_take11(a, more...)	, ___bpf_arg(a) ___bpf_take10(more)
#define ___bpf_take12(a, more...)	, ___bpf_arg(a) ___bpf_take11(more)

/* The slots of raw tracepoints, fentry, fexit (after the arguments the result), LSM, struct_ops. */
#define BPF_PROG(name, args...)                                                                    \
	___bpf_program(name, unsigned long long, ___bpf_take(args)(ctx[0], ctx[1], ctx[2], ctx[3], \
		ctx[4], ctx[5], ctx[6], ctx[7], ctx[8], ctx[9], ctx[10], ctx[11]), ##args)

/*
 * The registers at a function's entry, and its result. For kernel functions and for those of user
 * space.
 */
#define BPF_KPROBE(name, args...)                                                                  \
	___bpf_program(name, struct pt_regs, ___bpf_take(args)(PT_REGS_PARM1(ctx),                 \
		PT_REGS_PARM2(ctx), PT_REGS_PARM3(ctx), PT_REGS_PARM4(ctx), PT_REGS_PARM5(ctx),    \
		PT_REGS_PARM6(ctx), PT_REGS_PARM7(ctx), PT_REGS_PARM8(ctx)), ##args)
#define BPF_KRETPROBE(name, args...)                                                               \
	___bpf_program(name, struct pt_regs, ___bpf_take(args)(PT_REGS_RC(ctx)), ##args)
#define BPF_UPROBE(name, args...)    BPF_KPROBE(name, ##args)
#define BPF_URETPROBE(name, args...) BPF_KRETPROBE(name, ##args)

/*
 * A system call's arguments, in a kprobe at its function (ksyscall/NAME). Where that is a wrapper,
 * they are one pointer away. The loader gives LINUX_HAS_SYSCALL_WRAPPER its value, and the verifier
 * drops the branch not taken.
 */
#define ___bpf_probed                                                                              \
	PT_REGS_PARM1_CORE_SYSCALL(regs), PT_REGS_PARM2_CORE_SYSCALL(regs),                        \
		PT_REGS_PARM3_CORE_SYSCALL(regs), PT_REGS_PARM4_CORE_SYSCALL(regs),                \
		PT_REGS_PARM5_CORE_SYSCALL(regs), PT_REGS_PARM6_CORE_SYSCALL(regs),                \
		PT_REGS_PARM7_CORE_SYSCALL(regs)
#define ___bpf_direct                                                                              \
	PT_REGS_PARM1_SYSCALL(regs), PT_REGS_PARM2_SYSCALL(regs), PT_REGS_PARM3_SYSCALL(regs),     \
		PT_REGS_PARM4_SYSCALL(regs), PT_REGS_PARM5_SYSCALL(regs),                          \
		PT_REGS_PARM6_SYSCALL(regs), PT_REGS_PARM7_SYSCALL(regs)
#define ___bpf_call(macro, list...) macro(list)
#define BPF_KSYSCALL(name, args...)                                                                \
	name(struct pt_regs *ctx);                                                                 \
	extern _Bool LINUX_HAS_SYSCALL_WRAPPER __kconfig;                                          \
	static __always_inline typeof(name(0)) ____##name(struct pt_regs *ctx, ##args);            \
	typeof(name(0)) name(struct pt_regs *ctx)                                                  \
	{                                                                                          \
		struct pt_regs *regs __attribute__((unused)) = LINUX_HAS_SYSCALL_WRAPPER ?         \
			(struct pt_regs *)(unsigned long)PT_REGS_PARM1(ctx) : ctx;                 \
		_Pragma("GCC diagnostic push")                                                     \
		_Pragma("GCC diagnostic ignored \"-Wint-conversion\"")                             \
		if (LINUX_HAS_SYSCALL_WRAPPER)                                                     \
			return ____##name(ctx ___bpf_call(___bpf_take(args), ___bpf_probed));      \
		else                                                                               \
			return ____##name(ctx ___bpf_call(___bpf_take(args), ___bpf_direct));      \
		_Pragma("GCC diagnostic pop")                                                      \
	}                                                                                          \
	static __always_inline typeof(name(0)) ____##name(struct pt_regs *ctx, ##args)
#define BPF_KPROBE_SYSCALL BPF_KSYSCALL

/* ---- structs as arguments -------------------------------------------------------------------- */

/*
 * A kernel function may take a small struct by value. The machine passes up to 8 bytes in one
 * register, up to 16 in two, so fentry has one or two slots of it, and what follows is moved on.
 * BPF_PROG2(name, struct pair, p, int, n) takes type and name in turn, to know how many.
 */
#define ___bpf_slots(type) ((sizeof(type) + 7) / 8)

/* What fits a number is passed as one, which matters in big-endian order; else bytes in order. */
#define ___bpf_from_slots(type, at)                                                                \
	({                                                                                         \
		union {                                                                            \
			__u8 one;                                                                  \
			__u16 two;                                                                 \
			__u32 four;                                                                \
			__u64 slots[2];                                                            \
			type value;                                                                \
		} ___arg = {.slots = {ctx[at], 0}};                                                \
		if (sizeof(type) == 1)                                                             \
			___arg.one = ctx[at];                                                      \
		else if (sizeof(type) == 2)                                                        \
			___arg.two = ctx[at];                                                      \
		else if (sizeof(type) == 4)                                                        \
			___arg.four = ctx[at];                                                     \
		else if (sizeof(type) > 8)                                                         \
			___arg.slots[1] = ctx[(at) + 1];                                           \
		___arg.value;                                                                      \
	})

#define ___bpf_pairs(args...)                                                                      \
	___bpf_pairs_(z, ##args, 12, 12, 11, 11, 10, 10, 9, 9, 8, 8, 7, 7, 6, 6, 5, 5, 4, 4, 3, 3, \
		2, 2, 1, 1, 0)
#define ___bpf_pairs_(z, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x,   \
	count, ...) count

/* The parameters: `, struct pair p, int n`. */
#define ___bpf_declare0(...)
#define ___bpf_declare1(t, x, more...)	, t x
#define ___bpf_declare2(t, x, more...)	, t x ___bpf_declare1(more)
#define ___bpf_declare3(t, x, more...)	, t x ___bpf_declare2(more)
#define ___bpf_declare4(t, x, more...)	, t x ___bpf_declare3(more)
#define ___bpf_declare5(t, x, more...)	, t x ___bpf_declare4(more)
#define ___bpf_declare6(t, x, more...)	, t x ___bpf_declare5(more)
#define ___bpf_declare7(t, x, more...)	, t x ___bpf_declare6(more)
#define ___bpf_declare8(t, x, more...)	, t x ___bpf_declare7(more)
#define ___bpf_declare9(t, x, more...)	, t x ___bpf_declare8(more)
#define ___bpf_declare10(t, x, more...) , t x ___bpf_declare9(more)
#define ___bpf_declare11(t, x, more...) , t x ___bpf_declare10(more)
#define ___bpf_declare12(t, x, more...) , t x ___bpf_declare11(more)
#define ___bpf_declare(args...)		___bpf_apply(___bpf_declare, ___bpf_pairs(args))(args)

/* The values: at slot 0, then after the slots of the first, and so on. */
#define ___bpf_pass0(...)
#define ___bpf_pass1(at, t, x, more...)	 , ___bpf_from_slots(t, at)
#define ___bpf_pass2(at, t, x, more...)                                                            \
	, ___bpf_from_slots(t, at) ___bpf_pass1(at + ___bpf_slots(t), more)
#define ___bpf_pass3(at, t, x, more...)                                                            \
	, ___bpf_from_slots(t, at) ___bpf_pass2(at + ___bpf_slots(t), more)
#define ___bpf_pass4(at, t, x, more...)                                                            \
	, ___bpf_from_slots(t, at) ___bpf_pass3(at + ___bpf_slots(t), more)
#define ___bpf_pass5(at, t, x, more...)                                                            \
	, ___bpf_from_slots(t, at) ___bpf_pass4(at + ___bpf_slots(t), more)
#define ___bpf_pass6(at, t, x, more...)                                                            \
	, ___bpf_from_slots(t, at) ___bpf_pass5(at + ___bpf_slots(t), more)
#define ___bpf_pass7(at, t, x, more...)                                                            \
	, ___bpf_from_slots(t, at) ___bpf_pass6(at + ___bpf_slots(t), more)
#define ___bpf_pass8(at, t, x, more...)                                                            \
	, ___bpf_from_slots(t, at) ___bpf_pass7(at + ___bpf_slots(t), more)
#define ___bpf_pass9(at, t, x, more...)                                                            \
	, ___bpf_from_slots(t, at) ___bpf_pass8(at + ___bpf_slots(t), more)
#define ___bpf_pass10(at, t, x, more...)                                                           \
	, ___bpf_from_slots(t, at) ___bpf_pass9(at + ___bpf_slots(t), more)
#define ___bpf_pass11(at, t, x, more...)                                                           \
	, ___bpf_from_slots(t, at) ___bpf_pass10(at + ___bpf_slots(t), more)
#define ___bpf_pass12(at, t, x, more...)                                                           \
	, ___bpf_from_slots(t, at) ___bpf_pass11(at + ___bpf_slots(t), more)
#define ___bpf_pass(args...) ___bpf_apply(___bpf_pass, ___bpf_pairs(args))(0, ##args)

#define BPF_PROG2(name, args...)                                                                   \
	name(unsigned long long *ctx);                                                             \
	static __always_inline typeof(name(0)) ____##name(                                         \
		unsigned long long *ctx ___bpf_declare(args));                                     \
	typeof(name(0)) name(unsigned long long *ctx)                                              \
	{                                                                                          \
		return ____##name(ctx ___bpf_pass(args));                                          \
	}                                                                                          \
	static __always_inline typeof(name(0)) ____##name(                                         \
		unsigned long long *ctx ___bpf_declare(args))

#endif
