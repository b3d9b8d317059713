/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever bytes there are as BTF, dumped as text, as JSON and as C. The second half of the bytes also
 * goes on from the first, as a module's types from the kernel's. It ends, and with not too much text.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "show/btf_c.h"
#include "show/btf_raw.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int drop(void *ctx, const void *bytes, size_t size)
{
	(void)ctx;
	(void)bytes;
	(void)size;
	return 0;
}

static void dump_c(const struct btf *b, struct out *out, bool sorted, bool only)
{
	struct btf_c c;
	uint32_t id;
	int err;

	if (!btf_c_init(&c, b, out)) {
		btf_c_begin(&c);
		if (only)
			for (id = 0; id <= b->cnt; id++)
				btf_c_root(&c, id, id & 1);
		else
			btf_c_all(&c, sorted);
		btf_c_end(&c);
	}
	err = btf_c_free(&c);
	if (err && err != -E2BIG && err != -ENOMEM)
		abort();
}

static void dump(const struct btf *b)
{
	static struct out out;
	struct btf_raw text, object;
	struct json json;
	uint32_t id;

	out_init(&out, drop, NULL);
	json_init(&json, &out, true);
	btf_raw_init(&text, b, &out, NULL);
	btf_raw_init(&object, b, &out, &json);
	for (id = b->first; id < b->cnt; id++) {
		btf_raw(&text, id, btf_type(b, id));
		btf_raw(&object, id, btf_type(b, id));
	}
	dump_c(b, &out, true, false);
	dump_c(b, &out, false, false);
	dump_c(b, &out, false, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct btf b, split;

	if (!btf_view(&a, "fuzz", data, size, NULL, NULL, &b, NULL) && !btf_index(&a, &b)) {
		dump(&b);
		if (!btf_view(&a, "fuzz", data + size / 2, size - size / 2, &b, NULL, &split,
				NULL) &&
			!btf_index(&a, &split))
			dump(&split);
	}
	arena_free(&a);
	return 0;
}
