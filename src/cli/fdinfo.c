/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/fdinfo.h"

#include <string.h>

#include "base/text.h"
#include "kernel/kernel.h"

int fdinfo_read(struct cli *c, int fd, char *text)
{
	char path[48];
	int n;

	text_format(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	n = kernel_read_text(c->kernel, path, text, FDINFO_SIZE);
	if (n < 0)
		*text = '\0';
	return n;
}

/* what stands behind the key, or NULL */
static const char *value(const char *text, const char *key)
{
	text = text_line(text, key);
	return text ? text_blanks(text) : NULL;
}

bool fdinfo_has(const char *text, const char *key)
{
	return value(text, key) != NULL;
}

int64_t fdinfo_number(const char *text, const char *key)
{
	const char *at = value(text, key);
	uint64_t n;

	return at && text_u64(at, 0, &n) ? (int64_t)n : -1;
}
