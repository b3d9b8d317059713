/* SPDX-License-Identifier: BSD-2-Clause */
/* A run of the command in this process, and what it said. */
#ifndef SAID_H
#define SAID_H

#include <stdint.h>

#include "rawbpf.h"

struct said {
	int code;
	char out[8192], err[4096];
};

/* `words` as they would be typed: "rawbpf net show" */
void said_run(struct said *s, struct rawbpf_kernel *k, const char *words, ...)
	__attribute__((format(printf, 3, 4)));
/* A row of the text that begins so and has the number: "  id 17" */
void said_row(const struct said *s, const char *begin, const char *key, uint32_t number);

#endif
