/* SPDX-License-Identifier: BSD-2-Clause */
/* Instructions as text. That the text is the verifier's is tests/kernel/test_disasm_kernel.c. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "asm/disasm.h"
#include "asm/insn.h"
#include "tests/lib/test.h"

enum { R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10 };

struct text {
	const char *text;
	struct bpf_insn insn[2];
};

static const struct text texts[] = {
	/* arithmetic */
	{ "(0f) r1 += r2", { BPF_ALU64_REG(BPF_ADD, R1, R2) } },
	{ "(1f) r1 -= r2", { BPF_ALU64_REG(BPF_SUB, R1, R2) } },
	{ "(2f) r1 *= r2", { BPF_ALU64_REG(BPF_MUL, R1, R2) } },
	{ "(3f) r1 /= r2", { BPF_ALU64_REG(BPF_DIV, R1, R2) } },
	{ "(4f) r1 |= r2", { BPF_ALU64_REG(BPF_OR, R1, R2) } },
	{ "(5f) r1 &= r2", { BPF_ALU64_REG(BPF_AND, R1, R2) } },
	{ "(6f) r1 <<= r2", { BPF_ALU64_REG(BPF_LSH, R1, R2) } },
	{ "(7f) r1 >>= r2", { BPF_ALU64_REG(BPF_RSH, R1, R2) } },
	{ "(9f) r1 %= r2", { BPF_ALU64_REG(BPF_MOD, R1, R2) } },
	{ "(af) r1 ^= r2", { BPF_ALU64_REG(BPF_XOR, R1, R2) } },
	{ "(cf) r1 s>>= r2", { BPF_ALU64_REG(BPF_ARSH, R1, R2) } },
	{ "(87) r1 = -r1", { BPF_ALU64_IMM(BPF_NEG, R1, 0) } },
	{ "(84) w1 = -w1", { BPF_ALU32_IMM(BPF_NEG, R1, 0) } },
	{ "(07) r10 += -8", { BPF_ALU64_IMM(BPF_ADD, R10, -8) } },
	{ "(54) w1 &= 255", { BPF_ALU32_IMM(BPF_AND, R1, 255) } },
	{ "(c4) w1 s>>= 31", { BPF_ALU32_IMM(BPF_ARSH, R1, 31) } },
	{ "(3c) w1 /= w2", { BPF_ALU32_REG(BPF_DIV, R1, R2) } },
	{ "(3f) r1 s/= r2", { BPF_ALU64_REG_OFF(BPF_DIV, R1, R2, 1) } },
	{ "(94) w1 s%= -3", { BPF_ALU32_IMM_OFF(BPF_MOD, R1, -3, 1) } },
	/* moves */
	{ "(bf) r6 = r1", { BPF_MOV64_REG(R6, R1) } },
	{ "(bc) w1 = w2", { BPF_MOV32_REG(R1, R2) } },
	{ "(b7) r0 = -1", { BPF_MOV64_IMM(R0, -1) } },
	{ "(b4) w0 = 1", { BPF_MOV32_IMM(R0, 1) } },
	{ "(bf) r1 = (s8)r2", { BPF_MOVSX64_REG(R1, R2, 8) } },
	{ "(bf) r1 = (s16)r2", { BPF_MOVSX64_REG(R1, R2, 16) } },
	{ "(bf) r1 = (s32)r2", { BPF_MOVSX64_REG(R1, R2, 32) } },
	{ "(bc) w1 = (s8)w2", { BPF_MOVSX32_REG(R1, R2, 8) } },
	{ "(bc) w1 = (s16)w2", { BPF_MOVSX32_REG(R1, R2, 16) } },
	{ "(bf) r1 = addr_space_cast(r2, 0, 1)", { BPF_ADDR_SPACE_CAST_REG(R1, R2, 0, 1) } },
	{ "(bf) r1 = addr_space_cast(r2, 1, 0)", { BPF_ADDR_SPACE_CAST_REG(R1, R2, 1, 0) } },
	{ "(bf) r1 = &(void __percpu *)(r2)", { BPF_RAW_INSN(0xbf, R1, R2, -1, 0) } },
	{ "(d4) r1 = le16 r1", { BPF_ENDIAN(BPF_TO_LE, R1, 16) } },
	{ "(dc) r1 = be64 r1", { BPF_ENDIAN(BPF_TO_BE, R1, 64) } },
	{ "(d7) r1 = bswap32 r1", { BPF_BSWAP(R1, 32) } },
	/* 64-bit immediates */
	{ "(18) r1 = 0x1122334455667788", { BPF_LD_IMM64(R1, 0x1122334455667788) } },
	{ "(18) r1 = 0xffffffff", { BPF_LD_IMM64(R1, 0xffffffff) } },
	{ "(18) r1 = 0xffffffffffffffff", { BPF_LD_IMM64(R1, -1) } },
	{ "(18) r1 = map[fd:5]", { BPF_LD_MAP_FD(R1, 5) } },
	{ "(18) r1 = map[fd:5][0]+16", { BPF_LD_MAP_VALUE(R1, 5, 16) } },
	{ "(18) r1 = map[idx:5]", { BPF_LD_MAP_IDX(R1, 5) } },
	{ "(18) r1 = map[idx:5][0]+16", { BPF_LD_MAP_IDX_VALUE(R1, 5, 16) } },
	{ "(18) r1 = btf[id:77]", { BPF_LD_BTF_ID(R1, 77, 0) } },
	{ "(18) r1 = btf[id:77][fd:4]", { BPF_LD_BTF_ID(R1, 77, 4) } },
	{ "(18) r2 = subprog[+3]", { BPF_LD_FUNC(R2, 3) } },
	/* memory */
	{ "(71) r1 = *(u8 *)(r6 +12)", { BPF_LDX_MEM(BPF_B, R1, R6, 12) } },
	{ "(69) r1 = *(u16 *)(r6 +0)", { BPF_LDX_MEM(BPF_H, R1, R6, 0) } },
	{ "(61) r1 = *(u32 *)(r6 +12)", { BPF_LDX_MEM(BPF_W, R1, R6, 12) } },
	{ "(79) r1 = *(u64 *)(r10 -8)", { BPF_LDX_MEM(BPF_DW, R1, R10, -8) } },
	{ "(91) r1 = *(s8 *)(r6 +12)", { BPF_LDX_MEMSX(BPF_B, R1, R6, 12) } },
	{ "(89) r1 = *(s16 *)(r6 +12)", { BPF_LDX_MEMSX(BPF_H, R1, R6, 12) } },
	{ "(81) r1 = *(s32 *)(r6 +12)", { BPF_LDX_MEMSX(BPF_W, R1, R6, 12) } },
	{ "(73) *(u8 *)(r10 -4) = r1", { BPF_STX_MEM(BPF_B, R10, R1, -4) } },
	{ "(7b) *(u64 *)(r10 -8) = r1", { BPF_STX_MEM(BPF_DW, R10, R1, -8) } },
	{ "(6a) *(u16 *)(r10 -8) = 7", { BPF_ST_MEM(BPF_H, R10, -8, 7) } },
	{ "(7a) *(u64 *)(r10 -8) = -1", { BPF_ST_MEM(BPF_DW, R10, -8, -1) } },
	{ "(c2) nospec", { BPF_RAW_INSN(0xc2, 0, 0, 0, 0) } },
	/* atomics */
	{ "(db) lock *(u64 *)(r1 +0) += r2", { BPF_ATOMIC_OP(BPF_DW, BPF_ADD, R1, R2, 0) } },
	{ "(c3) lock *(u32 *)(r1 +8) &= r2", { BPF_ATOMIC_OP(BPF_W, BPF_AND, R1, R2, 8) } },
	{ "(c3) lock *(u32 *)(r1 +8) |= r2", { BPF_ATOMIC_OP(BPF_W, BPF_OR, R1, R2, 8) } },
	{ "(c3) lock *(u32 *)(r1 +8) ^= r2", { BPF_ATOMIC_OP(BPF_W, BPF_XOR, R1, R2, 8) } },
	{ "(db) r2 = atomic64_fetch_add((u64 *)(r1 +8), r2)",
	  { BPF_ATOMIC_OP(BPF_DW, BPF_ADD | BPF_FETCH, R1, R2, 8) } },
	{ "(c3) r2 = atomic_fetch_and((u32 *)(r1 +8), r2)",
	  { BPF_ATOMIC_OP(BPF_W, BPF_AND | BPF_FETCH, R1, R2, 8) } },
	{ "(c3) r2 = atomic_fetch_or((u32 *)(r1 +8), r2)",
	  { BPF_ATOMIC_OP(BPF_W, BPF_OR | BPF_FETCH, R1, R2, 8) } },
	{ "(c3) r2 = atomic_fetch_xor((u32 *)(r1 +8), r2)",
	  { BPF_ATOMIC_OP(BPF_W, BPF_XOR | BPF_FETCH, R1, R2, 8) } },
	{ "(c3) r2 = atomic_xchg((u32 *)(r1 -8), r2)",
	  { BPF_ATOMIC_OP(BPF_W, BPF_XCHG, R1, R2, -8) } },
	{ "(db) r2 = atomic64_xchg((u64 *)(r1 -8), r2)",
	  { BPF_ATOMIC_OP(BPF_DW, BPF_XCHG, R1, R2, -8) } },
	{ "(c3) r0 = atomic_cmpxchg((u32 *)(r1 -8), r0, r2)",
	  { BPF_ATOMIC_OP(BPF_W, BPF_CMPXCHG, R1, R2, -8) } },
	{ "(db) r0 = atomic64_cmpxchg((u64 *)(r1 -8), r0, r2)",
	  { BPF_ATOMIC_OP(BPF_DW, BPF_CMPXCHG, R1, R2, -8) } },
	{ "(db) r1 = load_acquire((u64 *)(r2 -8))",
	  { BPF_ATOMIC_OP(BPF_DW, BPF_LOAD_ACQ, R1, R2, -8) } },
	{ "(d3) r1 = load_acquire((u8 *)(r2 -8))",
	  { BPF_ATOMIC_OP(BPF_B, BPF_LOAD_ACQ, R1, R2, -8) } },
	{ "(cb) store_release((u16 *)(r1 -8), r2)",
	  { BPF_ATOMIC_OP(BPF_H, BPF_STORE_REL, R1, R2, -8) } },
	/* jumps */
	{ "(15) if r0 == 0x0 goto pc+4", { BPF_JMP_IMM(BPF_JEQ, R0, 0, 4) } },
	{ "(55) if r0 != 0xffffffff goto pc-4", { BPF_JMP_IMM(BPF_JNE, R0, -1, -4) } },
	{ "(25) if r0 > 0x2a goto pc+4", { BPF_JMP_IMM(BPF_JGT, R0, 42, 4) } },
	{ "(35) if r0 >= 0x2a goto pc+4", { BPF_JMP_IMM(BPF_JGE, R0, 42, 4) } },
	{ "(45) if r0 & 0x2a goto pc+4", { BPF_JMP_IMM(BPF_JSET, R0, 42, 4) } },
	{ "(65) if r0 s> 0x2a goto pc+4", { BPF_JMP_IMM(BPF_JSGT, R0, 42, 4) } },
	{ "(75) if r0 s>= 0x2a goto pc+4", { BPF_JMP_IMM(BPF_JSGE, R0, 42, 4) } },
	{ "(a5) if r0 < 0x2a goto pc+4", { BPF_JMP_IMM(BPF_JLT, R0, 42, 4) } },
	{ "(b5) if r0 <= 0x2a goto pc+4", { BPF_JMP_IMM(BPF_JLE, R0, 42, 4) } },
	{ "(c5) if r0 s< 0x2a goto pc+4", { BPF_JMP_IMM(BPF_JSLT, R0, 42, 4) } },
	{ "(d5) if r0 s<= 0x2a goto pc+4", { BPF_JMP_IMM(BPF_JSLE, R0, 42, 4) } },
	{ "(1d) if r0 == r1 goto pc+4", { BPF_JMP_REG(BPF_JEQ, R0, R1, 4) } },
	{ "(ae) if w0 < w1 goto pc+4", { BPF_JMP32_REG(BPF_JLT, R0, R1, 4) } },
	{ "(16) if w0 == 0x1 goto pc+0", { BPF_JMP32_IMM(BPF_JEQ, R0, 1, 0) } },
	{ "(05) goto pc+5", { BPF_JMP_A(5) } },
	{ "(05) goto pc+0", { BPF_NOP() } },
	{ "(06) gotol pc-100000", { BPF_JMP32_A(-100000) } },
	{ "(e5) may_goto pc+1", { BPF_JMP_MAY_GOTO(1) } },
	{ "(0d) gotox r3", { BPF_JMP_GOTOX(R3) } },
	/* calls */
	{ "(85) call bpf_map_lookup_elem#1", { BPF_EMIT_CALL(BPF_FUNC_map_lookup_elem) } },
	{ "(85) call bpf_unspec#0", { BPF_EMIT_CALL(0) } },
	{ "(85) call unknown#212", { BPF_EMIT_CALL(212) } },
	{ "(85) call unknown#-1", { BPF_EMIT_CALL(-1) } },
	{ "(85) call pc+3", { BPF_CALL_REL(3) } },
	{ "(85) call pc-1", { BPF_CALL_REL(-1) } },
	{ "(85) call kernel-function#4711", { BPF_CALL_KFUNC(0, 4711) } },
	{ "(95) exit", { BPF_EXIT_INSN() } },
	/* packet loads */
	{ "(30) r0 = *(u8 *)skb[23]", { BPF_LD_ABS(BPF_B, 23) } },
	{ "(28) r0 = *(u16 *)skb[-1048564]", { BPF_LD_ABS(BPF_H, -1048564) } },
	{ "(40) r0 = *(u32 *)skb[r7 + 14]", { BPF_LD_IND(BPF_W, R7, 14) } },
};

