/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLI_CGROUP_H
#define CLI_CGROUP_H

#include "cli/holders.h"
#include "format/btf.h"
#include "hook/hook.h"

#define CGROUP_PROGS 1024

struct cgroup_link {
	uint32_t id, prog_id, type, inode;
};

/* All links that are of cgroups. */
struct cgroup_links {
	bool known;
	struct cgroup_link *items;
	uint32_t cnt, room;
};

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
	struct holders holders;
	struct cgroup_links links;
};

/* The rows of hooks of cgroups, one for each attach type; NULL first and last. */
const struct hook *cgroup_next(const struct hook *h);
/* the type that the next word names, or NULL after saying that it is none */
const struct hook *cgroup_take_type(struct cli *c);
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

/* cgroup_links.c: the link that holds a program there, 0 if none, or none that may be seen */
uint32_t cgroup_links_take(struct cgroup_links *l, struct cli *c, int fd, uint32_t type, uint32_t prog_id);
void cgroup_links_free(struct cgroup_links *l);

int cgroup_tree(struct cli *c);

#endif
