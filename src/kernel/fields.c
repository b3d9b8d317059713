/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every request, field by field: looking up its row, and reading a field out of its bytes.
 *
 * bpf(2) takes as many bytes of a struct as it is given and zero for the rest, and so does what
 * reads them here: a field may lie behind the end, or half behind it.
 */
#include "kernel/fields.h"

#include <string.h>

static const struct request_desc *find(const struct request_desc *d, const struct rawbpf_request *r)
{
	for (; d->name; d++)
		if (d->call == r->call && (d->call != CALL_BPF || d->command == r->command))
			return d;
	return NULL;
}

const struct request_desc *request_desc(const struct rawbpf_request *r)
{
	const struct request_desc *const tables[] = {
		fields_map, fields_prog, fields_link, fields_obj, fields_call };
	const struct request_desc *d = NULL;
	size_t i;

	for (i = 0; !d && i < sizeof(tables) / sizeof(tables[0]); i++)
		d = find(tables[i], r);
	return d;
}

static uint64_t integer(const unsigned char *bytes, size_t width)
{
	uint16_t two;
	uint32_t four;
	uint64_t eight;

	memcpy(&two, bytes, sizeof(two));
	memcpy(&four, bytes, sizeof(four));
	memcpy(&eight, bytes, sizeof(eight));
	switch (width) {
	case 1:
		return bytes[0];
	case 2:
		return two;
	case 4:
		return four;
	default:
		return eight;
	}
}

uint64_t fields_integer(const void *attr, size_t size, size_t offset, size_t width)
{
	unsigned char bytes[8] = { 0 };
	size_t have = offset < size ? size - offset : 0;

	if (have > width)
		have = width;
	if (have > sizeof(bytes))
		have = sizeof(bytes);
	if (have)
		memcpy(bytes, (const unsigned char *)attr + offset, have);
	return integer(bytes, width);
}

uint64_t field_get(const struct field *f, const void *attr, size_t size)
{
	return fields_integer(attr, size, f->offset, f->size);
}

bool field_applies(const struct field *f, const struct shape *s, const void *attr, size_t size)
{
	uint16_t variant = s->variant ? s->variant(attr, size) : 0;

	return (f->only & variant) == f->only;
}

const struct field *field_at(const struct shape *s, uint16_t offset)
{
	const struct field *f;

	for (f = s->fields; f->name; f++)
		if (f->offset == offset)
			return f;
	return NULL;
}
