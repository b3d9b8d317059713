/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A declaration. BTF goes from the name outwards; C begins with what stands at the end of that way, then
 * has the pointers from there back to the name, and behind the name the arrays and parameters:
 *
 *	array[2] -> pointer -> function(int) -> const -> struct s	const struct s (*name[2])(int)
 *
 * A pointer to an array or a function stands in parentheses with all between it and the name.
 */
#include "show/btf_c_parts.h"

#include <errno.h>

#include "show/quote.h"

struct chain {
	const struct btf_type *steps[BTF_C_HOPS + 4];
	uint32_t cnt;
	uint32_t base; /* the type at its end */
};

static bool is_qualifier(uint32_t kind)
{
	return kind == BTF_KIND_CONST || kind == BTF_KIND_VOLATILE || kind == BTF_KIND_RESTRICT ||
		kind == BTF_KIND_TYPE_TAG;
}

static bool is_step(const struct btf_c *c, const struct btf_type *t)
{
	uint32_t kind = btf_kind(t);

	return is_qualifier(kind) || (kind == BTF_KIND_TYPEDEF && btf_c_is_builtin(btf_name(c->btf, t))) || kind == BTF_KIND_PTR || kind == BTF_KIND_ARRAY ||
		kind == BTF_KIND_FUNC_PROTO;
}

static uint32_t follow(const struct btf_type *t)
{
	return btf_kind(t) == BTF_KIND_ARRAY ? btf_array(t)->type : t->type;
}

/* What qualifies an array is written with its elements; what qualifies a function is nothing. */
static void move_qualifiers(struct chain *n)
{
	const struct btf_type *t;
	uint32_t i, j;

	for (i = n->cnt; i-- > 0;) {
		t = n->steps[i];
		if (!is_qualifier(btf_kind(t)))
			continue;
		for (j = i; j + 1 < n->cnt && btf_kind(n->steps[j + 1]) == BTF_KIND_ARRAY; j++)
			n->steps[j] = n->steps[j + 1];
		n->steps[j] = t;
		if (j + 1 == n->cnt || btf_kind(n->steps[j + 1]) != BTF_KIND_FUNC_PROTO)
			continue;
		for (n->cnt--; j < n->cnt; j++)
			n->steps[j] = n->steps[j + 1];
	}
}

static void collect(struct btf_c *c, uint32_t id, struct chain *n)
{
	const struct btf_type *t = btf_type(c->btf, id);

	n->cnt = 0;
	for (; t && is_step(c, t) && n->cnt < BTF_C_HOPS; t = btf_type(c->btf, id)) {
		n->steps[n->cnt++] = t;
		id = follow(t);
	}
	if (t && is_step(c, t)) {
		c->err = -E2BIG;
		id = 0;
	}
	n->base = id;
	move_qualifiers(n);
}

