/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What of BTF does this kernel know? It is asked only after it has refused an object's types, and
 * only about what they use: by loading a type or two that need just one thing.
 */
#include "object/btf_load.h"

#include <errno.h>
#include <stdlib.h>

#include "kernel/kernel.h"

#define INFO(kind, vlen) ((uint32_t)(kind) << 24 | (vlen))
#define FLAG (1U << 31)

enum { NAME = 1, SECTION = 3, OPTIONAL = 6 }; /* places in `strings` */
static const char strings[] = "\0x\0.x\0?.x";

static const uint32_t byte[] = { NAME, INFO(BTF_KIND_INT, 0), 1, 8 };

/* In the order of enum degrade. Type 1 is the byte. */
static const struct {
	uint8_t cnt;
	uint32_t words[10];
} probes[DEGRADE_ROWS] = {
	/* FUNC_PROTO (2) with one parameter of type 1; FUNC of it */
	{ 8, { 0, INFO(BTF_KIND_FUNC_PROTO, 1), 0, NAME, 1, NAME, INFO(BTF_KIND_FUNC, 0), 2 } },
	/* VAR (2), static, of type 1; DATASEC of it */
	{ 10, { NAME, INFO(BTF_KIND_VAR, 0), 1, 0, SECTION, INFO(BTF_KIND_DATASEC, 1), 1, 2, 0,
		1 } },
	{ 8, { 0, INFO(BTF_KIND_FUNC_PROTO, 1), 0, NAME, 1, NAME,
		INFO(BTF_KIND_FUNC, BTF_FUNC_GLOBAL), 2 } },
	{ 3, { NAME, INFO(BTF_KIND_FLOAT, 0), 4 } },
	/* VAR (2); DECL_TAG of it as a whole */
	{ 8, { NAME, INFO(BTF_KIND_VAR, 0), 1, 0, NAME, INFO(BTF_KIND_DECL_TAG, 0), 2, -1U } },
	/* TYPE_TAG (2) of type 1; PTR to it */
	{ 6, { NAME, INFO(BTF_KIND_TYPE_TAG, 0), 1, 0, INFO(BTF_KIND_PTR, 0), 2 } },
	{ 6, { NAME, INFO(BTF_KIND_ENUM64, 1), 8, NAME, 0, 0 } },
	{ 10, { NAME, INFO(BTF_KIND_VAR, 0), 1, 0, OPTIONAL, INFO(BTF_KIND_DATASEC, 1), 1, 2, 0,
		1 } },
	{ 6, { NAME, INFO(BTF_KIND_TYPE_TAG, 0) | FLAG, 1, 0, INFO(BTF_KIND_PTR, 0), 2 } },
};

static bool knows(const struct rawbpf_object *o, const uint32_t *words, uint32_t cnt)
{
	uint32_t types[sizeof(byte) / 4 + 10];
	struct btf b;
	void *bytes;
	uint32_t size;
	int fd;

	memcpy(types, byte, sizeof(byte));
	memcpy(types + sizeof(byte) / 4, words, cnt * 4);
	memset(&b, 0, sizeof(b));
	b.types = (uint8_t *)types;
	b.types_size = sizeof(byte) + cnt * 4;
	b.strings = strings;
	b.strings_size = sizeof(strings);
	if (degrade(&b, 0, &bytes, &size))
		return true;
	fd = btf_load_bytes(o, bytes, size, NULL);
	free(bytes);
	kernel_close(o->kernel, fd);
	return fd >= 0;
}

uint32_t btf_probe(const struct rawbpf_object *o, uint32_t uses)
{
	uint32_t row, lacks = 0;

	for (row = 0; row < DEGRADE_ROWS; row++)
		if (uses >> row & 1 && !knows(o, probes[row].words, probes[row].cnt))
			lacks |= 1U << row;
	return lacks;
}
