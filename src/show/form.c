/* SPDX-License-Identifier: BSD-2-Clause */
#include "show/form.h"

#include <errno.h>
#include <stdlib.h>

#include "base/vec.h"

/* Text up to this length is copied in one go; so much room is behind the last one. */
#define FORM_SHORT 32

enum form_kind {
	FORM_PART, /* anything else */
	FORM_U8,
	FORM_U16,
	FORM_U32,
	FORM_U64,
	FORM_S8,
	FORM_S16,
	FORM_S32,
	FORM_S64,
};

/* The walk writes what lies between two gaps into `out`. */
struct maker {
	struct form *form;
	struct out *out;
	int err;
};

static int too_long(void *ctx, const void *bytes, size_t size)
{
	(void)ctx;
	(void)bytes;
	(void)size;
	return -E2BIG;
}

static uint8_t kind_of(const struct form *f, const struct value_part *part)
{
	const struct btf_type *t = btf_type(f->btf, btf_skip(f->btf, part->type));
	uint32_t bits, encoding;
	uint8_t kind;

	if (!t || btf_kind(t) != BTF_KIND_INT || part->bit % 8 || f->btf->swap)
		return FORM_PART;
	bits = BTF_INT_BITS(*btf_int(t));
	encoding = BTF_INT_ENCODING(*btf_int(t));
	if (BTF_INT_OFFSET(*btf_int(t)) || (part->width && part->width != bits) ||
		part->bit + bits > f->size * 8 || encoding & (BTF_INT_BOOL | BTF_INT_CHAR))
		return FORM_PART;
	if (bits == 8 && !strcmp(btf_name(f->btf, t), "char"))
		return FORM_PART;
	kind = bits == 8 ? FORM_U8 : bits == 16 ? FORM_U16 : bits == 32 ? FORM_U32 :
		bits == 64 ? FORM_U64 : FORM_PART;
	return kind && encoding & BTF_INT_SIGNED ? kind + FORM_S8 - FORM_U8 : kind;
}

/* Take what the walk has written since the last gap. */
static int keep_text(struct maker *m)
{
	struct form *f = m->form;
	size_t size = m->out->used;
	int err = m->err ? m->err : m->out->err;

	if (!err)
		err = vec_room((void **)&f->text, &f->text_room,
			(uint64_t)f->text_size + size + FORM_SHORT, 1);
	if (err)
		return err;
	memcpy(f->text + f->text_size, m->out->buf, size);
	memset(f->text + f->text_size + size, 0, FORM_SHORT);
	f->text_size += size;
	m->out->used = 0;
	return 0;
}

static void add_gap(void *ctx, const struct value_part *part)
{
	struct maker *m = ctx;
	struct form *f = m->form;
	uint32_t start = f->text_size;
	struct form_gap *g;

	m->err = keep_text(m);
	if (!m->err)
		m->err = vec_room((void **)&f->gaps, &f->room, f->cnt + 1, sizeof(*f->gaps));
	if (m->err)
		return;
	g = &f->gaps[f->cnt++];
	g->text = start;
	g->text_len = f->text_size - start;
	g->part = *part;
	g->kind = kind_of(f, part);
	g->offset = part->bit / 8;
}

static void make(struct form *f, struct out *o)
{
	struct maker m = { f, o, 0 };
	struct json j;

	out_init(o, too_long, NULL);
	json_init(&j, o, false);
	value_walk((struct emit){ .out = o, .json = f->json ? &j : NULL }, f->btf, f->type, add_gap, &m);
	f->ready = !keep_text(&m);
}

void form_init(struct form *f, const struct btf *b, uint32_t type_id, bool json)
{
	int64_t size = b && btf_type(b, type_id) ? btf_size(b, type_id) : -EINVAL;
	struct out *o;

	memset(f, 0, sizeof(*f));
	f->btf = b;
	f->type = type_id;
	f->json = json;
	if (size < 0)
		return;
	f->size = size;
	o = malloc(sizeof(*o));
	if (o)
		make(f, o);
	free(o);
}

void form_free(struct form *f)
{
	free(f->gaps);
	free(f->text);
	memset(f, 0, sizeof(*f));
}

static void fill_gap(const struct form *f, const struct form_gap *g, const struct emit *e,
	const uint8_t *data, size_t size)
{
	const uint8_t *at = data + g->offset;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;

	switch (g->kind) {
	case FORM_U8:
		return out_u64(e->out, *at);
	case FORM_S8:
		return out_i64(e->out, (int8_t)*at);
	case FORM_U16:
	case FORM_S16:
		memcpy(&u16, at, sizeof(u16));
		return g->kind == FORM_U16 ? out_u64(e->out, u16) : out_i64(e->out, (int16_t)u16);
	case FORM_U32:
	case FORM_S32:
		memcpy(&u32, at, sizeof(u32));
		return g->kind == FORM_U32 ? out_u64(e->out, u32) : out_i64(e->out, (int32_t)u32);
	case FORM_U64:
	case FORM_S64:
		memcpy(&u64, at, sizeof(u64));
		return g->kind == FORM_U64 ? out_u64(e->out, u64) : out_i64(e->out, u64);
	default:
		return value_part(*e, f->btf, &g->part, data, size);
	}
}

static inline void fill_text(struct out *o, const char *text, uint32_t len)
{
	char *to;

	if (len > FORM_SHORT) {
		out_bytes(o, text, len);
		return;
	}
	to = out_room(o, FORM_SHORT);
	memcpy(to, text, FORM_SHORT);
	out_took(o, to + len);
}

/* A gap's own commas begin anew: the one before it is in the form. */
static void fill(const struct form *f, struct out *o, const uint8_t *data, size_t size)
{
	const struct form_gap *g, *end = f->gaps + f->cnt;
	uint32_t done = 0;
	struct json j;
	struct emit e = { .out = o, .json = f->json ? &j : NULL };

	json_init(&j, o, false);
	for (g = f->gaps; g < end; g++) {
		fill_text(o, f->text + g->text, g->text_len);
		done += g->text_len;
		j.before = 0;
		fill_gap(f, g, &e, data, size);
	}
	fill_text(o, f->text + done, f->text_size - done);
}

void form_text(const struct form *f, struct out *o, const void *data, size_t size)
{
	if (f->ready && size >= f->size)
		fill(f, o, data, size);
	else
		value_text(o, f->btf, f->type, data, size);
}

void form_json(const struct form *f, struct json *j, const void *data, size_t size)
{
	if (!f->ready || j->pretty || size < f->size) {
		value_json(j, f->btf, f->type, data, size);
		return;
	}
	json_item(j);
	fill(f, j->out, data, size);
}
