/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/arena.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef ARENA_SINGLE /* so that a sanitizer sees the end of each */
#define ARENA_CHUNK 1
#else
#define ARENA_CHUNK 8160 /* with its header and malloc's, two pages */
#endif
#define ARENA_ALIGN 8 /* 32-bit machines have a malloc that promises no more */

struct arena_chunk {
	struct arena_chunk *next;
	size_t used, size;
	_Alignas(ARENA_ALIGN) char bytes[];
};

static struct arena_chunk *grow(struct arena *a, size_t size)
{
	struct arena_chunk *c;

	if (size < ARENA_CHUNK)
		size = ARENA_CHUNK;
	c = calloc(1, sizeof(*c) + size);
	if (!c)
		return NULL;
	c->size = size;
	c->next = a->chunks;
	a->chunks = c;
	return c;
}

void *arena_calloc(struct arena *a, size_t n, size_t size)
{
	struct arena_chunk *c = a->chunks;
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes) || bytes > PTRDIFF_MAX / 2)
		return NULL;
	bytes = (bytes + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
	if (!c || c->size - c->used < bytes)
		c = grow(a, bytes);
	if (!c)
		return NULL;
	c->used += bytes;
	return c->bytes + c->used - bytes;
}

void *arena_copy(struct arena *a, const void *bytes, size_t size)
{
	void *p = arena_calloc(a, 1, size);

	if (p && size)
		memcpy(p, bytes, size);
	return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	size_t size;
	char *text;

	va_start(ap, fmt);
	size = (size_t)text_vformat(NULL, 0, fmt, ap) + 1;
	va_end(ap);
	text = arena_calloc(a, size, 1);
	if (!text)
		return NULL;
	va_start(ap, fmt);
	text_vformat(text, size, fmt, ap);
	va_end(ap);
	return text;
}

void arena_free(struct arena *a)
{
	struct arena_chunk *c, *next;

	for (c = a->chunks; c; c = next) {
		next = c->next;
		free(c);
	}
	a->chunks = NULL;
}
