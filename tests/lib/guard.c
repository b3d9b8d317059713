/* SPDX-License-Identifier: BSD-2-Clause */
#include "guard.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t whole_pages(size_t size)
{
	size_t page = sysconf(_SC_PAGESIZE);

	return (size + page - 1) / page * page;
}

void *guard_copy(const void *bytes, size_t size)
{
	size_t pages = whole_pages(size), page = whole_pages(1);
	uint8_t *p = mmap(NULL, pages + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		-1, 0);

	if (p == MAP_FAILED || mprotect(p + pages, page, PROT_NONE))
		abort();
	if (size)
		memcpy(p + pages - size, bytes, size);
	return p + pages - size;
}

void guard_free(void *copy, size_t size)
{
	size_t pages = whole_pages(size);

	munmap((uint8_t *)copy + size - pages, pages + whole_pages(1));
}
