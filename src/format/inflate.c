/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gzip (RFC 1952) around deflate (RFC 1951), as /proc/config.gz is packed.
 *
 *	1f 8b 08 FLAGS TIME*4 XFL OS	what FLAGS announce: extra field, name, comment, header CRC
 *	blocks				the deflate stream
 *	CRC*4 SIZE*4			of what was unpacked
 *
 * A stream is read bit by bit, from the lowest bit of each byte on. A block begins with one bit
 * that says whether it is the last, and two for its kind: 0 stored, 1 with the fixed codes, 2 with
 * codes of its own. In the coded ones a symbol below 256 is a byte, 256 the end, and above stands
 * for a repetition: a length, then by another code how far back it begins. Both are a base and some
 * more bits; a distance less than the length repeats what is just being written.
 *
 * Huffman codes are given by the length of each symbol's code alone: shorter codes come first,
 * those of one length in the order of their symbols. So a code is read bit by bit by counting: it
 * is one of length n if it lies less than cnt[n] behind the first code of that length.
 */
#include "format/inflate.h"

#include <errno.h>
#include <stdlib.h>

#include "base/vec.h"

#define CODE_MOST 15 /* bits */
#define SYMBOLS_MOST 288

enum { FLAG_HEADER_CRC = 2, FLAG_EXTRA = 4, FLAG_NAME = 8, FLAG_COMMENT = 16 };

struct stream {
	const uint8_t *in, *end;
	uint32_t bits, bit_cnt; /* read ahead, less than 8 between two symbols */
	uint8_t *out;
	uint32_t size, room;
	uint32_t begin; /* of this member: nothing repeats what stands before it */
	size_t most;
};

struct code {
	uint16_t cnt[CODE_MOST + 1];
	uint16_t symbols[SYMBOLS_MOST];
};

static uint32_t little(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

/* The next n bits (at most 16), or -EINVAL. */
static int32_t take(struct stream *s, uint32_t n)
{
	uint32_t v;

	for (; s->bit_cnt < n; s->bit_cnt += 8) {
		if (s->in == s->end)
			return -EINVAL;
		s->bits |= (uint32_t)*s->in++ << s->bit_cnt;
	}
	v = s->bits & ((1U << n) - 1);
	s->bits >>= n;
	s->bit_cnt -= n;
	return v;
}

static int room(struct stream *s, uint32_t n)
{
	if (n > s->most - s->size)
		return -EFBIG;
	return vec_room((void **)&s->out, &s->room, (uint64_t)s->size + n + 1, 1);
}

/* -EINVAL if there are more codes of some length than bits to tell them apart. */
static int make_code(struct code *c, const uint8_t *lengths, uint32_t n)
{
	uint16_t at[CODE_MOST + 1] = { 0 };
	int32_t left = 1;
	uint32_t i;

	memset(c->cnt, 0, sizeof(c->cnt));
	for (i = 0; i < n; i++)
		c->cnt[lengths[i]]++;
	c->cnt[0] = 0;
	for (i = 1; i <= CODE_MOST; i++) {
		left = left * 2 - c->cnt[i];
		if (left < 0)
			return -EINVAL;
		at[i] = at[i - 1] + c->cnt[i - 1];
	}
	for (i = 0; i < n; i++)
		if (lengths[i])
			c->symbols[at[lengths[i]]++] = i;
	return 0;
}

static int32_t take_symbol(struct stream *s, const struct code *c)
{
	uint32_t code = 0, first = 0, index = 0, n;
	int32_t bit;

	for (n = 1; n <= CODE_MOST; n++) {
		bit = take(s, 1);
		if (bit < 0)
			return bit;
		code = (code << 1) + bit;
		first <<= 1;
		if (code < first + c->cnt[n])
			return c->symbols[index + code - first];
		first += c->cnt[n];
		index += c->cnt[n];
	}
	return -EINVAL;
}

static int stored(struct stream *s)
{
	uint32_t n;
	int err;

	s->bits = s->bit_cnt = 0; /* what is left of the byte */
	if (s->end - s->in < 4)
		return -EINVAL;
	n = little(s->in) & 0xffff;
	if (n != (~little(s->in) >> 16))
		return -EINVAL;
	s->in += 4;
	if ((size_t)(s->end - s->in) < n)
		return -EINVAL;
	err = room(s, n);
	if (err)
		return err;
	memcpy(s->out + s->size, s->in, n);
	s->size += n;
	s->in += n;
	return 0;
}

static int repeat(struct stream *s, uint32_t length, const struct code *distances)
{
	static const uint16_t bases[] = { 1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193,
		257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577 };
	int32_t symbol = take_symbol(s, distances), more;
	int err;

	if (symbol < 0 || symbol >= (int32_t)(sizeof(bases) / sizeof(*bases)))
		return -EINVAL;
	more = take(s, symbol < 4 ? 0 : symbol / 2 - 1);
	if (more < 0 || (uint32_t)(bases[symbol] + more) > s->size - s->begin)
		return -EINVAL;
	err = room(s, length);
	for (more += bases[symbol]; !err && length; length--, s->size++)
		s->out[s->size] = s->out[s->size - more];
	return err;
}

static int coded(struct stream *s, const struct code *symbols, const struct code *distances)
{
	static const uint16_t bases[] = { 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35,
		43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258 };
	static const uint8_t extra[] = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3,
		4, 4, 4, 4, 5, 5, 5, 5, 0 };
	int32_t symbol, more;
	int err = 0;

	while (!err) {
		symbol = take_symbol(s, symbols);
		if (symbol == 256)
			return 0;
		if (symbol < 0 || symbol > 256 + (int32_t)sizeof(extra))
			return -EINVAL;
		if (symbol > 256) {
			more = take(s, extra[symbol - 257]);
			err = more < 0 ? more : repeat(s, bases[symbol - 257] + more, distances);
			continue;
		}
		err = room(s, 1);
		if (!err)
			s->out[s->size++] = symbol;
	}
	return err;
}

