/* SPDX-License-Identifier: BSD-2-Clause */
#include "format/bits.h"

#include <string.h>

static uint64_t get_u16(const uint8_t *p, bool swap)
{
	uint16_t v;

	memcpy(&v, p, sizeof(v));
	return swap ? __builtin_bswap16(v) : v;
}

static uint64_t get_u32(const uint8_t *p, bool swap)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return swap ? __builtin_bswap32(v) : v;
}

static uint64_t get_u64(const uint8_t *p, bool swap)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return swap ? __builtin_bswap64(v) : v;
}

static bool bit_at(const uint8_t *data, uint64_t bit, bool big)
{
	return data[bit / 8] & (big ? 0x80 >> bit % 8 : 1 << bit % 8);
}

static uint64_t bit_by_bit(const uint8_t *data, uint64_t bit, uint32_t width, bool big)
{
	uint64_t v = 0;
	uint32_t i;

	for (i = 0; i < width; i++)
		v |= (uint64_t)bit_at(data, bit + (big ? width - 1 - i : i), big) << i;
	return v;
}

uint64_t bits_get(const uint8_t *data, uint64_t bit, uint32_t width, bool big)
{
	const uint8_t *at = data + bit / 8;
	bool swap = big != bits_host_is_big();

	if (bit % 8)
		return bit_by_bit(data, bit, width, big);
	switch (width) {
	case 8:
		return *at;
	case 16:
		return get_u16(at, swap);
	case 32:
		return get_u32(at, swap);
	case 64:
		return get_u64(at, swap);
	default:
		return bit_by_bit(data, bit, width, big);
	}
}

void bits_put(uint8_t *data, uint64_t bit, uint32_t width, bool big, uint64_t value)
{
	uint64_t at;
	uint32_t i;
	uint8_t mask;

	for (i = 0; i < width; i++) {
		at = bit + (big ? width - 1 - i : i);
		mask = big ? 0x80 >> at % 8 : 1 << at % 8;
		if (value >> i & 1)
			data[at / 8] |= mask;
		else
			data[at / 8] &= ~mask;
	}
}
