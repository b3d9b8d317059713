/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's constants as text: in full as its headers spell them, "BPF_MAP_TYPE_HASH", or in
 * the short form that bpftool and the command use, "hash".
 */
#ifndef KERNEL_NAMES_H
#define KERNEL_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * First what the table of fields calls the list, then what all its names begin with, then what
 * follows that in the names of 0, 1, 2, ... or (flags) of bits 0, 1, 2, ...; "-" where a number has none. With `values` the numbers are those, one for each
 * name, and flags are masks. Each word ends with a NUL, the last one with two.
 */
struct names {
	const char *list;
	const uint32_t *values;
};

/* One of a list; all zero before the first. */
struct name {
	const char *prefix, *name; /* "BPF_MAP_TYPE_", "HASH" */
	uint32_t number;
	uint32_t cnt; /* its place in the list */
};

extern const struct names names_bpf_cmd, names_map_type, names_prog_type, names_attach_type,
	names_link_type;

/* The next one that is not "-"; false after the last. */
bool names_next(const struct names *n, struct name *at);
/* The full name; false for a number without one, and then buf is not changed. */
bool names_get(const struct names *n, uint64_t value, char *buf, size_t size);
/* The short name; the number as text, and false, where there is none. */
bool names_short(const struct names *n, uint64_t value, char *buf, size_t size);
/* The number of a short or full name, in upper or lower case; -1 if there is none. */
int names_find(const struct names *n, const char *name);

#endif
