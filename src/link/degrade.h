/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LINK_DEGRADE_H
#define LINK_DEGRADE_H

#include "format/btf.h"

/* What a kernel may lack, with the first one that has it. */
enum degrade {
	DEGRADE_FUNC = 1 << 0,	      /* 5.0: FUNC, FUNC_PROTO */
	DEGRADE_DATASEC = 1 << 1,     /* 5.2: DATASEC, VAR */
	DEGRADE_GLOBAL_FUNC = 1 << 2, /* 5.6: a linkage in FUNC */
	DEGRADE_FLOAT = 1 << 3,	      /* 5.13 */
	DEGRADE_DECL_TAG = 1 << 4,    /* 5.16 */
	DEGRADE_TYPE_TAG = 1 << 5,    /* 5.17 */
	DEGRADE_ENUM64 = 1 << 6,      /* 6.0: ENUM64, and the flag of signed enums */
	DEGRADE_OPTIONAL = 1 << 7,    /* 6.10: sections whose name begins with '?' */
	DEGRADE_TAG_FLAG = 1 << 8,    /* 6.15: tags with the kind flag */
	DEGRADE_ROWS = 9,
	DEGRADE_OTHER = 1 << 9, /* kinds we know nothing of, and names that no kernel takes */
};

/* Which of these things the types use. */
uint32_t degrade_uses(const struct btf *b);
/*
 * The types as bytes for a kernel that lacks these things; types keep their numbers. The bytes are
 * the caller's, from malloc. 0 or -ENOMEM.
 */
int degrade(const struct btf *b, uint32_t lacks, void **bytes, uint32_t *size);

#endif
