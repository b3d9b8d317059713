/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * map event_pipe: records as programs write them, until Ctrl-C. The reader of a perf event array puts
 * events of its own in there, one for each CPU: what others had in it gets nothing any more. A ring
 * buffer (since 5.8) has one place up to which it is read, and so one reader.
 */
#include "cli/map.h"

#include <errno.h>

#include "cli/pair.h"
#include "cli/run.h"

#define SLICE_MS 100

static void show(struct map_facts *f, const struct rawbpf_record *r)
{
	struct cli *c = f->cli;

	if (c->use_json) {
		json_object_begin(&c->json);
		if (r->cpu >= 0)
			pair_number(&c->json, "cpu", r->cpu);
		pair_bytes(&c->json, "data", r->data, r->size);
		json_object_end(&c->json);
		return;
	}
	if (r->cpu >= 0)
		cli_print(c, "cpu %d  ", r->cpu);
	cli_value(c, NULL, 0, r->data, r->size);
	out_char(&c->out, '\n');
}

static int follow(struct map_facts *f, struct rawbpf_events *e)
{
	struct rawbpf_record r;
	int err = 0;

	while (!run_interrupted() && !out_flush(&f->cli->out) && err >= 0) {
		err = rawbpf_events_wait(e, SLICE_MS);
		if (err == -EINTR)
			err = 0;
		while (!run_interrupted() && rawbpf_events_next(e, &r))
			show(f, &r);
	}
	return err < 0 ? cli_fault(f->cli, err, "map event_pipe") : 0;
}

static int pipe_events(struct map_facts *f)
{
	struct cli *c = f->cli;
	struct rawbpf_events *e = NULL;
	uint64_t lost;
	int code;

	if (rawbpf_events_open(c->kernel, &e, &c->diag) ||
		rawbpf_events_add(e, f->fd, 0, NULL, &c->diag)) {
		rawbpf_events_close(e);
		return cli_fail(c);
	}
	run_catch_signals();
	cli_open(c, '[');
	code = follow(f, e);
	cli_close(c, ']');
	lost = rawbpf_events_lost(e);
	if (lost)
		cli_say("%llu records were lost: the buffers were full", (unsigned long long)lost);
	rawbpf_events_close(e);
	return code;
}

int map_event_pipe(struct cli *c)
{
	return map_facts_with(c, pipe_events);
}
