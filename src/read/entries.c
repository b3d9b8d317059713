/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The elements of a map, all of them. BPF_MAP_LOOKUP_BATCH (since 5.6, some types later) copies
 * many at a time and costs a tenth; where it is missing, BPF_MAP_GET_NEXT_KEY and
 * BPF_MAP_LOOKUP_ELEM go from one to the next.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "kernel/kernel.h"
#include "kernel/system.h"
#include "rawbpf.h"

#define BATCH_MOST 1024U
#define BATCH_BYTES (256U << 10)

struct rawbpf_entries {
	struct rawbpf_kernel *kernel;
	int fd;
	uint32_t key_size, stride, cpus, value_size; /* value_size: all CPUs' */
	uint8_t *keys, *values;
	uint32_t room, cnt, at;
	uint8_t *token; /* where the next batch begins: a key's room, 4 bytes at least */
	bool batch, started, ended;
	uint64_t steps_left; /* one by one: a map that changes could go round for ever */
};

static bool is_percpu(uint32_t type)
{
	return type == BPF_MAP_TYPE_PERCPU_HASH || type == BPF_MAP_TYPE_PERCPU_ARRAY ||
		type == BPF_MAP_TYPE_LRU_PERCPU_HASH ||
		type == BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE;
}

static bool has_elements(uint32_t type)
{
	return type != BPF_MAP_TYPE_RINGBUF && type != BPF_MAP_TYPE_USER_RINGBUF &&
		type != BPF_MAP_TYPE_PERF_EVENT_ARRAY && type != BPF_MAP_TYPE_QUEUE &&
		type != BPF_MAP_TYPE_STACK && type != BPF_MAP_TYPE_BLOOM_FILTER &&
		type != BPF_MAP_TYPE_ARENA;
}

static int set_shape(struct rawbpf_entries *it, const struct bpf_map_info *info)
{
	int cpus = 1;

	it->key_size = info->key_size;
	it->stride = info->value_size;
	if (is_percpu(info->type)) {
		cpus = system_possible_cpus(it->kernel);
		it->stride = (info->value_size + 7) & ~7U;
	}
	if (cpus < 0)
		return cpus;
	it->cpus = cpus;
	it->steps_left = 2ULL * info->max_entries + 1;
	return __builtin_mul_overflow(it->stride, it->cpus, &it->value_size) ? -E2BIG : 0;
}

/* Room for n entries; what was there is not kept. */
static int make_room(struct rawbpf_entries *it, uint32_t n)
{
	free(it->keys);
	free(it->values);
	it->keys = calloc(n, it->key_size ? it->key_size : 1);
	it->values = calloc(n, it->value_size ? it->value_size : 1);
	it->room = n;
	return it->keys && it->values ? 0 : -ENOMEM;
}

static uint32_t batch_size(const struct rawbpf_entries *it, uint32_t max_entries)
{
	uint64_t each = (uint64_t)it->key_size + it->value_size;
	uint64_t n = each ? BATCH_BYTES / each : 1;

	if (n > BATCH_MOST)
		n = BATCH_MOST;
	if (n > max_entries)
		n = max_entries;
	return n ? n : 1;
}

static int prepare(struct rawbpf_entries *it, struct rawbpf_diag *d)
{
	struct bpf_map_info info;
	int err;

	err = kernel_info(it->kernel, it->fd, &info, sizeof(info));
	if (err)
		return diag_fail(d, RAWBPF_STAGE_READ, err, "not a map: %s", diag_strerror(err));
	if (!has_elements(info.type))
		return diag_fail(d, RAWBPF_STAGE_READ, -EOPNOTSUPP,
			"map %.16s: a map of this type has no elements to list", info.name);
	err = set_shape(it, &info);
	if (!err)
		err = make_room(it, batch_size(it, info.max_entries));
	it->token = err ? NULL : calloc(1, it->key_size + 4);
	it->batch = true;
	return err || it->token ? err : -ENOMEM;
}

int rawbpf_entries_open(struct rawbpf_kernel *k, int map_fd, struct rawbpf_entries **out,
	struct rawbpf_diag *d)
{
	struct rawbpf_entries *it = calloc(1, sizeof(*it));
	int err;

	if (!it)
		return diag_fail(d, RAWBPF_STAGE_READ, -ENOMEM, "out of memory");
	it->kernel = kernel_or_real(k);
	it->fd = map_fd;
	err = prepare(it, d);
	if (err) {
		rawbpf_entries_close(it);
		return diag_fail(d, RAWBPF_STAGE_READ, err, "%s", diag_strerror(err));
	}
	*out = it;
	return 0;
}

static int ask_batch(struct rawbpf_entries *it)
{
	struct bpf_attr_map_batch a;
	int err;

	memset(&a, 0, sizeof(a));
	a.map_fd = it->fd;
	a.in_batch = it->started ? kernel_ptr(it->token) : 0;
	a.out_batch = kernel_ptr(it->token);
	a.keys = kernel_ptr(it->keys);
	a.values = kernel_ptr(it->values);
	a.count = it->room;
	err = kernel_map_lookup_batch(it->kernel, &a);
	it->cnt = err && err != -ENOENT && err != -EINTR ? 0 : a.count;
	return err;
}

/*
 * -ENOENT is the end, -ENOSPC a hash bucket with more entries than there was room for. -EINTR is
 * no signal: entries of a trie vanished while it was copied (up to 6.14). What came is good, and
 * if nothing came, the token is the last key, from which the walk one by one goes on.
 */
static int fill_batch(struct rawbpf_entries *it)
{
	int err = ask_batch(it);

	while (err == -ENOSPC && it->room < 1U << 24) {
		err = make_room(it, it->room * 2);
		if (!err)
			err = ask_batch(it);
	}
	if (err == -ENOENT)
		it->ended = true;
	else if (err == -EINTR)
		it->batch = it->cnt > 0;
	else if (err && !it->started && err != -EPERM && err != -ENOMEM)
		it->batch = false;
	else if (err)
		return err;
	it->started |= it->batch;
	return 0;
}

/* One entry; those that vanish between the two requests are passed over. */
static int fill_one(struct rawbpf_entries *it)
{
	int err;

	for (it->cnt = 0; !it->cnt && it->steps_left; it->steps_left--) {
		err = kernel_map_next_key(
			it->kernel, it->fd, it->started ? it->token : NULL, it->keys);
		if (err == -ENOENT)
			break;
		if (err)
			return err;
		it->started = true;
		memcpy(it->token, it->keys, it->key_size);
		err = kernel_map_lookup(it->kernel, it->fd, it->keys, it->values);
		if (err && err != -ENOENT)
			return err;
		it->cnt = !err;
	}
	it->ended = !it->cnt;
	return 0;
}

int rawbpf_entries_next(struct rawbpf_entries *it, const void **key, const void **value)
{
	int err;

	while (it->at == it->cnt) {
		if (it->ended)
			return 0;
		it->at = it->cnt = 0;
		err = it->batch ? fill_batch(it) : fill_one(it);
		if (err)
			return err;
	}
	*key = it->keys + (size_t)it->at * it->key_size;
	*value = it->values + (size_t)it->at * it->value_size;
	it->at++;
	return 1;
}

uint32_t rawbpf_entries_cpus(const struct rawbpf_entries *it)
{
	return it->cpus;
}

uint32_t rawbpf_entries_stride(const struct rawbpf_entries *it)
{
	return it->stride;
}

void rawbpf_entries_close(struct rawbpf_entries *it)
{
	if (!it)
		return;
	free(it->keys);
	free(it->values);
	free(it->token);
	free(it);
}
