/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * /proc/self/mounts: what is mounted where, a line each, in the order it was done:
 *
 *	cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nodev,noexec,relatime 0 0
 *
 * Blanks and backslashes of a path stand there in octal.
 */
#include "kernel/system.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/kernel.h"

#define MOUNTS_MOST (1U << 20)

/* The next word of a line, ended by NUL; *at goes behind it. */
static char *next_word(char **at)
{
	char *word = *at;

	*at += strcspn(word, " ");
	if (**at)
		*(*at)++ = '\0';
	return word;
}

static void unescape(char *path)
{
	char *to = path;

	while (*path) {
		if (path[0] == '\\' && path[1] && path[2] && path[3]) {
			*to++ = (path[1] - '0') << 6 | (path[2] - '0') << 3 | (path[3] - '0');
			path += 4;
		} else {
			*to++ = *path++;
		}
	}
	*to = '\0';
}

static bool call(char *line, system_mount fn, void *ctx)
{
	char *path, *type;

	next_word(&line);
	path = next_word(&line);
	type = next_word(&line);
	unescape(path);
	return fn(ctx, path, type, next_word(&line));
}

int system_mounts(struct rawbpf_kernel *k, system_mount fn, void *ctx)
{
	char *text = malloc(MOUNTS_MOST), *line, *next;
	int err = text ? kernel_read_text(k, "/proc/self/mounts", text, MOUNTS_MOST) : -ENOMEM;

	for (line = text; err >= 0 && *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		if (!call(line, fn, ctx))
			break;
	}
	free(text);
	return err < 0 ? err : 0;
}
