/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mount namespaces. unshare(CLONE_NEWNS) copies the whole mount table, but copies of shared mounts
 * still pass new mounts on to each other; so the first step in the new namespace is to make all of
 * it private. The kernel provides the empty directories /sys/fs/bpf (4.4) and /sys/kernel/tracing
 * (4.1) as mount points.
 *
 * Every mount of type bpf is a file system of its own, while tracefs is the same wherever mounted.
 */
#include "mountns.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>

#include "test.h"

/*
 * A line of /proc/self/mountinfo has optional fields, closed by a single dash:
 * 41 31 0:38 / /sys/fs/cgroup/unified rw,relatime shared:9 - cgroup2 cgroup2 rw
 */
bool mountns_has(const char *type, char *path, size_t size)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	char where[4096], have[64], line[8192];
	bool found = false;
	char *dash;

	while (f && !found && fgets(line, sizeof(line), f)) {
		dash = strstr(line, " - ");
		found = dash && sscanf(dash, " - %63s", have) == 1 && strcmp(have, type) == 0 &&
			sscanf(line, "%*s %*s %*s %*s %4095s", where) == 1;
	}
	if (f)
		fclose(f);
	if (found && path)
		snprintf(path, size, "%s", where);
	return found;
}

static void mount_at(const char *type, const char *path)
{
	if (mount(type, path, type, 0, NULL))
		ck_abort_msg("mount %s at %s: %s", type, path, strerror(errno));
}

void mountns_enter(void)
{
	need_root();
	if (unshare(CLONE_NEWNS))
		ck_abort_msg("unshare(CLONE_NEWNS): %s", strerror(errno));
	if (mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL))
		ck_abort_msg("make / private: %s", strerror(errno));
	mount_at("bpf", MOUNTNS_BPFFS);
	if (mount("tracefs", MOUNTNS_TRACEFS, "tracefs", 0, NULL) && errno != ENODEV &&
		errno != EBUSY && errno != ENOENT)
		ck_abort_msg("mount tracefs at %s: %s", MOUNTNS_TRACEFS, strerror(errno));
}
