/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Control groups: a program on a cgroup v2 directory applies to all processes in it and below.
 * What it sees and may refuse depends on the attach type: packets, sockets, addresses, devices,
 * sysctls, socket options, TCP's events (sockops), hooks of the LSM (lsm_cgroup).
 *
 *	bpf_link	BPF_LINK_CREATE with a descriptor of the directory, since 5.7 (LSM: 6.0)
 *	PROG_ATTACH	since 4.10. Stays after the process has ended, until BPF_PROG_DETACH or the
 *			cgroup's end
 *
 * The attach type is said again here, though most programs named it when they were loaded. A program
 * for a hook of the LSM was loaded for one: lsm_cgroup/socket_bind. Who else may stand there, and on
 * the directories below, is the choice of the first program of an attach type on a directory:
 *
 *	multi		(4.15) several, in their order, and those of all directories above as well:
 *			all run, all must allow. What a bpf_link has, and what is done if nothing is
 *			said: to say it changes nothing
 *	override	one; another one on a directory below runs instead of it there
 *	exclusive	one, and none below. No flag in the kernel
 *
 * The kernel exchanges the program of the last two for a new one without a word, and takes off
 * whichever is there. So it is asked before (BPF_PROG_QUERY, 4.15), and only a program that is named,
 * replace=ID, is exchanged; with multi that is BPF_F_REPLACE (5.6). Of those two, asking and exchanging
 * or taking off are two requests: a program that another puts there in between goes.
 *
 *	before, after	(6.17) a link goes beside another link, a program that was attached without
 *			one beside its like: so the neighbour decides which of both ways is taken
 *	preorder	(6.15, links 6.17) runs before those of the directories below, not after
 *	revision	(6.17) a count of changes, as the query gives it
 *
 * See them with `rawbpf cgroup tree` or `bpftool cgroup tree`. Needs CAP_NET_ADMIN for network hooks.
 */
#include "attach/cgroup.h"
#include "attach/place.h"
#include "attach/where.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>

#include "kernel/kernel.h"

#define ORDER (BPF_F_BEFORE | BPF_F_AFTER | BPF_F_PREORDER)
#define WAYS (BPF_F_ALLOW_MULTI | BPF_F_ALLOW_OVERRIDE)
#define LEVELS_MOST 64
#define PROGRAMS_MOST 64 /* BPF_CGROUP_MAX_PROGS */

/* What is on a directory: the first program, how many there are, and how they stand there. */
struct there {
	uint64_t revision; /* 0 where the kernel counts none */
	uint32_t id, cnt, flags;
};

static int look(struct rawbpf_kernel *k, int fd, uint32_t type, struct there *t)
{
	struct bpf_attr_prog_query a;
	int err;

	memset(t, 0, sizeof(*t));
	err = kernel_prog_ids(k, fd, type, &t->id, 1, &a);
	if (err && err != -ENOSPC)
		return err;
	t->cnt = t->id ? a.prog_cnt : 0;
	t->flags = t->id ? a.attach_flags : 0;
	t->revision = a.revision;
	return 0;
}

static uint32_t prog_id(struct rawbpf_kernel *k, int fd)
{
	struct bpf_prog_info info;

	return kernel_info(k, fd, &info, sizeof(info)) ? 0 : info.id;
}

/* ---- why not ---------------------------------------------------------------------------------- */

static int not_cgroup2(const struct attach_request *r, int err, const char *what,
	struct rawbpf_diag *d)
{
	char path[256];

	if (cgroup_mount(r->kernel, path, sizeof(path)))
		return attach_fail(r, err, d, "%s, which is mounted nowhere here: "
			"mount -t cgroup2 none DIR", what);
	return attach_fail(r, err, d, "%s (v1 takes no programs), which is at %s", what, path);
}

static int open_directory(const struct attach_request *r, struct rawbpf_diag *d)
{
	char hint[200];
	int fd;

	if (!r->where || !*r->where)
		return not_cgroup2(r, ATTACH_USAGE, "name a directory of cgroup v2", d);
	fd = kernel_open(r->kernel, r->where, O_RDONLY | O_DIRECTORY);
	if (fd == -ENOENT)
		return attach_fail(r, fd, d, "there is no such cgroup: mkdir makes it%s",
			where_hint(r, hint, sizeof(hint)));
	if (fd < 0)
		attach_fail(r, fd, d, "the directory cannot be opened: %s", diag_strerror(fd));
	return fd;
}

