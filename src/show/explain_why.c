/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an error number of the kernel most likely means here. bpf(2) has few of them for many
 * causes: EINVAL alone is an unknown command, an unknown type, a flag from a newer kernel, a size
 * that does not fit, and a program the verifier refuses. So these are hints, most specific first.
 */
#include "show/explain.h"

#include <errno.h>
#include <linux/bpf.h>

static const char error_names[] =
	"errno\0"
	"EPERM\0"
	"ENOENT\0"
	"ESRCH\0"
	"ENXIO\0"
	"E2BIG\0"
	"EBADF\0"
	"EAGAIN\0"
	"ENOMEM\0"
	"EACCES\0"
	"EFAULT\0"
	"EBUSY\0"
	"EEXIST\0"
	"ENODEV\0"
	"ENOTDIR\0"
	"EINVAL\0"
	"EMFILE\0"
	"ENOTTY\0"
	"ENOSPC\0"
	"EROFS\0"
	"ENAMETOOLONG\0"
	"ENOSYS\0"
	"ELOOP\0"
	"EBADMSG\0"
	"EOVERFLOW\0"
	"ENOTSOCK\0"
	"EMSGSIZE\0"
	"EPROTONOSUPPORT\0"
	"EOPNOTSUPP\0"
	"EAFNOSUPPORT\0"
	"ENOBUFS\0"
	"ESTALE\0"
	"ENOTSUPP\0";
static const uint32_t error_numbers[] = {
	EPERM,
	ENOENT,
	ESRCH,
	ENXIO,
	E2BIG,
	EBADF,
	EAGAIN,
	ENOMEM,
	EACCES,
	EFAULT,
	EBUSY,
	EEXIST,
	ENODEV,
	ENOTDIR,
	EINVAL,
	EMFILE,
	ENOTTY,
	ENOSPC,
	EROFS,
	ENAMETOOLONG,
	ENOSYS,
	ELOOP,
	EBADMSG,
	EOVERFLOW,
	ENOTSOCK,
	EMSGSIZE,
	EPROTONOSUPPORT,
	EOPNOTSUPP,
	EAFNOSUPPORT,
	ENOBUFS,
	ESTALE,
	524, /* the kernel's own, in no header of user space */
};
static const struct names errors = { error_names, error_numbers };

const char *explain_errno(int err)
{
	return names_get(&errors, err);
}

#define ANY 0xff

