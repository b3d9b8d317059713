/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef OBJECT_MAP_LEAST_H
#define OBJECT_MAP_LEAST_H

#include <stdint.h>

struct rawbpf_kernel;

/* The first kernel with a type of map, and the least map of it. */
struct map_least {
	uint8_t major, minor;
	uint8_t key_size, value_size;
	uint32_t entries : 20, flags : 12;
};

/* by type; the first is not one */
extern const struct map_least map_least_table[];
extern const uint32_t map_least_cnt;

/*
 * Make that map. Its descriptor; -EINVAL if this kernel has no such type; what else it says, it says of a
 * type that it has.
 */
int map_least(struct rawbpf_kernel *k, uint32_t type);

#endif
