/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLI_ELSEWHERE_H
#define CLI_ELSEWHERE_H

#include "cli/cli.h"

/* A word of bpftool's that we do not have: EXIT_USAGE after saying what there is instead; or 0. */
int elsewhere(struct cli *c, const char *noun, const char *word);
/* As cli_end(), but with that answer for the next word. */
int elsewhere_end(struct cli *c, const char *noun);

#endif