static const char *way(uint32_t flags)
{
	if (flags & BPF_F_ALLOW_MULTI)
		return "multi";
	return flags & BPF_F_ALLOW_OVERRIDE ? "override" : "exclusive";
}

/* Whose program it is that refuses others, here or above: the path has a ".." for each level. */
static int refuser(const struct attach_request *r, char *path, size_t size, struct there *t)
{
	size_t end = text_format(path, size, "%s", r->where);
	int fd, err = 0, level;

	for (level = 0; !err && level < LEVELS_MOST && end + 4 < size; level++) {
		fd = kernel_open(r->kernel, path, O_RDONLY | O_DIRECTORY);
		err = fd < 0 ? fd : look(r->kernel, fd, r->hook->attach_type, t);
		kernel_close(r->kernel, fd);
		if (!err && t->cnt)
			return level;
		end += text_format(path + end, size - end, "/..");
	}
	return -ENOENT;
}

/* Words may stand behind the directory wherever a program is attached to it. */
static int is_taken(const struct attach_request *r, const struct there *t, struct rawbpf_diag *d)
{
	return attach_fail(r, -EBUSY, d, "program %u is there, and %s: %s,%s,replace=%u instead of %s takes "
		"its place", t->id, way(t->flags), r->where, way(t->flags), t->id, r->where);
}

static int not_permitted(const struct attach_request *r, struct rawbpf_diag *d)
{
	char path[300];
	struct there t;
	int level = refuser(r, path, sizeof(path), &t);

	if (level < 0 || (level && t.flags & WAYS))
		return attach_fail(r, -EPERM, d, "not permitted: it takes CAP_NET_ADMIN or CAP_SYS_ADMIN");
	if (level)
		return attach_fail(r, -EBUSY, d, "program %u at %s is exclusive and allows none below: "
			"attach that one with override or multi", t.id, path);
	if (t.flags & BPF_F_ALLOW_MULTI)
		return attach_fail(r, -EBUSY, d, "program %u is there, and multi, so others there can only "
			"be that too", t.id);
	return is_taken(r, &t, d);
}

static int lacks_order(const struct attach_request *r, struct rawbpf_diag *d)
{
	return attach_fail(r, -EOPNOTSUPP, d, "this kernel keeps no such order of programs on a cgroup, "
		"which came with 6.17 (preorder: 6.15)");
}

/* Without a link each program is there once at most. */
static bool is_there(const struct attach_request *r, int fd)
{
	uint32_t ids[PROGRAMS_MOST] = { 0 }, id = prog_id(r->kernel, r->prog_fd), i;
	struct bpf_attr_prog_query a;

	kernel_prog_ids(r->kernel, fd, r->hook->attach_type, ids, PROGRAMS_MOST, &a);
	for (i = 0; i < PROGRAMS_MOST && ids[i] != id; i++)
		;
	return id && i < PROGRAMS_MOST;
}

/* The revision counts for every type of a kernel, or for none. */
static bool keeps_order(const struct attach_request *r, int fd)
{
	struct there t;

	return !look(r->kernel, fd, BPF_CGROUP_INET_INGRESS, &t) && t.revision;
}

static int invalid(const struct attach_request *r, int fd, struct rawbpf_diag *d)
{
	const struct rawbpf_attach_opts *o = r->opts;
	char type[100];
	struct there t;

	if (*attach_other_type(r, type, sizeof(type)))
		return attach_refused(r, -EINVAL, "", d);
	if ((o->flags & ORDER || o->expected_revision) && !keeps_order(r, fd))
		return lacks_order(r, d);
	if (is_there(r, fd))
		return attach_fail(r, -EINVAL, d, "refused: the program is there already");
	if (look(r->kernel, fd, r->hook->attach_type, &t) == -EINVAL &&
		r->hook->attach_type != BPF_LSM_CGROUP)
		return attach_lacks(r, d);
	return attach_fail(r, -EINVAL, d, "refused: the program was loaded for another hook%s",
		o->replace_prog_fd ? ", or the kernel is older than 5.6" :
		o->flags & ORDER ? ", or its neighbour stands there in another way" : "");
}

