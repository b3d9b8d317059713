/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BPF_MAP_TYPE_RINGBUF, since 5.8: one buffer for all CPUs, shared by mmap.
 *
 *	page 0		consumer position, ours to write
 *	page 1		producer position, the kernel's
 *	page 2 ...	the data, mapped twice in a row, so that no record is ever cut in two
 *
 * Positions count bytes since the beginning and never go back; modulo the size they are places.
 * Each is the kernel's `unsigned long`: a program of 32 bits may have a kernel of 64 below it, which
 * wants the upper half as well. A kernel of 32 has nothing behind ours, but other things behind its
 * own.
 * A record is u32 length, u32 (kernel's), the bytes, padding to 8. In the length, bit 31 says
 * that a program has reserved but not yet submitted it, bit 30 that it thought better of it.
 *
 * The kernel wakes a waiter when a record is submitted and the consumer position stands right at
 * it: whoever has read all there was gets woken, whoever lags behind is left in peace. So the
 * position is published not for each record but when there is nothing more, or when a quarter of
 * the buffer could be given back.
 */
#include "read/events.h"

#include <errno.h>
#include <linux/bpf.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernel/kernel.h"

/* Whether a position has an upper half that a little-endian kernel may have behind ours. */
static const bool halves = sizeof(unsigned long) == 4;

static uint64_t first_position(const struct events_buffer *b)
{
	const unsigned long *position = (const unsigned long *)b->tail_page;

	return position[0] | (halves ? (uint64_t)position[1] << 32 : 0);
}

int ring_open(struct rawbpf_events *e, int map_fd, uint32_t size, void *cookie)
{
	struct events_buffer *b = events_add(e, map_fd, cookie);
	size_t page = getpagesize();
	void *p = NULL;
	int err;

	if (!b)
		return -ENOMEM;
	if (size > (SIZE_MAX - page) / 2)
		return -E2BIG;
	b->fd = map_fd;
	err = kernel_mmap(e->kernel, map_fd, page, PROT_READ | PROT_WRITE, 0, &p);
	if (err)
		return err;
	b->tail_page = p;
	b->tail_size = page;
	err = kernel_mmap(e->kernel, map_fd, page + 2 * (size_t)size, PROT_READ, page, &p);
	if (err)
		return err;
	b->head_page = p;
	b->head_size = page + 2 * (size_t)size;
	b->data = b->head_page + page;
	b->size = size;
	/* another reader may have been here before: its position is where ours begins */
	b->taken = b->published = b->written = first_position(b);
	return 0;
}

void ring_close(struct events_buffer *b)
{
	if (b->tail_page)
		munmap(b->tail_page, b->tail_size);
	if (b->head_page)
		munmap(b->head_page, b->head_size);
}

/* Between the two halves the kernel sees a position far ahead, and takes the buffer for full. */
static void publish(struct events_buffer *b)
{
	unsigned long *position = (unsigned long *)b->tail_page;

	b->published = b->taken;
	if (halves && position[1] != b->taken >> 32)
		__atomic_store_n(position + 1, b->taken >> 32, __ATOMIC_RELEASE);
	__atomic_store_n(position, b->taken, __ATOMIC_RELEASE);
}

/* Look for more only after the kernel knows how far we are: then it wakes us for what comes. */
static bool refill(struct events_buffer *b)
{
	if (b->published != b->taken)
		publish(b);
	b->written = events_position(
		b, __atomic_load_n((unsigned long *)b->head_page, __ATOMIC_ACQUIRE));
	return b->written != b->taken;
}

bool ring_next(struct events_buffer *b, struct rawbpf_record *r)
{
	uint32_t *head, len;

	for (;;) {
		if (b->taken == b->written && !refill(b))
			return false;
		if (b->taken - b->published >= b->size / 4)
			publish(b);
		head = (uint32_t *)(b->data + (b->taken & (b->size - 1)));
		len = __atomic_load_n(head, __ATOMIC_ACQUIRE);
		if (len & BPF_RINGBUF_BUSY_BIT) {
			publish(b);
			return false;
		}
		b->taken += (BPF_RINGBUF_HDR_SZ + (len & ~BPF_RINGBUF_DISCARD_BIT) + 7UL) & ~7UL;
		if (len & BPF_RINGBUF_DISCARD_BIT)
			continue;
		r->data = (uint8_t *)head + BPF_RINGBUF_HDR_SZ;
		r->size = len;
		r->cpu = -1;
		r->cookie = b->cookie;
		return true;
	}
}
