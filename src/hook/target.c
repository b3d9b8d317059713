/* SPDX-License-Identifier: BSD-2-Clause */
/* What WHERE means at a hook, for messages. */
#include "hook/hook.h"

#include <stddef.h>

const char *hook_target_words(const struct hook *h)
{
	static const char *const words[] = {
		[TARGET_NONE] = NULL,
		[TARGET_INTERFACE] = "interface",
		[TARGET_FUNCTION] = "function",
		[TARGET_FILE_SYMBOL] = "file:symbol",
		[TARGET_SYSCALL] = "system call",
		[TARGET_CATEGORY_NAME] = "category/name",
		[TARGET_NAME] = "name",
		[TARGET_PROG_FUNCTION] = "function of a program",
		[TARGET_LSM_HOOK] = "hook",
		[TARGET_ITERATOR] = "what to iterate",
		[TARGET_MEMBER] = "member",
		[TARGET_ROUTE] = "route, as in 10.0.0.0/24@eth0",
		[TARGET_CGROUP] = "cgroup directory",
		[TARGET_MAP] = "map",
		[TARGET_DEVICE] = "device",
		[TARGET_USDT] = "file:provider:name",
		[TARGET_NETNS] = "network namespace",
		[TARGET_SOCKET] = "socket of a process, as in PID/FD",
		[TARGET_FAMILY_HOOK] = "family and hook, as in ipv4/local_in",
		[TARGET_DIRECTION] = "interface behind ingress/ or egress/",
	};

	return words[h->target];
}