static int explain(const struct attach_request *r, int fd, int err, struct rawbpf_diag *d)
{
	switch (err) {
	case -EBADF:
		return not_cgroup2(r, err, "is not a directory of cgroup v2", d);
	case -EPERM:
		return not_permitted(r, d);
	case -EINVAL:
		return invalid(r, fd, d);
	case -ENOENT:
		return attach_fail(r, err, d, "the program or link that is named is not attached there, "
			"or not in the same way: a link stands beside links");
	case -ESTALE:
		return attach_fail(r, err, d, "something was attached or detached there since revision "
			"%llu", (unsigned long long)r->opts->expected_revision);
	}
	return attach_refused(r, err, "", d);
}

/* ---- the two ways ------------------------------------------------------------------------------ */

int cgroup_detach(struct rawbpf_kernel *k, int fd, uint32_t type, int prog_fd)
{
	struct there t;

	if (!look(k, fd, type, &t) && !(t.flags & BPF_F_ALLOW_MULTI) && t.id != prog_id(k, prog_fd))
		return -ENOENT;
	return place_empty(k, fd, type, prog_fd);
}

static int detach_prog(struct rawbpf_link *l)
{
	return cgroup_detach(l->kernel, l->other_fd, l->attach_type, l->prog_fd);
}

static int ways_of(const struct rawbpf_attach_opts *o)
{
	return o->exclusive + !!(o->flags & BPF_F_ALLOW_MULTI) + !!(o->flags & BPF_F_ALLOW_OVERRIDE);
}

static bool is_single(const struct rawbpf_attach_opts *o)
{
	return o->exclusive || o->flags & BPF_F_ALLOW_OVERRIDE;
}

/* An older kernel makes a link whatever the revision is. */
static int check_revision(const struct attach_request *r, int fd, struct rawbpf_diag *d)
{
	struct there t;
	int err = look(r->kernel, fd, BPF_CGROUP_INET_INGRESS, &t);

	if (!err && !t.revision)
		return lacks_order(r, d);
	return err ? explain(r, fd, err, d) : 0;
}

/* Where only one can be: is it none, or the one to be replaced? */
static int check_single(const struct attach_request *r, int fd, struct rawbpf_diag *d)
{
	uint32_t old = r->opts->replace_prog_fd;
	struct there t;
	int err;

	if (r->hook->attach_type == BPF_LSM_CGROUP)
		return attach_fail(r, ATTACH_USAGE, d, "there are always several of it: only multi");
	err = look(r->kernel, fd, r->hook->attach_type, &t);
	if (err == -EINVAL || err == -EBADF) /* 4.10 cannot be asked; the rest comes to light soon */
		return 0;
	if (!err && old && t.id != prog_id(r->kernel, old))
		return explain(r, fd, -ENOENT, d);
	if (!err && t.cnt && !old && !(t.flags & BPF_F_ALLOW_MULTI))
		return is_taken(r, &t, d);
	return err ? explain(r, fd, err, d) : 0;
}

static int attach_prog(const struct attach_request *r, struct rawbpf_link *l)
{
	const struct rawbpf_attach_opts *o = r->opts;
	uint32_t multi = BPF_F_ALLOW_MULTI | (o->replace_prog_fd ? BPF_F_REPLACE : 0);
	int err = place_prog(r, l, o->flags | (is_single(o) ? 0 : multi));

	if (!err)
		l->detach = detach_prog;
	return err;
}

/* A link is one of several. Beside a program it is EINVAL, as on a kernel that has no links. */
static bool by_link(const struct rawbpf_attach_opts *o)
{
	return !o->no_link && !is_single(o) && !o->replace_prog_fd;
}

int cgroup_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	int err;

	if (ways_of(r->opts) > 1)
		return attach_fail(r, ATTACH_USAGE, d, "multi, override and exclusive exclude each other: say one");
	l->attach_type = r->hook->attach_type;
	l->other_fd = open_directory(r, d);
	if (l->other_fd < 0)
		return l->other_fd;
	err = is_single(r->opts) ? check_single(r, l->other_fd, d) : 0;
	if (!err && r->opts->expected_revision)
		err = check_revision(r, l->other_fd, d);
	if (err)
		return err;
	err = by_link(r->opts) ? place_link(r, l, r->opts->flags & ~BPF_F_ALLOW_MULTI) : -EINVAL;
	if (err == -EINVAL && !(r->opts->flags & BPF_F_LINK))
		err = attach_prog(r, l);
	return err ? explain(r, l->other_fd, err, d) : 0;
}
