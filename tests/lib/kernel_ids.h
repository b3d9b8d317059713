/* SPDX-License-Identifier: BSD-2-Clause */
/* What BPF objects the kernel holds: taken before and compared after, to see that nothing is left
 * behind. */
#ifndef KERNEL_IDS_H
#define KERNEL_IDS_H

#include <stddef.h>
#include <stdint.h>

enum kernel_kind { KERNEL_PROG, KERNEL_MAP, KERNEL_LINK, KERNEL_BTF, KERNEL_KINDS };

struct kernel_ids {
	uint32_t *ids[KERNEL_KINDS]; /* ascending */
	size_t count[KERNEL_KINDS];
};

void kernel_ids_take(struct kernel_ids *now);
void kernel_ids_free(struct kernel_ids *s);

/* How many there are that were not there before, and belong to no other process. */
size_t kernel_ids_new(const struct kernel_ids *before, enum kernel_kind kind);

/*
 * Fails the test when something new is still there after three seconds, the kernel's own clean-up
 * being deferred (RCU, a work queue), and frees the list. Says kind, id and name.
 */
void kernel_ids_same(struct kernel_ids *before);

#endif
