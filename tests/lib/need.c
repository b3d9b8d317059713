/* SPDX-License-Identifier: BSD-2-Clause */
/* What a test may need of the machine, and the reason it is skipped with when that is missing. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cgroup.h"
#include "mountns.h"

void need_root(void)
{
	skip_unless(geteuid() == 0, "needs root");
}

bool test_quick(void)
{
	return getenv("TEST_QUICK") != NULL;
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

static bool file_has_line(const char *path, const char *pattern)
{
	char line[512];
	FILE *f = fopen(path, "re");
	bool found = false;

	while (f && !found && fgets(line, sizeof(line), f))
		found = fnmatch(pattern, line, 0) == 0;
	if (f)
		fclose(f);
	return found;
}

void need_jit(void)
{
	skip_unless(!access("/proc/sys/net/core/bpf_jit_enable", R_OK),
		"programs are interpreted: the kernel has no JIT");
	skip_unless(!file_has_line("/proc/sys/net/core/bpf_jit_enable", "0*"),
		"programs are interpreted: the JIT is off");
}

int config_has(const char *option)
{
	char path[256], pattern[128];
	struct utsname u;

	uname(&u);
	snprintf(path, sizeof(path), "/boot/config-%s", u.release);
	snprintf(pattern, sizeof(pattern), "%s=[ym]*", option);
	return access(path, R_OK) ? -1 : file_has_line(path, pattern);
}

void need_config(const char *option)
{
	skip_unless(config_has(option), "the kernel is built without %s", option);
}

void need_module(const char *name)
{
	char path[256], pattern[128];
	struct utsname u;

	snprintf(path, sizeof(path), "/sys/module/%s", name);
	if (!access(path, F_OK))
		return;
	uname(&u);
	snprintf(pattern, sizeof(pattern), "*/%s.ko*", name);
	snprintf(path, sizeof(path), "/lib/modules/%s/modules.builtin", u.release);
	if (!access(path, R_OK))
		skip_unless(file_has_line(path, pattern),
			"the module %s is not loaded", name);
}

void need_pmu(void)
{
	struct {
		uint32_t type, size;
		uint8_t rest[56];
	} cycles;
	long fd;

	memset(&cycles, 0, sizeof(cycles));
	cycles.size = sizeof(cycles);
	fd = syscall(SYS_perf_event_open, &cycles, 0, -1, -1, 0);
	skip_unless(fd >= 0, "no cycles are counted here: %s", strerror(errno));
	close((int)fd);
}

void need_64_bits(const char *defect)
{
	struct utsname u;

	uname(&u);
	skip_unless(strstr(u.machine, "64") || strstr(u.machine, "s390x"),
		"a kernel of 32 bits %s", defect);
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

void need_btf_type(const char *name, const char *reason)
{
	int fd = open("/sys/kernel/btf/vmlinux", O_RDONLY | O_CLOEXEC);
	char *bytes = NULL;
	ssize_t size = 0, n;

	need_btf();
	do {
		bytes = realloc(bytes, size + (1 << 20));
		ck_assert_ptr_nonnull(bytes);
		n = read(fd, bytes + size, 1 << 20);
		ck_assert_int_ge(n, 0);
		size += n;
	} while (n);
	close(fd);
	skip_unless(memmem(bytes, size, name, strlen(name) + 1), "%s", reason);
	free(bytes);
}

void need_lsm(void)
{
	char list[256] = "";
	FILE *f = fopen("/sys/kernel/security/lsm", "re");

	if (f && !fgets(list, sizeof(list), f))
		list[0] = '\0';
	if (f)
		fclose(f);
	skip_unless(strstr(list, "bpf"), "bpf is not among the active LSMs");
}

void need_cgroup2(void)
{
	char path[4096];

	need_root();
	need_config("CONFIG_CGROUP_BPF");
	skip_unless(cgroup_mount_point(path, sizeof(path)), "no cgroup2 is mounted");
}

void need_pidfd(void)
{
	int fd = (int)syscall(SYS_pidfd_open, getpid(), 0);

	skip_unless(fd >= 0, "no pidfd_open() here: %s", strerror(errno));
	close(fd);
}

void need_tracefs(void)
{
	need_root();
	if (!mountns_has("tracefs", NULL, 0))
		need_filesystem("tracefs");
}

void need_trampolines(void)
{
	need_btf();
	need_jit();
	need_tracefs();
	mountns_enter();
	skip_unless(!access(MOUNTNS_TRACEFS "/available_filter_functions", F_OK),
		"the kernel is built without function tracing");
}
