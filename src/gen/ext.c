/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * .BTF.ext of all files as one (see format/btf_ext.c for the format): for each section of the output
 * the records of the files in their order, which is that of the code.
 */
#include "gen/gen.h"

#include <errno.h>

#include "base/vec.h"

/* The words of a record, as types and names of .BTF; '0' is a number that stays. */
enum { TABLES = 3 };
static const char *const records[TABLES] = { "0t", "0nn0", "0tn0" };

struct ext {
	struct gen *g;
	uint32_t *words;
	uint32_t cnt, room;
	uint32_t size[TABLES]; /* of a record, in words; 0 not known yet */
};

static const struct btf_ext_table *table_of(const struct gen_input *in, int kind)
{
	return kind == 0 ? &in->ext.func : kind == 1 ? &in->ext.line : &in->ext.core;
}

static int put(struct ext *x, uint32_t word)
{
	if (vec_room((void **)&x->words, &x->room, x->cnt + 1ULL, sizeof(word)))
		return -ENOMEM;
	x->words[x->cnt++] = word;
	return 0;
}

static int put_name(struct ext *x, const char *name)
{
	int offset = strings_add(&x->g->btf.strings, name);

	return offset < 0 ? offset : put(x, offset);
}

static int put_record(struct ext *x, const struct gen_input *in, const uint32_t *record, int kind,
	uint64_t shift)
{
	const char *words = records[kind];
	uint32_t i, cnt = strlen(words);
	int err = put(x, record[0] + shift);

	for (i = 1; !err && i < x->size[kind]; i++) {
		if (i < cnt && words[i] == 'n')
			err = put_name(x, btf_string(&in->btf, record[i]));
		else if (i < cnt && words[i] == 't')
			err = put(x, record[i] < in->btf.cnt ? in->types[record[i]] : 0);
		else
			err = put(x, record[i]);
	}
	return err;
}

static int put_records(struct ext *x, const struct gen_input *in, const struct elf_section *s,
	const struct btf_ext_section *from, int kind)
{
	const struct btf_ext_table *t = table_of(in, kind);
	uint32_t i;
	int err = 0;

	if (x->size[kind] && x->size[kind] != t->record_size / 4)
		return input_fail(x->g, in, s, -EINVAL,
			"records of %u bytes in .BTF.ext, but of %u in a file before: compile all "
			"with the same compiler", t->record_size, x->size[kind] * 4);
	x->size[kind] = t->record_size / 4;
	for (i = 0; !err && i < from->cnt; i++) {
		if (btf_ext_record(t, from, i)[0] >= s->bytes.size)
			return input_fail(x->g, in, s, -EINVAL,
				"a record of .BTF.ext is about a place outside");
		err = put_record(x, in, btf_ext_record(t, from, i), kind,
			in->places[s->index].shift);
	}
	return err;
}

/* What all files have to say about a section; the head is written when there is something. */
static int put_section(struct ext *x, const struct gen_section *out, int kind)
{
	const struct btf_ext_section *from;
	const struct gen_input *in;
	uint32_t head = x->cnt, i;
	int err = 0;

	for (in = x->g->inputs; !err && in < x->g->inputs + x->g->input_cnt; in++) {
		i = in->has_ext ? in->section_of[out - x->g->sections] : 0;
		from = i && !in->places[i].again ? btf_ext_section(table_of(in, kind), out->name)
						 : NULL;
		if (!from)
			continue;
		if (x->cnt == head)
			err = put_name(x, out->name);
		if (!err && x->cnt == head + 1)
			err = put(x, 0);
		if (!err)
			err = put_records(x, in, &in->elf.sections[i], from, kind);
		if (!err)
			x->words[head + 1] += from->cnt;
	}
	return err;
}

/* The record size comes first, and is known after the first record. */
static int put_table(struct ext *x, int kind)
{
	uint32_t start = x->cnt, i;
	int err = put(x, 0);

	for (i = 0; !err && i < x->g->section_cnt; i++)
		err = put_section(x, &x->g->sections[i], kind);
	if (err)
		return err;
	if (x->cnt == start + 1)
		x->cnt = start;
	else
		x->words[start] = x->size[kind] * 4;
	return 0;
}

static int put_tables(struct ext *x)
{
	const uint32_t head = 8;
	uint32_t start, i;
	int err = 0, kind;

	for (i = 0; !err && i < head; i++)
		err = put(x, 0);
	for (kind = 0; !err && kind < TABLES; kind++) {
		start = x->cnt;
		err = put_table(x, kind);
		if (err)
			return err;
		x->words[2 + kind * 2] = (start - head) * 4;
		x->words[3 + kind * 2] = (x->cnt - start) * 4;
	}
	if (!err)
		x->words[1] = head * 4;
	return err;
}

static int finish(struct ext *x)
{
	const uint8_t one = BTF_VERSION;
	uint16_t magic = x->g->swap ? __builtin_bswap16(BTF_MAGIC) : BTF_MAGIC;
	uint32_t i;

	for (i = 1; x->g->swap && i < x->cnt; i++)
		x->words[i] = __builtin_bswap32(x->words[i]);
	memcpy(x->words, &magic, sizeof(magic));
	memcpy((uint8_t *)x->words + sizeof(magic), &one, sizeof(one));
	x->g->ext_size = x->cnt * 4ULL;
	x->g->ext = arena_copy(x->g->arena, x->words, x->g->ext_size);
	return x->g->ext ? 0 : -ENOMEM;
}

int ext_merge(struct gen *g)
{
	struct ext x = { .g = g };
	bool any = false;
	uint32_t i;
	int err;

	for (i = 0; i < g->input_cnt; i++)
		any |= g->inputs[i].has_ext;
	err = any ? put_tables(&x) : 0;
	if (!err && any)
		err = finish(&x);
	free(x.words);
	return err;
}
