/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The eBPF instruction set, one macro per instruction, under the kernel's own macro names.
 *
 *	static const struct bpf_insn prog[] = {
 *		BPF_MOV64_IMM(BPF_REG_0, 1),
 *		BPF_EXIT_INSN(),
 *	};
 *
 * The machine has eleven 64-bit registers and 512 bytes of stack, and works in the byte order of
 * the CPU it runs on:
 *
 *	r0		what a call returned; what the program returns
 *	r1 .. r5	arguments; at the start r1 is the context; any call destroys all five
 *	r6 .. r9	kept across calls
 *	r10		frame pointer, read-only; the stack is r10-1 down to r10-512
 *
 * An instruction is 8 bytes (a 64-bit immediate takes two such slots):
 *
 *	 code 8 | dst_reg 4, src_reg 4 | off 16, signed | imm 32, signed
 *
 * The two register numbers share a byte, and which of them is the low half follows the byte order,
 * like the bit-fields of struct bpf_insn. Fields that an instruction does not use must be 0: the
 * verifier refuses anything else, since later kernels give those fields a meaning. So grew the
 * signed divisions, the sign-extending moves and the atomics below, out of `off` and `imm`.
 *
 * The low three bits of code are the class. The rest differs between its two families:
 *
 *	arithmetic and jumps	operation 4 | source 1 | class 3	BPF_ADD, BPF_JEQ; BPF_K
 *	loads and stores	mode 3 | size 2 | class 3	BPF_MEM; BPF_W
 *
 *	BPF_LD 0	64-bit immediates, packet loads
 *	BPF_LDX 1	register = memory
 *	BPF_ST 2	memory = constant
 *	BPF_STX 3	memory = register, atomics
 *	BPF_ALU 4	32-bit arithmetic
 *	BPF_JMP 5	64-bit jumps, calls, exit
 *	BPF_JMP32 6	32-bit jumps
 *	BPF_ALU64 7	64-bit arithmetic
 *
 * Sizes are BPF_B (1 byte), BPF_H (2), BPF_W (4), BPF_DW (8). The reference is RFC 9669. Where an
 * instruction is younger than eBPF itself (3.18), its comment says since when the kernel has it.
 */
#ifndef RAWBPF_ASM_INSN_H
#define RAWBPF_ASM_INSN_H

#include <linux/bpf.h>
#include <linux/filter.h>

/* Any instruction, field by field. All macros below are this one with most fields filled in. */
#define BPF_RAW_INSN(CODE, DST, SRC, OFF, IMM)                                                     \
	((struct bpf_insn){                                                                        \
		.code = CODE, .dst_reg = DST, .src_reg = SRC, .off = OFF, .imm = IMM })

/*
 * Arithmetic: dst = dst OP src, or dst = dst OP imm.
 *
 * OP is BPF_ADD, SUB, MUL, DIV, MOD, OR, AND, XOR, LSH, RSH, ARSH (shift right keeping the sign) or
 * NEG (which has no second operand; use the IMM form with 0). A 64-bit operation sign-extends imm.
 * A 32-bit operation uses the low halves and clears the upper half of dst. Nothing traps: x / 0 is
 * 0, x % 0 is x, and a shift by a register counts modulo the width.
 */
#define BPF_ALU64_REG(OP, DST, SRC) BPF_ALU64_REG_OFF(OP, DST, SRC, 0)
#define BPF_ALU64_IMM(OP, DST, IMM) BPF_ALU64_IMM_OFF(OP, DST, IMM, 0)
#define BPF_ALU32_REG(OP, DST, SRC) BPF_ALU32_REG_OFF(OP, DST, SRC, 0)
#define BPF_ALU32_IMM(OP, DST, IMM) BPF_ALU32_IMM_OFF(OP, DST, IMM, 0)

/* The same with off, which turns BPF_DIV and BPF_MOD into signed division when it is 1 (6.6). */
#define BPF_ALU64_REG_OFF(OP, DST, SRC, OFF)                                                       \
	BPF_RAW_INSN(BPF_ALU64 | BPF_OP(OP) | BPF_X, DST, SRC, OFF, 0)
#define BPF_ALU64_IMM_OFF(OP, DST, IMM, OFF)                                                       \
	BPF_RAW_INSN(BPF_ALU64 | BPF_OP(OP) | BPF_K, DST, 0, OFF, IMM)
#define BPF_ALU32_REG_OFF(OP, DST, SRC, OFF)                                                       \
	BPF_RAW_INSN(BPF_ALU | BPF_OP(OP) | BPF_X, DST, SRC, OFF, 0)
