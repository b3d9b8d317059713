/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Extended BPF as text. One function for each instruction class, the low three bits of the code;
 * asm/insn.h explains the encoding. Every function below returns the slots it has written, or
 * -EINVAL where the kernel's instruction set has nothing at this place.
 *
 * Two things come only in programs read back from the kernel, which has rewritten them by then:
 * `nospec`, a barrier against speculation, and the address of a per-CPU variable. Neither has a
 * name in the UAPI headers.
 */
#include <errno.h>
#include <stdarg.h>
#include "asm/disasm.h"
#include "base/text.h"

enum {
	DISASM_NOSPEC = 0xc0,	   /* a mode of BPF_ST */
	DISASM_ADDR_PERCPU = -1, /* an off of BPF_MOV */
};

struct line {
	const struct bpf_insn *insn;
	uint32_t n_left;
	uint32_t index;
	const struct disasm_names *names;
	char *buf;
	size_t size;
	size_t len; /* of the whole text, also where it did not fit */
};

static const char alu_ops[16][5] = {
	[BPF_ADD >> 4] = "+=",	[BPF_SUB >> 4] = "-=",	 [BPF_MUL >> 4] = "*=",
	[BPF_DIV >> 4] = "/=",	[BPF_OR >> 4] = "|=",	 [BPF_AND >> 4] = "&=",
	[BPF_LSH >> 4] = "<<=", [BPF_RSH >> 4] = ">>=",	 [BPF_MOD >> 4] = "%=",
	[BPF_XOR >> 4] = "^=",	[BPF_ARSH >> 4] = "s>>=", [BPF_MOV >> 4] = "=",
};

static const char jmp_ops[16][4] = {
	[BPF_JEQ >> 4] = "==",	[BPF_JNE >> 4] = "!=",	 [BPF_JSET >> 4] = "&",
	[BPF_JGT >> 4] = ">",	[BPF_JGE >> 4] = ">=",	 [BPF_JLT >> 4] = "<",
	[BPF_JLE >> 4] = "<=",	[BPF_JSGT >> 4] = "s>",	 [BPF_JSGE >> 4] = "s>=",
	[BPF_JSLT >> 4] = "s<", [BPF_JSLE >> 4] = "s<=",
};

static const char fetch_ops[16][4] = {
	[BPF_ADD >> 4] = "add",
	[BPF_AND >> 4] = "and",
	[BPF_OR >> 4] = "or",
	[BPF_XOR >> 4] = "xor",
};

static const char sizes[4][4] = {
	[BPF_W >> 3] = "u32", [BPF_H >> 3] = "u16", [BPF_B >> 3] = "u8", [BPF_DW >> 3] = "u64",
};

static __attribute__((format(printf, 2, 3))) int line_add(struct line *line, const char *fmt, ...)
{
	size_t room = line->len < line->size ? line->size - line->len : 0;
	va_list args;
	int n;

	va_start(args, fmt);
	n = text_vformat(room ? line->buf + line->len : NULL, room, fmt, args);
	va_end(args);
	if (n > 0)
		line->len += n;
	return 1;
}

static const char *size_of(const struct bpf_insn *insn)
{
	return sizes[BPF_SIZE(insn->code) >> 3];
}

/* ---- arithmetic ---- */

static int disasm_endian(struct line *line)
{
	const struct bpf_insn *insn = line->insn;
	const char *how = BPF_SRC(insn->code) == BPF_TO_BE ? "be" : "le";

	if (insn->imm != 16 && insn->imm != 32 && insn->imm != 64)
		return -EINVAL;
	if (BPF_CLASS(insn->code) == BPF_ALU64) {
		if (BPF_SRC(insn->code) != BPF_TO_LE)
			return -EINVAL;
		how = "bswap";
	}
	return line_add(line, "r%u = %s%d r%u", insn->dst_reg, how, insn->imm, insn->dst_reg);
}

