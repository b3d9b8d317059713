/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "format/number.h"
#include "format/value_parse.h"

static int parse_byte(const char *word, bool hex, uint8_t *byte)
{
	char text[8] = "0x";
	struct number n;
	size_t len = strlen(word);

	/* behind "hex" the 0x is optional */
	if (hex && len <= 4 && strncmp(word, "0x", 2)) {
		memcpy(text + 2, word, len + 1);
		word = text;
		len += 2;
	}
	if (number_parse(word, len, &n) || !number_fits(&n, 8, false))
		return -EINVAL;
	*byte = n.low;
	return 0;
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
		if (parse_byte(words[first + i], hex, &bytes[i]))
			return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
				"\"%s\" is no byte: give 0 to 255, 0x00 to 0xff, or hex and then 00 to ff",
				words[first + i]);
	return first + size;
}
