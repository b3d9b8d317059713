/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLI_GEN_H
#define CLI_GEN_H

#include "base/arena.h"
#include "cli/cli.h"
#include "gen/object.h"

/*
 * gen_file.c: read the files that the next words name, also those without a size. 0, or an exit code
 * after saying why not.
 */
int gen_read_all(struct cli *c, struct arena *a, struct gen_file *files, uint32_t cnt);
/*
 * A new file, whole or not at all: it is written beside the old one and takes its place. What is no
 * regular file (a pipe, a device) is written to as it is.
 */
int gen_save(struct cli *c, const char *path, const void *bytes, size_t size);

/* gen_object.c, gen_min_core_btf.c */
int gen_link_objects(struct cli *c);
int gen_min_core_btf(struct cli *c);

#endif
