/* SPDX-License-Identifier: BSD-2-Clause */
/* An array that grows and is used again and again: scratch, freed by its owner. */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Room for `need` items in all. 0 or -ENOMEM; the items stay. */
static inline int vec_room(void **items, uint32_t *room, uint64_t need, size_t size)
{
	uint64_t more = *room ? *room : 64;
	void *p;

	while (more < need)
		more *= 2;
	if (need <= *room)
		return 0;
	if (more > UINT32_MAX || more > SIZE_MAX / size)
		return -ENOMEM;
	p = malloc(more * size);
	if (!p)
		return -ENOMEM;
	if (*items)
		memcpy(p, *items, *room * size);
	free(*items);
	*items = p;
	*room = more;
	return 0;
}

#endif
