/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef FORMAT_ELF_H
#define FORMAT_ELF_H

#include <elf.h>

#include "base/arena.h"
#include "base/diag.h"
#include "format/bytes.h"

#define ELF_SPECIAL 0xffff0000U /* with more than 65,279 sections these numbers are ordinary ones */

struct elf_section {
	const char *name;
	struct bytes bytes; /* no data for SHT_NOBITS, but a size */
	uint64_t offset;    /* in the file, for messages */
	uint64_t flags, entsize, align;
	uint32_t index, type, link, info;
};

struct elf_symbol {
	const char *name; /* "" if it has none */
	uint64_t value, size;
	uint32_t section; /* or SHN_UNDEF, or ELF_SPECIAL | SHN_ABS, SHN_COMMON, ... */
	uint8_t bind, type, visibility;
};

struct elf_rel {
	uint64_t offset; /* in the section that is relocated */
	uint32_t symbol; /* checked: below symbol_cnt */
	uint32_t type;   /* R_BPF_... */
};

/* Everything points into the file's bytes, which must stay. */
struct elf {
	const char *name;
	struct bytes file;
	struct elf_section *sections;
	struct elf_symbol *symbols;
	uint32_t section_cnt, symbol_cnt;
	uint16_t machine;
};

int elf_parse(struct arena *a, const char *name, const void *bytes, size_t size, struct elf *e,
	struct rawbpf_diag *d);
/* NULL if there is none */
const struct elf_section *elf_section_by_name(const struct elf *e, const char *name);
uint32_t elf_rel_cnt(const struct elf_section *s);
int elf_rel_at(const struct elf *e, const struct elf_section *s, uint32_t i, struct elf_rel *r,
	struct rawbpf_diag *d);
/* "file: section 5 (.maps), offset 0x40: " and the rest; returns -EINVAL */
int elf_fail(const struct elf *e, const struct elf_section *s, uint64_t offset,
	struct rawbpf_diag *d, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

#endif
