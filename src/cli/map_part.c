/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is told of a value that the kernel made: not the descriptor that went in, but numbers by
 * which the thing is found again. As text they stand in place of the bytes, in JSON behind them.
 */
#include "cli/map.h"

#include <string.h>

#include "cli/pair.h"

static const struct part {
	uint8_t type, at, size;
	const char *name;
} parts[] = {
	{ BPF_MAP_TYPE_PROG_ARRAY, 0, 4, "prog_id" },
	{ BPF_MAP_TYPE_ARRAY_OF_MAPS, 0, 4, "inner_map_id" },
	{ BPF_MAP_TYPE_HASH_OF_MAPS, 0, 4, "inner_map_id" },
	{ BPF_MAP_TYPE_DEVMAP, 0, 4, "ifindex" },
	{ BPF_MAP_TYPE_DEVMAP, 4, 4, "prog_id" },
	{ BPF_MAP_TYPE_DEVMAP_HASH, 0, 4, "ifindex" },
	{ BPF_MAP_TYPE_DEVMAP_HASH, 4, 4, "prog_id" },
	{ BPF_MAP_TYPE_SOCKMAP, 0, 8, "socket_cookie" },
	{ BPF_MAP_TYPE_SOCKHASH, 0, 8, "socket_cookie" },
	{ BPF_MAP_TYPE_REUSEPORT_SOCKARRAY, 0, 8, "socket_cookie" },
	{ BPF_MAP_TYPE_CPUMAP, 0, 4, "qsize" },
	{ BPF_MAP_TYPE_CPUMAP, 4, 4, "prog_id" },
	{ BPF_MAP_TYPE_INSN_ARRAY, 0, 4, "orig_off" },
	{ BPF_MAP_TYPE_INSN_ARRAY, 4, 4, "xlated_off" },
	{ BPF_MAP_TYPE_INSN_ARRAY, 8, 4, "jitted_off" },
};

/* The next part of a value of this map, NULL behind the last. */
static const struct part *next(const struct map_facts *f, const struct part *p)
{
	for (p = p ? p + 1 : parts; p < parts + sizeof(parts) / sizeof(*parts); p++)
		if (p->type == f->info.type && (uint32_t)p->at + p->size <= f->info.value_size)
			return p;
	return NULL;
}

static uint64_t number(const struct part *p, const void *value)
{
	const char *at = (const char *)value + p->at;
	uint64_t wide;
	uint32_t n;

	memcpy(&n, at, sizeof(n));
	if (p->size == sizeof(n))
		return n;
	memcpy(&wide, at, sizeof(wide));
	return wide;
}

void map_part_json(struct map_facts *f, const void *value)
{
	const struct part *p = NULL;

	while ((p = next(f, p)))
		pair_number(&f->cli->json, p->name, number(p, value));
	if (!map_stack_is(f))
		return;
	json_key(&f->cli->json, "stack");
	json_array_begin(&f->cli->json);
	map_stack_write(f, value);
	json_array_end(&f->cli->json);
}

bool map_part_text(struct map_facts *f, const void *value)
{
	const struct part *first = next(f, NULL), *p;

	for (p = first; p; p = next(f, p)) {
		out_str(&f->cli->out, p == first ? "" : "  ");
		out_str(&f->cli->out, p->name);
		out_str(&f->cli->out, ": ");
		out_u64(&f->cli->out, number(p, value));
	}
	if (map_stack_is(f)) {
		out_str(&f->cli->out, "stack:");
		map_stack_write(f, value);
	}
	return first || map_stack_is(f);
}
