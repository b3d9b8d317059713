/* SPDX-License-Identifier: BSD-2-Clause */
/* The command, in this process, and with its k-th request failing. */
#ifndef CLI_FAULT_H
#define CLI_FAULT_H

#include "rawbpf.h"

/* A mount namespace with an empty bpffs. What the command says goes to files from now on. */
void cli_fault_setup(void);

/* As it would be typed, on this kernel: its exit code. Fails the test if it failed without a word. */
int cli_fault_command(const char *line, struct rawbpf_kernel *k);

/*
 * Every request in turn fails in every way, of which there are that many; after each, no descriptor
 * may be left, and `check` looks at what else is there.
 */
void cli_fault_each(const char *line, unsigned int at_least, void (*check)(int code));

#endif
