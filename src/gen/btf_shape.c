/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a type looks like without a look at what it refers to: all of its record but the numbers of
 * other types. A variable and a data section are like no other, whatever they look like.
 */
#include "gen/btf_dedup.h"

#include "format/btf_words.h"

static bool is_unique(const struct btf_type *t)
{
	return btf_kind(t) == BTF_KIND_VAR || btf_kind(t) == BTF_KIND_DATASEC;
}

bool btf_shape_same(const struct btf_type *x, const struct btf_type *y)
{
	const uint32_t *a = (const uint32_t *)x, *b = (const uint32_t *)y;
	uint32_t cnt = btf_words(x), i;

	if (a[0] != b[0] || a[1] != b[1] || is_unique(x))
		return false;
	for (i = 2; i < cnt; i++)
		if (a[i] != b[i] && btf_word(x, i) != BTF_WORD_TYPE)
			return false;
	return true;
}

uint32_t btf_shape_hash(const struct btf_type *t)
{
	const uint32_t *words = (const uint32_t *)t;
	uint32_t cnt = btf_words(t), i;
	uint64_t h = 0;

	for (i = 0; i < cnt; i++)
		if (btf_word(t, i) != BTF_WORD_TYPE)
			h = table_hash(h, &words[i], 4);
	return h;
}
