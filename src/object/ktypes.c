/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the kernel shows its types:
 *
 *	/sys/kernel/btf/vmlinux		since 5.4; since 6.16 it can be mapped, which copies nothing
 *	/sys/kernel/btf/MODULE		since 5.11, and the same by number: BPF_BTF_GET_NEXT_ID
 *	a file vmlinux			where the first one is missing, and a package of the
 *					distribution with debugging information is installed
 *
 * Modules are read by number, since what refers to them needs a descriptor of their BTF.
 */
#include "object/ktypes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/utsname.h>

#include "base/text.h"
#include "format/elf_any.h"
#include "kernel/kernel.h"

#define SYSFS "/sys/kernel/btf/vmlinux"

/* * is the kernel's release, as uname -r prints it. */
static const char *const places[] = {
	SYSFS,
	"/boot/vmlinux-*",
	"/lib/modules/*/vmlinux-*",
	"/lib/modules/*/build/vmlinux",
	"/usr/lib/modules/*/kernel/vmlinux",
	"/usr/lib/debug/boot/vmlinux-*",
	"/usr/lib/debug/boot/vmlinux-*.debug",
	"/usr/lib/debug/lib/modules/*/vmlinux",
};

static void place_name(char *path, size_t size, const char *place, const char *release)
{
	size_t len = 0, part;

	for (*path = '\0'; *place && len < size; place += part + (place[part] == '*')) {
		part = strcspn(place, "*");
		len += text_format(path + len, size - len, "%.*s%s", (int)part, place,
			place[part] ? release : "");
	}
}

static int read_bytes(struct rawbpf_kernel *k, int fd, struct ktypes_file *f)
{
	size_t got = 0;
	long n = 1;

	f->bytes = malloc(f->size + 1);
	if (!f->bytes)
		return -ENOMEM;
	while (got < f->size && n > 0) {
		n = kernel_read(k, fd, (char *)f->bytes + got, f->size - got);
		if (n < 0)
			return n;
		got += n;
	}
	f->size = got;
	return 0;
}

/* Only what the kernel shows is mapped: a file on a disk may become shorter while we look at it. */
static int read_file(struct rawbpf_kernel *k, int fd, const char *path, struct ktypes_file *f)
{
	long size = kernel_file_size(k, fd);

	if (size <= 0)
		return size ? size : -EINVAL;
	f->size = size;
	f->mapped = text_after(path, "/sys/") && !kernel_mmap_file(k, fd, f->size, &f->bytes);
	return f->mapped ? 0 : read_bytes(k, fd, f);
}

/*
 * A module that was built outside of the kernel's tree does not know the numbers of its types on the
 * kernel that it meets. So it brings those that it refers to, as far as is needed to know them again,
 * in a section of its own; its types go on from these. They can be looked at, but are not the
 * kernel's: of a struct there may be no more than its name and size.
 */
static int own_base(struct arena *a, const char *path, const struct ktypes_file *f,
	const struct btf **base, struct rawbpf_diag *d)
{
	struct btf *own;
	struct bytes s;

	if (elf_any_section(f->bytes, f->size, ".BTF.base", &s))
		return 0;
	own = arena_calloc(a, 1, sizeof(*own));
	if (!own)
		return -ENOMEM;
	*base = own;
	return btf_view(a, path, s.data, s.size, NULL, NULL, own, d);
}

static int refuse_own_base(const char *path, const struct ktypes_file *f, struct rawbpf_diag *d)
{
	struct bytes s;

	if (elf_any_section(f->bytes, f->size, ".BTF.base", &s))
		return 0;
	return diag_fail(d, RAWBPF_STAGE_OPEN, -EINVAL,
		"%s: has types of a module only: they go on from others, the kernel's, which are needed "
		"too, and what it brings of them (.BTF.base) is not enough; give a whole kernel's",
		path);
}

/* Raw, or in an ELF file's section .BTF. */
static int view(struct arena *a, const char *path, const struct btf *base, struct btf_names *n,
	struct ktypes_file *f, struct rawbpf_diag *d)
{
	struct bytes s;
	int err;