/* Moves with off: of 8, 16 or 32 bits with their sign, or into another address space. */
static int disasm_mov_off(struct line *line)
{
	const struct bpf_insn *insn = line->insn;
	bool is_64 = BPF_CLASS(insn->code) == BPF_ALU64;
	uint32_t imm = insn->imm;

	if (BPF_SRC(insn->code) != BPF_X)
		return -EINVAL;
	if (insn->off == 8 || insn->off == 16 || (insn->off == 32 && is_64))
		return line_add(line, "%c%u = (s%d)%c%u", is_64 ? 'r' : 'w', insn->dst_reg,
			insn->off, is_64 ? 'r' : 'w', insn->src_reg);
	if (insn->off == BPF_ADDR_SPACE_CAST && is_64)
		return line_add(line, "r%u = addr_space_cast(r%u, %u, %u)", insn->dst_reg,
			insn->src_reg, imm >> 16, imm & 0xffff);
	if (insn->off == DISASM_ADDR_PERCPU && is_64)
		return line_add(line, "r%u = &(void __percpu *)(r%u)", insn->dst_reg,
			insn->src_reg);
	return -EINVAL;
}

/* The operator; off 1 makes a division signed, and nothing else has an off. */
static int disasm_alu_op(struct line *line, char reg)
{
	const struct bpf_insn *insn = line->insn;
	const char *op = alu_ops[BPF_OP(insn->code) >> 4];
	bool divides = BPF_OP(insn->code) == BPF_DIV || BPF_OP(insn->code) == BPF_MOD;

	if (!op[0] || (insn->off != 0 && !(insn->off == 1 && divides)))
		return -EINVAL;
	return line_add(line, "%c%u %s%s ", reg, insn->dst_reg, insn->off ? "s" : "", op);
}

static int disasm_alu(struct line *line)
{
	const struct bpf_insn *insn = line->insn;
	char reg = BPF_CLASS(insn->code) == BPF_ALU64 ? 'r' : 'w';

	if (BPF_OP(insn->code) == BPF_END)
		return disasm_endian(line);
	if (BPF_OP(insn->code) == BPF_NEG && BPF_SRC(insn->code) == BPF_K)
		return line_add(line, "%c%u = -%c%u", reg, insn->dst_reg, reg, insn->dst_reg);
	if (BPF_OP(insn->code) == BPF_MOV && insn->off)
		return disasm_mov_off(line);
	if (disasm_alu_op(line, reg) < 0)
		return -EINVAL;
	if (BPF_SRC(insn->code) == BPF_X)
		return line_add(line, "%c%u", reg, insn->src_reg);
	return line_add(line, "%d", insn->imm);
}

/* ---- memory ---- */

static int disasm_ldx(struct line *line)
{
	const struct bpf_insn *insn = line->insn;
	bool sign = BPF_MODE(insn->code) == BPF_MEMSX && BPF_SIZE(insn->code) != BPF_DW;

	if (BPF_MODE(insn->code) != BPF_MEM && !sign)
		return -EINVAL;
	return line_add(line, "r%u = *(%c%s *)(r%u %+d)", insn->dst_reg, sign ? 's' : 'u',
		size_of(insn) + 1, insn->src_reg, insn->off);
}

static int disasm_st(struct line *line)
{
	const struct bpf_insn *insn = line->insn;

	if (insn->code == (BPF_ST | DISASM_NOSPEC))
		return line_add(line, "nospec");
	if (BPF_MODE(insn->code) != BPF_MEM)
		return -EINVAL;
	return line_add(line, "*(%s *)(r%u %+d) = %d", size_of(insn), insn->dst_reg, insn->off,
		insn->imm);
}

/* Loads and stores with an order, the only atomics on less than 4 bytes. */
static int disasm_ordered(struct line *line)
{
	const struct bpf_insn *insn = line->insn;

	if (insn->imm == BPF_LOAD_ACQ)
		return line_add(line, "r%u = load_acquire((%s *)(r%u %+d))", insn->dst_reg,
			size_of(insn), insn->src_reg, insn->off);
	if (insn->imm == BPF_STORE_REL)
		return line_add(line, "store_release((%s *)(r%u %+d), r%u)", size_of(insn),
			insn->dst_reg, insn->off, insn->src_reg);
	return -EINVAL;
}

