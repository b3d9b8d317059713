/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The way to a field, as the compiler writes it into a record: numbers with ':' between them.
 *
 *	struct sample { int x; struct { int y; int z[7]; }; } *s;
 *	&s[0].z[3]	"0:1:1:3"
 *
 * The first number counts whole structs, as an array's index; each further one is a member's
 * place in the struct or union reached so far, or an element's in the array. The anonymous struct
 * has a number, but in another kernel it may be elsewhere or missing. So beside the numbers (raw)
 * stand the steps with a meaning of their own: [0] .z [3].
 *
 * Questions about types have the way "0", and about enumerators just one number, its place.
 */
#include "link/core.h"

#include <errno.h>

#include "base/text.h"

int core_spec_raw(struct core_spec *s, uint32_t index)
{
	if (s->raw_cnt == CORE_PARTS)
		return -E2BIG;
	s->raw[s->raw_cnt++] = index;
	return 0;
}

/* There are never more steps than numbers. */
void core_spec_member(struct core_spec *s, const char *name, uint32_t type, uint32_t index)
{
	s->steps[s->step_cnt++] = (struct core_step){ name, type, index };
}

int core_spec_element(struct core_spec *s, uint32_t type, uint32_t index)
{
	int64_t size = btf_size(s->btf, type);

	if (size < 0)
		return size;
	s->bits += (uint64_t)size * index * 8;
	if (s->bits / 8 > INT32_MAX || (uint64_t)size * index > INT32_MAX)
		return -E2BIG;
	core_spec_member(s, NULL, type, index);
	return 0;
}

bool core_spec_flexible(const struct core_spec *s, const struct btf_array *a)
{
	const struct core_step *last = &s->steps[s->step_cnt - 1];

	return last->name && !a->nelems &&
		last->index + 1 == btf_vlen(btf_type(s->btf, last->type));
}

static int parse_numbers(const char *text, struct core_spec *s)
{
	uint64_t number;
	int err = 0;

	for (; !err; text++) {
		text = text_u64(text, 10, &number);
		if (!text || number > INT32_MAX || (*text && *text != ':'))
			return -EINVAL;
		err = core_spec_raw(s, number);
		if (!*text)
			break;
	}
	return err;
}

static int step_member(struct core_spec *s, const struct btf_type *t, uint32_t index, uint32_t *id)
{
	const struct btf_member *m = btf_members(t) + index;

	if (index >= btf_vlen(t))
		return -EINVAL;
	s->bits += btf_member_bits(t, m);
	if (*btf_string(s->btf, m->name_off))
		core_spec_member(s, btf_string(s->btf, m->name_off), *id, index);
	*id = m->type;
	return 0;
}

static int step_element(struct core_spec *s, const struct btf_type *t, uint32_t index, uint32_t *id)
{
	const struct btf_array *a = btf_array(t);

	if (index >= a->nelems && !core_spec_flexible(s, a))
		return -EINVAL;
	*id = btf_skip(s->btf, a->type);
	return core_spec_element(s, *id, index);
}

static int step(struct core_spec *s, uint32_t index, uint32_t *id)
{
	const struct btf_type *t;
	uint32_t kind;

	t = btf_behind(s->btf, id);
	kind = t ? btf_kind(t) : 0;
	if (kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION)
		return step_member(s, t, index, id);
	return kind == BTF_KIND_ARRAY ? step_element(s, t, index, id) : -EINVAL;
}

static int walk_field(struct core_spec *s)
{
	uint32_t i, id = btf_skip(s->btf, s->root);
	int err = core_spec_element(s, id, s->raw[0]);

	for (i = 1; !err && i < s->raw_cnt; i++)
		err = step(s, s->raw[i], &id);
	return err;
}

static int find_enumerator(struct core_spec *s)
{
	uint32_t id = s->root;
	const struct btf_type *t = btf_behind(s->btf, &id);
	uint32_t kind = t ? btf_kind(t) : 0;

	if ((kind != BTF_KIND_ENUM && kind != BTF_KIND_ENUM64) || s->raw_cnt > 1 ||
		s->raw[0] >= btf_vlen(t))
		return -EINVAL;
	core_spec_member(s, core_enumerator(s->btf, t, s->raw[0]), id, s->raw[0]);
	return 0;
}

int core_spec_parse(const struct btf *b, const struct bpf_core_relo *r, struct core_spec *s)
{
	const char *text = btf_string(b, r->access_str_off);
	int err;

	memset(s, 0, sizeof(*s));
	s->btf = b;
	s->kind = r->kind;
	s->root = r->type_id;
	if (!btf_type(b, r->type_id))
		return -EINVAL;
	if (core_of_type(r->kind))
		return strcmp(text, "0") ? -EINVAL : 0;
	err = parse_numbers(text, s);
	if (err)
		return err;
	return core_of_enum(r->kind) ? find_enumerator(s) : walk_field(s);
}

struct text {
	char *at;
	size_t left;
};

static void add(struct text *t, const char *before, const char *name)
{
	size_t len = text_format(t->at, t->left, "%s%s", before, name);

	len = len < t->left ? len : t->left - 1;
	t->at += len;
	t->left -= len;
}

const char *core_type_word(const struct btf_type *t)
{
	static const char *const words[] = { [BTF_KIND_STRUCT] = "struct ",
		[BTF_KIND_UNION] = "union ", [BTF_KIND_ENUM] = "enum ",
		[BTF_KIND_ENUM64] = "enum ", [BTF_KIND_FWD] = "struct " };
	uint32_t kind = btf_kind(t);

	return kind < sizeof(words) / sizeof(*words) && words[kind] ? words[kind] : "";
}

static void add_step(struct text *t, const struct core_spec *s, uint32_t i)
{
	char number[16];

	if (core_of_enum(s->kind)) {
		add(t, " ", s->steps[i].name);
	} else if (s->steps[i].name) {
		add(t, ".", s->steps[i].name);
	} else if (i || s->steps[i].index) {
		text_format(number, sizeof(number), "[%u]", s->steps[i].index);
		add(t, "", number);
	}
}

void core_spec_text(const struct core_spec *s, char *text, size_t size)
{
	const struct btf_type *root = btf_type(s->btf, s->root);
	struct text t = { text, size };
	const char *name;
	uint32_t i;

	*text = '\0';
	name = root ? btf_name(s->btf, root) : "void";
	add(&t, root ? core_type_word(root) : "", *name ? name : "{}");
	for (i = 0; i < s->step_cnt; i++)
		add_step(&t, s, i);
}
