/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A per-CPU map has a value for each CPU, and mostly what one wants to know is their sum. That
 * means something where the type says that all of it are counts.
 */
#ifndef SHOW_SUM_H
#define SHOW_SUM_H

#include <stdbool.h>

#include "format/btf.h"

/*
 * Can values of this type be added up, and do they take `size` bytes? Integers can, and structs
 * and arrays of nothing else. Not pointers, enums, bools, floats, unions, and no integers of one
 * byte: they are characters, flags, addresses, but hardly ever counts.
 */
bool value_can_sum(const struct btf *b, uint32_t type_id, size_t size);
/* dst += src, integer by integer, each modulo its width. Only for a type that can. */
void value_sum(const struct btf *b, uint32_t type_id, void *dst, const void *src);

#endif