static int fixed(struct stream *s)
{
	uint8_t lengths[SYMBOLS_MOST];
	struct code symbols, distances;

	memset(lengths, 8, sizeof(lengths));
	memset(lengths + 144, 9, 256 - 144);
	memset(lengths + 256, 7, 280 - 256);
	make_code(&symbols, lengths, SYMBOLS_MOST);
	memset(lengths, 5, 30);
	make_code(&distances, lengths, 30);
	return coded(s, &symbols, &distances);
}

/* The lengths of both codes in one row: 16 repeats the last one, 17 and 18 are several times 0. */
static int take_lengths(struct stream *s, const struct code *c, uint8_t *lengths, uint32_t n)
{
	static const uint8_t bits[] = { 2, 3, 7 }, least[] = { 3, 3, 11 };
	int32_t symbol, times;
	uint32_t i = 0;

	while (i < n) {
		symbol = take_symbol(s, c);
		if (symbol < 0)
			return symbol;
		if (symbol < 16) {
			lengths[i++] = symbol;
			continue;
		}
		times = take(s, bits[symbol - 16]);
		if (times < 0 || (symbol == 16 && !i) || (times += least[symbol - 16]) > (int32_t)(n - i))
			return -EINVAL;
		memset(lengths + i, symbol == 16 ? lengths[i - 1] : 0, times);
		i += times;
	}
	return 0;
}

static int dynamic(struct stream *s)
{
	static const uint8_t order[] = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14,
		1, 15 };
	int32_t symbol_cnt = take(s, 5), distance_cnt = take(s, 5), cnt = take(s, 4), i, n = 0;
	uint8_t lengths[SYMBOLS_MOST + 32] = { 0 };
	struct code symbols, distances;

	if (symbol_cnt < 0 || distance_cnt < 0 || cnt < 0 || symbol_cnt + 257 > SYMBOLS_MOST)
		return -EINVAL;
	for (i = 0; i < cnt + 4 && n >= 0; i++) {
		n = take(s, 3);
		lengths[order[i]] = n;
	}
	if (n < 0 || make_code(&symbols, lengths, sizeof(order)))
		return -EINVAL;
	symbol_cnt += 257;
	distance_cnt += 1;
	memset(lengths, 0, sizeof(lengths));
	if (take_lengths(s, &symbols, lengths, symbol_cnt + distance_cnt) ||
		make_code(&symbols, lengths, symbol_cnt) ||
		make_code(&distances, lengths + symbol_cnt, distance_cnt))
		return -EINVAL;
	return coded(s, &symbols, &distances);
}

