/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Classic BPF as text, in the language of bpf_asm (Documentation/networking/filter.rst).
 *
 * The machine is that of 1992: an accumulator a, an index register x, M[0] to M[15], the packet in
 * brackets. Loads beyond SKF_AD_OFF do not reach the packet but facts the kernel knows about it,
 * which have names. The kernel accepts just the codes of the table (net/core/filter.c), seccomp
 * fewer: there the only packet is struct seccomp_data, read by `ld [k]`.
 */
#include <errno.h>
#include "asm/disasm.h"
#include "base/text.h"

enum classic_operand {
	CLASSIC_NONE,
	CLASSIC_A,
	CLASSIC_X,
	CLASSIC_NUMBER,
	CLASSIC_PACKET,	       /* at k, or a fact about the packet */
	CLASSIC_PACKET_X,      /* at x + k */
	CLASSIC_HEADER_LENGTH, /* of the IPv4 header at k */
	CLASSIC_PACKET_LENGTH,
	CLASSIC_MEMORY,
	CLASSIC_TARGET,
};

struct classic_op {
	uint8_t code;
	uint8_t operand;
	char name[5];
};

static const struct classic_op classic_ops[] = {
	{ BPF_LD | BPF_W | BPF_ABS, CLASSIC_PACKET, "ld" },
	{ BPF_LD | BPF_H | BPF_ABS, CLASSIC_PACKET, "ldh" },
	{ BPF_LD | BPF_B | BPF_ABS, CLASSIC_PACKET, "ldb" },
	{ BPF_LD | BPF_W | BPF_IND, CLASSIC_PACKET_X, "ld" },
	{ BPF_LD | BPF_H | BPF_IND, CLASSIC_PACKET_X, "ldh" },
	{ BPF_LD | BPF_B | BPF_IND, CLASSIC_PACKET_X, "ldb" },
	{ BPF_LD | BPF_W | BPF_LEN, CLASSIC_PACKET_LENGTH, "ld" },
	{ BPF_LD | BPF_IMM, CLASSIC_NUMBER, "ld" },
	{ BPF_LD | BPF_MEM, CLASSIC_MEMORY, "ld" },
	{ BPF_LDX | BPF_W | BPF_LEN, CLASSIC_PACKET_LENGTH, "ldx" },
	{ BPF_LDX | BPF_B | BPF_MSH, CLASSIC_HEADER_LENGTH, "ldxb" },
	{ BPF_LDX | BPF_IMM, CLASSIC_NUMBER, "ldx" },
	{ BPF_LDX | BPF_MEM, CLASSIC_MEMORY, "ldx" },
	{ BPF_ST, CLASSIC_MEMORY, "st" },
	{ BPF_STX, CLASSIC_MEMORY, "stx" },
	{ BPF_ALU | BPF_ADD | BPF_K, CLASSIC_NUMBER, "add" },
	{ BPF_ALU | BPF_ADD | BPF_X, CLASSIC_X, "add" },
	{ BPF_ALU | BPF_SUB | BPF_K, CLASSIC_NUMBER, "sub" },
	{ BPF_ALU | BPF_SUB | BPF_X, CLASSIC_X, "sub" },
	{ BPF_ALU | BPF_MUL | BPF_K, CLASSIC_NUMBER, "mul" },
	{ BPF_ALU | BPF_MUL | BPF_X, CLASSIC_X, "mul" },
	{ BPF_ALU | BPF_DIV | BPF_K, CLASSIC_NUMBER, "div" },
	{ BPF_ALU | BPF_DIV | BPF_X, CLASSIC_X, "div" },
	{ BPF_ALU | BPF_MOD | BPF_K, CLASSIC_NUMBER, "mod" },
	{ BPF_ALU | BPF_MOD | BPF_X, CLASSIC_X, "mod" },
	{ BPF_ALU | BPF_AND | BPF_K, CLASSIC_NUMBER, "and" },
	{ BPF_ALU | BPF_AND | BPF_X, CLASSIC_X, "and" },
	{ BPF_ALU | BPF_OR | BPF_K, CLASSIC_NUMBER, "or" },
	{ BPF_ALU | BPF_OR | BPF_X, CLASSIC_X, "or" },
	{ BPF_ALU | BPF_XOR | BPF_K, CLASSIC_NUMBER, "xor" },
	{ BPF_ALU | BPF_XOR | BPF_X, CLASSIC_X, "xor" },
	{ BPF_ALU | BPF_LSH | BPF_K, CLASSIC_NUMBER, "lsh" },
	{ BPF_ALU | BPF_LSH | BPF_X, CLASSIC_X, "lsh" },
	{ BPF_ALU | BPF_RSH | BPF_K, CLASSIC_NUMBER, "rsh" },
	{ BPF_ALU | BPF_RSH | BPF_X, CLASSIC_X, "rsh" },
	{ BPF_ALU | BPF_NEG, CLASSIC_NONE, "neg" },
	{ BPF_JMP | BPF_JA, CLASSIC_TARGET, "ja" },
	{ BPF_JMP | BPF_JEQ | BPF_K, CLASSIC_NUMBER, "jeq" },
	{ BPF_JMP | BPF_JEQ | BPF_X, CLASSIC_X, "jeq" },
	{ BPF_JMP | BPF_JGT | BPF_K, CLASSIC_NUMBER, "jgt" },
	{ BPF_JMP | BPF_JGT | BPF_X, CLASSIC_X, "jgt" },
	{ BPF_JMP | BPF_JGE | BPF_K, CLASSIC_NUMBER, "jge" },
	{ BPF_JMP | BPF_JGE | BPF_X, CLASSIC_X, "jge" },
	{ BPF_JMP | BPF_JSET | BPF_K, CLASSIC_NUMBER, "jset" },
	{ BPF_JMP | BPF_JSET | BPF_X, CLASSIC_X, "jset" },
	{ BPF_RET | BPF_K, CLASSIC_NUMBER, "ret" },
	{ BPF_RET | BPF_A, CLASSIC_A, "ret" },
	{ BPF_MISC | BPF_TAX, CLASSIC_NONE, "tax" },
	{ BPF_MISC | BPF_TXA, CLASSIC_NONE, "txa" },
};

