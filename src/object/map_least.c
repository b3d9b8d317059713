/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which types of maps does this kernel have? Of a type that it does not know it says EINVAL, before it
 * looks at anything else; so it does of a size, a count or a flag that does not fit a type it knows, but
 * then not of the least map that fits.
 *
 * Some are not even to be made to know that. A map of maps looks for the map that those in it are like,
 * local storage for the types of key and value, and both find a descriptor that is none: EBADF. struct_ops
 * looks for a struct that can be replaced, and type 1 is a number: ENOTSUPP (524).
 */
#include "object/map_least.h"

#include <linux/bpf.h>
#include <string.h>

#include "kernel/kernel.h"

#define PAGES 65536 /* whole ones on any machine */

/* clang-format off */
const struct map_least map_least_table[] = {
	[BPF_MAP_TYPE_HASH] = { 3, 19, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_ARRAY] = { 3, 19, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_PROG_ARRAY] = { 4, 2, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_PERF_EVENT_ARRAY] = { 4, 3, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_PERCPU_HASH] = { 4, 6, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_PERCPU_ARRAY] = { 4, 6, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_STACK_TRACE] = { 4, 6, 4, 8, 1, 0 },
	[BPF_MAP_TYPE_CGROUP_ARRAY] = { 4, 8, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_LRU_HASH] = { 4, 10, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_LRU_PERCPU_HASH] = { 4, 10, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_LPM_TRIE] = { 4, 11, 8, 4, 1, BPF_F_NO_PREALLOC },
	[BPF_MAP_TYPE_ARRAY_OF_MAPS] = { 4, 12, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_HASH_OF_MAPS] = { 4, 12, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_DEVMAP] = { 4, 14, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_SOCKMAP] = { 4, 14, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_CPUMAP] = { 4, 15, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_XSKMAP] = { 4, 18, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_SOCKHASH] = { 4, 18, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_CGROUP_STORAGE] = { 4, 19, 16, 4, 0, 0 },
	[BPF_MAP_TYPE_REUSEPORT_SOCKARRAY] = { 4, 19, 4, 8, 1, 0 },
	[BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE] = { 4, 20, 16, 4, 0, 0 },
	[BPF_MAP_TYPE_QUEUE] = { 4, 20, 0, 4, 1, 0 },
	[BPF_MAP_TYPE_STACK] = { 4, 20, 0, 4, 1, 0 },
	[BPF_MAP_TYPE_SK_STORAGE] = { 5, 2, 4, 4, 0, BPF_F_NO_PREALLOC },
	[BPF_MAP_TYPE_DEVMAP_HASH] = { 5, 4, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_STRUCT_OPS] = { 5, 6, 4, 4, 1, 0 },
	[BPF_MAP_TYPE_RINGBUF] = { 5, 8, 0, 0, PAGES, 0 },
	[BPF_MAP_TYPE_INODE_STORAGE] = { 5, 10, 4, 4, 0, BPF_F_NO_PREALLOC },
	[BPF_MAP_TYPE_TASK_STORAGE] = { 5, 11, 4, 4, 0, BPF_F_NO_PREALLOC },
	[BPF_MAP_TYPE_BLOOM_FILTER] = { 5, 16, 0, 4, 1, 0 },
	[BPF_MAP_TYPE_USER_RINGBUF] = { 6, 1, 0, 0, PAGES, 0 },
	[BPF_MAP_TYPE_CGRP_STORAGE] = { 6, 2, 4, 4, 0, BPF_F_NO_PREALLOC },
	[BPF_MAP_TYPE_ARENA] = { 6, 9, 0, 0, 1, BPF_F_MMAPABLE },
	[BPF_MAP_TYPE_INSN_ARRAY] = { 6, 19, 4, 16, 1, 0 },
	[BPF_MAP_TYPE_RHASH] = { 7, 2, 4, 4, 1, BPF_F_NO_PREALLOC },
};
/* clang-format on */

const uint32_t map_least_cnt = sizeof(map_least_table) / sizeof(*map_least_table);

int map_least(struct rawbpf_kernel *k, uint32_t type)
{
	const struct map_least *l = &map_least_table[type];
	struct bpf_attr_map_create a;

	memset(&a, 0, sizeof(a));
	a.map_type = type;
	a.key_size = l->key_size;
	a.value_size = l->value_size;
	a.max_entries = l->entries;
	a.map_flags = l->flags;
	if (type == BPF_MAP_TYPE_ARRAY_OF_MAPS || type == BPF_MAP_TYPE_HASH_OF_MAPS)
		a.inner_map_fd = -1;
	a.btf_vmlinux_value_type_id = type == BPF_MAP_TYPE_STRUCT_OPS;
	if (!l->entries && l->flags) {
		a.btf_fd = -1;
		a.btf_key_type_id = a.btf_value_type_id = 1;
	}
	return kernel_map_create(k, &a);
}
