/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text to value. The text is read once from left to right while the type is walked; each bit of
 * the value is put where the type says, in a copy that replaces the value at the end: a program
 * may be reading it.
 */
#include "format/value_parse.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "format/bits.h"
#include "format/number.h"

#define PARSE_MAX_DEPTH 32
#define PARSE_MAX_LOOKS 1000000 /* members looked at for names, in a BTF that may mean harm */

struct parse {
	const struct btf *btf;
	struct rawbpf_diag *d;
	uint8_t *data;
	uint64_t bits; /* of data */
	const char *at; /* what is left of the text */
	uint32_t depth, looks;
	bool big;
};

/* One place in the value: a type at a bit, for bit fields with a width. */
struct place {
	const char *name; /* "" if it has none */
	uint32_t type, width;
	uint64_t bit;
};

static int parse_place(struct parse *p, const struct place *at);

static void skip_blanks(struct parse *p)
{
	while (*p->at == ' ' || *p->at == '\t' || *p->at == '\n')
		p->at++;
}

static size_t word_length(const char *s)
{
	return strcspn(s, " \t\n,{}[]");
}

static int refuse(struct parse *p, uint32_t type, int err, const char *word, size_t len,
	const char *accepted)
{
	char name[96];

	return diag_fail(p->d, RAWBPF_STAGE_USE, err, "\"%.*s\" is no %s: give %s",
		len > 64 ? 64 : (int)len, word, value_type_name(p->btf, type, name, sizeof(name)),
		accepted);
}

static int put(struct parse *p, uint64_t bit, uint32_t width, uint64_t v)
{
	if (!width || width > 64 || bit > p->bits || width > p->bits - bit)
		return diag_fail(p->d, RAWBPF_STAGE_USE, -EINVAL,
			"the type reaches past the %llu bytes of the value",
			(unsigned long long)(p->bits / 8));
	bits_put(p->data, bit, width, p->big, v);
	return 0;
}

static int put_wide(struct parse *p, uint64_t bit, uint32_t width, const uint64_t words[2])
{
	uint32_t first = p->big ? width - 64 : 64;
	int err = put(p, bit, first, words[p->big]);

	return err ? err : put(p, bit + first, width - first, words[!p->big]);
}

static int put_number(struct parse *p, const struct place *at, uint32_t width,
	const struct number *n)
{
	uint64_t words[2];

	number_words(n, words);
	return width > 64 ? put_wide(p, at->bit, width, words) : put(p, at->bit, width, words[0]);
}

static void describe_range(uint32_t width, bool is_signed, char *text, size_t size)
{
	unsigned long long max;

	if (!width || width > 64) {
		snprintf(text, size, "a number of %u bits", width);
		return;
	}
	max = bits_mask(width) >> is_signed;
	if (!is_signed)
		snprintf(text, size, "a number from 0 to %llu", max);
	else if (width == 64)
		snprintf(text, size, "a number from -9223372036854775808 to %llu", max);
	else
		snprintf(text, size, "a number from -%llu to %llu", max + 1, max);
}

/* 'x', with C's escapes; a length of 0 if it is none */
static size_t character(const char *s, unsigned char *c)
{
	static const char escapes[] = "n\nt\tr\r0\0\\\\''\"\"";
	char hex[3] = "";
	unsigned int i;
	size_t len;

	*c = *s;
	if (!*s)
		return 0;
	if (*s != '\\')
		return 1;
	if (s[1] == 'x' && isxdigit((unsigned char)s[2])) {
		len = isxdigit((unsigned char)s[3]) ? 2 : 1;
		memcpy(hex, s + 2, len);
		*c = strtoul(hex, NULL, 16);
		return 2 + len;
	}
	for (i = 0; i + 1 < sizeof(escapes); i += 2) {
		if (s[1] && s[1] == escapes[i]) {
			*c = escapes[i + 1];
			return 2;
		}
	}
	return 0;
}

static bool is_char(const struct btf *b, const struct btf_type *t)
{
	return btf_kind(t) == BTF_KIND_INT && t->size == 1 &&
		(BTF_INT_ENCODING(*btf_int(t)) == BTF_INT_CHAR || !strcmp(btf_name(b, t), "char"));
}

