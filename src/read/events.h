/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef READ_EVENTS_H
#define READ_EVENTS_H

#include "rawbpf.h"

/* One piece of memory shared with the kernel: a ring buffer, or one CPU's perf buffer. */
struct events_buffer {
	int map_fd; /* the caller's */
	int fd;     /* to wait on: the map, or the perf event */
	int cpu;    /* -1: ring buffer */
	void *cookie;
	uint8_t *head_page, *tail_page, *data; /* the kernel's position, ours, the records */
	size_t head_size, tail_size;           /* of the mappings */
	size_t size;                           /* of the data, a power of two */
	/* what we have handed out, what of it the kernel knows, and what the kernel has written */
	uint64_t taken, published, written;
	uint8_t *scratch; /* perf: a record that goes round the end, made whole */
};

struct rawbpf_events {
	struct rawbpf_kernel *kernel;
	struct events_buffer **buffers;
	struct pollfd *polls;
	uint32_t cnt, room, poll_room;
	uint32_t at, turns; /* whose turn it is, and how many have been */
	uint64_t lost;
};

/*
 * A position counts all bytes ever, in the kernel's `unsigned long` or in 64 bits. A program of 32
 * bits reads the lower half, which it can at once, and knows by `taken` how often that came round.
 */
static inline uint64_t events_position(const struct events_buffer *b, unsigned long low)
{
	return b->taken + (unsigned long)(low - (unsigned long)b->taken);
}

/* a new buffer, owned by e; NULL without memory */
struct events_buffer *events_add(struct rawbpf_events *e, int map_fd, void *cookie);

/* ring.c */
int ring_open(struct rawbpf_events *e, int map_fd, uint32_t size, void *cookie);
void ring_close(struct events_buffer *b);
bool ring_next(struct events_buffer *b, struct rawbpf_record *r);
/* perf.c */
int perf_open(struct rawbpf_events *e, int map_fd, uint32_t max_entries, uint32_t pages,
	void *cookie);
void perf_close(struct rawbpf_events *e, struct events_buffer *b);
/* also when it is only something that is no record */
bool perf_has_more(struct events_buffer *b);
bool perf_next(struct rawbpf_events *e, struct events_buffer *b, struct rawbpf_record *r);

#endif
