/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists of facts, in text or JSON by the same calls. In text a row is one line of words and
 * values, two spaces apart, as bpftool writes; in JSON it is an object.
 *
 *	  events  type ringbuf  max_entries 262144
 *	{"name":"events","type":"ringbuf","max_entries":262144}
 */
#ifndef CLI_ROW_H
#define CLI_ROW_H

#include "cli/cli.h"
#include "kernel/names.h"

struct row {
	struct cli *c;
	bool lists; /* a list stands before this one */
	const char *heading; /* the heading that comes before the first row */
	const char *words; /* the key that comes before the first word */
	const char *gap; /* what comes before the next key, if not two blanks */
};

/* A list under a heading. An empty one is not there in text. */
void row_list_begin(struct row *r, const char *title);
void row_list_end(struct row *r);

void row_begin(struct row *r);
void row_end(struct row *r);
/* what the row is about: in text without the key */
void row_title(struct row *r, const char *key, const char *value);
void row_word(struct row *r, const char *key, const char *value);
void row_number(struct row *r, const char *key, uint64_t value);
void row_signed(struct row *r, const char *key, int64_t value);
/* in text as 0x1f */
void row_hex(struct row *r, const char *key, uint64_t value);
/* in text the key alone, if it is so */
void row_flag(struct row *r, const char *key, bool value);

/* Several words under one key, in text with commas. Nothing in text if there are none. */
void row_words_begin(struct row *r, const char *key);
void row_words_item(struct row *r, const char *value);
void row_words_number(struct row *r, uint64_t value);
void row_words_end(struct row *r);
/* Facts of a thing within the thing. */
void row_sub_begin(struct row *r, const char *key);
void row_sub_end(struct row *r);
/* A number by its short name; without one, in JSON it stays a number. */
void row_type(struct row *r, const char *key, const struct names *types, uint64_t type);
/* A number that text has between other words. */
void row_fact(struct row *r, const char *key, const char *before, uint64_t value,
	const char *after);
/* A key whose value the caller writes. */
void row_key(struct row *r, const char *key);
/* text without control characters */
void row_plain(struct cli *c, const char *s);

#endif
