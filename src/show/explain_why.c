/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an error number of the kernel most likely means here. bpf(2) has few of them for many
 * causes: EINVAL alone is an unknown command, an unknown type, a flag from a newer kernel, a size
 * that does not fit, and a program the verifier refuses. So these are hints, most specific first.
 */
#include "show/explain.h"

#include <errno.h>
#include <linux/bpf.h>

#define ANY 0xff

static const struct {
	uint16_t err;
	uint8_t call, command; /* or ANY */
	const char *why;
} reasons[] = {
	{ EPERM, CALL_BPF, BPF_OBJ_PIN, "the path must be on a bpf file system (mount -t bpf)" },
	{ EPERM, CALL_BPF, BPF_MAP_CREATE, "needs CAP_BPF, and before 5.11 room below ulimit -l" },
	{ EPERM, CALL_BPF, BPF_MAP_UPDATE_ELEM, "the map is frozen, or this descriptor may only read" },
	{ EPERM, CALL_BPF, ANY, "needs CAP_BPF (before 5.8 CAP_SYS_ADMIN), and what the type needs" },
	{ EPERM, CALL_PERF_EVENT_OPEN, ANY, "needs CAP_PERFMON, or a lower kernel.perf_event_paranoid" },
	{ EACCES, CALL_PERF_EVENT_OPEN, ANY, "needs CAP_PERFMON, or a lower kernel.perf_event_paranoid" },
	{ EACCES, CALL_BPF, BPF_PROG_LOAD, "the verifier refuses the program; a log says why" },
	{ E2BIG, CALL_BPF, BPF_MAP_UPDATE_ELEM, "the map is full, or the index is past its end" },
	{ E2BIG, CALL_BPF, ANY, "a field is too large, or this kernel does not know it yet" },
	{ EINVAL, CALL_BPF, BPF_PROG_LOAD,
		"the verifier refuses the program, or this kernel lacks its type or a flag" },
	{ EINVAL, CALL_BPF, BPF_MAP_DELETE_ELEM, "elements of arrays are there for ever" },
	{ EINVAL, CALL_BPF, BPF_LINK_CREATE,
		"this kernel has no link for this hook, or program and attach type do not match" },
	{ EINVAL, CALL_BPF, BPF_BTF_LOAD, "this kernel refuses the BTF; its log says why" },
	{ EINVAL, CALL_BPF, ANY, "this kernel lacks the command, the type or a flag, or a size is wrong" },
	{ ENOSPC, CALL_BPF, BPF_PROG_LOAD, "the log does not fit into log_buf" },
	{ ENOSPC, CALL_BPF, BPF_MAP_LOOKUP_BATCH, "a hash bucket holds more than count" },
	{ ENOSPC, CALL_BPF, BPF_PROG_TEST_RUN, "the packet does not fit into data_out" },
	{ ENOENT, CALL_BPF, BPF_MAP_GET_NEXT_KEY, "that was the last key" },
	{ ENOENT, CALL_BPF, BPF_MAP_LOOKUP_BATCH, "that was the end; count is what still came" },
	{ ENOENT, CALL_BPF, BPF_RAW_TRACEPOINT_OPEN,
		"neither the kernel nor a module has this tracepoint" },
	{ ENOENT, CALL_BPF, BPF_OBJ_GET, "nothing is pinned there" },
	{ ENOENT, CALL_BPF, BPF_OBJ_PIN, "the directory does not exist" },
	{ ENOENT, CALL_BPF, ANY, "there is no such element or object, or that was the last" },
	{ EEXIST, CALL_BPF, ANY, "there is such an element, pin or attachment already" },
	{ EBUSY, CALL_BPF, ANY, "something else is attached there, or still uses it" },
	{ ESTALE, CALL_BPF, ANY, "the list of programs there has changed meanwhile" },
	{ EBADF, CALL_BPF, ANY, "a descriptor is not open, or not of the kind the field wants" },
	{ ENOMEM, CALL_BPF, ANY, "no memory, or more than the cgroup may use" },
	{ ENOSYS, CALL_BPF, ANY, "this kernel is built without bpf(2) (CONFIG_BPF_SYSCALL)" },
	{ EOPNOTSUPP, CALL_BPF, ANY, "this type, device or machine cannot do this" },
	{ 524, CALL_BPF, ANY, "this type, device or machine cannot do this" },
	{ ENODEV, CALL_IOCTL, ANY, "there is no such network interface" },
	{ EMFILE, ANY, ANY, "too many open descriptors (ulimit -n)" },
	{ EFAULT, ANY, ANY, "a pointer does not lead to memory" },
};

/* A load that asked for a log says more: the verifier was at work, or it was not reached. */
static const char *load_why(const struct rawbpf_request *r, int err)
{
	const struct bpf_attr_prog_load *a = r->attr;
	const char *log;

	if (r->call != CALL_BPF || r->command != BPF_PROG_LOAD || r->size < sizeof(*a))
		return NULL;
	log = (const char *)(uintptr_t)a->log_buf;
	if (!a->log_level || !a->log_size || !log || err == ENOSPC || err == EFAULT)
		return NULL;
	if (*log)
		return "the verifier refuses the program; the reason is in log_buf";
	return err == EINVAL ? "the verifier was not reached: this kernel lacks the type or a flag"
			     : NULL;
}

const char *explain_why(const struct rawbpf_request *r, int err)
{
	const char *why = load_why(r, err);
	size_t i;

	for (i = 0; !why && i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].err == err &&
			(reasons[i].call == ANY || reasons[i].call == r->call) &&
			(reasons[i].command == ANY || reasons[i].command == r->command))
			why = reasons[i].why;
	return why;
}