/* No kernel has these. Each is one bit or one field away from an instruction that exists. */
static const struct text invalid[] = {
	{ "BUG_ld_00", { BPF_RAW_INSN(0x00, 0, 0, 0, 0) } },
	{ "BUG_ld_38", { BPF_LD_ABS(BPF_DW, 0) } },
	{ "BUG_ld_18", { BPF_LD_IMM64_RAW(R1, 7, 0) } },
	{ "BUG_ld_18", { BPF_RAW_INSN(0x18, 0, 0, 0, 0), BPF_EXIT_INSN() } },
	{ "BUG_ldx_99", { BPF_LDX_MEMSX(BPF_DW, R1, R2, 0) } },
	{ "BUG_ldx_01", { BPF_RAW_INSN(0x01, 0, 0, 0, 0) } },
	{ "BUG_st_02", { BPF_RAW_INSN(0x02, 0, 0, 0, 0) } },
	{ "BUG_03", { BPF_RAW_INSN(0x03, 0, 0, 0, 0) } },
	{ "BUG_db", { BPF_ATOMIC_OP(BPF_DW, BPF_MUL, R1, R2, 0) } },
	{ "BUG_db", { BPF_ATOMIC_OP(BPF_DW, BPF_ADD | 2, R1, R2, 0) } },
	{ "BUG_db", { BPF_ATOMIC_OP(BPF_DW, 0x120, R1, R2, 0) } },
	{ "BUG_db", { BPF_ATOMIC_OP(BPF_DW, -0x10, R1, R2, 0) } },
	{ "BUG_d3", { BPF_ATOMIC_OP(BPF_B, BPF_ADD, R1, R2, 0) } },
	{ "BUG_cb", { BPF_ATOMIC_OP(BPF_H, BPF_XCHG, R1, R2, 0) } },
	{ "BUG_alu_e4", { BPF_RAW_INSN(0xe4, 0, 0, 0, 0) } },
	{ "BUG_alu_8c", { BPF_RAW_INSN(0x8c, 0, 0, 0, 0) } },
	{ "BUG_alu_d4", { BPF_ENDIAN(BPF_TO_LE, R1, 8) } },
	{ "BUG_alu_0c", { BPF_ALU32_REG_OFF(BPF_ADD, R1, R2, 1) } },
	{ "BUG_alu_3c", { BPF_ALU32_REG_OFF(BPF_DIV, R1, R2, 2) } },
	{ "BUG_alu_bc", { BPF_MOVSX32_REG(R1, R2, 32) } },
	{ "BUG_alu_bc", { BPF_RAW_INSN(0xbc, R1, R2, BPF_ADDR_SPACE_CAST, 1) } },
	{ "BUG_alu64_b7", { BPF_RAW_INSN(0xb7, R1, 0, 8, 0) } },
	{ "BUG_alu64_df", { BPF_RAW_INSN(0xdf, R1, 0, 0, 16) } },
	{ "BUG_alu64_ff", { BPF_RAW_INSN(0xff, 0, 0, 0, 0) } },
	{ "BUG_jmp_f5", { BPF_RAW_INSN(0xf5, 0, 0, 0, 0) } },
	{ "BUG_jmp_8d", { BPF_RAW_INSN(0x8d, 0, 0, 0, 0) } },
	{ "BUG_jmp_85", { BPF_RAW_INSN(0x85, 0, 3, 0, 0) } },
	{ "BUG_jmp_e5", { BPF_RAW_INSN(0xe5, 0, 1, 0, 0) } },
	{ "BUG_jmp32_86", { BPF_RAW_INSN(0x86, 0, 0, 0, 0) } },
	{ "BUG_jmp32_96", { BPF_RAW_INSN(0x96, 0, 0, 0, 0) } },
	{ "BUG_jmp32_0e", { BPF_RAW_INSN(0x0e, 0, 0, 0, 0) } },
};

