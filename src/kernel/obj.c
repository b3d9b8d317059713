/* SPDX-License-Identifier: BSD-2-Clause */
/* What programs, maps, links and BTF share: pins, ids, information; and loading BTF. */
#include "kernel/kernel.h"

#include <string.h>

/* BPF_BTF_LOAD, since 4.18: type information, for maps and programs to refer to. */
int kernel_btf_load(struct rawbpf_kernel *k, struct bpf_attr_btf_load *a)
{
	return kernel_bpf(k, BPF_BTF_LOAD, a, kernel_attr_used(a, sizeof(*a)));
}

/*
 * BPF_TOKEN_CREATE, since 6.9: what a bpffs that was mounted for a user namespace delegates, as a
 * descriptor. -ENOENT: nothing
 */
int kernel_token_create(struct rawbpf_kernel *k, int bpffs_fd)
{
	struct bpf_attr_token_create a;

	memset(&a, 0, sizeof(a));
	a.bpffs_fd = bpffs_fd;
	return kernel_bpf(k, BPF_TOKEN_CREATE, &a, sizeof(a));
}

/*
 * BPF_OBJ_PIN, since 4.4: give a name in a bpffs to what a descriptor means; it then lives until
 * the name is removed. -EPERM or -EINVAL: the path is not on a bpffs. -EEXIST
 */
int kernel_obj_pin(struct rawbpf_kernel *k, int fd, const char *path)
{
	struct bpf_attr_obj a;

	memset(&a, 0, sizeof(a));
	a.pathname = kernel_ptr(path);
	a.bpf_fd = fd;
	return kernel_bpf(k, BPF_OBJ_PIN, &a, kernel_attr_used(&a, sizeof(a)));
}

/* BPF_OBJ_GET: a new descriptor for what is pinned there. */
int kernel_obj_get(struct rawbpf_kernel *k, const char *path)
{
	struct bpf_attr_obj a;

	memset(&a, 0, sizeof(a));
	a.pathname = kernel_ptr(path);
	return kernel_bpf(k, BPF_OBJ_GET, &a, kernel_attr_used(&a, sizeof(a)));
}

/*
 * BPF_OBJ_GET_INFO_BY_FD, since 4.13: fill struct bpf_{prog,map,btf,link}_info by the kind of
 * the descriptor. In: room, and the pointers and counts inside for what is wanted; out: *size is
 * how much the kernel knows of.
 */
int kernel_obj_info(struct rawbpf_kernel *k, int fd, void *info, uint32_t *size)
{
	struct bpf_attr_info a;
	int err;

	memset(&a, 0, sizeof(a));
	a.bpf_fd = fd;
	a.info_len = *size;
	a.info = kernel_ptr(info);
	err = kernel_bpf(k, BPF_OBJ_GET_INFO_BY_FD, &a, sizeof(a));
	if (!err)
		*size = a.info_len;
	return err;
}

int kernel_info(struct rawbpf_kernel *k, int fd, void *info, uint32_t size)
{
	memset(info, 0, size);
	return kernel_obj_info(k, fd, info, &size);
}

/* BPF_{PROG,MAP,BTF,LINK}_GET_NEXT_ID: the least id above `id`. -ENOENT: none. CAP_SYS_ADMIN */
int kernel_next_id(struct rawbpf_kernel *k, enum bpf_cmd cmd, uint32_t id, uint32_t *next)
{
	struct bpf_attr_get_id a;
	int err;

	memset(&a, 0, sizeof(a));
	a.start_id = id;
	err = kernel_bpf(k, cmd, &a, sizeof(a));
	if (!err)
		*next = a.next_id;
	return err;
}

/* BPF_{PROG,MAP,BTF,LINK}_GET_FD_BY_ID. -ENOENT: it has gone meanwhile. */
int kernel_fd_by_id(struct rawbpf_kernel *k, enum bpf_cmd cmd, uint32_t id)
{
	struct bpf_attr_get_id a;

	memset(&a, 0, sizeof(a));
	a.start_id = id;
	return kernel_bpf(k, cmd, &a, sizeof(a));
}

int kernel_info_by_id(struct rawbpf_kernel *k, enum bpf_cmd cmd, uint32_t id, void *info,
	uint32_t size)
{
	int fd = kernel_fd_by_id(k, cmd, id), err;

	if (fd < 0) {
		memset(info, 0, size);
		return fd;
	}
	err = kernel_info(k, fd, info, size);
	kernel_close(k, fd);
	return err;
}

/* One that has gone between both requests is passed over. */
int kernel_next_link(struct rawbpf_kernel *k, struct bpf_link_info *info)
{
	uint32_t id = info->id;
	int err;

	while (!(err = kernel_next_id(k, BPF_LINK_GET_NEXT_ID, id, &id)))
		if (!kernel_info_by_id(k, BPF_LINK_GET_FD_BY_ID, id, info, sizeof(*info)))
			break;
	return err;
}
