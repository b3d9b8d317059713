/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/listing.h"

#include "base/text.h"
#include "cli/pair.h"
#include "cli/row.h"

static bool same_line(const struct bpf_line_info *a, const struct bpf_line_info *b)
{
	return a && a->file_name_off == b->file_name_off && a->line_off == b->line_off &&
		BPF_LINE_INFO_LINE_NUM(a->line_col) == BPF_LINE_INFO_LINE_NUM(b->line_col);
}

/* Records tell columns apart; who reads wants each line once. */
static void line_text(struct listing *l, const struct bpf_line_info *i)
{
	struct out *o = &l->c->out;

	if (!*btf_string(l->btf, i->line_off) || same_line(l->last, i))
		return;
	l->last = i;
	out_str(o, "; ");
	row_plain(l->c, text_blanks(btf_string(l->btf, i->line_off)));
	if (l->linum) {
		out_str(o, " [file:");
		row_plain(l->c, btf_string(l->btf, i->file_name_off));
		cli_print(l->c, " line_num:%u line_col:%u]", BPF_LINE_INFO_LINE_NUM(i->line_col),
			BPF_LINE_INFO_LINE_COL(i->line_col));
	}
	out_char(o, '\n');
}

static void line_json(struct listing *l, const struct bpf_line_info *i)
{
	struct json *j = &l->c->json;

	pair_text(j, "src", text_blanks(btf_string(l->btf, i->line_off)));
	if (!l->linum)
		return;
	pair_text(j, "file", btf_string(l->btf, i->file_name_off));
	pair_number(j, "line_num", BPF_LINE_INFO_LINE_NUM(i->line_col));
	pair_number(j, "line_col", BPF_LINE_INFO_LINE_COL(i->line_col));
}

static void opcodes_json(struct json *j, const struct bpf_insn *insn, uint32_t slots)
{
	/* of a 64-bit load, all of the second half too */
	const uint8_t *imm = (const uint8_t *)insn + offsetof(struct bpf_insn, imm);

	json_key(j, "opcodes");
	json_object_begin(j);
	json_key(j, "code");
	json_hex(j, insn->code, 1);
	json_key(j, "src_reg");
	json_hex(j, insn->src_reg, 1);
	json_key(j, "dst_reg");
	json_hex(j, insn->dst_reg, 1);
	pair_bytes(j, "off", &insn->off, sizeof(insn->off));
	pair_bytes(j, "imm", imm, slots * sizeof(*insn) - offsetof(struct bpf_insn, imm));
	json_object_end(j);
}

static void opcodes_text(struct out *o, const struct bpf_insn *insn, uint32_t slots)
{
	uint8_t bytes[16];
	uint32_t i;

	memcpy(bytes, insn, slots * sizeof(*insn));
	out_str(o, "       ");
	for (i = 0; i < slots * 8; i++) {
		out_hex(o, bytes[i], 2);
		out_char(o, i + 1 < slots * 8 ? ' ' : '\n');
	}
}

static void write_json(struct listing *l, const struct bpf_insn *insn, uint32_t index,
	uint32_t slots, const char *text, const struct listing_head *head)
{
	struct json *j = &l->c->json;

	json_object_begin(j);
	if (l->number)
		pair_number(j, "insn", index);
	if (head->proto)
		pair_text(j, "proto", head->proto);
	if (head->line)
		line_json(l, head->line);
	pair_text(j, "disasm", text);
	if (l->opcodes)
		opcodes_json(j, insn, slots);
	json_object_end(j);
}

static void write_text(struct listing *l, const struct bpf_insn *insn, uint32_t index,
	uint32_t slots, const char *text, const struct listing_head *head)
{
	if (head->proto) {
		row_plain(l->c, head->proto);
		out_str(&l->c->out, ":\n");
	}
	if (head->line)
		line_text(l, head->line);
	cli_print(l->c, "%4u: ", index);
	row_plain(l->c, text);
	out_char(&l->c->out, '\n');
	if (l->opcodes)
		opcodes_text(&l->c->out, insn, slots);
}

uint32_t listing_insn(struct listing *l, const struct bpf_insn *insns, uint32_t index, uint32_t cnt,
	const struct listing_head *head)
{
	const struct bpf_insn *insn = insns + index;
	char text[DISASM_TEXT_SIZE + 128];
	int slots;

	slots = disasm_insn(insn, cnt - index, index, l->names, text, sizeof(text));
	slots = slots < 1 ? 1 : slots;
	if (l->c->use_json)
		write_json(l, insn, index, slots, head->text ? head->text : text, head);
	else
		write_text(l, insn, index, slots, head->text ? head->text : text, head);
	return slots;
}