/* 'x' for every integer, x for a char. */
static bool parse_char(struct parse *p, const struct btf_type *t, struct number *n)
{
	unsigned char c;
	size_t len;

	if (*p->at == '\'' && (len = character(p->at + 1, &c)) && p->at[1 + len] == '\'') {
		p->at += len + 2;
	} else if (is_char(p->btf, t) && word_length(p->at) == 1 && (*p->at < '0' || *p->at > '9')) {
		c = *p->at++;
	} else {
		return false;
	}
	n->high = 0;
	n->negative = t->size == 1 && BTF_INT_ENCODING(*btf_int(t)) & BTF_INT_SIGNED && c >= 0x80;
	n->low = n->negative ? 0x100 - c : c;
	return true;
}

static int parse_bool(struct parse *p, const struct place *at, uint32_t width)
{
	size_t len = word_length(p->at);
	bool yes = (len == 4 && !strncmp(p->at, "true", 4)) || (len == 1 && *p->at == '1');
	bool no = (len == 5 && !strncmp(p->at, "false", 5)) || (len == 1 && *p->at == '0');

	if (!yes && !no)
		return refuse(p, at->type, -EINVAL, p->at, len, "true, false, 1 or 0");
	p->at += len;
	return put(p, at->bit, width, yes);
}

static int parse_number(struct parse *p, const struct place *at, uint32_t width, bool is_signed)
{
	size_t len = word_length(p->at);
	struct number n;
	char range[80];
	int err = number_parse(p->at, len, &n);

	if (!err && !number_fits(&n, width, is_signed))
		err = -ERANGE;
	if (err) {
		describe_range(width, is_signed, range, sizeof(range));
		return refuse(p, at->type, err, p->at, len, range);
	}
	p->at += len;
	return put_number(p, at, width, &n);
}

static int parse_int(struct parse *p, const struct btf_type *t, const struct place *at)
{
	uint32_t word = *btf_int(t), width = at->width ? at->width : BTF_INT_BITS(word);
	uint32_t encoding = BTF_INT_ENCODING(word);
	struct place inner = *at;
	struct number n;
	const char *start = p->at;

	inner.bit += BTF_INT_OFFSET(word);
	if (encoding & BTF_INT_BOOL)
		return parse_bool(p, &inner, width);
	if (!parse_char(p, t, &n))
		return parse_number(p, &inner, width, encoding & BTF_INT_SIGNED);
	if (!number_fits(&n, width, encoding & BTF_INT_SIGNED))
		return refuse(p, at->type, -ERANGE, start, p->at - start, "a smaller number");
	return put_number(p, &inner, width, &n);
}

static const char *enumerator(const struct btf *b, const struct btf_type *t, uint32_t i, int64_t *v)
{
	const struct btf_enum64 *wide = btf_enums64(t) + i;
	const struct btf_enum *e = btf_enums(t) + i;

	if (btf_kind(t) == BTF_KIND_ENUM) {
		*v = e->val;
		return btf_string(b, e->name_off);
	}
	*v = (uint64_t)wide->val_hi32 << 32 | wide->val_lo32;
	return btf_string(b, wide->name_off);
}

static void describe_enum(const struct btf *b, const struct btf_type *t, char *text, size_t size)
{
	const char *name;
	size_t used = 0;
	uint32_t i;
	int64_t v;

	for (i = 0; i < btf_vlen(t); i++) {
		name = enumerator(b, t, i, &v);
		if (strlen(name) + 40 > size - used)
			break;
		used += snprintf(text + used, size - used, "%s, ", name);
	}
	snprintf(text + used, size - used, "%sor a number that fits", i < btf_vlen(t) ? "... " : "");
}

static int parse_enum(struct parse *p, const struct btf_type *t, const struct place *at)
{
	uint32_t width = at->width ? at->width : t->size <= 8 ? t->size * 8 : 0, i;
	size_t len = word_length(p->at);
	struct number n = { 0 };
	bool found = false;
	char accepted[300];
	const char *name;
	int64_t v = 0;
	int err = 0;

	for (i = 0; i < btf_vlen(t) && !found; i++) {
		name = enumerator(p->btf, t, i, &v);
		found = len && !strncmp(name, p->at, len) && !name[len];
	}
	n.negative = found && v < 0 && (btf_kflag(t) || btf_kind(t) == BTF_KIND_ENUM);
	n.low = n.negative ? -(uint64_t)v : (uint64_t)v;
	if (!found)
		err = number_parse(p->at, len, &n);
	/* before 6.0 nothing told whether an enum has a sign */
	if (!err && !number_fits(&n, width, btf_kflag(t) || n.negative))
		err = -ERANGE;
	if (err) {
		describe_enum(p->btf, t, accepted, sizeof(accepted));
		return refuse(p, at->type, err, p->at, len, accepted);
	}
	p->at += len;
	return put_number(p, at, width, &n);
}

