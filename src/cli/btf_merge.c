/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BTF of several modules as one that goes on from their common base. Each counts its types and strings
 * from the base's end; put one behind the other, what is beyond the base moves by what stands before.
 */
#include "cli/btf.h"

#include <errno.h>

#include "format/btf_words.h"

struct move {
	uint32_t first_type, first_string; /* below them numbers are the base's */
	uint32_t types, strings;           /* how far the others move */
};

static void move_type(void *ctx, uint32_t *id)
{
	struct move *m = ctx;

	if (*id >= m->first_type)
		*id += m->types;
}

static void move_name(void *ctx, uint32_t *offset)
{
	struct move *m = ctx;

	if (*offset >= m->first_string)
		*offset += m->strings;
}

static void move_all(struct btf *b, struct btf_type *t, struct btf_type *end, struct move *m)
{
	const struct btf_visitor words = { move_type, move_name, m };

	for (; t && t < end; t = btf_next(b, t))
		btf_visit(t, &words);
}

/* header | types | strings; 0 if that is more than a number has room for */
static uint32_t whole_size(const struct btf_source *s, struct btf_header *h)
{
	uint64_t types = 0, strings = 0;
	uint32_t i;

	for (i = 0; i < s->file_cnt; i++) {
		types += s->files[i].btf.types_size;
		strings += s->files[i].btf.strings_size;
	}
	if (types + strings > INT32_MAX)
		return 0;
	memset(h, 0, sizeof(*h));
	h->magic = BTF_MAGIC;
	h->version = BTF_VERSION;
	h->hdr_len = offsetof(struct btf_header, layout_off);
	h->type_len = h->str_off = types;
	h->str_len = strings;
	return h->hdr_len + types + strings;
}

static void join(const struct btf_source *s, uint8_t *types, uint8_t *strings)
{
	struct move m = { s->base_btf->cnt, s->base_btf->strings_size, 0, 0 };
	struct btf copy;
	uint32_t i;

	for (i = 0; i < s->file_cnt; i++) {
		copy = s->files[i].btf;
		memcpy(types, copy.types, copy.types_size);
		memcpy(strings, copy.strings, copy.strings_size);
		copy.types = types;
		move_all(&copy, btf_first(&copy), (struct btf_type *)(types + copy.types_size), &m);
		types += copy.types_size;
		strings += copy.strings_size;
		m.types += copy.cnt - copy.first;
		m.strings += copy.strings_size;
	}
}

int btf_merge(struct btf_source *s, struct rawbpf_diag *d)
{
	struct btf_header h;
	uint32_t size = whole_size(s, &h);
	uint8_t *bytes = size ? arena_calloc(&s->arena, size, 1) : NULL;

	if (!bytes)
		return diag_fail(d, RAWBPF_STAGE_OPEN, -ENOMEM, "several files of BTF: %s",
			diag_strerror(ENOMEM));
	memcpy(bytes, &h, h.hdr_len);
	join(s, bytes + h.hdr_len, bytes + h.hdr_len + h.str_off);
	s->btf = &s->loaded;
	return btf_view(&s->arena, "several files", bytes, size, s->base_btf, NULL, s->btf, d);
}