struct classic {
	const char *text;
	struct sock_filter insn;
};

/* Each at index 10. */
static const struct classic classics[] = {
	{ "ldh [12]", BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12) },
	{ "ldb [23]", BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 23) },
	{ "ld [26]", BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 26) },
	{ "ldb [-1048576]", BPF_STMT(BPF_LD | BPF_B | BPF_ABS, (__u32)SKF_NET_OFF) },
	{ "ld #proto", BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (__u32)(SKF_AD_OFF + SKF_AD_PROTOCOL)) },
	{ "ldb #rand", BPF_STMT(BPF_LD | BPF_B | BPF_ABS, (__u32)(SKF_AD_OFF + SKF_AD_RANDOM)) },
	{ "ld #vlan_tpid",
	  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (__u32)(SKF_AD_OFF + SKF_AD_VLAN_TPID)) },
	{ "ld [-4056]",
	  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (__u32)(SKF_AD_OFF + SKF_AD_ALU_XOR_X)) },
	{ "ld [-4032]", BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (__u32)(SKF_AD_OFF + SKF_AD_MAX)) },
	{ "ld [-4095]", BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (__u32)(SKF_AD_OFF + 1)) },
	{ "ldh [x + 14]", BPF_STMT(BPF_LD | BPF_H | BPF_IND, 14) },
	{ "ld #len", BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0) },
	{ "ld #0x2a", BPF_STMT(BPF_LD | BPF_IMM, 42) },
	{ "ld M[3]", BPF_STMT(BPF_LD | BPF_MEM, 3) },
	{ "ldx #0x2a", BPF_STMT(BPF_LDX | BPF_IMM, 42) },
	{ "ldx M[15]", BPF_STMT(BPF_LDX | BPF_MEM, 15) },
	{ "ldx #len", BPF_STMT(BPF_LDX | BPF_W | BPF_LEN, 0) },
	{ "ldxb 4*([14]&0xf)", BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 14) },
	{ "st M[0]", BPF_STMT(BPF_ST, 0) },
	{ "stx M[1]", BPF_STMT(BPF_STX, 1) },
	{ "add #0xff", BPF_STMT(BPF_ALU | BPF_ADD | BPF_K, 255) },
	{ "sub x", BPF_STMT(BPF_ALU | BPF_SUB | BPF_X, 0) },
	{ "mul x", BPF_STMT(BPF_ALU | BPF_MUL | BPF_X, 0) },
	{ "div #0x2", BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, 2) },
	{ "mod #0x2", BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, 2) },
	{ "and #0x2", BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 2) },
	{ "or #0x2", BPF_STMT(BPF_ALU | BPF_OR | BPF_K, 2) },
	{ "xor #0x2", BPF_STMT(BPF_ALU | BPF_XOR | BPF_K, 2) },
	{ "lsh x", BPF_STMT(BPF_ALU | BPF_LSH | BPF_X, 0) },
	{ "rsh #0x2", BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 2) },
	{ "neg", BPF_STMT(BPF_ALU | BPF_NEG, 0) },
	{ "ja l16", BPF_STMT(BPF_JMP | BPF_JA, 5) },
	{ "jeq #0x800, l11, l14", BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x800, 0, 3) },
	{ "jgt x, l13, l11", BPF_JUMP(BPF_JMP | BPF_JGT | BPF_X, 0, 2, 0) },
	{ "jge #0x1, l12, l266", BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 1, 1, 255) },
	{ "jset #0x1fff, l12, l13", BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x1fff, 1, 2) },
	{ "ret #0xffff", BPF_STMT(BPF_RET | BPF_K, 0xffff) },
	{ "ret a", BPF_STMT(BPF_RET | BPF_A, 0) },
	{ "tax", BPF_STMT(BPF_MISC | BPF_TAX, 0) },
	{ "txa", BPF_STMT(BPF_MISC | BPF_TXA, 0) },
};

