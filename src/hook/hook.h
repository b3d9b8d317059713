/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What there is to attach to: one row per section name. The loader takes the program's type from
 * it, attach/ the mechanism, the help and the messages the words.
 */
#ifndef HOOK_HOOK_H
#define HOOK_HOOK_H

#include <stdbool.h>
#include <stdint.h>

/* How the kernel is asked; one file of src/attach each. */
enum hook_mechanism {
	HOOK_NONE, /* can be loaded and pinned, not attached by us */
	HOOK_SOCKET,
	HOOK_TRACEPOINT,
	HOOK_RAW_TRACEPOINT,
	HOOK_XDP,
	HOOK_CGROUP,
};

enum hook_flags {
	HOOK_TARGET = 1 << 0,    /* WHERE may follow in the section: name/WHERE */
	HOOK_LOOSE = 1 << 1,     /* older loaders took any section that begins like this */
	HOOK_SLEEPABLE = 1 << 2, /* BPF_F_SLEEPABLE */
	HOOK_FRAGS = 1 << 3,     /* BPF_F_XDP_HAS_FRAGS */
	HOOK_BTF_ID = 1 << 4,    /* the load names a kernel function by BTF id */
	HOOK_GENERIC = 1 << 5,   /* XDP in the network core */
	HOOK_NATIVE = 1 << 6,    /* XDP in the driver */
};

struct hook {
	const char *section;
	uint32_t prog_type, attach_type;
	uint16_t flags, mechanism;
	const char *target;  /* what WHERE means; NULL: nothing */
	const char *since;   /* first kernel */
	const char *context; /* the program's argument */
	const char *returns;
	const char *sample; /* in progs/ */
};

extern const struct hook hook_table[];
extern const unsigned int hook_cnt;

/*
 * The row for a section name (without a leading '?'), and in *where what follows the slash, or
 * NULL. An exact name wins, then name/WHERE, then the longest loose beginning.
 */
const struct hook *hook_by_section(const char *section, const char **where);
/*
 * The row for [HOOK:]WHERE; without a known HOOK in front NULL, and *where is all of it.
 */
const struct hook *hook_by_target(const char *target, const char **where);
/* The first row of a program type, NULL if none. */
const struct hook *hook_by_type(uint32_t prog_type);

#endif
