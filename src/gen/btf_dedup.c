/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Equal types. Two files that include one header describe its types twice, and not in the same
 * order or number: each file has what it uses. Two types are the same if nothing that can be reached
 * from them differs, and types reach each other in circles, as a list's element does itself by its
 * pointer. So one cannot begin with what is known to be the same. One begins with what may be:
 *
 *	1. Types that look the same without a look at what they refer to (kind, names, sizes, places)
 *	   are put into one class.
 *	2. A class whose members refer to different classes is split, which may part those that refer
 *	   to its members, which are then looked at again, until nothing is split any more.
 *
 * That ends with the largest classes possible: Hopcroft's way to make the smallest machine out of
 * states and arrows (1971). Since the largest part of a split class keeps its number and only users of
 * the others are looked at again, it takes n log n steps, whatever the types are.
 */
#include "gen/btf_dedup.h"

#include <errno.h>

#include "base/sort.h"
#include "format/btf_words.h"

struct class {
	uint32_t start, size; /* its members, in `order` */
};

/* Something to look at again. */
struct look {
	uint64_t refers; /* a hash of the classes it refers to */
	uint32_t class, id;
};

struct dedup {
	const struct btf *b;
	uint32_t *into;
	struct arena scratch;
	struct table shapes;    /* first members of classes, by what they look like */
	struct class *classes;  /* from 1 on */
	uint32_t *class_of, *order, *place; /* by type; members of a class stand together in order */
	uint32_t *users, *first_user; /* those that refer to type i: users[first_user[i]] and so on */
	struct look *looks;
	uint32_t *next; /* what to look at in the next round, */
	bool *is_next;  /* and whether a type is in there */
	uint32_t class_cnt, look_cnt, next_cnt;
};

/* The i-th word of a type as the type it refers to; 0 for void, and for what is no reference. */
static uint32_t refers(const struct dedup *d, const struct btf_type *t, uint32_t i)
{
	return btf_word(t, i) == BTF_WORD_TYPE ? d->into[((const uint32_t *)t)[i]] : 0;
}

static int find_class(struct dedup *d, uint32_t id)
{
	const struct btf_type *t = btf_type(d->b, id);
	uint32_t hash = btf_shape_hash(t), at = hash, first;

	while (table_next(&d->shapes, hash, &at, &first)) {
		if (!btf_shape_same(btf_type(d->b, first), t))
			continue;
		d->class_of[id] = d->class_of[first];
		return 0;
	}
	d->class_of[id] = ++d->class_cnt;
	return table_add(&d->shapes, hash, id);
}

static void look_later(struct dedup *d, uint32_t id)
{
	if (!d->is_next[id])
		d->next[d->next_cnt++] = id;
	d->is_next[id] = true;
}

static int first_classes(struct dedup *d)
{
	uint32_t id, c, at = 0;
	int err = 0;

	for (id = 1; !err && id < d->b->cnt; id++) {
		if (d->into[id] != id)
			continue;
		err = find_class(d, id);
		d->classes[d->class_of[id]].size++;
	}
	for (c = 1; c <= d->class_cnt; c++) {
		d->classes[c].start = at;
		at += d->classes[c].size;
		d->classes[c].size = 0;
	}
	for (id = 1; !err && id < d->b->cnt; id++) {
		if (d->into[id] != id)
			continue;
		c = d->class_of[id];
		d->place[id] = d->classes[c].start + d->classes[c].size++;
		d->order[d->place[id]] = id;
		look_later(d, id);
	}
	return err;
}

/* Count, then fill; who refers to a type twice is there twice. */
static int find_users(struct dedup *d)
{
	const struct btf_type *t;
	uint32_t id, i, cnt = 0, target;
	int fill;

	for (fill = 0; fill < 2; fill++) {
		for (id = 1; id < d->b->cnt; id++) {
			t = btf_type(d->b, id);
			for (i = 2; d->into[id] == id && i < btf_words(t); i++) {
				target = refers(d, t, i);
				if (!target)
					continue;
				if (fill)
					d->users[--d->first_user[target]] = id;
				else
					d->first_user[target]++;
			}
		}
		for (id = 1; !fill && id <= d->b->cnt; id++)
			d->first_user[id] = cnt += d->first_user[id];
		if (!fill)
			d->users = arena_calloc(&d->scratch, cnt + 1ULL, sizeof(*d->users));
		if (!d->users)
			return -ENOMEM;
	}
	return 0;
}

