/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which kernel this is. Distributions keep the release the same over all updates of a kernel, since
 * modules are found by it, and say elsewhere what it is made from:
 *
 *	Ubuntu	/proc/version_signature: "Ubuntu 5.4.0-12.15-generic 5.4.8"
 *	Debian	uname -v: "#1 SMP Debian 6.1.55-1 (2023-09-29)", where uname -r is "6.1.0-13-amd64"
 *	others	uname -r: "6.12.4"
 *
 * The last part has 8 bits; kernels with more updates stay at 255.
 */
#include "link/version.h"

#include "base/text.h"

#include <string.h>

static uint32_t code(const char *text)
{
	uint64_t part[3] = { 0, 0, 0 };
	int i;

	for (i = 0; i < 3; i++) {
		text = text_u64(text, 10, &part[i]);
		if (!text)
			return 0;
		if (*text++ != '.')
			break;
	}
	return i ? part[0] << 16 | part[1] << 8 | (part[2] > 255 ? 255 : part[2]) : 0;
}

static const char *third_word(const char *text)
{
	text = text ? strchr(text, ' ') : NULL;
	text = text ? strchr(text + 1, ' ') : NULL;
	return text ? text + 1 : "";
}

uint32_t version_code(const char *signature, const char *version, const char *release)
{
	const char *debian = strstr(version, "Debian ");
	uint32_t v = code(third_word(signature));

	if (!v && debian)
		v = code(debian + strlen("Debian "));
	return v ? v : code(release);
}
