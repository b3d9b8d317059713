/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A view of bytes that came from outside. Every read from a file goes through bytes_at(), the one
 * place where a bound is checked.
 */
#ifndef FORMAT_BYTES_H
#define FORMAT_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
	const uint8_t *data;
	uint64_t size;
	bool swap; /* written by a machine of the other byte order */
};

/* `size` bytes at `offset`, or NULL when they are not all there */
static inline const void *bytes_at(const struct bytes *b, uint64_t offset, uint64_t size)
{
	if (offset > b->size || size > b->size - offset)
		return NULL;
	return b->data + offset;
}

static inline uint16_t bytes_u16(const struct bytes *b, const void *p)
{
	uint16_t v;

	memcpy(&v, p, sizeof(v));
	return b->swap ? __builtin_bswap16(v) : v;
}

static inline uint32_t bytes_u32(const struct bytes *b, const void *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return b->swap ? __builtin_bswap32(v) : v;
}

static inline uint64_t bytes_u64(const struct bytes *b, const void *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return b->swap ? __builtin_bswap64(v) : v;
}

/* the NUL-terminated string at `offset`, or NULL when no NUL follows inside */
static inline const char *bytes_string(const struct bytes *b, uint64_t offset)
{
	if (offset >= b->size || !memchr(b->data + offset, 0, b->size - offset))
		return NULL;
	return (const char *)b->data + offset;
}

#endif
