/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * .BTF.ext: what the code of an object has to say about itself.
 *
 *	header	u16 magic, u8 version, u8 flags, u32 header length,
 *		three times u32 offset, u32 length: func_info, line_info, core_relo
 *	each	u32 record size, then for every ELF section that has some:
 *			u32 section name (in .BTF's strings), u32 count, records
 *
 *	func_info	u32 byte offset, u32 type: here begins this function     (8 bytes)
 *	line_info	u32 byte offset, u32 file, u32 text, u32 line and column (16 bytes)
 *	core_relo	u32 byte offset, u32 type, u32 access string, u32 kind   (16 bytes)
 *
 * Strings and types are those of .BTF. Records may be longer than we know. All of it behind the
 * first four bytes is u32.
 *
 * The first two are for the verifier's messages and for callbacks; most programs load without them.
 * Without the third one a program would be wrong, and no kernel would notice.
 */
#include "format/btf_ext.h"

#include <errno.h>

#include "base/sort.h"

struct reader {
	const char *name, *part;
	struct bytes all;
	struct rawbpf_diag *d;
};

static int fail(const struct reader *r, uint64_t offset, const char *what)
{
	return diag_fail(r->d, RAWBPF_STAGE_OPEN, -EINVAL,
		"%s: .BTF.ext, %s, offset 0x%llx: %s: compile it again", r->name, r->part,
		(unsigned long long)offset, what);
}

static uint32_t word(const struct reader *r, uint64_t offset)
{
	return bytes_u32(&r->all, r->all.data + offset);
}

/* Walk the sections of one table; with t->sections set, fill them, else only count. */
static int walk(const struct reader *r, const struct btf *b, uint64_t at, uint64_t end,
	struct btf_ext_table *t)
{
	uint64_t size;
	uint32_t cnt;

	for (t->section_cnt = 0; at < end; at += 8 + size, t->section_cnt++) {
		if (end - at < 8)
			return fail(r, at, "a section's head is cut off");
		cnt = word(r, at + 4);
		size = (uint64_t)cnt * t->record_size;
		if (!cnt || size > end - at - 8)
			return fail(r, at, "a section's records are missing or cut off");
		if (!t->sections)
			continue;
		t->sections[t->section_cnt].name = btf_string(b, word(r, at));
		t->sections[t->section_cnt].cnt = cnt;
		t->sections[t->section_cnt].records = r->all.data + at + 8;
	}
	return 0;
}

static int by_name(const void *a, const void *b)
{
	const struct btf_ext_section *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int by_name_and_place(const void *a, const void *b)
{
	const struct btf_ext_section *x = a, *y = b;
	int order = by_name(a, b);

	return order ? order : x->records < y->records ? -1 : x->records > y->records;
}

static int parse_table(struct arena *a, struct reader *r, const char *part, const struct btf *b,
	uint32_t head, uint32_t least, struct btf_ext_table *t)
{
	uint64_t start = (uint64_t)word(r, 4) + word(r, head), size = word(r, head + 4);
	int err;

	r->part = part;
	if (!size)
		return 0;
	if (start % 4 || size < 4 || !bytes_at(&r->all, start, size))
		return fail(r, head, "a table does not fit");
	t->record_size = word(r, start);
	if (t->record_size < least || t->record_size % 4)
		return fail(r, start, "the record size is too small or odd");
	err = walk(r, b, start + 4, start + size, t);
	if (err)
		return err;
	t->sections = arena_calloc(a, t->section_cnt + 1, sizeof(*t->sections));
	if (!t->sections)
		return -ENOMEM;
	err = walk(r, b, start + 4, start + size, t);
	if (!err)
		sort(t->sections, t->section_cnt, sizeof(*t->sections), by_name_and_place);
	return err;
}

/* A damaged one is left out, and t->damage says why. */
static int parse_info(struct arena *a, const struct reader *r, const char *part,
	const struct btf *b, uint32_t head, uint32_t least, struct btf_ext_table *t)
{
	struct rawbpf_diag why = { 0 };
	struct reader own = *r;
	int err;

	own.d = &why;
	err = parse_table(a, &own, part, b, head, least, t);
	if (err != -EINVAL)
		return err;
	memset(t, 0, sizeof(*t));
	t->damage = arena_printf(a, "%s", why.msg);
	return t->damage ? 0 : -ENOMEM;
}

/* A copy in host byte order, so that records can be read as words. */
static int host_copy(struct arena *a, struct reader *r, const void *bytes, size_t size)
{
	uint32_t *words = arena_copy(a, bytes, size);
	const uint16_t magic = BTF_MAGIC;
	size_t i;

	if (!words)
		return -ENOMEM;
	r->all.data = (const uint8_t *)words;
	r->all.size = size;
	if (size >= 2 && bytes_u16(&r->all, words) == __builtin_bswap16(BTF_MAGIC)) {
		for (i = 1; i < size / 4; i++)
			words[i] = __builtin_bswap32(words[i]);
		memcpy(words, &magic, sizeof(magic));
	}
	return 0;
}

int btf_ext_parse(struct arena *a, const char *name, const struct btf *b, const void *bytes,
	size_t size, struct btf_ext *x, struct rawbpf_diag *d)
{
	struct reader r = { .name = name, .part = "header", .d = d };
	int err;

	memset(x, 0, sizeof(*x));
	if (!size)
		return 0;
	err = host_copy(a, &r, bytes, size);
	if (err)
		return err;
	if (size < 24 || bytes_u16(&r.all, r.all.data) != BTF_MAGIC || word(&r, 4) < 24 ||
		word(&r, 4) > size)
		return fail(&r, 0, "it is cut off or its magic number wrong");
	err = parse_info(a, &r, "func_info", b, 8, 8, &x->func);
	if (!err)
		err = parse_info(a, &r, "line_info", b, 16, 16, &x->line);
	/* the third table came with a longer header, LLVM 9 */
	if (!err && word(&r, 4) >= 32)
		err = parse_table(a, &r, "CO-RE records", b, 24, 16, &x->core);
	return err;
}

const struct btf_ext_section *btf_ext_section(const struct btf_ext_table *t, const char *name)
{
	const struct btf_ext_section key = { .name = name };
	size_t i = sort_first(t->sections, t->section_cnt, sizeof(key), &key, by_name);

	return i < t->section_cnt && !strcmp(t->sections[i].name, name) ? &t->sections[i] : NULL;
}
