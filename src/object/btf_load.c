/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The object's types, in the kernel. Maps and programs refer to them: elements can be shown with
 * their names, functions are verified by their types, and the kernel finds locks, timers and
 * pointers in values.
 *
 * A kernel that refuses them is asked what it does not know, and is sent what it does. If that is
 * refused as well, programs and maps go without, but for maps that cannot: those say why.
 */
#include "object/btf_load.h"

#include <errno.h>
#include <stdlib.h>

#include "kernel/kernel.h"

#define LOG_FIRST (64U << 10)
#define LOG_MOST (8U << 20) /* the kernel refuses a log of 16 MiB and more */

int btf_load_bytes(const struct rawbpf_object *o, const void *bytes, uint32_t size, char **log)
{
	struct bpf_attr_btf_load a;
	int fd;

	memset(&a, 0, sizeof(a));
	a.btf = kernel_ptr(bytes);
	a.btf_size = size;
	a.btf_token_fd = o->token_fd;
	a.btf_flags = o->token_fd ? BPF_F_TOKEN_FD : 0;
	if (!log)
		return kernel_btf_load(o->kernel, &a);
	a.btf_log_level = 1;
	a.btf_log_size = LOG_FIRST / 2;
	do {
		a.btf_log_size *= 2;
		free(*log);
		*log = calloc(1, a.btf_log_size);
		if (!*log)
			return -ENOMEM;
		a.btf_log_buf = kernel_ptr(*log);
		a.btf_log_true_size = 0;
		fd = kernel_btf_load(o->kernel, &a);
	} while (fd == -ENOSPC && a.btf_log_size < LOG_MOST);
	return fd;
}

/* Each type has a line; the last one is of what was wrong. */
static const char *last_line(const char *log)
{
	const char *end = log ? log + strlen(log) : "", *at;

	while (log && end > log && end[-1] == '\n')
		end--;
	for (at = end; log && at > log && at[-1] != '\n'; at--)
		;
	return at;
}

static const char *reason(struct rawbpf_object *o, const void *bytes, uint32_t size)
{
	char *log = NULL;
	int err = btf_load_bytes(o, bytes, size, &log);
	const char *line = last_line(log), *why;

	if (err >= 0)
		kernel_close(o->kernel, err);
	why = arena_printf(&o->arena, "%s%s%.*s", diag_strerror(err), *line ? ": " : "",
		(int)strcspn(line, "\n"), line);
	free(log);
	return why ? why : "out of memory";
}

static int try_load(struct rawbpf_object *o, uint32_t lacks, bool last)
{
	uint32_t size;
	void *bytes;
	int fd, err = degrade(&o->unit.btf, lacks, &bytes, &size);

	if (err)
		return err;
	fd = btf_load_bytes(o, bytes, size, NULL);
	if (fd < 0 && last)
		o->btf_why = reason(o, bytes, size);
	free(bytes);
	return fd;
}

void btf_load(struct rawbpf_object *o)
{
	int fd;

	if (!o->unit.has_btf)
		return;
	fd = try_load(o, 0, false);
	if (fd == -EPERM) {
		o->btf_why = "this needs root or CAP_BPF";
	} else if (fd < 0) {
		o->btf_lacks = DEGRADE_OTHER | btf_probe(o, degrade_uses(&o->unit.btf));
		fd = try_load(o, o->btf_lacks, true);
	}
	o->btf_fd = fd < 0 ? -1 : fd;
}
