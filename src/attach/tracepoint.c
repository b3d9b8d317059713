/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tracepoints: places in the kernel's source that report an event with fields that hardly ever
 * change. The program gets a copy of the record that tracefs would show; its layout is in
 * events/CATEGORY/NAME/format there. Since 4.7.
 *
 *	1. the tracepoint's number, from events/CATEGORY/NAME/id
 *	2. perf_event_open: PERF_TYPE_TRACEPOINT, that number, all processes, any one CPU (the
 *	   program runs on all of them: it hangs on the tracepoint, not on the perf event)
 *	3. BPF_LINK_CREATE with the perf event as target, since 5.15; before that
 *	   ioctl PERF_EVENT_IOC_SET_BPF, which goes when the perf event is closed
 *	4. ioctl PERF_EVENT_IOC_ENABLE
 *
 * Needs CAP_PERFMON. See them with `bpftool perf` or `rawbpf link show`. Letting go of the perf
 * event takes the kernel some 60 ms.
 */
#include "attach/place.h"
#include "base/text.h"

#include <errno.h>
#include <linux/perf_event.h>

#include "kernel/kernel.h"
#include "kernel/system.h"

static int tracepoint_id(const struct attach_request *r, struct rawbpf_diag *d)
{
	char file[256], text[32];
	uint64_t id;
	int err;

	if (!r->where || !strchr(r->where, '/'))
		return attach_fail(r, ATTACH_USAGE, d, "say category/name, as in sched/sched_switch");
	text_format(file, sizeof(file), "events/%s/id", r->where);
	err = system_read_tracefs(r->kernel, file, text, sizeof(text));
	if (err == -ENODEV)
		return attach_fail(r, err, d,
			"tracefs is not mounted: mount -t tracefs tracefs /sys/kernel/tracing");
	if (err)
		return attach_fail(r, err, d, "%s",
			err == -ENOENT ? "no such tracepoint" : diag_strerror(err));
	if (!text_u64(text, 10, &id))
		return attach_fail(r, -EINVAL, d, "its number in %s cannot be read", file);
	return id;
}

static int open_event(const struct attach_request *r, int id, struct rawbpf_diag *d)
{
	struct perf_event_attr attr;
	int fd;

	memset(&attr, 0, sizeof(attr));
	attr.type = PERF_TYPE_TRACEPOINT;
	attr.size = sizeof(attr);
	attr.config = id;
	fd = kernel_perf_event_open(r->kernel, &attr, -1, 0);
	if (fd < 0)
		attach_fail(r, fd, d, "perf_event_open: %s%s", diag_strerror(fd),
			fd == -EPERM || fd == -EACCES ? " (needs CAP_PERFMON)" : "");
	return fd;
}

static int create_link(const struct attach_request *r, struct rawbpf_link *l)
{
	int event = l->fd, err;

	if (r->opts->no_link)
		return -EINVAL;
	l->attach_type = BPF_PERF_EVENT;
	l->other_fd = event;
	err = place_link(r, l, 0);
	if (err) {
		l->fd = event;
		l->other_fd = -1;
	}
	return err;
}

static int detach(struct rawbpf_link *l)
{
	return kernel_perf_disable(l->kernel, l->is_link ? l->other_fd : l->fd);
}

int tracepoint_attach(const struct attach_request *r, struct rawbpf_link *l, struct rawbpf_diag *d)
{
	int err, id = tracepoint_id(r, d);

	if (id < 0)
		return id;
	l->fd = open_event(r, id, d);
	if (l->fd < 0)
		return l->fd;
	err = create_link(r, l);
	if (err == -EINVAL) { /* no such link before 5.15 */
		l->how = "perf_event ioctl";
		err = kernel_perf_set_bpf(r->kernel, l->fd, r->prog_fd);
	}
	if (!err)
		err = kernel_perf_enable(r->kernel, l->is_link ? l->other_fd : l->fd);
	if (!err)
		l->detach = detach;
	else
		attach_fail(r, err, d, "the perf event refused the program: %s",
			diag_strerror(err));
	return err;
}
