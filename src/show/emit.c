/* SPDX-License-Identifier: BSD-2-Clause */
#include "show/emit.h"

#include "base/text.h"
#include "show/quote.h"

void emit_item(struct emit *e)
{
	if (e->json) {
		json_item(e->json);
		return;
	}
	if (e->more)
		out_str(e->out, ", ");
	e->more = true;
}

void emit_begin(struct emit *e, char bracket)
{
	if (e->json) {
		json_begin(e->json, bracket);
		return;
	}
	emit_item(e);
	out_char(e->out, bracket);
	e->more = false;
}

void emit_end(struct emit *e, char bracket)
{
	if (e->json) {
		json_end(e->json, bracket);
		return;
	}
	out_char(e->out, bracket);
	e->more = true;
}

void emit_key(struct emit *e, const char *name)
{
	if (e->json) {
		json_key(e->json, name);
		return;
	}
	emit_item(e);
	out_str(e->out, name);
	out_str(e->out, ": ");
	e->more = false;
}

void emit_u64(struct emit *e, uint64_t v)
{
	emit_item(e);
	out_u64(e->out, v);
}

void emit_i64(struct emit *e, int64_t v)
{
	emit_item(e);
	out_i64(e->out, v);
}

void emit_raw(struct emit *e, const char *text)
{
	emit_item(e);
	out_str(e->out, text);
}

void emit_string(struct emit *e, const char *s, size_t max)
{
	emit_item(e);
	if (e->json)
		quote_json(e->out, s, max);
	else
		quote_text(e->out, s, max);
}

void emit_name(struct emit *e, const char *name)
{
	if (e->json)
		json_string(e->json, name, SIZE_MAX);
	else
		emit_raw(e, name);
}

void emit_hex(struct emit *e, uint64_t high, uint64_t low)
{
	char text[40];

	if (high)
		text_format(text, sizeof(text), "0x%llx%016llx", (unsigned long long)high,
			(unsigned long long)low);
	else
		text_format(text, sizeof(text), "0x%llx", (unsigned long long)low);
	emit_name(e, text);
}

void emit_char(struct emit *e, char c)
{
	char text[] = { '\'', c, '\'', 0 };

	if (e->json)
		json_i64(e->json, c);
	else
		emit_raw(e, text);
}
