/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory that is given back all at once: everything parsed from one object lives in one arena, so
 * no parser frees anything and no error path leaks.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks;
};

/* n * size zeroed bytes, aligned to 8; NULL when memory ends or the product overflows */
void *arena_calloc(struct arena *a, size_t n, size_t size);
void *arena_copy(struct arena *a, const void *bytes, size_t size);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void arena_free(struct arena *a);

#endif