START_TEST(each_instruction_has_the_verifiers_text)
{
	const struct text *row = &texts[_i];
	char buf[DISASM_TEXT_SIZE];
	int slots = disasm_insn(row->insn, 2, 0, NULL, buf, sizeof(buf));

	ck_assert_str_eq(buf, row->text);
	ck_assert_int_eq(slots, row->insn[0].code == 0x18 ? 2 : 1);
}
END_TEST

START_TEST(what_no_kernel_has_is_a_bug)
{
	const struct text *row = &invalid[_i];
	char buf[DISASM_TEXT_SIZE];

	ck_assert_int_eq(disasm_insn(row->insn, 2, 0, NULL, buf, sizeof(buf)), -EINVAL);
	ck_assert_str_eq(buf, row->text);
}
END_TEST

START_TEST(half_a_64_bit_immediate_is_a_bug)
{
	static const struct bpf_insn insn[] = { BPF_LD_IMM64(R1, 42) };
	char buf[DISASM_TEXT_SIZE];

	ck_assert_int_eq(disasm_insn(insn, 1, 0, NULL, buf, sizeof(buf)), -EINVAL);
	ck_assert_str_eq(buf, "BUG_ld_18");
}
END_TEST

START_TEST(no_instruction_is_an_empty_text)
{
	char buf[DISASM_TEXT_SIZE] = "before";

	ck_assert_int_eq(disasm_insn(NULL, 0, 0, NULL, buf, sizeof(buf)), -EINVAL);
	ck_assert_str_eq(buf, "");
}
END_TEST

