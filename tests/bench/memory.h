/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory a process has for itself: Private_Dirty of /proc/self/smaps_rollup, since 4.14. */
#ifndef BENCH_MEMORY_H
#define BENCH_MEMORY_H

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* KiB, or -1. By read(2) and a buffer on the stack, so that asking does not change the answer. */
static inline long private_memory(void)
{
	int fd = open("/proc/self/smaps_rollup", O_RDONLY | O_CLOEXEC);
	char text[4096], *at;
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	text[n < 0 ? 0 : n] = '\0';
	at = strstr(text, "\nPrivate_Dirty:");
	return at ? strtol(at + strlen("\nPrivate_Dirty:"), NULL, 10) : -1;
}

#endif
