/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Numbers found again by a hash of whatever they stand for: offsets of strings, numbers of types or
 * symbols. The table knows only hashes; the caller compares.
 *
 *	at = hash;
 *	while (table_next(&t, hash, &at, &item))
 *		if (same as items[item])
 *			return item;
 *	return table_add(&t, hash, new item);
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct table_slot {
	uint32_t hash, item; /* counted from 1; 0 is an empty slot */
};

struct table {
	struct table_slot *slots;
	uint32_t room, cnt; /* room: 0, or a power of 2 greater than cnt */
};

/* The next item that was added with this hash; *at begins as the hash. */
bool table_next(const struct table *t, uint32_t hash, uint32_t *at, uint32_t *item);
/* 0 or -ENOMEM */
int table_add(struct table *t, uint32_t hash, uint32_t item);
void table_free(struct table *t);

/* Go on hashing: these bytes behind what `hash` was made of (0 for nothing). */
uint64_t table_hash(uint64_t hash, const void *bytes, size_t size);
uint32_t table_hash_text(const char *text);

#endif