START_TEST(a_long_text_is_cut_and_terminated)
{
	static const struct bpf_insn insn[] = { BPF_LDX_MEM(BPF_W, R1, R6, 12) };
	char buf[12];

	memset(buf, 'x', sizeof(buf));
	ck_assert_int_eq(disasm_insn(insn, 1, 0, NULL, buf, 10), 1);
	ck_assert_str_eq(buf, "(61) r1 =");
	ck_assert_int_eq(buf[10], 'x');
	ck_assert_int_eq(disasm_insn(insn, 1, 0, NULL, NULL, 0), 1);
}
END_TEST

/* The names a loader would give: by the instruction's index, as relocations are. */
static const char *name_imm64(void *ctx, const struct bpf_insn *insn, uint32_t index)
{
	(void)ctx;
	(void)insn;
	return index == 7 ? "events" : NULL;
}

static const char *name_call(void *ctx, const struct bpf_insn *insn, uint32_t index)
{
	(void)insn;
	return index == 7 ? ctx : NULL;
}

static const char *named(const struct bpf_insn *insn, uint32_t index, bool xlated)
{
	static char buf[DISASM_TEXT_SIZE];
	struct disasm_names names = { name_imm64, name_call, (char *)"parse", xlated };

	disasm_insn(insn, 2, index, &names, buf, sizeof(buf));
	return buf;
}

