/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef OBJECT_VERIFIER_H
#define OBJECT_VERIFIER_H

#include "rawbpf.h"

struct bpf_attr_prog_load;
struct code;
struct unit;

/* A name the kernel accepts for programs and maps: at most 15 characters and a NUL. */
void verifier_name(char *to, const char *from);

/* why programs and maps for the card of an interface are refused, and what to do */
const char *verifier_card(struct rawbpf_kernel *k, uint32_t ifindex, char *text, size_t size);

/*
 * As rawbpf_prog_load(), of instructions that come from an object: if the verifier refuses one
 * that was made invalid, the message says why it was, and which line of the source it is of.
 */
int verifier_load(struct rawbpf_kernel *k, const struct rawbpf_prog_spec *p, const struct unit *u,
	const struct code *c, struct rawbpf_diag *d);
/*
 * Load the least program of this kind. Its descriptor; -EINVAL if the kernel has no such kind, or none
 * that can sleep, or do without a BTF id, where that is asked for; -EACCES if it has one and wants more of a program than that;
 * what else the kernel says tells nothing of the kind.
 */
int verifier_least(struct rawbpf_kernel *k, const struct bpf_attr_prog_load *like);
/* verifier_poison.c: 0 if the log is not about such an instruction; else the message's failure */
int verifier_poison(const char *prog, int err, const char *log, const struct unit *u,
	const struct code *c, struct rawbpf_diag *d);

#endif
