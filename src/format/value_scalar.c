/* SPDX-License-Identifier: BSD-2-Clause */
/* Text to integers, enumerators, and to char arrays, which are one text as well. */
#include "format/value_place.h"
#include "base/text.h"

#include <ctype.h>
#include <errno.h>

#include "format/bits.h"

static int put(struct parse *p, uint64_t bit, uint32_t width, uint64_t v)
{
	if (!width || width > 64 || bit > p->bits || width > p->bits - bit)
		return diag_fail(p->d, RAWBPF_STAGE_USE, -EINVAL,
			"the type reaches past the %llu bytes of the value",
			(unsigned long long)(p->bits / 8));
	bits_put(p->data, bit, width, p->big, v);
	return 0;
}

/* An integer as it is written. */
struct number {
	bool negative;
	uint64_t size;
};

static int number_parse(const char *text, size_t len, struct number *n)
{
	const char *end = text + len;

	n->negative = *text == '-';
	text += *text == '-' || *text == '+';
	if (!isdigit((unsigned char)*text))
		return -EINVAL;
	text = text_u64(text, 0, &n->size);
	return !text ? -ERANGE : text == end ? 0 : -EINVAL;
}

/* Of a width that is none, 0 or more than 64, put() has the last word. */
static uint64_t largest(uint32_t width, bool is_signed)
{
	return (width && width < 64 ? bits_mask(width) : UINT64_MAX) >> is_signed;
}

static bool number_fits(const struct number *n, uint32_t width, bool is_signed)
{
	uint64_t max = largest(width, is_signed);

	return n->size <= (!n->negative ? max : is_signed ? max + 1 : 0);
}

static int put_number(struct parse *p, const struct place *at, uint32_t width,
	const struct number *n)
{
	return put(p, at->bit, width, n->negative ? -n->size : n->size);
}

static void describe_range(uint32_t width, bool is_signed, char *text, size_t size)
{
	unsigned long long max = largest(width, is_signed);

	text_format(text, size, "a number from %s%llu to %llu", is_signed ? "-" : "",
		is_signed ? max + 1 : 0, max);
}

/* 'x', with C's escapes; a length of 0 if it is none */
static size_t character(const char *s, unsigned char *c)
{
	static const char escapes[] = "n\nt\tr\r0\0\\\\''\"\"";
	char hex[3] = "";
	uint64_t code = 0;
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
		text_u64(hex, 16, &code);
		*c = code;
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

bool scalar_is_char(const struct btf *b, const struct btf_type *t)
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
	} else if (scalar_is_char(p->btf, t) && parse_word(p->at) == 1 && (*p->at < '0' || *p->at > '9')) {
		c = *p->at++;
	} else {
		return false;
	}
	n->negative = t->size == 1 && BTF_INT_ENCODING(*btf_int(t)) & BTF_INT_SIGNED && c >= 0x80;
	n->size = n->negative ? 0x100 - c : c;
	return true;
}

static int parse_bool(struct parse *p, const struct place *at, uint32_t width)
{
	size_t len = parse_word(p->at);
	bool yes = (len == 4 && !strncmp(p->at, "true", 4)) || (len == 1 && *p->at == '1');
	bool no = (len == 5 && !strncmp(p->at, "false", 5)) || (len == 1 && *p->at == '0');

	if (!yes && !no)
		return parse_refuse(p, at->type, -EINVAL, p->at, len, "true, false, 1 or 0");
	p->at += len;
	return put(p, at->bit, width, yes);
}

static int parse_number(struct parse *p, const struct place *at, uint32_t width, bool is_signed)
{
	size_t len = parse_word(p->at);
	struct number n;
	char range[80];
	int err = number_parse(p->at, len, &n);

	if (!err && !number_fits(&n, width, is_signed))
		err = -ERANGE;
	if (err) {
		describe_range(width, is_signed, range, sizeof(range));
		return parse_refuse(p, at->type, err, p->at, len, range);
	}
	p->at += len;
	return put_number(p, at, width, &n);
}

int scalar_pointer(struct parse *p, const struct place *at)
{
	return parse_number(p, at, 64, false);
}

int scalar_int(struct parse *p, const struct btf_type *t, const struct place *at)
{
	uint32_t word = *btf_int(t), width = at->width ? at->width : BTF_INT_BITS(word);
	uint32_t encoding = BTF_INT_ENCODING(word);
	struct place inner = *at;
	struct number n;
	const char *start = p->at;

	inner.bit += BTF_INT_OFFSET(word);
	if (width > 64) { /* of 128 bits the low ones, without a sign */
		inner.bit += p->big ? width - 64 : 0;
		width = 64;
		encoding = 0;
	}
	if (encoding & BTF_INT_BOOL)
		return parse_bool(p, &inner, width);
	if (!parse_char(p, t, &n))
		return parse_number(p, &inner, width, encoding & BTF_INT_SIGNED);
	if (!number_fits(&n, width, encoding & BTF_INT_SIGNED))
		return parse_refuse(p, at->type, -ERANGE, start, p->at - start, "a smaller number");
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
		used += text_format(text + used, size - used, "%s, ", name);
	}
	text_format(text + used, size - used, "%sor a number that fits", i < btf_vlen(t) ? "... " : "");
}

int scalar_enum(struct parse *p, const struct btf_type *t, const struct place *at)
{
	uint32_t width = at->width ? at->width : t->size <= 8 ? t->size * 8 : 0, i;
	size_t len = parse_word(p->at);
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
	n.size = n.negative ? -(uint64_t)v : (uint64_t)v;
	if (!found)
		err = number_parse(p->at, len, &n);
	/* before 6.0 nothing told whether an enum has a sign */
	if (!err && !number_fits(&n, width, btf_kflag(t) || n.negative))
		err = -ERANGE;
	if (err) {
		describe_enum(p->btf, t, accepted, sizeof(accepted));
		return parse_refuse(p, at->type, err, p->at, len, accepted);
	}
	p->at += len;
	return put_number(p, at, width, &n);
}

/* BPF has no floating point, so no program can use one: its bits must do, as they are shown. */
int scalar_float(struct parse *p, const struct btf_type *t, const struct place *at)
{
	if (t->size != 4 && t->size != 8)
		return parse_refuse(p, at->type, -EINVAL, p->at, parse_word(p->at), "the bytes");
	return parse_number(p, at, t->size * 8, false);
}

/* The text of a char array: quoted, or up to what ends it, which at the top is nothing. */
int scalar_string(struct parse *p, const struct btf_array *a, const struct place *at)
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
			return parse_refuse(p, at->type, -EINVAL, start, strlen(start),
				"text, \"...\" with its end and \\n \\t \\r \\0 \\xNN \\\" \\\\ in it");
		if (n == a->nelems)
			return parse_refuse(p, at->type, -ERANGE, start, end ? end - start : (int)strlen(start),
				"shorter text");
		err = put(p, at->bit + (uint64_t)n++ * 8, 8, c);
		if (err)
			return err;
	}
	p->at += quoted;
	return 0;
}
