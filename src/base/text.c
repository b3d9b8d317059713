/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/text.h"

#include <stdbool.h>
#include <string.h>

struct text {
	char *at, *end; /* end: the last place, for the NUL */
	int len;
};

/* One conversion: %[-0+][width][.precision][l|ll|z]letter */
struct spec {
	bool left, zero, plus;
	int width, precision; /* -1: none */
	unsigned int longs;
	char letter;
};

static void put(struct text *t, char c)
{
	if (t->at < t->end)
		*t->at++ = c;
	t->len++;
}

static void put_padded(struct text *t, const struct spec *s, const char *bytes, size_t n)
{
	size_t i, pad = s->width > 0 && (size_t)s->width > n ? s->width - n : 0;

	for (i = 0; !s->left && i < pad; i++)
		put(t, s->zero ? '0' : ' ');
	for (i = 0; i < n; i++)
		put(t, bytes[i]);
	for (i = 0; s->left && i < pad; i++)
		put(t, ' ');
}

static int digits(const char **fmt, va_list *ap)
{
	int n = 0;

	if (**fmt == '*') {
		++*fmt;
		return va_arg(*ap, int);
	}
	while (**fmt >= '0' && **fmt <= '9')
		n = n * 10 + *(*fmt)++ - '0';
	return n;
}

static void parse(const char **fmt, struct spec *s, va_list *ap)
{
	memset(s, 0, sizeof(*s));
	for (; **fmt == '-' || **fmt == '0' || **fmt == '+'; ++*fmt) {
		s->plus |= **fmt == '+';
		s->left |= **fmt == '-';
		s->zero |= **fmt == '0';
	}
	s->width = digits(fmt, ap);
	s->precision = -1;
	if (**fmt == '.') {
		++*fmt;
		s->precision = digits(fmt, ap);
	}
	for (; **fmt == 'l' || **fmt == 'z'; ++*fmt)
		s->longs += **fmt == 'l' ? 1 : sizeof(size_t) / sizeof(long);
	s->letter = **fmt;
	*fmt += s->letter != 0;
}

static uint64_t number(const struct spec *s, bool is_signed, va_list *ap)
{
	if (s->longs > 1)
		return va_arg(*ap, unsigned long long);
	if (s->longs)
		return is_signed ? (uint64_t)va_arg(*ap, long) : va_arg(*ap, unsigned long);
	return is_signed ? (uint64_t)va_arg(*ap, int) : va_arg(*ap, unsigned int);
}

static void put_number(struct text *t, const struct spec *s, uint64_t v)
{
	bool is_signed = s->letter == 'd' || s->letter == 'i', negative;
	unsigned int base = s->letter == 'x' || s->letter == 'p' ? 16 : 10;
	char bytes[24], *at = bytes + sizeof(bytes);

	negative = is_signed && (int64_t)v < 0;
	if (negative)
		v = -v;
	do
		*--at = "0123456789abcdef"[v % base];
	while (v /= base);
	if (negative || (is_signed && s->plus))
		*--at = negative ? '-' : '+';
	if (s->letter == 'p') {
		*--at = 'x';
		*--at = '0';
	}
	put_padded(t, s, at, bytes + sizeof(bytes) - at);
}

static void convert(struct text *t, const struct spec *s, va_list *ap)
{
	const char *string;
	char c;

	switch (s->letter) {
	case 's':
		string = va_arg(*ap, const char *);
		string = string ? string : "(null)";
		put_padded(t, s, string,
			s->precision < 0 ? strlen(string) : strnlen(string, s->precision));
		break;
	case 'c':
		c = va_arg(*ap, int);
		put_padded(t, s, &c, 1);
		break;
	case 'p':
		put_number(t, s, (uintptr_t)va_arg(*ap, void *));
		break;
	case '%':
		put(t, '%');
		break;
	default:
		put_number(t, s, number(s, s->letter == 'd' || s->letter == 'i', ap));
	}
}

int text_vformat(char *buf, size_t size, const char *fmt, va_list ap)
{
	struct text t = { buf, size ? buf + size - 1 : buf, 0 };
	struct spec s;
	va_list copy;

	va_copy(copy, ap);
	while (*fmt) {
		if (*fmt != '%') {
			put(&t, *fmt++);
			continue;
		}
		fmt++;
		parse(&fmt, &s, &copy);
		convert(&t, &s, &copy);
	}
	va_end(copy);
	if (size)
		*t.at = '\0';
	return t.len;
}

int text_format(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = text_vformat(buf, size, fmt, ap);
	va_end(ap);
	return len;
}

static unsigned int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 'a' - 'A';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10U : 255;
}

const char *text_u64(const char *text, unsigned int base, uint64_t *out)
{
	bool hex = text[0] == '0' && (text[1] | ' ') == 'x' && digit(text[2]) < 16;
	const char *start;
	uint64_t v = 0;

	if (hex && (!base || base == 16))
		text += 2;
	if (!base)
		base = hex ? 16 : *text == '0' ? 8 : 10;
	for (start = text; digit(*text) < base; text++)
		if (__builtin_mul_overflow(v, base, &v) ||
			__builtin_add_overflow(v, digit(*text), &v))
			return NULL;
	*out = v;
	return text > start ? text : NULL;
}

const char *text_after(const char *text, const char *with)
{
	size_t len = strlen(with);

	return strncmp(text, with, len) ? NULL : text + len;
}

const char *text_line(const char *text, const char *with)
{
	const char *after = NULL;

	while (text && !(after = text_after(text, with))) {
		text = strchr(text, '\n');
		text += text != NULL;
	}
	return after;
}

const char *text_blanks(const char *text)
{
	while (*text == ' ' || *text == '\t')
		text++;
	return text;
}

const char *text_nth(const char *words, unsigned int n)
{
	while (n--)
		words += strlen(words) + 1;
	return *words ? words : NULL;
}