	if (f->size < 4 || memcmp(f->bytes, "\177ELF", 4))
		return btf_view(a, path, f->bytes, f->size, base, n, &f->btf, d);
	err = elf_any_section(f->bytes, f->size, ".BTF", &s);
	if (err == -ENOENT)
		return diag_fail(d, RAWBPF_STAGE_OPEN, -ENODATA,
			"%s: has no types (section .BTF): build it with CONFIG_DEBUG_INFO_BTF=y, "
			"or add them with pahole -J",
			path);
	if (err)
		return diag_fail(d, RAWBPF_STAGE_OPEN, err, "%s: its ELF headers do not fit", path);
	return btf_view(a, path, s.data, s.size, base, n, &f->btf, d);
}

static int read_path(struct rawbpf_kernel *k, const char *path, struct ktypes_file *f,
	struct rawbpf_diag *d)
{
	int fd, err;

	memset(f, 0, sizeof(*f));
	fd = kernel_open(k, path, O_RDONLY);
	err = fd < 0 ? fd : read_file(k, fd, path, f);
	kernel_close(k, fd);
	if (err)
		diag_fail(d, RAWBPF_STAGE_OPEN, err, "%s: %s", path, diag_strerror(err));
	return err;
}

int ktypes_file_read(struct rawbpf_kernel *k, struct arena *a, const char *path,
	const struct btf *base, struct btf_names *names, struct ktypes_file *f,
	struct rawbpf_diag *d)
{
	int err = read_path(k, path, f, d);

	if (!err)
		err = refuse_own_base(path, f, d);
	if (!err)
		err = view(a, path, base, names, f, d);
	if (err)
		ktypes_file_free(f);
	return err;
}

int ktypes_file_show(struct rawbpf_kernel *k, struct arena *a, const char *path,
	const struct btf *base, struct ktypes_file *f, struct rawbpf_diag *d)
{
	int err = read_path(k, path, f, d);

	if (!err)
		err = own_base(a, path, f, &base, d);
	if (!err)
		err = view(a, path, base, NULL, f, d);
	if (err)
		ktypes_file_free(f);
	return err;
}

void ktypes_file_free(struct ktypes_file *f)
{
	if (f->mapped)
		munmap(f->bytes, f->size);
	else
		free(f->bytes);
	memset(f, 0, sizeof(*f));
}

void ktypes_init(struct ktypes *t, struct rawbpf_kernel *k)
{
	memset(t, 0, sizeof(*t));
	t->kernel = k;
}

void ktypes_free(struct ktypes *t)
{
	uint32_t i;

	for (i = 0; i < t->module_cnt; i++)
		kernel_close(t->kernel, t->modules[i].fd);
	ktypes_file_free(&t->vmlinux);
	arena_free(&t->arena);
	ktypes_init(t, t->kernel);
}

/* The first place that exists counts, whatever is there. */
static int find_vmlinux(struct ktypes *t, struct btf_names *n, struct rawbpf_diag *d)
{
	struct utsname u;
	char path[256];
	int err = -ENOENT;
	size_t i;

	if (uname(&u))
		return -errno;
	for (i = 0; err == -ENOENT && i < sizeof(places) / sizeof(*places); i++) {
		place_name(path, sizeof(path), places[i], u.release);
		err = ktypes_file_read(t->kernel, &t->arena, path, NULL, n, &t->vmlinux,
			NULL);
	}
	if (err == -ENOENT)
		return diag_fail(d, RAWBPF_STAGE_OPEN, err,
			"this kernel does not show its types (" SYSFS
			" is missing): build it with CONFIG_DEBUG_INFO_BTF=y, or give its types "
			"in a file (--btf FILE)");
	if (err)
		diag_fail(d, RAWBPF_STAGE_OPEN, err, "%s: the kernel's types: %s", path,
			diag_strerror(err));
	return err;
}

int ktypes_vmlinux(struct ktypes *t, const struct btf **out, struct rawbpf_diag *d)
{
	if (!t->tried || t->err)
		t->err = find_vmlinux(t, NULL, d);
	t->tried = true;
	*out = t->err ? NULL : &t->vmlinux.btf;
	return t->err;
}

