/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel/system.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kernel/kernel.h"

static int count(void *ctx, int cpu)
{
	int *cpus = ctx;

	(void)cpu;
	++*cpus;
	return 0;
}

static int above(void *ctx, int cpu)
{
	int *most = ctx;

	if (cpu >= *most)
		*most = cpu + 1;
	return 0;
}

static int possible(struct rawbpf_kernel *k, int (*fn)(void *ctx, int cpu))
{
	char list[1024];
	int n = 0, err;

	err = kernel_read_text(k, "/sys/devices/system/cpu/possible", list, sizeof(list));
	if (err < 0)
		return err;
	system_each_cpu(list, fn, &n);
	return n > 0 ? n : -EINVAL;
}

int system_possible_cpus(struct rawbpf_kernel *k)
{
	return possible(k, count);
}

int system_cpu_ids(struct rawbpf_kernel *k)
{
	return possible(k, above);
}

int system_each_cpu(const char *list, int (*fn)(void *ctx, int cpu), void *ctx)
{
	uint64_t from, to;
	int err;

	while ((list = text_u64(list, 10, &from))) {
		to = from;
		if (*list == '-' && !(list = text_u64(list + 1, 10, &to)))
			break;
		for (; from <= to && from < 1 << 20; from++) {
			err = fn(ctx, from);
			if (err)
				return err;
		}
		list += *list == ',';
	}
	return 0;
}

/* Since 4.1 tracefs has a place of its own; before and beside it debugfs shows it. */
int system_open_tracefs(struct rawbpf_kernel *k, const char *file, int flags)
{
	static const char *const roots[] = { "/sys/kernel/tracing", "/sys/kernel/debug/tracing" };
	char path[512];
	size_t i;
	int fd = -ENODEV, err = -ENODEV;

	for (i = 0; i < 2; i++) {
		text_format(path, sizeof(path), "%s/%s", roots[i], file);
		fd = kernel_open(k, path, flags);
		if (fd >= 0)
			return fd;
		text_format(path, sizeof(path), "%s/events", roots[i]);
		/* mounted here, so this answer counts */
		fd = fd == -ENOENT ? kernel_open(k, path, 0) : fd;
		if (fd >= 0)
			err = -ENOENT;
		else if (fd != -ENOENT)
			err = fd;
		if (fd >= 0)
			kernel_close(k, fd);
	}
	return err;
}

int system_read_tracefs(struct rawbpf_kernel *k, const char *file, char *text, size_t size)
{
	int fd = system_open_tracefs(k, file, 0);
	long n;

	if (fd < 0)
		return fd;
	n = kernel_read(k, fd, text, size - 1);
	kernel_close(k, fd);
	text[n > 0 ? n : 0] = '\0';
	return n < 0 ? n : 0;
}

int system_open(const char *path, int flags, int mode)
{
	int fd = syscall(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC | O_LARGEFILE, mode);

	return fd < 0 ? -errno : fd;
}

/*
 * Past libc, whose clock_gettime() looks into the vDSO first, and that takes a reader of ELF. Where
 * long has 32 bits, the call that has 64 for the seconds came with 5.1, the older one is good until
 * 2038.
 */
int64_t system_clock(int clock)
{
	int64_t now[2] = { 0, 0 };
	long words[2] = { 0, 0 };

#ifdef SYS_clock_gettime64
	if (!syscall(SYS_clock_gettime64, clock, now))
		return now[0] * 1000000000 + now[1];
#endif
#ifdef SYS_clock_gettime
	syscall(SYS_clock_gettime, clock, words);
	now[0] = words[0];
	now[1] = words[1];
#endif
	return now[0] * 1000000000 + now[1];
}
