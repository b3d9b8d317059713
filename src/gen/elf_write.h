/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GEN_ELF_WRITE_H
#define GEN_ELF_WRITE_H

#include <elf.h>

#include "base/arena.h"
#include "gen/strings.h"

struct elf_write_section {
	const char *name;
	uint32_t type, link, info;
	uint64_t flags, align, entsize, size;
	const void *bytes; /* NULL for SHT_NOBITS */
};

/*
 * A relocatable BPF object. sections[0] is number 1 of the file and becomes `.strtab`, which holds
 * the names of sections and whatever strings has already, for symbols. 0 or -errno.
 */
int elf_write(struct arena *a, bool swap, struct elf_write_section *sections, uint32_t cnt,
	struct strings *strings, void **bytes, uint64_t *size);
/* Records in host byte order become the file's. */
void elf_write_symbols(bool swap, Elf64_Sym *symbols, uint32_t cnt);
void elf_write_rels(bool swap, Elf64_Rel *rels, uint32_t cnt);

#endif
