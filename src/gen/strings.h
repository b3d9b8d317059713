/* SPDX-License-Identifier: BSD-2-Clause */
/* Strings one behind the other, each once, as ELF and BTF have them: a string is its offset, "" is 0. */
#ifndef GEN_STRINGS_H
#define GEN_STRINGS_H

#include "base/table.h"

struct strings {
	char *bytes;
	uint32_t size, room;
	struct table table;
};

/* The offset of a string, added if it is new; or -ENOMEM, -E2BIG. */
int strings_add(struct strings *s, const char *text);
void strings_free(struct strings *s);

#endif