/* By k - SKF_AD_OFF, in steps of 4. bpf_asm cannot write SKF_AD_ALU_XOR_X, which has no name. */
static const char classic_facts[SKF_AD_MAX / 4][11] = {
	[SKF_AD_PROTOCOL / 4] = "proto",
	[SKF_AD_PKTTYPE / 4] = "type",
	[SKF_AD_IFINDEX / 4] = "ifidx",
	[SKF_AD_NLATTR / 4] = "nla",
	[SKF_AD_NLATTR_NEST / 4] = "nlan",
	[SKF_AD_MARK / 4] = "mark",
	[SKF_AD_QUEUE / 4] = "queue",
	[SKF_AD_HATYPE / 4] = "hatype",
	[SKF_AD_RXHASH / 4] = "rxhash",
	[SKF_AD_CPU / 4] = "cpu",
	[SKF_AD_VLAN_TAG / 4] = "vlan_tci",
	[SKF_AD_VLAN_TAG_PRESENT / 4] = "vlan_avail",
	[SKF_AD_PAY_OFFSET / 4] = "poff",
	[SKF_AD_RANDOM / 4] = "rand",
	[SKF_AD_VLAN_TPID / 4] = "vlan_tpid",
};

static const struct classic_op *classic_op(uint16_t code)
{
	size_t i;

	for (i = 0; i < sizeof(classic_ops) / sizeof(classic_ops[0]); i++)
		if (classic_ops[i].code == code)
			return &classic_ops[i];
	return NULL;
}

/* Packet offsets are signed here: below zero they count from SKF_NET_OFF or SKF_LL_OFF. */
static void classic_packet(uint32_t k, char *buf, size_t size)
{
	uint32_t fact = k - (uint32_t)SKF_AD_OFF;

	if (fact < SKF_AD_MAX && fact % 4 == 0 && classic_facts[fact / 4][0])
		text_format(buf, size, "#%s", classic_facts[fact / 4]);
	else
		text_format(buf, size, "[%d]", (int32_t)k);
}

static void classic_operand(
	enum classic_operand operand, uint32_t k, uint32_t next, char *buf, size_t size)
{
	switch (operand) {
	case CLASSIC_A:
		text_format(buf, size, "a");
		break;
	case CLASSIC_X:
		text_format(buf, size, "x");
		break;
	case CLASSIC_NUMBER:
		text_format(buf, size, "#0x%x", k);
		break;
	case CLASSIC_PACKET:
		classic_packet(k, buf, size);
		break;
	case CLASSIC_PACKET_X:
		text_format(buf, size, "[x + %d]", (int32_t)k);
		break;
	case CLASSIC_HEADER_LENGTH:
		text_format(buf, size, "4*([%d]&0xf)", (int32_t)k);
		break;
	case CLASSIC_PACKET_LENGTH:
		text_format(buf, size, "#len");
		break;
	case CLASSIC_MEMORY:
		text_format(buf, size, "M[%u]", k);
		break;
	case CLASSIC_TARGET:
		text_format(buf, size, "l%u", next + k);
		break;
	case CLASSIC_NONE:
		break;
	}
}

int disasm_classic(const struct sock_filter *insn, uint32_t index, char *buf, size_t size)
{
	const struct classic_op *op = classic_op(insn->code);
	uint32_t next = index + 1;
	char operand[24] = "";

	if (!op) {
		text_format(buf, size, "BUG_%02x", insn->code);
		return -EINVAL;
	}
	classic_operand(op->operand, insn->k, next, operand, sizeof(operand));
	if (BPF_CLASS(op->code) == BPF_JMP && BPF_OP(op->code) != BPF_JA)
		text_format(buf, size, "%s %s, l%u, l%u", op->name, operand, next + insn->jt,
			next + insn->jf);
	else
		text_format(buf, size, "%s%s%s", op->name, operand[0] ? " " : "", operand);
	return 1;
}
