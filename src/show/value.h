/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SHOW_VALUE_H
#define SHOW_VALUE_H

#include "format/btf.h"
#include "show/emit.h"

/*
 * A value by its type, as text on one line or as JSON:
 *
 *	{pid: 12, comm: "sh", state: RUNNING, at: 0xffff888004a1b000, hits: [3, 0]}
 *	{"pid":12,"comm":"sh","state":"RUNNING","at":"0xffff888004a1b000","hits":[3,0]}
 *
 * Names of enumerators and 128-bit integers and pointers are strings in JSON, char is a number.
 * Members of members without a name stand in their parent. What has no value (void, functions,
 * types that are only declared), or lies beyond `size`, is null; an array ends there. Without a
 * type (b NULL or type_id 0) the bytes are shown: 0a 00 00 00 and ["0x0a","0x00","0x00","0x00"].
 * `data` needs no alignment.
 */
void value_text(struct out *o, const struct btf *b, uint32_t type_id, const void *data,
	size_t size);
void value_json(struct json *j, const struct btf *b, uint32_t type_id, const void *data,
	size_t size);

/* In either form. */
void value_show(struct emit e, const struct btf *b, uint32_t type_id, const void *data,
	size_t size);

#endif
