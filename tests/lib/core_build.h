/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects with CO-RE records, made in memory, in either byte order, and types to fit them to:
 *
 *	core_build_init(&b, false);
 *	s = btf_build_struct(&b.local, "s", 8, 2); ... btf_build_struct(&b.target, "s", ...); ...
 *	core_build_ask(&b, BPF_CORE_FIELD_BYTE_OFFSET, s, "0:1");
 *	b.result.to
 *	core_build_free(&b);
 *
 * The object is one program "p" in the section "socket"; each record is about one instruction.
 */
#ifndef CORE_BUILD_H
#define CORE_BUILD_H

#include "link/core.h"
#include "tests/lib/btf_build.h"
#include "tests/lib/elf_build.h"

#define CORE_BUILD_MAX 256

struct core_build {
	struct btf_build local, target;
	struct elf_build elf;
	uint32_t record_cnt, insn_cnt;
	struct bpf_core_relo records[CORE_BUILD_MAX];
	struct bpf_insn insns[CORE_BUILD_MAX];
	/* what came of it */
	struct arena arena;
	struct unit unit;
	struct btf btf; /* the target */
	struct btf_names names;
	struct rawbpf_diag diag;
	struct core_result result;
	struct core_spec way;
};

void core_build_init(struct core_build *b, bool big);
void core_build_free(struct core_build *b);
/* The next instruction; register 1 from or to what register 2 points to. */
void core_build_insn(struct core_build *b, uint8_t code, int16_t off, int32_t imm);
/* A record about the instruction that comes next. */
void core_build_record(struct core_build *b, uint32_t kind, uint32_t type, const char *access);
/* The object file, with "return 0" at its end. It stays the builder's. */
const uint8_t *core_build_object(struct core_build *b, size_t *size);
/* Read the object and the target and have its names answered; 0 or an error with b->diag. */
int core_build_fit(struct core_build *b);
/* All this with one record more, and its answer. */
void core_build_ask(struct core_build *b, uint32_t kind, uint32_t type, const char *access);

#endif
