/* SPDX-License-Identifier: BSD-2-Clause */
/* What the commands of maps and links have in common: walking over all ids, and pinning one. */
#ifndef CLI_IDS_H
#define CLI_IDS_H

#include <linux/bpf.h>

#include "cli/row.h"

struct ids {
	const char *noun; /* "map" */
	enum bpf_cmd next_id, fd_by_id;
	int (*ref)(struct cli *c);          /* ref_map */
	int (*show)(struct cli *c, int fd); /* 0, or an exit code after saying why */
};

/* Show the one that the words name, or all: in JSON an object, or an array of them. */
int ids_show(struct cli *c, const struct ids *kind);
/* What each of them begins with: "3: hash  name counts" or {"id":3,"type":"hash","name":"counts". */
void ids_head(struct row *r, const struct names *types, uint32_t id, uint32_t type,
	const char *name);
/* The network device that it is for. */
void ids_device(struct row *r, uint32_t ifindex, uint64_t ns_dev, uint64_t ns_inode);
/* The words name one, and a path. */
int ids_pin(struct cli *c, const struct ids *kind);

#endif
