/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * map create: a map that only a name in a bpffs holds, to be there before, between and after the
 * programs that use it. Where a type takes only one size or needs a flag, that may be left out.
 *
 * Local storage needs types: the kernel takes a key that BTF calls an integer of 32 bits, and any
 * value. Here the value is an array of bytes: programs bring types of their own anyway.
 */
#include "cli/map.h"

#include <errno.h>
#include <linux/btf.h>

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

/* The smallest BTF with types for key and value: 1 is a u32, 2 a u8, 3 an array of those. */
static int bytes_btf(struct cli *c, const struct rawbpf_map_spec *m)
{
	const struct {
		uint16_t magic;
		uint8_t version, flags;
		uint32_t head_size, types_at, types_size, strings_at, strings_size;
		uint32_t types[14];
		char strings[4];
	} btf = {
		BTF_MAGIC, BTF_VERSION, 0, offsetof(typeof(btf), types), 0, sizeof(btf.types),
		sizeof(btf.types), sizeof(btf.strings),
		{ 0, BTF_KIND_INT << 24, 4, 32, 0, BTF_KIND_INT << 24, 1, 8,
			0, BTF_KIND_ARRAY << 24, 0, 2, 1, m->value_size },
		"",
	};
	struct bpf_attr_btf_load a;

	memset(&a, 0, sizeof(a));
	a.btf = kernel_ptr(&btf);
	a.btf_size = sizeof(btf);
	return kernel_btf_load(c->kernel, &a);
}

/* What need not be said. */
static int complete(struct cli *c, struct rawbpf_map_spec *m)
{
	const struct map_type *t = map_type(m->type);

	if (!m->key_size)
		m->key_size = t->key_size;
	if (!m->value_size)
		m->value_size = t->value_size;
	m->flags |= t->flags;
	if (!map_thing_is_fd(t->key))
		return 0;
	m->btf_key_type_id = 1;
	m->btf_value_type_id = 3;
	m->btf_fd = bytes_btf(c, m);
	return m->btf_fd < 0 ? cli_fault(c, m->btf_fd, "types for the map") : 0;
}

static int say_refused(struct cli *c, const struct rawbpf_map_spec *m)
{
	int code = cli_fail(c);

	if (map_type(m->type)->create && c->diag.err != -EOPNOTSUPP)
		cli_say("a map of this type: %s", map_type(m->type)->create);
	return code;
}

static int create(struct cli *c, const char *path, const struct rawbpf_map_spec *m)
{
	int err, fd;

	fd = rawbpf_map_create(c->kernel, m, &c->diag);
	if (fd < 0)
		return say_refused(c, m);
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
	if (!code && !m.type)
		code = cli_usage(c, "map create: say at least the type, as in type hash");
	if (!code)
		code = complete(c, &m);
	if (!code)
		code = create(c, path, &m);
	kernel_close(c->kernel, m.inner_map_fd ? m.inner_map_fd : -1);
	kernel_close(c->kernel, m.btf_fd ? m.btf_fd : -1);
	return code;
}
