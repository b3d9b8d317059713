/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Maps pinned by name: one that asks for it is shared by all objects that know the name. The first
 * one creates and pins it, the others find it, and it stays until the pin is removed.
 */
#include "object/object.h"

#include <errno.h>

#include "kernel/kernel.h"

/* Device maps are read-only to programs whether that was asked for or not. */
static uint32_t own_flags(const struct rawbpf_map_spec *s, const struct bpf_map_info *i)
{
	bool device = i->type == BPF_MAP_TYPE_DEVMAP || i->type == BPF_MAP_TYPE_DEVMAP_HASH;

	if (device && !(s->flags & BPF_F_RDONLY_PROG))
		return i->map_flags & ~(uint32_t)BPF_F_RDONLY_PROG;
	return i->map_flags;
}

/* Which of the properties that programs rely on differs, in words; NULL if none. */
static const char *difference(const struct rawbpf_map_spec *s, const struct bpf_map_info *i)
{
	if (s->type != i->type)
		return "type";
	if (s->key_size != i->key_size)
		return "key size";
	if (s->value_size != i->value_size)
		return "value size";
	if (s->max_entries != i->max_entries)
		return "number of entries";
	if (s->flags != own_flags(s, i))
		return "flags";
	if (s->extra != i->map_extra)
		return "map_extra";
	return NULL;
}

static int check_same(struct rawbpf_map *m, int fd, const char *path, struct rawbpf_diag *d)
{
	struct bpf_map_info info;
	const char *what;
	int err;

	err = kernel_info(m->object->kernel, fd, &info, sizeof(info));
	if (err)
		return diag_fail(d, RAWBPF_STAGE_MAP, err, "map %s: %s is no map: %s", m->spec.name,
			path, diag_strerror(err));
	what = difference(&m->spec, &info);
	if (what)
		return diag_fail(d, RAWBPF_STAGE_MAP, -EINVAL,
			"map %s: what is pinned at %s has another %s; remove the pin or change the "
			"definition",
			m->spec.name, path, what);
	return 0;
}

static char *pin_path(struct rawbpf_map *m)
{
	const char *folder = m->def->pin_folder;

	return arena_printf(&m->object->arena, "%s/%s%s%s", m->object->pin_root,
		folder ? folder : "", folder ? "/" : "", m->spec.name);
}

/* The folders between the root and the pin; what is wrong with them the pin itself will tell. */
static void make_folders(struct rawbpf_map *m, char *path)
{
	char *slash = path + strlen(m->object->pin_root);

	while ((slash = strchr(slash + 1, '/'))) {
		*slash = '\0';
		m->made_folder |= !kernel_mkdir(m->object->kernel, path, 0700);
		*slash = '/';
	}
}

int map_reuse_pinned(struct rawbpf_map *m, struct rawbpf_diag *d)
{
	char *path = pin_path(m);
	int fd, err;

	if (!path)
		return -ENOMEM;
	if (strchr(m->spec.name, '/'))
		return diag_fail(d, RAWBPF_STAGE_MAP, -EINVAL,
			"map %s: shall be pinned by its name, but that has a slash in it",
			m->spec.name);
	fd = kernel_obj_get(m->object->kernel, path);
	if (fd == -ENOENT)
		return 0;
	if (fd < 0)
		return diag_fail(d, RAWBPF_STAGE_MAP, fd, "map %s: %s cannot be opened: %s",
			m->spec.name, path, diag_strerror(fd));
	err = check_same(m, fd, path, d);
	if (err) {
		kernel_close(m->object->kernel, fd);
		return err;
	}
	m->fd = fd;
	m->reused = true;
	return 1;
}

/* The root itself may be missing, but not what it stands in. */
static int pin_at(struct rawbpf_map *m, char *path)
{
	struct rawbpf_object *o = m->object;
	int err;

	make_folders(m, path);
	err = kernel_obj_pin(o->kernel, m->fd, path);
	if (err != -ENOENT || kernel_mkdir(o->kernel, o->pin_root, 0700))
		return err;
	o->made_root = true;
	make_folders(m, path);
	return kernel_obj_pin(o->kernel, m->fd, path);
}

/* Another loader may have been faster: then its map is the one to use. */
int map_pin(struct rawbpf_map *m, struct rawbpf_diag *d)
{
	char *path = pin_path(m);
	int err;

	if (!path)
		return -ENOMEM;
	err = pin_at(m, path);
	if (err == -EEXIST) {
		map_close(m);
		err = map_reuse_pinned(m, d);
		if (!err)
			return diag_fail(d, RAWBPF_STAGE_MAP, -EAGAIN,
				"map %s: %s came and went meanwhile; try again", m->spec.name,
				path);
		return err < 0 ? err : 0;
	}
	if (!err) {
		m->pinned_now = true;
		return 0;
	}
	return diag_fail(d, RAWBPF_STAGE_MAP, err,
		"map %s: cannot be pinned at %s: %s (the folder must exist on a bpffs: mount -t bpf "
		"bpf /sys/fs/bpf)",
		m->spec.name, path, diag_strerror(err));
}

/* Only empty ones can be removed, so this ends at the first that others use as well. */
static void remove_folders(struct rawbpf_map *m, char *path)
{
	char *root = path + strlen(m->object->pin_root), *slash;

	while ((slash = strrchr(path, '/')) > root) {
		*slash = '\0';
		if (kernel_rmdir(m->object->kernel, path))
			return;
	}
}

static void unpin(struct rawbpf_map *m)
{
	char *path = pin_path(m);

	if (path && m->pinned_now)
		kernel_unlink(m->object->kernel, path);
	if (path && m->made_folder)
		remove_folders(m, path);
	m->pinned_now = m->made_folder = false;
}

/* The last one first: the folder that the first one made holds the others. */
void map_unpin_new(struct rawbpf_object *o)
{
	uint32_t i = o->maps ? o->unit.map_cnt : 0;

	while (i--)
		unpin(&o->maps[i]);
	if (o->made_root)
		kernel_rmdir(o->kernel, o->pin_root);
	o->made_root = false;
}
