/* SPDX-License-Identifier: BSD-2-Clause */
/* A mount namespace of the test's own, with bpffs and tracefs in the usual places. */
#ifndef MOUNTNS_H
#define MOUNTNS_H

#include <stdbool.h>
#include <stddef.h>

#define MOUNTNS_BPFFS   "/sys/fs/bpf"
#define MOUNTNS_TRACEFS "/sys/kernel/tracing"

/*
 * Moves the calling process into a new mount namespace: an empty bpffs is at MOUNTNS_BPFFS, and a
 * tracefs at MOUNTNS_TRACEFS if the kernel has one. What is pinned or mounted there goes away with
 * the test.
 */
void mountns_enter(void);

/* Is a file system of the type mounted? The first mount point goes to path, unless that is NULL. */
bool mountns_has(const char *type, char *path, size_t size);

#endif
