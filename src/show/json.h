/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON, written as it comes. Commas and line ends come by themselves; that keys stand only in
 * objects, and values behind keys, is the caller's part.
 */
#ifndef SHOW_JSON_H
#define SHOW_JSON_H

#include <stdbool.h>

#include "show/out.h"

struct json {
	struct out *out;
	bool pretty;
	unsigned int depth;
	char before; /* what separates from what stands before: a comma, or 0 for nothing */
};

void json_init(struct json *j, struct out *o, bool pretty);
void json_begin(struct json *j, char bracket);
void json_end(struct json *j, char bracket);
void json_object_begin(struct json *j);
void json_object_end(struct json *j);
void json_array_begin(struct json *j);
void json_array_end(struct json *j);
void json_key(struct json *j, const char *name);
/* of letters, digits and the like alone: nothing in it is looked at */
void json_plain_key(struct json *j, const char *name);

void json_u64(struct json *j, uint64_t v);
void json_i64(struct json *j, int64_t v);
void json_bool(struct json *j, bool v);
void json_null(struct json *j);
/* up to the NUL or `max` bytes */
void json_string(struct json *j, const char *s, size_t max);
void json_plain(struct json *j, const char *s);
/* "0x1f": with at least `digits` digits */
void json_hex(struct json *j, uint64_t v, unsigned int digits);
/* a number that is already text */
void json_raw(struct json *j, const char *text);

/* Only the comma, if one is due: a value that is written past this struct follows. */
void json_item(struct json *j);
/* Ends a document; the next value begins another one on its own line. */
void json_line(struct json *j);

#endif
