/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs on directories of cgroup v2, in the grammar of bpftool. A type is named as there, or as the
 * section of a program: cgroup_inet4_connect, connect4, cgroup/connect4.
 */
#include "cli/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "attach/cgroup.h"
#include "attach/where.h"
#include "base/text.h"
#include "kernel/kernel.h"
#include "kernel/names.h"

/* Two sections of older programs have the attach type of another row. */
static bool is_first(const struct hook *h)
{
	const struct hook *before;

	for (before = hook_table; before < h; before++)
		if (before->mechanism == HOOK_CGROUP && before->attach_type == h->attach_type)
			return false;
	return true;
}

const struct hook *cgroup_next(const struct hook *h)
{
	for (h = h ? h + 1 : hook_table; h < hook_table + hook_cnt; h++)
		if (h->mechanism == HOOK_CGROUP && is_first(h))
			return h;
	return NULL;
}

static bool is_called(const struct hook *h, const char *word)
{
	const char *slash = strchr(h->section, '/'), *rest;
	char name[64];

	names_short(&names_attach_type, h->attach_type, name, sizeof(name));
	rest = text_after(name, "cgroup_");
	return !strcmp(word, name) || !strcmp(word, h->section) || (rest && !strcmp(word, rest)) ||
		(slash && !strcmp(word, slash + 1));
}

const struct hook *cgroup_take_type(struct cli *c)
{
	const char *word = cli_word(c);
	const struct hook *h = NULL;

	while (word && (h = cgroup_next(h)))
		if (is_called(h, word))
			return h;
	cli_usage(c, "\"%s\" is no attach type of cgroups, as cgroup_inet4_connect is",
		word ? word : "");
	return NULL;
}

static int missing(struct cli *c)
{
	return cli_usage(c, "say which cgroup: a directory of cgroup v2");
}

int cgroup_open(struct cli *c, const char *path)
{
	int fd = kernel_open(c->kernel, path, O_RDONLY | O_DIRECTORY);

	return fd < 0 ? -cli_fault(c, fd, "%s", path) : fd;
}

static int show(struct cli *c)
{
	const char *path = cli_word(c);
	struct cgroup_list l;
	int fd, any, code;

	if (!path)
		return missing(c);
	code = cgroup_list_init(&l, c);
	fd = code ? -code : cgroup_open(c, path);
	if (fd < 0)
		return -fd;
	any = cgroup_list_any(&l, fd);
	if (any > 0)
		cgroup_list_head(&l);
	if (any >= 0)
		cgroup_list_show(&l, fd);
	kernel_close(c->kernel, fd);
	cgroup_list_free(&l);
	return any < 0 ? cgroup_list_fault(c, any, path) : 0;
}

static int take_way(struct cli *c, struct rawbpf_attach_opts *o)
{
	memset(o, 0, sizeof(*o));
	o->no_link = true;
	if (cli_take(c, "multi"))
		o->flags = BPF_F_ALLOW_MULTI;
	else if (cli_take(c, "override"))
		o->flags = BPF_F_ALLOW_OVERRIDE;
	else
		o->exclusive = cli_take(c, "exclusive");
	return cli_end(c);
}

/* The way may also stand behind DIR, with commas. Without any it is bpftool's: alone. */
static int attach_to(struct cli *c, const struct hook *h, const char *path, int prog)
{
	struct attach_request r = { .kernel = c->kernel, .prog_fd = prog, .hook = h, .where = path };
	struct rawbpf_attach_opts opts;
	struct rawbpf_link *l = NULL;
	struct where w;
	int err, code = take_way(c, &opts);

	if (code)
		return code;
	r.opts = &opts;
	err = where_read(&r, &w, &c->diag);
	w.opts.exclusive |= !(w.opts.flags & (BPF_F_ALLOW_MULTI | BPF_F_ALLOW_OVERRIDE));
	if (!err)
		err = attach_run(&w.request, &l, &c->diag);
	where_free(&w);
	return err || rawbpf_link_leave(l) ? cli_fail(c) : 0;
}

static int detach_from(struct cli *c, const struct hook *h, const char *path, int prog)
{
	int err, fd, code = cli_end(c);

	fd = code ? -code : cgroup_open(c, path);
	if (fd < 0)
		return -fd;
	err = cgroup_detach(c->kernel, fd, h->attach_type, prog);
	kernel_close(c->kernel, fd);
	if (err == -ENOENT)
		return cli_error(c, RAWBPF_STAGE_ATTACH, err, "%s: the program is not attached there as "
			"%s, or by a link: see rawbpf link help", path, h->section);
	return err == -EBADF ? cgroup_list_fault(c, err, path)
			     : err ? cli_fault(c, err, "%s", path) : 0;
}

/* DIR TYPE PROG ... */
static int with_prog(struct cli *c,
	int (*fn)(struct cli *c, const struct hook *h, const char *path, int prog))
{
	const char *path = cli_word(c);
	const struct hook *h = path ? cgroup_take_type(c) : NULL;
	int prog, code;

	if (!h)
		return path ? EXIT_USAGE : missing(c);
	prog = ref_prog(c);
	if (prog < 0)
		return -prog;
	code = fn(c, h, path, prog);
	kernel_close(c->kernel, prog);
	return code;
}

static int attach(struct cli *c)
{
	return with_prog(c, attach_to);
}

static int detach(struct cli *c)
{
	return with_prog(c, detach_from);
}

int cmd_cgroup(struct cli *c)
{
	static const struct cli_command commands[] = {
		{ "show", show, "DIR [effective]" },
		{ "list", show, "DIR [effective]" },
		{ "tree", cgroup_tree, "[DIR] [effective]" },
		{ "attach", attach, "DIR[,WORD...] TYPE PROG [multi|override|exclusive]" },
		{ "detach", detach, "DIR TYPE PROG" },
		{ NULL, NULL, NULL },
	};

	return cli_dispatch(c, "cgroup", commands);
}
