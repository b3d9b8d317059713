/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A result goes into one instruction, whose old value has to be what the program's own types say;
 * else the record is about another instruction, and who knows which.
 *
 *	r1 = 16, r1 += 16		the immediate
 *	r1 = 16 ll			the immediate, of both halves
 *	r1 = *(u32 *)(r2 + 16)		the offset, 15 bits of it; if the field has another size in
 *	*(u32 *)(r2 + 16) = r1		the kernel, the size of the access too
 *
 * The size can change only where a value stays the same: unsigned integers, which are loaded with
 * zeros above, and pointers, which have 8 bytes in a program and 4 in a 32-bit kernel.
 */
#include "link/core.h"

#include <errno.h>

static int refuse(int err, const char **why, const char *text)
{
	*why = text;
	return err;
}

static int patch_imm(struct bpf_insn *insn, const struct core_result *r, const char **why)
{
	int64_t to = r->to;

	if (BPF_SRC(insn->code) != BPF_K)
		return refuse(-EINVAL, why, "the instruction has no immediate operand");
	if (r->check && (int64_t)insn->imm != (int64_t)r->from)
		return refuse(-EINVAL, why, "the instruction does not hold the program's value");
	if (to < INT32_MIN || to > UINT32_MAX)
		return refuse(-ERANGE, why, "the kernel's value does not fit into 32 bits");
	insn->imm = to;
	return 0;
}

static int patch_imm64(struct bpf_insn *insn, uint32_t left, const struct core_result *r,
	const char **why)
{
	uint64_t imm;

	if (insn->code != (BPF_LD | BPF_IMM | BPF_DW) || left < 2 || insn[0].src_reg ||
		insn[0].off || insn[1].code || insn[1].dst_reg || insn[1].src_reg || insn[1].off)
		return refuse(-EINVAL, why, "the instruction is no load of a 64-bit number");
	imm = (uint32_t)insn[0].imm | (uint64_t)(uint32_t)insn[1].imm << 32;
	if (r->check && imm != r->from)
		return refuse(-EINVAL, why, "the instruction does not hold the program's value");
	insn[0].imm = (uint32_t)r->to;
	insn[1].imm = r->to >> 32;
	return 0;
}

static const struct {
	uint8_t bytes, code;
} widths[] = { { 1, BPF_B }, { 2, BPF_H }, { 4, BPF_W }, { 8, BPF_DW } };

static int width_code(uint32_t bytes)
{
	uint32_t i;

	for (i = 0; i < 4; i++)
		if (widths[i].bytes == bytes)
			return widths[i].code;
	return -1;
}

static int patch_access(struct bpf_insn *insn, const struct core_result *r, const char **why)
{
	int to = width_code(r->to_size);

	if (r->check && insn->off != (int64_t)r->from)
		return refuse(-EINVAL, why, "the instruction does not hold the program's offset");
	if (r->to > INT16_MAX)
		return refuse(-ERANGE, why, "the kernel's offset is beyond 32767");
	if (r->resize)
		return refuse(1, why, r->resize);
	insn->off = r->to;
	if (r->from_size == r->to_size)
		return 0;
	if (BPF_SIZE(insn->code) != width_code(r->from_size) || to < 0)
		return refuse(-EINVAL, why, "the instruction's width is not that of the field");
	insn->code = (insn->code & ~0x18) | to; /* the bits of BPF_SIZE() */
	return 0;
}

int core_patch(struct bpf_insn *insn, uint32_t left, const struct core_result *r,
	const char **why)
{
	if (r->poison)
		return refuse(1, why, r->why);
	switch (BPF_CLASS(insn->code)) {
	case BPF_ALU:
	case BPF_ALU64:
		return patch_imm(insn, r, why);
	case BPF_LDX:
	case BPF_ST:
	case BPF_STX:
		return patch_access(insn, r, why);
	case BPF_LD:
		return patch_imm64(insn, left, r, why);
	}
	return refuse(-EINVAL, why, "the instruction is of no kind that can be changed");
}
