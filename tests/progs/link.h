/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What link_a.bpf.c and link_b.bpf.c, which are linked into one object, know of each other. Both define static
 * functions, variables and constants of the same names, which must stay apart; each has a part of
 *
 *	linked_a, linked_b	bits for what came out right, all of them: see there
 */
#ifndef LINK_H
#define LINK_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct far; /* defined in link_b.bpf.c only */

struct near {
	struct near *next;
	struct far *far;
	__u32 number;
};

/* a map of both: defined by link_b.bpf.c */
struct shared_map {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, struct near);
};

#endif
