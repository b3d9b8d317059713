/* SPDX-License-Identifier: BSD-2-Clause */
/* The object: opening, looking around in it, closing. */
#include "object/object.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "kernel/system.h"

#define FILE_MAX (1LL << 30)

static void init_progs(struct rawbpf_object *o)
{
	struct rawbpf_prog *p = o->progs;
	struct unit_func *f;
	uint32_t i;

	for (i = 0; i < o->unit.func_cnt; i++) {
		f = &o->unit.funcs[i];
		if (!f->entry)
			continue;
		p->object = o;
		p->func = f;
		p->fd = p->target_fd = -1;
		p->autoload = !f->optional;
		if (f->hook)
			prog_set_hook(p, f->hook);
		p++;
	}
}

static int init(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	uint32_t i;

	o->maps = arena_calloc(&o->arena, o->unit.map_cnt + 1, sizeof(*o->maps));
	o->progs = arena_calloc(&o->arena, o->unit.prog_cnt + 1, sizeof(*o->progs));
	if (!o->maps || !o->progs)
		return diag_fail(d, RAWBPF_STAGE_OPEN, -ENOMEM, "%s: out of memory", o->file);
	for (i = 0; i < o->unit.map_cnt; i++) {
		o->maps[i].object = o;
		o->maps[i].def = o->unit.maps[i];
		o->maps[i].spec = o->unit.maps[i]->spec;
		o->maps[i].fd = -1;
		o->maps[i].autocreate = !o->unit.maps[i]->optional;
	}
	init_progs(o);
	return 0;
}

/* The file's name without folders, up to its first dot, at most 15 characters. */
static char *default_name(struct rawbpf_object *o)
{
	const char *slash = strrchr(o->file, '/');
	const char *base = slash ? slash + 1 : o->file;

	return arena_printf(&o->arena, "%.*s", (int)(strcspn(base, ".") & 0xff), base);
}

/* The caller's text as the object's own; NULL stays NULL. False: out of memory. */
static bool keep_text(struct rawbpf_object *o, const char *from, const char **to)
{
	*to = from ? arena_printf(&o->arena, "%s", from) : NULL;
	return !from || *to;
}

static int open_bytes(struct rawbpf_object *o, size_t size, const struct rawbpf_open_opts *opts,
	struct rawbpf_diag *d)
{
	static const struct rawbpf_open_opts none;
	int err;

	opts = opts ? opts : &none;
	o->kernel = kernel_or_real(opts->kernel);
	ktypes_init(&o->ktypes, o->kernel);
	o->log_level = opts->log_level;
	o->name = opts->name ? arena_printf(&o->arena, "%.64s", opts->name) : default_name(o);
	o->pin_root = arena_printf(&o->arena, "%s", opts->pin_root ? opts->pin_root : "/sys/fs/bpf");
	if (!o->name || !o->pin_root || !keep_text(o, opts->btf_file, &o->btf_file) ||
		!keep_text(o, opts->kconfig, &o->kconfig) ||
		!keep_text(o, opts->kconfig_file, &o->kconfig_file) ||
		!keep_text(o, opts->token_path, &o->token_path))
		return diag_fail(d, RAWBPF_STAGE_OPEN, -ENOMEM, "%s: out of memory", o->file);
	err = unit_parse(&o->unit, &o->arena, o->file, o->name, o->bytes, size, d);
	return err ? err : init(o, d);
}

static int finish_open(struct rawbpf_object *o, size_t size, const struct rawbpf_open_opts *opts,
	struct rawbpf_object **out, struct rawbpf_diag *d)
{
	int err = open_bytes(o, size, opts, d);

	if (err) {
		rawbpf_object_close(o);
		return err;
	}
	*out = o;
	return 0;
}

static struct rawbpf_object *new_object(const char *file, size_t size, struct rawbpf_diag *d)
{
	struct rawbpf_object *o = calloc(1, sizeof(*o));

	if (o) {
		o->btf_fd = o->own_btf_fd = -1;
		o->bytes = malloc(size + 1);
		o->file = arena_printf(&o->arena, "%s", file);
	}
	if (o && o->bytes && o->file)
		return o;
	rawbpf_object_close(o);
	diag_fail(d, RAWBPF_STAGE_OPEN, -ENOMEM, "%s: out of memory", file);
	return NULL;
}

