/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who keeps a program in the kernel: processes that have a descriptor of it, or of a link with it, and
 * pins. The kernel does not list them, so everything is looked through, once, and only if asked.
 */
#ifndef CLI_HOLDERS_H
#define CLI_HOLDERS_H

#include "base/arena.h"
#include "cli/row.h"

struct holder {
	uint32_t prog_id;
	uint32_t pid; /* 0: a pin */
	const char *name; /* the command, or the path */
};

struct holders {
	bool known;
	struct holder *items;
	uint32_t cnt, room;
	struct arena arena;
};

/* "pids" and "pinned", as bpftool calls them: lists of objects with pid and comm, and of paths. */
void holders_show(struct row *r, struct holders *h, uint32_t prog_id);
void holders_free(struct holders *h);

#endif
