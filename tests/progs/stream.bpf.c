/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program that writes to both of its streams (6.17). The kernel's function has had two names, and
 * under one of them an argument that the kernel fills in.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

extern int bpf_stream_vprintk_impl(int stream, const char *fmt, const void *args, __u32 size,
	void *aux__prog) __weak __ksym;
extern int bpf_stream_vprintk(int stream, const char *fmt, const void *args,
	__u32 size) __weak __ksym;

static const char fmt[] = "%d bottles\n";

static int say(int stream, __u64 number)
{
	if (bpf_ksym_exists(bpf_stream_vprintk))
		return bpf_stream_vprintk(stream, fmt, &number, sizeof(number));
	return bpf_stream_vprintk_impl(stream, fmt, &number, sizeof(number), NULL);
}

SEC("syscall") int bottles(void *ctx)
{
	int err = say(1, 99);

	return err ? err : say(2, 98);
}

char LICENSE[] SEC("license") = "GPL";
