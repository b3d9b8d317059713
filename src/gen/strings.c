/* SPDX-License-Identifier: BSD-2-Clause */
#include "gen/strings.h"

#include "base/vec.h"

static int append(struct strings *s, const char *text, size_t size)
{
	uint64_t need = (uint64_t)s->size + size;

	if (need > INT32_MAX)
		return -E2BIG;
	if (vec_room((void **)&s->bytes, &s->room, need, 1))
		return -ENOMEM;
	memcpy(s->bytes + s->size, text, size);
	s->size = need;
	return 0;
}

int strings_add(struct strings *s, const char *text)
{
	uint32_t hash = table_hash_text(text), at = hash, offset;
	int err = s->size ? 0 : append(s, "", 1);

	if (err || !*text)
		return err;
	while (table_next(&s->table, hash, &at, &offset))
		if (!strcmp(s->bytes + offset, text))
			return offset;
	offset = s->size;
	err = append(s, text, strlen(text) + 1);
	if (!err)
		err = table_add(&s->table, hash, offset);
	return err ? err : (int)offset;
}

void strings_free(struct strings *s)
{
	free(s->bytes);
	table_free(&s->table);
	memset(s, 0, sizeof(*s));
}
