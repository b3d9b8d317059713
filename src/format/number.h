/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef FORMAT_NUMBER_H
#define FORMAT_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An integer of up to 128 bits, as written: C knows none that wide on every machine. */
struct number {
	bool negative;
	uint64_t high, low; /* of the magnitude */
};

/* Decimal, 0x, octal, with a sign or not. 0, -EINVAL if it is none, -ERANGE beyond 128 bits */
int number_parse(const char *text, size_t len, struct number *n);
bool number_fits(const struct number *n, uint32_t width, bool is_signed);
/* The two's complement, low word first. */
void number_words(const struct number *n, uint64_t words[2]);

#endif
