/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BPF_PROG_TEST_RUN: call a loaded program once, or `repeat` times, on bytes of ours. Socket
 * filters, XDP, tc, cgroup skb and others take a packet; raw tracepoints, sk_lookup and syscall
 * programs a context; tracepoints and kprobes have none (524).
 */
#include "rawbpf.h"

#include <string.h>

#include "base/diag.h"
#include "kernel/kernel.h"

static void fill(struct bpf_attr_test_run *a, int prog_fd, const struct rawbpf_test_run *t)
{
	memset(a, 0, sizeof(*a));
	a->prog_fd = prog_fd;
	a->data_in = kernel_ptr(t->data_in);
	a->data_size_in = t->data_in_size;
	a->data_out = kernel_ptr(t->data_out);
	a->data_size_out = t->data_out_size;
	a->ctx_in = kernel_ptr(t->ctx_in);
	a->ctx_size_in = t->ctx_in_size;
	a->ctx_out = kernel_ptr(t->ctx_out);
	a->ctx_size_out = t->ctx_out_size;
	a->repeat = t->repeat;
	a->flags = t->flags;
	a->cpu = t->cpu;
	a->batch_size = t->batch_size;
}

int rawbpf_test_run(struct rawbpf_kernel *k, int prog_fd, struct rawbpf_test_run *t,
	struct rawbpf_diag *d)
{
	struct bpf_attr_test_run a;
	int err;

	fill(&a, prog_fd, t);
	err = kernel_prog_test_run(kernel_or_real(k), &a);
	if (err)
		diag_fail(d, RAWBPF_STAGE_USE, err, "test run: %s%s", diag_strerror(err),
			err == -524 ? ": programs of this type have none" : "");
	t->retval = a.retval;
	t->duration = a.duration;
	t->data_out_size = a.data_size_out;
	t->ctx_out_size = a.ctx_size_out;
	return err;
}
