/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Integers in memory, of any width up to 64 bits and at any bit. BTF counts bits as the machine that
 * wrote them lays out bit fields: bit 0 is the lowest of the first byte on a little-endian one,
 * the highest of the first byte on a big-endian one. A whole, aligned integer follows the same
 * rule, so one pair of functions serves both.
 */
#ifndef FORMAT_BITS_H
#define FORMAT_BITS_H

#include <stdbool.h>
#include <stdint.h>

/* The caller has checked that bits `bit` up to `bit + width` are there; width is 1 to 64. */
uint64_t bits_get(const uint8_t *data, uint64_t bit, uint32_t width, bool big);
void bits_put(uint8_t *data, uint64_t bit, uint32_t width, bool big, uint64_t value);

static inline int64_t bits_signed(uint64_t value, uint32_t width)
{
	return (int64_t)(value << (64 - width)) >> (64 - width);
}

static inline uint64_t bits_mask(uint32_t width)
{
	return ~0ULL >> (64 - width);
}

static inline bool bits_host_is_big(void)
{
	const uint16_t one = 1;

	return !*(const uint8_t *)&one;
}

#endif
