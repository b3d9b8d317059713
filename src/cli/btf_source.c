/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where btf dump takes types from. What the kernel has of a module, by id or in /sys/kernel/btf, goes on
 * from vmlinux's: then that is read too, if -B does not name another file.
 */
#include "cli/btf.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/vec.h"
#include "kernel/kernel.h"

#define SYSFS "/sys/kernel/btf/"

int btf_source_root(struct btf_source *s, uint32_t id)
{
	if (vec_room((void **)&s->roots, &s->root_room, s->root_cnt + 1ULL, sizeof(*s->roots)))
		return cli_fault(s->cli, -ENOMEM, "btf dump");
	s->roots[s->root_cnt++] = id;
	return 0;
}

/* What -B names, or (if this is a module's) the kernel's own. */
static int open_base(struct btf_source *s, bool module)
{
	struct cli *c = s->cli;
	const struct btf *kernel;
	int err = 0;

	if (s->base_btf)
		return 0;
	if (c->base_btf) {
		err = ktypes_file_read(c->kernel, &s->arena, c->base_btf, NULL, NULL, &s->base,
			&c->diag);
		s->base_btf = &s->base.btf;
	} else if (module) {
		err = ktypes_vmlinux(&s->kernel, &kernel, &c->diag);
		s->base_btf = &s->kernel.vmlinux.btf;
	}
	return err ? cli_fail(c) : 0;
}

static bool is_module_name(const char *name)
{
	return *name && strcmp(name, "vmlinux") != 0;
}

static int view_loaded(struct btf_source *s, const struct bpf_btf_info *info, const void *bytes,
	const char *name)
{
	struct cli *c = s->cli;
	int code = open_base(s, info->kernel_btf && is_module_name(name));

	if (code)
		return code;
	s->btf = &s->loaded;
	if (btf_view(&s->arena, *name ? name : "BTF", bytes, info->btf_size, s->base_btf, NULL, s->btf,
			&c->diag))
		return cli_fail(c);
	if (!info->kernel_btf)
		s->btf->pointer_size = 8;
	return 0;
}

static int open_fd(struct btf_source *s, int fd)
{
	struct bpf_btf_info info;
	uint32_t size = sizeof(info);
	char name[128] = "";
	void *bytes;
	int err;

	/* the name is what tells a module's from vmlinux's; before 5.11 there are none */
	memset(&info, 0, sizeof(info));
	info.name = kernel_ptr(name);
	info.name_len = sizeof(name);
	kernel_obj_info(s->cli->kernel, fd, &info, &size);
	err = ktypes_by_fd(s->cli->kernel, fd, &s->arena, &info, &bytes);
	if (err)
		return cli_fault(s->cli, err, "the BTF cannot be read");
	return view_loaded(s, &info, bytes, name);
}

static int open_id(struct btf_source *s, uint32_t id, const char *noun)
{
	int code, fd;

	if (!id)
		return cli_error(s->cli, RAWBPF_STAGE_USE, -ENOENT, "this %s has no BTF", noun);
	fd = kernel_fd_by_id(s->cli->kernel, BPF_BTF_GET_FD_BY_ID, id);
	if (fd < 0)
		return cli_fault(s->cli, fd, "BTF %u", id);
	code = open_fd(s, fd);
	kernel_close(s->cli->kernel, fd);
	return code;
}

static int by_id(struct btf_source *s)
{
	int code, fd = ref_btf(s->cli);

	if (fd < 0)
		return -fd;
	code = open_fd(s, fd);
	kernel_close(s->cli->kernel, fd);
	return code;
}

static int by_prog(struct btf_source *s)
{
	struct bpf_prog_info info;
	int err, fd = ref_prog(s->cli);

	if (fd < 0)
		return -fd;
	err = kernel_info(s->cli->kernel, fd, &info, sizeof(info));
	kernel_close(s->cli->kernel, fd);
	if (err && err != -ENODEV)
		return cli_fault(s->cli, err, "the program cannot be asked about");
	return open_id(s, info.btf_id, "program");
}

/* Without a word, and with kv, both types are meant. */
static int map_roots(struct btf_source *s, const struct bpf_map_info *info)
{
	bool key = cli_take(s->cli, "key"), value = !key && cli_take(s->cli, "value");
	int code = 0;

	if (!key && !value && cli_take(s->cli, "all"))
		return 0;
	if (!key && !value)
		cli_take(s->cli, "kv");
	s->by_map = true;
	if (!value && info->btf_key_type_id)
		code = btf_source_root(s, info->btf_key_type_id);
	if (!code && !key && info->btf_value_type_id)
		code = btf_source_root(s, info->btf_value_type_id);
	if (!code && !s->root_cnt)
		return cli_error(s->cli, RAWBPF_STAGE_USE, -ENOENT, "this map has no type for that");
	return code;
}