int rawbpf_object_open_mem(const char *name, const void *bytes, size_t size,
	const struct rawbpf_open_opts *opts, struct rawbpf_object **out, struct rawbpf_diag *d)
{
	struct rawbpf_object *o = new_object(name, size, d);

	if (!o)
		return -ENOMEM;
	if (size)
		memcpy(o->bytes, bytes, size);
	return finish_open(o, size, opts, out, d);
}

static int read_whole(int fd, char *bytes, size_t size)
{
	size_t got = 0;
	ssize_t n = 1;

	while (got < size && n > 0) {
		n = read(fd, bytes + got, size - got);
		if (n < 0)
			return -errno;
		got += n;
	}
	return got == size ? 0 : -EIO;
}

static int open_file(const char *path, int fd, const struct rawbpf_open_opts *opts,
	struct rawbpf_object **out, struct rawbpf_diag *d)
{
	off_t size = lseek(fd, 0, SEEK_END);
	struct rawbpf_object *o;
	int err;

	/* pipes cannot seek, and a folder claims to end very far away */
	if (size < 0 || size > FILE_MAX || lseek(fd, 0, SEEK_SET))
		return diag_fail(d, RAWBPF_STAGE_OPEN, -EINVAL,
			"%s: not a regular file of less than 1 GiB", path);
	o = new_object(path, size, d);
	if (!o)
		return -ENOMEM;
	err = read_whole(fd, o->bytes, size);
	if (err) {
		rawbpf_object_close(o);
		return err;
	}
	return finish_open(o, size, opts, out, d);
}

int rawbpf_object_open(const char *path, const struct rawbpf_open_opts *opts,
	struct rawbpf_object **out, struct rawbpf_diag *d)
{
	int fd = system_open(path, O_RDONLY, 0);
	int err = fd < 0 ? fd : open_file(path, fd, opts, out, d);

	if (fd >= 0)
		close(fd);
	if (err)
		diag_fail(d, RAWBPF_STAGE_OPEN, err, "%s: %s", path, diag_strerror(err));
	return err;
}

void rawbpf_object_close(struct rawbpf_object *o)
{
	uint32_t i;

	if (!o)
		return;
	while (o->links)
		rawbpf_link_detach(o->links);
	for (i = 0; o->progs && i < o->unit.prog_cnt; i++)
		prog_close(&o->progs[i]);
	for (i = 0; o->maps && i < o->unit.map_cnt; i++)
		map_close(&o->maps[i]);
	if (o->btf_fd >= 0)
		kernel_close(o->kernel, o->btf_fd);
	kernel_close(o->kernel, o->token_fd > 0 ? o->token_fd : -1);
	ktypes_free(&o->ktypes);
	ktypes_file_free(&o->core_file);
	code_free(&o->code);
	arena_free(&o->arena);
	free(o->bytes);
	free(o);
}

const char *rawbpf_object_name(const struct rawbpf_object *o)
{
	return o->name;
}

struct rawbpf_prog *rawbpf_object_next_prog(const struct rawbpf_object *o,
	const struct rawbpf_prog *p)
{
	uint32_t i = p ? p - o->progs + 1 : 0;

	return i < o->unit.prog_cnt ? &o->progs[i] : NULL;
}

struct rawbpf_map *rawbpf_object_next_map(const struct rawbpf_object *o, const struct rawbpf_map *m)
{
	uint32_t i = m ? m - o->maps + 1 : 0;

	return i < o->unit.map_cnt ? &o->maps[i] : NULL;
}

struct rawbpf_prog *rawbpf_object_prog(const struct rawbpf_object *o, const char *name)
{
	struct rawbpf_prog *p = NULL;

	while ((p = rawbpf_object_next_prog(o, p)) && strcmp(p->func->name, name))
		;
	return p;
}

struct rawbpf_map *rawbpf_object_map(const struct rawbpf_object *o, const char *name)
{
	struct rawbpf_map *m = NULL;

	while ((m = rawbpf_object_next_map(o, m)) && strcmp(m->spec.name, name))
		;
	return m;
}
