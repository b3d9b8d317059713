/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pins that are made together: all of them stay, or what was made before a failure is removed,
 * folders too.
 */
#ifndef CLI_PINS_H
#define CLI_PINS_H

#include "rawbpf.h"

struct pin {
	struct pin *next;
	bool folder;
	char path[];
};

struct pins {
	struct rawbpf_kernel *kernel;
	struct pin *last; /* made last, so the first to be removed */
};

/* The folder named by the first `size` characters. 0, also if it is there already, or -errno. */
int pins_folder(struct pins *p, const char *path, size_t size);
/* Pin at FOLDER/NAME or, if name is empty, FOLDER; dots and slashes in the name become _. */
int pins_add(struct pins *p, int fd, const char *folder, const char *name, struct rawbpf_diag *d);
/* Who may use what was made: -1 leaves the owner, the group, the mode as they are. */
int pins_give(struct pins *p, int32_t owner, int32_t group, int32_t mode, struct rawbpf_diag *d);
void pins_remove(struct pins *p);
/* Forget what was made. */
void pins_free(struct pins *p);

#endif
