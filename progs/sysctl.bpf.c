/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processes of a cgroup may read sysctls, but write none; and one they may not even read.
 *
 * The hook is passed by each read and write of a file below /proc/sys, after the usual permissions.
 * Helpers give its name ("kernel/hostname"), the value there is and the one to be written, and can
 * change the latter.
 *
 * Context: struct bpf_sysctl. Result: 1 allows, 0 refuses with EPERM. Since 5.2.
 *
 *	rawbpf run build/progs/sysctl.bpf.o sysctl=/sys/fs/cgroup/test --set hidden=kernel/hostname
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define LENGTH 64

/* The one not to be read. Set before loading. */
volatile const char hidden[LENGTH] = "";

__u64 refused;

static int is_hidden(struct bpf_sysctl *ctx)
{
	char name[LENGTH] = "";
	int i;

	if (!hidden[0] || bpf_sysctl_get_name(ctx, name, sizeof(name), 0) < 0)
		return 0;
	for (i = 0; i < LENGTH && name[i] == hidden[i]; i++)
		if (!name[i])
			return 1;
	return 0;
}

SEC("cgroup/sysctl")
int sysctl(struct bpf_sysctl *ctx)
{
	if (!ctx->write && !is_hidden(ctx))
		return 1;
	__sync_fetch_and_add(&refused, 1);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
