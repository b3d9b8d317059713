/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names in file systems, and file systems themselves. A bpffs has folders and pins like any other:
 * a pin is unlinked like a file, and has an owner and a mode that say who may open it.
 */
#include "kernel/kernel.h"
#include "kernel/request.h"

/* None of the kernel's own file systems lives on a device, so the source is only a word. */
int kernel_mount(struct rawbpf_kernel *k, const char *type, const char *target, uint32_t flags,
	const char *data)
{
	struct call_mount c = { type, target, type, flags, data };
	struct rawbpf_request r = { CALL_MOUNT, 0, &c, sizeof(c) };

	return k->ask(k, &r);
}

static int set_mode(struct rawbpf_kernel *k, enum rawbpf_call call, const char *path, uint32_t mode)
{
	struct call_mode c = { path, mode };
	struct rawbpf_request r = { call, 0, &c, sizeof(c) };

	return k->ask(k, &r);
}

int kernel_mkdir(struct rawbpf_kernel *k, const char *path, uint32_t mode)
{
	return set_mode(k, CALL_MKDIR, path, mode);
}

int kernel_chmod(struct rawbpf_kernel *k, const char *path, uint32_t mode)
{
	return set_mode(k, CALL_CHMOD, path, mode);
}

int kernel_chown(struct rawbpf_kernel *k, const char *path, int32_t owner, int32_t group)
{
	struct call_chown c = { path, owner, group };
	struct rawbpf_request r = { CALL_CHOWN, 0, &c, sizeof(c) };

	return k->ask(k, &r);
}

static int remove_name(struct rawbpf_kernel *k, enum rawbpf_call call, const char *path)
{
	struct call_path c = { path };
	struct rawbpf_request r = { call, 0, &c, sizeof(c) };

	return k->ask(k, &r);
}

int kernel_unlink(struct rawbpf_kernel *k, const char *path)
{
	return remove_name(k, CALL_UNLINK, path);
}

int kernel_rmdir(struct rawbpf_kernel *k, const char *path)
{
	return remove_name(k, CALL_RMDIR, path);
}
