/* SPDX-License-Identifier: BSD-2-Clause */
#include "show/emit.h"

#include "show/quote.h"

static void item(struct emit *e)
{
	if (e->more)
		out_bytes(e->out, ", ", 2);
	e->more = true;
}

void emit_item(struct emit *e)
{
	if (e->json)
		json_item(e->json);
	else
		item(e);
}

void emit_begin(struct emit *e, char bracket)
{
	if (e->json && bracket == '{') {
		json_object_begin(e->json);
	} else if (e->json) {
		json_array_begin(e->json);
	} else {
		item(e);
		out_char(e->out, bracket);
		e->more = false;
	}
}

void emit_end(struct emit *e, char bracket)
{
	if (e->json && bracket == '}') {
		json_object_end(e->json);
	} else if (e->json) {
		json_array_end(e->json);
	} else {
		out_char(e->out, bracket);
		e->more = true;
	}
}

void emit_key(struct emit *e, const char *name)
{
	if (e->json) {
		json_key(e->json, name);
		return;
	}
	item(e);
	out_str(e->out, name);
	out_bytes(e->out, ": ", 2);
	e->more = false;
}

void emit_u64(struct emit *e, uint64_t v)
{
	if (e->json) {
		json_u64(e->json, v);
		return;
	}
	item(e);
	out_u64(e->out, v);
}

void emit_i64(struct emit *e, int64_t v)
{
	if (e->json) {
		json_i64(e->json, v);
		return;
	}
	item(e);
	out_i64(e->out, v);
}

void emit_raw(struct emit *e, const char *text)
{
	if (e->json) {
		json_raw(e->json, text);
		return;
	}
	item(e);
	out_str(e->out, text);
}

void emit_string(struct emit *e, const char *s, size_t max)
{
	if (e->json) {
		json_string(e->json, s, max);
		return;
	}
	item(e);
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
	char text[40], *at = text;
	uint64_t words[2] = { high, low };
	int i, shift, digits = 0;

	*at++ = '0';
	*at++ = 'x';
	for (i = 0; i < 2; i++) {
		for (shift = 60; shift >= 0; shift -= 4) {
			if (!digits && !(words[i] >> shift & 15) && (!i || shift))
				continue;
			at[digits++] = "0123456789abcdef"[words[i] >> shift & 15];
		}
	}
	at[digits] = 0;
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
