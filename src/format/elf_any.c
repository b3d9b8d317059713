/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files of 32 and of 64 bits hold the same headers, with numbers of their width and therefore at
 * other places:
 *
 *			32 bits				64 bits
 *	file header	e_shoff 32 (4 bytes)		40 (8 bytes)
 *			e_shentsize, e_shnum, e_shstrndx: three times 2 bytes
 *			46				58
 *	section header	sh_name 0, sh_type 4		0, 4
 *			sh_offset 16, sh_size 20	24, 32
 *			sh_link 24			40
 *
 * Numbers of sections that do not fit into the file header are in section 0's, see format/elf.c.
 */
#include "format/elf_any.h"

#include <elf.h>
#include <errno.h>

struct layout {
	uint8_t width, shoff, shentsize, offset, size, link;
};

static const struct layout layouts[] = {
	[ELFCLASS32] = { 4, 32, 46, 16, 20, 24 },
	[ELFCLASS64] = { 8, 40, 58, 24, 32, 40 },
};

struct headers {
	struct bytes file, names;
	const struct layout *l;
	uint64_t at;
	uint64_t cnt;
	uint16_t size;
};

static uint64_t number(const struct headers *h, const uint8_t *at)
{
	return h->l->width == 8 ? bytes_u64(&h->file, at) : bytes_u32(&h->file, at);
}

static const uint8_t *header(const struct headers *h, uint64_t i)
{
	return bytes_at(&h->file, h->at + i * h->size, h->l->link + 4);
}

/* The bytes of section i; false when its header or they are outside the file. */
static bool section(const struct headers *h, uint64_t i, struct bytes *out)
{
	const uint8_t *s = header(h, i);

	if (!s || bytes_u32(&h->file, s + 4) == SHT_NOBITS)
		return false;
	out->swap = h->file.swap;
	out->size = number(h, s + h->l->size);
	out->data = bytes_at(&h->file, number(h, s + h->l->offset), out->size);
	return out->data;
}

static int read_headers(const void *bytes, size_t size, struct headers *h)
{
	const uint16_t one = 1;
	const uint8_t *id, *first;
	uint32_t names;

	h->file = (struct bytes){ bytes, size, false };
	id = bytes_at(&h->file, 0, sizeof(Elf32_Ehdr));
	if (!id || memcmp(id, ELFMAG, SELFMAG) ||
		(id[EI_CLASS] != ELFCLASS32 && id[EI_CLASS] != ELFCLASS64) ||
		size < sizeof(Elf64_Ehdr))
		return -EINVAL;
	h->file.swap = (id[EI_DATA] == ELFDATA2LSB) != *(const uint8_t *)&one;
	h->l = &layouts[id[EI_CLASS]];
	h->at = number(h, id + h->l->shoff);
	h->size = bytes_u16(&h->file, id + h->l->shentsize);
	h->cnt = bytes_u16(&h->file, id + h->l->shentsize + 2);
	names = bytes_u16(&h->file, id + h->l->shentsize + 4);
	if (!h->at)
		return -ENOENT;
	first = header(h, 0);
	if (!first || h->size < h->l->link + 4)
		return -EINVAL;
	if (!h->cnt)
		h->cnt = number(h, first + h->l->size);
	if (names == SHN_XINDEX)
		names = bytes_u32(&h->file, first + h->l->link);
	return section(h, names, &h->names) ? 0 : -EINVAL;
}

int elf_any_section(const void *bytes, size_t size, const char *name, struct bytes *out)
{
	struct headers h;
	const uint8_t *s;
	const char *its;
	uint64_t i;
	int err = read_headers(bytes, size, &h);

	for (i = 1; !err && i < h.cnt; i++) {
		s = header(&h, i);
		its = s ? bytes_string(&h.names, bytes_u32(&h.file, s)) : NULL;
		if (!its)
			return -EINVAL;
		if (!strcmp(its, name) && section(&h, i, out))
			return 0;
	}
	return err ? err : -ENOENT;
}
