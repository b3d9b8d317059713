/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * AF_XDP, since 4.18: a socket for whole packets of one queue of one interface, past the network
 * stack. An XDP program decides which packets: it redirects them to the slot of an XSKMAP in which
 * the socket is. What it sends leaves the interface as it is, Ethernet header and all.
 *
 * The packets are in memory of ours that the kernel is told of (XDP_UMEM_REG), cut into frames of
 * one size. Four rings, of 32-bit counters and of elements whose number is a power of two, say whose
 * a frame is; whoever produces moves one counter, whoever consumes the other:
 *
 *	fill		we: frames to receive into	kernel: takes them
 *	RX		kernel: a packet is here	we: take it, and fill its frame in again
 *	TX		we: a packet to send is here	kernel: sends it
 *	completion	kernel: frames that are sent	we: take them back
 *
 * Elements of RX and TX are struct xdp_desc, of the other two the place of a frame. Each ring is
 * mapped at its own offset; where in that its parts lie says XDP_MMAP_OFFSETS. Before 5.4 that
 * answer had three numbers for each ring, and there was no word for flags.
 *
 * Here one half of the frames is for receiving and one for sending. Sizes of rings are those of the
 * halves, so no ring can be full. In copy mode (XDP_COPY) the kernel copies each packet, which
 * every driver can; it does not send by itself, it has to be woken by an empty send(2), which does
 * 16 or 32 packets at a time. A ring that asks for that says so in its flags (XDP_USE_NEED_WAKEUP, 5.4).
 *
 * A queue takes one socket. `ss --xdp` lists them.
 */
#include "base/diag.h"
#include "kernel/kernel.h"

#include <errno.h>
#include <linux/if_xdp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>

struct ring {
	uint32_t *producer, *consumer, *flags; /* flags NULL: before 5.4 */
	void *elements;
	uint32_t at; /* our counter */
	void *memory;
	size_t size;
};

struct rawbpf_xsk {
	struct rawbpf_kernel *kernel;
	int fd;
	struct ring rx, tx, fill, done;
	uint8_t *memory;
	uint32_t frame_size, cnt; /* of frames in each half */
	uint64_t held;            /* the frame handed out, to be filled in again */
	bool holds;
	uint32_t *free, free_cnt; /* frames to send from */
};

static uint32_t load(const uint32_t *position)
{
	return __atomic_load_n(position, __ATOMIC_ACQUIRE);
}

static void publish(uint32_t *position, uint32_t value)
{
	__atomic_store_n(position, value, __ATOMIC_RELEASE);
}

static struct xdp_desc *packet(const struct rawbpf_xsk *x, const struct ring *r)
{
	return (struct xdp_desc *)r->elements + (r->at & (x->cnt - 1));
}

static uint64_t *frame(const struct rawbpf_xsk *x, const struct ring *r)
{
	return (uint64_t *)r->elements + (r->at & (x->cnt - 1));
}

static void fill_in(struct rawbpf_xsk *x, uint64_t address)
{
	*frame(x, &x->fill) = address;
	publish(x->fill.producer, ++x->fill.at);
}

/* ---- making one ---- */

static int give_memory(struct rawbpf_xsk *x)
{
	struct xdp_umem_reg reg;
	size_t size = 2 * (size_t)x->cnt * x->frame_size;
	void *p = NULL;
	int err = kernel_mmap_memory(x->kernel, size, &p);

	if (err)
		return err;
	x->memory = p;
	memset(&reg, 0, sizeof(reg));
	reg.addr = kernel_ptr(p);
	reg.len = size;
	reg.chunk_size = x->frame_size;
	/* without what came later; the kernel knows the shorter struct by its size */
	return kernel_setsockopt(x->kernel, x->fd, SOL_XDP, XDP_UMEM_REG, &reg,
		offsetof(struct xdp_umem_reg, flags));
}

static int size_rings(struct rawbpf_xsk *x)
{
	static const int rings[] = { XDP_UMEM_FILL_RING, XDP_UMEM_COMPLETION_RING, XDP_RX_RING,
		XDP_TX_RING };
	size_t i;
	int err = 0;

	for (i = 0; !err && i < sizeof(rings) / sizeof(*rings); i++)
		err = kernel_setsockopt(x->kernel, x->fd, SOL_XDP, rings[i], &x->cnt,
			sizeof(x->cnt));
	return err;
}

