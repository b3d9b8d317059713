/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bytes that end where memory ends: reading one too many is a crash, also without a sanitizer.
 * They are aligned to nothing.
 */
#ifndef GUARD_H
#define GUARD_H

#include <stddef.h>

void *guard_copy(const void *bytes, size_t size);
void guard_free(void *copy, size_t size);

#endif
