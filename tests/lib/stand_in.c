/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/lib/stand_in.h"

#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/mman.h>

#include "kernel/request.h"

static long bpf(struct stand_in *s, const struct rawbpf_request *r)
{
	switch (r->command) {
	case BPF_MAP_CREATE:
		s->maps++;
		return s->next_fd++;
	case BPF_PROG_LOAD:
		s->progs++;
		return s->next_fd++;
	case BPF_BTF_LOAD:
	case BPF_LINK_CREATE:
	case BPF_RAW_TRACEPOINT_OPEN:
		return s->next_fd++;
	case BPF_OBJ_GET:
		return -ENOENT;
	}
	return 0;
}

static long map_memory(struct call_mmap *c)
{
	void *p = mmap(NULL, c->size, c->prot, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return -errno;
	c->address = p;
	return 0;
}

/* Every file says "0-1", a list of two CPUs. */
static long read_file(struct call_read *c)
{
	if (c->size < 4)
		return 0;
	memcpy(c->bytes, "0-1", 4);
	return c->size == 1024 ? 4 : 0;
}

static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	struct stand_in *s = (struct stand_in *)k;

	switch (r->call) {
	case CALL_BPF:
		return bpf(s, r);
	case CALL_MMAP:
		return map_memory(r->attr);
	case CALL_READ:
		return read_file(r->attr);
	case CALL_OPEN:
	case CALL_SOCKET:
	case CALL_PERF_EVENT_OPEN:
		return s->next_fd++;
	}
	return 0;
}

void stand_in_init(struct stand_in *s)
{
	memset(s, 0, sizeof(*s));
	s->kernel.ask = ask;
	s->next_fd = 1000;
}