START_TEST(a_map_is_written_by_its_name)
{
	static const struct bpf_insn fd[] = { BPF_LD_MAP_FD(R1, 5) };
	static const struct bpf_insn value[] = { BPF_LD_MAP_VALUE(R1, 5, 8) };
	static const struct bpf_insn unrelocated[] = { BPF_LD_IMM64(R1, 0) };

	ck_assert_str_eq(named(fd, 7, false), "(18) r1 = events");
	ck_assert_str_eq(named(fd, 8, false), "(18) r1 = map[fd:5]");
	ck_assert_str_eq(named(value, 7, false), "(18) r1 = events[0]+8");
	ck_assert_str_eq(named(unrelocated, 7, false), "(18) r1 = events");
	ck_assert_str_eq(named(unrelocated, 8, false), "(18) r1 = 0x0");
}
END_TEST

START_TEST(a_call_is_written_with_its_name)
{
	static const struct bpf_insn subprog[] = { BPF_CALL_REL(3), BPF_EXIT_INSN() };
	static const struct bpf_insn kfunc[] = { BPF_CALL_KFUNC(0, 99), BPF_EXIT_INSN() };
	static const struct bpf_insn helper[] = { BPF_EMIT_CALL(1), BPF_EXIT_INSN() };
	static const struct bpf_insn address[] = { BPF_EMIT_CALL(195896), BPF_EXIT_INSN() };

	ck_assert_str_eq(named(subprog, 7, false), "(85) call pc+3#parse");
	ck_assert_str_eq(named(subprog, 8, false), "(85) call pc+3");
	ck_assert_str_eq(named(kfunc, 7, false), "(85) call parse#99");
	ck_assert_str_eq(named(helper, 7, false), "(85) call bpf_map_lookup_elem#1");
	ck_assert_str_eq(named(address, 7, false), "(85) call parse#195896");
}
END_TEST

