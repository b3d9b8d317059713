/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where cgroup v2 is: at /sys/fs/cgroup, beside the hierarchies of v1 at /sys/fs/cgroup/unified, or
 * anywhere else. Only the list of mounts knows.
 */
#include "attach/cgroup.h"
#include "base/text.h"

#include <errno.h>
#include <string.h>

#include "kernel/system.h"

struct find {
	char *path;
	size_t size;
	bool found;
};

static bool is_cgroup2(void *ctx, const char *path, const char *type, const char *options)
{
	struct find *f = ctx;

	(void)options;
	f->found = !strcmp(type, "cgroup2");
	if (f->found)
		text_format(f->path, f->size, "%s", path);
	return !f->found;
}

int cgroup_mount(struct rawbpf_kernel *k, char *path, size_t size)
{
	struct find f = { path, size, false };
	int err = system_mounts(k, is_cgroup2, &f);

	return err || f.found ? err : -ENOENT;
}
