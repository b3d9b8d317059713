/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs on sockets that are not ours: one that the caller has, or one of another process, which
 * goes by the process and the number of its descriptor there, 1234/5. `ss -tlnp` shows both.
 *
 *	pidfd_open(PID)			a descriptor for the process, since 5.3
 *	pidfd_getfd(pidfd, FD)		one of ours for what its FD refers to, since 5.6. Needs what
 *					tracing it needs: the same user and no more rights than
 *					ours, or CAP_SYS_PTRACE
 *
 * Another's socket is not kept open: it would go on to be connected to when its owner has ended, and
 * nobody would answer. So it is asked for again when the program is to be taken off, and has to
 * be the same, which its cookie (SO_COOKIE, 4.12) tells. If it is not there any more, the program has
 * gone with it; unless a third process has the socket as well, and then it stays.
 *
 * Taking off names no program: whatever is there goes. Of a filter the kernel tells (SO_GET_FILTER, 3.8)
 * how many classic instructions it has, or -EACCES if it is a loaded program, and no id. So one that its
 * owner has put in the place of ours is left alone if that tells them apart; a program in the place of
 * our program, or as many instructions in that of ours, are taken off. Of a group's program nothing is
 * told. Nor is asking and taking off one request: what comes in between is taken off.
 */
#include "attach/attach.h"

#include <errno.h>
#include <linux/filter.h>
#include <sys/socket.h>

#include "base/text.h"
#include "kernel/kernel.h"

static bool names_two(const char *where, uint64_t *pid, uint64_t *fd)
{
	const char *at = where ? text_u64(where, 10, pid) : NULL;

	if (!at || *at != '/')
		return false;
	at = text_u64(at + 1, 10, fd);
	return at && !*at && *pid <= INT32_MAX && *fd <= INT32_MAX;
}

bool lent_is(const struct attach_request *r)
{
	uint64_t pid, fd;

	return r->opts->socket_fd || names_two(r->where, &pid, &fd);
}

static int cookie_of(struct rawbpf_kernel *k, int fd, uint64_t *cookie)
{
	uint32_t size = sizeof(*cookie);

	return kernel_getsockopt(k, fd, SOL_SOCKET, SO_COOKIE, cookie, &size);
}

static const char *why(int err)
{
	switch (err) {
	case -ESRCH:
	case -EINVAL: /* 0, or a thread's number ... */
	case -ENOENT: /* ... since 6.16 */
		return "there is no such process";
	case -EBADF:
		return "the process has no such descriptor";
	case -ENOTSOCK:
		return "this descriptor is no socket";
	case -EOPNOTSUPP:
		return "this kernel has no pidfd_getfd, which came with 5.6";
	case -EPERM:
		return "it takes the right to trace that process: its user (if ptrace_scope allows it) or "
		       "CAP_SYS_PTRACE";
	}
	return diag_strerror(err);
}

static int open_theirs(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	uint64_t pid, fd;
	int err;

	if (!names_two(r->where, &pid, &fd))
		return attach_fail(r, ATTACH_USAGE, d,
			"name a process and its descriptor of the socket, as in %s:1234/5",
			r->hook->section);
	l->their_fd = fd;
	err = l->other_fd = kernel_pidfd_open(r->kernel, pid);
	if (err >= 0)
		err = l->fd = kernel_pidfd_getfd(r->kernel, l->other_fd, fd);
	if (err >= 0)
		err = cookie_of(r->kernel, l->fd, &l->cookie);
	if (err == -ENOSYS)
		err = -EOPNOTSUPP;
	return err < 0 ? attach_fail(r, err, d, "%s", why(err)) : 0;
}

int lent_open(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	if (!r->opts->socket_fd)
		return open_theirs(r, l, d);
	l->fd = link_dup(r->opts->socket_fd);
	return l->fd < 0 ? attach_fail(r, l->fd, d, "the socket: %s", diag_strerror(l->fd)) : 0;
}

/* A program's descriptor, or classic instructions, as the option is. */
int lent_attach(const struct attach_request *r, struct rawbpf_link *l, int option)
{
	l->insns = r->classic ? r->classic->len : 0;
	if (r->classic)
		return kernel_setsockopt(r->kernel, l->fd, SOL_SOCKET, option, r->classic,
			sizeof(*r->classic));
	return kernel_setsockopt(r->kernel, l->fd, SOL_SOCKET, option, &r->prog_fd,
		sizeof(r->prog_fd));
}

/* -ENOENT: theirs is not there any more */
static int open_again(struct rawbpf_link *l)
{
	uint64_t cookie = 0;
	int fd = kernel_pidfd_getfd(l->kernel, l->other_fd, l->their_fd), err;

	if (fd < 0)
		return fd == -ESRCH || fd == -EBADF ? -ENOENT : fd;
	err = cookie_of(l->kernel, fd, &cookie);
	if (!err && cookie == l->cookie)
		return fd;
	kernel_close(l->kernel, fd);
	return err && err != -ENOTSOCK ? err : -ENOENT;
}

/* -ENOENT: no filter is there, or one that is not ours. What cannot be asked is taken for ours. */
static int check_ours(struct rawbpf_link *l)
{
	uint32_t insns = 0;
	int err;

	if (l->option != SO_DETACH_BPF)
		return 0;
	err = kernel_getsockopt(l->kernel, l->fd, SOL_SOCKET, SO_ATTACH_FILTER, NULL, &insns);
	if (err)
		return err == -EACCES && l->insns ? -ENOENT : 0;
	return insns && insns == l->insns ? 0 : -ENOENT;
}

static int detach(struct rawbpf_link *l)
{
	const int none = 0;
	int err;

	if (l->fd < 0)
		l->fd = open_again(l);
	if (l->fd < 0)
		return l->fd == -ENOENT ? 0 : l->fd;
	err = check_ours(l);
	return err ? err : kernel_setsockopt(l->kernel, l->fd, SOL_SOCKET, l->option, &none,
		sizeof(none));
}

void lent_done(struct rawbpf_link *l, int option)
{
	l->option = option;
	l->detach = detach;
	l->stays = true;
	if (l->other_fd < 0)
		return;
	kernel_close(l->kernel, l->fd);
	l->fd = -1;
}