static int by_map(struct btf_source *s)
{
	struct bpf_map_info info;
	int code, err, fd = ref_map(s->cli);

	if (fd < 0)
		return -fd;
	err = kernel_info(s->cli->kernel, fd, &info, sizeof(info));
	kernel_close(s->cli->kernel, fd);
	if (err)
		return cli_fault(s->cli, err, "the map cannot be asked about");
	code = open_id(s, info.btf_id, "map");
	return code ? code : map_roots(s, &info);
}

/* Programs have pointers of 8 bytes, whatever machine they are for; nothing in their types says so. */
static bool is_program(const struct ktypes_file *f)
{
	const Elf64_Ehdr *h = f->bytes;
	uint16_t machine;

	if (f->size < sizeof(*h) || memcmp(h->e_ident, ELFMAG, SELFMAG) != 0)
		return false;
	machine = f->btf.swap ? __builtin_bswap16(h->e_machine) : h->e_machine;
	return machine == EM_BPF;
}

static int read_file(struct btf_source *s, const char *path, bool alone)
{
	struct cli *c = s->cli;
	int err = ktypes_file_show(c->kernel, &s->arena, path, s->base_btf,
		&s->files[s->file_cnt], &c->diag);

	if (!err && !alone && s->files[s->file_cnt].btf.base != s->base_btf) {
		ktypes_file_free(&s->files[s->file_cnt]);
		return cli_usage(c, "%s: has a base of its own (.BTF.base): dump it alone", path);
	}
	if (!err) {
		if (is_program(&s->files[s->file_cnt]))
			s->files[s->file_cnt].btf.pointer_size = 8;
		s->file_cnt++;
		return 0;
	}
	return cli_fail(c);
}

static bool is_kernel(const char *path)
{
	return !strcmp(path, SYSFS "vmlinux");
}

/* One file, or several of modules; vmlinux itself among several is what they go on from. */
static int read_files(struct btf_source *s, const char **paths, uint32_t cnt)
{
	bool module = false;
	int code = 0;
	uint32_t i;

	for (i = 0; i < cnt; i++)
		module |= cnt > 1 || (text_after(paths[i], SYSFS) && !is_kernel(paths[i]));
	s->files = arena_calloc(&s->arena, cnt, sizeof(*s->files));
	code = s->files ? open_base(s, module) : cli_fault(s->cli, -ENOMEM, "btf dump");
	for (i = 0; i < cnt && !code; i++)
		if (cnt == 1 || !is_kernel(paths[i]))
			code = read_file(s, paths[i], cnt == 1);
	if (code)
		return code;
	s->btf = s->file_cnt ? &s->files[0].btf : s->base_btf;
	if (s->file_cnt > 1 && btf_merge(s, &s->cli->diag))
		return cli_fail(s->cli);
	return 0;
}

static int by_file(struct btf_source *s)
{
	const char **paths = arena_calloc(&s->arena, s->cli->word_cnt + 1, sizeof(*paths));
	uint32_t cnt = 0;

	if (!paths)
		return cli_fault(s->cli, -ENOMEM, "btf dump");
	do {
		paths[cnt] = cli_word(s->cli);
		if (!paths[cnt++])
			return cli_usage(s->cli, "file: its name is missing");
	} while (cli_take(s->cli, "file"));
	return read_files(s, paths, cnt);
}

int btf_source_open(struct cli *c, struct btf_source *s)
{
	memset(s, 0, sizeof(*s));
	s->cli = c;
	ktypes_init(&s->kernel, c->kernel);
	if (c->word_cnt && text_after("id", *c->words))
		return by_id(s);
	if (cli_take(c, "prog"))
		return by_prog(s);
	if (cli_take(c, "map"))
		return by_map(s);
	if (cli_take(c, "file"))
		return by_file(s);
	return cli_usage(c, "say where the types are: id N, prog PROG, map MAP, file FILE");
}

void btf_source_free(struct btf_source *s)
{
	while (s->file_cnt)
		ktypes_file_free(&s->files[--s->file_cnt]);
	ktypes_file_free(&s->base);
	ktypes_free(&s->kernel);
	free(s->roots);
	arena_free(&s->arena);
}
