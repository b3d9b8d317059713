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
 * what no C code refers to. On a declaration alone clang has no use for `used` and would say so.
 */
#ifdef __clang__
#define SEC(name)                                                                                  \
	_Pragma("GCC diagnostic push")                                                             \
	_Pragma("GCC diagnostic ignored \"-Wignored-attributes\"")                                 \
	__attribute__((section(name), used))                                                       \
	_Pragma("GCC diagnostic pop")
#else
#define SEC(name) __attribute__((section(name), used))
#endif

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
		___bpf_apply(___unique_value, __COUNTER__) = val                                   \
	} name

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

/*
 * Whether a weak __ksym was found; the symbol's address is 0 if not. Of a symbol that is not weak
 * the compiler takes for granted that it is there, and the question would be dropped unasked.
 */
#define bpf_ksym_exists(sym)                                                                       \
	({                                                                                         \
		_Static_assert(!__builtin_constant_p(!!sym), #sym " is not declared __weak");      \
		!!sym;                                                                             \
	})

/* ---- C that the kernel's headers would have given -------------------------------------------- */

#ifndef NULL
#define NULL ((void *)0)
#endif
#ifndef KERNEL_VERSION
#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))
#endif
/*
 * Through a pointer, unlike __builtin_offsetof: on types that are fitted to the running kernel (see
 * bpf_core_read.h) clang then leaves a note, and the loader puts in the offset in that kernel.
 */
#undef offsetof
#define offsetof(type, member) ((unsigned long)&((type *)0)->member)
#undef container_of
#define container_of(ptr, type, member)                                                            \
	({                                                                                         \
		void *___member = (void *)(ptr);                                                   \
		((type *)(___member - offsetof(type, member)));                                    \
	})
#ifndef likely
#define likely(x) __builtin_expect(!!(x), 1)
#endif
#ifndef unlikely
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
#ifndef __bpf_unreachable
#define __bpf_unreachable() __builtin_trap()
#endif

/*
 * A tail call with the map and slot plain at the call, for which the JIT jumps straight to the
 * program (since 5.5). Written by hand, or clang could merge two calls into one with a variable
 * slot.
 */
#ifdef __bpf__
static __always_inline void bpf_tail_call_static(void *ctx, const void *map, const __u32 slot)
{
	if (!__builtin_constant_p(slot))
		__bpf_unreachable();
	asm volatile("r1 = %[ctx]\n\t"
		     "r2 = %[map]\n\t"
		     "r3 = %[slot]\n\t"
		     "call 12"
		     :
		     : [ctx] "r"(ctx), [map] "r"(map), [slot] "i"(slot)
		     : "r0", "r1", "r2", "r3", "r4", "r5", "memory");
}
#endif

/* ---- macros of any number of arguments ------------------------------------------------------- */

/*
 * They expand by counting: ___bpf_narg(x, y) is 2, ___bpf_apply(take, ___bpf_narg(x, y))(...) is
 * take2(...). Counted are up to twelve. Other headers for BPF programs define the same four; spelt
 * alike, neither minds the other.
 */
#ifndef ___bpf_concat
#define ___bpf_concat(a, b) a ## b
#endif
#ifndef ___bpf_apply
#define ___bpf_apply(fn, n) ___bpf_concat(fn, n)
#endif
#ifndef ___bpf_nth
#define ___bpf_nth(_, _1, _2, _3, _4, _5, _6, _7, _8, _9, _a, _b, _c, N, ...) N
#endif
#ifndef ___bpf_narg
#define ___bpf_narg(...) ___bpf_nth(_, ##__VA_ARGS__, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#endif

/*
 * What the kernel's printf functions want: an array of 64-bit slots, whatever the arguments are.
 * One by one, for of an array of constants clang would make a copy in .rodata.
 */
#define ___bpf_fill0(slots, at, ...)
#define ___bpf_fill1(slots, at, x, ...) slots[at] = (unsigned long long)(x);
#define ___bpf_fill2(slots, at, x, more...)                                                        \
	___bpf_fill1(slots, at, x) ___bpf_fill1(slots, at + 1, more)
#define ___bpf_fill3(slots, at, x, more...)                                                        \
	___bpf_fill1(slots, at, x) ___bpf_fill2(slots, at + 1, more)
#define ___bpf_fill4(slots, at, x, more...)                                                        \
	___bpf_fill1(slots, at, x) ___bpf_fill3(slots, at + 1, more)
#define ___bpf_fill5(slots, at, x, more...)                                                        \
	___bpf_fill1(slots, at, x) ___bpf_fill4(slots, at + 1, more)
#define ___bpf_fill6(slots, at, x, more...)                                                        \
	___bpf_fill1(slots, at, x) ___bpf_fill5(slots, at + 1, more)
#define ___bpf_fill7(slots, at, x, more...)                                                        \
	___bpf_fill1(slots, at, x) ___bpf_fill6(slots, at + 1, more)
#define ___bpf_fill8(slots, at, x, more...)                                                        \
	___bpf_fill1(slots, at, x) ___bpf_fill7(slots, at + 1, more)
#define ___bpf_fill9(slots, at, x, more...)                                                        \
	___bpf_fill1(slots, at, x) ___bpf_fill8(slots, at + 1, more)
#define ___bpf_fill10(slots, at, x, more...)                                                       \
	___bpf_fill1(slots, at, x) ___bpf_fill9(slots, at + 1, more)
#define ___bpf_fill11(slots, at, x, more...)                                                       \
	___bpf_fill1(slots, at, x) ___bpf_fill10(slots, at + 1, more)
#define ___bpf_fill12(slots, at, x, more...)                                                       \
	___bpf_fill1(slots, at, x) ___bpf_fill11(slots, at + 1, more)
#define ___bpf_slots_of(args...)                                                                   \
	unsigned long long ___slots[___bpf_narg(args)];                                            \
	___bpf_apply(___bpf_fill, ___bpf_narg(args))(___slots, 0, ##args)

/* ---- printing -------------------------------------------------------------------------------- */

/*
 * The text stands in .rodata; a kernel before 5.2 has no such maps, and a program for it defines
 * BPF_NO_GLOBAL_DATA to have it on the stack.
 */
#ifdef BPF_NO_GLOBAL_DATA
#define BPF_PRINTK_FMT_MOD
#else
#define BPF_PRINTK_FMT_MOD static const
#endif

/*
 * A line to trace_pipe of tracefs. bpf_trace_printk takes at most three values, each as an
 * argument; bpf_trace_vprintk any number, as an array of 64-bit slots (since 5.16).
 */
#define __bpf_printk(fmt, args...)                                                                 \
	({                                                                                         \
		BPF_PRINTK_FMT_MOD char ____fmt[] = fmt;                                           \
		bpf_trace_printk(____fmt, sizeof(____fmt), ##args);                                \
	})
#define __bpf_vprintk(fmt, args...)                                                                \
	({                                                                                         \
		static const char ___fmt[] = fmt;                                                  \
		___bpf_slots_of(args);                                                             \
		bpf_trace_vprintk(___fmt, sizeof(___fmt), ___slots, sizeof(___slots));             \
	})
#define ___bpf_printk_for(...)                                                                     \
	___bpf_nth(z, ##__VA_ARGS__, __bpf_vprintk, __bpf_vprintk, __bpf_vprintk, __bpf_vprintk,   \
		__bpf_vprintk, __bpf_vprintk, __bpf_vprintk, __bpf_vprintk, __bpf_vprintk,         \
		__bpf_printk, __bpf_printk, __bpf_printk, __bpf_printk)
#define bpf_printk(fmt, args...) ___bpf_printk_for(args)(fmt, ##args)

/* Into the seq_file of an iterator. Since 5.8 */
#define BPF_SEQ_PRINTF(seq, fmt, args...)                                                          \
	({                                                                                         \
		static const char ___fmt[] = fmt;                                                  \
		___bpf_slots_of(args);                                                             \
		bpf_seq_printf(seq, ___fmt, sizeof(___fmt), ___slots, sizeof(___slots));           \
	})

/* Into memory of the program. Since 5.13 */
#define BPF_SNPRINTF(out, out_size, fmt, args...)                                                  \
	({                                                                                         \
		static const char ___fmt[] = fmt;                                                  \
		___bpf_slots_of(args);                                                             \
		bpf_snprintf(out, out_size, ___fmt, ___slots, sizeof(___slots));                   \
	})

/*
 * To a stream of the program itself, which the loader's side reads: 1 output, 2 errors (BPF_STDOUT,
 * BPF_STDERR). A kfunc of 6.17, and again since 7.0: between, it had another name and one argument
 * more. Its declaration is the vmlinux.h's.
 */
#define bpf_stream_printk(stream, fmt, args...)                                                    \
	({                                                                                         \
		static const char ___fmt[] = fmt;                                                  \
		___bpf_slots_of(args);                                                             \
		bpf_stream_vprintk(stream, ___fmt, ___slots, sizeof(___slots));                    \
	})

/* ---- loops that the verifier follows -------------------------------------------------------- */

/*
 * An open-coded iterator is three kfuncs: bpf_iter_NAME_new, _next, which gives NULL at the end,
 * and _destroy, which the verifier wants on every way out of the loop; so it is the cleanup of the
 * iterator variable, and `break`, `goto` and `return` call it too. The verifier walks the body
 * only until it sees nothing new, however many rounds there will be. Numbers since 6.4.
 *
 * The function in a cleanup attribute alone would have no BTF; so it is named once more, as a void.
 */
struct bpf_iter_num;
extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __weak __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __weak __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __weak __ksym;

/* bpf_for_each(task, t, NULL, BPF_TASK_ITER_ALL_PROCS) { ... }: t is a pointer. */
#ifndef bpf_for_each
#define bpf_for_each(type, item, args...)                                                          \
	for (struct bpf_iter_##type ___it                                                          \
		     __attribute__((aligned(8), cleanup(bpf_iter_##type##_destroy))),              \
		*___none __attribute__((unused)) = (bpf_iter_##type##_new(&___it, ##args),         \
			(void)bpf_iter_##type##_destroy, (void *)0);                               \
		((item) = bpf_iter_##type##_next(&___it));)
#endif

/* bpf_for(i, 0, 10) { ... }: 0 to 9. The verifier is told again that i lies between. */
#ifndef bpf_for
#define bpf_for(i, start, end)                                                                     \
	for (struct bpf_iter_num ___it                                                             \
		     __attribute__((aligned(8), cleanup(bpf_iter_num_destroy))),                   \
		*___none __attribute__((unused)) = (bpf_iter_num_new(&___it, (start), (end)),      \
			(void)bpf_iter_num_destroy, (void *)0);                                    \
		({                                                                                 \
			int *___at = bpf_iter_num_next(&___it);                                    \
			(___at && ((i) = *___at, (i) >= (start) && (i) < (end)));                  \
		});)
#endif

/* bpf_repeat(10) { ... } */
#ifndef bpf_repeat
#define bpf_repeat(times)                                                                          \
	for (struct bpf_iter_num ___it                                                             \
		     __attribute__((aligned(8), cleanup(bpf_iter_num_destroy))),                   \
		*___none __attribute__((unused)) = (bpf_iter_num_new(&___it, 0, (times)),          \
			(void)bpf_iter_num_destroy, (void *)0);                                    \
		bpf_iter_num_next(&___it);)
#endif

#endif
