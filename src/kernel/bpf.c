/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bpf(2): one system call, a command number, and a struct of arguments of which the kernel has
 * one per command (all of them share a union there, and so a start address).
 *
 * The size that goes with it makes old and new understand each other: a kernel that knows more
 * fields than it was given takes the rest as zero; one that was given more than it knows insists
 * that the rest, padding included, is zero, and else answers E2BIG. So everything is cleared with
 * memset, and sent only as far as it is used.
 */
#include "kernel/kernel.h"
#include "kernel/request.h"

long kernel_bpf(struct rawbpf_kernel *k, enum bpf_cmd cmd, void *attr, size_t size)
{
	struct rawbpf_request r = { CALL_BPF, cmd, attr, size };

	return k->ask(k, &r);
}

size_t kernel_attr_used(const void *attr, size_t size)
{
	const unsigned char *bytes = attr;

	while (size && !bytes[size - 1])
		size--;
	return (size + 3) & ~(size_t)3;
}
