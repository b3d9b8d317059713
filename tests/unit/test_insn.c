/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every macro of asm/insn.h against the bytes that RFC 9669 gives the instruction:
 * code, registers (source in the high half), off, imm, least significant byte first.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "asm/insn.h"
#include "tests/lib/test.h"

enum { R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10 };

struct encoding {
	const char *bytes;
	struct bpf_insn insn[2];
};

static const struct encoding encodings[] = {
	/* arithmetic, 64 bits: register, constant */
	{ "0f 21 0000 00000000", { BPF_ALU64_REG(BPF_ADD, R1, R2) } },
	{ "1f 21 0000 00000000", { BPF_ALU64_REG(BPF_SUB, R1, R2) } },
	{ "2f 21 0000 00000000", { BPF_ALU64_REG(BPF_MUL, R1, R2) } },
	{ "3f 21 0000 00000000", { BPF_ALU64_REG(BPF_DIV, R1, R2) } },
	{ "4f 21 0000 00000000", { BPF_ALU64_REG(BPF_OR, R1, R2) } },
	{ "5f 21 0000 00000000", { BPF_ALU64_REG(BPF_AND, R1, R2) } },
	{ "6f 21 0000 00000000", { BPF_ALU64_REG(BPF_LSH, R1, R2) } },
	{ "7f 21 0000 00000000", { BPF_ALU64_REG(BPF_RSH, R1, R2) } },
	{ "9f 21 0000 00000000", { BPF_ALU64_REG(BPF_MOD, R1, R2) } },
	{ "af 21 0000 00000000", { BPF_ALU64_REG(BPF_XOR, R1, R2) } },
	{ "cf 21 0000 00000000", { BPF_ALU64_REG(BPF_ARSH, R1, R2) } },
	{ "07 0a 0000 f8ffffff", { BPF_ALU64_IMM(BPF_ADD, R10, -8) } },
	{ "87 01 0000 00000000", { BPF_ALU64_IMM(BPF_NEG, R1, 0) } },
	{ "57 01 0000 ff000000", { BPF_ALU64_IMM(BPF_AND, R1, 0xff) } },
	{ "3f 21 0100 00000000", { BPF_ALU64_REG_OFF(BPF_DIV, R1, R2, 1) } },
	{ "97 01 0100 fdffffff", { BPF_ALU64_IMM_OFF(BPF_MOD, R1, -3, 1) } },
	/* 32 bits */
	{ "0c 43 0000 00000000", { BPF_ALU32_REG(BPF_ADD, R3, R4) } },
	{ "a4 03 0000 ffffffff", { BPF_ALU32_IMM(BPF_XOR, R3, -1) } },
	{ "84 03 0000 00000000", { BPF_ALU32_IMM(BPF_NEG, R3, 0) } },
	{ "9c 43 0100 00000000", { BPF_ALU32_REG_OFF(BPF_MOD, R3, R4, 1) } },
	{ "34 03 0100 07000000", { BPF_ALU32_IMM_OFF(BPF_DIV, R3, 7, 1) } },
	/* moves */
	{ "bf a2 0000 00000000", { BPF_MOV64_REG(R2, R10) } },
	{ "b7 00 0000 2a000000", { BPF_MOV64_IMM(R0, 42) } },
	{ "bc 21 0000 00000000", { BPF_MOV32_REG(R1, R2) } },
	{ "b4 01 0000 ffffffff", { BPF_MOV32_IMM(R1, -1) } },
	{ "bf 21 0800 00000000", { BPF_MOVSX64_REG(R1, R2, 8) } },
	{ "bf 21 2000 00000000", { BPF_MOVSX64_REG(R1, R2, 32) } },
	{ "bc 21 1000 00000000", { BPF_MOVSX32_REG(R1, R2, 16) } },
	{ "bf 21 0000 00000000", { BPF_MOV64_RAW(BPF_X, R1, R2, 0) } },
	{ "b7 01 0000 05000000", { BPF_MOV64_RAW(BPF_K, R1, 0, 5) } },
	{ "bc 21 0000 00000000", { BPF_MOV32_RAW(BPF_X, R1, R2, 0) } },
	{ "b4 01 0000 05000000", { BPF_MOV32_RAW(BPF_K, R1, 0, 5) } },
	{ "bf 21 0100 01000000", { BPF_ADDR_SPACE_CAST_REG(R1, R2, 0, 1) } },
	{ "bf 21 0100 00000100", { BPF_ADDR_SPACE_CAST_REG(R1, R2, 1, 0) } },
	/* byte order */
	{ "d4 01 0000 10000000", { BPF_ENDIAN(BPF_TO_LE, R1, 16) } },
	{ "dc 01 0000 20000000", { BPF_ENDIAN(BPF_TO_BE, R1, 32) } },
	{ "d7 01 0000 40000000", { BPF_BSWAP(R1, 64) } },
	/* 64-bit immediates */
	{ "18 01 0000 88776655 | 00 00 0000 44332211", { BPF_LD_IMM64(R1, 0x1122334455667788) } },
	{ "18 01 0000 ffffffff | 00 00 0000 ffffffff", { BPF_LD_IMM64(R1, -1) } },
	{ "18 51 0000 ffffffff | 00 00 0000 00000000", { BPF_LD_IMM64_RAW(R1, 5, 0xffffffff) } },
	{ "18 21 0300 05000000 | 00 00 0400 06000000",
	  { BPF_LD_IMM64_RAW_FULL(R1, 2, 3, 4, 5, 6) } },
	{ "18 11 0000 05000000 | 00 00 0000 00000000", { BPF_LD_MAP_FD(R1, 5) } },
	{ "18 21 0000 05000000 | 00 00 0000 10000000", { BPF_LD_MAP_VALUE(R1, 5, 16) } },
	{ "18 31 0000 05000000 | 00 00 0000 09000000", { BPF_LD_BTF_ID(R1, 5, 9) } },
	{ "18 42 0000 fdffffff | 00 00 0000 00000000", { BPF_LD_FUNC(R2, -3) } },
	{ "18 51 0000 05000000 | 00 00 0000 00000000", { BPF_LD_MAP_IDX(R1, 5) } },
	{ "18 61 0000 05000000 | 00 00 0000 10000000", { BPF_LD_MAP_IDX_VALUE(R1, 5, 16) } },
	/* memory */
	{ "71 61 0c00 00000000", { BPF_LDX_MEM(BPF_B, R1, R6, 12) } },
	{ "69 61 0c00 00000000", { BPF_LDX_MEM(BPF_H, R1, R6, 12) } },
	{ "61 61 0c00 00000000", { BPF_LDX_MEM(BPF_W, R1, R6, 12) } },
	{ "79 a1 f8ff 00000000", { BPF_LDX_MEM(BPF_DW, R1, R10, -8) } },
	{ "91 61 0c00 00000000", { BPF_LDX_MEMSX(BPF_B, R1, R6, 12) } },
	{ "89 61 0c00 00000000", { BPF_LDX_MEMSX(BPF_H, R1, R6, 12) } },
	{ "81 61 0c00 00000000", { BPF_LDX_MEMSX(BPF_W, R1, R6, 12) } },
	{ "73 1a fcff 00000000", { BPF_STX_MEM(BPF_B, R10, R1, -4) } },
	{ "6b 1a fcff 00000000", { BPF_STX_MEM(BPF_H, R10, R1, -4) } },
	{ "63 1a fcff 00000000", { BPF_STX_MEM(BPF_W, R10, R1, -4) } },
	{ "7b 1a f8ff 00000000", { BPF_STX_MEM(BPF_DW, R10, R1, -8) } },
	{ "72 0a f8ff 07000000", { BPF_ST_MEM(BPF_B, R10, -8, 7) } },
	{ "6a 0a f8ff 07000000", { BPF_ST_MEM(BPF_H, R10, -8, 7) } },
	{ "62 0a f8ff 07000000", { BPF_ST_MEM(BPF_W, R10, -8, 7) } },
	{ "7a 0a f8ff ffffffff", { BPF_ST_MEM(BPF_DW, R10, -8, -1) } },
	/* atomics */
	{ "db 21 0800 00000000", { BPF_ATOMIC_OP(BPF_DW, BPF_ADD, R1, R2, 8) } },
	{ "db 21 0800 00000000", { BPF_STX_XADD(BPF_DW, R1, R2, 8) } },
	{ "c3 21 0800 40000000", { BPF_ATOMIC_OP(BPF_W, BPF_OR, R1, R2, 8) } },
	{ "c3 21 0800 50000000", { BPF_ATOMIC_OP(BPF_W, BPF_AND, R1, R2, 8) } },
	{ "c3 21 0800 a0000000", { BPF_ATOMIC_OP(BPF_W, BPF_XOR, R1, R2, 8) } },
	{ "db 21 0800 01000000", { BPF_ATOMIC_OP(BPF_DW, BPF_ADD | BPF_FETCH, R1, R2, 8) } },
	{ "db 21 0800 e1000000", { BPF_ATOMIC_OP(BPF_DW, BPF_XCHG, R1, R2, 8) } },
	{ "db 21 0800 f1000000", { BPF_ATOMIC_OP(BPF_DW, BPF_CMPXCHG, R1, R2, 8) } },
	{ "d3 21 0800 00010000", { BPF_ATOMIC_OP(BPF_B, BPF_LOAD_ACQ, R1, R2, 8) } },
	{ "cb 21 0800 10010000", { BPF_ATOMIC_OP(BPF_H, BPF_STORE_REL, R1, R2, 8) } },
	/* jumps */
	{ "1d 21 0400 00000000", { BPF_JMP_REG(BPF_JEQ, R1, R2, 4) } },
	{ "2d 21 0400 00000000", { BPF_JMP_REG(BPF_JGT, R1, R2, 4) } },
	{ "3d 21 0400 00000000", { BPF_JMP_REG(BPF_JGE, R1, R2, 4) } },
	{ "4d 21 0400 00000000", { BPF_JMP_REG(BPF_JSET, R1, R2, 4) } },
	{ "5d 21 0400 00000000", { BPF_JMP_REG(BPF_JNE, R1, R2, 4) } },
	{ "6d 21 0400 00000000", { BPF_JMP_REG(BPF_JSGT, R1, R2, 4) } },
	{ "7d 21 0400 00000000", { BPF_JMP_REG(BPF_JSGE, R1, R2, 4) } },
	{ "ad 21 0400 00000000", { BPF_JMP_REG(BPF_JLT, R1, R2, 4) } },
	{ "bd 21 0400 00000000", { BPF_JMP_REG(BPF_JLE, R1, R2, 4) } },
	{ "cd 21 0400 00000000", { BPF_JMP_REG(BPF_JSLT, R1, R2, 4) } },
	{ "dd 21 0400 00000000", { BPF_JMP_REG(BPF_JSLE, R1, R2, 4) } },
	{ "55 01 fbff 2a000000", { BPF_JMP_IMM(BPF_JNE, R1, 42, -5) } },
	{ "1e 21 0400 00000000", { BPF_JMP32_REG(BPF_JEQ, R1, R2, 4) } },
	{ "c6 01 0400 ffffffff", { BPF_JMP32_IMM(BPF_JSLT, R1, -1, 4) } },
	{ "05 00 0500 00000000", { BPF_JMP_A(5) } },
	{ "06 00 0000 a0860100", { BPF_JMP32_A(100000) } },
	{ "05 00 0000 00000000", { BPF_NOP() } },
	{ "e5 00 0100 00000000", { BPF_JMP_MAY_GOTO(1) } },
	{ "0d 03 0000 00000000", { BPF_JMP_GOTOX(R3) } },
	/* calls */
	{ "85 00 0000 01000000", { BPF_EMIT_CALL(BPF_FUNC_map_lookup_elem) } },
	{ "85 10 0000 fcffffff", { BPF_CALL_REL(-4) } },
	{ "85 20 0200 d2040000", { BPF_CALL_KFUNC(2, 1234) } },
	{ "95 00 0000 00000000", { BPF_EXIT_INSN() } },
	/* packet loads */
	{ "30 00 0000 17000000", { BPF_LD_ABS(BPF_B, 23) } },
	{ "28 00 0000 0c000000", { BPF_LD_ABS(BPF_H, 12) } },
	{ "20 00 0000 1a000000", { BPF_LD_ABS(BPF_W, 26) } },
	{ "50 70 0000 0e000000", { BPF_LD_IND(BPF_B, R7, 14) } },
	/* anything */
	{ "ab dc 34f2 efcdab09", { BPF_RAW_INSN(0xab, 0xc, 0xd, -0xdcc, 0x09abcdef) } },
};

