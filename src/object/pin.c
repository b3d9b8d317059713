/* SPDX-License-Identifier: BSD-2-Clause */
/* Pins: names in a bpffs that keep a program, map or link alive without a process. */
#include <errno.h>

#include "base/diag.h"
#include "kernel/kernel.h"
#include "rawbpf.h"

int rawbpf_pin(struct rawbpf_kernel *k, int fd, const char *path, struct rawbpf_diag *d)
{
	int err = kernel_obj_pin(kernel_or_real(k), fd, path);

	if (err)
		diag_fail(d, RAWBPF_STAGE_MAP, err, "%s: cannot be pinned: %s%s", path,
			diag_strerror(err),
			err == -EEXIST ? ""
				       : " (the folder must exist on a bpffs: mount -t bpf bpf "
					 "/sys/fs/bpf)");
	return err;
}

int rawbpf_pin_open(struct rawbpf_kernel *k, const char *path, struct rawbpf_diag *d)
{
	int fd = kernel_obj_get(kernel_or_real(k), path);

	if (fd < 0)
		diag_fail(d, RAWBPF_STAGE_USE, fd, "%s: %s", path,
			fd == -ENOENT ? "nothing is pinned there" : diag_strerror(fd));
	return fd;
}
