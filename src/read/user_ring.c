/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BPF_MAP_TYPE_USER_RINGBUF, since 6.1: a ring buffer the other way round. This process writes, and
 * a program takes what there is by bpf_user_ringbuf_drain(), which calls a function of it for each
 * record, 128 Ki at most. The layout is the one of ring.c:
 *
 *	page 0		consumer position, the kernel's
 *	page 1		producer position, ours to write
 *	page 2 ...	the data, mapped twice in a row, so that no record is ever cut in two
 *
 * A record's length stands before it, with bit 31 as long as we write it, and with bit 30 if it shall
 * be skipped. The producer position moves when a record is reserved: so the header has to be
 * there before, for the kernel looks at whatever lies below the position. It stops at a record that
 * is being written, and so do those behind it.
 *
 * The kernel does not believe us anything: a length that goes over the position or that no program
 * could be given (16 MiB or more) is an error for good, which drain returns from then on.
 *
 * Positions of a kernel with 64 bits under a program of 32: see ring.c. Whatever the kernel sees
 * between the two halves, it finds a record that is being written, or none.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/diag.h"
#include "kernel/kernel.h"
#include "object/link.h"

#define RECORD_MOST ((1U << 24) - 1) /* what a dynptr can be of */

struct rawbpf_user_ring {
	const unsigned long *consumer;
	unsigned long *producer; /* and the data behind it */
	uint8_t *data;
	size_t page, size;
	uint64_t written;
	int map_fd, wait_fd;
};

/* Whether a position has an upper half that a little-endian kernel may have behind ours. */
static const bool halves = sizeof(unsigned long) == 4;

static int map_pages(struct rawbpf_kernel *k, struct rawbpf_user_ring *r)
{
	void *p = NULL;
	int err;

	if (r->size > (SIZE_MAX - r->page) / 2)
		return -E2BIG;
	err = kernel_mmap(k, r->map_fd, r->page, PROT_READ, 0, &p);
	if (err)
		return err;
	r->consumer = p;
	err = kernel_mmap(k, r->map_fd, r->page + 2 * r->size, PROT_READ | PROT_WRITE, r->page, &p);
	if (err)
		return err;
	r->producer = p;
	r->data = (uint8_t *)p + r->page;
	/* another process may have written before */
	r->written = r->producer[0] | (halves ? (uint64_t)r->producer[1] << 32 : 0);
	return 0;
}

static int open_map(struct rawbpf_kernel *k, struct rawbpf_user_ring *r)
{
	struct bpf_map_info info;
	int err;

	err = kernel_info(k, r->map_fd, &info, sizeof(info));
	if (!err && info.type != BPF_MAP_TYPE_USER_RINGBUF)
		err = -EINVAL;
	r->size = info.max_entries;
	return err ? err : map_pages(k, r);
}

int rawbpf_user_ring_open(struct rawbpf_kernel *k, int map_fd, struct rawbpf_user_ring **out,
	struct rawbpf_diag *d)
{
	struct rawbpf_user_ring *r = calloc(1, sizeof(*r));
	int err;

	if (!r)
		return diag_fail(d, RAWBPF_STAGE_USE, -ENOMEM, "out of memory");
	r->wait_fd = -1;
	r->map_fd = map_fd;
	r->page = getpagesize();
	err = open_map(kernel_or_real(k), r);
	if (!err) {
		*out = r;
		return 0;
	}
	rawbpf_user_ring_close(r);
	return diag_fail(d, RAWBPF_STAGE_USE, err, "descriptor %d cannot be written to as a user ring "
		"buffer: %s", map_fd, diag_strerror(err));
}

static void publish(struct rawbpf_user_ring *r)
{
	unsigned long *position = r->producer;

	if (halves && position[1] != r->written >> 32)
		__atomic_store_n(position + 1, r->written >> 32, __ATOMIC_RELEASE);
	__atomic_store_n(position, r->written, __ATOMIC_RELEASE);
}

int rawbpf_user_ring_reserve(struct rawbpf_user_ring *r, uint32_t size, void **out)
{
	uint64_t whole = (BPF_RINGBUF_HDR_SZ + (uint64_t)size + 7) & ~7ULL;
	unsigned long used;
	uint32_t *head;

	if (size > RECORD_MOST || whole > r->size)
		return -E2BIG;
	used = (unsigned long)r->written - __atomic_load_n(r->consumer, __ATOMIC_ACQUIRE);
	if (used > r->size || whole > r->size - used)
		return -ENOSPC;
	head = (uint32_t *)(r->data + (r->written & (r->size - 1)));
	head[1] = 0;
	__atomic_store_n(head, size | BPF_RINGBUF_BUSY_BIT, __ATOMIC_RELEASE);
	r->written += whole;
	publish(r);
	*out = (uint8_t *)head + BPF_RINGBUF_HDR_SZ;
	return 0;
}

static void finish(void *record, uint32_t flag)
{
	uint32_t *head = (uint32_t *)((uint8_t *)record - BPF_RINGBUF_HDR_SZ);

	__atomic_store_n(head, (*head & ~BPF_RINGBUF_BUSY_BIT) | flag, __ATOMIC_RELEASE);
}

void rawbpf_user_ring_submit(struct rawbpf_user_ring *r, void *record)
{
	(void)r;
	finish(record, 0);
}

void rawbpf_user_ring_discard(struct rawbpf_user_ring *r, void *record)
{
	(void)r;
	finish(record, BPF_RINGBUF_DISCARD_BIT);
}

/*
 * The kernel calls a buffer writable as soon as one byte is free, which may not be enough. So it is
 * not asked for that state but for changes of it (EPOLLET): it reports one at each drain.
 */
static int watch(struct rawbpf_user_ring *r)
{
	struct epoll_event e = { .events = EPOLLOUT | EPOLLET };
	int fd = epoll_create1(EPOLL_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	r->wait_fd = link_dup(fd); /* above 2 */
	close(fd);
	if (r->wait_fd < 0)
		return r->wait_fd;
	if (epoll_ctl(r->wait_fd, EPOLL_CTL_ADD, r->map_fd, &e))
		err = -errno;
	return err;
}

int rawbpf_user_ring_wait(struct rawbpf_user_ring *r, int timeout_ms)
{
	struct epoll_event e;
	int n = r->wait_fd < 0 ? watch(r) : 0;

	if (n < 0)
		return n;
	n = epoll_wait(r->wait_fd, &e, 1, timeout_ms);
	return n < 0 ? -errno : n;
}

void rawbpf_user_ring_close(struct rawbpf_user_ring *r)
{
	if (!r)
		return;
	if (r->consumer)
		munmap((void *)r->consumer, r->page);
	if (r->producer)
		munmap(r->producer, r->page + 2 * r->size);
	if (r->wait_fd >= 0)
		close(r->wait_fd);
	free(r);
}
