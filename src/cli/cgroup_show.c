/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is attached to one directory. The kernel is asked for each attach type; one that it does not
 * know, or does not tell, is passed over. With "effective" it is what really runs there, programs of
 * the directories above included. The JSON keys and the columns are bpftool's:
 *
 *	ID       AttachType      AttachFlags     Name
 *	17       cgroup_inet_egress multi           egress            link_id 4  pids rawbpf(812)
 *
 * What follows is ours: the link, who has a descriptor of it or of the program, and pins. Which link
 * made effective what is attached above is not asked.
 */
#include "cli/cgroup.h"

#include <errno.h>
#include <string.h>

#include "attach/cgroup.h"
#include "base/text.h"
#include "cli/btf_by_id.h"
#include "cli/pair.h"
#include "kernel/kernel.h"
#include "kernel/names.h"

int cgroup_list_init(struct cgroup_list *l, struct cli *c)
{
	memset(l, 0, sizeof(*l));
	l->c = c;
	if (cli_take(c, "effective"))
		l->query = BPF_F_QUERY_EFFECTIVE;
	return cli_end(c);
}

void cgroup_list_free(struct cgroup_list *l)
{
	arena_free(&l->arena);
	holders_free(&l->holders);
	cgroup_links_free(&l->links);
}

/* The flags of each program are told since 6.0, and have to be asked for with hooks of the LSM. */
static int query(struct cgroup_list *l, int fd, uint32_t type)
{
	struct bpf_attr_prog_query a;
	int err;

	memset(&a, 0, sizeof(a));
	memset(l->each, 0, sizeof(l->each));
	a.target_fd = fd;
	a.attach_type = type;
	a.query_flags = l->query;
	a.prog_ids = kernel_ptr(l->ids);
	a.prog_cnt = CGROUP_PROGS;
	if (type == BPF_LSM_CGROUP && !l->query)
		a.prog_attach_flags = kernel_ptr(l->each);
	err = kernel_prog_query(l->c->kernel, &a);
	l->flags = a.attach_flags;
	l->cnt = err && err != -ENOSPC ? 0 : a.prog_cnt;
	if (l->cnt > CGROUP_PROGS)
		l->cnt = CGROUP_PROGS;
	return err == -ENOSPC ? 0 : err;
}

/* Only what the kernel does not know is passed over without a word. */
static void note(struct cgroup_list *l, const struct hook *h, int err)
{
	if (err && err != -EINVAL && !l->failed)
		cli_say("%s: what is attached cannot be asked: %s", h->section, diag_strerror(err));
	l->failed |= err && err != -EINVAL;
}

int cgroup_list_any(struct cgroup_list *l, int fd)
{
	const struct hook *h = NULL;
	int err, any = 0, first = -EINVAL;

	while ((h = cgroup_next(h))) {
		err = query(l, fd, h->attach_type);
		any |= l->cnt != 0;
		if (first == -EINVAL || !err)
			first = err;
	}
	return first ? first : any;
}

int cgroup_list_fault(struct cli *c, int err, const char *path)
{
	char where[256];

	if (err == -EINVAL)
		return cli_error(c, RAWBPF_STAGE_NONE, -EOPNOTSUPP, "%s: this kernel does not tell what is "
			"attached to cgroups: 4.15 was the first", path);
	if (err != -EBADF)
		return cli_fault(c, err, "%s", path);
	if (cgroup_mount(c->kernel, where, sizeof(where)))
		text_format(where, sizeof(where), "not mounted");
	return cli_error(c, RAWBPF_STAGE_ATTACH, err, "%s: is not a directory of cgroup v2, which is %s%s", path,
		*where == '/' ? "at " : "", where);
}

static const char *way(struct cgroup_list *l, uint32_t i, char *text, size_t size)
{
	uint32_t flags = l->each[i] ? l->each[i] : l->flags;

	switch (flags) {
	case 0:
		return "";
	case BPF_F_ALLOW_MULTI:
		return "multi";
	case BPF_F_ALLOW_OVERRIDE:
		return "override";
	}
	text_format(text, size, "unknown(%x)", flags);
	return text;
}

/* The hook's function; NULL if it is none of the kernel's own. */
static const char *function(struct cgroup_list *l, const struct bpf_prog_info *i)
{
	const struct btf_type *t;

	if (!i->attach_btf_id)
		return NULL;
	if (l->btf_id != i->attach_btf_obj_id)
		btf_by_id(l->c, i->attach_btf_obj_id, &l->arena, &l->btf);
	l->btf_id = i->attach_btf_obj_id;
	t = btf_type(&l->btf, i->attach_btf_id);
	return t ? btf_name(&l->btf, t) : NULL;
}

static void show_json(struct cgroup_list *l, uint32_t i, const char *type,
	const struct bpf_prog_info *info)
{
	struct json *j = &l->c->json;
	const char *name = function(l, info);
	char text[32];

	json_object_begin(j);
	pair_number(j, "id", l->ids[i]);
	pair_text(j, "attach_type", type);
	if (!l->query)
		pair_text(j, "attach_flags", way(l, i, text, sizeof(text)));
	pair_text(j, "name", info->name);
	pair_text(j, "attach_btf_name", name ? name : "");
	pair_number(j, "attach_btf_obj_id", info->attach_btf_obj_id);
	pair_number(j, "attach_btf_id", info->attach_btf_id);
}

static void show_text(struct cgroup_list *l, uint32_t i, const char *type,
	const struct bpf_prog_info *info)
{
	const char *name = function(l, info);
	char text[32], number[32];

	text_format(number, sizeof(number), "%u", l->ids[i]);
	cli_print(l->c, "%s%-8s %-15s", l->indent ? "    " : "", number, type);
	if (!l->query)
		cli_print(l->c, " %-15s", way(l, i, text, sizeof(text)));
	cli_print(l->c, " %-15s", info->name);
	if (name)
		cli_print(l->c, " %-15s", name);
}

static void show_owner(struct cgroup_list *l, int fd, const struct hook *h, uint32_t prog_id)
{
	struct row r = { .c = l->c };
	uint32_t link = 0;

	if (!l->query)
		link = cgroup_links_take(&l->links, l->c, fd, h->attach_type, prog_id);
	if (link || (l->c->use_json && !l->query))
		row_number(&r, "link_id", link);
	holders_show(&r, &l->holders, prog_id);
	row_end(&r);
}

static void show_type(struct cgroup_list *l, int fd, const struct hook *h)
{
	struct bpf_prog_info info;
	char type[64];
	uint32_t i;

	names_short(&names_attach_type, h->attach_type, type, sizeof(type));
	for (i = 0; i < l->cnt; i++) {
		kernel_info_by_id(
			l->c->kernel, BPF_PROG_GET_FD_BY_ID, l->ids[i], &info, sizeof(info));
		(l->c->use_json ? show_json : show_text)(l, i, type, &info);
		show_owner(l, fd, h, l->ids[i]);
	}
}

void cgroup_list_head(struct cgroup_list *l)
{
	if (!l->c->use_json)
		cli_print(l->c, "%-8s %-15s %-15s%s\n", "ID", "AttachType",
			l->query ? "Name" : "AttachFlags", l->query ? "" : " Name           ");
}

void cgroup_list_show(struct cgroup_list *l, int fd)
{
	const struct hook *h = NULL;

	cli_open(l->c, '[');
	while ((h = cgroup_next(h))) {
		note(l, h, query(l, fd, h->attach_type));
		show_type(l, fd, h);
	}
	cli_close(l->c, ']');
}
