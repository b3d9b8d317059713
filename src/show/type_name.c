/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BTF as C declarations. BTF lists a type from the name outwards (a pointer to an array of const
 * char), and C writes it around the name, pointers and qualifiers in front, arrays and parameters
 * behind, with parentheses where a pointer would bind weaker. So the text grows at both ends:
 *
 *	p	*p	(*p)[4]		char (*p)[4]
 */
#include "show/type_name.h"

#include "base/text.h"

#define HOPS 32   /* pointers, arrays and modifiers in a row */
#define NESTING 4 /* functions in parameters of functions */

struct decl {
	const struct btf *b;
	char *text;
	size_t size;
	char base[128]; /* qualifiers of what stands leftmost */
	unsigned int nesting;
	bool pointer; /* the last step was one */
};

static void append(struct decl *d, const char *s)
{
	size_t used = strlen(d->text);

	text_format(d->text + used, d->size - used, "%s", s);
}

static void prepend(struct decl *d, const char *s)
{
	size_t add = strlen(s), used = strlen(d->text);

	if (add + used >= d->size)
		return;
	memmove(d->text + add, d->text, used + 1);
	memcpy(d->text, s, add);
}

static void wrap(struct decl *d)
{
	if (d->pointer) {
		prepend(d, "(");
		append(d, ")");
	}
	d->pointer = false;
}

static void array(struct decl *d, const struct btf_type *t)
{
	char dimension[16];

	text_format(dimension, sizeof(dimension), "[%u]", btf_array(t)->nelems);
	wrap(d);
	append(d, btf_array(t)->nelems ? dimension : "[]");
}

static const char *declare(const struct btf *b, uint32_t id, const char *name, char *text,
	size_t size, unsigned int nesting);

static void params(struct decl *d, const struct btf_type *t)
{
	const struct btf_param *p = btf_params(t);
	char one[256];
	uint32_t i;

	wrap(d);
	append(d, btf_vlen(t) ? "(" : "(void");
	for (i = 0; i < btf_vlen(t); i++) {
		append(d, i ? ", " : "");
		if (p[i].type)
			append(d, declare(d->b, p[i].type, btf_string(d->b, p[i].name_off), one,
				sizeof(one), d->nesting + 1));
		else
			append(d, "...");
	}
	append(d, ")");
}

static bool is_qualifier(const struct btf_type *t)
{
	return btf_kind(t) == BTF_KIND_CONST || btf_kind(t) == BTF_KIND_VOLATILE ||
		btf_kind(t) == BTF_KIND_RESTRICT;
}

/* A qualifier of a pointer stands behind its star, any other in front of all. */
static void qualify(struct decl *d, const struct btf_type *t, const char *word)
{
	const struct btf_type *to = btf_type(d->b, t->type);
	int hops;

	for (hops = 0; to && is_qualifier(to) && hops < HOPS; hops++)
		to = btf_type(d->b, to->type);
	if (to && btf_kind(to) == BTF_KIND_PTR)
		prepend(d, word);
	else
		text_format(d->base + strlen(d->base), sizeof(d->base) - strlen(d->base), "%s",
			word);
}

static void base(struct decl *d, const struct btf_type *t)
{
	static const char *const tags[] = {
		[BTF_KIND_STRUCT] = "struct ",
		[BTF_KIND_UNION] = "union ",
		[BTF_KIND_ENUM] = "enum ",
		[BTF_KIND_ENUM64] = "enum ",
	};
	uint32_t kind = t ? btf_kind(t) : 0;
	const char *name = t ? btf_name(d->b, t) : "void";

	if (*d->text && *d->text != '[')
		prepend(d, " ");
	prepend(d, *name ? name : "{...}");
	if (kind == BTF_KIND_FWD)
		prepend(d, btf_kflag(t) ? "union " : "struct ");
	else if (kind < sizeof(tags) / sizeof(*tags) && tags[kind])
		prepend(d, tags[kind]);
	prepend(d, d->base);
}

/* One step outwards; the next type's id, or 0 and *done. */
static uint32_t step(struct decl *d, const struct btf_type *t, bool *done)
{
	switch (t ? btf_kind(t) : 0) {
	case BTF_KIND_PTR:
		prepend(d, "*");
		d->pointer = true;
		return t->type;
	case BTF_KIND_ARRAY:
		array(d, t);
		return btf_array(t)->type;
	case BTF_KIND_FUNC_PROTO:
		params(d, t);
		return t->type;
	case BTF_KIND_CONST:
		qualify(d, t, "const ");
		return t->type;
	case BTF_KIND_VOLATILE:
		qualify(d, t, "volatile ");
		return t->type;
	case BTF_KIND_RESTRICT:
		qualify(d, t, "restrict ");
		return t->type;
	case BTF_KIND_FUNC:
	case BTF_KIND_VAR:
		prepend(d, *d->text ? "" : btf_name(d->b, t));
		return t->type;
	case BTF_KIND_TYPE_TAG:
	case BTF_KIND_DECL_TAG:
		return t->type;
	}
	base(d, t);
	*done = true;
	return 0;
}

static const char *declare(const struct btf *b, uint32_t id, const char *name, char *text,
	size_t size, unsigned int nesting)
{
	struct decl d = { .b = b, .text = text, .size = size, .nesting = nesting };
	bool done = false;
	int hops;

	text_format(text, size, "%s", nesting < NESTING ? name : "...");
	for (hops = 0; !done && hops < HOPS && nesting < NESTING; hops++)
		id = step(&d, btf_type(b, id), &done);
	return text;
}

const char *type_name(const struct btf *b, uint32_t id, const char *name, char *text, size_t size)
{
	return declare(b, id, name, text, size, 0);
}
