/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The streams of a program, since 6.17. What bpf_printk() writes goes to one buffer for all, and is
 * for debugging; a stream is the program's own, and lives as long as it. In the second one the
 * kernel tells what it did to a program that went on: a fault in an arena, a lock that never came,
 * a loop that took too long.
 */
#include <errno.h>

#include "base/diag.h"
#include "kernel/kernel.h"

int rawbpf_prog_stream(struct rawbpf_kernel *k, int prog_fd, uint32_t stream, void *text,
	uint32_t size, struct rawbpf_diag *d)
{
	int n = kernel_prog_stream_read(kernel_or_real(k), prog_fd, stream, text, size);

	if (n < 0)
		diag_fail(d, RAWBPF_STAGE_READ, n, "the program's stream %u cannot be read: %s%s", stream,
			diag_strerror(n), n == -EINVAL ? " (programs have streams since Linux 6.17)" : "");
	return n;
}
