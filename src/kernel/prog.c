/* SPDX-License-Identifier: BSD-2-Clause */
/* Programs: load, run once for a test, and attach the way that predates bpf_link. */
#include "kernel/kernel.h"

#include <errno.h>
#include <string.h>

#define TRIES 5

/*
 * BPF_PROG_LOAD: verify a program, translate it to machine code, give it a descriptor.
 *
 *   in   prog_type, insns (insn_cnt slots of 8 bytes), license; expected_attach_type where the
 *        hook wants it at load (since 4.17); prog_name (4.15); prog_btf_fd with func_info and
 *        line_info (5.0); log_level, log_buf, log_size: where the verifier explains itself
 *   out  a descriptor; log_true_size (6.4): how long the log is or would have been
 *
 * -EACCES, -EINVAL  the verifier refused: ask again with a log
 * -EPERM            no CAP_BPF, or not the capability the type wants; lockdown
 * -E2BIG            too many instructions, or unknown fields in use
 * -ENOSPC           the log did not fit, and so the load fails
 * -EAGAIN           a signal came while the verifier was at work, which can take seconds: so it is
 *                   asked again, but not for ever, for a timer may be faster than the verifier
 *
 * log_true_size is only written if the size given reaches it, so a load with a log sends all.
 */
int kernel_prog_load(struct rawbpf_kernel *k, struct bpf_attr_prog_load *a)
{
	size_t size = a->log_level ? sizeof(*a) : kernel_attr_used(a, sizeof(*a));
	int tries, fd = -EAGAIN;

	for (tries = 0; fd == -EAGAIN && tries < TRIES; tries++)
		fd = kernel_bpf(k, BPF_PROG_LOAD, a, size);
	return fd;
}

/* BPF_PROG_TEST_RUN, since 4.12: one call of the program on data of ours. 524: type has none. */
int kernel_prog_test_run(struct rawbpf_kernel *k, struct bpf_attr_test_run *a)
{
	return kernel_bpf(k, BPF_PROG_TEST_RUN, a, kernel_attr_used(a, sizeof(*a)));
}

/*
 * BPF_PROG_ATTACH, since 4.10: put a program on a cgroup, sockmap, ... where it stays until it
 * is detached, also after its process has ended.
 */
int kernel_prog_attach(struct rawbpf_kernel *k, struct bpf_attr_prog_attach *a)
{
	return kernel_bpf(k, BPF_PROG_ATTACH, a, kernel_attr_used(a, sizeof(*a)));
}

int kernel_prog_detach(struct rawbpf_kernel *k, struct bpf_attr_prog_attach *a)
{
	return kernel_bpf(k, BPF_PROG_DETACH, a, kernel_attr_used(a, sizeof(*a)));
}

/* BPF_PROG_QUERY, since 4.15: ids of what is attached there. */
int kernel_prog_query(struct rawbpf_kernel *k, struct bpf_attr_prog_query *a)
{
	return kernel_bpf(k, BPF_PROG_QUERY, a, sizeof(*a));
}

int kernel_prog_ids(struct rawbpf_kernel *k, int target, uint32_t attach_type, uint32_t *ids,
	uint32_t room, struct bpf_attr_prog_query *a)
{
	memset(a, 0, sizeof(*a));
	a->target_fd = target;
	a->attach_type = attach_type;
	a->prog_ids = kernel_ptr(ids);
	a->prog_cnt = room;
	return kernel_prog_query(k, a);
}

/* BPF_PROG_BIND_MAP, since 5.10: the program keeps a map alive that its code does not use. */
int kernel_prog_bind_map(struct rawbpf_kernel *k, int prog_fd, int map_fd)
{
	struct bpf_attr_prog_bind_map a;

	memset(&a, 0, sizeof(a));
	a.prog_fd = prog_fd;
	a.map_fd = map_fd;
	return kernel_bpf(k, BPF_PROG_BIND_MAP, &a, sizeof(a));
}

/*
 * BPF_PROG_STREAM_READ_BY_FD, since 6.17: take text out of one of the two streams of a program,
 * BPF_STREAM_STDOUT and BPF_STREAM_STDERR. How many bytes; 0: nothing there now.
 */
int kernel_prog_stream_read(struct rawbpf_kernel *k, int prog_fd, uint32_t id, void *text,
	uint32_t size)
{
	struct bpf_attr_prog_stream_read a;

	memset(&a, 0, sizeof(a));
	a.stream_buf = kernel_ptr(text);
	a.stream_buf_len = size;
	a.stream_id = id;
	a.prog_fd = prog_fd;
	return kernel_bpf(k, BPF_PROG_STREAM_READ_BY_FD, &a, sizeof(a));
}
