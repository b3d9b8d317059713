/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is special about types of maps. In most maps keys and values are the user's. In others a
 * value stands for something of the kernel's: a program, a map, a socket; it is given by
 * descriptor, and told, if at all, by id, by number, by cookie. Local storage is the other way
 * round: the value is the user's, the key a descriptor of what the value belongs to. And some have
 * no elements: they are memory, or streams of records.
 *
 * For requests that make no sense for a type the kernel has EINVAL, EOPNOTSUPP, ENOTSUPP (524) or
 * ENOSPC, as it happens. Why not, and what to do, stands here.
 */
#include "cli/map.h"

#include <errno.h>

#define IS_MEMORY "it is memory that programs and processes share (rawbpf_map_memory() of rawbpf.h)"
#define IS_RECORDS "it carries records, and has no elements: map event_pipe shows what comes"
#define IS_LINE "it has no elements with keys: map peek shows the next value, map pop takes it away"
#define IS_FILTER "it keeps no elements: map lookup MAP value VALUE says whether this one was added"
#define TO_PROGRAMS "processes write records to it (rawbpf_user_ring_open() of rawbpf.h), and programs read " \
	"them; it has no elements"
#define STAYS "elements of an array stay: map update it with zeros"
#define WHOSE "the kernel does not tell who has a value in it: map lookup MAP key "
#define IN_CGROUP "there is a value for each cgroup that a program which uses this map is attached to, and only then"
#define COOKIES "sockets are told by their cookies, which need values of 8 bytes, and these have 4"
#define RING_SIZE "entries is its size in bytes: a power of two, whole pages"

enum {
	LIST = 1 << MAP_LIST,
	READ = 1 << MAP_READ,
	WRITE = 1 << MAP_WRITE,
	ERASE = 1 << MAP_ERASE,
	ALL = LIST | READ | WRITE | ERASE,
};

