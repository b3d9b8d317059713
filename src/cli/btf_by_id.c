/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/btf_by_id.h"

#include "kernel/kernel.h"
#include "object/ktypes.h"

static int read_btf(struct cli *c, int fd, struct arena *a, struct btf *b)
{
	struct bpf_btf_info info;
	void *bytes;
	int err = ktypes_by_fd(c->kernel, fd, a, &info, &bytes);

	return err ? err : btf_parse(a, "BTF", bytes, info.btf_size, NULL, b, NULL);
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