static const struct {
	uint16_t err;
	uint8_t call, command; /* or ANY */
	const char *why;
} reasons[] = {
	{ EPERM, CALL_BPF, BPF_OBJ_PIN, "the path must be on a bpf file system (mount -t bpf)" },
	{ EPERM, CALL_BPF, BPF_MAP_CREATE,
		"needs CAP_BPF (before 5.8 CAP_SYS_ADMIN), and before 5.11 room below ulimit -l" },
	{ EPERM, CALL_BPF, BPF_PROG_LOAD,
		"needs CAP_BPF, and by program type CAP_PERFMON or CAP_NET_ADMIN (before 5.8 "
		"CAP_SYS_ADMIN)" },
	{ EPERM, CALL_BPF, BPF_MAP_UPDATE_ELEM,
		"the map is frozen, or this descriptor may only read" },
	{ EPERM, CALL_BPF, ANY, "bpf(2) needs CAP_BPF, before 5.8 CAP_SYS_ADMIN" },
	{ EPERM, CALL_PERF_EVENT_OPEN, ANY, "needs CAP_PERFMON, or a lower kernel.perf_event_paranoid" },
	{ EACCES, CALL_PERF_EVENT_OPEN, ANY, "needs CAP_PERFMON, or a lower kernel.perf_event_paranoid" },
	{ EACCES, CALL_BPF, BPF_PROG_LOAD, "the verifier refuses the program; a log says why" },
	{ E2BIG, CALL_BPF, BPF_MAP_UPDATE_ELEM, "the map is full, or the index is past its end" },
	{ E2BIG, CALL_BPF, BPF_MAP_CREATE,
		"a size is larger than the kernel allows, or a field is one it does not know yet" },
	{ E2BIG, CALL_BPF, ANY, "a field is set that this kernel does not know yet" },
	{ EINVAL, CALL_BPF, BPF_MAP_CREATE,
		"this kernel lacks the map type or a flag, or a size does not fit the type" },
	{ EINVAL, CALL_BPF, BPF_PROG_LOAD,
		"the verifier refuses the program, or this kernel lacks its type or a flag; a log "
		"would say which" },
	{ EINVAL, CALL_BPF, BPF_MAP_DELETE_ELEM, "elements of arrays are there for ever" },
	{ EINVAL, CALL_BPF, BPF_LINK_CREATE,
		"this kernel has no link for this hook, or program and attach type do not match" },
	{ EINVAL, CALL_BPF, BPF_BTF_LOAD, "this kernel refuses the BTF; its log says why" },
	{ EINVAL, CALL_BPF, ANY,
		"this kernel does not know the command, or a field has a value it does not take" },
	{ ENOSPC, CALL_BPF, BPF_PROG_LOAD, "the log does not fit into log_buf" },
	{ ENOSPC, CALL_BPF, BPF_MAP_LOOKUP_BATCH, "a hash bucket holds more than count" },
	{ ENOSPC, CALL_BPF, BPF_PROG_TEST_RUN, "the packet does not fit into data_out" },
	{ ENOENT, CALL_BPF, BPF_MAP_LOOKUP_ELEM, "no element has this key" },
	{ ENOENT, CALL_BPF, BPF_MAP_LOOKUP_AND_DELETE_ELEM, "no element has this key" },
	{ ENOENT, CALL_BPF, BPF_MAP_DELETE_ELEM, "no element has this key" },
	{ ENOENT, CALL_BPF, BPF_MAP_UPDATE_ELEM, "no element has this key" },
	{ ENOENT, CALL_BPF, BPF_MAP_GET_NEXT_KEY, "that was the last key" },
	{ ENOENT, CALL_BPF, BPF_MAP_LOOKUP_BATCH, "that was the end; count is what still came" },
	{ ENOENT, CALL_BPF, BPF_RAW_TRACEPOINT_OPEN,
		"neither the kernel nor a module has this tracepoint" },
	{ ENOENT, CALL_BPF, BPF_OBJ_GET, "nothing is pinned there" },
	{ ENOENT, CALL_BPF, BPF_OBJ_PIN, "the directory does not exist" },
	{ ENOENT, CALL_BPF, ANY, "there is no such object, or that was the last one" },
	{ EEXIST, CALL_BPF, BPF_MAP_UPDATE_ELEM, "there is such an element already" },
	{ EEXIST, CALL_BPF, BPF_OBJ_PIN, "something is pinned there already" },
	{ EEXIST, CALL_BPF, ANY, "that is attached already" },
	{ EBUSY, CALL_BPF, ANY, "something else is attached there, or still uses it" },
	{ ESTALE, CALL_BPF, ANY, "the list of programs there has changed meanwhile" },
	{ EBADF, CALL_BPF, ANY, "a descriptor is not open, or not of the kind the field wants" },
	{ ENOMEM, CALL_BPF, ANY, "no memory, or more than the cgroup may use" },
	{ ENOSYS, CALL_BPF, ANY, "this kernel is built without bpf(2) (CONFIG_BPF_SYSCALL)" },
	{ EOPNOTSUPP, CALL_BPF, ANY, "this map or program type, device or machine cannot do this" },
	{ 524, CALL_BPF, ANY, "this map or program type, device or machine cannot do this" },
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
	return err == EINVAL ? "the verifier was not reached: this kernel lacks the program type, "
			       "the attach type or a flag, or a name or license is wrong"
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
