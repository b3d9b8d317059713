/* SPDX-License-Identifier: BSD-2-Clause */
#include "show/out.h"

void out_init(struct out *o, out_write_fn fn, void *ctx)
{
	o->write = fn;
	o->ctx = ctx;
	o->err = 0;
	o->used = 0;
	o->total = 0;
}

int out_flush(struct out *o)
{
	if (o->used && !o->err)
		o->err = o->write(o->ctx, o->buf, o->used);
	o->used = 0;
	return o->err;
}

void out_bytes(struct out *o, const void *bytes, size_t size)
{
	const char *at = bytes;
	size_t room;

	o->total += size;
	while (size > (room = sizeof(o->buf) - o->used)) {
		memcpy(o->buf + o->used, at, room);
		o->used += room;
		at += room;
		size -= room;
		out_flush(o);
	}
	memcpy(o->buf + o->used, at, size);
	o->used += size;
}

void out_str(struct out *o, const char *s)
{
	char *to = o->buf + o->used, *end = o->buf + sizeof(o->buf);

	/* most are too short for strlen() and memcpy() to be worth their calls */
	while (*s && to < end)
		*to++ = *s++;
	o->total += to - o->buf - o->used;
	o->used = to - o->buf;
	if (*s)
		out_bytes(o, s, strlen(s));
}

void out_plain(struct out *o, const char *s)
{
	const char *at;

	for (; *s; s = at + (*at != '\0')) {
		for (at = s; (unsigned char)*at >= ' ' && *at != 0x7f; at++)
			;
		out_bytes(o, s, at - s);
		if (*at)
			out_char(o, '?');
	}
}

void out_u64(struct out *o, uint64_t v)
{
	char text[21] = "", *at = text + sizeof(text) - 1;

	do
		*--at = '0' + v % 10;
	while (v /= 10);
	out_str(o, at);
}

void out_i64(struct out *o, int64_t v)
{
	if (v < 0)
		out_char(o, '-');
	out_u64(o, v < 0 ? -(uint64_t)v : (uint64_t)v);
}

void out_hex(struct out *o, uint64_t v, unsigned int digits)
{
	char text[16], *end = text + sizeof(text), *at = end;

	do
		*--at = "0123456789abcdef"[v & 15];
	while ((v >>= 4) || (at > text && (unsigned int)(end - at) < digits));
	out_bytes(o, at, end - at);
}
