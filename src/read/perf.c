/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BPF_MAP_TYPE_PERF_EVENT_ARRAY, since 4.4: for each CPU a perf event of the software kind
 * BPF_OUTPUT with a buffer of its own; bpf_perf_event_output() writes to the one of its CPU.
 *
 *	page 0		struct perf_event_mmap_page: data_head is the kernel's, data_tail ours
 *	2^n pages	records, each u32 type, u16 misc, u16 size (with these 8 bytes), ...
 *
 *	PERF_RECORD_SAMPLE	u32 size, the program's bytes, padded so that all is a multiple of 8
 *	PERF_RECORD_LOST	u64 id, u64 how many found no room
 *
 * A record may go round the end of the buffer; it is then put together in memory of ours. Events
 * of different CPUs come in no order.
 */
#include "read/events.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "kernel/system.h"

#define RECORD_MOST 65536 /* a record's size is 16 bits */

struct opening {
	struct rawbpf_events *events;
	void *cookie;
	uint32_t map_fd, max_entries, pages;
};

static int open_event(struct rawbpf_kernel *k, int cpu)
{
	struct perf_event_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.type = PERF_TYPE_SOFTWARE;
	attr.size = sizeof(attr);
	attr.config = PERF_COUNT_SW_BPF_OUTPUT;
	attr.sample_type = PERF_SAMPLE_RAW;
	attr.sample_period = 1;
	attr.wakeup_events = 1;
	return kernel_perf_event_open(k, &attr, -1, cpu);
}

static int map_buffer(struct rawbpf_events *e, struct events_buffer *b, uint32_t pages)
{
	size_t page = getpagesize();
	void *p = NULL;
	int err;

	b->head_size = page * (pages + 1);
	err = kernel_mmap(e->kernel, b->fd, b->head_size, PROT_READ | PROT_WRITE, 0, &p);
	if (err)
		return err;
	b->head_page = p;
	b->data = b->head_page + page;
	b->size = page * pages;
	b->scratch = malloc(RECORD_MOST);
	return b->scratch ? 0 : -ENOMEM;
}

static int open_cpu(void *ctx, int cpu)
{
	struct opening *o = ctx;
	struct rawbpf_events *e = o->events;
	struct events_buffer *b;
	int err;

	if ((uint32_t)cpu >= o->max_entries)
		return 0;
	b = events_add(e, o->map_fd, o->cookie);
	if (!b)
		return -ENOMEM;
	b->cpu = cpu;
	b->fd = open_event(e->kernel, cpu);
	if (b->fd < 0)
		return b->fd;
	err = map_buffer(e, b, o->pages);
	if (!err)
		err = kernel_map_update(e->kernel, o->map_fd, &cpu, &b->fd, BPF_ANY);
	return err ? err : kernel_perf_enable(e->kernel, b->fd);
}

/* Offline CPUs cannot have an event. */
int perf_open(struct rawbpf_events *e, int map_fd, uint32_t max_entries, uint32_t pages,
	void *cookie)
{
	struct opening o = { e, cookie, map_fd, max_entries, pages ? pages : 8 };
	char online[1024];
	int err;

	if (o.pages & (o.pages - 1))
		return -EINVAL;
	err = kernel_read_text(
		e->kernel, "/sys/devices/system/cpu/online", online, sizeof(online));
	return err < 0 ? err : system_each_cpu(online, open_cpu, &o);
}

void perf_close(struct rawbpf_events *e, struct events_buffer *b)
{
	if (b->scratch)
		kernel_map_delete(e->kernel, b->map_fd, &b->cpu);
	if (b->head_page)
		munmap(b->head_page, b->head_size);
	if (b->fd >= 0)
		kernel_close(e->kernel, b->fd);
	free(b->scratch);
}

/* Positions are 64 bits wide; a machine of 32 reads and writes the half that it can at once. */
static unsigned long *position(uint64_t *p)
{
	const uint16_t one = 1;
	size_t half = sizeof(*p) / sizeof(unsigned long) - 1;

	return (unsigned long *)p + (*(const uint8_t *)&one ? 0 : half);
}

static void publish(struct events_buffer *b)
{
	struct perf_event_mmap_page *p = (void *)b->head_page;

	b->published = b->taken;
	__atomic_store_n(position((uint64_t *)&p->data_tail), b->taken, __ATOMIC_RELEASE);
}

static bool refill(struct events_buffer *b)
{
	struct perf_event_mmap_page *p = (void *)b->head_page;

	if (b->published != b->taken)
		publish(b);
	b->written = events_position(
		b, __atomic_load_n(position((uint64_t *)&p->data_head), __ATOMIC_ACQUIRE));
	return b->written != b->taken;
}

bool perf_has_more(struct events_buffer *b)
{
	return b->taken != b->written || refill(b);
}

/* The record at our position, in one piece. */
static const struct perf_event_header *whole(struct events_buffer *b)
{
	size_t at = b->taken & (b->size - 1), left = b->size - at;
	const struct perf_event_header *h = (const void *)(b->data + at);

	/* the header itself never goes round: all sizes are multiples of 8 */
	if (h->size <= left)
		return h;
	memcpy(b->scratch, h, left);
	memcpy(b->scratch + left, b->data, h->size - left);
	return (const void *)b->scratch;
}

bool perf_next(struct rawbpf_events *e, struct events_buffer *b, struct rawbpf_record *r)
{
	const struct perf_event_header *h;
	const uint32_t *words;
	uint64_t lost;

	for (;;) {
		if (b->taken == b->written && !refill(b))
			return false;
		if (b->taken - b->published >= b->size / 4)
			publish(b);
		h = whole(b);
		words = (const uint32_t *)(h + 1);
		b->taken += h->size;
		if (h->type == PERF_RECORD_LOST) {
			memcpy(&lost, words + 2, sizeof(lost));
			e->lost += lost;
		}
		if (h->type != PERF_RECORD_SAMPLE)
			continue;
		r->data = words + 1;
		r->size = words[0];
		r->cpu = b->cpu;
		r->cookie = b->cookie;
		return true;
	}
}
