/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A header of all types of a kernel, as programs include it under the name vmlinux.h. Each record in it
 * has preserve_access_index, so that clang leaves a CO-RE relocation for each member it reads; kernel
 * functions (marked by a declaration tag "bpf_kfunc", 6.9) are declared as what the loader has to find.
 */
#include "show/btf_c_parts.h"

#include <errno.h>
#include <stdlib.h>

#include "base/sort.h"
#include "format/btf_words.h"

#define TEXT_LEAST (1 << 20) /* bytes that anything may become; and as many for each byte of BTF: */
#define TEXT_EACH 64

/* A type that is written for its own sake, and what it is sorted by. */
struct root {
	const char *name;
	uint64_t prefix; /* what the name begins with, to compare at once */
	uint32_t rank, id;
};

static void mark_enum(void *ctx, uint32_t *id)
{
	struct btf_c *c = ctx;
	const struct btf_type *t = btf_type(c->btf, *id);

	if (t && (btf_kind(t) == BTF_KIND_ENUM || btf_kind(t) == BTF_KIND_ENUM64))
		c->state[*id] |= BTF_C_INSIDE;
}

static void mark_func(struct btf_c *c, const struct btf_type *t)
{
	const struct btf_type *func = btf_type(c->btf, t->type);

	if (!func || btf_kind(func) != BTF_KIND_FUNC || (int32_t)*btf_int(t) != -1)
		return;
	if (!strcmp(btf_name(c->btf, t), "bpf_kfunc"))
		c->state[t->type] |= BTF_C_KFUNC;
	else if (!strcmp(btf_name(c->btf, t), "bpf_fastcall"))
		c->state[t->type] |= BTF_C_FASTCALL;
}

static void mark_all(struct btf_c *c)
{
	const struct btf_visitor words = { .type = mark_enum, .ctx = c };
	struct btf_type *t;
	uint32_t id;

	for (id = 1; id < c->btf->cnt; id++) {
		t = btf_type(c->btf, id);
		btf_visit(t, &words);
		if (btf_kind(t) == BTF_KIND_DECL_TAG)
			mark_func(c, t);
	}
}

int btf_c_init(struct btf_c *c, const struct btf *b, struct out *out)
{
	memset(c, 0, sizeof(*c));
	c->btf = b;
	c->out = out;
	c->pointer = (b->base ? b->base : b)->pointer_size == 4 ? 4 : 8;
	c->most = out->total + TEXT_LEAST + TEXT_EACH * ((uint64_t)b->types_size + b->strings_size +
		(b->base ? (uint64_t)b->base->types_size + b->base->strings_size : 0));
	c->state = calloc(b->cnt, sizeof(*c->state));
	c->version = calloc(b->cnt, sizeof(*c->version));
	if (c->state && c->version) {
		mark_all(c);
		return 0;
	}
	btf_c_free(c);
	memset(c, 0, sizeof(*c));
	return -ENOMEM;
}

int btf_c_free(struct btf_c *c)
{
	free(c->state);
	free(c->version);
	free(c->names);
	free(c->stack);
	return c->err;
}

static void macro(struct btf_c *c, const char *name, const char *value)
{
	out_str(c->out, "#ifndef ");
	out_str(c->out, name);
	out_str(c->out, "\n#define ");
	out_str(c->out, name);
	out_str(c->out, value);
	out_str(c->out, "\n#endif\n\n");
}

void btf_c_begin(struct btf_c *c)
{
	out_str(c->out, "#ifndef __VMLINUX_H__\n#define __VMLINUX_H__\n\n"
		"#ifndef BPF_NO_PRESERVE_ACCESS_INDEX\n"
		"#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)\n"
		"#endif\n\n");
	macro(c, "__ksym", " __attribute__((section(\".ksyms\")))");
	macro(c, "__weak", " __attribute__((weak))");
	out_str(c->out, "#ifndef __bpf_fastcall\n#if __has_attribute(bpf_fastcall)\n"
		"#define __bpf_fastcall __attribute__((bpf_fastcall))\n#else\n"
		"#define __bpf_fastcall\n#endif\n#endif\n\n");
}

void btf_c_end(struct btf_c *c)
{
	out_str(c->out, "#ifndef BPF_NO_PRESERVE_ACCESS_INDEX\n#pragma clang attribute pop\n#endif\n\n"
		"#endif /* __VMLINUX_H__ */\n");
}

