/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLI_BTF_H
#define CLI_BTF_H

#include "cli/cli.h"
#include "object/ktypes.h"

/* Where types come from, as the words say. */
struct btf_source {
	struct cli *cli;
	struct arena arena;
	struct ktypes kernel;     /* the running kernel's, as a base */
	struct ktypes_file base;  /* -B */
	struct ktypes_file *files;
	uint32_t file_cnt;
	struct btf loaded;        /* what the kernel has by id, or what several files come to */
	struct btf *base_btf;     /* NULL: not split */
	struct btf *btf;
	uint32_t *roots, root_cnt, root_room; /* of interest; none: all */
	bool by_map;              /* the roots are a map's key and value */
};

/* Take the source from the words. 0, or an exit code after saying why; free it in any case. */
int btf_source_open(struct cli *c, struct btf_source *s);
void btf_source_free(struct btf_source *s);
int btf_source_root(struct btf_source *s, uint32_t id);

/* btf_merge.c: types of several modules of one base, one behind the other. 0 or -errno */
int btf_merge(struct btf_source *s, struct rawbpf_diag *d);

int btf_show(struct cli *c);
int btf_dump(struct cli *c);

#endif
