/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Instructions with what is known about them: prototypes as headings, source lines before the
 * instructions they became. The JSON is bpftool's, an object for each instruction:
 *
 *	{"proto":"int f(void)","src":"return 0;","disasm":"(b7) r0 = 0"}
 */
#ifndef CLI_LISTING_H
#define CLI_LISTING_H

#include <linux/bpf.h>

#include "asm/disasm.h"
#include "cli/cli.h"
#include "format/btf.h"

struct listing {
	struct cli *c;
	const struct btf *btf; /* strings of the line records, or NULL */
	const struct disasm_names *names;
	bool opcodes; /* the bytes as well */
	bool linum;   /* file and line as well */
	bool number;  /* JSON: each instruction's own number as well */
	const struct bpf_line_info *last; /* the source line that stands in the text already */
};

/* What stands before an instruction; NULL where there is nothing. */
struct listing_head {
	const char *proto;
	const struct bpf_line_info *line;
	const char *text; /* instead of the disassembly */
};

/* Write the instruction at insns[index] of cnt; how many slots it takes. */
uint32_t listing_insn(struct listing *l, const struct bpf_insn *insns, uint32_t index, uint32_t cnt,
	const struct listing_head *head);

#endif
