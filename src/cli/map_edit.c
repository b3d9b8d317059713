/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Single entries: map lookup, update, delete, pop, getnext. A per-CPU map takes and gives the values
 * of all CPUs at once; an update from here writes the same to each. Queues and stacks have no keys:
 * update (push, enqueue) adds a value, lookup (peek) looks at the next, pop (dequeue) takes it away.
 * A bloom filter is asked with a value whether that was added.
 */
#include "cli/map.h"

#include <errno.h>
#include <stdlib.h>

#include "cli/pair.h"
#include "kernel/kernel.h"

/* A map, and room for two of its keys and one value of all CPUs. */
struct edit {
	struct map_facts map;
	uint8_t *key, *next, *value;
};

static void *key_of(const struct edit *e, void *key)
{
	return e->map.info.key_size ? key : NULL;
}

/* Of what has no keys it is known before whether it can do that; the words would make no sense. */
static int begin(struct cli *c, struct edit *e, enum map_deed deed, const char *what)
{
	int code;

	memset(e, 0, sizeof(*e));
	code = map_facts_open(c, &e->map);
	if (code)
		return code;
	if (!e->map.info.key_size && map_type_lacks(&e->map, deed)) {
		code = map_type_say(&e->map, deed, what, 0);
		map_facts_close(&e->map);
		return code;
	}
	e->key = arena_calloc(&e->map.arena, e->map.info.key_size + 1, 2);
	e->next = e->key ? e->key + e->map.info.key_size : NULL;
	e->value = arena_calloc(&e->map.arena, e->map.stride + 8UL, e->map.cpus);
	if (e->key && e->value)
		return 0;
	map_facts_close(&e->map);
	return cli_error(c, RAWBPF_STAGE_NONE, -ENOMEM, "out of memory");
}

static const char *reason(int err)
{
	switch (err) {
	case -ENOENT:
		return "there is no such entry";
	case -EEXIST:
		return "there is an entry with this key already";
	case -E2BIG:
		return "the map is full, or the key beyond its end";
	case -EBADF:
		return "what is named is not of the kind that this map takes";
	default:
		return diag_strerror(err);
	}
}

/*
 * Is it an error by which the kernel says that this makes no sense for the type of map? An update
 * that finds no entry did not ask for one to be there, if it is not one of cgroup storage.
 */
static bool means_never(int err, enum map_deed deed)
{
	return err == -EINVAL || err == -EOPNOTSUPP || err == -524 || err == -ENOSPC ||
		(err == -ENOENT && deed == MAP_WRITE);
}

/* Of a second program that does not fit the kernel says no more; of a CPU's that memory lacks. */
static const char *wrong_prog(const struct map_facts *f, int err)
{
	enum map_thing thing = map_type(f->info.type)->value;

	if (f->fds[0] >= 0 && thing == MAP_IS_DEVICE && err == -EINVAL)
		return ": its program has to be loaded as xdp/devmap (xdp.frags/devmap, if the map's "
		       "others are)";
	if (f->fds[0] >= 0 && thing == MAP_IS_CPU && err == -ENOMEM)
		return ", or its program is not loaded as xdp/cpumap (xdp.frags/cpumap, if the map's "
		       "others are)";
	return "";
}

static int finish(struct edit *e, int code, int err, enum map_deed deed, const char *what)
{
	struct map_facts *f = &e->map;

	if (f->info.type == BPF_MAP_TYPE_SOCKMAP && deed == MAP_ERASE && err == -EINVAL)
		err = -ENOENT;
	if (!code && means_never(err, deed) && map_type_lacks(f, deed))
		code = map_type_say(f, deed, what, err);
	else if (!code && err)
		code = cli_error(f->cli, RAWBPF_STAGE_NONE, err, "map %u (%s): %s: %s%s", f->info.id,
			f->name, what, reason(err), wrong_prog(f, err));
	map_facts_close(f);
	return code;
}

static bool is_filter(const struct edit *e)
{
	return e->map.info.type == BPF_MAP_TYPE_BLOOM_FILTER;
}