/* Read, change, write. The forms that give back the old value look like the kernel's functions. */
static int disasm_atomic(struct line *line)
{
	const struct bpf_insn *insn = line->insn;
	const char *wide = BPF_SIZE(insn->code) == BPF_DW ? "64" : "";
	const char *op = insn->imm & ~0xff ? "" : fetch_ops[BPF_OP(insn->imm) >> 4];
	uint32_t src = insn->src_reg;

	if (BPF_SIZE(insn->code) != BPF_W && BPF_SIZE(insn->code) != BPF_DW)
		return disasm_ordered(line);
	if (op[0] && (insn->imm & 0xf) == 0)
		return line_add(line, "lock *(%s *)(r%u %+d) %s r%u", size_of(insn), insn->dst_reg,
			insn->off, alu_ops[insn->imm >> 4], src);
	if (insn->imm == BPF_CMPXCHG)
		line_add(line, "r0 = atomic%s_cmpxchg(", wide);
	else if (insn->imm == BPF_XCHG)
		line_add(line, "r%u = atomic%s_xchg(", src, wide);
	else if (op[0] && (insn->imm & 0xf) == BPF_FETCH)
		line_add(line, "r%u = atomic%s_fetch_%s(", src, wide, op);
	else
		return disasm_ordered(line);
	return line_add(line, "(%s *)(r%u %+d), %sr%u)", size_of(insn), insn->dst_reg, insn->off,
		insn->imm == BPF_CMPXCHG ? "r0, " : "", src);
}

static int disasm_stx(struct line *line)
{
	const struct bpf_insn *insn = line->insn;

	if (BPF_MODE(insn->code) == BPF_ATOMIC)
		return disasm_atomic(line);
	if (BPF_MODE(insn->code) != BPF_MEM)
		return -EINVAL;
	return line_add(line, "*(%s *)(r%u %+d) = r%u", size_of(insn), insn->dst_reg, insn->off,
		insn->src_reg);
}

/* ---- 64-bit immediates, packet loads ---- */

static int disasm_map(struct line *line, const char *name, const char *by)
{
	if (name)
		return line_add(line, "%s", name);
	return line_add(line, "map[%s:%u]", by, (uint32_t)line->insn->imm);
}

static int disasm_pseudo(struct line *line, const char *name)
{
	const struct bpf_insn *insn = line->insn;
	const char *by = line->names && line->names->xlated ? "id" : "fd";
	uint32_t low = insn[0].imm, high = insn[1].imm;

	switch (insn->src_reg) {
	case BPF_PSEUDO_MAP_FD:
		return disasm_map(line, name, by);
	case BPF_PSEUDO_MAP_VALUE:
		disasm_map(line, name, by);
		return line_add(line, "[0]+%u", high);
	case BPF_PSEUDO_MAP_IDX:
		return disasm_map(line, name, "idx");
	case BPF_PSEUDO_MAP_IDX_VALUE:
		disasm_map(line, name, "idx");
		return line_add(line, "[0]+%u", high);
	}
	if (name)
		return line_add(line, "%s", name);
	switch (insn->src_reg) {
	case 0:
		return line_add(line, "0x%llx", (unsigned long long)high << 32 | low);
	case BPF_PSEUDO_FUNC:
		return line_add(line, "subprog[%+d]", insn->imm);
	case BPF_PSEUDO_BTF_ID:
		line_add(line, "btf[id:%u]", low);
		return high ? line_add(line, "[fd:%u]", high) : 1;
	}
	return -EINVAL;
}

static int disasm_imm64(struct line *line)
{
	const struct bpf_insn *insn = line->insn;
	const struct disasm_names *names = line->names;
	const char *name = NULL;

	if (line->n_left < 2 || insn[1].code != 0)
		return -EINVAL;
	if (names && names->imm64)
		name = names->imm64(names->ctx, insn, line->index);
	line_add(line, "r%u = ", insn->dst_reg);
	return disasm_pseudo(line, name) < 0 ? -EINVAL : 2;
}

