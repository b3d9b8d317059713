/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One record answered: all candidates are gone through, and must come to the same. The same record
 * comes again and again, so answers are kept, by type, way and question.
 */
#include "link/core.h"

#include <errno.h>

static const char *const kind_names[] = {
	[BPF_CORE_FIELD_BYTE_OFFSET] = "byte offset",
	[BPF_CORE_FIELD_BYTE_SIZE] = "byte size",
	[BPF_CORE_FIELD_EXISTS] = "existence",
	[BPF_CORE_FIELD_SIGNED] = "signedness",
	[BPF_CORE_FIELD_LSHIFT_U64] = "left shift",
	[BPF_CORE_FIELD_RSHIFT_U64] = "right shift",
	[BPF_CORE_TYPE_ID_LOCAL] = "local type id",
	[BPF_CORE_TYPE_ID_TARGET] = "target type id",
	[BPF_CORE_TYPE_EXISTS] = "existence",
	[BPF_CORE_TYPE_SIZE] = "size",
	[BPF_CORE_ENUMVAL_EXISTS] = "existence",
	[BPF_CORE_ENUMVAL_VALUE] = "value",
	[BPF_CORE_TYPE_MATCHES] = "match",
};

const char *core_kind_name(uint32_t kind)
{
	return kind < sizeof(kind_names) / sizeof(*kind_names) ? kind_names[kind] : "unknown";
}

struct resolve {
	struct unit *u;
	const struct bpf_core_relo *r;
	struct core_result *res;
	struct core_spec local, candidate, first;
	struct core_value from;
	uint32_t candidates, matched;
	bool clash;
};

static int refuse(struct resolve *s, int err, const char *why)
{
	char text[256];

	if (err == -ENOMEM)
		return err;
	core_spec_text(&s->local, text, sizeof(text));
	s->res->err = err;
	s->res->why = arena_printf(s->u->arena, "CO-RE, %s of %s (\"%s\"): %s",
		core_kind_name(s->r->kind), text, btf_string(&s->u->btf, s->r->access_str_off),
		why);
	return s->res->why ? 0 : -ENOMEM;
}

static int explain_missing(struct resolve *s)
{
	const struct btf_type *root = btf_type(&s->u->btf, s->local.root);
	const char *name = btf_name(&s->u->btf, root);
	const char *but = !s->candidates ? "the kernel has no"
		: s->clash ? "it has another type in the kernel's" : "it is not in the kernel's";
	char text[256];

	core_spec_text(&s->local, text, sizeof(text));
	s->res->poison = true;
	s->res->why = arena_printf(s->u->arena,
		"needs %s (%s), but %s %s%.*s; guard it with bpf_core_%s_exists()", text,
		core_kind_name(s->r->kind), but, core_type_word(root),
		(int)btf_essential_length(name), name,
		core_of_enum(s->r->kind) ? "enum_value" : "field");
	return s->res->why ? 0 : -ENOMEM;
}

/* There is no candidate that has it. */
static int resolve_missing(struct resolve *s)
{
	uint32_t kind = s->r->kind;

	if (core_of_type(kind) || kind == BPF_CORE_FIELD_EXISTS || kind == BPF_CORE_ENUMVAL_EXISTS)
		return 0;
	return explain_missing(s);
}

static bool is_unsigned(const struct btf_type *t)
{
	return btf_kind(t) == BTF_KIND_INT && BTF_INT_ENCODING(*btf_int(t)) != BTF_INT_SIGNED;
}

/* May an instruction that loads or stores the field do so in the kernel's size? */
static int check_resize(struct resolve *s, const struct core_value *to)
{
	const struct btf_type *l = btf_type(s->local.btf, s->from.type);
	const struct btf_type *t = btf_type(s->candidate.btf, to->type);
	char text[256];

	s->res->from_size = s->from.size;
	s->res->to_size = to->size;
	if (s->from.size == to->size || (l && t && is_unsigned(l) && is_unsigned(t)) ||
		(l && t && btf_kind(l) == BTF_KIND_PTR && btf_kind(t) == BTF_KIND_PTR))
		return 0;
	core_spec_text(&s->local, text, sizeof(text));
	s->res->resize = arena_printf(s->u->arena,
		"accesses %s as %u bytes, but the kernel's has %u, and only pointers and unsigned "
		"integers can be loaded and stored in another size; copy it with bpf_core_read()",
		text, s->from.size, to->size);
	return s->res->resize ? 0 : -ENOMEM;
}

/* One more candidate that has what is asked for. */
static int take_match(struct resolve *s, const struct btf_found *found)
{
	struct core_value to;
	int err = core_value(&s->candidate, &to);

	if (err)
		return refuse(s, err, "the kernel's type has no such value");
	if (s->matched++) {
		if (s->candidate.bits == s->first.bits && to.value == s->res->to)
			return 0;
		return refuse(s, -EINVAL, "the kernel has this type more than once, and they differ");
	}
	s->first = s->candidate;
	s->res->to = to.value;
	s->res->btf = found->btf;
	s->res->type = found->id;
	return check_resize(s, &to);
}