#define BPF_ALU32_IMM_OFF(OP, DST, IMM, OFF)                                                       \
	BPF_RAW_INSN(BPF_ALU | BPF_OP(OP) | BPF_K, DST, 0, OFF, IMM)

/*
 * Moves. MOV64_IMM sign-extends imm to 64 bits; the 32-bit moves clear the upper half, and
 * MOV32_REG of a register to itself is how one does only that.
 */
#define BPF_MOV64_REG(DST, SRC) BPF_ALU64_REG(BPF_MOV, DST, SRC)
#define BPF_MOV64_IMM(DST, IMM) BPF_ALU64_IMM(BPF_MOV, DST, IMM)
#define BPF_MOV32_REG(DST, SRC) BPF_ALU32_REG(BPF_MOV, DST, SRC)
#define BPF_MOV32_IMM(DST, IMM) BPF_ALU32_IMM(BPF_MOV, DST, IMM)

/* dst = the low BITS (8, 16, and 32 in the 64-bit form) of src, sign-extended (6.6). */
#define BPF_MOVSX64_REG(DST, SRC, BITS) BPF_ALU64_REG_OFF(BPF_MOV, DST, SRC, BITS)
#define BPF_MOVSX32_REG(DST, SRC, BITS) BPF_ALU32_REG_OFF(BPF_MOV, DST, SRC, BITS)

/* A move with the source (BPF_K or BPF_X) as an argument and nothing filled in. */
#define BPF_MOV64_RAW(TYPE, DST, SRC, IMM)                                                         \
	BPF_RAW_INSN(BPF_ALU64 | BPF_MOV | BPF_SRC(TYPE), DST, SRC, 0, IMM)
#define BPF_MOV32_RAW(TYPE, DST, SRC, IMM)                                                         \
	BPF_RAW_INSN(BPF_ALU | BPF_MOV | BPF_SRC(TYPE), DST, SRC, 0, IMM)

/*
 * Byte order. BPF_ENDIAN converts the low LEN (16, 32, 64) bits of dst between the CPU's order and
 * TYPE (BPF_TO_BE or BPF_TO_LE), and clears the bits above: it swaps, or only truncates.
 * BPF_BSWAP swaps on every CPU (6.6).
 */
#define BPF_ENDIAN(TYPE, DST, LEN)                                                                 \
	BPF_RAW_INSN(BPF_ALU | BPF_END | BPF_SRC(TYPE), DST, 0, 0, LEN)
#define BPF_BSWAP(DST, LEN) BPF_RAW_INSN(BPF_ALU64 | BPF_END | BPF_TO_LE, DST, 0, 0, LEN)

/*
 * 64-bit immediates: the only instruction of two slots. The low half is in the first imm, the high
 * half in the second, and the code of the second slot is 0. Jumps count it as two.
 *
 * src_reg says what the number stands for; the kernel puts an address in its place when it loads
 * the program. This is how a program refers to anything outside itself.
 */
#define BPF_LD_IMM64_RAW_FULL(DST, SRC, OFF1, OFF2, IMM1, IMM2)                                    \
	BPF_RAW_INSN(BPF_LD | BPF_DW | BPF_IMM, DST, SRC, OFF1, IMM1),                             \
		BPF_RAW_INSN(0, 0, 0, OFF2, IMM2)
#define BPF_LD_IMM64_RAW(DST, SRC, IMM)                                                            \
	BPF_LD_IMM64_RAW_FULL(DST, SRC, 0, 0, (__s32)(__u32)(IMM),                                 \
		(__s32)(__u32)((__u64)(IMM) >> 32))

/* A plain number. */
#define BPF_LD_IMM64(DST, IMM) BPF_LD_IMM64_RAW(DST, 0, IMM)

/* The map with this file descriptor, as bpf_map_lookup_elem and its like take it. */
#define BPF_LD_MAP_FD(DST, MAP_FD)                                                                 \
	BPF_LD_IMM64_RAW_FULL(DST, BPF_PSEUDO_MAP_FD, 0, 0, MAP_FD, 0)

/* The memory of an array map's first element, plus VALUE_OFF: how global variables work (5.2). */
#define BPF_LD_MAP_VALUE(DST, MAP_FD, VALUE_OFF)                                                   \
	BPF_LD_IMM64_RAW_FULL(DST, BPF_PSEUDO_MAP_VALUE, 0, 0, MAP_FD, VALUE_OFF)

/* Both again, with a position in the load request's fd_array instead of the descriptor (5.14). */
#define BPF_LD_MAP_IDX(DST, INDEX)                                                                 \
	BPF_LD_IMM64_RAW_FULL(DST, BPF_PSEUDO_MAP_IDX, 0, 0, INDEX, 0)