static int disasm_ld(struct line *line)
{
	const struct bpf_insn *insn = line->insn;

	if (insn->code == (BPF_LD | BPF_IMM | BPF_DW))
		return disasm_imm64(line);
	if (BPF_SIZE(insn->code) == BPF_DW)
		return -EINVAL;
	if (BPF_MODE(insn->code) == BPF_ABS)
		return line_add(line, "r0 = *(%s *)skb[%d]", size_of(insn), insn->imm);
	if (BPF_MODE(insn->code) == BPF_IND)
		return line_add(line, "r0 = *(%s *)skb[r%u + %d]", size_of(insn), insn->src_reg,
			insn->imm);
	return -EINVAL;
}

/* ---- jumps and calls ---- */

static int disasm_call(struct line *line)
{
	const struct bpf_insn *insn = line->insn;
	const struct disasm_names *names = line->names;
	const char *name = NULL;

	if (insn->src_reg == 0)
		name = disasm_helper_name(insn->imm);
	if (name)
		return line_add(line, "call bpf_%s#%d", name, insn->imm);
	if (names && names->call)
		name = names->call(names->ctx, insn, line->index);
	switch (insn->src_reg) {
	case 0:
		return line_add(line, "call %s#%d", name ? name : "unknown", insn->imm);
	case BPF_PSEUDO_KFUNC_CALL:
		return line_add(line, "call %s#%d", name ? name : "kernel-function", insn->imm);
	case BPF_PSEUDO_CALL:
		line_add(line, "call pc%+d", names && names->xlated ? insn->off : insn->imm);
		return name ? line_add(line, "#%s", name) : 1;
	}
	return -EINVAL;
}

static int disasm_if(struct line *line)
{
	const struct bpf_insn *insn = line->insn;
	char reg = BPF_CLASS(insn->code) == BPF_JMP ? 'r' : 'w';
	const char *op = jmp_ops[BPF_OP(insn->code) >> 4];

	if (!op[0])
		return -EINVAL;
	line_add(line, "if %c%u %s ", reg, insn->dst_reg, op);
	if (BPF_SRC(insn->code) == BPF_X)
		line_add(line, "%c%u", reg, insn->src_reg);
	else
		line_add(line, "0x%x", (uint32_t)insn->imm);
	return line_add(line, " goto pc%+d", insn->off);
}

static int disasm_jmp(struct line *line)
{
	const struct bpf_insn *insn = line->insn;

	switch (insn->code) {
	case BPF_JMP | BPF_CALL:
		return disasm_call(line);
	case BPF_JMP | BPF_EXIT:
		return line_add(line, "exit");
	case BPF_JMP | BPF_JA:
		return line_add(line, "goto pc%+d", insn->off);
	case BPF_JMP32 | BPF_JA:
		return line_add(line, "gotol pc%+d", insn->imm);
	case BPF_JMP | BPF_JA | BPF_X:
		return line_add(line, "gotox r%u", insn->dst_reg);
	case BPF_JMP | BPF_JCOND:
		if (insn->src_reg != BPF_MAY_GOTO)
			return -EINVAL;
		return line_add(line, "may_goto pc%+d", insn->off);
	}
	return disasm_if(line);
}

/* ---- any instruction ---- */

static int disasm_by_class(struct line *line)
{
	switch (BPF_CLASS(line->insn->code)) {
	case BPF_LD:
		return disasm_ld(line);
	case BPF_LDX:
		return disasm_ldx(line);
	case BPF_ST:
		return disasm_st(line);
	case BPF_STX:
		return disasm_stx(line);
	case BPF_JMP:
	case BPF_JMP32:
		return disasm_jmp(line);
	default:
		return disasm_alu(line);
	}
}

int disasm_insn(const struct bpf_insn *insn, uint32_t n_left, uint32_t index,
	const struct disasm_names *names, char *buf, size_t size)
{
	static const char bug[8][7] = {
		"ld_", "ldx_", "st_", "", "alu_", "jmp_", "jmp32_", "alu64_",
	};
	struct line line = { insn, n_left, index, names, buf, size, 0 };
	int slots;

	line_add(&line, "%s", "");
	if (n_left == 0)
		return -EINVAL;
	line_add(&line, "(%02x) ", insn->code);
	slots = disasm_by_class(&line);
	if (slots < 0) {
		line.len = 0;
		line_add(&line, "BUG_%s%02x", bug[BPF_CLASS(insn->code)], insn->code);
	}
	return slots;
}
