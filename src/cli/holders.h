/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who keeps a program (or, if asked so, a link) in the kernel: processes that have a descriptor of it, or of a link with it, and
 * pins. The kernel does not list them, so everything is looked through, once, and only if asked.
 */
#ifndef CLI_HOLDERS_H
#define CLI_HOLDERS_H

#include "base/arena.h"
#include "cli/row.h"

struct holder {
	uint32_t id;
	uint32_t pid; /* 0: a pin */
	const char *name; /* the command, or the path */
};

struct holders {
	const char *key; /* whose ids, as fdinfo has it: "link_id:"; NULL: of programs */
	bool known;
	struct holder *items;
	uint32_t cnt, room;
	struct arena arena;
};

/* "pids" and "pinned", as bpftool calls them: lists of objects with pid and comm, and of paths. */
void holders_show(struct row *r, struct holders *h, uint32_t prog_id);
/* "rawbpf(12), /sys/fs/bpf/x", or "nobody that can be seen" */
void holders_text(struct cli *c, struct holders *h, uint32_t id, char *text, size_t size);
void holders_free(struct holders *h);

#endif
