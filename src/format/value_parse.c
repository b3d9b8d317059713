/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text to value. The text is read once from left to right while the type is walked; each bit of
 * the value is put where the type says, in a copy that replaces the value at the end: a program
 * may be reading it.
 */
#include "format/value_place.h"
#include "base/text.h"

#include <errno.h>
#include <stdlib.h>

#include "format/bits.h"

#define PARSE_MAX_DEPTH 32
#define PARSE_MAX_LOOKS 1000000 /* members looked at for names, in a BTF that may mean harm */

static int parse_place(struct parse *p, const struct place *at);

static void skip_blanks(const char **at)
{
	while (**at == ' ' || **at == '\t' || **at == '\n')
		++*at;
}

size_t parse_word(const char *s)
{
	return strcspn(s, " \t\n,{}[]");
}

int parse_refuse(struct parse *p, uint32_t type, int err, const char *word, size_t len,
	const char *accepted)
{
	char name[96];

	return diag_fail(p->d, RAWBPF_STAGE_USE, err, "\"%.*s\" is no %s: give %s",
		len > 64 ? 64 : (int)len, word, value_type_name(p->btf, type, name, sizeof(name)),
		accepted);
}

/* Behind an element: a comma or the end of the list. 1: another one may follow, 0: the end */
static int next_element(struct parse *p, char close)
{
	skip_blanks(&p->at);
	if (*p->at == ',') {
		p->at++;
		skip_blanks(&p->at);
		return *p->at != close;
	}
	if (*p->at == close)
		return 0;
	return diag_fail(p->d, RAWBPF_STAGE_USE, -EINVAL, "\"%.64s\": a comma%s is missing before it",
		p->at, close == ']' ? " or ]" : close == '}' ? " or }" : "");
}

static int too_many(struct parse *p, uint32_t type, uint32_t cnt)
{
	char name[96], at_most[40];

	text_format(at_most, sizeof(at_most), cnt ? "at most %u" : "no", cnt);
	return diag_fail(p->d, RAWBPF_STAGE_USE, -ERANGE,
		"there are too many elements for %s: give %s",
		value_type_name(p->btf, type, name, sizeof(name)), at_most);
}

static int parse_array(struct parse *p, const struct btf_array *a, const struct place *at)
{
	const struct btf_type *t = btf_type(p->btf, btf_skip(p->btf, a->type));
	char close = *p->at == '[' ? ']' : *p->at == '{' ? '}' : 0;
	int64_t each = btf_size(p->btf, a->type);
	struct place element = { .type = a->type, .bit = at->bit };
	uint32_t n = 0;
	int more;

	if (t && scalar_is_char(p->btf, t))
		return scalar_string(p, a, at);
	/* only around all of the value may the brackets be left out */
	if ((p->depth > 1 && !close) || each < 0)
		return parse_refuse(p, at->type, -EINVAL, p->at, parse_word(p->at), "[1, 2, 3]");
	p->at += close != 0;
	skip_blanks(&p->at);
	for (more = *p->at != close; more > 0; more = next_element(p, close)) {
		if (n++ == a->nelems)
			return too_many(p, at->type, a->nelems);
		more = parse_place(p, &element);
		if (more < 0)
			return more;
		element.bit += each * 8;
	}
	p->at += close && !more;
	return more;
}

static bool is_compound(const struct btf_type *t)
{
	return t && (btf_kind(t) == BTF_KIND_STRUCT || btf_kind(t) == BTF_KIND_UNION);
}

static void member(const struct btf *b, const struct btf_type *t, uint32_t i, uint64_t bit,
	struct place *out)
{
	const struct btf_var_secinfo *s = btf_secinfos(t) + i;
	const struct btf_member *m = btf_members(t) + i;
	const struct btf_type *var;

	if (btf_kind(t) == BTF_KIND_DATASEC) {
		var = btf_type(b, s->type);
		out->name = var ? btf_name(b, var) : "";
		out->type = s->type;
		out->bit = bit + (uint64_t)s->offset * 8;
		out->width = 0;
		return;
	}
	out->name = btf_string(b, m->name_off);
	out->type = m->type;
	out->bit = bit + btf_member_bits(t, m);
	out->width = btf_member_width(t, m);
}

/* By name, also in members that have none themselves. */
static bool find_member(struct parse *p, const struct btf_type *t, uint64_t bit, const char *name,
	size_t len, struct place *out)
{
	const struct btf_type *inner;
	bool found = false;
	uint32_t i;

	if (p->depth >= PARSE_MAX_DEPTH)
		return false;
	p->depth++;
	for (i = 0; i < btf_vlen(t) && !found && p->looks < PARSE_MAX_LOOKS; i++, p->looks++) {
		member(p->btf, t, i, bit, out);
		found = !strncmp(out->name, name, len) && !out->name[len];
		inner = *out->name ? NULL : btf_type(p->btf, btf_skip(p->btf, out->type));
		if (!found && is_compound(inner))
			found = find_member(p, inner, out->bit, name, len, out);
	}
	p->depth--;
	return found;
}

