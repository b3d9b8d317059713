/* SPDX-License-Identifier: BSD-2-Clause */
#include "format/number.h"

#include <errno.h>

static int digit(char c, uint32_t base)
{
	uint32_t v = base;

	if (c >= '0' && c <= '9')
		v = c - '0';
	else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		v = (c | 0x20) - 'a' + 10;
	return v < base ? (int)v : -1;
}

/* words * base + add, in four words of 32 bits; false when it takes more */
static bool append(uint32_t words[4], uint32_t base, uint32_t add)
{
	uint64_t carry = add;
	int i;

	for (i = 0; i < 4; i++) {
		carry += (uint64_t)words[i] * base;
		words[i] = carry;
		carry >>= 32;
	}
	return !carry;
}

int number_parse(const char *text, size_t len, struct number *n)
{
	uint32_t words[4] = { 0, 0, 0, 0 }, base = 10;
	bool fits = true;
	size_t i = 0;

	n->negative = len && text[0] == '-';
	i += len && (text[0] == '-' || text[0] == '+');
	if (len - i > 2 && text[i] == '0' && (text[i + 1] | 0x20) == 'x')
		base = 16;
	else if (len - i > 1 && text[i] == '0')
		base = 8;
	i += base == 16 ? 2 : 0;
	if (i == len)
		return -EINVAL;
	for (; i < len; i++) {
		if (digit(text[i], base) < 0)
			return -EINVAL;
		fits = append(words, base, digit(text[i], base)) && fits;
	}
	n->low = (uint64_t)words[1] << 32 | words[0];
	n->high = (uint64_t)words[3] << 32 | words[2];
	return fits ? 0 : -ERANGE;
}

bool number_fits(const struct number *n, uint32_t width, bool is_signed)
{
	uint64_t top = width > 64 ? n->high : n->low, limit;
	uint32_t bits = width > 64 ? width - 64 : width;

	if (!width || width > 128 || (width <= 64 && n->high))
		return false;
	if (!is_signed)
		return top <= ~0ULL >> (64 - bits) && (!n->negative || (!n->low && !n->high));
	limit = 1ULL << (bits - 1);
	if (!n->negative)
		return top < limit;
	return top < limit || (top == limit && (width <= 64 || !n->low));
}

void number_words(const struct number *n, uint64_t words[2])
{
	words[0] = n->negative ? -n->low : n->low;
	words[1] = n->negative ? ~n->high + !n->low : n->high;
}
