/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The real kernel: requests become system calls. bpf(2) and perf_event_open(2) have no function
 * in libc, so they go by number; so do some for which libc has more code than we need.
 */
#include "kernel/kernel.h"
#include "kernel/request.h"
#include "kernel/system.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static long mmap_call(struct call_mmap *c)
{
	void *p = mmap(c->address, c->size, c->prot, c->flags, c->fd, c->offset);

	if (p == MAP_FAILED)
		return -1;
	c->address = p;
	return 0;
}

static long socket_call(const struct rawbpf_request *r)
{
	const struct call_socket *s = r->attr;
	const struct call_bind *b = r->attr;
	const struct call_setsockopt *o = r->attr;
	const struct call_pidfd_open *p = r->attr;
	const struct call_pidfd_getfd *f = r->attr;
	struct call_getsockopt *g = r->attr;
	const struct call_send *m = r->attr;

	switch (r->call) {
	case CALL_SOCKET:
		return syscall(SYS_socket, s->family, s->type | SOCK_CLOEXEC, s->protocol);
	case CALL_BIND:
		return bind(b->fd, b->addr, b->size);
	case CALL_SETSOCKOPT:
		return setsockopt(o->fd, o->level, o->name, o->value, o->size);
	case CALL_GETSOCKOPT:
		return getsockopt(g->fd, g->level, g->name, g->value, &g->size);
	case CALL_PIDFD_OPEN:
		return syscall(SYS_pidfd_open, (long)p->pid, 0L);
	case CALL_PIDFD_GETFD:
		return syscall(SYS_pidfd_getfd, (long)f->pidfd, (long)f->their_fd, 0L);
	default:
		return send(m->fd, m->bytes, m->size, 0);
	}
}

static long file_call(const struct rawbpf_request *r)
{
	const struct call_ioctl *i = r->attr;
	const struct call_open *o = r->attr;
	const struct call_read *b = r->attr;
	const struct call_write *w = r->attr;
	const struct call_close *c = r->attr;
	const struct call_lseek *l = r->attr;

	switch (r->call) {
	case CALL_IOCTL:
		return syscall(SYS_ioctl, i->fd, i->request, i->arg);
	case CALL_OPEN:
		return system_open(o->path, o->flags, 0);
	case CALL_READ:
		return read(b->fd, b->bytes, b->size);
	case CALL_LSEEK:
		return lseek(l->fd, l->offset, l->whence);
	case CALL_MMAP:
		return mmap_call(r->attr);
	case CALL_WRITE:
		return write(w->fd, w->bytes, w->size);
	default:
		return close(c->fd);
	}
}

static long path_call(const struct rawbpf_request *r)
{
	const struct call_mount *m = r->attr;
	const struct call_mode *d = r->attr;
	const struct call_chown *o = r->attr;
	const struct call_path *p = r->attr;

	switch (r->call) {
	case CALL_MOUNT:
		return mount(m->source, m->target, m->type, m->flags, m->data);
	case CALL_MKDIR:
		return mkdir(d->path, d->mode);
	case CALL_CHMOD:
		return chmod(d->path, d->mode);
	case CALL_CHOWN:
		return chown(o->path, o->owner, o->group);
	case CALL_UNLINK:
		return unlink(p->path);
	default:
		return rmdir(p->path);
	}
}

static long call(const struct rawbpf_request *r)
{
	const struct call_perf_event_open *p = r->attr;

	switch (r->call) {
	case CALL_BPF:
		return syscall(SYS_bpf, r->command, r->attr, r->size);
	case CALL_PERF_EVENT_OPEN:
		return syscall(
			SYS_perf_event_open, p->attr, p->pid, p->cpu, p->group_fd, (long)p->flags);
	case CALL_SOCKET:
	case CALL_BIND:
	case CALL_SETSOCKOPT:
	case CALL_GETSOCKOPT:
	case CALL_PIDFD_OPEN:
	case CALL_PIDFD_GETFD:
	case CALL_SEND:
		return socket_call(r);
	case CALL_IOCTL:
	case CALL_OPEN:
	case CALL_READ:
	case CALL_LSEEK:
	case CALL_MMAP:
	case CALL_WRITE:
	case CALL_CLOSE:
		return file_call(r);
	case CALL_MOUNT:
	case CALL_MKDIR:
	case CALL_CHMOD:
	case CALL_CHOWN:
	case CALL_UNLINK:
	case CALL_RMDIR:
		return path_call(r);
	}
	errno = ENOSYS;
	return -1;
}

static bool makes_descriptor(const struct rawbpf_request *r)
{
	if (r->call != CALL_BPF)
		return r->call == CALL_PERF_EVENT_OPEN || r->call == CALL_SOCKET ||
			r->call == CALL_OPEN || r->call == CALL_PIDFD_OPEN ||
			r->call == CALL_PIDFD_GETFD;
	switch (r->command) {
	case BPF_MAP_CREATE:
	case BPF_PROG_LOAD:
	case BPF_OBJ_GET:
	case BPF_PROG_GET_FD_BY_ID:
	case BPF_MAP_GET_FD_BY_ID:
	case BPF_RAW_TRACEPOINT_OPEN:
	case BPF_BTF_LOAD:
	case BPF_BTF_GET_FD_BY_ID:
	case BPF_LINK_CREATE:
	case BPF_LINK_GET_FD_BY_ID:
	case BPF_ITER_CREATE:
	case BPF_TOKEN_CREATE:
		return true;
	}
	return false;
}

/* A process with a closed stdin must not get a map as descriptor 0: there 0 means none. */
static long above_stdio(long fd)
{
	long high = syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 3);
	int err = errno;

	close(fd);
	errno = err;
	return high;
}

static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	long ret = call(r);

	(void)k;
	if (ret >= 0 && ret <= 2 && makes_descriptor(r))
		ret = above_stdio(ret);
	return ret < 0 ? -errno : ret;
}

struct rawbpf_kernel *rawbpf_kernel(void)
{
	static struct rawbpf_kernel real = { .ask = ask };

	return &real;
}

struct rawbpf_kernel *kernel_or_real(struct rawbpf_kernel *k)
{
	return k ? k : rawbpf_kernel();
}
