/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef OBJECT_FALLBACK_H
#define OBJECT_FALLBACK_H

#include "object/object.h"

/*
 * The kernel refused a program with this error and log. True if something was changed, in s or in
 * the object's linked code, that makes another try worth while.
 */
bool fallback_found(const struct rawbpf_prog *p, struct rawbpf_prog_spec *s, int err,
	const char *log);
/* The program is loaded, or was refused for good. */
void fallback_end(struct rawbpf_object *o);

#endif
