/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For tests/cli/headers.sh: a program of type syscall (5.14) fills union bpf_attr by the kernel's
 * names.  It makes a map of three and writes to the last place, then to the one behind it: 7, which
 * is E2BIG, is right.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

static int key = 2, value = 3;

static int update(int fd)
{
	union bpf_attr attr;

	__builtin_memset(&attr, 0, sizeof(attr));
	attr.map_fd = fd;
	attr.key = (unsigned long)&key;
	attr.value = (unsigned long)&value;
	return bpf_sys_bpf(BPF_MAP_UPDATE_ELEM, &attr, sizeof(attr));
}

SEC("syscall")
int make_map(void *ctx)
{
	static union bpf_attr attr = {
		.map_type = BPF_MAP_TYPE_ARRAY,
		.key_size = sizeof(key),
		.value_size = sizeof(value),
		.max_entries = 3,
		.map_name = "made",
	};
	int fd = bpf_sys_bpf(BPF_MAP_CREATE, &attr, sizeof(attr));
	int err;

	if (fd < 0)
		return 0;
	err = update(fd);
	key = 3;
	if (!err)
		err = -update(fd);
	bpf_sys_close(fd);
	return err;
}
