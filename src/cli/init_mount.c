/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the first process finds: a root file system, and nothing else. The kernel's own file systems
 * are mounted where they are missing, as everybody expects them:
 *
 *	/proc, /sys, /dev	processes, devices and settings, device nodes; /dev/kmsg is there
 *	/sys/kernel/tracing	tracefs: the numbers of tracepoints
 *	/sys/fs/bpf		bpffs: what is pinned
 *	/sys/fs/cgroup		cgroup2, unless it is mounted elsewhere
 *
 * What is mounted, /proc/self/mountinfo says: each line has the place, and behind " - " the type.
 */
#include "cli/init.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.h"
#include "kernel/kernel.h"

/* Type, place, options. */
static const char places[] =
	"proc\0/proc\0\0"
	"sysfs\0/sys\0\0"
	"devtmpfs\0/dev\0\0"
	"tracefs\0/sys/kernel/tracing\0\0"
	"bpf\0/sys/fs/bpf\0mode=0700\0"
	"cgroup2\0/sys/fs/cgroup\0memory_recursiveprot,nsdelegate\0";

static const char *after(const char *text)
{
	return text + strlen(text) + 1;
}

static bool has(const char *info, const char *word, const char *before)
{
	char text[40];
	int n = text_format(text, sizeof(text), "%s%s ", before, word);

	while (*info && strncmp(info, text, n))
		info++;
	return *info;
}

/*
 * Twice the same in one place is refused: then it has been there, though not in mountinfo. The options
 * of cgroup2 are the whole hierarchy's, and those of systemd, which keeps a mount that is there.
 * memory_recursiveprot is known since 5.7, nsdelegate since 4.13: the one known last stands first.
 */
static void mount_at(struct init *in, const char *type)
{
	struct rawbpf_kernel *k = in->kernel;
	const char *path = after(type);
	const char *options = after(path);
	int err;

	kernel_mkdir(k, path, 0755);
	while ((err = kernel_mount(k, type, path, MS_NOSUID | MS_NOEXEC, options)) == -EINVAL &&
		*type == 'c' && *options) {
		options = strchrnul(options, ',');
		options += !!*options;
	}
	if (err && err != -EBUSY)
		init_log(in, '4', path, " cannot be mounted: ", diag_strerror(err));
}

/* Open files are handed out from the lowest number on. These are not closed when we become another. */
static void open_console(void)
{
	int fd;

	do
		fd = syscall(SYS_openat, AT_FDCWD, "/dev/console", O_RDWR);
	while (fd >= 0 && fd < 3);
	if (fd >= 0)
		close(fd);
}

static bool read_info(struct init *in, char *info)
{
	bool have = kernel_read_text(in->kernel, "/proc/self/mountinfo", info, INIT_TEXT) >= 0;

	if (!have)
		info[0] = '\0';
	return have;
}

void init_mount(struct init *in)
{
	char *info = in->text;
	const char *type = places;

	if (!read_info(in, info)) {
		mount_at(in, type);
		read_info(in, info);
	}
	while (*(type = after(after(after(type)))))
		if (!has(info, after(type), " ") && !(*type == 'c' && has(info, type, " - ")))
			mount_at(in, type);
	open_console();
}
