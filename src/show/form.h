/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many values of one type. What is the same in all of them, brackets and names, is written down
 * once as a form with gaps; a value is then shown by filling in the gaps. The result is that of
 * value_text() and value_json(), at a fifth of the work.
 *
 *	form_init(&f, btf, type_id, use_json);
 *	for each entry
 *		form_json(&f, &json, value, size);
 *	form_free(&f);
 */
#ifndef SHOW_FORM_H
#define SHOW_FORM_H

#include "show/value.h"

struct form_gap {
	uint32_t text, text_len; /* what stands before it, in form.text */
	uint32_t offset;         /* in bytes, for those that are whole integers */
	uint8_t kind;            /* enum form_kind in form.c */
	struct value_part part;
};

struct form {
	const struct btf *btf;
	uint32_t type;
	bool ready; /* else values are shown without it */
	bool json;
	struct form_gap *gaps;
	char *text;
	uint32_t cnt, room;           /* gaps */
	uint32_t text_size, text_room; /* the end of it stands behind the last gap */
	size_t size;                  /* bytes a value must have */
};

/* Never fails: without memory, or for bytes without a type (b NULL, type_id 0), it has no form. */
void form_init(struct form *f, const struct btf *b, uint32_t type_id, bool json);
void form_free(struct form *f);
/* json as was said to form_init() */
void form_text(const struct form *f, struct out *o, const void *data, size_t size);
void form_json(const struct form *f, struct json *j, const void *data, size_t size);

#endif