/* parts: producer, consumer, elements and, if there are four, flags */
static int map_ring(struct rawbpf_xsk *x, struct ring *r, const uint64_t *parts, uint32_t part_cnt,
	uint32_t element, uint64_t offset)
{
	uint8_t *base;
	int err;

	r->size = parts[2] + (size_t)x->cnt * element;
	err = kernel_mmap(x->kernel, x->fd, r->size, PROT_READ | PROT_WRITE, offset, &r->memory);
	if (err)
		return err;
	base = r->memory;
	r->producer = (uint32_t *)(base + parts[0]);
	r->consumer = (uint32_t *)(base + parts[1]);
	r->elements = base + parts[2];
	r->flags = part_cnt > 3 ? (uint32_t *)(base + parts[3]) : NULL;
	return 0;
}

static int map_rings(struct rawbpf_xsk *x)
{
	uint64_t parts[sizeof(struct xdp_mmap_offsets) / sizeof(uint64_t)] = { 0 };
	uint32_t size = sizeof(parts), cnt;
	int err = kernel_getsockopt(x->kernel, x->fd, SOL_XDP, XDP_MMAP_OFFSETS, parts, &size);

	if (err)
		return err;
	cnt = size == sizeof(parts) ? 4 : 3;
	err = map_ring(x, &x->rx, parts, cnt, sizeof(struct xdp_desc), XDP_PGOFF_RX_RING);
	if (!err)
		err = map_ring(x, &x->tx, parts + cnt, cnt, sizeof(struct xdp_desc),
			XDP_PGOFF_TX_RING);
	if (!err)
		err = map_ring(x, &x->fill, parts + 2 * cnt, cnt, sizeof(uint64_t),
			XDP_UMEM_PGOFF_FILL_RING);
	if (!err)
		err = map_ring(x, &x->done, parts + 3 * cnt, cnt, sizeof(uint64_t),
			XDP_UMEM_PGOFF_COMPLETION_RING);
	return err;
}

/* A queue whose socket was closed is free only some moments later, when a worker has come to it. */
static int bind_queue(struct rawbpf_xsk *x, int ifindex, const struct rawbpf_xsk_opts *opts)
{
	struct sockaddr_xdp a;
	int err, tries = 20;

	memset(&a, 0, sizeof(a));
	a.sxdp_family = AF_XDP;
	a.sxdp_flags = opts->flags ? opts->flags : XDP_COPY;
	a.sxdp_flags |= x->tx.flags ? XDP_USE_NEED_WAKEUP : 0;
	a.sxdp_ifindex = ifindex;
	a.sxdp_queue_id = opts->queue;
	do
		err = kernel_bind(x->kernel, x->fd, &a, sizeof(a));
	while (err == -EBUSY && --tries && !poll(NULL, 0, 10));
	return err;
}

static int share_out(struct rawbpf_xsk *x)
{
	uint32_t i;

	x->free = calloc(x->cnt, sizeof(*x->free));
	if (!x->free)
		return -ENOMEM;
	for (i = 0; i < x->cnt; i++) {
		fill_in(x, (uint64_t)i * x->frame_size);
		x->free[x->free_cnt++] = x->cnt + i;
	}
	return 0;
}

static const char *hint(int err)
{
	switch (err) {
	case -EAFNOSUPPORT:
		return ": this kernel lacks it, which came with 4.18 (or is built without it)";
	case -EINVAL:
		return ": there is no such queue, or a size is no power of two, or not 2048 to a page";
	case -EBUSY:
		return ": another socket has this queue";
	case -ENOBUFS:
	case -ENOMEM:
		return ": it takes memory by RLIMIT_MEMLOCK";
	}
	return "";
}

static int prepare(struct rawbpf_xsk *x, int ifindex, const struct rawbpf_xsk_opts *opts)
{
	int err;

	x->fd = kernel_socket(x->kernel, AF_XDP, SOCK_RAW | SOCK_NONBLOCK, 0);
	err = x->fd < 0 ? x->fd : give_memory(x);
	if (!err)
		err = size_rings(x);
	if (!err)
		err = map_rings(x);
	if (!err)
		err = share_out(x);
	return err ? err : bind_queue(x, ifindex, opts);
}

