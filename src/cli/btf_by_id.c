/* SPDX-License-Identifier: BSD-2-Clause */
/* BTF is read from the kernel in two steps: how large it is, then its bytes. */
#include "cli/btf_by_id.h"

#include <errno.h>

#include "kernel/kernel.h"

static int read_btf(struct cli *c, int fd, struct arena *a, struct btf *b)
{
	struct bpf_btf_info info;
	uint32_t info_size = sizeof(info), size;
	void *bytes;
	int err;

	memset(&info, 0, sizeof(info));
	err = kernel_obj_info(c->kernel, fd, &info, &info_size);
	if (err)
		return err;
	size = info.btf_size;
	bytes = arena_calloc(a, size, 1);
	if (!bytes)
		return -ENOMEM;
	memset(&info, 0, sizeof(info));
	info.btf = kernel_ptr(bytes);
	info.btf_size = size;
	info_size = sizeof(info);
	err = kernel_obj_info(c->kernel, fd, &info, &info_size);
	return err ? err : btf_parse(a, "BTF", bytes, size, NULL, b, NULL);
}

int btf_by_id(struct cli *c, uint32_t id, struct arena *a, struct btf *b)
{
	int err, fd = kernel_fd_by_id(c->kernel, BPF_BTF_GET_FD_BY_ID, id);

	memset(b, 0, sizeof(*b));
	if (fd < 0)
		return fd;
	err = read_btf(c, fd, a, b);
	kernel_close(c->kernel, fd);
	if (err)
		memset(b, 0, sizeof(*b));
	return err;
}
