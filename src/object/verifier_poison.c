/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An instruction that was made invalid (code_poison()) and that the program can reach. The log
 * ends with a function number that no kernel has, and before that has the instruction:
 *
 *	17: (85) call unknown#195896080
 *	invalid func unknown#195896080
 *
 * Instead of that the message says what is missing, and where it is used: in the source, or, of an
 * object without lines, in which function at which instruction, as a disassembler counts them.
 */
#include "object/verifier.h"

#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "link/code.h"

#define CALL "call unknown#195896080" /* CODE_POISON */

/* The number at the beginning of the last line with this call; -1 */
static int64_t refused_insn(const char *log)
{
	const char *line, *end;
	int64_t insn = -1;
	uint64_t number;

	for (line = log; *line; line = end + (*end == '\n')) {
		end = line + strcspn(line, "\n");
		if (!text_u64(line, 10, &number))
			continue;
		if (memmem(line, end - line, CALL, strlen(CALL)))
			insn = number;
	}
	return insn;
}

static const struct code_poison *find(const struct code *c, int64_t insn)
{
	uint32_t i;

	/* or the second half of a 64-bit load, which comes first if something jumps there */
	for (i = 0; i < c->poison_cnt; i++)
		if (c->poisons[i].insn == insn || c->poisons[i].insn + 1LL == insn)
			return &c->poisons[i];
	return NULL;
}

/* "function NAME, instruction N: ", as the file has them */
static void place(const struct code *c, uint32_t insn, char *text, size_t size)
{
	const struct unit_func *f;
	uint32_t i;

	for (i = 0; i < c->order_cnt; i++) {
		f = c->order[i];
		if (insn >= f->linked_at && insn - f->linked_at < f->cnt)
			text_format(text, size, "function %s, instruction %u: ", f->name,
				insn - f->linked_at);
	}
}

/* "file:line \"text\": ", by the last record at or before the instruction */
static void source(const struct unit *u, const struct code *c, uint32_t insn, char *text,
	size_t size)
{
	const struct bpf_line_info *l = NULL, *next;
	uint32_t i;

	for (i = 0; i < c->line_info_cnt; i++, l = next) {
		next = (const struct bpf_line_info *)(c->line_info +
			(size_t)i * u->ext.line.record_size);
		if (next->insn_off > insn)
			break;
	}
	*text = '\0';
	if (!l)
		place(c, insn, text, size);
	else
		text_format(text, size, "%s:%u \"%.120s\": ", btf_string(&u->btf, l->file_name_off),
			BPF_LINE_INFO_LINE_NUM(l->line_col),
			text_blanks(btf_string(&u->btf, l->line_off)));
}

int verifier_poison(const char *prog, int err, const char *log, const struct unit *u,
	const struct code *c, struct rawbpf_diag *d)
{
	const struct code_poison *p;
	char where[300];
	int64_t insn = c && c->poison_cnt && log ? refused_insn(log) : -1;

	p = insn < 0 ? NULL : find(c, insn);
	if (!p)
		return 0;
	source(u, c, p->insn, where, sizeof(where));
	return diag_fail(d, RAWBPF_STAGE_LOAD, err, "program %s: %s%s", prog, where, p->why);
}
