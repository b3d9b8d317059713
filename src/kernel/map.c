/* SPDX-License-Identifier: BSD-2-Clause */
/* Maps: create, and read and write their elements from outside. */
#include "kernel/kernel.h"

#include <string.h>

/*
 * BPF_MAP_CREATE: a new map.
 *
 *   in   map_type, key_size, value_size, max_entries, map_flags; inner_map_fd for maps of maps;
 *        map_name (since 4.15), btf_fd with the ids of key and value type (4.18),
 *        map_extra (5.16)
 *   out  a descriptor; the map lives as long as descriptors, programs or pins hold it
 *
 * -EINVAL  the type is unknown, or a size or flag does not fit it
 * -EPERM   without CAP_BPF; before 5.11 also when RLIMIT_MEMLOCK is used up
 * -E2BIG   max_entries times sizes is more than the kernel ever allocates
 */
int kernel_map_create(struct rawbpf_kernel *k, struct bpf_attr_map_create *a)
{
	return kernel_bpf(k, BPF_MAP_CREATE, a, kernel_attr_used(a, sizeof(*a)));
}

static int element(struct rawbpf_kernel *k, enum bpf_cmd cmd, int fd, const void *key,
	const void *value, uint64_t flags)
{
	struct bpf_attr_map_elem a;

	memset(&a, 0, sizeof(a));
	a.map_fd = fd;
	a.key = kernel_ptr(key);
	a.value = kernel_ptr(value);
	a.flags = flags;
	return kernel_bpf(k, cmd, &a, sizeof(a));
}

/* BPF_MAP_LOOKUP_ELEM: copy one value out; per-CPU maps give all CPUs' values. -ENOENT */
int kernel_map_lookup(struct rawbpf_kernel *k, int fd, const void *key, void *value)
{
	return element(k, BPF_MAP_LOOKUP_ELEM, fd, key, value, 0);
}

/* BPF_MAP_UPDATE_ELEM: BPF_ANY, BPF_NOEXIST (-EEXIST) or BPF_EXIST (-ENOENT). -E2BIG: full */
int kernel_map_update(struct rawbpf_kernel *k, int fd, const void *key, const void *value,
	uint64_t flags)
{
	return element(k, BPF_MAP_UPDATE_ELEM, fd, key, value, flags);
}

/* BPF_MAP_DELETE_ELEM. Elements of arrays stay for ever: -EINVAL */
int kernel_map_delete(struct rawbpf_kernel *k, int fd, const void *key)
{
	return element(k, BPF_MAP_DELETE_ELEM, fd, key, NULL, 0);
}

/*
 * BPF_MAP_LOOKUP_AND_DELETE_ELEM: the value is handed out and gone. Queues and stacks since 4.20,
 * hashes since 5.14; -ENOTSUPP (524) for others.
 */
int kernel_map_pop(struct rawbpf_kernel *k, int fd, const void *key, void *value)
{
	return element(k, BPF_MAP_LOOKUP_AND_DELETE_ELEM, fd, key, value, 0);
}

/* BPF_MAP_GET_NEXT_KEY: the key after `key`; the first one for NULL (since 4.12). -ENOENT: last */
int kernel_map_next_key(struct rawbpf_kernel *k, int fd, const void *key, void *next)
{
	struct bpf_attr_map_next_key a;

	memset(&a, 0, sizeof(a));
	a.map_fd = fd;
	a.key = kernel_ptr(key);
	a.next_key = kernel_ptr(next);
	return kernel_bpf(k, BPF_MAP_GET_NEXT_KEY, &a, sizeof(a));
}

/*
 * BPF_MAP_LOOKUP_BATCH, since 5.6: up to a->count entries behind in_batch (NULL: from the start);
 * out_batch is where to go on, count how many came. -ENOENT: that was the end, count is still
 * right. -ENOSPC: a hash bucket holds more than count. -ENOTSUPP (524): not for this map type.
 */
int kernel_map_lookup_batch(struct rawbpf_kernel *k, struct bpf_attr_map_batch *a)
{
	return kernel_bpf(k, BPF_MAP_LOOKUP_BATCH, a, sizeof(*a));
}

/* BPF_MAP_LOOKUP_AND_DELETE_BATCH, since 5.6, for hashes: what was handed out is gone. */
int kernel_map_lookup_and_delete_batch(struct rawbpf_kernel *k, struct bpf_attr_map_batch *a)
{
	return kernel_bpf(k, BPF_MAP_LOOKUP_AND_DELETE_BATCH, a, sizeof(*a));
}

/* BPF_MAP_UPDATE_BATCH, since 5.6: count keys and values; after an error count is how many went. */
int kernel_map_update_batch(struct rawbpf_kernel *k, struct bpf_attr_map_batch *a)
{
	return kernel_bpf(k, BPF_MAP_UPDATE_BATCH, a, sizeof(*a));
}

/* BPF_MAP_DELETE_BATCH, since 5.6: count keys; stops at the first that is not there. */
int kernel_map_delete_batch(struct rawbpf_kernel *k, struct bpf_attr_map_batch *a)
{
	return kernel_bpf(k, BPF_MAP_DELETE_BATCH, a, sizeof(*a));
}

/* BPF_MAP_FREEZE, since 5.2: from now on only programs may write, if even they. */
int kernel_map_freeze(struct rawbpf_kernel *k, int fd)
{
	struct bpf_attr_map_freeze a;

	memset(&a, 0, sizeof(a));
	a.map_fd = fd;
	return kernel_bpf(k, BPF_MAP_FREEZE, &a, sizeof(a));
}
