/* SPDX-License-Identifier: BSD-2-Clause */
/* One section of any ELF file: a kernel, a module, a program, of any machine, 32 or 64 bits. */
#ifndef FORMAT_ELF_ANY_H
#define FORMAT_ELF_ANY_H

#include "format/bytes.h"

/* -EINVAL: not an ELF file, or one whose headers do not fit; -ENOENT: no such section with bytes */
int elf_any_section(const void *bytes, size_t size, const char *name, struct bytes *out);

#endif
