/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ATTACH_WHERE_H
#define ATTACH_WHERE_H

#include "attach/attach.h"

/* A request whose WHERE and options are its own, with what the words in WHERE said. */
struct where {
	struct attach_request request;
	struct rawbpf_attach_opts opts;
	char *text;
	int replace_fd; /* ours to close; -1 */
};

/* 0 or -errno with the reason; where_free() in any case. */
int where_read(const struct attach_request *r, struct where *w, struct rawbpf_diag *d);
/* For a path that is not there: if a comma is in it, the words that were perhaps meant; or "". */
const char *where_hint(const struct attach_request *r, char *text, size_t size);
void where_free(struct where *w);

#endif
