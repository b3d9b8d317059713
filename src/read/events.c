/* SPDX-License-Identifier: BSD-2-Clause */
/* Ring and perf buffers together: waiting for all, going through one after the other. */
#include "read/events.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/vec.h"
#include "kernel/kernel.h"

int rawbpf_events_open(struct rawbpf_kernel *k, struct rawbpf_events **out, struct rawbpf_diag *d)
{
	struct rawbpf_events *e = calloc(1, sizeof(*e));

	if (!e)
		return diag_fail(d, RAWBPF_STAGE_READ, -ENOMEM, "out of memory");
	e->kernel = kernel_or_real(k);
	*out = e;
	return 0;
}

struct events_buffer *events_add(struct rawbpf_events *e, int map_fd, void *cookie)
{
	struct events_buffer *b = calloc(1, sizeof(*b));

	if (!b || vec_room((void **)&e->buffers, &e->room, e->cnt + 1ULL, sizeof(b)) ||
		vec_room((void **)&e->polls, &e->poll_room, e->cnt + 1ULL, sizeof(*e->polls))) {
		free(b);
		return NULL;
	}
	b->map_fd = map_fd;
	b->fd = b->cpu = -1;
	b->cookie = cookie;
	e->buffers[e->cnt++] = b;
	return b;
}

static void close_buffer(struct rawbpf_events *e, struct events_buffer *b)
{
	if (b->cpu >= 0)
		perf_close(e, b);
	else
		ring_close(b);
	free(b);
}

int rawbpf_events_add(struct rawbpf_events *e, int map_fd, uint32_t pages, void *cookie,
	struct rawbpf_diag *d)
{
	uint32_t before = e->cnt;
	struct bpf_map_info info;
	int err;

	err = kernel_info(e->kernel, map_fd, &info, sizeof(info));
	if (!err && info.type == BPF_MAP_TYPE_RINGBUF)
		err = ring_open(e, map_fd, info.max_entries, cookie);
	else if (!err && info.type == BPF_MAP_TYPE_PERF_EVENT_ARRAY)
		err = perf_open(e, map_fd, info.max_entries, pages, cookie);
	else if (!err)
		err = -EINVAL;
	if (!err)
		return 0;
	while (e->cnt > before)
		close_buffer(e, e->buffers[--e->cnt]);
	return diag_fail(d, RAWBPF_STAGE_READ, err, "map %.16s cannot be read as a buffer: %s",
		info.name, diag_strerror(err));
}

static void turn(struct rawbpf_events *e)
{
	e->at = e->at + 1 < e->cnt ? e->at + 1 : 0;
	e->turns++;
}

/*
 * One buffer after the other, each as far as the kernel had written when we came to it: one that
 * fills as fast as it is read does not keep the others waiting.
 */
bool rawbpf_events_next(struct rawbpf_events *e, struct rawbpf_record *r)
{
	struct events_buffer *b;
	uint32_t tried;

	for (tried = 0; tried < e->cnt; tried++) {
		b = e->buffers[e->at];
		if (b->cpu < 0 ? ring_next(b, r) : perf_next(e, b, r)) {
			if (b->taken == b->written)
				turn(e);
			return true;
		}
		turn(e);
	}
	return false;
}

/*
 * A buffer with something to read ends the wait at once, however old it is. Ring buffers work so
 * by themselves; a perf event tells poll(2) once, and not again until more comes.
 */
int rawbpf_events_wait(struct rawbpf_events *e, int timeout_ms)
{
	bool more = false;
	uint32_t i;
	int n;

	for (i = 0; i < e->cnt; i++) {
		more |= e->buffers[i]->cpu >= 0 && perf_has_more(e->buffers[i]);
		e->polls[i].fd = e->buffers[i]->fd;
		e->polls[i].events = POLLIN;
	}
	n = poll(e->polls, e->cnt, more ? 0 : timeout_ms);
	return n < 0 ? -errno : more || n > 0;
}

/* Ends after two rounds through the buffers at the latest, even if more records keep coming. */
int rawbpf_events_poll(struct rawbpf_events *e, int timeout_ms, rawbpf_record_fn fn, void *ctx)
{
	struct rawbpf_record r;
	uint32_t start = e->turns;
	int n = 0, err;

	err = rawbpf_events_wait(e, timeout_ms);
	while (err > 0 && e->turns - start < 2 * e->cnt && rawbpf_events_next(e, &r)) {
		err = fn(ctx, &r);
		n += n < INT32_MAX;
		err = err < 0 ? err : 1;
	}
	return err < 0 ? err : n;
}

uint64_t rawbpf_events_lost(const struct rawbpf_events *e)
{
	return e->lost;
}

void rawbpf_events_close(struct rawbpf_events *e)
{
	if (!e)
		return;
	while (e->cnt)
		close_buffer(e, e->buffers[--e->cnt]);
	free(e->buffers);
	free(e->polls);
	free(e);
}
