/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef FORMAT_BTF_EXT_H
#define FORMAT_BTF_EXT_H

#include "format/btf.h"

/* The records of one kind about one ELF section; offsets in bytes from that section's start. */
struct btf_ext_section {
	const char *name;
	uint32_t cnt;
	const uint8_t *records; /* words in host byte order; the first is the offset */
};

struct btf_ext_table {
	uint32_t record_size, section_cnt;
	struct btf_ext_section *sections; /* by name */
	const char *damage; /* a sentence why it is left out (never core), or NULL */
};

struct btf_ext {
	struct btf_ext_table func, line, core;
};

int btf_ext_parse(struct arena *a, const char *name, const struct btf *b, const void *bytes,
	size_t size, struct btf_ext *x, struct rawbpf_diag *d);
/* The first list of that name; NULL if nothing is said about that section. */
const struct btf_ext_section *btf_ext_section(const struct btf_ext_table *t, const char *name);

static inline const uint32_t *btf_ext_record(const struct btf_ext_table *t,
	const struct btf_ext_section *s, uint32_t i)
{
	return (const uint32_t *)(s->records + (size_t)i * t->record_size);
}

#endif
