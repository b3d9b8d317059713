/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLI_LINK_H
#define CLI_LINK_H

#include <linux/bpf.h>

#include "cli/cli.h"

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

/* link_show.c: the key and its value; in text two spaces apart */
struct link_shown {
	struct cli *c;
	const struct link_facts *f;
	bool begun; /* text: something stands on the second line */
};

void link_number(struct link_shown *s, const char *key, uint64_t value);
void link_text(struct link_shown *s, const char *key, const char *value);
void link_flag(struct link_shown *s, const char *key, bool value);
void link_cookie(struct link_shown *s, uint64_t cookie);
void link_attach_type(struct link_shown *s, uint32_t type);
/* link_probe.c: perf events, and links to many functions */
void link_show_perf(struct link_shown *s);
void link_show_kprobe_multi(struct link_shown *s);
void link_show_uprobe_multi(struct link_shown *s);

int link_show(struct cli *c);

#endif
