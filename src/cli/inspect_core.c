/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CO-RE records in words. A record is a question about the running kernel's types, asked in the
 * terms of the program's own: a type, and numbers that lead from it to a field.
 *
 *	struct task_struct, "0:5:1"	array element 0, its member 5, therein element 1
 *	enum bpf_func_id, "3"		the enumerator number 3
 */
#include "cli/inspect.h"

#include "base/text.h"
#include "link/core.h"
#include "show/type_name.h"

const char *inspect_core_kind(uint32_t kind)
{
	static const char *const names[] = {
		[BPF_CORE_FIELD_BYTE_OFFSET] = "field_byte_offset",
		[BPF_CORE_FIELD_BYTE_SIZE] = "field_byte_size",
		[BPF_CORE_FIELD_EXISTS] = "field_exists",
		[BPF_CORE_FIELD_SIGNED] = "field_signed",
		[BPF_CORE_FIELD_LSHIFT_U64] = "field_lshift_u64",
		[BPF_CORE_FIELD_RSHIFT_U64] = "field_rshift_u64",
		[BPF_CORE_TYPE_ID_LOCAL] = "type_id_local",
		[BPF_CORE_TYPE_ID_TARGET] = "type_id_target",
		[BPF_CORE_TYPE_EXISTS] = "type_exists",
		[BPF_CORE_TYPE_SIZE] = "type_size",
		[BPF_CORE_ENUMVAL_EXISTS] = "enumval_exists",
		[BPF_CORE_ENUMVAL_VALUE] = "enumval_value",
		[BPF_CORE_TYPE_MATCHES] = "type_matches",
	};

	return kind < sizeof(names) / sizeof(*names) ? names[kind] : "core";
}

struct walk {
	const struct btf *b;
	uint32_t type;
	char *text;
	size_t size;
};

static void add(struct walk *w, const char *before, const char *name)
{
	size_t used = strlen(w->text);

	text_format(w->text + used, w->size - used, "%s%s", before, name);
}

static void element(struct walk *w, uint32_t index)
{
	char number[16];

	text_format(number, sizeof(number), "[%u]", index);
	add(w, "", number);
}

/* One number further; false when it leads nowhere. */
static bool step(struct walk *w, uint32_t index)
{
	const struct btf_type *t = btf_type(w->b, btf_skip(w->b, w->type));
	uint32_t kind = t ? btf_kind(t) : 0, name;

	if (kind == BTF_KIND_ARRAY) {
		element(w, index);
		w->type = btf_array(t)->type;
		return true;
	}
	if (!t || index >= btf_vlen(t))
		return false;
	if (kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION) {
		name = btf_members(t)[index].name_off;
		w->type = btf_members(t)[index].type;
		add(w, name ? "." : "", btf_string(w->b, name));
		return true;
	}
	if (kind == BTF_KIND_ENUM)
		add(w, " ", btf_string(w->b, btf_enums(t)[index].name_off));
	else if (kind == BTF_KIND_ENUM64)
		add(w, " ", btf_string(w->b, btf_enums64(t)[index].name_off));
	return false;
}

void inspect_core_text(const struct btf *b, const struct bpf_core_relo *r, char *text, size_t size)
{
	struct walk w = { .b = b, .type = r->type_id, .text = text, .size = size };
	const char *at = btf_string(b, r->access_str_off);
	uint64_t index = 0;
	const char *end;

	type_name(b, r->type_id, "", text, size);
	if (core_of_type(r->kind))
		return;
	end = text_u64(at, 10, &index);
	if (!end)
		return;
	if (core_of_enum(r->kind)) {
		step(&w, index);
		return;
	}
	if (index)
		element(&w, index);
	while (*end == ':') {
		at = end + 1;
		end = text_u64(at, 10, &index);
		if (!end || !step(&w, index))
			return;
	}
}

/* What the loader would do to the instruction. */
static void show_result(struct inspect *i, const struct unit_func *f,
	const struct bpf_core_relo *r)
{
	uint32_t n = r->insn_off / 8 - f->first;
	struct bpf_insn insns[2] = { code_insn(i->u, f, n) };
	uint8_t width = BPF_SIZE(insns[0].code);
	struct core_result result;
	const char *why;
	int done;

	if (core_resolve(i->u, r, &result, NULL))
		return;
	if (n + 1 < f->cnt)
		insns[1] = code_insn(i->u, f, n + 1);
	why = result.why;
	done = result.err ? result.err : core_patch(insns, f->cnt - n, &result, &why);
	if (!result.err)
		row_number(&i->row, "local", result.from);
	if (!done)
		row_number(&i->row, "target", result.to);
	if (!done && width != BPF_SIZE(insns[0].code))
		row_number(&i->row, "bytes", result.to_size);
	row_flag(&i->row, "poisoned", done > 0);
	row_flag(&i->row, "refused", done < 0);
	if (done)
		row_word(&i->row, "why", why);
}

static void show(struct inspect *i, const struct unit_func *f, const struct bpf_core_relo *r)
{
	char text[512];

	inspect_core_text(&i->u->btf, r, text, sizeof(text));
	row_begin(&i->row);
	row_title(&i->row, "function", f->name);
	row_number(&i->row, "insn", r->insn_off / 8 - f->first);
	row_word(&i->row, "kind", inspect_core_kind(r->kind));
	row_word(&i->row, "name", text);
	row_word(&i->row, "access", btf_string(&i->u->btf, r->access_str_off));
	if (i->fitted)
		show_result(i, f, r);
	row_end(&i->row);
}

void inspect_core(struct inspect *i, const struct unit_func *f)
{
	const uint32_t *at;
	uint32_t cnt, step;

	for (at = core_records(i->u, f, &cnt, &step); cnt; cnt--, at += step)
		show(i, f, (const struct bpf_core_relo *)at);
}
