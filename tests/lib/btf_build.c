/* SPDX-License-Identifier: BSD-2-Clause */
#include "btf_build.h"

#include <stdlib.h>
#include <string.h>

/* A number as the byte order has it. */
static void put(const struct btf_build *b, uint8_t *at, uint32_t v, int size)
{
	int i;

	for (i = 0; i < size; i++)
		at[i] = v >> (b->big ? size - 1 - i : i) * 8;
}

void btf_build_init(struct btf_build *b, bool big)
{
	memset(b, 0, sizeof(*b));
	b->big = big;
	b->strings = calloc(1, 1);
	b->strings_size = 1;
}

void btf_build_init_split(struct btf_build *b, const struct btf_build *base)
{
	btf_build_init(b, base->big);
	b->cnt = base->cnt;
	b->first_string = base->strings_size;
	b->strings_size = 0;
}

void btf_build_free(struct btf_build *b)
{
	free(b->types);
	free(b->strings);
	free(b->bytes);
}

uint32_t btf_build_string(struct btf_build *b, const char *s)
{
	uint32_t at = b->strings_size, size = strlen(s) + 1;

	if (size == 1)
		return 0;
	b->strings = realloc(b->strings, at + size);
	memcpy(b->strings + at, s, size);
	b->strings_size += size;
	return b->first_string + at;
}

void btf_build_word(struct btf_build *b, uint32_t word)
{
	if (b->types_size + 4 > b->types_room) {
		b->types_room = b->types_room * 2 + 256;
		b->types = realloc(b->types, b->types_room);
	}
	put(b, b->types + b->types_size, word, 4);
	b->types_size += 4;
}

const uint8_t *btf_build_done(struct btf_build *b, size_t *size)
{
	const uint32_t header = 24;

	*size = header + b->types_size + b->strings_size;
	free(b->bytes);
	b->bytes = calloc(1, *size);
	put(b, b->bytes, BTF_MAGIC, 2);
	b->bytes[2] = BTF_VERSION;
	put(b, b->bytes + 4, header, 4);
	put(b, b->bytes + 12, b->types_size, 4);
	put(b, b->bytes + 16, b->types_size, 4);
	put(b, b->bytes + 20, b->strings_size, 4);
	if (b->types_size)
		memcpy(b->bytes + header, b->types, b->types_size);
	memcpy(b->bytes + header + b->types_size, b->strings, b->strings_size);
	return b->bytes;
}

uint32_t btf_build_type(struct btf_build *b, const char *name, uint32_t kind, bool kflag,
	uint32_t vlen, uint32_t word)
{
	btf_build_word(b, btf_build_string(b, name));
	btf_build_word(b, (uint32_t)kflag << 31 | kind << 24 | vlen);
	btf_build_word(b, word);
	return ++b->cnt;
}

uint32_t btf_build_int(struct btf_build *b, const char *name, uint32_t size, uint32_t encoding)
{
	return btf_build_int_bits(b, name, size, encoding, 0, size * 8);
}

uint32_t btf_build_int_bits(struct btf_build *b, const char *name, uint32_t size,
	uint32_t encoding, uint32_t offset, uint32_t bits)
{
	uint32_t id = btf_build_type(b, name, BTF_KIND_INT, false, 0, size);

	btf_build_word(b, encoding << 24 | offset << 16 | bits);
	return id;
}

uint32_t btf_build_ref(struct btf_build *b, const char *name, uint32_t kind, uint32_t type)
{
	return btf_build_type(b, name, kind, false, 0, type);
}

uint32_t btf_build_array(struct btf_build *b, uint32_t type, uint32_t index, uint32_t nelems)
{
	uint32_t id = btf_build_type(b, "", BTF_KIND_ARRAY, false, 0, 0);

	btf_build_word(b, type);
	btf_build_word(b, index);
	btf_build_word(b, nelems);
	return id;
}

uint32_t btf_build_struct(struct btf_build *b, const char *name, uint32_t size, uint32_t vlen)
{
	return btf_build_type(b, name, BTF_KIND_STRUCT, false, vlen, size);
}

void btf_build_member(struct btf_build *b, const char *name, uint32_t type, uint32_t offset)
{
	btf_build_word(b, btf_build_string(b, name));
	btf_build_word(b, type);
	btf_build_word(b, offset);
}

void btf_build_enumerator(struct btf_build *b, const char *name, int32_t value)
{
	btf_build_word(b, btf_build_string(b, name));
	btf_build_word(b, value);
}

void btf_build_enumerator64(struct btf_build *b, const char *name, uint64_t value)
{
	btf_build_word(b, btf_build_string(b, name));
	btf_build_word(b, value);
	btf_build_word(b, value >> 32);
}

uint32_t btf_build_var(struct btf_build *b, const char *name, uint32_t type, uint32_t linkage)
{
	uint32_t id = btf_build_ref(b, name, BTF_KIND_VAR, type);

	btf_build_word(b, linkage);
	return id;
}

void btf_build_secinfo(struct btf_build *b, uint32_t type, uint32_t offset, uint32_t size)
{
	btf_build_word(b, type);
	btf_build_word(b, offset);
	btf_build_word(b, size);
}
