/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SHOW_QUOTE_H
#define SHOW_QUOTE_H

#include <stdbool.h>

#include "show/out.h"

/*
 * The string in quotation marks, up to its NUL or `max` bytes. Valid UTF-8 stays as it is. As
 * JSON, control characters and stray bytes are \u00XX; as C text they are \xXX.
 */
void quote_json(struct out *o, const char *s, size_t max);
void quote_text(struct out *o, const char *s, size_t max);

/* Printable ASCII but the quotation mark and the backslash. */
static inline bool quote_is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

#endif
