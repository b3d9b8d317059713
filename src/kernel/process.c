/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Processes by descriptor, and what they hold open. A number of a process is soon another one's; a
 * descriptor stays with the process that it was asked for.
 */
#include "kernel/kernel.h"
#include "kernel/request.h"

/* pidfd_open(2), since 5.3. -EINVAL or -ENOENT: a thread that is not the first of its process; -ESRCH */
int kernel_process(struct rawbpf_kernel *k, int pid)
{
	struct call_pidfd_open c = { pid, 0 };
	struct rawbpf_request r = { CALL_PIDFD_OPEN, 0, &c, sizeof(c) };

	return k->ask(k, &r);
}

/* pidfd_getfd(2), since 5.6: a descriptor of ours for what is `fd` there. -EBADF; -EPERM as ptrace(2) */
int kernel_process_fd(struct rawbpf_kernel *k, int pid, int fd)
{
	struct call_pidfd_getfd c = { kernel_process(k, pid), fd, 0 };
	struct rawbpf_request r = { CALL_PIDFD_GETFD, 0, &c, sizeof(c) };
	long ret = c.pidfd < 0 ? c.pidfd : k->ask(k, &r);

	kernel_close(k, c.pidfd < 0 ? -1 : c.pidfd);
	return ret;
}
