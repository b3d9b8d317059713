/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Between the byte order of the network (big-endian) and that of the machine.
 *
 * clang -target bpf compiles for the byte order of the machine it runs on, -target bpfel and bpfeb
 * for the one they name. A constant argument gives a constant, usable in a case label or an
 * initialiser; on a variable it becomes the one instruction BPF_END.
 */
#ifndef BPF_ENDIAN_H
#define BPF_ENDIAN_H

/* The bytes the other way round. */
#define ___bpf_swab16(x) __builtin_bswap16((__u16)(x))
#define ___bpf_swab32(x) __builtin_bswap32((__u32)(x))
#define ___bpf_swab64(x) __builtin_bswap64((__u64)(x))

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define bpf_be16(x) ___bpf_swab16(x)
#define bpf_be32(x) ___bpf_swab32(x)
#define bpf_be64(x) ___bpf_swab64(x)
#define bpf_le16(x) ((__u16)(x))
#define bpf_le32(x) ((__u32)(x))
#define bpf_le64(x) ((__u64)(x))
#else
#define bpf_be16(x) ((__u16)(x))
#define bpf_be32(x) ((__u32)(x))
#define bpf_be64(x) ((__u64)(x))
#define bpf_le16(x) ___bpf_swab16(x)
#define bpf_le32(x) ___bpf_swab32(x)
#define bpf_le64(x) ___bpf_swab64(x)
#endif

#define bpf_htons(x)	   bpf_be16(x)
#define bpf_ntohs(x)	   bpf_be16(x)
#define bpf_htonl(x)	   bpf_be32(x)
#define bpf_ntohl(x)	   bpf_be32(x)
#define bpf_cpu_to_be64(x) bpf_be64(x)
#define bpf_be64_to_cpu(x) bpf_be64(x)
#define bpf_cpu_to_le16(x) bpf_le16(x)
#define bpf_le16_to_cpu(x) bpf_le16(x)
#define bpf_cpu_to_le32(x) bpf_le32(x)
#define bpf_le32_to_cpu(x) bpf_le32(x)
#define bpf_cpu_to_le64(x) bpf_le64(x)
#define bpf_le64_to_cpu(x) bpf_le64(x)

/* Older names, of times when a constant and a variable needed different ones. */
#define __bpf_htons(x)			  bpf_be16(x)
#define __bpf_ntohs(x)			  bpf_be16(x)
#define __bpf_htonl(x)			  bpf_be32(x)
#define __bpf_ntohl(x)			  bpf_be32(x)
#define __bpf_cpu_to_be64(x)		  bpf_be64(x)
#define __bpf_be64_to_cpu(x)		  bpf_be64(x)
#define __bpf_constant_htons(x)		  bpf_be16(x)
#define __bpf_constant_ntohs(x)		  bpf_be16(x)
#define __bpf_constant_htonl(x)		  bpf_be32(x)
#define __bpf_constant_ntohl(x)		  bpf_be32(x)
#define __bpf_constant_cpu_to_be64(x) bpf_be64(x)
#define __bpf_constant_be64_to_cpu(x) bpf_be64(x)

#endif