int rawbpf_xsk_open(struct rawbpf_kernel *k, const char *interface,
	const struct rawbpf_xsk_opts *opts, struct rawbpf_xsk **out, struct rawbpf_diag *d)
{
	static const struct rawbpf_xsk_opts usual;
	struct rawbpf_xsk *x = calloc(1, sizeof(*x));
	int err;

	opts = opts ? opts : &usual;
	if (!x)
		return diag_fail(d, RAWBPF_STAGE_READ, -ENOMEM, "out of memory");
	x->kernel = kernel_or_real(k);
	x->cnt = opts->frames ? opts->frames : 512;
	x->frame_size = opts->frame_size ? opts->frame_size : 2048;
	x->fd = -1;
	err = kernel_ifindex(x->kernel, interface);
	if (err >= 0)
		err = (uint64_t)x->cnt * x->frame_size > SIZE_MAX / 4 ? -EINVAL
								      : prepare(x, err, opts);
	if (!err) {
		*out = x;
		return 0;
	}
	rawbpf_xsk_close(x);
	return diag_fail(d, RAWBPF_STAGE_READ, err == -EAFNOSUPPORT ? -EOPNOTSUPP : err,
		"AF_XDP socket for %s, queue %u: %s%s", interface, opts->queue, diag_strerror(err),
		hint(err));
}

static void unmap(struct ring *r)
{
	if (r->memory)
		munmap(r->memory, r->size);
}

void rawbpf_xsk_close(struct rawbpf_xsk *x)
{
	if (!x)
		return;
	unmap(&x->rx);
	unmap(&x->tx);
	unmap(&x->fill);
	unmap(&x->done);
	kernel_close(x->kernel, x->fd);
	if (x->memory)
		munmap(x->memory, 2 * (size_t)x->cnt * x->frame_size);
	free(x->free);
	free(x);
}

int rawbpf_xsk_fd(const struct rawbpf_xsk *x)
{
	return x->fd;
}

/* ---- receiving ---- */

/* A packet begins somewhere in its frame: what came before the header has room there. */
bool rawbpf_xsk_next(struct rawbpf_xsk *x, struct rawbpf_record *r)
{
	const struct xdp_desc *p;

	if (x->holds)
		fill_in(x, x->held);
	x->holds = x->rx.at != load(x->rx.producer);
	if (!x->holds)
		return false;
	p = packet(x, &x->rx);
	r->data = x->memory + p->addr;
	r->size = p->len;
	r->cpu = -1;
	r->cookie = NULL;
	x->held = p->addr & ~(uint64_t)(x->frame_size - 1);
	publish(x->rx.consumer, ++x->rx.at);
	return true;
}

int rawbpf_xsk_wait(struct rawbpf_xsk *x, int timeout_ms)
{
	struct pollfd p = { .fd = x->fd, .events = POLLIN };
	int n;

	if (x->rx.at != load(x->rx.producer))
		return 1;
	n = poll(&p, 1, timeout_ms);
	return n < 0 ? -errno : n;
}

/* The first three numbers are as old as the socket, the others of 5.9. */
uint64_t rawbpf_xsk_lost(const struct rawbpf_xsk *x)
{
	struct xdp_statistics s;
	uint32_t size = sizeof(s);

	memset(&s, 0, sizeof(s));
	kernel_getsockopt(x->kernel, x->fd, SOL_XDP, XDP_STATISTICS, &s, &size);
	return s.rx_dropped + s.rx_ring_full;
}

/* ---- sending ---- */

static void take_back(struct rawbpf_xsk *x)
{
	uint32_t end = load(x->done.producer);

	while (x->done.at != end && x->free_cnt < x->cnt) {
		x->free[x->free_cnt++] = *frame(x, &x->done) / x->frame_size;
		x->done.at++;
	}
	publish(x->done.consumer, x->done.at);
}

int rawbpf_xsk_send(struct rawbpf_xsk *x, const void *bytes, uint32_t size)
{
	struct xdp_desc *p = packet(x, &x->tx);

	if (size > x->frame_size)
		return -EMSGSIZE;
	if (!x->free_cnt)
		take_back(x);
	if (!x->free_cnt)
		return -ENOSPC;
	p->addr = (uint64_t)x->free[--x->free_cnt] * x->frame_size;
	p->len = size;
	p->options = 0;
	memcpy(x->memory + p->addr, bytes, size);
	publish(x->tx.producer, ++x->tx.at);
	return 0;
}

/* The kernel says -EAGAIN when it has sent its share (16 or 32), and when it cannot go on. */
int rawbpf_xsk_flush(struct rawbpf_xsk *x)
{
	uint32_t tries = x->cnt / 16 + 1;
	int err = 0;

	if (load(x->tx.consumer) == x->tx.at ||
		(x->tx.flags && !(load(x->tx.flags) & XDP_RING_NEED_WAKEUP)))
		return 0;
	do
		err = kernel_send(x->kernel, x->fd, NULL, 0);
	while (err == -EAGAIN && --tries);
	return err;
}
