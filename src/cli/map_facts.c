/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A map knows its shape, and the BTF it was created with (since 4.18): the id of that BTF and, in
 * it, of the types of key and value. The BTF itself is read from the kernel by that id, so a map
 * can be understood without the file it came from.
 */
#include "cli/map.h"

#include "cli/btf_by_id.h"
#include "kernel/kernel.h"
#include "kernel/system.h"

bool map_facts_percpu(uint32_t type)
{
	return type == BPF_MAP_TYPE_PERCPU_HASH || type == BPF_MAP_TYPE_PERCPU_ARRAY ||
		type == BPF_MAP_TYPE_LRU_PERCPU_HASH ||
		type == BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE;
}

/*
 * Types that cannot be read or do not fit the map are no failure: bytes always can be shown. Structs of callbacks
 * have the kernel's types; before 6.9 told in which BTF those are, it was its own, the first that has an id (5.11).
 */
static void read_types(struct map_facts *f)
{
	uint32_t id = f->info.btf_id, value = f->info.btf_value_type_id;

	if (f->info.btf_vmlinux_value_type_id) {
		id = f->info.btf_vmlinux_id ? f->info.btf_vmlinux_id : 1;
		value = f->info.btf_vmlinux_value_type_id;
	}
	if (!id || btf_by_id(f->cli, id, &f->arena, &f->btf))
		return;
	if (btf_size(&f->btf, f->info.btf_key_type_id) == f->info.key_size)
		f->key_type = f->info.btf_key_type_id;
	if (btf_size(&f->btf, value) == f->info.value_size)
		f->value_type = value;
	if (f->key_type || f->value_type)
		f->types = &f->btf;
}

static int read_shape(struct map_facts *f)
{
	uint32_t size = sizeof(f->info);
	int err, cpus = 1;

	err = kernel_obj_info(f->cli->kernel, f->fd, &f->info, &size);
	if (err)
		return err;
	memcpy(f->name, f->info.name, BPF_OBJ_NAME_LEN);
	f->stride = f->info.value_size;
	if (map_facts_percpu(f->info.type)) {
		cpus = system_possible_cpus(f->cli->kernel);
		f->stride = (f->info.value_size + 7) & ~7U;
	}
	f->cpus = cpus;
	f->shows_key = f->info.key_size && !map_thing_is_fd(map_type(f->info.type)->key);
	return cpus < 0 ? cpus : 0;
}

int map_facts_open(struct cli *c, struct map_facts *f)
{
	int err;

	memset(f, 0, sizeof(*f));
	f->cli = c;
	f->fds[0] = f->fds[1] = f->fds[2] = -1;
	f->fd = ref_map(c);
	if (f->fd < 0)
		return -f->fd;
	err = read_shape(f);
	if (err) {
		map_facts_close(f);
		return cli_fault(c, err, "the map cannot be asked about");
	}
	read_types(f);
	return 0;
}

void map_facts_close(struct map_facts *f)
{
	uint32_t i;

	for (i = 0; i < sizeof(f->fds) / sizeof(*f->fds); i++)
		kernel_close(f->cli->kernel, f->fds[i]);
	kernel_close(f->cli->kernel, f->fd);
	map_stack_free(f);
	arena_free(&f->arena);
}

int map_facts_with(struct cli *c, int (*fn)(struct map_facts *f))
{
	struct map_facts f;
	int code = map_facts_open(c, &f);

	if (code)
		return code;
	code = cli_end(c);
	if (!code)
		code = fn(&f);
	map_facts_close(&f);
	return code;
}
