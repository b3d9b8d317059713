/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An object with an XSKMAP wants packets in user space. A run is that user space: it puts an AF_XDP
 * socket for each queue of the interfaces that it attaches to into the slots of those numbers, and
 * counts what comes. A map that is pinned is left alone: others fill it.
 */
#include "cli/run.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "base/vec.h"
#include "cli/pair.h"
#include "object/link.h"

#define QUEUES_MOST 64U
#define PACKETS_MOST 4096

struct run_xsk {
	struct rawbpf_xsk *xsk;
	const struct rawbpf_map *map;
	const struct rawbpf_link *link;
	uint32_t queue;
	uint64_t packets, bytes;
};

static struct run_xsk *add(struct run *r)
{
	uint64_t want = r->xsk_cnt + 1ULL;

	if (vec_room((void **)&r->xsks, &r->xsk_room, want, sizeof(*r->xsks)) ||
		vec_room((void **)&r->xsk_polls, &r->xsk_poll_room, want, sizeof(*r->xsk_polls)))
		return NULL;
	memset(&r->xsks[r->xsk_cnt], 0, sizeof(*r->xsks));
	return &r->xsks[r->xsk_cnt];
}

/* 0; 1: there is no such queue; or an exit code, negative */
static int open_queue(struct run *r, const struct rawbpf_map *m, const struct rawbpf_link *l,
	uint32_t queue)
{
	const struct rawbpf_xsk_opts opts = { .queue = queue };
	struct run_xsk *x = add(r);
	struct rawbpf_diag d;
	int err, fd;

	if (!x)
		return -cli_error(r->cli, RAWBPF_STAGE_NONE, -ENOMEM, "out of memory");
	memset(&d, 0, sizeof(d));
	err = rawbpf_xsk_open(r->cli->kernel, l->where, &opts, &x->xsk, &d);
	if (err == -EINVAL && queue)
		return 1;
	if (err)
		return -cli_error(r->cli, d.stage, err, "%s", d.msg);
	x->map = m;
	x->link = l;
	x->queue = queue;
	fd = rawbpf_xsk_fd(x->xsk);
	r->xsk_polls[r->xsk_cnt].fd = fd;
	r->xsk_polls[r->xsk_cnt++].events = POLLIN;
	err = rawbpf_map_update(r->cli->kernel, m->fd, &queue, &fd, BPF_NOEXIST);
	return !err ? 0 : -cli_error(r->cli, RAWBPF_STAGE_ATTACH, err,
		"map %s: the socket for %s, queue %u, cannot be put there: %s", m->spec.name, l->where,
		queue, err == -EEXIST ? "another interface's socket is there"
				      : diag_strerror(err));
}

static int open_queues(struct run *r, const struct rawbpf_map *m, const struct rawbpf_link *l)
{
	uint32_t queue;
	int code = 0;

	for (queue = 0; !code && queue < m->spec.max_entries && queue < QUEUES_MOST; queue++)
		code = open_queue(r, m, l, queue);
	return code < 0 ? -code : 0;
}

int run_xsk_open(struct run *r)
{
	const struct rawbpf_object *o = r->plan.object;
	struct rawbpf_map *m = NULL;
	struct rawbpf_link *l;
	int code = 0;

	while (!code && (m = rawbpf_object_next_map(o, m)))
		for (l = o->links; !code && l; l = l->next)
			if (m->spec.type == BPF_MAP_TYPE_XSKMAP && m->fd >= 0 && !m->reused &&
				!m->pinned_now && l->prog &&
				rawbpf_prog_type(l->prog) == BPF_PROG_TYPE_XDP)
				code = open_queues(r, m, l);
	return code;
}

void run_xsk_wait(struct run *r, int timeout_ms)
{
	if (r->xsk_cnt)
		poll(r->xsk_polls, r->xsk_cnt, timeout_ms);
}

void run_xsk_drain(struct run *r)
{
	struct rawbpf_record packet;
	struct run_xsk *x;
	int left;

	for (x = r->xsks; x < r->xsks + r->xsk_cnt; x++)
		for (left = PACKETS_MOST; left && rawbpf_xsk_next(x->xsk, &packet); left--) {
			x->packets++;
			x->bytes += packet.size;
		}
}

static void show(struct run *r, const struct run_xsk *x)
{
	struct json *j = &r->cli->json;
	uint64_t lost = rawbpf_xsk_lost(x->xsk);

	if (!r->cli->use_json) {
		cli_print(r->cli, "%s: %s queue %u: %llu packets, %llu bytes, %llu lost\n",
			x->map->spec.name, x->link->where, x->queue,
			(unsigned long long)x->packets, (unsigned long long)x->bytes,
			(unsigned long long)lost);
		return;
	}
	run_show_begin(r, "xsk");
	pair_text(j, "map", x->map->spec.name);
	pair_text(j, "where", x->link->where);
	pair_number(j, "queue", x->queue);
	pair_number(j, "packets", x->packets);
	pair_number(j, "bytes", x->bytes);
	pair_number(j, "lost", lost);
	run_show_line_end(r);
}

void run_xsk_show(struct run *r)
{
	uint32_t i;

	for (i = 0; i < r->xsk_cnt; i++)
		show(r, &r->xsks[i]);
}

void run_xsk_close(struct run *r)
{
	while (r->xsk_cnt)
		rawbpf_xsk_close(r->xsks[--r->xsk_cnt].xsk);
	free(r->xsks);
	free(r->xsk_polls);
}
