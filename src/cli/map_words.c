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
 * What a map of maps or a program array holds is named as everywhere: value id 7. An array of cgroups
 * holds what directories of cgroup v2 stand for: value /sys/fs/cgroup/a. Maps that XDP programs
 * redirect by have no types in the kernel; in words they hold an interface or the length of a CPU's
 * queue, and since 5.8 (devmap) and 5.9 (cpumap) a second program:
 *
 *	value dev eth1 prog id 7	value qsize 192 prog pinned /sys/fs/bpf/on_cpu
 */
#include "cli/map.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>

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

int map_words_key(struct map_facts *f, void *key)
{
	static const char *const stops[] = { "value", "val", NULL };
	struct cli *c = f->cli;

	if (!f->info.key_size)
		return 0;
	if (!cli_take(c, "key"))
		return cli_usage(c, "say which key: key BYTES, or, if the map has types, key VALUE");
	return parse(f, "key", f->key_type, key, f->info.key_size, count_words(c, stops));
}

static int take_directory(struct cli *c)
{
	const char *path = cli_word(c);
	int fd = path ? kernel_open(c->kernel, path, O_RDONLY | O_DIRECTORY) : -EINVAL;

	if (!path)
		return -cli_usage(c, "value: name a directory of cgroup v2");
	return fd < 0 ? -cli_fault(c, fd, "%s", path) : fd;
}

/* The kernel wants a descriptor where it later tells an id. */
static int take_ref(struct map_facts *f, void *value, int *fd)
{
	struct cli *c = f->cli;

	if (f->info.value_size != sizeof(*fd))
		return cli_usage(c, "value: a descriptor does not fit in %u bytes",
			f->info.value_size);
	if (f->info.type == BPF_MAP_TYPE_CGROUP_ARRAY)
		*fd = take_directory(c);
	else
		*fd = f->info.type == BPF_MAP_TYPE_PROG_ARRAY ? ref_prog(c) : ref_map(c);
	memcpy(value, fd, sizeof(*fd));
	return *fd < 0 ? -*fd : 0;
}

static bool of_redirects(uint32_t type)
{
	return type == BPF_MAP_TYPE_DEVMAP || type == BPF_MAP_TYPE_DEVMAP_HASH ||
		type == BPF_MAP_TYPE_CPUMAP;
}

/* dev NAME, qsize N: the first four bytes of a value. 0, an exit code, or -1 if it is neither */
static int take_redirect(struct map_facts *f, void *value)
{
	struct cli *c = f->cli;
	uint32_t number;
	const char *name;
	int index, code;

	if (f->info.type == BPF_MAP_TYPE_CPUMAP) {
		if (!cli_take(c, "qsize"))
			return -1;
		code = cli_number(c, "qsize", &number);
		memcpy(value, &number, sizeof(number));
		return code;
	}
	if (!cli_take(c, "dev"))
		return -1;
	name = cli_word(c);
	index = name ? kernel_ifindex(c->kernel, name) : -ENODEV;
	memcpy(value, &index, sizeof(index));
	return index < 0 ? cli_error(c, RAWBPF_STAGE_USE, index, "dev %s: %s", name ? name : "",
				   diag_strerror(index)) : 0;
}

/* prog PROG, behind them or behind bytes */
static int take_second(struct map_facts *f, void *value, int *fd)
{
	struct cli *c = f->cli;

	if (!of_redirects(f->info.type) || !cli_take(c, "prog"))
		return 0;
	if (f->info.value_size != sizeof(struct bpf_devmap_val))
		return cli_usage(c, "prog: the values of this map have no room for a program: make it "
			"with values of 8 bytes");
	*fd = ref_prog(c);
	memcpy((char *)value + offsetof(struct bpf_devmap_val, bpf_prog), fd, sizeof(*fd));
	return *fd < 0 ? -*fd : 0;
}

int map_words_value(struct map_facts *f, void *value, int *fd)
{
	static const char *const stops[] = { "any", "exist", "noexist", "prog", NULL };
	struct cli *c = f->cli;
	int code = -1;

	*fd = -1;
	if (!f->info.value_size)
		return 0;
	if (!cli_take(c, "value"))
		return cli_usage(c, "say which value: value BYTES, or, if the map has types, value "
				    "VALUE");
	if (map_facts_of_maps(f->info.type) || f->info.type == BPF_MAP_TYPE_PROG_ARRAY ||
		f->info.type == BPF_MAP_TYPE_CGROUP_ARRAY)
		return take_ref(f, value, fd);
	if (of_redirects(f->info.type) && f->info.value_size >= sizeof(*fd))
		code = take_redirect(f, value);
	if (code < 0)
		code = parse(f, "value", f->value_type, value, f->info.value_size,
			count_words(c, stops));
	return code ? code : take_second(f, value, fd);
}
