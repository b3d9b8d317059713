/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Processes by descriptor, and what they hold open. A number of a process is soon another one's; a
 * descriptor stays with the process that it was asked for.
 */
#include "kernel/kernel.h"
#include "kernel/request.h"

/* pidfd_open(2), since 5.3. -EINVAL or -ENOENT: a thread that is not the first of its process; -ESRCH */
int kernel_pidfd_open(struct rawbpf_kernel *k, int pid)
{
	struct call_pidfd_open c = { pid };
	struct rawbpf_request r = { CALL_PIDFD_OPEN, 0, &c, sizeof(c) };

	return k->ask(k, &r);
}

/*
 * pidfd_getfd(2), since 5.6: a descriptor of ours for what is `their_fd` there. -EBADF: it has none;
 * -ESRCH: it has ended; -EPERM: we might not trace it, see ptrace(2)
 */
int kernel_pidfd_getfd(struct rawbpf_kernel *k, int pidfd, int their_fd)
{
	struct call_pidfd_getfd c = { pidfd, their_fd };
	struct rawbpf_request r = { CALL_PIDFD_GETFD, 0, &c, sizeof(c) };

	return k->ask(k, &r);
}

int kernel_process_fd(struct rawbpf_kernel *k, int pid, int fd)
{
	int pidfd = kernel_pidfd_open(k, pid), ret = pidfd;

	if (pidfd >= 0)
		ret = kernel_pidfd_getfd(k, pidfd, fd);
	kernel_close(k, pidfd);
	return ret;
}
