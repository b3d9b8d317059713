/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SHOW_QUOTE_H
#define SHOW_QUOTE_H

#include "show/out.h"

/*
 * The string in quotation marks, up to its NUL or `max` bytes. Valid UTF-8 stays as it is. As
 * JSON, control characters and stray bytes are \u00XX; as C text they are \xXX.
 */
void quote_json(struct out *o, const char *s, size_t max);
void quote_text(struct out *o, const char *s, size_t max);

#endif
