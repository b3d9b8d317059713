/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * /proc/PID/fdinfo/FD of a program or link has a line "prog_id:". What is pinned is opened and then asked
 * the same, in every bpffs that is mounted here: each mount is a file system of its own, with its own pins,
 * and /sys/fs/bpf only where it usually is. This reads /proc past the door: it is no conversation about BPF, and
 * explain would be full of it.
 */
#include "cli/holders.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/vec.h"
#include "cli/fdinfo.h"
#include "cli/pair.h"
#include "kernel/kernel.h"
#include "kernel/system.h"

#define DEEPEST 16 /* folders in folders */

/* A small file below /proc. False if there is none any more. */
static bool read_small(const char *path, char *text, size_t size)
{
	int fd = system_open(path, O_RDONLY, 0);
	long n = fd < 0 ? -1 : read(fd, text, size - 1);

	close(fd);
	text[n < 0 ? 0 : n] = '\0';
	return n >= 0;
}

static int64_t id_in(const struct holders *h, const char *text)
{
	return fdinfo_number(text, h->key ? h->key : "prog_id:");
}

/* A process may have several descriptors of the same; mounts may lie upon or within one another. */
static bool is_noted(const struct holders *h, uint32_t id, uint32_t pid, const char *name)
{
	uint32_t i;

	for (i = h->cnt; i-- && !h->items[i].pid == !pid;)
		if (h->items[i].id == id && h->items[i].pid == pid &&
			(pid || !strcmp(h->items[i].name, name)))
			return true;
	return false;
}

static void note(struct holders *h, int64_t id, uint32_t pid, const char *name)
{
	if (id <= 0 || is_noted(h, id, pid, name))
		return;
	if (vec_room((void **)&h->items, &h->room, h->cnt + 1, sizeof(*h->items)))
		return;
	h->items[h->cnt].id = id;
	h->items[h->cnt].pid = pid;
	h->items[h->cnt].name = arena_copy(&h->arena, name, strlen(name) + 1);
	h->cnt += h->items[h->cnt].name != NULL;
}

static void read_process(struct holders *h, uint32_t pid)
{
	char path[64], text[FDINFO_SIZE], comm[32];
	struct dirent *e;
	DIR *dir;

	text_format(path, sizeof(path), "/proc/%u/comm", pid);
	if (!read_small(path, comm, sizeof(comm)))
		return;
	comm[strcspn(comm, "\n")] = '\0';
	text_format(path, sizeof(path), "/proc/%u/fdinfo", pid);
	dir = opendir(path);
	while (dir && (e = readdir(dir))) {
		text_format(path, sizeof(path), "/proc/%u/fdinfo/%s", pid, e->d_name);
		if (*e->d_name != '.' && read_small(path, text, sizeof(text)))
			note(h, id_in(h, text), pid, comm);
	}
	if (dir)
		closedir(dir);
}

static void read_processes(struct holders *h)
{
	DIR *dir = opendir("/proc");
	struct dirent *e;
	uint64_t pid;

	while (dir && (e = readdir(dir)))
		if (text_u64(e->d_name, 10, &pid) && pid != (uint64_t)getpid())
			read_process(h, pid);
	if (dir)
		closedir(dir);
}

static void read_pin(struct holders *h, struct cli *c, const char *path)
{
	int fd = kernel_obj_get(c->kernel, path);
	char text[FDINFO_SIZE];

	if (fd < 0)
		return;
	fdinfo_read(c, fd, text);
	kernel_close(c->kernel, fd);
	note(h, id_in(h, text), 0, path);
}

static void read_pins(struct holders *h, struct cli *c, const char *folder, int deep)
{
	DIR *dir = deep < DEEPEST ? opendir(folder) : NULL;
	char path[512];
	struct dirent *e;

	while (dir && (e = readdir(dir))) {
		text_format(path, sizeof(path), "%s/%s", folder, e->d_name);
		if (e->d_type == DT_DIR && *e->d_name != '.')
			read_pins(h, c, path, deep + 1);
		else if (e->d_type == DT_REG)
			read_pin(h, c, path);
	}
	if (dir)
		closedir(dir);
}

struct search {
	struct holders *h;
	struct cli *c;
};

static bool read_mount(void *ctx, const char *path, const char *type, const char *options)
{
	struct search *s = ctx;

	(void)options;
	if (!strcmp(type, "bpf"))
		read_pins(s->h, s->c, path, 0);
	return true;
}

static void read_once(struct holders *h, struct cli *c)
{
	struct search s = { h, c };

	if (h->known)
		return;
	h->known = true;
	read_processes(h);
	system_mounts(c->kernel, read_mount, &s);
}

void holders_text(struct cli *c, struct holders *h, uint32_t id, char *text, size_t size)
{
	char pid[16] = "";
	size_t used = 0;
	uint32_t i;

	read_once(h, c);
	for (i = 0; i < h->cnt && used < size; i++) {
		if (h->items[i].id != id)
			continue;
		if (h->items[i].pid)
			text_format(pid, sizeof(pid), "(%u)", h->items[i].pid);
		used += text_format(text + used, size - used, "%s%s%s", used ? ", " : "", h->items[i].name,
			h->items[i].pid ? pid : "");
	}
	if (!used)
		text_format(text, size, "nobody that can be seen");
}

static void show_processes(struct row *r, const struct holders *h, uint32_t id)
{
	struct json *j = &r->c->json;
	char text[64];
	uint32_t i;

	row_words_begin(r, "pids");
	for (i = 0; i < h->cnt; i++) {
		if (h->items[i].id != id || !h->items[i].pid)
			continue;
		if (r->c->use_json) {
			json_object_begin(j);
			pair_number(j, "pid", h->items[i].pid);
			pair_text(j, "comm", h->items[i].name);
			json_object_end(j);
			continue;
		}
		text_format(text, sizeof(text), "%s(%u)", h->items[i].name, h->items[i].pid);
		row_words_item(r, text);
	}
	row_words_end(r);
}

void holders_show(struct row *r, struct holders *h, uint32_t id)
{
	uint32_t i;

	read_once(h, r->c);
	show_processes(r, h, id);
	row_words_begin(r, "pinned");
	for (i = 0; i < h->cnt; i++)
		if (h->items[i].id == id && !h->items[i].pid)
			row_words_item(r, h->items[i].name);
	row_words_end(r);
}

void holders_free(struct holders *h)
{
	free(h->items);
	arena_free(&h->arena);
}