/* clang-format off */
static const struct map_type types[] = {
	{ BPF_MAP_TYPE_ARRAY, 4, .lacks = ERASE, .why = STAYS },
	{ BPF_MAP_TYPE_PROG_ARRAY, 4, 4, .value = MAP_IS_PROG },
	{ BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, .value = MAP_IS_EVENT,
		.lacks = LIST | READ,
		.why = "the kernel does not tell which events are in it: map event_pipe shows what programs write" },
	{ BPF_MAP_TYPE_PERCPU_ARRAY, 4, .lacks = ERASE, .why = STAYS },
	{ BPF_MAP_TYPE_STACK_TRACE, 4, .create = "value is 8 bytes for each function in a stack, at most 127",
		.lacks = WRITE, .why = "only programs fill it, by bpf_get_stackid()" },
	{ BPF_MAP_TYPE_CGROUP_ARRAY, 4, 4, .value = MAP_IS_CGROUP,
		.lacks = LIST | READ, .why = "the kernel does not tell which cgroups are in it" },
	{ BPF_MAP_TYPE_LPM_TRIE, 0, 0, BPF_F_NO_PREALLOC,
		.create = "key is 4 bytes that say how many bits count, and then those: 8 for IPv4, 20 for IPv6" },
	{ BPF_MAP_TYPE_ARRAY_OF_MAPS, 4, 4, .value = MAP_IS_MAP },
	{ BPF_MAP_TYPE_HASH_OF_MAPS, 0, 4, .value = MAP_IS_MAP },
	{ BPF_MAP_TYPE_DEVMAP, 4, 4, .value = MAP_IS_DEVICE, .create = "value is 4 bytes, or 8 with programs" },
	{ BPF_MAP_TYPE_DEVMAP_HASH, 4, 4, .value = MAP_IS_DEVICE, .create = "value is 4 bytes, or 8 with programs" },
	{ BPF_MAP_TYPE_SOCKMAP, 4, 8, .value = MAP_IS_SOCKET, .lacks = LIST | READ, .why = COOKIES },
	{ BPF_MAP_TYPE_CPUMAP, 4, 4, .value = MAP_IS_CPU, .create = "value is 4 bytes, or 8 with programs" },
	{ BPF_MAP_TYPE_XSKMAP, 4, 4, .value = MAP_IS_SOCKET,
		.lacks = LIST | READ, .why = "the kernel does not tell which sockets are in it" },
	{ BPF_MAP_TYPE_SOCKHASH, 0, 8, .value = MAP_IS_SOCKET, .lacks = LIST | READ, .why = COOKIES },
	{ BPF_MAP_TYPE_CGROUP_STORAGE, .key = MAP_IS_ATTACHED,
		.create = "key is 8 bytes, or 16 with an attach type; entries is 0", .lacks = WRITE | ERASE, .why = IN_CGROUP },
	{ BPF_MAP_TYPE_REUSEPORT_SOCKARRAY, 4, 8, .value = MAP_IS_SOCKET, .lacks = LIST | READ, .why = COOKIES },
	{ BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE, .key = MAP_IS_ATTACHED,
		.create = "key is 8 bytes, or 16 with an attach type; entries is 0", .lacks = WRITE | ERASE, .why = IN_CGROUP },
	{ BPF_MAP_TYPE_QUEUE, .lacks = LIST | ERASE, .why = IS_LINE },
	{ BPF_MAP_TYPE_STACK, .lacks = LIST | ERASE, .why = IS_LINE },
	{ BPF_MAP_TYPE_SK_STORAGE, 4, 0, BPF_F_NO_PREALLOC, .key = MAP_IS_SOCKET,
		.lacks = LIST, .why = WHOSE "socket PID/FD" },
	{ BPF_MAP_TYPE_INODE_STORAGE, 4, 0, BPF_F_NO_PREALLOC, .key = MAP_IS_FILE,
		.lacks = LIST, .why = WHOSE "file PATH" },
	{ BPF_MAP_TYPE_TASK_STORAGE, 4, 0, BPF_F_NO_PREALLOC, .key = MAP_IS_TASK,
		.lacks = LIST, .why = WHOSE "pid N" },
	{ BPF_MAP_TYPE_CGRP_STORAGE, 4, 0, BPF_F_NO_PREALLOC, .key = MAP_IS_CGROUP,
		.lacks = LIST, .why = WHOSE "cgroup PATH" },
	{ BPF_MAP_TYPE_STRUCT_OPS, 4, .create = "run makes it of an object, and prog load with pinmaps",
		.lacks = WRITE, .why = "run registers what an object has" },
	{ BPF_MAP_TYPE_RINGBUF, .create = RING_SIZE, .lacks = ALL, .why = IS_RECORDS },
	{ BPF_MAP_TYPE_USER_RINGBUF, .create = RING_SIZE, .lacks = ALL, .why = TO_PROGRAMS },
	{ BPF_MAP_TYPE_BLOOM_FILTER, .lacks = LIST | ERASE, .why = IS_FILTER },
	{ BPF_MAP_TYPE_ARENA, .flags = BPF_F_MMAPABLE, .create = "key and value are 0, entries is how many pages it has",
		.lacks = ALL, .why = IS_MEMORY },
	{ BPF_MAP_TYPE_INSN_ARRAY, 4, sizeof(struct bpf_insn_array_value),
		.lacks = WRITE, .why = "it is written before it is frozen, and a program is loaded with it" },
	{ BPF_MAP_TYPE_RHASH, .flags = BPF_F_NO_PREALLOC },
};
/* clang-format on */

const struct map_type *map_type(uint32_t type)
{
	static const struct map_type plain;
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (types[i].type == type)
			return &types[i];
	return &plain;
}

/* Sockets are told where their cookies fit in. */
const char *map_type_lacks(const struct map_facts *f, enum map_deed deed)
{
	const struct map_type *t = map_type(f->info.type);
	bool told = t->value == MAP_IS_SOCKET && f->info.value_size == 8;

	return t->lacks >> deed & 1 && !told ? t->why : NULL;
}

int map_type_say(struct map_facts *f, enum map_deed deed, const char *word, int err)
{
	err = err == -ENOENT ? err : -EOPNOTSUPP;
	return cli_error(f->cli, RAWBPF_STAGE_NONE, err, "map %u (%s): %s: %s", f->info.id,
		f->name, word, map_type_lacks(f, deed));
}