/* Only names, numbers and parentheses: address_space(1). */
static void attribute(struct btf_c *c, const struct btf_type *t)
{
	const char *s = btf_name(c->btf, t);

	out_str(c->out, "__attribute__((");
	if (!btf_kflag(t)) {
		out_str(c->out, "btf_type_tag(");
		quote_text(c->out, s, SIZE_MAX);
		out_char(c->out, ')');
	}
	for (; btf_kflag(t) && *s; s++)
		out_char(c->out, (*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') ||
			(*s >= 'A' && *s <= 'Z') || *s == '(' || *s == ')' ? *s : '_');
	out_str(c->out, "))");
}

static void qualifier(struct btf_c *c, const struct btf_type *t)
{
	switch (btf_kind(t)) {
	case BTF_KIND_CONST:
		out_str(c->out, "const");
		break;
	case BTF_KIND_VOLATILE:
		out_str(c->out, "volatile");
		break;
	case BTF_KIND_RESTRICT:
		out_str(c->out, "restrict");
		break;
	case BTF_KIND_TYPE_TAG:
		attribute(c, t);
		break;
	}
}

static void base(struct btf_c *c, uint32_t id, uint32_t level)
{
	const struct btf_type *t = btf_type(c->btf, id);
	const char *name = t ? btf_name(c->btf, t) : "";

	switch (t ? btf_kind(t) : 0) {
	case BTF_KIND_INT:
		if (btf_c_is_basic(name))
			out_str(c->out, name);
		else if (*name)
			btf_c_type_name(c, id);
		else
			out_str(c->out, btf_c_basic(t));
		break;
	case BTF_KIND_FLOAT:
		out_str(c->out, t->size <= 4 ? "float" : t->size <= 8 ? "double" : "long double");
		break;
	case BTF_KIND_TYPEDEF:
		btf_c_type_name(c, id);
		break;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		if (!*name) {
			btf_c_body(c, id, level);
			break;
		}
		/* fall through */
	case BTF_KIND_FWD:
		btf_c_tag(c, id);
		break;
	default:
		out_str(c->out, "void");
	}
}

static bool is_wrapped(const struct chain *n, uint32_t i)
{
	uint32_t kind = i < n->cnt ? btf_kind(n->steps[i]) : 0;

	return kind == BTF_KIND_ARRAY || kind == BTF_KIND_FUNC_PROTO;
}

/* One or none parameter of type void: there are none. At the end it is "...". */
static void params(struct btf_c *c, const struct btf_type *t, uint32_t level)
{
	const struct btf_param *p = btf_params(t);
	uint32_t i, cnt = btf_vlen(t);

	out_char(c->out, '(');
	if (!cnt || (cnt == 1 && !p->type))
		out_str(c->out, "void");
	else
		for (i = 0; i < cnt && !c->err; i++) {
			out_str(c->out, i ? ", " : "");
			if (p[i].type)
				btf_c_decl(c, p[i].type, p[i].name_off, level + 1);
			else
				out_str(c->out, "...");
		}
	out_char(c->out, ')');
}

/* Qualifiers of the base, in front of it; tags and what only pointers have stand behind or not at all. */
static uint32_t left_end(struct btf_c *c, const struct chain *n, uint32_t level)
{
	uint32_t end = n->cnt, i, kind;

	while (end && is_qualifier(btf_kind(n->steps[end - 1])))
		end--;
	for (i = end; i < n->cnt; i++) {
		kind = btf_kind(n->steps[i]);
		if ((kind != BTF_KIND_CONST && kind != BTF_KIND_VOLATILE) ||
			(i > end && btf_kind(n->steps[i - 1]) == kind))
			continue;
		qualifier(c, n->steps[i]);
		out_char(c->out, ' ');
	}
	base(c, n->base, level);
	for (i = end; i < n->cnt; i++) {
		if (btf_kind(n->steps[i]) != BTF_KIND_TYPE_TAG)
			continue;
		out_char(c->out, ' ');
		attribute(c, n->steps[i]);
	}
	return end;
}

/* Pointers and their qualifiers. What comes next needs a blank before it? */
static bool left(struct btf_c *c, const struct chain *n, uint32_t end)
{
	bool blank = true;
	uint32_t i;

	for (i = end; i-- > 0;) {
		if (btf_kind(n->steps[i]) == BTF_KIND_PTR) {
			out_str(c->out, blank ? " " : "");
			out_str(c->out, is_wrapped(n, i + 1) ? "(*" : "*");
			blank = false;
		} else if (is_qualifier(btf_kind(n->steps[i])) && !is_wrapped(n, i + 1)) {
			out_str(c->out, blank ? " " : "");
			qualifier(c, n->steps[i]);
			blank = true;
		}
	}
	return blank;
}

static void right(struct btf_c *c, const struct chain *n, uint32_t level)
{
	uint32_t i;

	for (i = 0; i < n->cnt; i++) {
		switch (btf_kind(n->steps[i])) {
		case BTF_KIND_PTR:
			out_str(c->out, is_wrapped(n, i + 1) ? ")" : "");
			break;
		case BTF_KIND_ARRAY:
			out_char(c->out, '[');
			out_u64(c->out, btf_array(n->steps[i])->nelems);
			out_char(c->out, ']');
			break;
		case BTF_KIND_FUNC_PROTO:
			params(c, n->steps[i], level);
			break;
		}
	}
}

bool btf_c_may(struct btf_c *c, uint32_t level)
{
	if (!c->err && (level > BTF_C_NESTING || c->out->total > c->most))
		c->err = -E2BIG;
	return !c->err;
}

static void declare(struct btf_c *c, uint32_t id, uint32_t level, uint32_t name, uint32_t named)
{
	struct chain n;
	bool blank;

	if (!btf_c_may(c, level))
		return;
	collect(c, id, &n);
	blank = left(c, &n, left_end(c, &n, level));
	if (blank && (named || *btf_string(c->btf, name)))
		out_char(c->out, ' ');
	if (named)
		btf_c_type_name(c, named);
	else
		btf_c_ident(c, name);
	right(c, &n, level);
}

void btf_c_decl(struct btf_c *c, uint32_t id, uint32_t name, uint32_t level)
{
	declare(c, id, level, name, 0);
}

void btf_c_decl_of(struct btf_c *c, uint32_t id, uint32_t of)
{
	declare(c, id, 0, 0, of);
}
