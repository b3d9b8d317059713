/* SPDX-License-Identifier: BSD-2-Clause */
/* What a test may need of the machine, and the reason it is skipped with when that is missing. */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cgroup.h"
#include "mountns.h"

void need_root(void)
{
	skip_unless(geteuid() == 0, "needs root");
}

static void kernel_version(int *major, int *minor)
{
	struct utsname u;

	uname(&u);
	ck_assert_int_eq(sscanf(u.release, "%d.%d", major, minor), 2);
}

bool kernel_is(int major, int minor)
{
	int have_major, have_minor;

	kernel_version(&have_major, &have_minor);
	return have_major > major || (have_major == major && have_minor >= minor);
}

void need_kernel(int major, int minor)
{
	int have_major, have_minor;

	kernel_version(&have_major, &have_minor);
	skip_unless(kernel_is(major, minor), "kernel %d.%d is older than %d.%d", have_major,
		have_minor, major, minor);
}

void need_file(const char *path)
{
	if (access(path, R_OK))
		skip("no %s: %s", path, strerror(errno));
}

void need_btf(void)
{
	need_file("/sys/kernel/btf/vmlinux");
}

static bool in_path(const char *name)
{
	const char *path = getenv("PATH");
	char *list = strdup(path ? path : "/usr/bin:/bin");
	char *dir, *rest = list, file[4096];
	bool found = false;

	while (!found && (dir = strsep(&rest, ":"))) {
		snprintf(file, sizeof(file), "%s/%s", dir, name);
		found = access(file, X_OK) == 0;
	}
	free(list);
	return found;
}

void need_command(const char *name)
{
	skip_unless(in_path(name), "no command %s", name);
}

/* /proc/filesystems has a line for each file system the kernel can mount now: "nodev\tbpf". */
void need_filesystem(const char *type)
{
	char flag[32], name[64], line[128];
	FILE *f = fopen("/proc/filesystems", "re");
	bool found = false;

	while (f && !found && fgets(line, sizeof(line), f)) {
		found = sscanf(line, "%31s %63s", flag, name) == 2 && strcmp(name, type) == 0;
		found = found || (sscanf(line, "%63s", name) == 1 && strcmp(name, type) == 0);
	}
	if (f)
		fclose(f);
	skip_unless(found, "the kernel has no file system %s", type);
}

/* Needs no privilege: only the addresses in /proc/kallsyms are hidden from ordinary users. */
void need_symbol(const char *kernel_function)
{
	FILE *f = fopen("/proc/kallsyms", "re");
	char name[256], line[512];
	bool found = false;

	while (f && !found && fgets(line, sizeof(line), f))
		found = sscanf(line, "%*s %*s %255s", name) == 1 &&
			strcmp(name, kernel_function) == 0;
	if (f)
		fclose(f);
	skip_unless(found, "the kernel has no function %s", kernel_function);
}

void need_cgroup2(void)
{
	char path[4096];

	need_root();
	skip_unless(cgroup_mount_point(path, sizeof(path)), "no cgroup2 is mounted");
}

void need_tracefs(void)
{
	need_root();
	if (!mountns_has("tracefs", NULL, 0))
		need_filesystem("tracefs");
}
