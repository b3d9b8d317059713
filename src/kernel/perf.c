/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * perf_event_open(2): a descriptor for something that happens in the kernel (a tracepoint, a
 * probe, a counter running over). A BPF program set on it runs each time.
 */
#include "kernel/kernel.h"
#include "kernel/request.h"

#include <linux/perf_event.h>

int kernel_perf_event_open(struct rawbpf_kernel *k, struct perf_event_attr *attr, int pid, int cpu)
{
	struct call_perf_event_open c = {
		.attr = attr,
		.pid = pid,
		.cpu = cpu,
		.group_fd = -1,
		.flags = PERF_FLAG_FD_CLOEXEC,
	};
	struct rawbpf_request r = { CALL_PERF_EVENT_OPEN, 0, &c, sizeof(c) };

	return k->ask(k, &r);
}

/* PERF_EVENT_IOC_SET_BPF: tracepoints since 4.7; the argument is the descriptor itself */
int kernel_perf_set_bpf(struct rawbpf_kernel *k, int perf_fd, int prog_fd)
{
	return kernel_ioctl(k, perf_fd, PERF_EVENT_IOC_SET_BPF, (void *)(uintptr_t)prog_fd);
}

int kernel_perf_enable(struct rawbpf_kernel *k, int perf_fd)
{
	return kernel_ioctl(k, perf_fd, PERF_EVENT_IOC_ENABLE, NULL);
}

int kernel_perf_disable(struct rawbpf_kernel *k, int perf_fd)
{
	return kernel_ioctl(k, perf_fd, PERF_EVENT_IOC_DISABLE, NULL);
}
