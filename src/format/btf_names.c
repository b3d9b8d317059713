/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Four of five types of the kernel are functions, prototypes, pointers and constants, which are
 * stepped over by kind. Of the others the name is hashed by its first characters, which settles
 * almost all of them; only then are names compared.
 *
 * A flavor ("task_struct___old") is a second definition of a type in one program, for a kernel in
 * which it looks different. The kernel's own names are stripped likewise: BTF that was made with
 * flavors in it is rare but legal.
 */
#include "format/btf_names.h"

#include <errno.h>

uint32_t btf_essential_length(const char *name)
{
	uint32_t len = strlen(name), i;

	/* "a___b" is the shortest: something other than '_' on both sides */
	for (i = len; i >= 5; i--)
		if (name[i - 1] != '_' && !memcmp(name + i - 4, "___", 3) && name[i - 5] != '_')
			return i - 4;
	return len;
}

/*
 * Of the first three characters, up to a '_', where a flavor may begin; to hash a whole name would
 * cost more than it saves.
 */
static uint32_t hash(const char *name)
{
	uint32_t h = 0, i;

	for (i = 0; i < 3 && name[i] && name[i] != '_'; i++)
		h = h * 31 + (uint8_t)name[i];
	return h % 256;
}

void btf_names_init(struct btf_names *n, struct arena *a)
{
	memset(n, 0, sizeof(*n));
	n->arena = a;
}

static int grow(struct arena *a, void **items, uint32_t *room, uint32_t cnt, size_t size)
{
	uint32_t more = *room ? *room * 2 : 4;
	void *p;

	if (cnt < *room)
		return 0;
	p = arena_calloc(a, more, size);
	if (!p)
		return -ENOMEM;
	if (cnt)
		memcpy(p, *items, cnt * size);
	*items = p;
	*room = more;
	return 0;
}

int btf_names_add(struct btf_names *n, const char *name, uint32_t kinds)
{
	uint32_t length = btf_essential_length(name), at = hash(name), i;
	struct btf_name *q;

	for (i = n->heads[at]; i; i = n->asked[i - 1].next) {
		q = &n->asked[i - 1];
		if (q->length == length && q->kinds == kinds && !memcmp(q->name, name, length))
			return i - 1;
	}
	if (grow(n->arena, (void **)&n->asked, &n->room, n->cnt, sizeof(*q)))
		return -ENOMEM;
	q = &n->asked[n->cnt];
	q->name = name;
	q->length = length;
	q->kinds = kinds;
	q->next = n->heads[at];
	n->heads[at] = ++n->cnt;
	n->kinds |= kinds;
	return n->cnt - 1;
}

static bool same(const struct btf_name *q, const char *name)
{
	return !strncmp(name, q->name, q->length) &&
		(!name[q->length] || btf_essential_length(name) == q->length);
}

int btf_names_hear(struct btf_names *n, const struct btf *b, const struct btf_type *t, uint32_t id)
{
	const char *name = btf_name(b, t);
	struct btf_name *q;
	uint32_t i;

	for (i = n->heads[hash(name)]; i; i = q->next) {
		q = &n->asked[i - 1];
		if (!btf_kinds_have(q->kinds, t) || !same(q, name))
			continue;
		if (b->base && q->cnt && q->found[0].btf == b->base)
			continue;
		if (grow(n->arena, (void **)&q->found, &q->room, q->cnt, sizeof(*q->found)))
			return -ENOMEM;
		q->found[q->cnt++] = (struct btf_found){ b, id };
	}
	return 0;
}

int btf_names_search(struct btf_names *n, const struct btf *b)
{
	const struct btf_type *t;
	uint32_t id = b->first;
	int err = 0;

	for (t = btf_first(b); !err && t; t = btf_next(b, t), id++)
		if (btf_kinds_have(n->kinds, t))
			err = btf_names_hear(n, b, t, id);
	return err;
}

bool btf_names_open(const struct btf_names *n)
{
	uint32_t i;

	for (i = 0; i < n->cnt && n->asked[i].cnt; i++)
		;
	return i < n->cnt;
}
