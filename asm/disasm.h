/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BPF machine instructions as text.
 *
 * Extended BPF is written as the kernel's verifier writes it in its log, so that a line here and a
 * line there compare character by character: the operation code in hex, then something like C.
 *
 *	(b7) r0 = 1			64-bit registers are r0 .. r10, their low halves w0 .. w10
 *	(61) r2 = *(u32 *)(r1 +4)
 *	(15) if r0 == 0x0 goto pc+4	the distance counts from the next instruction
 *	(85) call bpf_map_lookup_elem#1
 *	(18) r1 = 0x2a			two slots
 *
 * Classic BPF is written in the language of bpf_asm, which the kernel documents in
 * Documentation/networking/filter.rst, with `lN` for the instruction at index N:
 *
 *	ldh [12]
 *	jeq #0x800, l2, l5
 */
#ifndef RAWBPF_ASM_DISASM_H
#define RAWBPF_ASM_DISASM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <linux/bpf.h>
#include <linux/filter.h>

/* Holds any instruction; only with a name of more than 64 bytes can the text be cut. */
enum { DISASM_TEXT_SIZE = 128 };

/*
 * What the reader may know and the instruction does not say. NULL for the whole, for a function, or
 * as a function's answer, leaves the number as it is. An answer need only live until the next call.
 */
struct disasm_names {
	/*
	 * What a 64-bit immediate stands for. It is asked for each one, with src_reg 0 too, since
	 * an object file that is not relocated yet has its maps there. The answer replaces the
	 * operand: `r1 = events`, and `r1 = .data[0]+8` for a value in a map.
	 */
	const char *(*imm64)(void *ctx, const struct bpf_insn *insn, uint32_t index);
	/*
	 * What a call of a subprogram or kfunc reaches, or of a helper the table does not know:
	 * `call pc+3#parse`, `call bpf_cpumask_create#4711`.
	 */
	const char *(*call)(void *ctx, const struct bpf_insn *insn, uint32_t index);
	void *ctx;
	/*
	 * The program was read back from the kernel (xlated): maps are `map[id:5]`, not
	 * `map[fd:5]`, and a call of a subprogram has its distance in off, imm being used by then.
	 */
	bool xlated;
};

/*
 * Writes the instruction at insn, without its index, and returns how many slots it takes, 1 or 2.
 * Reads at most n_left slots. -EINVAL means no kernel has this instruction; the text is then
 * BUG_ and the code, and the next instruction is one slot further. buf ends in a zero whenever size
 * is not 0. names may be NULL.
 */
int disasm_insn(const struct bpf_insn *insn, uint32_t n_left, uint32_t index,
	const struct disasm_names *names, char *buf, size_t size);

/* The same for classic BPF, where each instruction is one slot. */
int disasm_classic(const struct sock_filter *insn, uint32_t index, char *buf, size_t size);

/* `map_lookup_elem` for 1: all have bpf_ before it; NULL when there is no such helper. */
const char *disasm_helper_name(uint32_t id);

#endif /* RAWBPF_ASM_DISASM_H */
