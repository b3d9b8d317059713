/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BTF as seen from the documentation: six words of header; types of three words (name, info,
 * size or type) and what goes with their kind.  A member's offset is in bits; where the struct has
 * its kind_flag (bit 31 of info), the upper 8 bits of the offset are the size of a bit-field.
 */
#include "tests/unit/uapi_btf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { INT = 1, PTR, ARRAY, STRUCT, UNION, ENUM, FWD, TYPEDEF, VOLATILE, CONST_, RESTRICT,
	FUNC, FUNC_PROTO, VAR, DATASEC, FLOAT, DECL_TAG, TYPE_TAG, ENUM64 };

static unsigned int kind_of(const uint32_t *type)
{
	return type[1] >> 24 & 0x7f;
}

static uint32_t count_of(const uint32_t *type)
{
	return type[1] & 0xffffff;
}

/* Words that follow a type of each kind: once, and for each of count. */
static int words_behind(const uint32_t *type)
{
	static const signed char once[] = { [INT] = 1, [ARRAY] = 3, [VAR] = 1, [DECL_TAG] = 1,
		[ENUM64] = 0 };
	static const signed char each[] = { [STRUCT] = 3, [UNION] = 3, [ENUM] = 2, [FUNC_PROTO] = 2,
		[DATASEC] = 3, [ENUM64] = 3 };
	unsigned int kind = kind_of(type);

	if (kind < INT || kind > ENUM64)
		return -1;
	return once[kind] + each[kind] * (int)count_of(type);
}

static uint8_t *read_all(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes = NULL, *more;
	size_t got = 1;

	*size = 0;
	while (f && got) {
		more = realloc(bytes, *size + (1 << 20));
		if (!more)
			break;
		bytes = more;
		got = fread(bytes + *size, 1, 1 << 20, f);
		*size += got;
	}
	if (f)
		fclose(f);
	return bytes;
}

static int by_name(const void *a, const void *b)
{
	const struct uapi_btf_name *left = a, *right = b;

	return strcmp(left->name, right->name);
}

static const struct uapi_btf_name *find(const struct uapi_btf_name *list, size_t count,
					const char *name)
{
	struct uapi_btf_name key = { .name = name };
	const struct uapi_btf_name *hit = bsearch(&key, list, count, sizeof(*list), by_name);

	while (hit && hit > list && !strcmp(hit[-1].name, name))
		hit--;
	return hit;
}

static void add_enumerators(struct uapi_btf *btf, const uint32_t *type)
{
	struct uapi_btf_name *entry;
	const uint32_t *word = type + 3;
	uint32_t i;

	for (i = 0; i < count_of(type); i++) {
		entry = &btf->enumerators[btf->enumerator_count++];
		entry->name = btf->strings + word[0];
		entry->bits = kind_of(type) == ENUM ? 32 : 64;
		entry->value = (int32_t)word[1];
		if (kind_of(type) == ENUM64)
			entry->value = (int64_t)((uint64_t)word[2] << 32 | word[1]);
		word += kind_of(type) == ENUM ? 2 : 3;
	}
}

static void add_struct(struct uapi_btf *btf, const uint32_t *type, uint32_t id)
{
	struct uapi_btf_name *entry = &btf->structs[btf->struct_count++];

	entry->name = btf->strings + type[0];
	entry->id = id;
}

/* First counts, then fills: the arrays are there the second time. */
static int walk(struct uapi_btf *btf, const uint32_t *type, const uint32_t *end,
		size_t *enumerators)
{
	uint32_t id = 1;
	int words;

	for (; type + 3 <= end; type += 3 + words, id++) {
		words = words_behind(type);
		if (words < 0 || words > end - type - 3)
			return -EINVAL;
		if (kind_of(type) == ENUM || kind_of(type) == ENUM64)
			*enumerators += count_of(type);
		if (!btf->types)
			continue;
		btf->types[id] = type;
		if (kind_of(type) == STRUCT || kind_of(type) == UNION)
			add_struct(btf, type, id);
		if (kind_of(type) == ENUM || kind_of(type) == ENUM64)
			add_enumerators(btf, type);
	}
	btf->type_count = id;
	return 0;
}

