/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef KMSG_H
#define KMSG_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The kernel's log, watched for warnings and oopses while tests run: only with TEST_KMSG in the
 * environment, as a machine that does other things as well warns of those. TEST_KMSG=init: from when
 * the first process began.
 */
void kmsg_open(void);
/* Reads what is new; true if the kernel warned, and then the lines from there on are in `text`. */
bool kmsg_warned(char *text, size_t size);

#endif
