/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The instructions of an object as they stand in the file, with the names that relocations give
 * their operands. Where records of source lines exist, each line stands before what became of it.
 */
#include "cli/inspect.h"

#include <stdlib.h>

#include "base/text.h"
#include "cli/listing.h"
#include "cli/pair.h"
#include "show/type_name.h"

struct body {
	struct inspect *i;
	const struct unit_func *f;
	struct bpf_insn *insns;
	const struct unit_rel *rels; /* those not yet passed */
	uint32_t rel_cnt;
	const struct btf_ext_section *lines;
	uint32_t line; /* the first not yet passed */
	char name[256], text[300];
	bool relocated;
};

static const char *name_imm64(void *ctx, const struct bpf_insn *insn, uint32_t index)
{
	const struct body *b = ctx;

	(void)insn;
	(void)index;
	return b->relocated ? b->name : NULL;
}

static const char *name_call(void *ctx, const struct bpf_insn *insn, uint32_t index)
{
	const struct body *b = ctx;
	const struct unit_func *callee = inspect_callee(b->i->u, b->f, index, insn);

	return callee ? callee->name : NULL;
}

/* Look at the relocation of this instruction, if it has one. */
static void find_name(struct body *b, uint32_t n)
{
	struct inspect_ref ref;

	while (b->rel_cnt && b->rels->insn < b->f->first + n) {
		b->rels++;
		b->rel_cnt--;
	}
	b->relocated = b->rel_cnt && b->rels->insn == b->f->first + n;
	if (!b->relocated)
		return;
	ref = inspect_ref(b->i->u, b->f, b->rels);
	inspect_ref_text(&ref, b->name, sizeof(b->name));
}

static const struct bpf_line_info *find_line(struct body *b, uint32_t n)
{
	const struct btf_ext_table *t = &b->i->u->ext.line;
	const struct bpf_line_info *found = NULL, *l;

	for (; b->lines && b->line < b->lines->cnt; b->line++) {
		l = (const struct bpf_line_info *)btf_ext_record(t, b->lines, b->line);
		if (l->insn_off / 8 > b->f->first + n)
			break;
		if (l->insn_off / 8 == b->f->first + n)
			found = l;
	}
	return found;
}

/* A relocated call has no distance worth showing, only a name. */
static const char *call_text(struct body *b, const struct bpf_insn *insn)
{
	if (!b->relocated || insn->code != (BPF_JMP | BPF_CALL))
		return NULL;
	text_format(b->text, sizeof(b->text), "(%02x) call %s", insn->code, b->name);
	return b->text;
}

static void list(struct body *b)
{
	const struct disasm_names names = { .imm64 = name_imm64, .call = name_call, .ctx = b };
	const struct btf *btf = &b->i->u->btf;
	uint32_t n, id = btf_find(btf, b->f->name, BTF_KIND_FUNC);
	struct listing l = { .c = b->i->c, .btf = btf, .names = &names,
		.linum = b->i->c->use_json, .number = true };
	char proto[TYPE_NAME_SIZE];
	const char *name = id ? type_name(btf, id, "", proto, sizeof(proto)) : b->f->name;
	struct listing_head head;

	for (n = 0; n < b->f->cnt;) {
		find_name(b, n);
		head.proto = n ? NULL : name;
		head.line = find_line(b, n);
		head.text = call_text(b, &b->insns[n]);
		n += listing_insn(&l, b->insns, n, b->f->cnt, &head);
	}
}

static void disasm(struct inspect *i, const struct unit_func *f)
{
	struct body b = { .i = i, .f = f };
	uint32_t n;

	b.insns = calloc(f->cnt + 1, sizeof(*b.insns));
	for (n = 0; b.insns && n < f->cnt; n++)
		b.insns[n] = code_insn(i->u, f, n);
	b.rels = code_rels(i->u, f, &b.rel_cnt);
	if (i->u->has_ext)
		b.lines = btf_ext_section(&i->u->ext.line, i->u->elf.sections[f->section].name);
	if (b.insns)
		list(&b);
	free(b.insns);
}

void inspect_disasm(struct inspect *i)
{
	struct json *j = &i->c->json;
	uint32_t n;

	row_list_begin(&i->row, "disasm");
	for (n = 0; n < i->u->func_cnt; n++) {
		if (!i->c->use_json) {
			if (n)
				out_char(&i->c->out, '\n');
			else
				row_begin(&i->row);
			disasm(i, &i->u->funcs[n]);
			continue;
		}
		json_object_begin(j);
		pair_text(j, "function", i->u->funcs[n].name);
		pair_text(j, "section", i->u->funcs[n].section_name);
		json_key(j, "insns");
		json_array_begin(j);
		disasm(i, &i->u->funcs[n]);
		json_array_end(j);
		json_object_end(j);
	}
	row_list_end(&i->row);
}
