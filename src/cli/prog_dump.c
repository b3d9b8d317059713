/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prog dump xlated: what the kernel made of a program's instructions. The verifier removes dead
 * code and puts loads, checks and inlined helpers in, so this is seldom what was loaded. Function
 * and line records are kept in step by the kernel, so names and source lines still fit.
 */
#include "cli/prog.h"

#include <errno.h>

#include "cli/elsewhere.h"
#include "cli/listing.h"
#include "kernel/kernel.h"
#include "show/type_name.h"

struct dump {
	struct cli *c;
	const char *file;
	bool opcodes, linum;
	struct prog_facts facts;
	struct prog_helpers helpers;
};

static const struct btf_type *func_type(const struct dump *d, uint32_t i)
{
	return btf_type(&d->facts.btf, prog_facts_func(&d->facts, i)->type_id);
}

/* The number of the function that begins at an instruction, -1 if none does. */
static int64_t func_at_insn(const struct dump *d, uint32_t insn)
{
	uint32_t i;

	for (i = 0; i < d->facts.info.nr_func_info; i++)
		if (prog_facts_func(&d->facts, i)->insn_off == insn)
			return func_type(d, i) ? (int64_t)i : -1;
	return -1;
}

static const char *name_at(const struct dump *d, int64_t insn)
{
	int64_t i = insn < 0 ? -1 : func_at_insn(d, insn);

	return i < 0 ? NULL : btf_name(&d->facts.btf, func_type(d, i));
}

static const char *name_imm64(void *ctx, const struct bpf_insn *insn, uint32_t index)
{
	const struct dump *d = ctx;

	if (insn->src_reg != BPF_PSEUDO_FUNC)
		return NULL;
	return name_at(d, (int64_t)index + insn->imm + 1);
}

static const char *name_call(void *ctx, const struct bpf_insn *insn, uint32_t index)
{
	struct dump *d = ctx;

	if (insn->src_reg == BPF_PSEUDO_CALL)
		return name_at(d, (int64_t)index + insn->off + 1);
	return insn->src_reg ? NULL : prog_helpers_name(&d->helpers, insn->imm);
}

/* The record that begins at this instruction; *next is the first one not yet passed. */
static const struct bpf_line_info *line_at(const struct dump *d, uint32_t insn, uint32_t *next)
{
	const struct bpf_line_info *found = NULL, *i;

	while ((i = prog_facts_line(&d->facts, *next)) && i->insn_off <= insn) {
		if (i->insn_off == insn)
			found = i;
		++*next;
	}
	return found;
}

static int list(struct dump *d)
{
	const struct disasm_names names = { .imm64 = name_imm64, .call = name_call, .ctx = d,
		.xlated = true };
	struct listing l = { .c = d->c, .btf = &d->facts.btf, .names = &names,
		.opcodes = d->opcodes, .linum = d->linum };
	uint32_t i, cnt = d->facts.info.xlated_prog_len / sizeof(struct bpf_insn), next = 0;
	struct listing_head head = { 0 };
	char proto[TYPE_NAME_SIZE];
	int64_t func;

	cli_open(d->c, '[');
	for (i = 0; i < cnt;) {
		func = func_at_insn(d, i);
		head.line = line_at(d, i, &next);
		head.proto = func < 0 ? NULL
				      : type_name(&d->facts.btf,
						prog_facts_func(&d->facts, func)->type_id, "",
						proto, sizeof(proto));
		i += listing_insn(&l, d->facts.xlated, i, cnt, &head);
	}
	cli_close(d->c, ']');
	return 0;
}

static int refuse(struct dump *d, const char *what)
{
	return cli_error(d->c, RAWBPF_STAGE_NONE, -EPERM,
		"the kernel does not show the %s of program %u (it needs CAP_BPF, and "
		"net.core.bpf_jit_harden and kernel.kptr_restrict may forbid it)",
		what, d->facts.info.id);
}

static int dump_xlated(struct dump *d)
{
	const struct bpf_prog_info *i = &d->facts.info;

	if (!i->xlated_prog_len)
		return refuse(d, "instructions");
	if (d->file)
		return cli_save(d->c, d->file, 0600, d->facts.xlated, i->xlated_prog_len);
	prog_helpers_find(&d->facts, &d->helpers);
	return list(d);
}

static int dump_jited(struct dump *d)
{
	const struct bpf_prog_info *i = &d->facts.info;

	if (!i->jited_prog_len)
		return refuse(d, "machine code");
	if (d->file)
		return cli_save(d->c, d->file, 0600, d->facts.jited, i->jited_prog_len);
	return prog_jited(d->c, &d->facts);
}

static int take_file(struct dump *d)
{
	d->file = cli_word(d->c);
	return d->file ? 0 : cli_usage(d->c, "file: a path is missing");
}

static int take_options(struct dump *d)
{
	int code = 0;

	while (!code && d->c->word_cnt) {
		if (cli_take(d->c, "opcodes"))
			d->opcodes = true;
		else if (cli_take(d->c, "linum"))
			d->linum = true;
		else if (cli_take(d->c, "file"))
			code = take_file(d);
		else
			code = elsewhere_end(d->c, "prog dump");
	}
	return code;
}

int prog_dump(struct cli *c)
{
	struct dump d = { .c = c };
	bool jited = cli_take(c, "jited");
	uint32_t want = PROG_FUNCS | PROG_BTF | (jited ? PROG_JITED : PROG_XLATED | PROG_LINES);
	int fd, code;

	if (!jited && !cli_take(c, "xlated"))
		return cli_usage(c, "prog dump: say xlated (instructions) or jited (machine code)");
	fd = ref_prog(c);
	if (fd < 0)
		return -fd;
	code = take_options(&d);
	if (!code)
		code = prog_facts_read(c, fd, want, &d.facts);
	if (!code)
		code = jited ? dump_jited(&d) : dump_xlated(&d);
	prog_helpers_free(&d.helpers);
	prog_facts_free(&d.facts);
	kernel_close(c->kernel, fd);
	return code;
}
