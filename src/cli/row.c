/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/row.h"

void row_plain(struct cli *c, const char *s)
{
	out_plain(&c->out, s);
}

static void separate(struct row *r)
{
	out_str(&r->c->out, r->gap ? r->gap : "  ");
	r->gap = NULL;
}

void row_list_begin(struct row *r, const char *title)
{
	r->heading = title;
	if (!r->c->use_json)
		return;
	json_key(&r->c->json, title);
	json_array_begin(&r->c->json);
}

void row_list_end(struct row *r)
{
	cli_close(r->c, ']');
}

void row_begin(struct row *r)
{
	if (r->c->use_json) {
		json_object_begin(&r->c->json);
	} else if (r->heading) {
		cli_print(r->c, "%s%s\n", r->lists ? "\n" : "", r->heading);
		r->lists = true;
		r->heading = NULL;
	}
}

void row_end(struct row *r)
{
	if (r->c->use_json)
		json_object_end(&r->c->json);
	else
		out_char(&r->c->out, '\n');
}

void row_key(struct row *r, const char *key)
{
	if (r->c->use_json) {
		json_key(&r->c->json, key);
		return;
	}
	separate(r);
	out_str(&r->c->out, key);
	out_char(&r->c->out, ' ');
}

void row_title(struct row *r, const char *key, const char *value)
{
	if (r->c->use_json) {
		row_word(r, key, value);
		return;
	}
	separate(r);
	row_plain(r->c, value);
}

void row_word(struct row *r, const char *key, const char *value)
{
	row_key(r, key);
	if (r->c->use_json)
		json_string(&r->c->json, value, SIZE_MAX);
	else
		row_plain(r->c, value);
}

void row_number(struct row *r, const char *key, uint64_t value)
{
	row_key(r, key);
	if (r->c->use_json)
		json_u64(&r->c->json, value);
	else
		out_u64(&r->c->out, value);
}

void row_signed(struct row *r, const char *key, int64_t value)
{
	row_key(r, key);
	if (r->c->use_json)
		json_i64(&r->c->json, value);
	else
		out_i64(&r->c->out, value);
}

void row_hex(struct row *r, const char *key, uint64_t value)
{
	row_key(r, key);
	if (r->c->use_json) {
		json_u64(&r->c->json, value);
		return;
	}
	out_str(&r->c->out, "0x");
	out_hex(&r->c->out, value, 1);
}

void row_flag(struct row *r, const char *key, bool value)
{
	if (r->c->use_json) {
		json_key(&r->c->json, key);
		json_bool(&r->c->json, value);
	} else if (value) {
		separate(r);
		out_str(&r->c->out, key);
	}
}

void row_type(struct row *r, const char *key, const struct names *types, uint64_t type)
{
	char name[64];

	if (names_short(types, type, name, sizeof(name)) || !r->c->use_json)
		row_word(r, key, name);
	else
		row_number(r, key, type);
}

void row_fact(struct row *r, const char *key, const char *before, uint64_t value,
	const char *after)
{
	if (r->c->use_json) {
		row_number(r, key, value);
		return;
	}
	out_str(&r->c->out, before);
	out_u64(&r->c->out, value);
	out_str(&r->c->out, after);
}

void row_words_begin(struct row *r, const char *key)
{
	r->words = key;
	if (!r->c->use_json)
		return;
	json_key(&r->c->json, key);
	json_array_begin(&r->c->json);
}

static void words_comma(struct row *r)
{
	if (r->words)
		row_key(r, r->words);
	else
		out_char(&r->c->out, ',');
	r->words = NULL;
}

void row_words_item(struct row *r, const char *value)
{
	if (r->c->use_json) {
		json_string(&r->c->json, value, SIZE_MAX);
		return;
	}
	words_comma(r);
	row_plain(r->c, value);
}

void row_words_number(struct row *r, uint64_t value)
{
	if (r->c->use_json) {
		json_u64(&r->c->json, value);
		return;
	}
	words_comma(r);
	out_u64(&r->c->out, value);
}

void row_words_end(struct row *r)
{
	cli_close(r->c, ']');
}

void row_sub_begin(struct row *r, const char *key)
{
	row_key(r, key);
	if (r->c->use_json)
		json_object_begin(&r->c->json);
	else
		out_char(&r->c->out, '{');
}

void row_sub_end(struct row *r)
{
	if (r->c->use_json)
		json_object_end(&r->c->json);
	else
		out_str(&r->c->out, "  }");
}
