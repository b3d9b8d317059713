/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The instruction set of extended BPF, as the kernel takes it (RFC 9669 describes the same).
 *
 * An instruction is 8 bytes.  Ten registers and a frame pointer: R0 is the result, R1 to R5 are
 * arguments (a call spoils R0 to R5), R6 to R9 survive calls, R10 points at the end of the
 * 512-byte stack and is read-only.  The one exception in length is a load of a 64-bit constant,
 * BPF_LD | BPF_IMM | BPF_DW: it takes two slots, the second holding the upper half in imm.
 *
 * Classes, sizes, modes and operations shared with classic BPF are in bpf_common.h.
 */
#ifndef _LINUX_BPF_INSN_H
#define _LINUX_BPF_INSN_H

#include <linux/types.h>
#include <linux/bpf_common.h>

struct bpf_insn {
	__u8 code;
	__u8 dst_reg:4;	/* the low nibble, on big-endian machines the high one */
	__u8 src_reg:4;
	__s16 off;
	__s32 imm;
};

enum {
	BPF_REG_0 = 0,
	BPF_REG_1 = 1,
	BPF_REG_2 = 2,
	BPF_REG_3 = 3,
	BPF_REG_4 = 4,
	BPF_REG_5 = 5,
	BPF_REG_6 = 6,
	BPF_REG_7 = 7,
	BPF_REG_8 = 8,
	BPF_REG_9 = 9,
	BPF_REG_10 = 10,
	__MAX_BPF_REG = 11,
};
#define MAX_BPF_REG __MAX_BPF_REG

/* Classes that classic BPF has not, in the places of its BPF_RET and BPF_MISC. */
#define BPF_JMP32 0x06	/* 5.1: jumps that compare the lower 32 bits */
#define BPF_ALU64 0x07	/* arithmetic on 64 bits; BPF_ALU works on 32 and clears the upper half */

/* Loads and stores. */
#define BPF_DW 0x18	/* size: 8 bytes */
#define BPF_MEMSX 0x80	/* mode, 6.6: load with sign extension */
#define BPF_ATOMIC 0xc0	/* mode, 5.12: imm holds the operation */
#define BPF_XADD 0xc0	/* its older name, when addition was all there was */

/* imm of BPF_ATOMIC: BPF_ADD, BPF_OR, BPF_AND, BPF_XOR, and these (5.12). */
#define BPF_FETCH 0x01	/* added to an operation: the source register gets the old value */
#define BPF_XCHG (0xe0 | BPF_FETCH)
#define BPF_CMPXCHG (0xf0 | BPF_FETCH)	/* compares with R0, leaves the old value in R0 */
#define BPF_LOAD_ACQ 0x100	/* 6.15: load, nothing later may move before it */
#define BPF_STORE_REL 0x110	/* 6.15: store, nothing earlier may move behind it */

/*
 * Arithmetic beyond the classic set.  With off = 1 BPF_DIV and BPF_MOD are signed, with off = 8,
 * 16 or 32 BPF_MOV extends the sign from there (all 6.6).
 */
#define BPF_MOV 0xb0
#define BPF_ARSH 0xc0	/* shift right, copying the sign */

/* BPF_END swaps bytes: imm is 16, 32 or 64.  In class BPF_ALU64 it swaps always (6.6). */
#define BPF_END 0xd0
#define BPF_TO_LE 0x00
#define BPF_TO_BE 0x08
#define BPF_FROM_LE BPF_TO_LE
#define BPF_FROM_BE BPF_TO_BE

/* Jumps beyond the classic set; JLT to JSLE since 4.14. */
#define BPF_JNE 0x50
#define BPF_JSGT 0x60	/* the S ones compare signed */
#define BPF_JSGE 0x70
#define BPF_JLT 0xa0
#define BPF_JLE 0xb0
#define BPF_JSLT 0xc0
#define BPF_JSLE 0xd0
#define BPF_JCOND 0xe0	/* 6.9: jumps when a condition of the kernel's holds, src_reg says which */
#define BPF_CALL 0x80	/* imm: the helper's number; src_reg as below */
#define BPF_EXIT 0x90

/* src_reg of BPF_JCOND. */
enum bpf_cond_pseudo_jmp {
	BPF_MAY_GOTO = 0,	/* leaves the loop when it has gone on too long */
};

/* off of a register BPF_MOV: into or out of an arena's address space (6.9); imm: to << 16 | from */
enum bpf_addr_space_cast {
	BPF_ADDR_SPACE_CAST = 1,
};

/*
 * src_reg of a two-slot constant load: what stands in imm for the kernel to replace.
 * A map's IDX forms count in bpf_attr_prog_load's fd_array.
 */
#define BPF_PSEUDO_MAP_FD 1	/* a map's fd; becomes the map's address */
#define BPF_PSEUDO_MAP_VALUE 2	/* 5.2: a map's fd; second imm: offset into its value */
#define BPF_PSEUDO_BTF_ID 3	/* 5.10: a kernel variable; second imm: its BTF object fd */
#define BPF_PSEUDO_FUNC 4	/* 5.13: distance to a function; becomes its address */
#define BPF_PSEUDO_MAP_IDX 5	/* 5.14 */
#define BPF_PSEUDO_MAP_IDX_VALUE 6	/* 5.14 */

/* src_reg of BPF_CALL; 0 is a helper. */
#define BPF_PSEUDO_CALL 1	/* 4.16: imm is the distance to a function of the program */
#define BPF_PSEUDO_KFUNC_CALL 2	/* 5.13: BTF id of a kernel function; off: index in fd_array */

#endif /* _LINUX_BPF_INSN_H */
