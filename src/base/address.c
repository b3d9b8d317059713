/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IPv4 is four decimal numbers with dots; IPv6 eight hexadecimal ones of 16 bits with colons, of
 * which "::" stands, once, for as many zeros as are missing; the last two may be written as IPv4.
 * Far less than inet_pton(3) takes in a static binary.
 */
#include "base/address.h"
#include "base/text.h"

#include <string.h>

static uint8_t parse4(const char *text, uint8_t *bytes)
{
	uint64_t n;
	int i;

	for (i = 0; i < 4; i++) {
		text = text_u64(text, 10, &n);
		if (!text || n > 0xff || *text++ != (i < 3 ? '.' : '\0'))
			return 0;
		bytes[i] = n;
	}
	return 4;
}

/* The numbers behind the gap belong at the end. */
static uint8_t spread(uint8_t *bytes, uint8_t *gap, uint8_t *at)
{
	uint8_t *const end = bytes + 16;

	if (!gap || at == end)
		return !gap && at == end ? 16 : 0;
	memmove(end - (at - gap), gap, at - gap);
	memset(gap, 0, end - at);
	return 16;
}

static uint8_t parse6(const char *text, uint8_t *bytes)
{
	uint8_t *at = bytes, *gap = NULL;
	uint64_t n;

	if (text[0] == ':' && *++text != ':')
		return 0;
	for (;;) {
		if (*text == ':' && gap)
			return 0;
		if (*text == ':') {
			gap = at;
			if (!*++text)
				break;
		}
		if (at == bytes + 16)
			return 0;
		if (at <= bytes + 12 && parse4(text, at)) {
			at += 4;
			break;
		}
		text = text_u64(text, 16, &n);
		if (!text || n > 0xffff || (*text && *text != ':'))
			return 0;
		*at++ = n >> 8;
		*at++ = n;
		if (!*text++)
			break;
	}
	return spread(bytes, gap, at);
}

uint8_t address_parse(const char *text, uint8_t bytes[16])
{
	return strchr(text, ':') ? parse6(text, bytes) : parse4(text, bytes);
}

/* Where the longest gap begins, and how many numbers it stands for; one zero is none. */
static int find_gap(const uint8_t *bytes, int *most)
{
	int i, run = 0, begin = -1;

	*most = 1;
	for (i = 0; i < 8; i++) {
		run = bytes[2 * i] | bytes[2 * i + 1] ? 0 : run + 1;
		if (run > *most) {
			*most = run;
			begin = i - run + 1;
		}
	}
	return begin;
}

void address_text(const uint8_t *bytes, uint8_t size, char *text)
{
	int i, most, used = 0, gap;

	if (size == 4) {
		text_format(text, ADDRESS_TEXT, "%u.%u.%u.%u", bytes[0], bytes[1], bytes[2], bytes[3]);
		return;
	}
	gap = find_gap(bytes, &most);
	for (i = 0; i < 8; i++) {
		if (i == gap) {
			used += text_format(text + used, ADDRESS_TEXT - used, "::");
			i += most - 1;
			continue;
		}
		used += text_format(text + used, ADDRESS_TEXT - used, "%s%x",
			i && i != gap + most ? ":" : "", bytes[2 * i] << 8 | bytes[2 * i + 1]);
	}
}
