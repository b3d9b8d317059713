/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Our text beside the verifier's. With log_level 2 the verifier writes each instruction it walks
 * over as `index: (code) text`, since 5.17 with `; ` and the state of the registers behind it. Each
 * program here is loaded, and every such line is compared with disasm_insn() of that instruction.
 * Some programs are refused on purpose, after the line of interest.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "asm/disasm.h"
#include "asm/insn.h"
#include "tests/lib/test.h"

enum { R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10 };
enum { LOG_SIZE = 1 << 18 };

static char log_text[LOG_SIZE];

/* The head of bpf(2)'s request for BPF_PROG_LOAD, up to the log: what 4.14 knew. */
struct load_request {
	__u32 prog_type;
	__u32 insn_cnt;
	__aligned_u64 insns;
	__aligned_u64 license;
	__u32 log_level;
	__u32 log_size;
	__aligned_u64 log_buf;
	__u32 kern_version;
	__u32 prog_flags;
	__u8 rest[256]; /* not sent; valgrind looks at it all the same */
};

/* Verifies the program and leaves the log in log_text. */
static int verify(uint32_t prog_type, const struct bpf_insn *insns, uint32_t n)
{
	struct load_request request;
	int fd;

	need_root();
	memset(&request, 0, sizeof(request));
	request.prog_type = prog_type;
	request.insn_cnt = n;
	request.insns = (uintptr_t)insns;
	request.license = (uintptr_t) "GPL";
	request.log_level = 2;
	request.log_size = sizeof(log_text);
	request.log_buf = (uintptr_t)log_text;
	log_text[0] = 0;
	fd = syscall(__NR_bpf, BPF_PROG_LOAD, &request, offsetof(struct load_request, rest));
	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

static int make_array_map(void)
{
	struct { __u32 map_type, key_size, value_size, max_entries; __u8 rest[256]; } request;

	need_root();
	memset(&request, 0, sizeof(request));
	request.map_type = BPF_MAP_TYPE_ARRAY;
	request.key_size = 4;
	request.value_size = 64;
	request.max_entries = 1;
	return syscall(__NR_bpf, BPF_MAP_CREATE, &request, 16);
}

/* `12: (bf) r6 = r1   ; R1=ctx()` gives 12 and `(bf) r6 = r1`; any other line gives false. */
static bool log_line_insn(char *line, uint32_t *index, char **text)
{
	char *end;

	*index = strtoul(line, &end, 10);
	if (end == line || strncmp(end, ": (", 3) != 0)
		return false;
	*text = end + 2;
	end = *text + strcspn(*text, ";");
	while (end > *text && end[-1] == ' ')
		end--;
	*end = 0;
	return true;
}

/* The verifier writes where the object is, we write which it is: compare up to the operand. */
static void cut_operand(const struct bpf_insn *insn, char *ours, char *theirs)
{
	if (insn->code != (BPF_LD | BPF_IMM | BPF_DW) || insn->src_reg == 0)
		return;
	ours[strcspn(ours, "=")] = 0;
	theirs[strcspn(theirs, "=")] = 0;
}

/* Compares every instruction of the log; returns how many different ones there were. */
static uint32_t compare_log(const struct bpf_insn *insns, uint32_t n)
{
	char ours[DISASM_TEXT_SIZE], *line, *next, *theirs;
	bool seen[256] = { false };
	uint32_t index, count = 0;

	ck_assert_uint_le(n, 256);
	for (line = log_text; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = 0;
		if (!log_line_insn(line, &index, &theirs))
			continue;
		ck_assert_uint_lt(index, n);
		disasm_insn(&insns[index], n - index, index, NULL, ours, sizeof(ours));
		cut_operand(&insns[index], ours, theirs);
		ck_assert_str_eq(ours, theirs);
		count += !seen[index];
		seen[index] = true;
	}
	return count;
}

static uint32_t count_insns(const struct bpf_insn *insns, uint32_t n)
{
	uint32_t i, count = 0;

	for (i = 0; i < n; i += insns[i].code == (BPF_LD | BPF_IMM | BPF_DW) ? 2 : 1)
		count++;
	return count;
}

/*
 * A program the verifier accepts, and in whose log every instruction appears. -ENOTSUPP, which user
 * space has no name for, comes after that, from a CPU whose compiler lacks one of them.
 */
static void same_text(const struct bpf_insn *insns, uint32_t n)
{
	int err = verify(BPF_PROG_TYPE_SOCKET_FILTER, insns, n);

	ck_assert_msg(err == 0 || err == -524, "%s: %s", strerror(-err), log_text);
	ck_assert_uint_eq(compare_log(insns, n), count_insns(insns, n));
}

#define SAME_TEXT(prog) same_text(prog, sizeof(prog) / sizeof((prog)[0]))

START_TEST(arithmetic_reads_like_the_verifiers_log)
{
	static const struct bpf_insn prog[] = {
		BPF_MOV64_IMM(R0, 7),
		BPF_MOV64_IMM(R1, -3),
		BPF_ALU64_REG(BPF_ADD, R0, R1),
		BPF_ALU64_REG(BPF_SUB, R0, R1),
		BPF_ALU64_REG(BPF_MUL, R0, R1),
		BPF_ALU64_REG(BPF_DIV, R0, R1),
		BPF_ALU64_REG(BPF_OR, R0, R1),
		BPF_ALU64_REG(BPF_AND, R0, R1),
		BPF_ALU64_REG(BPF_MOD, R0, R1),
		BPF_ALU64_REG(BPF_XOR, R0, R1),
		BPF_MOV32_IMM(R1, 3),
		BPF_ALU64_REG(BPF_LSH, R0, R1),
		BPF_ALU64_REG(BPF_RSH, R0, R1),
		BPF_ALU64_REG(BPF_ARSH, R0, R1),
		BPF_ALU64_IMM(BPF_NEG, R0, 0),
		BPF_ALU32_IMM(BPF_NEG, R0, 0),
		BPF_ALU64_IMM(BPF_ADD, R0, -8),
		BPF_ALU64_IMM(BPF_ARSH, R0, 63),
		BPF_ALU32_REG(BPF_ADD, R0, R1),
		BPF_ALU32_REG(BPF_SUB, R0, R1),
		BPF_ALU32_REG(BPF_LSH, R0, R1),
		BPF_ALU32_IMM(BPF_MUL, R0, 100000),
		BPF_ALU32_IMM(BPF_DIV, R0, -1),
		BPF_ALU32_IMM(BPF_MOD, R0, 5),
		BPF_ALU32_IMM(BPF_OR, R0, 0x7fffffff),
		BPF_ALU32_IMM(BPF_AND, R0, 255),
		BPF_ALU32_IMM(BPF_XOR, R0, -1),
		BPF_ALU32_IMM(BPF_RSH, R0, 31),
		BPF_MOV64_REG(R6, R0),
		BPF_MOV32_REG(R7, R6),
		BPF_ENDIAN(BPF_TO_LE, R0, 16),
		BPF_ENDIAN(BPF_TO_BE, R0, 32),
		BPF_ENDIAN(BPF_TO_BE, R0, 64),
		BPF_LD_IMM64(R2, 0x1122334455667788),
		BPF_LD_IMM64(R2, -1),
		BPF_LD_IMM64(R2, 0),
		BPF_EXIT_INSN(),
	};

	SAME_TEXT(prog);
}
END_TEST

START_TEST(instructions_of_6_6_read_like_the_verifiers_log)
{
	static const struct bpf_insn prog[] = {
		BPF_ST_MEM(BPF_DW, R10, -8, -1),
		BPF_LDX_MEMSX(BPF_B, R0, R10, -8),
		BPF_LDX_MEMSX(BPF_H, R0, R10, -8),
		BPF_LDX_MEMSX(BPF_W, R0, R10, -8),
		BPF_MOV64_IMM(R1, 3),
		BPF_ALU64_REG_OFF(BPF_DIV, R0, R1, 1),
		BPF_ALU64_REG_OFF(BPF_MOD, R0, R1, 1),
		BPF_ALU64_IMM_OFF(BPF_DIV, R0, -3, 1),
		BPF_ALU32_REG_OFF(BPF_DIV, R0, R1, 1),
		BPF_ALU32_IMM_OFF(BPF_MOD, R0, -3, 1),
		BPF_MOVSX64_REG(R0, R1, 8),
		BPF_MOVSX64_REG(R0, R1, 16),
		BPF_MOVSX64_REG(R0, R1, 32),
		BPF_MOVSX32_REG(R0, R1, 8),
		BPF_MOVSX32_REG(R0, R1, 16),
		BPF_BSWAP(R0, 16),
		BPF_BSWAP(R0, 32),
		BPF_BSWAP(R0, 64),
		BPF_JMP32_A(0),
		BPF_EXIT_INSN(),
	};

	need_kernel(6, 6);
	SAME_TEXT(prog);
}
END_TEST

START_TEST(memory_reads_like_the_verifiers_log)
{
	static const struct bpf_insn prog[] = {
		BPF_MOV64_REG(R6, R1),
		BPF_MOV64_IMM(R1, 1),
		BPF_ST_MEM(BPF_DW, R10, -8, -1),
		BPF_ST_MEM(BPF_W, R10, -16, 0x7fffffff),
		BPF_ST_MEM(BPF_H, R10, -16, 5),
		BPF_ST_MEM(BPF_B, R10, -16, 5),
		BPF_STX_MEM(BPF_DW, R10, R1, -16),
		BPF_STX_MEM(BPF_W, R10, R1, -16),
		BPF_STX_MEM(BPF_H, R10, R1, -16),
		BPF_STX_MEM(BPF_B, R10, R1, -16),
		BPF_LDX_MEM(BPF_DW, R2, R10, -8),
		BPF_LDX_MEM(BPF_W, R2, R6, 0),
		BPF_LDX_MEM(BPF_H, R2, R10, -8),
		BPF_LDX_MEM(BPF_B, R2, R10, -8),
		BPF_MOV64_IMM(R7, 4),
		BPF_LD_ABS(BPF_B, 23),
		BPF_LD_ABS(BPF_H, 12),
		BPF_LD_ABS(BPF_W, SKF_NET_OFF + 12),
		BPF_LD_IND(BPF_B, R7, 14),
		BPF_LD_IND(BPF_H, R7, -14),
		BPF_LD_IND(BPF_W, R7, 14),
		BPF_EXIT_INSN(),
	};

	SAME_TEXT(prog);
}
END_TEST

START_TEST(atomics_read_like_the_verifiers_log)
{
	static const struct bpf_insn prog[] = {
		BPF_ST_MEM(BPF_DW, R10, -8, 0),
		BPF_MOV64_IMM(R0, 1),
		BPF_MOV64_IMM(R1, 1),
		BPF_STX_XADD(BPF_W, R10, R1, -8),
		BPF_ATOMIC_OP(BPF_DW, BPF_ADD, R10, R1, -8),
		BPF_ATOMIC_OP(BPF_DW, BPF_AND, R10, R1, -8),
		BPF_ATOMIC_OP(BPF_W, BPF_OR, R10, R1, -8),
		BPF_ATOMIC_OP(BPF_DW, BPF_XOR, R10, R1, -8),
		BPF_ATOMIC_OP(BPF_DW, BPF_ADD | BPF_FETCH, R10, R1, -8),
		BPF_ATOMIC_OP(BPF_W, BPF_AND | BPF_FETCH, R10, R1, -8),
		BPF_ATOMIC_OP(BPF_DW, BPF_OR | BPF_FETCH, R10, R1, -8),
		BPF_ATOMIC_OP(BPF_W, BPF_XOR | BPF_FETCH, R10, R1, -8),
		BPF_ATOMIC_OP(BPF_DW, BPF_XCHG, R10, R1, -8),
		BPF_ATOMIC_OP(BPF_W, BPF_XCHG, R10, R1, -8),
		BPF_ATOMIC_OP(BPF_DW, BPF_CMPXCHG, R10, R1, -8),
		BPF_ATOMIC_OP(BPF_W, BPF_CMPXCHG, R10, R1, -8),
		BPF_EXIT_INSN(),
	};

	need_kernel(5, 12);
	SAME_TEXT(prog);
}
END_TEST

START_TEST(ordered_atomics_read_like_the_verifiers_log)
{
	static const struct bpf_insn prog[] = {
		BPF_ST_MEM(BPF_DW, R10, -8, 0),
#if __SIZEOF_LONG__ == 8 /* the verifier refuses 8 bytes on 32-bit CPUs */
		BPF_ATOMIC_OP(BPF_DW, BPF_LOAD_ACQ, R0, R10, -8),
		BPF_ATOMIC_OP(BPF_DW, BPF_STORE_REL, R10, R0, -8),
#endif
		BPF_ATOMIC_OP(BPF_B, BPF_LOAD_ACQ, R0, R10, -8),
		BPF_ATOMIC_OP(BPF_H, BPF_STORE_REL, R10, R0, -8),
		BPF_ATOMIC_OP(BPF_W, BPF_STORE_REL, R10, R0, -8),
		BPF_EXIT_INSN(),
	};

	need_kernel(6, 15);
	SAME_TEXT(prog);
}
END_TEST

/* Distance 0 leads to the next instruction either way, so each of them is walked over. */
START_TEST(jumps_read_like_the_verifiers_log)
{
	static const struct bpf_insn prog[] = {
		BPF_LDX_MEM(BPF_W, R6, R1, 0),
		BPF_LDX_MEM(BPF_W, R7, R1, 4),
		BPF_MOV64_IMM(R0, 0),
		BPF_JMP_IMM(BPF_JEQ, R6, 0, 0),
		BPF_JMP_IMM(BPF_JNE, R6, -1, 0),
		BPF_JMP_IMM(BPF_JGT, R6, 42, 0),
		BPF_JMP_IMM(BPF_JGE, R6, 42, 0),
		BPF_JMP_IMM(BPF_JLT, R6, 42, 0),
		BPF_JMP_IMM(BPF_JLE, R6, 42, 0),
		BPF_JMP_IMM(BPF_JSGT, R6, 42, 0),
		BPF_JMP_IMM(BPF_JSGE, R6, 42, 0),
		BPF_JMP_IMM(BPF_JSLT, R6, 42, 0),
		BPF_JMP_IMM(BPF_JSLE, R6, 42, 0),
		BPF_JMP_IMM(BPF_JSET, R6, 42, 0),
		BPF_JMP_REG(BPF_JEQ, R6, R7, 0),
		BPF_JMP_REG(BPF_JSET, R6, R7, 0),
		BPF_JMP32_IMM(BPF_JEQ, R6, 1, 0),
		BPF_JMP32_IMM(BPF_JSLT, R6, -1, 0),
		BPF_JMP32_REG(BPF_JLE, R6, R7, 0),
		BPF_JMP_A(2),
		BPF_MOV64_IMM(R0, 1),
		BPF_EXIT_INSN(),
		BPF_JMP_REG(BPF_JGT, R6, R7, -3),
		BPF_NOP(),
		BPF_EXIT_INSN(),
	};

	SAME_TEXT(prog);
}
END_TEST

START_TEST(may_goto_reads_like_the_verifiers_log)
{
	static const struct bpf_insn prog[] = {
		BPF_MOV64_IMM(R0, 0),
		BPF_JMP_MAY_GOTO(1),
		BPF_JMP_A(-2),
		BPF_EXIT_INSN(),
	};

	need_kernel(6, 9);
	SAME_TEXT(prog);
}
END_TEST

START_TEST(calls_read_like_the_verifiers_log)
{
	static const struct bpf_insn prog[] = {
		BPF_EMIT_CALL(BPF_FUNC_get_prandom_u32),
		BPF_CALL_REL(1),
		BPF_EXIT_INSN(),
		BPF_EMIT_CALL(BPF_FUNC_ktime_get_ns),
		BPF_EXIT_INSN(),
	};

	SAME_TEXT(prog);
}
END_TEST

START_TEST(map_references_read_like_the_verifiers_log_but_for_the_address)
{
	int fd = make_array_map();
	struct bpf_insn prog[] = {
		BPF_LD_MAP_FD(R1, fd),
		BPF_LD_MAP_VALUE(R2, fd, 8),
		BPF_LDX_MEM(BPF_W, R0, R2, 0),
		BPF_EXIT_INSN(),
	};

	ck_assert_int_ge(fd, 0);
	SAME_TEXT(prog);
	close(fd);
}
END_TEST

/* Without an arena map the cast is refused, but only after it was written. */
START_TEST(address_space_casts_read_like_the_verifiers_log)
{
	static const struct bpf_insn prog[] = {
		BPF_MOV64_IMM(R2, 0),
		BPF_ADDR_SPACE_CAST_REG(R1, R2, 0, 1),
		BPF_EXIT_INSN(),
	};

	need_kernel(6, 9);
	ck_assert_int_lt(verify(BPF_PROG_TYPE_SOCKET_FILTER, prog, 3), 0);
	ck_assert_uint_ge(compare_log(prog, 3), 2);
}
END_TEST

/*
 * The verifier names a helper before it refuses it, so one type of program shows them all; until 6.2
 * not those that this type may not call.
 */
START_TEST(each_helper_has_the_verifiers_name)
{
	struct bpf_insn prog[] = { BPF_EMIT_CALL(0), BPF_EXIT_INSN() };
	int named = 0, id;

	for (id = 0; id < 212; id++) {
		prog[0].imm = id;
		verify(BPF_PROG_TYPE_KPROBE, prog, 2);
		if (strstr(log_text, "(85) call unknown#")) {
			ck_assert_msg(!kernel_is(6, 2), "helper %d: %s", id, log_text);
			continue;
		}
		ck_assert_msg(compare_log(prog, 2) >= 1, "helper %d: %s", id, log_text);
		named++;
	}
	ck_assert_int_gt(named, 80);
}
END_TEST

Suite *test_suite(void)
{
	Suite *suite = suite_create("disasm_kernel");
	TCase *tcase = tcase_create("disasm_kernel");

	tcase_add_test(tcase, arithmetic_reads_like_the_verifiers_log);
	tcase_add_test(tcase, instructions_of_6_6_read_like_the_verifiers_log);
	tcase_add_test(tcase, memory_reads_like_the_verifiers_log);
	tcase_add_test(tcase, atomics_read_like_the_verifiers_log);
	tcase_add_test(tcase, ordered_atomics_read_like_the_verifiers_log);
	tcase_add_test(tcase, jumps_read_like_the_verifiers_log);
	tcase_add_test(tcase, may_goto_reads_like_the_verifiers_log);
	tcase_add_test(tcase, calls_read_like_the_verifiers_log);
	tcase_add_test(tcase, map_references_read_like_the_verifiers_log_but_for_the_address);
	tcase_add_test(tcase, address_space_casts_read_like_the_verifiers_log);
	tcase_add_test(tcase, each_helper_has_the_verifiers_name);
	suite_add_tcase(suite, tcase);
	return suite;
}