START_TEST(a_program_read_back_has_map_ids_and_calls_by_off)
{
	static const struct bpf_insn fd[] = { BPF_LD_MAP_FD(R1, 5) };
	static const struct bpf_insn value[] = { BPF_LD_MAP_VALUE(R1, 5, 8) };
	static const struct bpf_insn call[] = {
		BPF_RAW_INSN(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_CALL, 3, 1), BPF_EXIT_INSN() };

	ck_assert_str_eq(named(fd, 8, true), "(18) r1 = map[id:5]");
	ck_assert_str_eq(named(value, 8, true), "(18) r1 = map[id:5][0]+8");
	ck_assert_str_eq(named(call, 8, true), "(85) call pc+3");
}
END_TEST

START_TEST(helpers_have_names_from_0_to_211)
{
	uint32_t id;

	for (id = 0; id < 212; id++)
		ck_assert_msg(*disasm_helper_name(id), "helper %u", id);
	ck_assert_ptr_null(disasm_helper_name(212));
	ck_assert_ptr_null(disasm_helper_name(UINT32_MAX));
	ck_assert_str_eq(disasm_helper_name(BPF_FUNC_tail_call), "tail_call");
	ck_assert_str_eq(disasm_helper_name(BPF_FUNC_redirect_map), "redirect_map");
	ck_assert_str_eq(disasm_helper_name(BPF_FUNC_sk_lookup_tcp), "sk_lookup_tcp");
	ck_assert_str_eq(disasm_helper_name(BPF_FUNC_ringbuf_output), "ringbuf_output");
	ck_assert_str_eq(disasm_helper_name(BPF_FUNC_loop), "loop");
	ck_assert_str_eq(disasm_helper_name(211), "cgrp_storage_delete");
}
END_TEST

