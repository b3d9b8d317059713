/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keys and values on the command line. As many words as there are bytes are bytes, in the order
 * they have in memory; that is bpftool's way and works for every map:
 *
 *	key 0x06 0 0 0		key hex 06 00 00 00
 *
 * A single word is understood by the map's type, for maps with BTF:
 *
 *	key 6			value {packets:1,bytes:2}
 *
 * What stands for a thing is named: value id 7, value dev eth0, key pid 1. In storage of cgroups a key has two
 * parts: key cgroup DIR cgroup_skb/egress.
 */
#include "cli/map.h"

#include <sys/stat.h>

#include "cli/cgroup.h"
#include "format/value_parse.h"
#include "kernel/kernel.h"

/* The words up to the next that means something else. */
static int count_words(const struct cli *c, const char *const *stops)
{
	int n, i;

	for (n = 1; n < c->word_cnt; n++)
		for (i = 0; stops[i]; i++)
			if (!strcmp(c->words[n], stops[i]))
				return n;
	return c->word_cnt ? n : 0;
}

static int too_many(struct cli *c, const char *what, uint32_t size, int cnt)
{
	return cli_usage(c, "%s: it has %u bytes, but %d words are given", what, size, cnt);
}

static int say_missing(struct cli *c, const char *what, enum map_thing thing)
{
	if (thing)
		return cli_usage(c, "say which %s: %s %s", what, what, map_thing_words(thing));
	return cli_usage(c, "say which %s: %s and bytes, or, if the map has types, one word by type",
		what, what);
}

/* Each word of them a byte, or one word by type. */
static int parse(struct map_facts *f, const char *what, uint32_t type, void *data, uint32_t size,
	int cnt)
{
	struct cli *c = f->cli;
	bool typed = cnt == 1 && f->types && type;
	int n;

	if (!cnt)
		return cli_usage(c, "%s: it is missing", what);
	n = value_parse_bytes(c->words, cnt, data, size, typed ? NULL : &c->diag);
	if (n >= 0 && n < cnt)
		return too_many(c, what, size, cnt);
	if (n < 0 && !typed)
		return cli_fail(c);
	if (n < 0 && value_parse(f->types, type, *c->words, data, size, &c->diag))
		return cli_fail(c);
	while (cnt--)
		cli_word(c);
	return 0;
}

/* The kernel wants a descriptor where it later tells an id; of sockets also one of 8 bytes. */
static int take_thing(struct map_facts *f, enum map_thing thing, void *data, uint32_t size)
{
	uint32_t number = 0;
	uint64_t wide;
	int code;

	if (size != sizeof(number) && size != sizeof(wide))
		return cli_usage(f->cli, "a descriptor does not fit in %u bytes", size);
	code = map_thing(f, thing, &number);
	wide = number;
	memcpy(data, size == sizeof(wide) ? (void *)&wide : &number, size);
	return code;
}

/* A device or a CPU, and the program that runs there; or all that as bytes. */
static int take_place(struct map_facts *f, enum map_thing thing, void *value)
{
	uint32_t numbers[2] = { 0, 0 };
	int code = map_thing(f, thing, &numbers[0]);

	if (!code && cli_take(f->cli, "prog")) {
		code = ref_prog(f->cli);
		numbers[1] = f->fds[0] = code;
		code = code < 0 ? -code : 0;
		if (!code && f->info.value_size < sizeof(numbers))
			return cli_usage(f->cli, "prog: the map has no programs, for its values "
				"have 4 bytes, not 8");
	}
	memcpy(value, numbers, f->info.value_size < sizeof(numbers) ? 4 : sizeof(numbers));
	return code;
}

/* Where bytes may stand, they begin otherwise. */
static bool has_word(const struct cli *c, enum map_thing thing)
{
	return thing && c->word_cnt && **c->words == *map_thing_words(thing);
}

/*
 * A cgroup is known by the number of its inode, of which a kernel of 32 bits shows the lower half only: so the
 * keys that are there are gone through. Without such a one the kernel will say so.
 */
static int take_attached(struct map_facts *f, void *key)
{
	struct bpf_cgroup_storage_key want, k;
	const struct hook *h = NULL;
	uint32_t fd;
	struct stat s;
	int err, code = map_thing(f, MAP_IS_CGROUP, &fd);

	if (code || (f->info.key_size == sizeof(k) && !(h = cgroup_take_type(f->cli))))
		return code ? code : EXIT_USAGE;
	memset(&k, 0, sizeof(k));
	memset(&want, 0, sizeof(want));
	want.attach_type = h ? h->attach_type : 0;
	want.cgroup_inode_id = fstat((int)fd, &s) ? 0 : s.st_ino;
	err = kernel_map_next_key(f->cli->kernel, f->fd, NULL, &k);
	while (!err && ((uint32_t)k.cgroup_inode_id != (uint32_t)want.cgroup_inode_id ||
			       k.attach_type != want.attach_type))
		err = kernel_map_next_key(f->cli->kernel, f->fd, &k, &k);
	memcpy(key, err ? &want : &k, f->info.key_size);
	return 0;
}

int map_words_key(struct map_facts *f, void *key)
{
	static const char *const stops[] = { "value", "val", NULL };
	enum map_thing thing = map_type(f->info.type)->key;
	struct cli *c = f->cli;

	if (!f->info.key_size)
		return 0;
	if (!cli_take(c, "key"))
		return say_missing(c, "key", thing);
	if (map_thing_is_fd(thing))
		return take_thing(f, thing, key, f->info.key_size);
	if (has_word(c, thing))
		return take_attached(f, key);
	return parse(f, "key", f->key_type, key, f->info.key_size, count_words(c, stops));
}

int map_words_value(struct map_facts *f, void *value)
{
	static const char *const stops[] = { "any", "exist", "noexist", NULL };
	enum map_thing thing = map_type(f->info.type)->value;
	struct cli *c = f->cli;

	if (!f->info.value_size)
		return 0;
	if (!cli_take(c, "value"))
		return say_missing(c, "value", thing);
	if (map_thing_is_fd(thing))
		return take_thing(f, thing, value, f->info.value_size);
	if (has_word(c, thing))
		return take_place(f, thing, value);
	return parse(f, "value", f->value_type, value, f->info.value_size, count_words(c, stops));
}