void btf_c_root(struct btf_c *c, uint32_t id, bool only)
{
	const struct btf_type *t = btf_type(c->btf, id);
	bool nameless_enum;

	if (!t || c->err)
		return;
	nameless_enum = (btf_kind(t) == BTF_KIND_ENUM || btf_kind(t) == BTF_KIND_ENUM64) &&
		!*btf_name(c->btf, t);
	c->mute = only;
	btf_c_need(c, id, true);
	c->mute = false;
	if (only || nameless_enum)
		btf_c_define(c, id);
}

static uint64_t prefix_of(const char *name)
{
	uint64_t v = 0;
	int i;

	for (i = 0; i < 8; i++)
		v = v << 8 | (unsigned char)(*name ? *name++ : 0);
	return v;
}

static int compare(const void *a, const void *b)
{
	const struct root *x = a, *y = b;
	int order = 0;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->prefix != y->prefix)
		return x->prefix < y->prefix ? -1 : 1;
	if (x->prefix & 0xff)
		order = strcmp(x->name + 8, y->name + 8);
	return order ? order : x->id < y->id ? -1 : x->id > y->id;
}

/* Enums first, those without a name by their first enumerator; the rest are what others need anyway. */
static const char *rank_of(const struct btf_c *c, uint32_t id, const struct btf_type *t, uint32_t *rank)
{
	const char *name = btf_name(c->btf, t);

	switch (btf_kind(t)) {
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		*rank = *name ? 1 : 0;
		if (*name || c->state[id] & BTF_C_INSIDE || !btf_vlen(t))
			return *name ? name : NULL;
		return btf_string(c->btf, *(uint32_t *)(t + 1));
	case BTF_KIND_TYPEDEF:
		*rank = 2;
		return name;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		*rank = 3;
		return *name ? name : NULL;
	}
	return NULL;
}

static const char *is_kfunc(const struct btf_c *c, uint32_t id, const struct btf_type *t, uint32_t *rank)
{
	*rank = 0;
	return btf_kind(t) == BTF_KIND_FUNC && c->state[id] & BTF_C_KFUNC ? btf_name(c->btf, t) : NULL;
}

/* All that `name` gives a name, by rank and name or as they stand there. */
static struct root *find_roots(struct btf_c *c, bool sorted, uint32_t *cnt,
	const char *(*name)(const struct btf_c *c, uint32_t id, const struct btf_type *t, uint32_t *rank))
{
	struct root *roots, r;
	uint32_t id, room = 0;

	*cnt = 0;
	for (id = 1; id < c->btf->cnt; id++)
		room += name(c, id, btf_type(c->btf, id), &r.rank) != NULL;
	roots = calloc(room + 1, sizeof(*roots));
	if (!roots) {
		c->err = -ENOMEM;
		return NULL;
	}
	for (id = 1; id < c->btf->cnt; id++) {
		r.name = name(c, id, btf_type(c->btf, id), &r.rank);
		if (!r.name)
			continue;
		r.id = id;
		r.prefix = prefix_of(r.name);
		roots[(*cnt)++] = r;
	}
	if (sorted)
		sort(roots, *cnt, sizeof(*roots), compare);
	return roots;
}

static void kfunc(struct btf_c *c, uint32_t id)
{
	out_str(c->out, "extern ");
	if (c->state[id] & BTF_C_FASTCALL)
		out_str(c->out, "__bpf_fastcall ");
	btf_c_decl_of(c, btf_type(c->btf, id)->type, id);
	out_str(c->out, " __weak __ksym;\n");
}

static void kfuncs(struct btf_c *c, bool sorted)
{
	uint32_t cnt, i;
	struct root *roots = find_roots(c, sorted, &cnt, is_kfunc);

	for (i = 0; i < cnt && !c->err; i++)
		btf_c_need(c, btf_type(c->btf, roots[i].id)->type, false);
	out_str(c->out, "/* kernel functions that programs may call */\n#ifndef BPF_NO_KFUNC_PROTOTYPES\n");
	for (i = 0; i < cnt && !c->err; i++)
		kfunc(c, roots[i].id);
	out_str(c->out, "#endif\n\n");
	free(roots);
}

void btf_c_all(struct btf_c *c, bool sorted)
{
	uint32_t cnt, i;
	struct root *roots = find_roots(c, sorted, &cnt, rank_of);

	for (i = 0; i < cnt && !c->err; i++)
		btf_c_root(c, roots[i].id, false);
	free(roots);
	kfuncs(c, sorted);
}
