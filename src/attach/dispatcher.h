/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ATTACH_DISPATCHER_H
#define ATTACH_DISPATCHER_H

#include "attach/attach.h"

enum {
	DISPATCHER_SLOTS = 10,
	DISPATCHER_SLOT0 = 6, /* the BTF id of slot0; the others follow */
};

/*
 * dispatcher_prog.c: a new one, with nothing in its slots. *masks is its map. Both descriptors are the
 * caller's.
 */
int dispatcher_load(struct rawbpf_kernel *k, bool frags, int *masks, struct rawbpf_diag *d);
/* Is this program's name that of a dispatcher of ours, with or without frags? */
bool dispatcher_is(const char *name);
bool dispatcher_has_frags(const char *name);

/* dispatcher.c: for opts->slot; l has the interface and the mode */
int dispatcher_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d);

#endif