#define BPF_LD_MAP_IDX_VALUE(DST, INDEX, VALUE_OFF)                                                \
	BPF_LD_IMM64_RAW_FULL(DST, BPF_PSEUDO_MAP_IDX_VALUE, 0, 0, INDEX, VALUE_OFF)

/*
 * A variable of the kernel, by the id of its BTF_KIND_VAR (5.10). BTF_FD is 0 for vmlinux, or the
 * descriptor of a module's BTF (5.12).
 */
#define BPF_LD_BTF_ID(DST, BTF_ID, BTF_FD)                                                         \
	BPF_LD_IMM64_RAW_FULL(DST, BPF_PSEUDO_BTF_ID, 0, 0, BTF_ID, BTF_FD)

/* A subprogram's address, for helpers that call back; REL counts slots as BPF_CALL_REL (5.13). */
#define BPF_LD_FUNC(DST, REL) BPF_LD_IMM64_RAW_FULL(DST, BPF_PSEUDO_FUNC, 0, 0, REL, 0)

/*
 * Memory. Loads of less than 8 bytes clear the rest of the register, LDX_MEMSX fills it with the
 * sign (BPF_B, BPF_H, BPF_W; 6.6). The address is always register plus constant.
 *
 *	LDX_MEM		dst = *(SIZE *)(src + OFF)
 *	STX_MEM		*(SIZE *)(dst + OFF) = src
 *	ST_MEM		*(SIZE *)(dst + OFF) = IMM, sign-extended for BPF_DW
 */
#define BPF_LDX_MEM(SIZE, DST, SRC, OFF)                                                           \
	BPF_RAW_INSN(BPF_LDX | BPF_SIZE(SIZE) | BPF_MEM, DST, SRC, OFF, 0)
#define BPF_LDX_MEMSX(SIZE, DST, SRC, OFF)                                                         \
	BPF_RAW_INSN(BPF_LDX | BPF_SIZE(SIZE) | BPF_MEMSX, DST, SRC, OFF, 0)
#define BPF_STX_MEM(SIZE, DST, SRC, OFF)                                                           \
	BPF_RAW_INSN(BPF_STX | BPF_SIZE(SIZE) | BPF_MEM, DST, SRC, OFF, 0)
#define BPF_ST_MEM(SIZE, DST, OFF, IMM)                                                            \
	BPF_RAW_INSN(BPF_ST | BPF_SIZE(SIZE) | BPF_MEM, DST, 0, OFF, IMM)

/*
 * Atomics, on *(SIZE *)(dst + OFF), SIZE being BPF_W or BPF_DW. The operation stands in imm:
 *
 *	BPF_ADD, AND, OR, XOR	memory = memory OP src; only BPF_ADD before 5.12
 *	any of them | BPF_FETCH	the same, and src = the old value (5.12)
 *	BPF_XCHG		exchange memory and src (5.12)
 *	BPF_CMPXCHG		if memory == r0, memory = src; in any case r0 = the old value (5.12)
 *	BPF_LOAD_ACQ		dst = *(SIZE *)(src + OFF), before all that follows (6.15)
 *	BPF_STORE_REL		*(SIZE *)(dst + OFF) = src, after all that precedes (6.15)
 *
 * The last two also take BPF_B and BPF_H. BPF_STX_XADD is the old name for BPF_ADD.
 */
#define BPF_ATOMIC_OP(SIZE, OP, DST, SRC, OFF)                                                     \
	BPF_RAW_INSN(BPF_STX | BPF_SIZE(SIZE) | BPF_ATOMIC, DST, SRC, OFF, OP)
#define BPF_STX_XADD(SIZE, DST, SRC, OFF) BPF_ATOMIC_OP(SIZE, BPF_ADD, DST, SRC, OFF)

/*
 * Jumps. The distance counts slots from the next instruction: 0 goes on, -1 is an endless loop.
 * Jumping back is allowed since 5.3, where the verifier can see the loop end.
 *
 * OP: BPF_JEQ ==, JNE !=, JGT >, JGE >=, JLT <, JLE <= (unsigned), JSGT, JSGE, JSLT, JSLE (signed),
 * JSET (dst & operand is not 0). JLT, JLE, JSLT and JSLE came in 4.14; without them swap the
 * operands. JMP32 compares the low halves (5.1).
 */
#define BPF_JMP_REG(OP, DST, SRC, OFF)                                                             \
	BPF_RAW_INSN(BPF_JMP | BPF_OP(OP) | BPF_X, DST, SRC, OFF, 0)
#define BPF_JMP_IMM(OP, DST, IMM, OFF)                                                             \
	BPF_RAW_INSN(BPF_JMP | BPF_OP(OP) | BPF_K, DST, 0, OFF, IMM)
