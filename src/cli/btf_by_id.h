/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLI_BTF_BY_ID_H
#define CLI_BTF_BY_ID_H

#include "cli/cli.h"
#include "format/btf.h"

/*
 * The types of a loaded program or map, by the id that their information names. 0 or -errno, and
 * then *b is empty; nothing is said about it, since types only make a listing better.
 */
int btf_by_id(struct cli *c, uint32_t id, struct arena *a, struct btf *b);

#endif
