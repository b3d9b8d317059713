/* SPDX-License-Identifier: BSD-2-Clause */
#include "show/json.h"

#include "show/quote.h"

void json_init(struct json *j, struct out *o, bool pretty)
{
	j->out = o;
	j->pretty = pretty;
	j->depth = 0;
	j->before = 0;
}

static void value(struct json *j)
{
	if (j->before)
		out_char(j->out, j->before);
	j->before = ',';
}

static void line_end(struct json *j)
{
	unsigned int i;

	if (!j->pretty)
		return;
	out_char(j->out, '\n');
	for (i = 0; i < j->depth; i++)
		out_bytes(j->out, "    ", 4);
}

void json_begin(struct json *j, char bracket)
{
	value(j);
	out_char(j->out, bracket);
	j->depth++;
	j->before = 0;
}

void json_end(struct json *j, char bracket)
{
	j->depth--;
	if (j->before)
		line_end(j);
	out_char(j->out, bracket);
	j->before = ',';
}

void json_object_begin(struct json *j)
{
	json_begin(j, '{');
}

void json_object_end(struct json *j)
{
	json_end(j, '}');
}

void json_array_begin(struct json *j)
{
	json_begin(j, '[');
}

void json_array_end(struct json *j)
{
	json_end(j, ']');
}

static void key_end(struct json *j)
{
	out_char(j->out, ':');
	if (j->pretty)
		out_char(j->out, ' ');
	j->before = 0;
}

void json_key(struct json *j, const char *name)
{
	value(j);
	line_end(j);
	quote_json(j->out, name, SIZE_MAX);
	key_end(j);
}

void json_plain_key(struct json *j, const char *name)
{
	value(j);
	line_end(j);
	out_char(j->out, '"');
	out_str(j->out, name);
	out_char(j->out, '"');
	key_end(j);
}

void json_u64(struct json *j, uint64_t v)
{
	value(j);
	out_u64(j->out, v);
}

void json_i64(struct json *j, int64_t v)
{
	value(j);
	out_i64(j->out, v);
}

void json_bool(struct json *j, bool v)
{
	json_raw(j, v ? "true" : "false");
}

void json_null(struct json *j)
{
	json_raw(j, "null");
}

void json_string(struct json *j, const char *s, size_t max)
{
	value(j);
	quote_json(j->out, s, max);
}

void json_plain(struct json *j, const char *s)
{
	value(j);
	out_char(j->out, '"');
	out_str(j->out, s);
	out_char(j->out, '"');
}

void json_hex(struct json *j, uint64_t v, unsigned int digits)
{
	value(j);
	out_bytes(j->out, "\"0x", 3);
	out_hex(j->out, v, digits);
	out_char(j->out, '"');
}

void json_raw(struct json *j, const char *text)
{
	value(j);
	out_str(j->out, text);
}

void json_item(struct json *j)
{
	value(j);
}

void json_line(struct json *j)
{
	out_char(j->out, '\n');
	j->before = 0;
}
