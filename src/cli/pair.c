/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/pair.h"

#define SHORT 64

/* A dump of a large map is mostly this: one piece of text instead of a call for each byte. */
static void short_bytes(struct json *j, const uint8_t *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	char text[2 + 7 * SHORT], *to = text;
	size_t i;

	*to++ = '[';
	for (i = 0; i < size; i++) {
		memcpy(to, "\"0x..\",", 7);
		to[3] = digits[bytes[i] >> 4];
		to[4] = digits[bytes[i] & 15];
		to += 7;
	}
	to[-1] = ']';
	*to = '\0';
	json_raw(j, text);
}

void pair_bytes(struct json *j, const char *key, const void *bytes, size_t size)
{
	const uint8_t *at = bytes;
	size_t i;

	json_key(j, key);
	if (!j->pretty && size && size <= SHORT) {
		short_bytes(j, at, size);
		return;
	}
	json_array_begin(j);
	for (i = 0; i < size; i++)
		json_hex(j, at[i], 2);
	json_array_end(j);
}
