/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Link whatever bytes there are, alone and with a second copy whose symbols are weak, so that they
 * give way to the first one's. What is refused must be refused in a sentence; what comes out must be
 * an object, and give itself when it is linked again.
 */
#include <stdlib.h>
#include <string.h>

#include "format/elf.h"
#include "gen/object.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int link_files(struct arena *a, const struct gen_file *files, uint32_t cnt,
	struct gen_file *out)
{
	struct rawbpf_diag d;
	uint64_t size = 0;
	void *bytes = NULL;
	int err;

	memset(&d, 0, sizeof(d));
	err = gen_object(a, files, cnt, &bytes, &size, &d);
	if (err && (!d.err || !d.msg[0]))
		abort(); /* no sentence */
	*out = (struct gen_file){ "out.o", bytes, size };
	return err;
}

/* Global symbols of a copy become weak ones. */
static void weaken(uint8_t *bytes, size_t size)
{
	struct arena a = { NULL };
	const struct elf_section *s;
	struct elf e;
	uint64_t at;
	uint32_t i;

	if (!elf_parse(&a, "copy", bytes, size, &e, NULL)) {
		for (i = 1, s = e.sections + 1; i < e.section_cnt && s->type != SHT_SYMTAB; i++, s++)
			;
		for (at = s->offset + offsetof(Elf64_Sym, st_info); i < e.section_cnt &&
			at < s->offset + s->bytes.size; at += sizeof(Elf64_Sym))
			if (ELF64_ST_BIND(bytes[at]) == STB_GLOBAL)
				bytes[at] = ELF64_ST_INFO(STB_WEAK, ELF64_ST_TYPE(bytes[at]));
	}
	arena_free(&a);
}

static void try(const struct gen_file *files, uint32_t cnt)
{
	struct gen_file once, twice;
	struct arena a = { NULL };

	if (!link_files(&a, files, cnt, &once)) {
		if (link_files(&a, &once, 1, &twice) || once.size != twice.size ||
			memcmp(once.bytes, twice.bytes, once.size))
			abort();
	}
	arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gen_file files[2] = { { "a.o", data, size }, { "b.o", NULL, size } };
	uint8_t *copy = malloc(size ? size : 1);

	if (size)
		memcpy(copy, data, size);
	files[1].bytes = copy;
	try(files, 1);
	weaken(copy, size);
	try(files, 2);
	free(copy);
	return 0;
}
