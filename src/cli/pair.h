/* SPDX-License-Identifier: BSD-2-Clause */
/* A key and its value in one call: most of what JSON objects are made of. */
#ifndef CLI_PAIR_H
#define CLI_PAIR_H

#include "show/json.h"

static inline void pair_number(struct json *j, const char *key, uint64_t value)
{
	json_key(j, key);
	json_u64(j, value);
}

static inline void pair_signed(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	json_i64(j, value);
}

static inline void pair_text(struct json *j, const char *key, const char *value)
{
	json_key(j, key);
	json_string(j, value, SIZE_MAX);
}

static inline void pair_flag(struct json *j, const char *key, bool value)
{
	json_key(j, key);
	json_bool(j, value);
}

/* bytes as the array of hexadecimal strings that bpftool's JSON has: pair.c */
void pair_bytes(struct json *j, const char *key, const void *bytes, size_t size);

#endif
