/* SPDX-License-Identifier: BSD-2-Clause */
/* One value in one of two forms, so that whoever walks through it need not know which. */
#ifndef SHOW_EMIT_H
#define SHOW_EMIT_H

#include "show/json.h"

struct emit {
	struct out *out;
	struct json *json; /* NULL: text on one line, as in C but with names before the values */
	bool more;         /* text: something stands before in this list */
};

/* what separates the next value from the one before, for who writes that value elsewhere */
void emit_item(struct emit *e);
void emit_begin(struct emit *e, char bracket);
void emit_end(struct emit *e, char bracket);
void emit_key(struct emit *e, const char *name);
void emit_u64(struct emit *e, uint64_t v);
void emit_i64(struct emit *e, int64_t v);
/* null, true, 1.5: the same in both forms */
void emit_raw(struct emit *e, const char *text);
void emit_string(struct emit *e, const char *s, size_t max);
/* the name of an enumerator */
void emit_name(struct emit *e, const char *name);
/* 0x1f, a string in JSON: more than 53 bits are no number there */
void emit_hex(struct emit *e, uint64_t high, uint64_t low);
/* a char that can be shown as one: 'x', a number in JSON */
void emit_char(struct emit *e, char c);

#endif
