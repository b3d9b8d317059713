/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * map create: a map that only a name in a bpffs holds, to be there before, between and after the
 * programs that use it.
 */
#include "cli/map.h"

#include "kernel/kernel.h"
#include "kernel/names.h"

static int take_type(struct cli *c, struct rawbpf_map_spec *m)
{
	const char *word = cli_word(c);
	int type = word ? names_find(&names_map_type, word) : 0;

	if (!word)
		return cli_usage(c, "type: it is missing");
	if (type <= 0)
		return cli_usage(c, "\"%s\" is no type of map: they are hash, array, percpu_hash, "
			"lru_hash, lpm_trie, ringbuf, ...", word);
	m->type = type;
	return 0;
}

static int take_inner(struct cli *c, struct rawbpf_map_spec *m)
{
	int fd;

	if (m->inner_map_fd)
		return cli_usage(c, "inner_map: there can be only one");
	fd = ref_map(c);
	if (fd < 0)
		return -fd;
	m->inner_map_fd = fd;
	return 0;
}

static int take_name(struct cli *c, struct rawbpf_map_spec *m)
{
	m->name = cli_word(c);
	return m->name ? 0 : cli_usage(c, "name: it is missing");
}

static int take_one(struct cli *c, struct rawbpf_map_spec *m)
{
	if (cli_take(c, "type"))
		return take_type(c, m);
	if (cli_take(c, "key"))
		return cli_number(c, "key", &m->key_size);
	if (cli_take(c, "value"))
		return cli_number(c, "value", &m->value_size);
	if (cli_take(c, "entries"))
		return cli_number(c, "entries", &m->max_entries);
	if (cli_take(c, "flags"))
		return cli_number(c, "flags", &m->flags);
	if (cli_take(c, "inner_map"))
		return take_inner(c, m);
	if (cli_take(c, "name"))
		return take_name(c, m);
	return cli_usage(c, "\"%s\" is none of type, key, value, entries, name, flags, inner_map",
		*c->words);
}

static int create(struct cli *c, const char *path, const struct rawbpf_map_spec *m)
{
	int err, fd;

	if (!m->type)
		return cli_usage(c, "map create: say at least the type, as in type hash");
	fd = rawbpf_map_create(c->kernel, m, &c->diag);
	if (fd < 0)
		return cli_fail(c);
	err = rawbpf_pin(c->kernel, fd, path, &c->diag);
	kernel_close(c->kernel, fd);
	if (err)
		return cli_fail(c);
	return 0;
}

int map_create(struct cli *c)
{
	const char *path = cli_word(c);
	struct rawbpf_map_spec m;
	int code = 0;

	if (!path)
		return cli_usage(c, "map create: a path on a bpffs is missing");
	memset(&m, 0, sizeof(m));
	while (!code && c->word_cnt)
		code = take_one(c, &m);
	if (!code)
		code = create(c, path, &m);
	kernel_close(c->kernel, m.inner_map_fd ? m.inner_map_fd : -1);
	return code;
}
