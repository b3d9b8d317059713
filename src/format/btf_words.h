/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A type's record as words. Whoever copies types from one BTF to another has to change names and
 * type numbers, wherever in a record they stand, and nothing else.
 */
#ifndef FORMAT_BTF_WORDS_H
#define FORMAT_BTF_WORDS_H

#include "format/btf.h"

enum btf_word {
	BTF_WORD_NUMBER = '0',
	BTF_WORD_NAME = 'n', /* an offset into the strings */
	BTF_WORD_TYPE = 't', /* a type's number */
};

/* Words in a record; 0 for a kind that we do not know. */
uint32_t btf_words(const struct btf_type *t);
/* What the i-th is; i below btf_words(). */
enum btf_word btf_word(const struct btf_type *t, uint32_t i);

/* What is done with each word that is a type's number, or a name's place. NULL: nothing. */
struct btf_visitor {
	void (*type)(void *ctx, uint32_t *id);
	void (*name)(void *ctx, uint32_t *offset);
	void *ctx;
};

/* To read or to change them. Of a kind that we do not know only the name is known. */
void btf_visit(struct btf_type *t, const struct btf_visitor *v);

#endif