/* "name:", ".name =": the name's length, 0 if the element begins otherwise */
static size_t element_name(const char *s, const char **name, const char **value)
{
	size_t len;

	*name = s + (*s == '.');
	len = strcspn(*name, " \t\n,{}[]:=\"'");
	*value = *name + len;
	skip_blanks(value);
	if (**value != ':' && **value != '=')
		return 0;
	*value += 1;
	return len;
}

static int parse_member(struct parse *p, const struct btf_type *t, const struct place *at,
	uint32_t *i)
{
	const char *name, *value;
	struct place m;
	size_t len = element_name(p->at, &name, &value);

	if (!len) {
		if (*i >= (btf_kind(t) == BTF_KIND_UNION ? 1 : btf_vlen(t)))
			return too_many(p, at->type, *i);
		member(p->btf, t, (*i)++, at->bit, &m);
		return parse_place(p, &m);
	}
	if (!find_member(p, t, at->bit, name, len, &m))
		return parse_refuse(p, at->type, -EINVAL, name, len, "the name of a member before : or =");
	p->at = value;
	for (*i = 0; *i < btf_vlen(t); (*i)++) {
		struct place same;

		member(p->btf, t, *i, at->bit, &same);
		if (!strncmp(same.name, name, len) && !same.name[len])
			break;
	}
	*i += *i < btf_vlen(t);
	return parse_place(p, &m);
}

static int parse_compound(struct parse *p, const struct btf_type *t, const struct place *at)
{
	uint32_t i = 0;
	int more;

	if (*p->at != '{')
		return parse_refuse(p, at->type, -EINVAL, p->at, parse_word(p->at),
			"{member: value, ...} or {value, ...}");
	p->at++;
	skip_blanks(&p->at);
	for (more = *p->at != '}'; more > 0; more = next_element(p, '}')) {
		more = parse_member(p, t, at, &i);
		if (more < 0)
			return more;
	}
	p->at += !more;
	return more;
}

static int parse_type(struct parse *p, const struct btf_type *t, const struct place *at)
{
	struct place inner = *at;

	switch (btf_kind(t)) {
	case BTF_KIND_INT:
		return scalar_int(p, t, at);
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return scalar_enum(p, t, at);
	case BTF_KIND_PTR:
		return scalar_pointer(p, at);
	case BTF_KIND_FLOAT:
		return scalar_float(p, t, at);
	case BTF_KIND_ARRAY:
		return parse_array(p, btf_array(t), at);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_DATASEC:
		return parse_compound(p, t, at);
	case BTF_KIND_VAR:
		inner.type = t->type;
		return parse_place(p, &inner);
	default:
		return parse_refuse(p, at->type, -EINVAL, p->at, parse_word(p->at), "the bytes");
	}
}

static int parse_place(struct parse *p, const struct place *at)
{
	const struct btf_type *t = btf_type(p->btf, btf_skip(p->btf, at->type));
	int err;

	if (!t || p->depth >= PARSE_MAX_DEPTH)
		return diag_fail(p->d, RAWBPF_STAGE_USE, -EINVAL, "a type that is %s has no value",
			t ? "nested without end" : "void");
	p->depth++;
	/* a text's blanks are its own where it is all of the value */
	if (p->depth > 1 || btf_kind(t) != BTF_KIND_ARRAY)
		skip_blanks(&p->at);
	err = parse_type(p, t, at);
	p->depth--;
	return err;
}

static int parse_all(struct parse *p, uint32_t type_id)
{
	struct place all = { .name = "", .type = type_id };
	int err = parse_place(p, &all);

	if (err)
		return err;
	skip_blanks(&p->at);
	if (*p->at)
		return parse_refuse(p, type_id, -EINVAL, p->at, strlen(p->at), "nothing behind the value");
	return 0;
}

int value_parse(const struct btf *b, uint32_t type_id, const char *text, void *data, size_t size,
	struct rawbpf_diag *d)
{
	struct parse p = { .btf = b, .d = d, .at = text, .bits = (uint64_t)size * 8 };
	int64_t need = b && btf_type(b, type_id) ? btf_size(b, type_id) : -EINVAL;
	char name[96];
	int err;

	if (need < 0)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"the type of the value is not known: give its bytes, as in hex 01 00 00 00");
	if ((uint64_t)need > size)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL, "%s takes %llu bytes, but there are %zu",
			value_type_name(b, type_id, name, sizeof(name)), (unsigned long long)need, size);
	p.big = bits_host_is_big() != b->swap;
	p.data = calloc(1, size + 1);
	if (!p.data)
		return -ENOMEM;
	err = parse_all(&p, type_id);
	if (!err)
		memcpy(data, p.data, need);
	free(p.data);
	return err;
}
