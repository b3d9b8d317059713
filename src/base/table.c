/* SPDX-License-Identifier: BSD-2-Clause */
/* Open addressing: what does not find its slot empty goes to the next one. At most half is filled. */
#include "base/table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool table_next(const struct table *t, uint32_t hash, uint32_t *at, uint32_t *item)
{
	const struct table_slot *s;

	if (!t->room)
		return false;
	while ((s = &t->slots[*at & (t->room - 1)])->item) {
		++*at;
		if (s->hash == hash) {
			*item = s->item - 1;
			return true;
		}
	}
	return false;
}

static void put(struct table *t, struct table_slot s)
{
	uint32_t at = s.hash;

	while (t->slots[at & (t->room - 1)].item)
		at++;
	t->slots[at & (t->room - 1)] = s;
}

static int grow(struct table *t)
{
	struct table old = *t;
	uint32_t i;

	if (old.room > UINT32_MAX / 4)
		return -ENOMEM;
	t->room = old.room ? old.room * 2 : 64;
	t->slots = calloc(t->room, sizeof(*t->slots));
	if (!t->slots) {
		*t = old;
		return -ENOMEM;
	}
	for (i = 0; i < old.room; i++)
		if (old.slots[i].item)
			put(t, old.slots[i]);
	free(old.slots);
	return 0;
}

int table_add(struct table *t, uint32_t hash, uint32_t item)
{
	if (t->cnt >= t->room / 2 && grow(t))
		return -ENOMEM;
	put(t, (struct table_slot){ hash, item + 1 });
	t->cnt++;
	return 0;
}

void table_free(struct table *t)
{
	free(t->slots);
	memset(t, 0, sizeof(*t));
}

/* FNV-1a of 64 bits, and its upper bits folded into the lower ones, which choose the slot. */
uint64_t table_hash(uint64_t hash, const void *bytes, size_t size)
{
	const uint8_t *at = bytes;
	uint64_t h = hash ^ 0xcbf29ce484222325ULL;

	for (; size; size--)
		h = (h ^ *at++) * 0x100000001b3ULL;
	return h ^ h >> 32;
}

uint32_t table_hash_text(const char *text)
{
	return table_hash(0, text, strlen(text));
}