static int parse_float(struct parse *p, const struct btf_type *t, const struct place *at)
{
	size_t len = word_length(p->at);
	char text[64], *end = text;
	uint64_t wide = 0;
	uint32_t narrow;
	double v = 0;
	float f;

	if (len && len < sizeof(text) && (t->size == 4 || t->size == 8)) {
		memcpy(text, p->at, len);
		text[len] = 0;
		v = strtod(text, &end);
	}
	if (end == text || *end)
		return refuse(p, at->type, -EINVAL, p->at, len,
			t->size == 4 || t->size == 8 ? "a number such as 1.5 or -2e9" : "the bytes");
	p->at += len;
	f = v;
	if (t->size == 4 && __builtin_isinf(f) && !__builtin_isinf(v))
		return refuse(p, at->type, -ERANGE, text, len, "at most 3.4e38");
	memcpy(&narrow, &f, sizeof(narrow));
	memcpy(&wide, &v, sizeof(wide));
	return put(p, at->bit, t->size * 8, t->size == 4 ? narrow : wide);
}

/* The text of a char array: quoted, or up to what ends it, which at the top is nothing. */
static int parse_string(struct parse *p, const struct btf_array *a, const struct place *at)
{
	bool quoted = *p->at == '"';
	const char *start = p->at, *end;
	uint32_t n = 0;
	unsigned char c;
	size_t len;
	int err;

	end = quoted ? NULL : start + (p->depth == 1 ? strlen(start) : strcspn(start, ",}]"));
	while (end && p->depth > 1 && end > start && end[-1] == ' ')
		end--;
	for (p->at += quoted; quoted ? *p->at != '"' : p->at < end; p->at += len) {
		c = *p->at;
		len = quoted ? character(p->at, &c) : 1;
		if (!len)
			return refuse(p, at->type, -EINVAL, start, strlen(start),
				"text, \"...\" with its end and \\n \\t \\r \\0 \\xNN \\\" \\\\ in it");
		if (n == a->nelems)
			return refuse(p, at->type, -ERANGE, start, end ? end - start : (int)strlen(start),
				"shorter text");
		err = put(p, at->bit + (uint64_t)n++ * 8, 8, c);
		if (err)
			return err;
	}
	p->at += quoted;
	return 0;
}

/* Behind an element: a comma or the end of the list. 1: another one may follow, 0: the end */
static int next_element(struct parse *p, char close)
{
	skip_blanks(p);
	if (*p->at == ',') {
		p->at++;
		skip_blanks(p);
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

	snprintf(at_most, sizeof(at_most), cnt ? "at most %u" : "no", cnt);
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

	if (t && is_char(p->btf, t))
		return parse_string(p, a, at);
	/* only around all of the value may the brackets be left out */
	if ((p->depth > 1 && !close) || each < 0)
		return refuse(p, at->type, -EINVAL, p->at, word_length(p->at), "[1, 2, 3]");
	p->at += close != 0;
	skip_blanks(p);
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
	*value += strspn(*value, " \t\n");
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
		return refuse(p, at->type, -EINVAL, name, len, "the name of a member before : or =");
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
		return refuse(p, at->type, -EINVAL, p->at, word_length(p->at),
			"{member: value, ...} or {value, ...}");
	p->at++;
	skip_blanks(p);
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
		return parse_int(p, t, at);
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return parse_enum(p, t, at);
	case BTF_KIND_PTR:
		return parse_number(p, at, 64, false);
	case BTF_KIND_FLOAT:
		return parse_float(p, t, at);
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
		return refuse(p, at->type, -EINVAL, p->at, word_length(p->at), "the bytes");
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
		skip_blanks(p);
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
	skip_blanks(p);
	if (*p->at)
		return refuse(p, type_id, -EINVAL, p->at, strlen(p->at), "nothing behind the value");
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
