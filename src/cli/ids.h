/* SPDX-License-Identifier: BSD-2-Clause */
/* What the commands of maps and links have in common: walking over all ids, and pinning one. */
#ifndef CLI_IDS_H
#define CLI_IDS_H

#include <linux/bpf.h>

#include "cli/cli.h"

struct ids {
	const char *noun; /* "map" */
	enum bpf_cmd next_id, fd_by_id;
	int (*ref)(struct cli *c);          /* ref_map */
	int (*show)(struct cli *c, int fd); /* 0, or an exit code after saying why */
};

/* Show the one that the words name, or all: in JSON an object, or an array of them. */
int ids_show(struct cli *c, const struct ids *kind);
/* The words name one, and a path. */
int ids_pin(struct cli *c, const struct ids *kind);

#endif
