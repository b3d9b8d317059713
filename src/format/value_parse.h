/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef FORMAT_VALUE_PARSE_H
#define FORMAT_VALUE_PARSE_H

#include "format/btf.h"

/*
 * A value from text, by its type:
 *
 *	integers	12  -3  0x1f  017  'x'  '\n'	that fit the type's width and sign
 *	bool		true  false  1  0
 *	char		x  'x'  120
 *	enums		an enumerator's name or a number
 *	floats		1.5  -2e9
 *	pointers	0xffff888004a1b000
 *	char arrays	any text; inside of others, or with escapes, "text"
 *	arrays		1,2,3  [1, 2, 3]  [[1, 2], [3, 4]]
 *	structs		{pid: 12, comm: "sh"}  {.pid = 12}  {12, "sh"}
 *
 * Elements and members that are not given are zero. Of integers of 128 bits only those that 64
 * bits can hold are understood, and else what value_text() of src/show writes. `data` is changed only on success, and
 * then all of the type's bytes are. 0, -EINVAL, -ERANGE (a number that does not fit), -ENOMEM.
 */
int value_parse(const struct btf *b, uint32_t type_id, const char *text, void *data, size_t size,
	struct rawbpf_diag *d);

/*
 * A value from its bytes, one in each word: 0x01 0 0 0, or hexadecimal behind the word hex: hex 01 0 0 0.
 * Exactly `size` bytes are taken. The number of words that took, or -EINVAL.
 */
int value_parse_bytes(char **words, int cnt, void *data, size_t size, struct rawbpf_diag *d);

/* The type in words, for messages: "unsigned int", "struct flow", "char[16]". */
const char *value_type_name(const struct btf *b, uint32_t type_id, char *text, size_t size);

#endif
