/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLI_CGROUP_H
#define CLI_CGROUP_H

#include "cli/cli.h"
#include "format/btf.h"
#include "hook/hook.h"

#define CGROUP_PROGS 1024

/* A listing, and what it asks the kernel next. */
struct cgroup_list {
	struct cli *c;
	uint32_t query; /* BPF_F_QUERY_EFFECTIVE, or 0 */
	bool indent;
	bool failed;    /* said already: some type cannot be asked about */
	uint32_t cnt, flags;
	uint32_t ids[CGROUP_PROGS], each[CGROUP_PROGS]; /* of each program the flags */
	struct arena arena; /* of the types, which have programs for hooks of the LSM */
	uint32_t btf_id;
	struct btf btf;
};

/* The rows of hooks of cgroups, one for each attach type; NULL first and last. */
const struct hook *cgroup_next(const struct hook *h);
/* A descriptor of the directory, or -(exit code) after saying why. */
int cgroup_open(struct cli *c, const char *path);
/* Takes the word "effective"; 0 or an exit code. */
int cgroup_list_init(struct cgroup_list *l, struct cli *c);
void cgroup_list_free(struct cgroup_list *l);
/* Are there programs? 1, 0, or -errno if nothing can be asked. */
int cgroup_list_any(struct cgroup_list *l, int fd);
void cgroup_list_head(struct cgroup_list *l);
/* The programs; in JSON as an array. */
void cgroup_list_show(struct cgroup_list *l, int fd);
/* An exit code, after saying why the directory cannot be asked about. */
int cgroup_list_fault(struct cli *c, int err, const char *path);

int cgroup_tree(struct cli *c);

#endif
