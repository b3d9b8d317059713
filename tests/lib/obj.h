/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects opened, loaded, attached and run: the test fails, with the reason, if that does. */
#ifndef TEST_OBJ_H
#define TEST_OBJ_H

#include "rawbpf.h"

/* Needs root, and the file. k: NULL is the real kernel */
struct rawbpf_object *obj_open(const char *path, struct rawbpf_kernel *k);
struct rawbpf_object *obj_load(struct rawbpf_object *o);
struct rawbpf_link *obj_attach(struct rawbpf_object *o, const char *prog, const char *target,
	const struct rawbpf_attach_opts *opts);
/* Tries to: the error must be this one, the message have these words in it, and nothing be left. */
void obj_refused(struct rawbpf_object *o, const char *prog, const char *target, int err,
	const char *words);
/* A program of these instructions, or of two that return a number: its descriptor, the test's to close. */
int obj_program(const char *name, uint32_t type, uint32_t attach_type, const struct bpf_insn *insns,
	uint32_t cnt);
int obj_returning(const char *name, uint32_t type, uint32_t attach_type, int result);
uint32_t obj_prog_id(int prog);
/* What a program returns for a packet of 64 zeros. */
uint32_t obj_run(struct rawbpf_object *o, const char *prog);

#endif