START_TEST(each_classic_instruction_has_its_text)
{
	const struct classic *row = &classics[_i];
	char buf[DISASM_TEXT_SIZE];

	ck_assert_int_eq(disasm_classic(&row->insn, 10, buf, sizeof(buf)), 1);
	ck_assert_str_eq(buf, row->text);
}
END_TEST

START_TEST(an_unknown_classic_code_is_a_bug)
{
	static const struct sock_filter unknown = BPF_STMT(0x115, 0);
	char buf[DISASM_TEXT_SIZE];

	ck_assert_int_eq(disasm_classic(&unknown, 0, buf, sizeof(buf)), -EINVAL);
	ck_assert_str_eq(buf, "BUG_115");
}
END_TEST

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* A page with no page behind it: reading one byte too far ends the process. */
static uint8_t *end_of_memory(void)
{
	size_t page = sysconf(_SC_PAGESIZE);
	uint8_t *memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ck_assert_ptr_ne(memory, MAP_FAILED);
	ck_assert_int_eq(mprotect(memory + page, page, PROT_NONE), 0);
	return memory + page;
}

START_TEST(random_instructions_are_read_and_written_in_bounds)
{
	uint8_t *insns_end = end_of_memory(), *text_end = end_of_memory();
	uint32_t seed = 0x2545f491, words[4], round, n;
	char *text;

	for (round = 0; round < 20000; round++) {
		size_t size = 1 + next_random(&seed) % DISASM_TEXT_SIZE;
		int slots;

		for (n = 0; n < 4; n++)
			words[n] = next_random(&seed);
		n = 1 + round % 2;
		if (round % 8 == 1)
			words[2] = 0; /* what the second slot of a 64-bit immediate needs */
		memcpy(insns_end - n * 8, words, n * 8);
		text = (char *)text_end - size;
		memset(text, 'x', size);
		slots = disasm_insn((void *)(insns_end - n * 8), n, round, NULL, text, size);
		ck_assert_ptr_nonnull(memchr(text, 0, size));
		ck_assert(slots == -EINVAL || (slots >= 1 && slots <= (int)n));
		if (size > 1)
			ck_assert_int_eq(text[0], slots < 0 ? 'B' : '(');
		memset(text, 'x', size);
		slots = disasm_classic((void *)(insns_end - 8), round, text, size);
		ck_assert_ptr_nonnull(memchr(text, 0, size));
		ck_assert(slots == -EINVAL || slots == 1);
	}
}
END_TEST

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

Suite *test_suite(void)
{
	Suite *suite = suite_create("disasm");
	TCase *tcase = tcase_create("disasm");

	tcase_add_loop_test(tcase, each_instruction_has_the_verifiers_text, 0, ROWS(texts));
	tcase_add_loop_test(tcase, what_no_kernel_has_is_a_bug, 0, ROWS(invalid));
	tcase_add_test(tcase, half_a_64_bit_immediate_is_a_bug);
	tcase_add_test(tcase, no_instruction_is_an_empty_text);
	tcase_add_test(tcase, a_long_text_is_cut_and_terminated);
	tcase_add_test(tcase, a_map_is_written_by_its_name);
	tcase_add_test(tcase, a_call_is_written_with_its_name);
	tcase_add_test(tcase, a_program_read_back_has_map_ids_and_calls_by_off);
	tcase_add_test(tcase, helpers_have_names_from_0_to_211);
	tcase_add_loop_test(tcase, each_classic_instruction_has_its_text, 0, ROWS(classics));
	tcase_add_test(tcase, an_unknown_classic_code_is_a_bug);
	tcase_add_test(tcase, random_instructions_are_read_and_written_in_bounds);
	suite_add_tcase(suite, tcase);
	return suite;
}
