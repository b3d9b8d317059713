/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The arguments of USDT probes: places in a program that its author marked for tracers.
 *
 * Such a place is a nop, and a note in the program's file says where it is and where its arguments
 * are at that moment: "-4@%eax 8@16(%rbp)" is a signed 32-bit number in eax and 64 bits on the
 * stack. Each place may have them elsewhere, as the compiler saw fit. So user space, when it
 * attaches, translates the text to a spec and puts it into a map; the BPF program finds the spec of
 * the place where it was called, and reads.
 *
 * How it finds it: since 5.15 a probe has a number from whoever attached it, the cookie, and that
 * is the index of the spec. Before, a second map has the index by the address of the place.
 *
 * The two maps and the bytes of a spec are the contract with the loader.
 */
#ifndef BPF_USDT_H
#define BPF_USDT_H

#include <linux/errno.h>
#include "bpf_helpers.h"
#include "bpf_tracing.h"

/* How many specs there can be at a time, one for each different text of arguments attached. */
#ifndef BPF_USDT_MAX_SPEC_CNT
#define BPF_USDT_MAX_SPEC_CNT 256
#endif
/* How many places, for kernels without cookies. */
#ifndef BPF_USDT_MAX_IP_CNT
#define BPF_USDT_MAX_IP_CNT (4 * BPF_USDT_MAX_SPEC_CNT)
#endif
#define BPF_USDT_MAX_ARG_CNT 12

enum __bpf_usdt_arg_type {
	BPF_USDT_ARG_CONST,	/* $5: val_off is the value */
	BPF_USDT_ARG_REG,	/* %eax: in the register at reg_off of pt_regs */
	BPF_USDT_ARG_REG_DEREF, /* 16(%rbp): in memory at that register plus val_off */
	BPF_USDT_ARG_SIB,	/* 16(%rbp,%rax,8): and plus the index register << scale_bitshift */
};

/*
 * 24 bytes: the middle fields are units of one, two and one byte, each aligned, so that
 * little-endian the type is byte 8, the index register bytes 10 and 11, and big-endian the type is
 * byte 12. Objects compiled with the reference library before 1.7 have 16 bytes and no index
 * register: type in 8 to 11, then reg_off at 12. A loader sees by the BTF of the map which it has
 * before it.
 */
struct __bpf_usdt_arg_spec {
	__u64 val_off;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	enum __bpf_usdt_arg_type arg_type : 8;
	__u16 idx_reg_off : 12; /* bytes into pt_regs */
	__u16 scale_bitshift : 4;
	__u8 __reserved : 8;
#else
	__u8 __reserved : 8;
	__u16 idx_reg_off : 12;
	__u16 scale_bitshift : 4;
	enum __bpf_usdt_arg_type arg_type : 8;
#endif
	short reg_off;
	_Bool arg_signed;
	char arg_bitshift; /* 64 - 8 * size: up and down again by this much leaves the argument */
};
_Static_assert(sizeof(struct __bpf_usdt_arg_spec) == 24 &&
	__builtin_offsetof(struct __bpf_usdt_arg_spec, reg_off) == 14, "known to the loader");

struct __bpf_usdt_spec {
	struct __bpf_usdt_arg_spec args[BPF_USDT_MAX_ARG_CNT];
	__u64 usdt_cookie; /* the user's own, since the kernel's is taken */
	short arg_cnt;
};

/* Weak, as the functions below: a program linked of several objects has them once. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, BPF_USDT_MAX_SPEC_CNT);
	__type(key, int);
	__type(value, struct __bpf_usdt_spec);
} __bpf_usdt_specs SEC(".maps") __weak;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, BPF_USDT_MAX_IP_CNT);
	__type(key, long);
	__type(value, __u32);
} __bpf_usdt_ip_to_spec_id SEC(".maps") __weak;

extern const _Bool LINUX_HAS_BPF_COOKIE __kconfig;

/* NULL if nobody knows the place. */
static __always_inline struct __bpf_usdt_spec *___bpf_usdt_spec(struct pt_regs *ctx)
{
	int id;

	if (LINUX_HAS_BPF_COOKIE) {
		id = bpf_get_attach_cookie(ctx);
	} else {
		long ip = PT_REGS_IP(ctx);
		int *known = bpf_map_lookup_elem(&__bpf_usdt_ip_to_spec_id, &ip);

		if (!known)
			return NULL;
		id = *known;
	}
	return bpf_map_lookup_elem(&__bpf_usdt_specs, &id);
}

/* How many arguments there are, or -ESRCH. */
__weak __hidden int bpf_usdt_arg_cnt(struct pt_regs *ctx)
{
	struct __bpf_usdt_spec *spec = ___bpf_usdt_spec(ctx);

	return spec ? spec->arg_cnt : -ESRCH;
}

