/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef FORMAT_INFLATE_H
#define FORMAT_INFLATE_H

#include "base/diag.h"
#include "format/bytes.h"

/* Does it begin as a gzip file does? */
bool inflate_is_gzip(const void *bytes, size_t size);
/*
 * Unpack a gzip file, of one member or several, into memory that the caller frees; it ends with a
 * 0 that *out_size does not count. More than `most` bytes are refused: a few may unpack to a
 * thousand times as many. `name` stands in messages.
 */
int inflate_gzip(const char *name, const void *bytes, size_t size, size_t most, char **out,
	size_t *out_size, struct rawbpf_diag *d);

#endif
