/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLI_LINK_H
#define CLI_LINK_H

#include <linux/bpf.h>

#include "cli/row.h"

/*
 * What the kernel says about a link, with room for the text it may write: a name or a path. Its
 * second half is for the kernel's own pointers, so look at the strings only here.
 */
struct link_facts {
	struct bpf_link_info info;
	char text[4096];
	uint64_t *addrs, *cookies; /* kprobe_multi, uprobe_multi: info's counts; or NULL */
	uint64_t *offsets, *ref_ctr_offsets;
};

/* link_facts.c: 0 or -errno; free it in either case */
int link_facts_read(struct cli *c, int fd, struct link_facts *f);
void link_facts_free(struct link_facts *f);

/* link_show.c */
void link_cookie(struct row *r, uint64_t cookie);
/* link_probe.c: perf events, and links to many functions */
void link_show_perf(struct row *r, const struct link_facts *f);
void link_show_kprobe_multi(struct row *r, const struct link_facts *f);
void link_show_uprobe_multi(struct row *r, const struct link_facts *f);

int link_show(struct cli *c);

#endif
