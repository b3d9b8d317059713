/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Unpack whatever bytes there are, as a gzip file, and again with a good header before them, so that
 * what lies behind it is reached at once. Whatever is refused must be refused in a sentence.
 */
#include <stdlib.h>
#include <string.h>

#include "format/inflate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void unpack(const uint8_t *data, size_t size)
{
	struct rawbpf_diag d;
	size_t out_size;
	char *out;
	int err;

	memset(&d, 0, sizeof(d));
	err = inflate_gzip("fuzz.gz", data, size, 1 << 20, &out, &out_size, &d);
	if (err && (!d.err || !d.msg[0]))
		abort();
	if (!err && (out_size > 1 << 20 || out[out_size]))
		abort();
	if (!err)
		free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t header[10] = { 0x1f, 0x8b, 8 };
	uint8_t *copy = malloc(size + sizeof(header));

	unpack(data, size);
	memcpy(copy, header, sizeof(header));
	if (size)
		memcpy(copy + sizeof(header), data, size);
	unpack(copy, size + sizeof(header));
	free(copy);
	return 0;
}