static int blocks(struct stream *s)
{
	static int (*const kinds[])(struct stream *s) = { stored, fixed, dynamic };
	int32_t last, kind;
	int err = 0;

	s->bits = s->bit_cnt = 0;
	do {
		last = take(s, 1);
		kind = take(s, 2);
		err = kind < 0 || kind > 2 ? -EINVAL : kinds[kind](s);
	} while (!err && !last);
	return err;
}

static uint32_t crc32(const uint8_t *bytes, size_t size)
{
	uint32_t table[16], crc = ~0U, i, n;

	for (i = 0; i < 16; i++)
		for (table[i] = i, n = 0; n < 4; n++)
			table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0xedb88320 : 0);
	for (; size; size--) {
		crc ^= *bytes++;
		crc = crc >> 4 ^ table[crc & 15];
		crc = crc >> 4 ^ table[crc & 15];
	}
	return ~crc;
}

bool inflate_is_gzip(const void *bytes, size_t size)
{
	return size >= 2 && !memcmp(bytes, "\x1f\x8b", 2);
}

static int skip(struct stream *s, size_t n)
{
	if ((size_t)(s->end - s->in) < n)
		return -EINVAL;
	s->in += n;
	return 0;
}

static int skip_string(struct stream *s)
{
	const uint8_t *nul = memchr(s->in, 0, s->end - s->in);

	return nul ? skip(s, nul + 1 - s->in) : -EINVAL;
}

static int header(struct stream *s)
{
	const uint8_t *h = s->in;
	int err = skip(s, 10);

	if (err || !inflate_is_gzip(h, 2) || h[2] != 8 || h[3] & 0xe0)
		return -EINVAL;
	if (h[3] & FLAG_EXTRA)
		err = s->end - s->in < 2 ? -EINVAL : skip(s, 2 + (s->in[0] | s->in[1] << 8));
	if (!err && h[3] & FLAG_NAME)
		err = skip_string(s);
	if (!err && h[3] & FLAG_COMMENT)
		err = skip_string(s);
	if (!err && h[3] & FLAG_HEADER_CRC)
		err = skip(s, 2);
	return err;
}

static int member(struct stream *s)
{
	int err = header(s);

	s->begin = s->size;
	if (!err)
		err = blocks(s);
	if (!err)
		err = skip(s, 8);
	if (!err && (little(s->in - 8) != crc32(s->out + s->begin, s->size - s->begin) ||
		little(s->in - 4) != s->size - s->begin))
		err = -EBADMSG;
	return err;
}

static int fail(const char *name, int err, size_t most, struct rawbpf_diag *d)
{
	if (err == -EFBIG)
		return diag_fail(d, RAWBPF_STAGE_OPEN, err, "%s: unpacks to more than %zu bytes", name,
			most);
	if (err == -ENOMEM)
		return diag_fail(d, RAWBPF_STAGE_OPEN, err, "%s: out of memory", name);
	return diag_fail(d, RAWBPF_STAGE_OPEN, -EINVAL, "%s: %s", name,
		err == -EBADMSG ? "the checksum of what was unpacked is wrong: the file is damaged"
				: "is cut off, or no gzip file");
}

int inflate_gzip(const char *name, const void *bytes, size_t size, size_t most, char **out,
	size_t *out_size, struct rawbpf_diag *d)
{
	struct stream s = { .in = bytes, .end = (const uint8_t *)bytes + size,
		.most = most < UINT32_MAX / 4 ? most : UINT32_MAX / 4 };
	int err = room(&s, 0);

	do
		err = err ? err : member(&s);
	while (!err && inflate_is_gzip(s.in, s.end - s.in));
	if (err) {
		free(s.out);
		return fail(name, err, most, d);
	}
	s.out[s.size] = '\0';
	*out = (char *)s.out;
	*out_size = s.size;
	return 0;
}
