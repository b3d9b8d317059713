/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An object and what words say shall be done with it, as run and init have them:
 *
 *	PROG		attach it where its section says
 *	PROG=TARGET	attach it there
 *	MAP		of struct_ops: register it
 *	NAME=VALUE	(of --set) give a global variable this value
 */
#ifndef CLI_PLAN_H
#define CLI_PLAN_H

#include "object/object.h"
#include "show/json.h"

struct plan_word {
	char *name;
	const char *value; /* NULL: there is no = */
};

struct plan {
	const char *file;
	const char *btf_file; /* types instead of the kernel's; NULL: none */
	const char *token;    /* a bpffs that delegates rights; NULL: none */
	const char *kconfig;  /* a file of the kernel's settings, or NULL */
	struct plan_word *targets, *sets;
	uint32_t target_cnt, set_cnt;
	struct rawbpf_object *object; /* NULL before it is loaded */
};

/* Is asked for each program that was attached, and map registered; an error ends it. */
typedef int (*plan_attached)(void *ctx, struct rawbpf_link *l);

/* Room for as many words: 0 or -ENOMEM. The words must outlive the plan. */
int plan_init(struct plan *p, size_t words);
/* PROG[=TARGET], which is cut in two. */
void plan_add_program(struct plan *p, char *word);
/* The same with NAME=VALUE; true if it is not that. */
bool plan_add_set(struct plan *p, char *word);
/* All that can fail returns -errno and has said why in diag. */
int plan_load(struct plan *p, struct rawbpf_kernel *k, struct rawbpf_diag *d);
int plan_attach(struct plan *p, plan_attached fn, void *ctx, struct rawbpf_diag *d);
/* The program or struct_ops map that it attaches. */
const char *plan_link_name(const struct rawbpf_link *l);
/* Which program was attached where and how, in an object that has begun. */
void plan_show_link(struct json *j, const struct rawbpf_link *l);
/* Detaches what is neither pinned nor left, and frees. */
void plan_close(struct plan *p);

#endif