/*
 * The instruction as a file for the other byte order would not have it: on a big-endian CPU the
 * registers change halves and the numbers turn around, so that is undone before comparing.
 */
static void insn_bytes(const struct bpf_insn *insn, uint8_t out[8])
{
	memcpy(out, insn, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	uint8_t in[8];

	memcpy(in, out, 8);
	out[1] = in[1] >> 4 | in[1] << 4;
	out[2] = in[3], out[3] = in[2];
	out[4] = in[7], out[5] = in[6], out[6] = in[5], out[7] = in[4];
#endif
}

static int insn_hex(const struct bpf_insn *insn, char *hex, size_t size)
{
	uint8_t b[8];

	insn_bytes(insn, b);
	return snprintf(hex, size, "%02x %02x %02x%02x %02x%02x%02x%02x", b[0], b[1], b[2], b[3],
		b[4], b[5], b[6], b[7]);
}

START_TEST(each_macro_has_the_bytes_of_the_rfc)
{
	const struct encoding *row = &encodings[_i];
	char hex[64];
	int n = insn_hex(&row->insn[0], hex, sizeof(hex));

	if (strchr(row->bytes, '|')) {
		memcpy(hex + n, " | ", 3);
		insn_hex(&row->insn[1], hex + n + 3, sizeof(hex) - n - 3);
	}
	ck_assert_str_eq(hex, row->bytes);
}
END_TEST

START_TEST(an_instruction_is_eight_bytes)
{
	ck_assert_uint_eq(sizeof(struct bpf_insn), 8);
	ck_assert_uint_eq(sizeof(struct sock_filter), 8);
}
END_TEST

START_TEST(macros_are_expressions_as_well_as_initialisers)
{
	struct bpf_insn insn = BPF_MOV64_IMM(R3, 7);

	ck_assert_int_eq(insn.dst_reg, R3);
	insn = BPF_MOV64_REG(R4, R5);
	ck_assert_int_eq(insn.src_reg, R5);
	ck_assert_int_eq(BPF_JMP_A(-2).off, -2);
}
END_TEST

START_TEST(classic_macros_fill_code_jumps_and_constant)
{
	static const struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x0800, 2, 3),
	};

	ck_assert_uint_eq(filter[0].code, 0x28);
	ck_assert_uint_eq(filter[0].k, 12);
	ck_assert_uint_eq(filter[1].code, 0x15);
	ck_assert_uint_eq(filter[1].jt, 2);
	ck_assert_uint_eq(filter[1].jf, 3);
	ck_assert_uint_eq(filter[1].k, 0x800);
}
END_TEST

Suite *test_suite(void)
{
	Suite *suite = suite_create("insn");
	TCase *tcase = tcase_create("insn");

	tcase_add_loop_test(tcase, each_macro_has_the_bytes_of_the_rfc, 0,
		sizeof(encodings) / sizeof(encodings[0]));
	tcase_add_test(tcase, an_instruction_is_eight_bytes);
	tcase_add_test(tcase, macros_are_expressions_as_well_as_initialisers);
	tcase_add_test(tcase, classic_macros_fill_code_jumps_and_constant);
	suite_add_tcase(suite, tcase);
	return suite;
}
