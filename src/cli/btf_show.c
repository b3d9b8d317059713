/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * btf show. The kernel does not tell who uses some BTF, so all programs and maps are asked which they
 * use. Names, and whether it is the kernel's own, since 5.11.
 */
#include "cli/btf.h"

#include <errno.h>
#include <stdlib.h>

#include "base/vec.h"
#include "cli/ids.h"
#include "kernel/kernel.h"

struct user {
	uint32_t btf_id, id;
};

struct users {
	struct user *items;
	uint32_t cnt, room;
};

static int add_user(struct users *u, uint32_t btf_id, uint32_t id)
{
	if (!btf_id)
		return 0;
	if (vec_room((void **)&u->items, &u->room, u->cnt + 1ULL, sizeof(*u->items)))
		return -ENOMEM;
	u->items[u->cnt++] = (struct user){ btf_id, id };
	return 0;
}

static int ask_prog(struct cli *c, int fd, struct users *u)
{
	struct bpf_prog_info info;
	int err;

	err = kernel_info(c->kernel, fd, &info, sizeof(info));
	return err && err != -ENODEV ? 0 : add_user(u, info.btf_id, info.id);
}

static int ask_map(struct cli *c, int fd, struct users *u)
{
	struct bpf_map_info info;

	return kernel_info(c->kernel, fd, &info, sizeof(info)) ? 0 : add_user(u, info.btf_id, info.id);
}

static int find_users(struct cli *c, enum bpf_cmd next, enum bpf_cmd by_id, struct users *u,
	int (*ask)(struct cli *c, int fd, struct users *u))
{
	uint32_t id = 0;
	int err = 0, fd;

	while (!err && !kernel_next_id(c->kernel, next, id, &id)) {
		fd = kernel_fd_by_id(c->kernel, by_id, id);
		if (fd < 0)
			continue;
		err = ask(c, fd, u);
		kernel_close(c->kernel, fd);
	}
	return err;
}

static int ask_btf(struct cli *c, int fd, struct bpf_btf_info *info, char *name, uint32_t room)
{
	uint32_t size = sizeof(*info);
	int err;

	memset(info, 0, sizeof(*info));
	info->name = kernel_ptr(name);
	info->name_len = room;
	*name = '\0';
	err = kernel_obj_info(c->kernel, fd, info, &size);
	if (err != -E2BIG)
		return err;
	return kernel_info(c->kernel, fd, info, sizeof(*info)); /* before 5.11 */
}

static void show_users(struct row *r, const char *key, const struct users *u, uint32_t btf_id)
{
	uint32_t i;

	row_words_begin(r, key);
	for (i = 0; i < u->cnt; i++)
		if (u->items[i].btf_id == btf_id)
			row_words_number(r, u->items[i].id);
	row_words_end(r);
}

static void show_name(struct cli *c, const struct bpf_btf_info *i, const char *name)
{
	out_u64(&c->out, i->id);
	out_str(&c->out, ": name ");
	out_str(&c->out, i->kernel_btf ? "[" : *name ? "" : "<anon>");
	out_plain(&c->out, name);
	out_str(&c->out, i->kernel_btf ? "]" : "");
}

static int show_one(struct cli *c, int fd, const struct users *progs, const struct users *maps)
{
	struct row r = { .c = c };
	struct bpf_btf_info info;
	char name[128];
	int err = ask_btf(c, fd, &info, name, sizeof(name));

	if (err)
		return cli_fault(c, err, "the BTF cannot be asked about");
	row_begin(&r);
	if (c->use_json)
		row_number(&r, "id", info.id);
	else
		show_name(c, &info, name);
	row_fact(&r, "size", "  size ", info.btf_size, "B");
	show_users(&r, "prog_ids", progs, info.id);
	show_users(&r, "map_ids", maps, info.id);
	if (c->use_json) {
		row_flag(&r, "kernel", info.kernel_btf);
		if (*name)
			row_word(&r, "name", name);
	}
	row_end(&r);
	return 0;
}

static int show_all(struct cli *c, const struct users *progs, const struct users *maps)
{
	uint32_t id = 0;
	int code = 0, fd, err;

	err = kernel_next_id(c->kernel, BPF_BTF_GET_NEXT_ID, 0, &id);
	if (err && err != -ENOENT)
		return cli_fault(c, err, "cannot list BTF%s", err == -EINVAL ? " (since 5.4)" : "");
	cli_open(c, '[');
	for (; !err && !code; err = kernel_next_id(c->kernel, BPF_BTF_GET_NEXT_ID, id, &id)) {
		fd = kernel_fd_by_id(c->kernel, BPF_BTF_GET_FD_BY_ID, id);
		if (fd == -ENOENT)
			continue;
		code = fd < 0 ? cli_fault(c, fd, "BTF %u", id) : show_one(c, fd, progs, maps);
		kernel_close(c->kernel, fd);
	}
	cli_close(c, ']');
	return code;
}

static int show(struct cli *c, const struct users *progs, const struct users *maps)
{
	int code, fd;

	if (!c->word_cnt)
		return show_all(c, progs, maps);
	fd = ref_btf(c);
	if (fd < 0)
		return -fd;
	code = cli_end(c);
	if (!code)
		code = show_one(c, fd, progs, maps);
	kernel_close(c->kernel, fd);
	return code;
}

int btf_show(struct cli *c)
{
	struct users progs = { 0 }, maps = { 0 };
	int code, err;

	err = find_users(c, BPF_PROG_GET_NEXT_ID, BPF_PROG_GET_FD_BY_ID, &progs, ask_prog);
	if (!err)
		err = find_users(c, BPF_MAP_GET_NEXT_ID, BPF_MAP_GET_FD_BY_ID, &maps, ask_map);
	code = err ? cli_fault(c, err, "btf show") : show(c, &progs, &maps);
	free(progs.items);
	free(maps.items);
	return code;
}