/*
 * The number of the argument, checked first against what the verifier can follow, the length of the
 * array, then against the spec. NULL if there is none of that number.
 */
static __always_inline struct __bpf_usdt_arg_spec *___bpf_usdt_arg_spec(
	struct __bpf_usdt_spec *spec, __u64 arg_num)
{
	if (arg_num >= BPF_USDT_MAX_ARG_CNT)
		return NULL;
	barrier_var(arg_num);
	if (arg_num >= spec->arg_cnt)
		return NULL;
	return &spec->args[arg_num];
}

/* Its size in bytes, -ESRCH, or -ENOENT if there are not so many. */
static __always_inline int bpf_usdt_arg_size(struct pt_regs *ctx, __u64 arg_num)
{
	struct __bpf_usdt_spec *spec = ___bpf_usdt_spec(ctx);
	struct __bpf_usdt_arg_spec *arg;

	if (!spec)
		return -ESRCH;
	arg = ___bpf_usdt_arg_spec(spec, arg_num);
	if (!arg)
		return -ENOENT;
	return (64U - arg->arg_bitshift) / 8;
}

/* A register of the process, out of what the program was given. */
static __always_inline int ___bpf_usdt_reg(struct pt_regs *ctx, short offset, unsigned long *value)
{
	return bpf_probe_read_kernel(value, sizeof(*value), (void *)ctx + offset);
}

/* The 64 bits where the argument is, with what stands beside it. */
static __always_inline int ___bpf_usdt_raw(
	struct pt_regs *ctx, struct __bpf_usdt_arg_spec *arg, unsigned long *value)
{
	unsigned long at, index = 0;
	int err;

	if (arg->arg_type == BPF_USDT_ARG_CONST) {
		*value = arg->val_off;
		return 0;
	}
	if (arg->arg_type > BPF_USDT_ARG_SIB)
		return -EINVAL;
	err = ___bpf_usdt_reg(ctx, arg->reg_off, &at);
	if (err)
		return err;
	if (arg->arg_type == BPF_USDT_ARG_REG) {
		*value = at;
		return 0;
	}
	if (arg->arg_type == BPF_USDT_ARG_SIB) {
		err = ___bpf_usdt_reg(ctx, arg->idx_reg_off, &index);
		if (err)
			return err;
	}
	at += (index << arg->scale_bitshift) + arg->val_off;
	err = bpf_probe_read_user(value, sizeof(*value), (void *)at);
	if (err)
		return err;
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
	/* of memory, the argument's bytes came first, and are the high ones */
	*value >>= arg->arg_bitshift;
#endif
	return 0;
}

/*
 * The argument, extended to 64 bits by its sign if it has one. 0, or as above, or why it cannot be
 * read.
 */
__weak __hidden int bpf_usdt_arg(struct pt_regs *ctx, __u64 arg_num, long *res)
{
	struct __bpf_usdt_spec *spec;
	struct __bpf_usdt_arg_spec *arg;
	unsigned long value;
	int err;

	*res = 0;
	spec = ___bpf_usdt_spec(ctx);
	if (!spec)
		return -ESRCH;
	arg = ___bpf_usdt_arg_spec(spec, arg_num);
	if (!arg)
		return -ENOENT;
	err = ___bpf_usdt_raw(ctx, arg, &value);
	if (err)
		return err;
	value <<= arg->arg_bitshift;
	if (arg->arg_signed)
		*res = (long)value >> arg->arg_bitshift;
	else
		*res = value >> arg->arg_bitshift;
	return 0;
}

/* What the user gave when attaching; 0 if the place is not known. */
__weak __hidden long bpf_usdt_cookie(struct pt_regs *ctx)
{
	struct __bpf_usdt_spec *spec = ___bpf_usdt_spec(ctx);

	return spec ? spec->usdt_cookie : 0;
}

/*
 * int BPF_USDT(name, int fd, char *path) { ... }: as BPF_KPROBE, with the arguments of the probe.
 */
#define ___bpf_usdt_value(n)                                                                       \
	({                                                                                         \
		long ___value;                                                                     \
		bpf_usdt_arg(ctx, n, &___value);                                                   \
		___value;                                                                          \
	})
#define BPF_USDT(name, args...)                                                                    \
	___bpf_program(name, struct pt_regs, ___bpf_take(args)(___bpf_usdt_value(0),               \
		___bpf_usdt_value(1), ___bpf_usdt_value(2), ___bpf_usdt_value(3),                  \
		___bpf_usdt_value(4), ___bpf_usdt_value(5), ___bpf_usdt_value(6),                  \
		___bpf_usdt_value(7), ___bpf_usdt_value(8), ___bpf_usdt_value(9),                  \
		___bpf_usdt_value(10), ___bpf_usdt_value(11)), ##args)

#endif
