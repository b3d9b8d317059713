/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What bpf_printk() and bpf_trace_printk() write goes into the trace buffer of tracefs. Reading
 * trace_pipe takes lines out of it, so two readers share them: it is for debugging.
 */
#include <fcntl.h>

#include "base/diag.h"
#include "kernel/kernel.h"
#include "kernel/system.h"

int rawbpf_trace_pipe(struct rawbpf_kernel *k, struct rawbpf_diag *d)
{
	int fd = system_open_tracefs(kernel_or_real(k), "trace_pipe", O_RDONLY | O_NONBLOCK);

	if (fd < 0)
		diag_fail(d, RAWBPF_STAGE_READ, fd,
			"trace_pipe cannot be opened: %s (mount -t tracefs tracefs "
			"/sys/kernel/tracing)",
			diag_strerror(fd));
	return fd;
}
