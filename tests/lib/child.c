/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A child process with both outputs on pipes. They are read together, since a child that fills a
 * pipe (64 KiB) stops until somebody reads. The child gets a process group of its own, so that a
 * timeout kills also what it has started.
 */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "test.h"

struct stream {
	int fd; /* -1 at the end */
	char *bytes;
	size_t size;
};

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static void stream_read(struct stream *s)
{
	char part[4096];
	ssize_t n = read(s->fd, part, sizeof(part));

	if (n < 0 && errno == EINTR)
		return;
	if (n <= 0) {
		close(s->fd);
		s->fd = -1;
		return;
	}
	s->bytes = realloc(s->bytes, s->size + (size_t)n + 1);
	ck_assert_ptr_nonnull(s->bytes);
	memcpy(s->bytes + s->size, part, (size_t)n);
	s->size += (size_t)n;
	s->bytes[s->size] = '\0';
}

/* Returns false when the time is over before both ends are closed. */
static bool streams_read(struct stream s[2], long long deadline)
{
	struct pollfd p[2];
	int i, n;

	while (s[0].fd >= 0 || s[1].fd >= 0) {
		for (i = 0; i < 2; i++) {
			p[i].fd = s[i].fd;
			p[i].events = POLLIN;
			p[i].revents = 0;
		}
		n = deadline > now_ms() ? poll(p, 2, (int)(deadline - now_ms())) : 0;
		if (n == 0)
			return false;
		for (i = 0; i < 2; i++)
			if (s[i].fd >= 0 && p[i].revents)
				stream_read(&s[i]);
	}
	return true;
}

static void child_exec(const char *const argv[], int out, int err)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	setpgid(0, 0);
	dup2(null, 0);
	dup2(out, 1);
	dup2(err, 2);
	execvp(argv[0], (char *const *)argv);
	dprintf(2, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static pid_t child_start(const char *const argv[], struct stream s[2])
{
	int out[2], err[2];
	pid_t pid;

	if (pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
		ck_abort_msg("pipe2: %s", strerror(errno));
	pid = fork();
	if (pid < 0)
		ck_abort_msg("fork: %s", strerror(errno));
	if (pid == 0)
		child_exec(argv, out[1], err[1]);
	setpgid(pid, pid);
	close(out[1]);
	close(err[1]);
	s[0].fd = out[0];
	s[1].fd = err[0];
	return pid;
}

/* A child may close its outputs and live on, so the wait has the same deadline. */
static int child_wait(pid_t pid, long long deadline, bool *timed_out)
{
	struct timespec pause = {.tv_nsec = 2000000};
	int status;

	while (!*timed_out && waitpid(pid, &status, WNOHANG) == 0) {
		*timed_out = now_ms() > deadline;
		nanosleep(&pause, NULL);
	}
	if (*timed_out) {
		kill(-pid, SIGKILL);
		waitpid(pid, &status, 0);
	}
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void child_run(struct child *c, int timeout_ms, const char *const argv[])
{
	long long deadline = now_ms() + timeout_ms;
	struct stream s[2];
	pid_t pid;
	int i;

	memset(s, 0, sizeof(s));
	memset(c, 0, sizeof(*c));
	pid = child_start(argv, s);
	c->timed_out = !streams_read(s, deadline);
	c->status = child_wait(pid, deadline, &c->timed_out);
	for (i = 0; i < 2; i++)
		if (s[i].fd >= 0)
			close(s[i].fd);
	c->out = s[0].bytes ? s[0].bytes : calloc(1, 1);
	c->err = s[1].bytes ? s[1].bytes : calloc(1, 1);
	c->out_size = s[0].size;
	c->err_size = s[1].size;
}

void child_free(struct child *c)
{
	free(c->out);
	free(c->err);
	memset(c, 0, sizeof(*c));
}

int child_says(const char *words, const char *fmt, ...)
{
	const char *argv[32] = { BUILD "/rawbpf" };
	char text[900], *rest = text;
	struct child c;
	int n, status;
	va_list ap;

	need_file(argv[0]);
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	for (n = 1; n < 31 && (argv[n] = strsep(&rest, " ")); n++)
		;
	child_run(&c, 20000, argv);
	ck_assert_msg(strstr(c.out, words) || strstr(c.err, words), "no \"%s\" in %s%s", words, c.out, c.err);
	status = c.status;
	child_free(&c);
	return status;
}
