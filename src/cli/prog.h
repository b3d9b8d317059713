/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLI_PROG_H
#define CLI_PROG_H

#include <linux/bpf.h>

#include "cli/cli.h"
#include "format/btf.h"

/* Which of a program's arrays are wanted, besides the numbers. */
enum prog_want {
	PROG_MAPS = 1 << 0,
	PROG_XLATED = 1 << 1, /* the instructions, as the verifier left them */
	PROG_JITED = 1 << 2,  /* the machine code */
	PROG_FUNCS = 1 << 3,  /* types, machine code sizes and addresses of functions */
	PROG_LINES = 1 << 4,
	PROG_BTF = 1 << 5,
};

/*
 * What the kernel says about a loaded program. The arrays are ours and as long as the counts
 * beside them say; a count is 0 where the kernel does not tell.
 */
struct prog_facts {
	struct bpf_prog_info info;
	bool orphaned; /* the device it was loaded for has gone */
	struct arena arena;
	struct btf btf; /* of the program; empty if it has none */
	uint32_t *map_ids;
	struct bpf_insn *xlated;
	uint8_t *jited;
	uint64_t *ksyms;      /* where each function's machine code is; 0 if that is a secret */
	uint32_t *func_lens;  /* how long it is */
	uint8_t *funcs, *lines; /* records of info.func_info_rec_size, info.line_info_rec_size */
};

/* prog_facts.c: 0, or an exit code after saying why. Free it in either case. */
int prog_facts_read(struct cli *c, int fd, uint32_t want, struct prog_facts *f);
void prog_facts_free(struct prog_facts *f);
const struct bpf_func_info *prog_facts_func(const struct prog_facts *f, uint32_t i);
const struct bpf_line_info *prog_facts_line(const struct prog_facts *f, uint32_t i);

/* prog_show.c: 0 or an exit code */
int prog_show_one(struct cli *c, int fd);

int prog_dump(struct cli *c);
int prog_load(struct cli *c);
int prog_loadall(struct cli *c);
int prog_run(struct cli *c);
int prog_tracelog(struct cli *c);

/* prog_jited.c: the machine code of each function */
int prog_jited(struct cli *c, const struct prog_facts *f);

/* prog_helpers.c: names of the kernel functions that a loaded program calls, by address */
struct prog_helper {
	int32_t imm;
	char name[64];
};

struct prog_helpers {
	struct prog_helper *list;
	uint32_t cnt;
};

/* Without names if the kernel keeps its addresses to itself. */
void prog_helpers_find(const struct prog_facts *f, struct prog_helpers *h);
const char *prog_helpers_name(const struct prog_helpers *h, int32_t imm);
void prog_helpers_free(struct prog_helpers *h);

#endif
