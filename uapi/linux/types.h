/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The integer types of the kernel's interface, the same size on every machine.
 *
 * The kernel spreads these over <asm/types.h> and what that includes, which differs by
 * architecture.  A BPF program has no architecture to ask: `clang -target bpf` finds no <asm/>.
 * So they are declared here once.  __u64 is always `unsigned long long`, never `unsigned long`
 * (64-bit powerpc and mips need __SANE_USERSPACE_TYPES__ for that, should the system's
 * <asm/types.h> come in behind us).
 */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

#ifndef __SANE_USERSPACE_TYPES__
#define __SANE_USERSPACE_TYPES__
#endif

typedef signed char __s8;
typedef unsigned char __u8;
typedef short __s16;
typedef unsigned short __u16;
typedef int __s32;
typedef unsigned int __u32;
__extension__ typedef long long __s64;
__extension__ typedef unsigned long long __u64;

/* Byte order is written into the name; only the kernel's own checker looks at __bitwise. */
#define __bitwise
#define __bitwise__

typedef __u16 __le16;
typedef __u16 __be16;
typedef __u32 __le32;
typedef __u32 __be32;
typedef __u64 __le64;
typedef __u64 __be64;

typedef __u16 __sum16;	/* a folded internet checksum */
typedef __u32 __wsum;	/* a partial one, not folded yet */

typedef unsigned int __poll_t;

/*
 * i386 and m68k align 64-bit integers in structs to 4 or 2 bytes.  A struct shared between
 * 32-bit programs and a 64-bit kernel asks for 8 with these.
 */
#define __aligned_u64 __u64 __attribute__((aligned(8)))
#define __aligned_s64 __s64 __attribute__((aligned(8)))
#define __aligned_be64 __be64 __attribute__((aligned(8)))
#define __aligned_le64 __le64 __attribute__((aligned(8)))

/*
 * The libc's own headers reach the system's <linux/...> headers in places (<sys/socket.h>,
 * <sys/stat.h>), and those expect the __kernel_* types to come along with this file.
 */
#if !defined(__bpf__) && defined(__has_include)
#if __has_include(<linux/posix_types.h>) && __has_include(<asm/posix_types.h>)
#include <linux/posix_types.h>
#endif
/* <signal.h> of s390 and powerpc wants a vector register from here, too. */
#if (defined(__s390__) || defined(__powerpc__)) && __has_include(<asm/sigcontext.h>)
#include_next <asm/types.h>
#endif
#endif

#endif /* _LINUX_TYPES_H */
