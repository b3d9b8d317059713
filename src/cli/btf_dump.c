/* SPDX-License-Identifier: BSD-2-Clause */
/* btf dump: types as records, as JSON, or as the C declarations of a header. */
#include "cli/btf.h"

#include <errno.h>

#include "base/text.h"
#include "show/btf_c.h"
#include "show/btf_raw.h"

struct dump {
	struct btf_source source;
	bool c, unsorted, only;
};

/* Split BTF: only what it has itself. */
static int dump_raw(struct cli *c, struct dump *d)
{
	const struct btf *b = d->source.btf;
	const struct btf_type *t;
	struct btf_raw raw;
	uint32_t id, i;

	btf_raw_init(&raw, b, &c->out, c->use_json ? &c->json : NULL);
	if (c->use_json) {
		json_object_begin(&c->json);
		json_key(&c->json, "types");
	}
	cli_open(c, '[');
	for (i = 0; i < d->source.root_cnt; i++)
		btf_raw(&raw, d->source.roots[i], btf_type(b, d->source.roots[i]));
	t = d->source.root_cnt ? NULL : btf_first(b);
	for (id = b->first; t; t = btf_next(b, t))
		btf_raw(&raw, id++, t);
	cli_close(c, ']');
	cli_close(c, '}');
	return 0;
}

static int dump_c(struct cli *c, struct dump *d)
{
	struct btf_c out;
	uint32_t i;
	int err = btf_index(&d->source.arena, d->source.btf);

	if (!err && d->source.base_btf)
		err = btf_index(&d->source.arena, d->source.base_btf);
	if (!err)
		err = btf_c_init(&out, d->source.btf, &c->out);
	if (err)
		return cli_fault(c, err, "btf dump");
	if (!d->only)
		btf_c_begin(&out);
	for (i = 0; i < d->source.root_cnt; i++)
		btf_c_root(&out, d->source.roots[i], d->only);
	if (!d->source.root_cnt)
		btf_c_all(&out, !d->unsorted);
	if (!d->only)
		btf_c_end(&out);
	err = btf_c_free(&out);
	if (err == -E2BIG)
		return cli_error(c, RAWBPF_STAGE_OPEN, err, "these types nest too deep, or unfold to too much, "
			"to be written as C");
	return err ? cli_fault(c, err, "btf dump") : 0;
}

static int take_format(struct cli *c, struct dump *d)
{
	const char *word = cli_word(c);

	d->c = word && !strcmp(word, "c");
	if (!d->c && (!word || strcmp(word, "raw") != 0))
		return cli_usage(c, "format is raw or c");
	if (d->c && c->use_json)
		return cli_usage(c, "format c is not there as JSON");
	return 0;
}

static int take_root(struct cli *c, struct dump *d)
{
	uint32_t id;
	int code = cli_number(c, "root_id", &id);

	if (code)
		return code;
	if (!btf_type(d->source.btf, id))
		return cli_error(c, RAWBPF_STAGE_USE, -ENOENT, "root_id %u: there are types 1 to %u", id,
			d->source.btf->cnt - 1);
	return btf_source_root(&d->source, id);
}

static int add_named(struct dump *d, const struct btf *b, const char *name)
{
	int code = b->base ? add_named(d, b->base, name) : 0;
	const struct btf_type *t;
	uint32_t id = b->first;

	for (t = btf_first(b); t && !code; t = btf_next(b, t), id++)
		if (!strcmp(btf_name(b, t), name))
			code = btf_source_root(&d->source, id);
	return code;
}

/* All of this name, of whatever kind: a struct and a typedef may share one. */
static int take_type(struct cli *c, struct dump *d)
{
	const char *name = cli_word(c);
	uint32_t before = d->source.root_cnt;
	int code;

	if (!name || !*name)
		return cli_usage(c, "type: a name is missing");
	code = add_named(d, d->source.btf, name);
	if (!code && d->source.root_cnt == before)
		return cli_error(c, RAWBPF_STAGE_USE, -ENOENT, "no type is called \"%s\"", name);
	return code;
}

static int take_words(struct cli *c, struct dump *d)
{
	int code = 0;

	while (!code && c->word_cnt) {
		if (cli_take(c, "format"))
			code = take_format(c, d);
		else if (cli_take(c, "unsorted"))
			d->unsorted = true;
		else if (cli_take(c, "only"))
			d->only = true;
		else if (d->source.by_map)
			return cli_usage(c, "\"%s\": the map's types are chosen already", *c->words);
		else if (cli_take(c, "root_id"))
			code = take_root(c, d);
		else if (cli_take(c, "type"))
			code = take_type(c, d);
		else
			return cli_usage(c, "\"%s\" is none of format, root_id, type, only, unsorted",
				*c->words);
	}
	return code;
}

int btf_dump(struct cli *c)
{
	struct dump d = { .c = false };
	int code = btf_source_open(c, &d.source);

	if (!code)
		code = take_words(c, &d);
	if (!code)
		code = d.c ? dump_c(c, &d) : dump_raw(c, &d);
	btf_source_free(&d.source);
	return code;
}
