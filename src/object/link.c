/* SPDX-License-Identifier: BSD-2-Clause */
/* Attachments as things that are owned: asked about, pinned, undone. */
#include "object/link.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.h"
#include "kernel/kernel.h"

struct rawbpf_link *link_new(struct rawbpf_kernel *k, const char *hook, const char *where)
{
	struct rawbpf_link *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	l->kernel = k;
	l->hook = hook;
	l->fd = l->other_fd = l->below_fd = l->prog_fd = -1;
	l->where = strdup(where ? where : "");
	if (l->where)
		return l;
	free(l);
	return NULL;
}

int link_dup(int fd)
{
	/* by number: libc's own knows far more commands than this one */
	int copy = syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 3);

	return copy < 0 ? -errno : copy;
}

int rawbpf_link_fd(const struct rawbpf_link *l)
{
	return l->fd;
}

const char *rawbpf_link_hook(const struct rawbpf_link *l)
{
	return l->hook;
}

const char *rawbpf_link_where(const struct rawbpf_link *l)
{
	return l->where;
}

const char *rawbpf_link_how(const struct rawbpf_link *l)
{
	return l->how;
}

bool link_below(char *below, size_t size, const char *path)
{
	return text_format(below, size, "%s-xdp", path) < (int)size;
}

int rawbpf_link_pin(struct rawbpf_link *l, const char *path, struct rawbpf_diag *d)
{
	char below[4096];
	int err = 0;

	if (!l->is_link)
		return diag_fail(d, RAWBPF_STAGE_ATTACH, -EOPNOTSUPP,
			"%s:%s: attached by %s, and only a bpf_link can be pinned", l->hook,
			l->where, l->how);
	if (!link_below(below, sizeof(below), path))
		return diag_fail(d, RAWBPF_STAGE_ATTACH, -ENAMETOOLONG, "%s: too long", path);
	if (l->below_fd >= 0)
		err = rawbpf_pin(l->kernel, l->below_fd, below, d);
	if (err)
		return err;
	err = rawbpf_pin(l->kernel, l->fd, path, d);
	if (err && l->below_fd >= 0)
		kernel_unlink(l->kernel, below);
	l->pinned |= !err;
	return err;
}

static const char *update_hint(const struct rawbpf_link *l, int err)
{
	switch (err) {
	case -EPERM:
	case -EEXIST:
		return ": it is not the expected program that is there (or no rights)";
	case -EINVAL:
		return l->is_link ? ": the programs differ in type, or links of this kind keep theirs"
				  : "";
	case -ENOLINK:
		return ": what it was attached to has gone";
	}
	return "";
}

/*
 * What detaches by naming the program has to name the new one from now on. Where only the answer was
 * lost, the old one is put back. Not after a refusal: then the new one may be there by another's doing.
 */
static int update_other(struct rawbpf_link *l, int fd, int old_fd)
{
	int ours = l->prog_fd, copy = link_dup(fd), err;

	if (copy < 0)
		return copy;
	if (old_fd)
		l->prog_fd = old_fd;
	err = l->exchange(l, fd);
	l->prog_fd = copy;
	if (err && l->unanswered)
		l->exchange(l, old_fd ? old_fd : ours);
	if (err)
		l->prog_fd = ours;
	kernel_close(l->kernel, err ? copy : ours);
	return err;
}

int rawbpf_link_update(struct rawbpf_link *l, int fd, int old_fd, struct rawbpf_diag *d)
{
	int err;

	if (!l->is_link && !l->exchange)
		return diag_fail(d, RAWBPF_STAGE_ATTACH, -EOPNOTSUPP,
			"%s:%s: attached by %s, where a program cannot be exchanged", l->hook,
			l->where, l->how);
	err = l->is_link ? kernel_link_update(l->kernel, l->fd, fd, old_fd)
			 : update_other(l, fd, old_fd);
	if (err)
		diag_fail(d, RAWBPF_STAGE_ATTACH, err, "%s:%s: the program cannot be exchanged: %s%s",
			l->hook, l->where, diag_strerror(err), update_hint(l, err));
	return err;
}

static void unlist(struct rawbpf_link *l)
{
	struct rawbpf_link **at = l->object ? &l->object->links : NULL;

	while (at && *at && *at != l)
		at = &(*at)->next;
	if (at && *at)
		*at = l->next;
}

/*
 * What was attached to an interface that has gone, has gone with it, and that is no failure. Where
 * the kernel says it otherwise than with -ENODEV, the mechanism knows. But if the interface is there
 * and our program is not, another has taken it away or put its own there.
 */
static int detach(struct rawbpf_link *l)
{
	int err = l->detach(l);

	return err == -ENODEV ? 0 : err;
}

int rawbpf_link_detach(struct rawbpf_link *l)
{
	int err = 0;

	if (!l)
		return 0;
	unlist(l);
	if (l->detach && !l->pinned)
		err = detach(l);
	kernel_close(l->kernel, l->fd);
	kernel_close(l->kernel, l->other_fd);
	kernel_close(l->kernel, l->below_fd);
	kernel_close(l->kernel, l->prog_fd);
	free(l->own);
	free(l->where);
	free(l);
	return err;
}

int rawbpf_link_leave(struct rawbpf_link *l)
{
	if (!l)
		return 0;
	if (!l->pinned && !l->stays)
		return -EOPNOTSUPP;
	l->detach = NULL;
	return rawbpf_link_detach(l);
}

struct rawbpf_link *rawbpf_object_next_link(const struct rawbpf_object *o,
	const struct rawbpf_link *l)
{
	return l ? l->next : o->links;
}
