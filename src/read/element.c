/* SPDX-License-Identifier: BSD-2-Clause */
/* Single elements, for callers of the library. */
#include "kernel/kernel.h"

int rawbpf_map_lookup(struct rawbpf_kernel *k, int map_fd, const void *key, void *value)
{
	return kernel_map_lookup(kernel_or_real(k), map_fd, key, value);
}

int rawbpf_map_update(struct rawbpf_kernel *k, int map_fd, const void *key, const void *value,
	uint64_t flags)
{
	return kernel_map_update(kernel_or_real(k), map_fd, key, value, flags);
}

int rawbpf_map_delete(struct rawbpf_kernel *k, int map_fd, const void *key)
{
	return kernel_map_delete(kernel_or_real(k), map_fd, key);
}

int rawbpf_map_next_key(struct rawbpf_kernel *k, int map_fd, const void *key, void *next_key)
{
	return kernel_map_next_key(kernel_or_real(k), map_fd, key, next_key);
}
