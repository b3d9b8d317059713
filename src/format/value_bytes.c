/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "base/text.h"
#include "format/value_parse.h"

static bool parse_byte(const char *word, bool hex, uint8_t *byte)
{
	uint64_t n = 0;
	const char *end = text_u64(word, hex ? 16 : 0, &n);

	*byte = n;
	return end && !*end && n <= 0xff;
}

int value_parse_bytes(char **words, int cnt, void *data, size_t size, struct rawbpf_diag *d)
{
	bool hex = cnt > 0 && !strcmp(words[0], "hex");
	uint8_t *bytes = data;
	size_t i, first = hex;

	if (cnt < 0 || size > (size_t)cnt - first)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"%zu bytes are needed, but %zu are given: one word for each byte, as in "
			"0x01 0 0 0, or hex 01 00 00 00", size, cnt < 0 ? 0 : cnt - first);
	for (i = 0; i < size; i++)
		if (!parse_byte(words[first + i], hex, &bytes[i]))
			return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
				"\"%s\" is no byte: give 0 to 255, 0x00 to 0xff, or hex and then 00 to ff",
				words[first + i]);
	return first + size;
}
