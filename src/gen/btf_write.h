/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BTF under construction: types are copied from other BTF or made, and get the next number.
 *
 *	memset(&w, 0, sizeof(w));
 *	btf_write_copy(&w, &b, btf_type(&b, 1), NULL);
 *	btf_write_done(&w, &arena, false, &bytes, &size);
 *	btf_write_free(&w);
 */
#ifndef GEN_BTF_WRITE_H
#define GEN_BTF_WRITE_H

#include "format/btf.h"
#include "gen/strings.h"

struct btf_write {
	uint32_t *words; /* the types */
	uint32_t *offsets; /* in bytes, of type 1 and so on */
	uint32_t size, room, cnt, offsets_room; /* size, room: in words; cnt: types */
	struct strings strings;
};

/*
 * Append a copy of a type of `from`. Its names become ours; a type number n becomes map[n], or stays
 * (NULL). The new type's number, or -errno.
 */
int btf_write_copy(struct btf_write *w, const struct btf *from, const struct btf_type *t,
	const uint32_t *map);
/* Append a type whose names are ours already. */
int btf_write_words(struct btf_write *w, const uint32_t *words, uint32_t cnt);
/* Good until something is appended. */
struct btf_type *btf_write_type(const struct btf_write *w, uint32_t id);
/*
 * Copy each type that stands for itself, into[id] == id. Then into[] has the numbers that the types, or
 * what stands for them, have here. 0 or -errno.
 */
int btf_write_kept(struct btf_write *w, const struct btf *from, uint32_t *into);
/* What is there so far, as if it had been parsed. Good until something is appended. */
void btf_write_view(const struct btf_write *w, struct btf *b);
/* Header, types, strings, in the other byte order if asked for. */
int btf_write_done(const struct btf_write *w, struct arena *a, bool swap, void **bytes,
	uint64_t *size);
void btf_write_free(struct btf_write *w);

#endif
