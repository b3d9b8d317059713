/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the running kernel has of what an object declares: each struct unit_extern of link/extern.h
 * gets its answer, which may be that there is none. That is an error only of the programs that use
 * it.
 */
#ifndef OBJECT_EXTERNS_H
#define OBJECT_EXTERNS_H

#include "link/extern.h"
#include "object/object.h"

/* Ask for variables and functions among o->names. */
int externs_ask(struct rawbpf_object *o, struct rawbpf_diag *d);
/* Take those answers, and look in /proc/kallsyms and the kernel's configuration for the rest. */
int externs_answer(struct rawbpf_object *o, struct rawbpf_diag *d);
/* Both by themselves, of an object that is not going to be loaded. */
int externs_look(struct rawbpf_object *o, struct rawbpf_diag *d);

/* ksyms.c: addresses, and whether system calls have wrappers */
int ksyms_answer(struct rawbpf_object *o);
/* kconfig.c: values */
/* as KERNEL_VERSION() makes it */
uint32_t kconfig_version(struct rawbpf_kernel *k);
int kconfig_answer(struct rawbpf_object *o, struct rawbpf_diag *d);

#endif
