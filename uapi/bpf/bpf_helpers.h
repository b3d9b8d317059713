/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a BPF program written in C includes, after <linux/bpf.h> or a vmlinux.h.
 *
 * Nothing here is executed by the kernel. These are the notes a program leaves in its object file
 * for the loader: section names, BTF, and symbols without a definition.
 */
#ifndef BPF_HELPERS_H
#define BPF_HELPERS_H

#include "bpf_helper_defs.h"

/* ---- sections -------------------------------------------------------------------------------- */

/*
 * The section of a program says what hook it is for ("xdp", "kprobe/vfs_read"); `used` keeps
 * what no C code refers to.
 */
#define SEC(name) __attribute__((section(name), used))

/* Without a definition: the loader gives them a value by name. */
#define __kconfig __attribute__((section(".kconfig"))) /* of the kernel's configuration */
#define __ksym	  __attribute__((section(".ksyms")))   /* of a kernel symbol or kfunc */

#ifdef __always_inline
#undef __always_inline
#endif
#define __always_inline inline __attribute__((always_inline))
#ifndef __noinline
#define __noinline __attribute__((noinline))
#endif
#ifndef __weak
#define __weak __attribute__((weak))
#endif
/*
 * A hidden global function is verified at each call, with what is known about its arguments there,
 * as a static one is. One that is not hidden is verified once, alone (since 5.6).
 */
#define __hidden __attribute__((visibility("hidden")))

/* ---- maps in section .maps ------------------------------------------------------------------- */

/*
 * A map is a global struct variable whose bytes do not matter: the loader reads its BTF. So numbers
 * must become types. __uint: a pointer to an array of that many int. __ulong, for more than 31
 * bits: an enum with one value. __type: a pointer to the type. __array: the static slots of a prog
 * array or a map of maps, filled by relocations.
 */
#define __uint(name, val)  int (*name)[val]
#define __type(name, val)  typeof(val) *name
#define __array(name, val) typeof(val) *name[]
#define __ulong(name, val)                                                                         \
	enum {                                                                                     \
		___bpf_concat(__unique_value, __COUNTER__) = val                                   \
	} name
#define ___bpf_concat(a, b)  ___bpf_concat_(a, b)
#define ___bpf_concat_(a, b) a##b

/* __uint(pinning, ...): by name means a file below the loader's pin root, which others can open. */
enum libbpf_pin_type {
	LIBBPF_PIN_NONE,
	LIBBPF_PIN_BY_NAME,
};

/* The type of a __kconfig variable that can be y, m or n. */
enum libbpf_tristate {
	TRI_NO = 0,
	TRI_YES = 1,
	TRI_MODULE = 2,
};

/* The older section "maps": the bytes of the variable are the definition. No BTF needed. */
struct bpf_map_def {
	unsigned int type;
	unsigned int key_size;
	unsigned int value_size;
	unsigned int max_entries;
	unsigned int map_flags;
};

/* ---- notes to the verifier, in BTF ----------------------------------------------------------- */

/*
 * On pointers in map values: objects of the kernel that the map then owns.
 * Since 5.19, for one object per CPU since 6.7.
 */
#define __kptr_untrusted __attribute__((btf_type_tag("kptr_untrusted")))
#define __kptr		 __attribute__((btf_type_tag("kptr")))
#define __percpu_kptr	 __attribute__((btf_type_tag("percpu_kptr")))
/* In task storage: memory of the process itself, pinned and shared. Since 6.13 */
#define __uptr __attribute__((btf_type_tag("uptr")))

/*
 * On arguments of global functions: what the verifier may assume inside and checks at each call.
 * Since 6.8.
 */
#define __arg_ctx	__attribute__((btf_decl_tag("arg:ctx")))
#define __arg_nonnull	__attribute__((btf_decl_tag("arg:nonnull")))
#define __arg_nullable	__attribute__((btf_decl_tag("arg:nullable")))
#define __arg_trusted	__attribute__((btf_decl_tag("arg:trusted")))
#define __arg_untrusted __attribute__((btf_decl_tag("arg:untrusted")))
#define __arg_arena	__attribute__((btf_decl_tag("arg:arena")))

/* Whether a weak __ksym was found; the symbol's address is 0 if not. */
#define bpf_ksym_exists(sym) (!!(sym))

/* ---- C that the kernel's headers would have given -------------------------------------------- */

#ifndef NULL
#define NULL ((void *)0)
#endif
#ifndef KERNEL_VERSION
#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))
#endif
#ifndef offsetof
#define offsetof(type, member) __builtin_offsetof(type, member)
#endif
#ifndef container_of
#define container_of(ptr, type, member) ((type *)((void *)(ptr)-offsetof(type, member)))
#endif
#ifndef likely
#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#endif

/*
 * clang may reorder or merge checks in ways the verifier cannot follow. barrier(): memory is read
 * and written as the source says. barrier_var(): the compiler forgets what it knew of a variable.
 */
#ifndef barrier
#define barrier() asm volatile("" ::: "memory")
#endif
#ifndef barrier_var
#define barrier_var(var) asm volatile("" : "+r"(var))
#endif

/* What the optimiser has to prove away; if it cannot, the object does not compile or load. */
#define __bpf_unreachable() __builtin_trap()

