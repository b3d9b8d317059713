/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Formatted text in a buffer, in the manner of snprintf, without what a loader never prints:
 * a static binary would carry 12 KiB for floating point, wide characters and streams.
 *
 *	%s %c %d %i %u %x %p %%, with l, ll or z; a width, with -, 0 or + in front; .N or .* for %s
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length the whole text has, as snprintf; buf always ends with NUL if size is not 0. */
int text_format(char *buf, size_t size, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
int text_vformat(char *buf, size_t size, const char *fmt, va_list ap)
	__attribute__((format(printf, 3, 0)));

/*
 * The number a text begins with, of base 10 or 16, or (0) as its beginning says: 0x, 0, or
 * decimal. Returns what follows it; NULL if there is no digit or it is beyond 64 bits.
 */
const char *text_u64(const char *text, unsigned int base, uint64_t *out);

/* A letter, a digit or '_' of ASCII, whatever the user's locale takes for one. */
static inline bool text_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* What follows `with`, if the text begins with it, or else NULL. */
const char *text_after(const char *text, const char *with);
/* The same of the first line that begins with it; NULL has no line. */
const char *text_line(const char *text, const char *with);
/* The n-th of words that each end with NUL; NULL if it is empty. */
const char *text_nth(const char *words, unsigned int n);
/* What follows blanks and tabs. */
const char *text_blanks(const char *text);

#endif
