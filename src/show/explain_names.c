/* SPDX-License-Identifier: BSD-2-Clause */
/* Numbers of which the whole or each bit has a name. */
#include "show/explain.h"
#include "base/text.h"

#include <string.h>

void explain_enum(struct emit *l, const struct names *names, uint64_t n)
{
	const char *name = names ? names_get(names, n) : NULL;

	if (name)
		emit_name(l, name);
	else
		emit_u64(l, n);
}

void explain_flags(struct emit *l, const struct names *names, uint64_t n)
{
	char text[640];
	size_t used = 0;
	uint64_t mask;
	uint32_t i;

	if (!n) {
		explain_enum(l, names->values ? names : NULL, 0);
		return;
	}
	for (i = 0; i < names->cnt && used < sizeof(text); i++) {
		mask = names->values ? names->values[i] : 1ULL << i;
		if (!names->list[i] || !mask || (n & mask) != mask)
			continue;
		used += text_format(
			text + used, sizeof(text) - used, "%s%s", used ? "|" : "", names->list[i]);
		n &= ~mask;
	}
	if (n && used < sizeof(text))
		text_format(text + used, sizeof(text) - used, "%s0x%llx", used ? "|" : "",
			(unsigned long long)n);
	emit_name(l, text);
}

/*
 * C bit-fields: a little-endian compiler puts the first into the lowest bits, a big-endian one
 * into the highest. One that is wider has its name once for each bit.
 */
void explain_bits(struct explain *e, const struct names *names, uint64_t n, size_t size)
{
	const bool big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
	uint32_t i, width;
	uint64_t value;

	for (i = 0; i < names->cnt; i += width) {
		for (width = 1; i + width < names->cnt; width++)
			if (strcmp(names->list[i], names->list[i + width]))
				break;
		value = n >> (big ? size * 8 - i - width : i) & ((1ULL << width) - 1);
		if (!value)
			continue;
		explain_name(e, names->list[i]);
		emit_u64(&e->emit, value);
	}
}
