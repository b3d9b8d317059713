/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BTF of several modules as one that goes on from their common base. Each counts its types and strings
 * from the base's end, and has what the base has not, so that two modules that include one header have
 * its types twice. What is the same is kept once (gen/btf_dedup.c).
 *
 * The base is not looked through again: who made a module's BTF did that. A type of the base that is
 * referred to gets a stand-in, a variable, which is like no other type; its linkage is that type's number.
 */
#include "cli/btf.h"

#include <errno.h>

#include "format/btf_words.h"
#include "gen/btf_dedup.h"

struct merge {
	const struct btf *base;
	struct btf_write all, kept;
	uint32_t *map;       /* by number in a file: in `all` */
	uint32_t *into, *to; /* by number in `all`: see btf_dedup(); the number in the end */
	bool *stands_in;     /* by number in `all` */
};

static int add_stand_in(struct merge *m, uint32_t base_id)
{
	const uint32_t var[] = { 0, (uint32_t)BTF_KIND_VAR << 24, 0, base_id };
	int id = btf_write_words(&m->all, var, sizeof(var) / sizeof(*var));

	if (id < 0)
		return id;
	m->map[base_id] = id;
	m->stands_in[id] = true;
	return 0;
}

static int add_referred(struct merge *m, const struct btf_type *t)
{
	uint32_t cnt = btf_words(t), i, id;
	int err = 0;

	for (i = 2; !err && i < cnt; i++) {
		id = ((const uint32_t *)t)[i];
		if (btf_word(t, i) == BTF_WORD_TYPE && id && id < m->base->cnt && !m->map[id])
			err = add_stand_in(m, id);
	}
	return err;
}

static int add_file(struct merge *m, const struct btf *b)
{
	const struct btf_type *t;
	uint32_t id;
	int err = 0;

	for (t = btf_first(b); !err && t; t = btf_next(b, t))
		err = add_referred(m, t);
	for (id = b->first; id < b->cnt; id++)
		m->map[id] = m->all.cnt + 1 + id - b->first;
	for (t = btf_first(b); err >= 0 && t; t = btf_next(b, t))
		err = btf_write_copy(&m->all, b, t, m->map);
	return err < 0 ? err : 0;
}

/* The numbers in the end: the base's, and behind them those of what is kept. */
static void number(struct merge *m, const struct btf *all)
{
	uint32_t id, next = m->base->cnt;

	for (id = 1; id < all->cnt; id++)
		if (m->into[id] == id)
			m->to[id] = m->stands_in[id] ? btf_var(btf_type(all, id))->linkage : next++;
	for (id = 1; id < all->cnt; id++)
		m->to[id] = m->to[m->into[id]];
}

/* Strings count on from the base's, but "" is its first one. */
static void move_name(void *ctx, uint32_t *offset)
{
	const struct merge *m = ctx;

	if (*offset)
		*offset += m->base->strings_size;
}

static int keep(struct merge *m, const struct btf *all)
{
	const struct btf_visitor names = { .name = move_name, .ctx = m };
	uint32_t id;
	int err = 0;

	for (id = 1; err >= 0 && id < all->cnt; id++) {
		if (m->into[id] != id || m->stands_in[id])
			continue;
		err = btf_write_copy(&m->kept, all, btf_type(all, id), m->to);
		if (err > 0)
			btf_visit(btf_write_type(&m->kept, err), &names);
	}
	return err < 0 ? err : 0;
}

static int dedup(struct merge *m, struct arena *a)
{
	struct btf all;
	uint32_t id;
	int err;

	btf_write_view(&m->all, &all);
	m->into = arena_calloc(a, all.cnt, sizeof(*m->into));
	m->to = arena_calloc(a, all.cnt, sizeof(*m->to));
	if (!m->into || !m->to)
		return -ENOMEM;
	for (id = 1; id < all.cnt; id++)
		m->into[id] = id;
	err = btf_dedup(&all, m->into);
	if (err)
		return err;
	number(m, &all);
	return keep(m, &all);
}

/* Numbers in a file go up to the largest one's; each type of the base may come to stand in `all`. */
static int get_room(struct merge *m, struct btf_source *s)
{
	uint64_t all = m->base->cnt;
	uint32_t most = m->base->cnt, i;

	for (i = 0; i < s->file_cnt; i++) {
		most = s->files[i].btf.cnt > most ? s->files[i].btf.cnt : most;
		all += s->files[i].btf.cnt - s->files[i].btf.first;
	}
	m->map = arena_calloc(&s->arena, most, sizeof(*m->map));
	m->stands_in = arena_calloc(&s->arena, all + 1, sizeof(*m->stands_in));
	return m->map && m->stands_in ? 0 : -ENOMEM;
}

static int merge(struct btf_source *s, struct merge *m, void **bytes, uint64_t *size)
{
	uint32_t i;
	int err = get_room(m, s);

	for (i = 0; !err && i < s->file_cnt; i++)
		err = add_file(m, &s->files[i].btf);
	if (!err)
		err = dedup(m, &s->arena);
	return err ? err : btf_write_done(&m->kept, &s->arena, false, bytes, size);
}

int btf_merge(struct btf_source *s, struct rawbpf_diag *d)
{
	struct merge m = { .base = s->base_btf };
	uint64_t size = 0;
	void *bytes = NULL;
	int err = merge(s, &m, &bytes, &size);

	btf_write_free(&m.all);
	btf_write_free(&m.kept);
	if (err)
		return diag_fail(d, RAWBPF_STAGE_OPEN, err, "several files of BTF: %s%s",
			diag_strerror(err), err == -EOPNOTSUPP ? ": there is a kind of type that "
			"rawbpf does not know: dump one by one" : "");
	s->btf = &s->loaded;
	return btf_view(&s->arena, "several files", bytes, size, s->base_btf, NULL, s->btf, d);
}
