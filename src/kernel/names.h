/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's constants as text, spelled in full as its headers do: "BPF_MAP_TYPE_HASH".
 */
#ifndef KERNEL_NAMES_H
#define KERNEL_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * First what the table of fields calls the list, then the names of 0, 1, 2, ... or (flags) of bits
 * 0, 1, 2, ...; "-" where a number has none. With `values` the numbers are those, one for each
 * name, and flags are masks. Each word ends with a NUL, the last one with two.
 */
struct names {
	const char *list;
	const uint32_t *values;
};

/* One of a list; all zero before the first. */
struct name {
	const char *name;
	uint32_t number;
	uint32_t cnt; /* its place in the list */
};

extern const struct names names_bpf_cmd, names_map_type, names_prog_type, names_attach_type,
	names_link_type;

/* The next one that is not "-"; false after the last. */
bool names_next(const struct names *n, struct name *at);
/* NULL for a number without a name */
const char *names_get(const struct names *n, uint64_t value);
/*
 * The short form that bpftool and the command use: without the first `skip` characters, in lower
 * case ("BPF_MAP_TYPE_" and "hash"); the number as text where there is no name. Returns buf.
 */
const char *names_short(const struct names *n, uint64_t value, size_t skip, char *buf, size_t size);
/* The number of a short or full name, in upper or lower case; -1 if there is none. */
int names_find(const struct names *n, const char *name, size_t skip);

#endif
