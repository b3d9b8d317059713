/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BPF_MAP_TYPE_RINGBUF, since 5.8: one buffer for all CPUs, shared by mmap.
 *
 *	page 0		consumer position, ours to write
 *	page 1		producer position, the kernel's
 *	page 2 ...	the data, mapped twice in a row, so that no record is ever cut in two
 *
 * Positions count bytes since the beginning and never go back; modulo the size they are places.
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
	b->taken = b->published = b->written = *(unsigned long *)b->tail_page;
	return 0;
}

void ring_close(struct events_buffer *b)
{
	if (b->tail_page)
		munmap(b->tail_page, b->tail_size);
	if (b->head_page)
		munmap(b->head_page, b->head_size);
}

static void publish(struct events_buffer *b)
{
	b->published = b->taken;
	__atomic_store_n((unsigned long *)b->tail_page, b->taken, __ATOMIC_RELEASE);
}

/* Look for more only after the kernel knows how far we are: then it wakes us for what comes. */
static bool refill(struct events_buffer *b)
{
	if (b->published != b->taken)
		publish(b);
	b->written = __atomic_load_n((unsigned long *)b->head_page, __ATOMIC_ACQUIRE);
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
