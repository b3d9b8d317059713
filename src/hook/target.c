/* SPDX-License-Identifier: BSD-2-Clause */
/* What WHERE means at a hook, for messages. */
#include "hook/hook.h"

#include <stddef.h>

#include "base/text.h"

const char *hook_target_words(const struct hook *h)
{
	return text_nth(
		"\0" "interface\0" "function\0" "file:symbol\0" "system call\0" "category/name\0"
		"name\0" "function of a program\0" "hook\0" "what to iterate\0" "member\0"
		"route, as in fd00::/64@eth0\0" "cgroup directory\0" "map\0" "device\0"
		"file:provider:name\0" "network namespace\0" "socket of a process, as in PID/FD\0"
		"family and hook, as in ipv4/local_in\0" "interface behind ingress/ or egress/\0",
		h->target);
}