/* Go through the candidates; those that do not match are dropped, unless none does. */
static int try_all(struct resolve *s, struct core_root *root)
{
	struct core_match m = { &s->local, &s->candidate, &s->u->core->left, false };
	uint32_t i, kept = 0;
	int found, err = 0;

	s->candidates = root->cnt;
	for (i = 0; !err && !s->res->err && i < root->cnt; i++) {
		found = core_match(&m, root->found[i].btf, root->found[i].id);
		s->clash |= m.clash;
		if (found < 0)
			return refuse(s, found, "the kernel's types are nested too deep");
		if (!found)
			continue;
		err = take_match(s, &root->found[i]);
		root->found[kept++] = root->found[i];
	}
	if (err || s->res->err)
		return err;
	root->cnt = kept ? kept : root->cnt;
	return kept ? 0 : resolve_missing(s);
}

static int fill_root(struct unit *u, struct core_root *root)
{
	const struct btf_name *n = &u->core->names->asked[root->ask];

	if (root->filled)
		return 0;
	root->found = n->cnt ? arena_copy(u->arena, n->found, n->cnt * sizeof(*n->found)) : NULL;
	if (n->cnt && !root->found)
		return -ENOMEM;
	root->cnt = n->cnt;
	root->filled = true;
	return 0;
}

static int resolve_target(struct resolve *s)
{
	struct core_root *root = s->u->core->roots[s->local.root];
	int err;

	if (!*btf_name(&s->u->btf, btf_type(&s->u->btf, s->local.root)))
		return refuse(s, -EOPNOTSUPP, "a type without a name is not found in the kernel");
	if (!root || !s->u->core->names)
		return refuse(s, -ENODATA, "the kernel's types were not asked for it");
	err = fill_root(s->u, root);
	return err ? err : try_all(s, root);
}

static int resolve(struct resolve *s)
{
	int err = core_spec_parse(&s->u->btf, s->r, &s->local);

	memset(s->res, 0, sizeof(*s->res));
	if (s->r->kind > BPF_CORE_TYPE_MATCHES)
		return refuse(s, -EOPNOTSUPP, "rawbpf does not know this kind of record");
	if (err)
		return refuse(s, err, "the program's own types have no such way");
	err = core_value(&s->local, &s->from);
	if (err)
		return refuse(s, err, "the program's own type has no such value");
	s->res->from = s->from.value;
	s->res->check = s->from.check;
	if (s->r->kind != BPF_CORE_TYPE_ID_LOCAL)
		return resolve_target(s);
	s->res->to = s->from.value;
	return 0;
}

/* ---- kept results ---- */

/* The entry of a record, or the free one where it belongs. */
static struct core_entry *entry_of(struct core_entry *entries, uint32_t room, uint32_t type,
	uint32_t access, uint32_t kind)
{
	uint32_t at = (type * 31 + access) * 16 + kind;
	struct core_entry *e;

	for (at *= 2654435761U, at ^= at >> 16;; at++) {
		e = &entries[at & (room - 1)];
		if (!e->used || (e->type == type && e->access == access && e->kind == kind))
			return e;
	}
}

static int make_room(struct unit *u, struct core *c)
{
	uint32_t i, room = c->entry_room ? c->entry_room * 2 : 64;
	struct core_entry *more, *e;

	if (c->entry_cnt * 2 < c->entry_room)
		return 0;
	more = arena_calloc(u->arena, room, sizeof(*more));
	if (!more)
		return -ENOMEM;
	for (i = 0; i < c->entry_room; i++) {
		e = &c->entries[i];
		if (e->used)
			*entry_of(more, room, e->type, e->access, e->kind) = *e;
	}
	c->entries = more;
	c->entry_room = room;
	return 0;
}

int core_resolve(struct unit *u, const struct bpf_core_relo *r, struct core_result *result,
	struct core_spec *target)
{
	struct core *c = u->core;
	struct resolve s;
	struct core_entry *e;
	int err = make_room(u, c);

	if (err)
		return err;
	e = entry_of(c->entries, c->entry_room, r->type_id, r->access_str_off, r->kind);
	if (!e->used || target) {
		memset(&s, 0, offsetof(struct resolve, local));
		s.u = u;
		s.r = r;
		s.res = &e->result;
		s.matched = s.candidates = 0;
		s.clash = false;
		err = resolve(&s);
		if (target)
			*target = s.first;
	}
	if (err)
		return err;
	c->entry_cnt += !e->used;
	e->used = true;
	e->type = r->type_id;
	e->access = r->access_str_off;
	e->kind = r->kind;
	*result = e->result;
	return 0;
}