/*
 * A tail call with the map and slot plain at the call, for which the JIT jumps straight to the
 * program (since 5.5). Written by hand, or clang could merge two calls into one with a variable
 * slot.
 */
static __always_inline void bpf_tail_call_static(void *ctx, const void *map, const __u32 slot)
{
	asm volatile("r1 = %[ctx]\n\t"
		     "r2 = %[map]\n\t"
		     "r3 = %[slot]\n\t"
		     "call 12"
		     :
		     : [ctx] "r"(ctx), [map] "r"(map), [slot] "i"(slot)
		     : "r0", "r1", "r2", "r3", "r4", "r5", "memory");
}

/* ---- printing -------------------------------------------------------------------------------- */

/*
 * Printing helpers take at most three values as arguments, or any number as an array of 64-bit
 * slots. ___bpf_nargs() counts up to twelve arguments, ___bpf_u64() makes the slots of them.
 */
#define ___bpf_nth(z, a, b, c, d, e, f, g, h, i, j, k, l, n, ...) n
#define ___bpf_nargs(args...) ___bpf_nth(z, ##args, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define ___bpf_u64_0()
#define ___bpf_u64_1(x)		 (unsigned long long)(x)
#define ___bpf_u64_2(x, more...)  (unsigned long long)(x), ___bpf_u64_1(more)
#define ___bpf_u64_3(x, more...)  (unsigned long long)(x), ___bpf_u64_2(more)
#define ___bpf_u64_4(x, more...)  (unsigned long long)(x), ___bpf_u64_3(more)
#define ___bpf_u64_5(x, more...)  (unsigned long long)(x), ___bpf_u64_4(more)
#define ___bpf_u64_6(x, more...)  (unsigned long long)(x), ___bpf_u64_5(more)
#define ___bpf_u64_7(x, more...)  (unsigned long long)(x), ___bpf_u64_6(more)
#define ___bpf_u64_8(x, more...)  (unsigned long long)(x), ___bpf_u64_7(more)
#define ___bpf_u64_9(x, more...)  (unsigned long long)(x), ___bpf_u64_8(more)
#define ___bpf_u64_10(x, more...) (unsigned long long)(x), ___bpf_u64_9(more)
#define ___bpf_u64_11(x, more...) (unsigned long long)(x), ___bpf_u64_10(more)
#define ___bpf_u64_12(x, more...) (unsigned long long)(x), ___bpf_u64_11(more)
#define ___bpf_u64(args...)	  ___bpf_concat(___bpf_u64_, ___bpf_nargs(args))(args)

/* The text stands in .rodata; a kernel before 5.2 has no such maps and wants it on the stack. */
#ifdef BPF_NO_GLOBAL_DATA
#define ___bpf_text
#else
#define ___bpf_text static const
#endif

/* A line to trace_pipe of tracefs. Four values and more: since 5.16 */
#define bpf_printk(fmt, args...) ___bpf_concat(___bpf_printk_, ___bpf_nargs(args))(fmt, ##args)
#define ___bpf_printk_few(fmt, args...)                                                            \
	({                                                                                         \
		___bpf_text char ___text[] = fmt;                                                  \
		bpf_trace_printk(___text, sizeof(___text), ##args);                                \
	})
#define ___bpf_printk_many(fmt, args...)                                                           \
	({                                                                                         \
		static const char ___text[] = fmt;                                                 \
		unsigned long long ___slots[] = {___bpf_u64(args)};                                \
		bpf_trace_vprintk(___text, sizeof(___text), ___slots, sizeof(___slots));           \
	})
#define ___bpf_printk_0	 ___bpf_printk_few
#define ___bpf_printk_1	 ___bpf_printk_few
#define ___bpf_printk_2	 ___bpf_printk_few
#define ___bpf_printk_3	 ___bpf_printk_few
#define ___bpf_printk_4	 ___bpf_printk_many
#define ___bpf_printk_5	 ___bpf_printk_many
#define ___bpf_printk_6	 ___bpf_printk_many
#define ___bpf_printk_7	 ___bpf_printk_many
#define ___bpf_printk_8	 ___bpf_printk_many
#define ___bpf_printk_9	 ___bpf_printk_many
#define ___bpf_printk_10 ___bpf_printk_many
#define ___bpf_printk_11 ___bpf_printk_many
#define ___bpf_printk_12 ___bpf_printk_many

/* Into the seq_file of an iterator. Since 5.8 */
#define BPF_SEQ_PRINTF(seq, fmt, args...)                                                          \
	({                                                                                         \
		static const char ___text[] = fmt;                                                 \
		unsigned long long ___slots[] = {___bpf_u64(args)};                                \
		bpf_seq_printf(seq, ___text, sizeof(___text), ___slots, sizeof(___slots));         \
	})

/* Into memory of the program. Since 5.13 */
#define BPF_SNPRINTF(out, out_size, fmt, args...)                                                  \
	({                                                                                         \
		static const char ___text[] = fmt;                                                 \
		unsigned long long ___slots[] = {___bpf_u64(args)};                                \
		bpf_snprintf(out, out_size, ___text, ___slots, sizeof(___slots));                  \
	})

#endif
