/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BTF made in memory, in either byte order, good or bad: nothing is checked.
 *
 *	btf_build_init(&b, false);
 *	u32 = btf_build_int(&b, "unsigned int", 4, 0);
 *	btf_build_struct(&b, "pair", 8, 2);
 *	btf_build_member(&b, "a", u32, 0);
 *	btf_build_member(&b, "b", u32, 32);
 *	bytes = btf_build_done(&b, &size);
 *	btf_build_free(&b);
 *
 * Every function that begins a type returns its number. What belongs to it follows it.
 */
#ifndef BTF_BUILD_H
#define BTF_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <linux/btf.h>

struct btf_build {
	bool big;
	uint32_t cnt;     /* types so far */
	uint8_t *types;
	char *strings;
	uint8_t *bytes;   /* what btf_build_done() made */
	uint32_t types_size, types_room, strings_size;
	uint32_t first_string; /* split BTF: where its strings begin */
};

/* big: in that byte order, whatever this machine's is */
void btf_build_init(struct btf_build *b, bool big);
/* Split BTF, which goes on where the base ends, so that both can be referred to. */
void btf_build_init_split(struct btf_build *b, const struct btf_build *base);
void btf_build_free(struct btf_build *b);
/* header, types, strings; stays the builder's */
const uint8_t *btf_build_done(struct btf_build *b, size_t *size);

uint32_t btf_build_string(struct btf_build *b, const char *s);
void btf_build_word(struct btf_build *b, uint32_t word);
/* The first 12 bytes of any type. word: its size, or the type it refers to. */
uint32_t btf_build_type(struct btf_build *b, const char *name, uint32_t kind, bool kflag,
	uint32_t vlen, uint32_t word);

uint32_t btf_build_int(struct btf_build *b, const char *name, uint32_t size, uint32_t encoding);
/* an integer of fewer bits than its size has, as bit fields were before they had a kind flag */
uint32_t btf_build_int_bits(struct btf_build *b, const char *name, uint32_t size,
	uint32_t encoding, uint32_t offset, uint32_t bits);
/* pointers, typedefs, qualifiers, tags, functions */
uint32_t btf_build_ref(struct btf_build *b, const char *name, uint32_t kind, uint32_t type);
uint32_t btf_build_array(struct btf_build *b, uint32_t type, uint32_t index, uint32_t nelems);
uint32_t btf_build_struct(struct btf_build *b, const char *name, uint32_t size, uint32_t vlen);
void btf_build_member(struct btf_build *b, const char *name, uint32_t type, uint32_t offset);
void btf_build_enumerator(struct btf_build *b, const char *name, int32_t value);
void btf_build_enumerator64(struct btf_build *b, const char *name, uint64_t value);
uint32_t btf_build_var(struct btf_build *b, const char *name, uint32_t type, uint32_t linkage);
void btf_build_secinfo(struct btf_build *b, uint32_t type, uint32_t offset, uint32_t size);

#endif
