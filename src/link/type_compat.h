/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LINK_TYPE_COMPAT_H
#define LINK_TYPE_COMPAT_H

#include "format/btf.h"

/*
 * Whether a type as the program declares it may stand for one of the target: the rule of CO-RE's
 * type_exists, type_size and type_id, and of typed kernel symbols.
 */
bool type_compat(const struct btf *local, uint32_t local_id, const struct btf *target,
	uint32_t target_id);

#endif
