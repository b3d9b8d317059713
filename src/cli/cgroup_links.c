/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which link holds a program on a directory. BPF_PROG_QUERY has room for the ids of links, but fills it
 * for tcx and netkit only, not for cgroups. So all links are gone through (5.8, CAP_SYS_ADMIN), once: one
 * of a cgroup tells its attach type, its program, and the cgroup's id, which is 0 when that has gone.
 *
 * The id is that of the directory's inode. Of cgroups at the same time the lower 32 bits alone differ,
 * and those are what a kernel of 32 bits has as inode; above them it is counted how often they came round.
 */
#include "cli/cgroup.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/vec.h"
#include "kernel/kernel.h"

static void take_link(struct cgroup_links *l, const struct bpf_link_info *info)
{
	if (info->type != BPF_LINK_TYPE_CGROUP ||
		vec_room((void **)&l->items, &l->room, l->cnt + 1, sizeof(*l->items)))
		return;
	l->items[l->cnt].id = info->id;
	l->items[l->cnt].prog_id = info->prog_id;
	l->items[l->cnt].type = info->cgroup.attach_type;
	l->items[l->cnt++].inode = info->cgroup.cgroup_id;
}

static void read_links(struct cgroup_links *l, struct cli *c)
{
	struct bpf_link_info info = { .id = 0 };

	l->known = true;
	while (!kernel_next_link(c->kernel, &info))
		take_link(l, &info);
}

/* Several links may hold a program in one place: each is told once, in the order they were made. */
uint32_t cgroup_links_take(struct cgroup_links *l, struct cli *c, int fd, uint32_t type, uint32_t prog_id)
{
	struct cgroup_link *i;
	struct stat s;

	if (!l->known)
		read_links(l, c);
	if (fstat(fd, &s))
		return 0;
	for (i = l->items; i && i < l->items + l->cnt; i++)
		if (i->inode == (uint32_t)s.st_ino && i->type == type && i->prog_id == prog_id) {
			i->inode = 0;
			return i->id;
		}
	return 0;
}

void cgroup_links_free(struct cgroup_links *l)
{
	free(l->items);
}
