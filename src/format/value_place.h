/* SPDX-License-Identifier: BSD-2-Clause */
/* Between value_parse.c, which walks the type, and value_scalar.c, which reads what has no parts. */
#ifndef FORMAT_VALUE_PLACE_H
#define FORMAT_VALUE_PLACE_H

#include "format/value_parse.h"

struct parse {
	const struct btf *btf;
	struct rawbpf_diag *d;
	uint8_t *data;
	uint64_t bits;  /* of data */
	const char *at; /* what is left of the text */
	uint32_t depth, looks;
	bool big;
};

/* One place in the value: a type at a bit, for bit fields with a width. */
struct place {
	const char *name; /* "" if it has none */
	uint32_t type, width;
	uint64_t bit;
};

/* Up to a blank, comma or bracket. */
size_t parse_word(const char *s);
/* "word" is no TYPE: give ...; returns err */
int parse_refuse(struct parse *p, uint32_t type, int err, const char *word, size_t len,
	const char *accepted);

bool scalar_is_char(const struct btf *b, const struct btf_type *t);
int scalar_int(struct parse *p, const struct btf_type *t, const struct place *at);
int scalar_enum(struct parse *p, const struct btf_type *t, const struct place *at);
int scalar_float(struct parse *p, const struct btf_type *t, const struct place *at);
int scalar_pointer(struct parse *p, const struct place *at);
/* an array of char */
int scalar_string(struct parse *p, const struct btf_array *a, const struct place *at);

#endif
