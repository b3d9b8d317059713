/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In which order C wants its types. A value needs the whole type before it (strong), a pointer or a
 * parameter of a function only the name (weak):
 *
 *		strong				weak
 *	struct	all its members, strong		"struct x;"
 *	typedef	itself weak; its type, strong	its type, weak; then it is written
 *	array	its elements, strong		the same
 *	enum	it is written			the same
 *
 * What has no name is written inside of what it belongs to, so it is as if its members were there. C source
 * has no circles of strong needs; a file may, and they end where something is met again. The way back is
 * kept in an array, for the stack is smaller than what a file can ask for.
 */
#include "show/btf_c_parts.h"

#include "base/vec.h"

struct btf_c_frame {
	uint32_t id, next;
	bool strong;
};

static void end_line(struct btf_c *c)
{
	out_str(c->out, ";\n\n");
}

static void define_typedef(struct btf_c *c, uint32_t id, const struct btf_type *t)
{
	if (btf_c_is_builtin(btf_name(c->btf, t)))
		return;
	out_str(c->out, "typedef ");
	btf_c_decl_of(c, t->type, id);
	end_line(c);
}

static void define_int(struct btf_c *c, uint32_t id, const struct btf_type *t)
{
	const char *name = btf_name(c->btf, t);

	if (!*name || btf_c_is_basic(name))
		return;
	out_str(c->out, "typedef ");
	out_str(c->out, btf_c_basic(t));
	out_char(c->out, ' ');
	btf_c_type_name(c, id);
	end_line(c);
}

void btf_c_define(struct btf_c *c, uint32_t id)
{
	const struct btf_type *t = btf_type(c->btf, id);

	if (c->mute)
		return;
	switch (btf_kind(t)) {
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		btf_c_body(c, id, 0);
		end_line(c);
		break;
	case BTF_KIND_FWD:
		btf_c_tag(c, id);
		end_line(c);
		break;
	case BTF_KIND_INT:
		define_int(c, id, t);
		break;
	case BTF_KIND_TYPEDEF:
		define_typedef(c, id, t);
		break;
	case BTF_KIND_FUNC:
	case BTF_KIND_VAR:
		out_str(c->out, "extern ");
		btf_c_decl_of(c, t->type, id);
		end_line(c);
		break;
	}
}

/* Once, and what needs nothing else. */
static void define_leaf(struct btf_c *c, uint32_t id)
{
	if (!(c->state[id] & BTF_C_DECLARED))
		btf_c_define(c, id);
	c->state[id] |= BTF_C_DECLARED;
}

static void declare(struct btf_c *c, uint32_t id)
{
	if (!(c->state[id] & BTF_C_DECLARED) && !c->mute) {
		btf_c_tag(c, id);
		end_line(c);
	}
	c->state[id] |= BTF_C_DECLARED;
}

static void push(struct btf_c *c, uint32_t id, bool strong)
{
	uint8_t bits = strong ? BTF_C_STRONG | BTF_C_WEAK : BTF_C_WEAK;
	uint8_t done = strong ? BTF_C_STRONG : BTF_C_WEAK;

	if (c->state[id] & done)
		return;
	if (vec_room((void **)&c->stack, &c->stack_room, c->depth + 1ULL, sizeof(*c->stack))) {
		c->err = -ENOMEM;
		return;
	}
	/* of a typedef the weak part has its own turn */
	c->state[id] |= btf_kind(btf_type(c->btf, id)) == BTF_KIND_TYPEDEF ? done : bits;
	c->stack[c->depth++] = (struct btf_c_frame){ id, 0, strong };
}

static void meet(struct btf_c *c, uint32_t id, bool strong)
{
	const struct btf_type *t = btf_type(c->btf, id);
	bool named = t && *btf_name(c->btf, t);

	switch (t ? btf_kind(t) : BTF_KIND_UNKN) {
	case BTF_KIND_UNKN:
	case BTF_KIND_FLOAT:
		break;
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		if (named)
			define_leaf(c, id);
		break;
	case BTF_KIND_INT:
	case BTF_KIND_FWD:
		define_leaf(c, id);
		break;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		if (named && !strong)
			declare(c, id);
		else
			push(c, id, true);
		break;
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_CONST:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_TYPE_TAG:
		push(c, id, strong);
		break;
	default:
		push(c, id, true);
	}
}

/* The next thing that this one needs. */
static bool next_need(struct btf_c *c, struct btf_c_frame *f, uint32_t *id, bool *strong)
{
	const struct btf_type *t = btf_type(c->btf, f->id);
	uint32_t i = f->next++;

	*strong = false;
	*id = t->type;
	switch (btf_kind(t)) {
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		*strong = true;
		if (i < btf_vlen(t))
			*id = btf_members(t)[i].type;
		return i < btf_vlen(t);
	case BTF_KIND_FUNC_PROTO:
		if (i && i <= btf_vlen(t))
			*id = btf_params(t)[i - 1].type;
		return i <= btf_vlen(t);
	case BTF_KIND_DATASEC:
		if (i < btf_vlen(t))
			*id = btf_secinfos(t)[i].type;
		return i < btf_vlen(t);
	case BTF_KIND_ARRAY:
		*id = btf_array(t)->type;
		*strong = true;
		return !i;
	case BTF_KIND_TYPEDEF:
		*strong = f->strong && i;
		*id = f->strong && !i ? f->id : t->type;
		return i < 1U + f->strong;
	case BTF_KIND_CONST:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_TYPE_TAG:
		*strong = f->strong;
		return !i;
	case BTF_KIND_PTR:
	case BTF_KIND_FUNC:
	case BTF_KIND_VAR:
	case BTF_KIND_DECL_TAG:
		return !i;
	}
	return false;
}

static void finish(struct btf_c *c, const struct btf_c_frame *f)
{
	const struct btf_type *t = btf_type(c->btf, f->id);

	switch (btf_kind(t)) {
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		btf_c_measure(c, f->id);
		if (*btf_name(c->btf, t)) {
			c->state[f->id] |= BTF_C_DECLARED;
			btf_c_define(c, f->id);
		}
		break;
	case BTF_KIND_TYPEDEF:
		if (!f->strong)
			btf_c_define(c, f->id);
		break;
	case BTF_KIND_FUNC:
	case BTF_KIND_VAR:
		btf_c_define(c, f->id);
		break;
	}
}

void btf_c_need(struct btf_c *c, uint32_t id, bool strong)
{
	struct btf_c_frame f;
	uint32_t next;

	meet(c, id, strong);
	while (c->depth && !c->err) {
		if (next_need(c, &c->stack[c->depth - 1], &next, &strong)) {
			meet(c, next, strong);
			continue;
		}
		f = c->stack[--c->depth];
		finish(c, &f);
	}
	c->depth = 0;
}
