/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where text goes: a buffer of 64 KiB in front of a function the caller gives, so that a million
 * map entries are a few thousand writes. Nothing here calls printf. The first error of the
 * function is kept, what comes after it is dropped, and out_flush() returns it.
 */
#ifndef SHOW_OUT_H
#define SHOW_OUT_H

#include <stdint.h>
#include <string.h>

/* Takes all bytes and returns 0, or -errno. */
typedef int (*out_write_fn)(void *ctx, const void *bytes, size_t size);

struct out {
	out_write_fn write;
	void *ctx;
	int err;
	size_t used;
	uint64_t total; /* bytes given so far, those in the buffer included */
	char buf[65536];
};

void out_init(struct out *o, out_write_fn fn, void *ctx);
/* 0, or the first -errno of the write function */
int out_flush(struct out *o);
void out_str(struct out *o, const char *s);
/* A name from a file or a stranger: no control characters to the terminal. */
void out_plain(struct out *o, const char *s);
void out_bytes(struct out *o, const void *bytes, size_t size);
void out_u64(struct out *o, uint64_t v);
void out_i64(struct out *o, int64_t v);
/* at least `digits` hexadecimal digits, no 0x */
void out_hex(struct out *o, uint64_t v, unsigned int digits);

/* here, for most of JSON are brackets, commas and quotation marks */
static inline void out_char(struct out *o, char c)
{
	if (o->used == sizeof(o->buf))
		out_flush(o);
	o->buf[o->used++] = c;
	o->total++;
}

#endif