#define BPF_JMP32_REG(OP, DST, SRC, OFF)                                                           \
	BPF_RAW_INSN(BPF_JMP32 | BPF_OP(OP) | BPF_X, DST, SRC, OFF, 0)
#define BPF_JMP32_IMM(OP, DST, IMM, OFF)                                                           \
	BPF_RAW_INSN(BPF_JMP32 | BPF_OP(OP) | BPF_K, DST, 0, OFF, IMM)

/* Always: by 16 bits of distance, by 32 (6.6), and, as there is no other, the empty instruction. */
#define BPF_JMP_A(OFF) BPF_RAW_INSN(BPF_JMP | BPF_JA, 0, 0, OFF, 0)
#define BPF_JMP32_A(IMM) BPF_RAW_INSN(BPF_JMP32 | BPF_JA, 0, 0, 0, IMM)
#define BPF_NOP() BPF_JMP_A(0)

/*
 * may_goto: normally goes on; jumps when the loop it stands in has run too often, by a count the
 * kernel keeps. With it the verifier takes loops whose end it cannot see (6.9).
 */
#define BPF_JMP_MAY_GOTO(OFF) BPF_RAW_INSN(BPF_JMP | BPF_JCOND, 0, BPF_MAY_GOTO, OFF, 0)

/* Jump to the instruction dst points at, loaded from a BPF_MAP_TYPE_INSN_ARRAY map (6.19). */
#define BPF_JMP_GOTOX(DST) BPF_RAW_INSN(BPF_JMP | BPF_JA | BPF_X, DST, 0, 0, 0)

/*
 * Calls. One code; src_reg says what is called, imm which. Arguments in r1 to r5, result in r0.
 *
 *	BPF_EMIT_CALL	a helper, by number: enum bpf_func_id
 *	BPF_CALL_REL	a subprogram of this program, REL slots after the next one (4.16)
 *	BPF_CALL_KFUNC	a kernel function, by the id of its BTF_KIND_FUNC (5.13); FD_IDX is 0 for
 *			vmlinux, or the position of a module's BTF in the request's fd_array (5.16)
 */
#define BPF_EMIT_CALL(FUNC) BPF_RAW_INSN(BPF_JMP | BPF_CALL, 0, 0, 0, FUNC)
#define BPF_CALL_REL(REL) BPF_RAW_INSN(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_CALL, 0, REL)
#define BPF_CALL_KFUNC(FD_IDX, BTF_ID)                                                             \
	BPF_RAW_INSN(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_KFUNC_CALL, FD_IDX, BTF_ID)

/* Return r0 to the caller, be it a subprogram or the kernel. */
#define BPF_EXIT_INSN() BPF_RAW_INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)

/*
 * Packet loads, kept from classic BPF: r0 = BPF_B, BPF_H or BPF_W of the packet at IMM, or at
 * src + IMM, from network to CPU order. Only for programs with a struct __sk_buff context, which
 * must be in r6. Reading past the packet ends the program with 0. r1 to r5 are lost.
 */
#define BPF_LD_ABS(SIZE, IMM) BPF_RAW_INSN(BPF_LD | BPF_SIZE(SIZE) | BPF_ABS, 0, 0, 0, IMM)
#define BPF_LD_IND(SIZE, SRC, IMM) BPF_RAW_INSN(BPF_LD | BPF_SIZE(SIZE) | BPF_IND, 0, SRC, 0, IMM)

/*
 * dst = src, a pointer of address space FROM made one of TO: 0 is the kernel's, 1 an arena map's,
 * which user space shares (6.9).
 */
#define BPF_ADDR_SPACE_CAST_REG(DST, SRC, TO, FROM)                                                \
	BPF_RAW_INSN(BPF_ALU64 | BPF_MOV | BPF_X, DST, SRC, BPF_ADDR_SPACE_CAST,                   \
		(TO) << 16 | (FROM))

/*
 * Classic BPF, the older machine, still spoken by SO_ATTACH_FILTER and seccomp: an accumulator A,
 * an index register X, 16 words of memory M[], forward jumps only. struct sock_filter is also 8
 * bytes: code 16, jt 8, jf 8 (how many instructions to skip when true, when false), k 32. Its two
 * macros stand in <linux/filter.h>:
 *
 *	BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12),			A = the Ethernet type
 *	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x0800, 0, 1),	IPv4? go on : skip one
 *	BPF_STMT(BPF_RET | BPF_K, 0xffff),			keep that many bytes of the packet
 *	BPF_STMT(BPF_RET | BPF_K, 0),				drop
 */

#endif /* RAWBPF_ASM_INSN_H */