int ktypes_by_fd(struct rawbpf_kernel *k, int fd, struct arena *a, struct bpf_btf_info *info,
	void **bytes)
{
	uint32_t size = sizeof(*info);
	int err = kernel_info(k, fd, info, size);

	if (err)
		return err;
	*bytes = arena_calloc(a, info->btf_size, 1);
	if (!*bytes)
		return -ENOMEM;
	info->btf = kernel_ptr(*bytes);
	info->name_len = 0;
	info->name = 0;
	return kernel_obj_info(k, fd, info, &size);
}

static int add_module(struct ktypes *t, int fd, const char *name, struct rawbpf_diag *d)
{
	struct ktypes_module *m, *more;
	struct bpf_btf_info info;
	uint32_t room = t->module_room ? t->module_room * 2 : 16;
	void *bytes;
	int err;

	if (t->module_cnt == t->module_room) {
		more = arena_calloc(&t->arena, room, sizeof(*more));
		if (!more)
			return -ENOMEM;
		if (t->module_cnt)
			memcpy(more, t->modules, t->module_cnt * sizeof(*more));
		t->modules = more;
		t->module_room = room;
	}
	m = &t->modules[t->module_cnt];
	m->name = arena_printf(&t->arena, "%s", name);
	err = m->name ? ktypes_by_fd(t->kernel, fd, &t->arena, &info, &bytes) : -ENOMEM;
	if (!err)
		err = btf_view(&t->arena, m->name, bytes, info.btf_size, &t->vmlinux.btf, NULL,
			&m->btf, d);
	if (err)
		return err;
	m->id = info.id;
	m->fd = fd;
	t->module_cnt++;
	return 0;
}

/* 1 if this one is a module's and was added, which then owns the descriptor. */
static int try_module(struct ktypes *t, int fd, struct rawbpf_diag *d)
{
	struct bpf_btf_info info;
	uint32_t size = sizeof(info);
	char name[64] = "";
	int err;

	memset(&info, 0, sizeof(info));
	info.name = kernel_ptr(name);
	info.name_len = sizeof(name);
	err = kernel_obj_info(t->kernel, fd, &info, &size);
	if (err || !info.kernel_btf || !strcmp(name, "vmlinux"))
		return 0;
	err = add_module(t, fd, name, d);
	return err ? err : 1;
}

/* A module may go while we look at it; what is not permitted is as if it were not there. */
int ktypes_modules(struct ktypes *t, struct rawbpf_diag *d)
{
	uint32_t id = 0;
	int fd, err = 0;

	if (t->listed || !t->vmlinux.bytes)
		return 0;
	t->listed = true;
	while (err >= 0 && !kernel_next_id(t->kernel, BPF_BTF_GET_NEXT_ID, id, &id)) {
		fd = kernel_fd_by_id(t->kernel, BPF_BTF_GET_FD_BY_ID, id);
		if (fd == -ENOENT)
			continue;
		if (fd < 0) {
			t->unseen = fd;
			break;
		}
		err = try_module(t, fd, d);
		if (err <= 0)
			kernel_close(t->kernel, fd);
	}
	t->unseen = err < 0 ? err : t->unseen;
	return err < 0 ? err : 0;
}

int ktypes_search(struct ktypes *t, struct btf_names *names, struct rawbpf_diag *d)
{
	bool first = !t->tried;
	uint32_t i;
	int err;

	if (first)
		t->err = find_vmlinux(t, names, d);
	t->tried = true;
	err = t->err;
	if (!err && !first)
		err = btf_names_search(names, &t->vmlinux.btf);
	if (!err && btf_names_open(names))
		err = ktypes_modules(t, d);
	for (i = 0; !err && i < t->module_cnt; i++)
		err = btf_names_search(names, &t->modules[i].btf);
	return err;
}

const struct ktypes_module *ktypes_module(const struct ktypes *t, const struct btf *b)
{
	uint32_t i;

	for (i = 0; i < t->module_cnt; i++)
		if (&t->modules[i].btf == b)
			return &t->modules[i];
	return NULL;
}
