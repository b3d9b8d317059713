/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "rawbpf.h"

/*
 * Note a failure and return `err`, so that failing is one line. The first one wins: whoever knows
 * most speaks first, callers above add nothing. d may be NULL.
 */
int diag_fail(struct rawbpf_diag *d, enum rawbpf_stage stage, int err, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Hand a failure on, which empties `from`; `to` keeps its own if it has one, or may be NULL. */
void diag_move(struct rawbpf_diag *to, struct rawbpf_diag *from);

/* err may be negative. "EINVAL", or NULL for one that is not known; and the error's own words. */
const char *diag_errno(int err);
const char *diag_strerror(int err);

#endif
