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

static const char pairs[] = "0001020304050607080910111213141516171819"
			    "2021222324252627282930313233343536373839"
			    "4041424344454647484950515253545556575859"
			    "6061626364656667686970717273747576777879"
			    "8081828384858687888990919293949596979899";

static char *two(char *at, uint32_t v)
{
	return memcpy(at - 2, pairs + v * 2, 2);
}

/* From the last digit, four at a time, and then moved as a whole: fewer steps than counting first. */
void out_u64(struct out *o, uint64_t v)
{
	char text[24 + 24], *at = text + 24, *to = out_room(o, 24);
	uint32_t four;

	for (; v >= 10000; v /= 10000) {
		four = v % 10000;
		at = two(two(at, four % 100), four / 100);
	}
	four = v;
	if (four >= 100) {
		at = two(at, four % 100);
		four /= 100;
	}
	if (four >= 10)
		at = two(at, four);
	else
		*--at = '0' + four;
	memcpy(to, at, 24);
	out_took(o, to + (text + 24 - at));
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
