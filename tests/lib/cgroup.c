/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The cgroup2 tree may be at /sys/fs/cgroup, at /sys/fs/cgroup/unified beside the old hierarchies,
 * or anywhere else: only mountinfo knows. A cgroup is a directory there; writing 0 to its
 * cgroup.procs moves the writer into it. rmdir() succeeds once no living process is left in it, and
 * takes every attached BPF program along.
 *
 * The test process cannot remove the cgroup it sits in, and a failed test does not get to run
 * clean-up code at all. So a helper is forked first, outside the cgroup: the kernel sends it a
 * signal when its parent, the test process, dies (PR_SET_PDEATHSIG); it kills what is left in the
 * cgroup, and removes it. It must be out of the test's process group before the test can end, as
 * libcheck kills that.
 */
#include "cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mountns.h"
#include "test.h"

bool cgroup_mount_point(char *path, size_t size)
{
	return mountns_has("cgroup2", path, size);
}

static void kill_members(const char *cgroup)
{
	char path[600];
	FILE *f;
	int pid;

	snprintf(path, sizeof(path), "%s/cgroup.procs", cgroup);
	f = fopen(path, "re");
	while (f && fscanf(f, "%d", &pid) == 1)
		if (pid > 1 && pid != getpid())
			kill(pid, SIGKILL);
	if (f)
		fclose(f);
}

/* Directories that the test made in there. */
static void remove_below(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		if (e->d_type == DT_DIR && *e->d_name != '.')
			unlinkat(dirfd(dir), e->d_name, AT_REMOVEDIR);
	if (dir)
		closedir(dir);
}

static void remove_cgroup(const char *path)
{
	struct timespec pause = {.tv_nsec = 10000000};
	int i;

	for (i = 0; i < 200 && rmdir(path) && errno == EBUSY; i++) {
		remove_below(path);
		kill_members(path);
		nanosleep(&pause, NULL);
	}
}

/* It keeps none of the test's descriptors, which could be BPF links. */
static void helper_run(const char *path, pid_t test, const sigset_t *death)
{
	int fd, sig;

	setsid();
	prctl(PR_SET_PDEATHSIG, SIGUSR1, 0, 0, 0);
	for (fd = 0; fd < 1024; fd++)
		close(fd);
	if (getppid() == test)
		sigwait(death, &sig);
	remove_cgroup(path);
	_exit(0);
}

/* Goes on when the helper has closed its end: a quick test would end before it is out of the group. */
static void helper_start(const char *path)
{
	pid_t pid, test = getpid();
	sigset_t death, before;
	int ends[2];
	char none;

	ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
	sigemptyset(&death);
	sigaddset(&death, SIGUSR1);
	sigprocmask(SIG_BLOCK, &death, &before);
	pid = fork();
	if (pid == 0)
		helper_run(path, test, &death);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (pid < 0)
		ck_abort_msg("fork: %s", strerror(errno));
	close(ends[1]);
	(void)!read(ends[0], &none, 1);
	close(ends[0]);
}

void cgroup_create(struct cgroup *c)
{
	static int count;
	char root[400];
	int err;

	need_cgroup2();
	cgroup_mount_point(root, sizeof(root));
	/* an earlier process may have had our number, and have been killed with its helper */
	do {
		snprintf(c->path, sizeof(c->path), "%s/rawbpf-test-%d-%d", root, (int)getpid(),
			count++);
		err = mkdir(c->path, 0755) ? errno : 0;
	} while (err == EEXIST);
	if (err)
		ck_abort_msg("mkdir %s: %s", c->path, strerror(err));
	helper_start(c->path);
	c->fd = open(c->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (c->fd < 0)
		ck_abort_msg("open %s: %s", c->path, strerror(errno));
}

void cgroup_join(const struct cgroup *c)
{
	char path[600];
	int fd;

	snprintf(path, sizeof(path), "%s/cgroup.procs", c->path);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, "0", 1) != 1)
		ck_abort_msg("move into %s: %s", c->path, strerror(errno));
	close(fd);
}

long cgroup_do(const struct cgroup *c, long (*fn)(void *arg), void *arg)
{
	long result = 0;
	int ends[2], status;
	pid_t pid;

	ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
	pid = fork();
	if (!pid) {
		if (c)
			cgroup_join(c);
		result = fn(arg);
		_exit(write(ends[1], &result, sizeof(result)) != sizeof(result));
	}
	close(ends[1]);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_msg(WIFEXITED(status) && !WEXITSTATUS(status), "the child ended with %d", status);
	ck_assert_int_eq(read(ends[0], &result, sizeof(result)), sizeof(result));
	close(ends[0]);
	return result;
}
