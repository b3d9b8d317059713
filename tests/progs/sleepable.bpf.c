/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs that may sleep, which the kernel has to be told when they are loaded (".s" in the
 * section; those of "syscall" always). So they may read a process's memory, which may have to be
 * fetched first. All are optional ("?"): each reads 16 bytes at `address`, of the process `me`.
 *
 *	called		syscall: takes the address and gives the bytes in its context
 *	entered		fentry.s of bpf_fentry_test1(int), which a test run calls
 *	opened		LSM hook file_open
 *	not_sleepable	the same as `entered` without the ".s": refused
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct request {
	__u64 address;
	char bytes[16];
};

__u64 address;
__u32 me;
char bytes[16];

SEC("?syscall")
int called(struct request *r)
{
	char copy[16];
	long err = bpf_copy_from_user(copy, sizeof(copy), (void *)r->address);

	if (!err)
		__builtin_memcpy(r->bytes, copy, sizeof(copy));
	return err;
}

static __always_inline int copy_mine(void)
{
	if (bpf_get_current_pid_tgid() >> 32 == me)
		bpf_copy_from_user(bytes, sizeof(bytes), (void *)address);
	return 0;
}

SEC("?fentry.s/bpf_fentry_test1")
int entered(__u64 *args)
{
	return copy_mine();
}

SEC("?fentry/bpf_fentry_test1")
int not_sleepable(__u64 *args)
{
	return copy_mine();
}

SEC("?lsm.s/file_open")
int opened(__u64 *args)
{
	return copy_mine();
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
