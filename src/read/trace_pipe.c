/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What bpf_printk() and bpf_trace_printk() write goes into the trace buffer of tracefs. Reading
 * trace_pipe takes lines out of it. Two readers shared them until 6.5, which lets only one open it (so
 * do the stable kernels since September 2023, as 5.15.132): it is for debugging.
 */
#include <errno.h>
#include <fcntl.h>

#include "base/diag.h"
#include "kernel/kernel.h"
#include "kernel/system.h"

static const char *hint(int err)
{
	if (err == -EBUSY)
		return ": it has a reader, and there can be only one (since Linux 6.5): end that first";
	return err == -ENODEV ? ": mount -t tracefs tracefs /sys/kernel/tracing" : "";
}

int rawbpf_trace_pipe(struct rawbpf_kernel *k, struct rawbpf_diag *d)
{
	int fd = system_open_tracefs(kernel_or_real(k), "trace_pipe", O_RDONLY | O_NONBLOCK);

	if (fd < 0)
		diag_fail(d, RAWBPF_STAGE_READ, fd, "trace_pipe cannot be opened: %s%s",
			diag_strerror(fd), hint(fd));
	return fd;
}
