/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which hooks does this kernel have? It has no list of them, so it is asked for each, and gives an
 * answer before it has done anything: the least program is loaded as for the hook. A kernel that does
 * not know the type of program, the attach type or the flag has EINVAL and no reason.
 *
 * A kernel function is named by BTF id 1, which is a number's type: where the hook is known, that is a
 * reason. A kernel without BTF has none of those hooks. Some types of programs may be loaded with any
 * attach type, and then the next request tells more:
 *
 *	tcx, netkit	PROG_QUERY of an interface that is not there: ENODEV
 *	sockmaps	PROG_ATTACH of no program: EBADF
 *	*.multi		LINK_CREATE with an address where nothing is: EFAULT
 *	sk_reuseport	an attach type that there cannot be: is it checked?
 *	iter.s, tp_btf.s	a probe that may sleep
 *	devmap, cpumap	a map whose values have room for a program
 *	kprobe, uprobe	sysfs has their kind of perf event
 */
#include "object/here.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "hook/hook.h"
#include "kernel/kernel.h"
#include "object/verifier.h"

/* Which error it is that one gets beyond the hook. */
static int told(int err, int beyond)
{
	if (err >= 0 || err == beyond)
		return 1;
	return err == -EINVAL || err == -EOPNOTSUPP ? 0 : err;
}

static int load(struct rawbpf_kernel *k, uint32_t prog_type, uint32_t attach_type, uint32_t flags,
	uint32_t btf_id)
{
	struct bpf_attr_prog_load a;

	memset(&a, 0, sizeof(a));
	a.prog_type = prog_type;
	a.expected_attach_type = attach_type;
	a.prog_flags = flags;
	a.attach_btf_id = btf_id;
	a.license = kernel_ptr("GPL");
	return verifier_least(k, &a);
}

static int given_back(struct rawbpf_kernel *k, int fd)
{
	kernel_close(k, fd);
	return fd;
}

static int by_query(struct rawbpf_kernel *k, const struct hook *h)
{
	struct bpf_attr_prog_query a;

	memset(&a, 0, sizeof(a));
	a.attach_type = h->attach_type; /* and interface 0: they begin with 1 */
	return told(kernel_prog_query(k, &a), -ENODEV);
}

static int by_attach(struct rawbpf_kernel *k, const struct hook *h)
{
	struct bpf_attr_prog_attach a;

	memset(&a, 0, sizeof(a));
	a.target_fd = a.attach_bpf_fd = -1;
	a.attach_type = h->attach_type;
	return told(kernel_prog_attach(k, &a), -EBADF);
}

static int by_link(struct rawbpf_kernel *k, const struct hook *h, int prog_fd)
{
	struct bpf_attr_link_create a;

	memset(&a, 0, sizeof(a));
	a.prog_fd = prog_fd;
	a.attach_type = h->attach_type;
	if (h->target == TARGET_FUNCTION) {
		a.kprobe_multi.cnt = 1;
		a.kprobe_multi.addrs = 1;
	} else {
		a.uprobe_multi.cnt = 1;
		a.uprobe_multi.path = a.uprobe_multi.offsets = 1;
	}
	return told(given_back(k, kernel_link_create(k, &a)), -EFAULT);
}

static int by_map(struct rawbpf_kernel *k, const struct hook *h)
{
	struct bpf_attr_map_create a;

	memset(&a, 0, sizeof(a));
	a.map_type = h->attach_type == BPF_XDP_CPUMAP ? BPF_MAP_TYPE_CPUMAP : BPF_MAP_TYPE_DEVMAP;
	a.key_size = 4;
	a.value_size = 8;
	a.max_entries = 1;
	return told(given_back(k, kernel_map_create(k, &a)), 0);
}

static bool opens(struct rawbpf_kernel *k, const char *path)
{
	return given_back(k, kernel_open(k, path, O_RDONLY)) >= 0;
}

static int by_event(struct rawbpf_kernel *k, const struct hook *h)
{
	bool user = h->target == TARGET_FILE_SYMBOL || h->target == TARGET_USDT;

	if (opens(k, user ? "/sys/bus/event_source/devices/uprobe/type"
			  : "/sys/bus/event_source/devices/kprobe/type"))
		return 1;
	return opens(k, "/sys/bus/event_source/devices/software/type") ? 0 : -ENOENT;
}

/*
 * Some kernels let iterators and tp_btf be loaded with the flag that they may sleep, long before they
 * may. Then programs are asked for that were refused till then, and have come together with them.
 */
static int by_sleeping(struct rawbpf_kernel *k, const struct hook *h)
{
	uint32_t type = h->attach_type == BPF_TRACE_ITER ? BPF_PROG_TYPE_KPROBE
							 : BPF_PROG_TYPE_RAW_TRACEPOINT;

	return told(given_back(k, load(k, type, 0, BPF_F_SLEEPABLE, 0)), -EACCES);
}

/* Attach types of this kind are checked since there are two. */
static int by_nonsense(struct rawbpf_kernel *k)
{
	int fd = given_back(k, load(k, BPF_PROG_TYPE_SK_REUSEPORT, BPF_XDP, 0, 0));

	return fd < 0 ? told(fd, -EINVAL) : 0;
}

/* Beyond the program. */
static int place(struct rawbpf_kernel *k, const struct hook *h, int prog_fd)
{
	if (h->attach_type == BPF_SK_REUSEPORT_SELECT_OR_MIGRATE)
		return by_nonsense(k);
	if (h->flags & HOOK_SLEEPABLE &&
		(h->attach_type == BPF_TRACE_ITER || h->attach_type == BPF_TRACE_RAW_TP))
		return by_sleeping(k, h);
	if (h->mechanism == HOOK_MPROG)
		return by_query(k, h);
	if (h->mechanism == HOOK_SOCKMAP && h->attach_type)
		return by_attach(k, h);
	if (h->prog_type == BPF_PROG_TYPE_KPROBE)
		return h->attach_type ? by_link(k, h, prog_fd) : by_event(k, h);
	if (h->prog_type == BPF_PROG_TYPE_XDP && h->attach_type != BPF_XDP)
		return by_map(k, h);
	return 1;
}

int here(struct rawbpf_kernel *k, const struct hook *h)
{
	int fd = load(k, h->prog_type, h->attach_type, hook_load_flags(h), h->flags & HOOK_BTF_ID ? 1 : 0);
	int is = told(fd, -EACCES);

	if (is == 1)
		is = place(k, h, fd);
	given_back(k, fd);
	return is;
}