/* bpftool's JSON for what is not there is null. */
static int not_found(struct edit *e)
{
	if (e->map.cli->use_json)
		json_null(&e->map.cli->json);
	cli_say("map %u (%s): %s", e->map.info.id, e->map.name,
		e->map.info.key_size || is_filter(e) ? reason(-ENOENT) : "it is empty");
	map_facts_close(&e->map);
	return EXIT_NOT_FOUND;
}

static int take(struct cli *c, bool away)
{
	const char *what = away ? "pop" : "lookup";
	struct edit e;
	int err = 0, code = begin(c, &e, MAP_READ, what);

	if (code)
		return code;
	code = map_words_key(&e.map, e.key);
	if (!code && is_filter(&e))
		code = map_words_value(&e.map, e.value);
	if (!code)
		code = cli_end(c);
	if (!code)
		err = (away ? kernel_map_pop : kernel_map_lookup)(
			c->kernel, e.map.fd, key_of(&e, e.key), e.value);
	if (err == -ENOENT)
		return not_found(&e);
	if (code || err)
		return finish(&e, code, err, MAP_READ, what);
	map_entry_write(&e.map, e.key, e.value);
	map_facts_close(&e.map);
	return 0;
}

int map_lookup(struct cli *c)
{
	return take(c, false);
}

/* Hashes can that, too, since 5.14. */
int map_pop(struct cli *c)
{
	return take(c, true);
}

static void spread(struct edit *e)
{
	uint32_t i;

	for (i = 1; i < e->map.cpus; i++)
		memcpy(e->value + (size_t)i * e->map.stride, e->value, e->map.info.value_size);
}

static uint64_t take_flags(struct cli *c)
{
	if (cli_take(c, "any"))
		return BPF_ANY;
	if (cli_take(c, "exist"))
		return BPF_EXIST;
	return cli_take(c, "noexist") ? BPF_NOEXIST : BPF_ANY;
}

int map_update(struct cli *c)
{
	struct edit e;
	uint64_t flags;
	int err = 0, code = begin(c, &e, MAP_WRITE, "update");

	if (code)
		return code;
	code = map_words_key(&e.map, e.key);
	if (!code)
		code = map_words_value(&e.map, e.value);
	flags = take_flags(c);
	if (!code)
		code = cli_end(c);
	spread(&e);
	if (!code)
		err = kernel_map_update(c->kernel, e.map.fd, key_of(&e, e.key), e.value, flags);
	return finish(&e, code, err, MAP_WRITE, "update");
}

int map_delete(struct cli *c)
{
	struct edit e;
	int err = 0, code = begin(c, &e, MAP_ERASE, "delete");

	if (code)
		return code;
	code = map_words_key(&e.map, e.key);
	if (!code)
		code = cli_end(c);
	if (!code)
		err = kernel_map_delete(c->kernel, e.map.fd, key_of(&e, e.key));
	return finish(&e, code, err, MAP_ERASE, "delete");
}

static void key_text(struct edit *e, const char *label, const void *key)
{
	struct out *o = &e->map.cli->out;

	out_str(o, label);
	cli_value(e->map.cli, e->map.types, e->map.key_type, key, e->map.info.key_size);
	out_char(o, '\n');
}

static void show_next(struct edit *e, bool first)
{
	struct json *j = &e->map.cli->json;
	uint32_t size = e->map.info.key_size;

	if (!e->map.cli->use_json) {
		if (!first)
			key_text(e, "key: ", e->key);
		key_text(e, "next key: ", e->next);
		return;
	}
	json_object_begin(j);
	if (first) {
		json_key(j, "key");
		json_null(j);
	} else {
		pair_bytes(j, "key", e->key, size);
	}
	pair_bytes(j, "next_key", e->next, size);
	json_object_end(j);
}

int map_getnext(struct cli *c)
{
	struct edit e;
	int err = 0, code = begin(c, &e, MAP_LIST, "getnext");
	bool first = !c->word_cnt;

	if (code)
		return code;
	if (!first)
		code = map_words_key(&e.map, e.key);
	if (!code)
		code = cli_end(c);
	if (!code)
		err = kernel_map_next_key(c->kernel, e.map.fd, first ? NULL : e.key, e.next);
	if (code || err)
		return finish(&e, code, err, MAP_LIST,
			err == -ENOENT ? "after the last key" : "getnext");
	show_next(&e, first);
	map_facts_close(&e.map);
	return 0;
}
