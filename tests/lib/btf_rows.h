/* SPDX-License-Identifier: BSD-2-Clause */
/* An object whose BTF has one of each thing that some kernel does not know: see link/degrade.h. */
#ifndef BTF_ROWS_H
#define BTF_ROWS_H

#include "tests/lib/btf_build.h"
#include "tests/lib/elf_build.h"

/* the types' numbers */
enum btf_rows {
	ROWS_INT = 1,
	ROWS_FLOAT,
	ROWS_PROTO,
	ROWS_FUNC,	  /* global, "prog" */
	ROWS_VAR,	  /* "value" */
	ROWS_DATASEC,	  /* ".data" */
	ROWS_LATER,	  /* static variable */
	ROWS_OPTIONAL,	  /* section "?.later" */
	ROWS_DECL_TAG,	  /* of ROWS_VAR */
	ROWS_TYPE_TAG,
	ROWS_TAGGED,	  /* pointer to it */
	ROWS_ENUM64,	  /* "big": BIG_ONE */
	ROWS_SIGNED,	  /* "small": MINUS */
	ROWS_DECL_FLAG,	  /* the tags with the kind flag */
	ROWS_TYPE_FLAG,
	ROWS_FLAGGED,
	ROWS_USER,	  /* struct "user" that has members of the strange types */
	ROWS_CNT,
};

/* One more: a struct whose names no kernel takes, and a pointer that has one. */
enum { ROWS_FOREIGN = ROWS_CNT, ROWS_NAMED_POINTER };

void btf_rows(struct btf_build *b, bool foreign);
/* a socket filter, .data and that BTF */
void btf_rows_object(struct elf_build *e, struct btf_build *b, bool foreign);

#endif