static int by_class(const void *a, const void *b)
{
	const struct look *x = a, *y = b;

	if (x->class != y->class)
		return x->class < y->class ? -1 : 1;
	if (x->refers != y->refers)
		return x->refers < y->refers ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static uint64_t refers_hash(const struct dedup *d, const struct btf_type *t)
{
	uint32_t i, cnt = btf_words(t);
	uint64_t h = 0;

	for (i = 2; i < cnt; i++)
		if (btf_word(t, i) == BTF_WORD_TYPE)
			h = table_hash(h, &d->class_of[refers(d, t, i)], 4);
	return h;
}

static void put(struct dedup *d, uint32_t id, uint32_t place)
{
	d->order[place] = id;
	d->place[id] = place;
}

/* Members that are looked at go to the end of their class, in the order of the looks. */
static void gather(struct dedup *d, const struct class *c, const struct look *looks, uint32_t cnt)
{
	uint32_t end = c->start + c->size, i;

	for (i = 0; i < cnt; i++) {
		end--;
		put(d, d->order[end], d->place[looks[cnt - 1 - i].id]);
		put(d, looks[cnt - 1 - i].id, end);
	}
}

/* A part of a class becomes a class, and who refers to it will be looked at. */
static void part(struct dedup *d, uint32_t start, uint32_t size)
{
	uint32_t i, n, id;

	d->classes[++d->class_cnt] = (struct class){ start, size };
	for (i = start; i < start + size; i++) {
		id = d->order[i];
		d->class_of[id] = d->class_cnt;
		for (n = d->first_user[id]; n < d->first_user[id + 1]; n++) {
			look_later(d, d->users[n]);
		}
	}
}

/* Looks that refer to the same classes, from the first on. */
static uint32_t run(const struct look *looks, uint32_t cnt)
{
	uint32_t n = 1;

	while (n < cnt && looks[n].refers == looks[0].refers)
		n++;
	return n;
}

/*
 * Members that were not looked at are still alike, and unlike each of the others, which refer to a
 * class that has just been parted from one that they refer to.
 */
static void split(struct dedup *d, const struct look *looks, uint32_t cnt)
{
	struct class whole = d->classes[looks->class], keep = { whole.start, whole.size - cnt };
	uint32_t at = whole.start + keep.size, i, n;

	if (!keep.size && run(looks, cnt) == cnt)
		return;
	gather(d, &whole, looks, cnt);
	for (i = 0; i < cnt; i += n) {
		n = run(looks + i, cnt - i);
		if (n > keep.size)
			keep = (struct class){ at + i, n };
	}
	d->classes[looks->class] = keep;
	if (keep.start != whole.start && whole.size > cnt)
		part(d, whole.start, whole.size - cnt);
	for (i = 0; i < cnt; i += n) {
		n = run(looks + i, cnt - i);
		if (at + i != keep.start)
			part(d, at + i, n);
	}
}

static void look(struct dedup *d)
{
	uint32_t i, id;

	for (i = 0; i < d->next_cnt; i++) {
		id = d->next[i];
		d->is_next[id] = false;
		d->looks[i] = (struct look){ refers_hash(d, btf_type(d->b, id)), d->class_of[id], id };
	}
	d->look_cnt = d->next_cnt;
	d->next_cnt = 0;
	sort(d->looks, d->look_cnt, sizeof(*d->looks), by_class);
}

static void refine(struct dedup *d)
{
	uint32_t i, n;

	while (d->next_cnt) {
		look(d);
		for (i = 0; i < d->look_cnt; i += n) {
			for (n = 1; i + n < d->look_cnt && d->looks[i + n].class == d->looks[i].class;)
				n++;
			split(d, d->looks + i, n);
		}
	}
}

/* The first of a class stands for all of it. */
static void choose(struct dedup *d)
{
	uint32_t id, *first = d->order; /* by class; their members' order is not needed any more */

	memset(first, 0, (d->b->cnt + 1ULL) * sizeof(*first));
	for (id = 1; id < d->b->cnt; id++) {
		if (d->into[id] != id)
			continue;
		if (!first[d->class_of[id]])
			first[d->class_of[id]] = id;
		d->into[id] = first[d->class_of[id]];
	}
	for (id = 1; id < d->b->cnt; id++)
		d->into[id] = d->into[d->into[id]];
}

static bool get_room(struct dedup *d)
{
	size_t n = d->b->cnt + 2ULL;

	d->classes = arena_calloc(&d->scratch, n, sizeof(*d->classes));
	d->class_of = arena_calloc(&d->scratch, n, sizeof(*d->class_of));
	d->order = arena_calloc(&d->scratch, n, sizeof(*d->order));
	d->place = arena_calloc(&d->scratch, n, sizeof(*d->place));
	d->first_user = arena_calloc(&d->scratch, n, sizeof(*d->first_user));
	d->looks = arena_calloc(&d->scratch, n, sizeof(*d->looks));
	d->next = arena_calloc(&d->scratch, n, sizeof(*d->next));
	d->is_next = arena_calloc(&d->scratch, n, sizeof(*d->is_next));
	return d->classes && d->class_of && d->order && d->place && d->first_user && d->looks &&
		d->next && d->is_next;
}

int btf_dedup(const struct btf *b, uint32_t *into)
{
	struct dedup d = { .b = b, .into = into };
	int err = btf_forward(b, into);

	if (!err)
		err = get_room(&d) ? first_classes(&d) : -ENOMEM;
	if (!err)
		err = find_users(&d);
	if (!err) {
		refine(&d);
		choose(&d);
	}
	table_free(&d.shapes);
	arena_free(&d.scratch);
	return err;
}
