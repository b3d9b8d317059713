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
 * Names of consecutive numbers, or (flags) of bits, NULL where a number has none. With `values`
 * the numbers are those, in any order, and flags are masks.
 */
struct names {
	const char *const *list;
	const uint32_t *values;
	uint32_t cnt;
};

/* From an array of names, whose places are the numbers or bits; with values, in the same order. */
#define NAMES(a) { .list = (a), .cnt = sizeof(a) / sizeof((a)[0]) }
#define NAMES_OF(a, v) { .list = (a), .values = (v), .cnt = sizeof(a) / sizeof((a)[0]) }

extern const struct names names_bpf_cmd, names_map_type, names_prog_type, names_attach_type,
	names_link_type;

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
