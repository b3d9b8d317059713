/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Strings from programs and the kernel are bytes; JSON (RFC 8259) is UTF-8. A sequence is one byte
 * below 0x80, or a head that tells the length and then bytes of the form 10xxxxxx:
 *
 *	c2-df 1 more	e0-ef 2 more (a0 or more after e0, below a0 after ed: surrogates)
 *	f0-f4 3 more (90 or more after f0, below 90 after f4: the end of Unicode)
 */
#include "show/quote.h"

#include <stdbool.h>

/* Printable ASCII but the quotation mark and the backslash. */
static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static bool good_second(unsigned char head, unsigned char c)
{
	unsigned char low = head == 0xe0 ? 0xa0 : head == 0xf0 ? 0x90 : 0x80;
	unsigned char high = head == 0xed ? 0x9f : head == 0xf4 ? 0x8f : 0xbf;

	return c >= low && c <= high;
}

/* Bytes of the sequence at s, 0 if it is not a good one of several bytes. */
static size_t sequence(const unsigned char *s, size_t left)
{
	size_t more = s[0] >= 0xf0 ? 3 : s[0] >= 0xe0 ? 2 : 1, i;

	if (s[0] < 0xc2 || s[0] > 0xf4 || more >= left || !good_second(s[0], s[1]))
		return 0;
	for (i = 2; i <= more; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return more + 1;
}

static void escape(struct out *o, unsigned char c, const char *prefix)
{
	static const char letters[] = "n\nt\tr\r\"\"\\\\";
	const char *l;

	out_char(o, '\\');
	for (l = letters; *l; l += 2) {
		if (l[1] == c) {
			out_char(o, *l);
			return;
		}
	}
	out_str(o, prefix);
	out_hex(o, c, 2);
}

/* How many there were. Straight into the buffer: names are short, and nearly all of what is quoted. */
static size_t copy_plain(struct out *o, const unsigned char *s, size_t max)
{
	size_t n = 0, room;
	char *to;

	do {
		if (o->used == sizeof(o->buf))
			out_flush(o);
		to = o->buf + o->used;
		room = sizeof(o->buf) - o->used;
		for (; room && n < max && is_plain(s[n]); room--)
			*to++ = s[n++];
		o->used = to - o->buf;
	} while (!room && n < max);
	o->total += n;
	return n;
}

static void quote(struct out *o, const char *text, size_t max, const char *prefix)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t i = 0, run;

	out_char(o, '"');
	for (;;) {
		i += copy_plain(o, s + i, max - i);
		if (i == max || !s[i])
			break;
		run = sequence(s + i, strnlen(text + i, max - i));
		if (run)
			out_bytes(o, s + i, run);
		else
			escape(o, s[i], prefix);
		i += run ? run : 1;
	}
	out_char(o, '"');
}

void quote_json(struct out *o, const char *s, size_t max)
{
	quote(o, s, max, "u00");
}

void quote_text(struct out *o, const char *s, size_t max)
{
	quote(o, s, max, "x");
}
