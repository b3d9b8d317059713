/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * /proc/self/fdinfo/FD: what the kernel says of a descriptor, a line "key:\tvalue" each. For BPF
 * that is more than the info request knows: memory charged, frozen, who owns a prog array.
 */
#ifndef CLI_FDINFO_H
#define CLI_FDINFO_H

#include "cli/cli.h"

#define FDINFO_SIZE 2048

/* < 0 and an empty text where there is no proc file system */
int fdinfo_read(struct cli *c, int fd, char *text);
/* does a line begin with this key, written with its colon? */
bool fdinfo_has(const char *text, const char *key);
/* its number; -1 if it is not there */
int64_t fdinfo_number(const char *text, const char *key);

#endif
