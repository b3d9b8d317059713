/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bpf(2): one system call, a command number, and a struct of arguments of which the kernel has
 * one per command (all of them share a union there, and so a start address). The commands and
 * their structs are in <linux/bpf.h> and <linux/bpf_attr.h>.
 *
 * The size that goes with it makes old and new understand each other. A kernel that knows more
 * fields than it was given takes the rest as zero. One that was given more than it knows at all
 * insists that what is beyond is zero, else E2BIG; and what it knows, but not for this command,
 * must be zero, else EINVAL. Padding counts. So everything is cleared with memset, and sent only as
 * far as it is used.
 *
 * What a command makes (a map, a program, BTF, a link) is known by a descriptor, and lives until
 * the last thing that holds it lets go: a descriptor in any process, a pin in a bpffs, a program
 * for its maps and its BTF, a link for its program, an attachment for what is attached. Nothing
 * ever deletes it by name. Ids are only for looking: they keep nothing alive.
 *
 * Where a descriptor is an argument, 0 often means none; so none of ours is below 3.
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
