/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing BTF: see format/btf.c for what it looks like. The header is the one of 24 bytes that every
 * kernel and tool knows.
 */
#include "gen/btf_write.h"

#include "base/vec.h"
#include "format/btf_words.h"

int btf_write_words(struct btf_write *w, const uint32_t *words, uint32_t cnt)
{
	if ((uint64_t)w->size + cnt > INT32_MAX / 4)
		return -E2BIG;
	if (vec_room((void **)&w->words, &w->room, (uint64_t)w->size + cnt, 4) ||
		vec_room((void **)&w->offsets, &w->offsets_room, w->cnt + 1ULL, 4))
		return -ENOMEM;
	memcpy(w->words + w->size, words, cnt * 4ULL);
	w->offsets[w->cnt] = w->size * 4;
	w->size += cnt;
	return ++w->cnt;
}

int btf_write_copy(struct btf_write *w, const struct btf *from, const struct btf_type *t,
	const uint32_t *map)
{
	uint32_t cnt = btf_words(t), i, *word;
	int id, name;

	if (!cnt)
		return -EOPNOTSUPP;
	id = btf_write_words(w, (const uint32_t *)t, cnt);
	if (id < 0)
		return id;
	word = w->words + w->size - cnt;
	for (i = 0; i < cnt; i++, word++) {
		if (btf_word(t, i) == BTF_WORD_TYPE && map)
			*word = *word < from->cnt ? map[*word] : 0;
		if (btf_word(t, i) != BTF_WORD_NAME)
			continue;
		name = strings_add(&w->strings, btf_string(from, *word));
		if (name < 0)
			return name;
		*word = name;
	}
	return id;
}

struct btf_type *btf_write_type(const struct btf_write *w, uint32_t id)
{
	return (struct btf_type *)(w->words + w->offsets[id - 1] / 4);
}

void btf_write_view(const struct btf_write *w, struct btf *b)
{
	memset(b, 0, sizeof(*b));
	b->types = (uint8_t *)w->words;
	b->types_size = w->size * 4;
	b->strings = w->strings.bytes;
	b->strings_size = w->strings.size;
	b->offsets = w->offsets;
	b->first = 1;
	b->cnt = w->cnt + 1;
}

/* All of BTF behind the first four bytes of its header is u32, but the strings. */
static void swap_words(struct btf_header *h, uint32_t *types, uint32_t cnt)
{
	uint32_t *words = (uint32_t *)h, i;

	h->magic = __builtin_bswap16(h->magic);
	for (i = 1; i < offsetof(struct btf_header, layout_off) / 4; i++)
		words[i] = __builtin_bswap32(words[i]);
	for (i = 0; i < cnt; i++)
		types[i] = __builtin_bswap32(types[i]);
}

int btf_write_done(const struct btf_write *w, struct arena *a, bool swap, void **bytes,
	uint64_t *size)
{
	const uint32_t head = offsetof(struct btf_header, layout_off), types = w->size * 4;
	uint32_t strings = w->strings.size ? w->strings.size : 1;
	struct btf_header h;
	uint8_t *out;

	out = arena_calloc(a, (size_t)head + types + strings, 1);
	if (!out)
		return -ENOMEM;
	memset(&h, 0, sizeof(h));
	h.magic = BTF_MAGIC;
	h.version = BTF_VERSION;
	h.hdr_len = head;
	h.type_len = h.str_off = types;
	h.str_len = strings;
	if (w->size)
		memcpy(out + head, w->words, types);
	if (w->strings.size)
		memcpy(out + head + types, w->strings.bytes, strings);
	if (swap)
		swap_words(&h, (uint32_t *)(out + head), w->size);
	memcpy(out, &h, head);
	*bytes = out;
	*size = (uint64_t)head + types + strings;
	return 0;
}

int btf_write_kept(struct btf_write *w, const struct btf *from, uint32_t *into)
{
	uint32_t *map = calloc(from->cnt, sizeof(*map)), id, cnt = w->cnt;
	int err = map ? 0 : -ENOMEM;

	for (id = 1; map && id < from->cnt; id++)
		if (into[id] == id)
			map[id] = ++cnt;
	for (id = 1; map && id < from->cnt; id++)
		into[id] = map[into[id]];
	for (id = 1; err >= 0 && id < from->cnt; id++)
		if (map[id])
			err = btf_write_copy(w, from, btf_type(from, id), into);
	free(map);
	return err < 0 ? err : 0;
}

void btf_write_free(struct btf_write *w)
{
	free(w->words);
	free(w->offsets);
	strings_free(&w->strings);
	memset(w, 0, sizeof(*w));
}
