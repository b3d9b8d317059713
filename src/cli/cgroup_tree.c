/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cgroup tree: each directory below one, or of all of cgroup v2, that has programs. A directory that
 * goes away meanwhile, or cannot be asked about, is passed over.
 */
#include "cli/cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>

#include "attach/cgroup.h"
#include "base/text.h"
#include "cli/pair.h"
#include "cli/row.h"
#include "kernel/kernel.h"

#define LEVELS_MOST 128

struct tree {
	struct cgroup_list list;
	char path[PATH_MAX];
};

static int show(struct tree *t, int fd)
{
	struct cli *c = t->list.c;
	int any = cgroup_list_any(&t->list, fd);

	if (any <= 0)
		return any;
	if (c->use_json) {
		json_object_begin(&c->json);
		pair_text(&c->json, "cgroup", t->path);
		json_key(&c->json, "programs");
	} else {
		row_plain(c, t->path);
		cli_print(c, "\n");
	}
	cgroup_list_show(&t->list, fd);
	cli_close(c, '}');
	return 0;
}

static void walk(struct tree *t, int level)
{
	size_t end = strlen(t->path);
	struct dirent *e;
	DIR *dir = level < LEVELS_MOST ? opendir(t->path) : NULL;
	int fd;

	while (dir && (e = readdir(dir))) {
		if (e->d_type != DT_DIR || !strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") ||
			end + strlen(e->d_name) + 2 > sizeof(t->path))
			continue;
		text_format(t->path + end, sizeof(t->path) - end, "/%s", e->d_name);
		t->list.indent = true;
		fd = kernel_open(t->list.c->kernel, t->path, O_RDONLY | O_DIRECTORY);
		if (fd >= 0 && show(t, fd) >= 0)
			walk(t, level + 1);
		kernel_close(t->list.c->kernel, fd);
	}
	t->path[end] = '\0';
	if (dir)
		closedir(dir);
}

static int take_root(struct cli *c, struct tree *t)
{
	int err = 0;

	if (c->word_cnt && !text_after("effective", *c->words))
		text_format(t->path, sizeof(t->path), "%s", cli_word(c));
	else
		err = cgroup_mount(c->kernel, t->path, sizeof(t->path));
	return err ? cli_error(c, RAWBPF_STAGE_NONE, err, "cgroup v2 is not mounted: mount -t cgroup2 none DIR")
		   : 0;
}

/* What cannot be asked about at the top is a failure, before there is half a document. */
static int show_all(struct tree *t, int fd)
{
	int any = cgroup_list_any(&t->list, fd);

	if (any < 0)
		return cgroup_list_fault(t->list.c, any, t->path);
	if (!t->list.c->use_json)
		cli_print(t->list.c, "CgroupPath\n");
	cgroup_list_head(&t->list);
	cli_open(t->list.c, '[');
	show(t, fd);
	walk(t, 1);
	cli_close(t->list.c, ']');
	return 0;
}

int cgroup_tree(struct cli *c)
{
	struct tree t;
	int fd, code;

	memset(&t, 0, sizeof(t));
	code = take_root(c, &t);
	if (!code)
		code = cgroup_list_init(&t.list, c);
	fd = code ? -code : cgroup_open(c, t.path);
	if (fd < 0)
		return -fd;
	code = show_all(&t, fd);
	kernel_close(c->kernel, fd);
	cgroup_list_free(&t.list);
	return code;
}