int uapi_btf_read(struct uapi_btf *btf, const char *path)
{
	size_t size, enumerators = 0;
	const uint32_t *head, *first;
	uint16_t magic;
	int err;

	memset(btf, 0, sizeof(*btf));
	btf->bytes = read_all(path, &size);
	if (!btf->bytes || size < 24)
		return -ENOENT;
	head = (const uint32_t *)(const void *)btf->bytes;
	memcpy(&magic, head, sizeof(magic));
	if (magic == 0x9feb)
		return -ENOEXEC;
	if (magic != 0xeb9f || (uint64_t)head[1] + head[2] + head[3] > size ||
	    (uint64_t)head[1] + head[4] + head[5] > size)
		return -EINVAL;
	btf->strings = (const char *)btf->bytes + head[1] + head[4];
	first = head + (head[1] + head[2]) / 4;
	err = walk(btf, first, first + head[3] / 4, &enumerators);
	if (err)
		return err;
	btf->structs = calloc(btf->type_count, sizeof(*btf->structs));
	btf->enumerators = calloc(enumerators + 1, sizeof(*btf->enumerators));
	btf->types = calloc(btf->type_count, sizeof(*btf->types));
	if (!btf->structs || !btf->enumerators || !btf->types)
		return -ENOMEM;
	walk(btf, first, first + head[3] / 4, &enumerators);
	qsort(btf->structs, btf->struct_count, sizeof(*btf->structs), by_name);
	qsort(btf->enumerators, btf->enumerator_count, sizeof(*btf->enumerators), by_name);
	return 0;
}

void uapi_btf_free(struct uapi_btf *btf)
{
	free(btf->bytes);
	free(btf->types);
	free(btf->structs);
	free(btf->enumerators);
}

struct uapi_fact uapi_btf_constant(const struct uapi_btf *btf, const char *name, int64_t want)
{
	const struct uapi_btf_name *end = btf->enumerators + btf->enumerator_count, *e;
	struct uapi_fact fact = { .known = false };

	e = find(btf->enumerators, btf->enumerator_count, name);
	for (; e && e < end && !strcmp(e->name, name); e++) {
		fact.known = true;
		fact.value = e->value;
		if (e->bits == 32 && (uint32_t)e->value == (uint32_t)want)
			fact.value = want;
		if (fact.value == want)
			break;
	}
	return fact;
}

/* Through typedefs and qualifiers. */
static uint32_t plain(const struct uapi_btf *btf, uint32_t id)
{
	while (id && id < btf->type_count) {
		switch (kind_of(btf->types[id])) {
		case TYPEDEF:
		case VOLATILE:
		case CONST_:
		case RESTRICT:
		case TYPE_TAG:
			id = btf->types[id][2];
			continue;
		}
		return id;
	}
	return 0;
}

static uint32_t size_in_bits(const struct uapi_btf *btf, uint32_t id)
{
	const uint32_t *type;

	id = plain(btf, id);
	if (!id)
		return 0;
	type = btf->types[id];
	if (kind_of(type) == PTR)
		return sizeof(void *) * 8;
	if (kind_of(type) == ARRAY)
		return type[5] * size_in_bits(btf, type[3]);
	return type[2] * 8;
}

/* One step along path, through members without a name; the struct the rest is in, or 0. */
static uint32_t step(const struct uapi_btf *btf, uint32_t id, const char *name, size_t length,
		     struct uapi_fact *fact)
{
	const uint32_t *type = btf->types[id], *member = type + 3;
	uint32_t i, offset, bits, found;

	if (kind_of(type) != STRUCT && kind_of(type) != UNION)
		return 0;
	for (i = 0; i < count_of(type); i++, member += 3) {
		const char *called = btf->strings + member[0];
		bool flag = type[1] >> 31;

		offset = flag ? member[2] & 0xffffff : member[2];
		bits = flag ? member[2] >> 24 : 0;
		if (strlen(called) == length && !strncmp(called, name, length)) {
			fact->offset += offset;
			fact->size = bits ? bits : size_in_bits(btf, member[1]);
			return plain(btf, member[1]);
		}
		if (!*called) {
			found = step(btf, plain(btf, member[1]), name, length, fact);
			if (found) {
				fact->offset += offset;
				return found;
			}
		}
	}
	return 0;
}

static struct uapi_fact look(const struct uapi_btf *btf, uint32_t id, const char *path)
{
	struct uapi_fact fact = { .known = true, .size = size_in_bits(btf, id) };
	size_t length;

	for (; *path; path += length + (path[length] == '.')) {
		length = strcspn(path, ".");
		id = step(btf, id, path, length, &fact);
		if (!id)
			return (struct uapi_fact){ .known = false };
	}
	return fact;
}

struct uapi_fact uapi_btf_field(const struct uapi_btf *btf, const char *type, const char *path,
				const struct uapi_fact *want)
{
	const struct uapi_btf_name *end = btf->structs + btf->struct_count, *s;
	struct uapi_fact fact, best = { .known = false };
	const char *name = strchr(type, ' ') + 1;

	s = find(btf->structs, btf->struct_count, name);
	for (; s && s < end && !strcmp(s->name, name); s++) {
		fact = look(btf, s->id, path);
		if (fact.known)
			best = fact;
		if (fact.known && fact.offset == want->offset && fact.size == want->size)
			break;
	}
	return best;
}
