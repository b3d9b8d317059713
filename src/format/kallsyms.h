/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef FORMAT_KALLSYMS_H
#define FORMAT_KALLSYMS_H

#include "format/bytes.h"

/* A symbol that is looked for; all of them in one go over the list. */
struct kallsyms_name {
	const char *name;
	uint64_t address; /* of the first one */
	uint32_t cnt;	  /* how many addresses have the name: 0 none, 2 several */
	char type;	  /* t T code, d D b B r R data, a A a number; small: not global */
};

/*
 * Function after function: where to go on for the next, or NULL behind the last whole line. The text
 * ends with 0, and so does the name, in its place.
 */
char *kallsyms_next(char *text, uint64_t *address, char **name);

/*
 * Look at the whole lines in text, which may be one piece of many: returns how many bytes they are.
 * What is left belongs before the next piece.
 */
size_t kallsyms_read(const char *text, size_t size, struct kallsyms_name *names, uint32_t cnt);

#endif
