/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an object wants of the kernel, and what the running one has of it: a setting's value, a
 * symbol's address (0 of none: they are hidden from ordinary users), a number among the kernel's or a
 * module's types; or why there is nothing. An object for the other byte order is not asked about.
 */
#include "cli/inspect.h"

#include "object/externs.h"
#include "show/type_name.h"

static void show_type(struct inspect *i, const struct unit_extern *e)
{
	char text[TYPE_NAME_SIZE];
	uint32_t type = btf_type(&i->u->btf, e->type)->type;

	row_word(&i->row, "type", type_name(&i->u->btf, type, "", text, sizeof(text)));
}

static void show_value(struct inspect *i, const struct unit_extern *e)
{
	row_key(&i->row, "value");
	cli_value(i->c, &i->u->btf, btf_type(&i->u->btf, e->type)->type,
		i->u->kconfig->image + e->offset, e->size);
}

static void show_answer(struct inspect *i, const struct unit_extern *e)
{
	if (e->err) {
		row_word(&i->row, "missing", e->why);
	} else if (e->kind == EXTERN_KCONFIG) {
		show_value(i, e);
		if (e->why)
			row_word(&i->row, "note", e->why);
	} else if (e->kind == EXTERN_SYMBOL) {
		row_hex(&i->row, "address", e->address);
	} else {
		row_word(&i->row, "in", e->module ? e->module : "vmlinux");
		row_number(&i->row, "btf_id", e->btf_id);
	}
}

static void show_extern(struct inspect *i, const struct unit_extern *e)
{
	static const char *const kinds[] = { [EXTERN_KCONFIG] = "kconfig",
		[EXTERN_SYMBOL] = "symbol", [EXTERN_VARIABLE] = "variable",
		[EXTERN_FUNCTION] = "function" };

	row_begin(&i->row);
	row_title(&i->row, "name", e->name);
	row_word(&i->row, "kind", kinds[e->kind]);
	show_type(i, e);
	row_flag(&i->row, "weak", e->weak);
	if (!i->u->elf.file.swap)
		show_answer(i, e);
	row_end(&i->row);
}

void inspect_externs(struct inspect *i)
{
	uint32_t n;

	row_list_begin(&i->row, "externs");
	for (n = 0; n < i->u->extern_cnt; n++)
		show_extern(i, &i->u->externs[n]);
	row_list_end(&i->row);
}
