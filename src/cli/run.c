/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rawbpf run: load an object, attach its programs, show what they produce until Ctrl-C, the
 * duration or the command ends it, and leave nothing behind.
 */
#include "cli/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "kernel/kernel.h"
#include "kernel/system.h"
#include "object/link.h"

#define SLICE_MS 100
#define XSK_SLICE_MS 10 /* of those, as one cannot wait for both */
#define RECORDS_MOST 4096

static int attached(void *ctx, struct rawbpf_link *l)
{
	run_show_attached(ctx, l);
	return 0;
}

/* Does any code call bpf_trace_printk (6) or bpf_trace_vprintk (177)? */
static bool prints(const struct run *r)
{
	const struct unit *u = &r->plan.object->unit;
	struct bpf_insn insn;
	uint32_t f, i;

	for (f = 0; f < u->func_cnt; f++)
		for (i = 0; i < u->funcs[f].cnt; i++) {
			insn = code_insn(u, &u->funcs[f], i);
			if (insn.code == (BPF_JMP | BPF_CALL) && !insn.src_reg &&
				(insn.imm == BPF_FUNC_trace_printk ||
					insn.imm == BPF_FUNC_trace_vprintk))
				return true;
		}
	return false;
}

/* Without tracefs a run goes on, but says what is missing. */
static void open_trace(struct run *r)
{
	struct rawbpf_diag d;

	if (!prints(r))
		return;
	memset(&d, 0, sizeof(d));
	r->trace_fd = rawbpf_trace_pipe(r->cli->kernel, &d);
	if (r->trace_fd < 0)
		cli_say("bpf_printk lines are not shown: %s", d.msg);
	rawbpf_diag_free(&d);
}

static int open_events(struct run *r)
{
	struct rawbpf_map *m = NULL;

	if (rawbpf_events_open(r->cli->kernel, &r->events, &r->cli->diag))
		return cli_fail(r->cli);
	while ((m = rawbpf_object_next_map(r->plan.object, m))) {
		if (m->spec.type != BPF_MAP_TYPE_RINGBUF &&
			m->spec.type != BPF_MAP_TYPE_PERF_EVENT_ARRAY)
			continue;
		if (rawbpf_events_add(r->events, m->fd, 0, m, &r->cli->diag))
			return cli_fail(r->cli);
	}
	return 0;
}

static uint64_t now_ms(void)
{
	return system_clock(CLOCK_MONOTONIC) / 1000000;
}

/*
 * Hand out what there is, but no more than this at a time: a program may write faster than we
 * print, and the end of the run must not wait for it. An error means that stdout has gone.
 */
static int drain(struct run *r)
{
	struct rawbpf_record rec;
	int left = RECORDS_MOST;

	while (left-- && rawbpf_events_next(r->events, &rec))
		if (run_show_record(r, &rec))
			return EXIT_SYSTEM;
	run_xsk_drain(r);
	run_show_printk(r);
	return out_flush(&r->cli->out) ? EXIT_SYSTEM : 0;
}

static int loop(struct run *r)
{
	uint64_t start = now_ms(), shown = start, now = start;
	bool child_runs = r->child;
	int code = 0;

	while (!code && !run_interrupted() && (!r->duration_ms || now - start < r->duration_ms)) {
		rawbpf_events_wait(r->events, r->xsk_cnt ? 0 : SLICE_MS);
		run_xsk_wait(r, XSK_SLICE_MS);
		code = drain(r);
		if (child_runs && run_child_ended(r))
			break;
		now = now_ms();
		if (!code && r->interval_ms && now - shown >= r->interval_ms) {
			code = run_show_state(r);
			shown += r->interval_ms;
		}
	}
	return code;
}

static int start(struct run *r)
{
	int code, err;

	r->plan.btf_file = r->cli->btf_file;
	err = plan_load(&r->plan, r->cli->kernel, &r->cli->diag);
	cli_say_notes(r->plan.object);
	if (err)
		return cli_fail(r->cli);
	code = open_events(r);
	if (code)
		return code;
	open_trace(r);
	if (plan_attach(&r->plan, attached, r, &r->cli->diag))
		return cli_fail(r->cli);
	code = run_xsk_open(r);
	return code ? code : run_start_child(r);
}

/* Another has taken it away, or has put its own there. */
static bool is_anothers(int err)
{
	return err == -ENOENT || err == -ESRCH || err == -EEXIST;
}

/* Its names are gone with it. */
static int detach(struct run *r, struct rawbpf_link *l, int code)
{
	const char *prog = l->prog ? rawbpf_prog_name(l->prog) : "a program";
	char what[256];
	int err;

	text_format(what, sizeof(what), "%s could not be detached from %s:%s", prog,
		rawbpf_link_hook(l), rawbpf_link_where(l));
	err = rawbpf_link_detach(l);
	if (!err || code)
		return code;
	return cli_error(r->cli, RAWBPF_STAGE_ATTACH, err, "%s: %s%s", what, diag_strerror(err),
		is_anothers(err) ? " (it is not there any more: another has deleted or replaced it)"
				 : "");
}

/* Maps pinned by name stay, as the object wants it, unless the run came to nothing. */
static int finish(struct run *r, int code)
{
	struct rawbpf_object *o = r->plan.object;

	run_stop_child(r);
	while (o && o->links)
		code = detach(r, o->links, code);
	if (code && o)
		map_unpin_new(o);
	rawbpf_events_close(r->events);
	run_xsk_close(r);
	kernel_close(r->cli->kernel, r->trace_fd);
	plan_close(&r->plan);
	return code;
}

static int run(struct run *r)
{
	int code = run_args(r);

	run_catch_signals();
	if (!code)
		code = start(r);
	if (!code)
		code = loop(r);
	if (!code)
		code = drain(r);
	if (!code)
		code = run_show_state(r);
	if (!code)
		run_show_end(r);
	return finish(r, code);
}

int cmd_run(struct cli *c)
{
	struct run *r = calloc(1, sizeof(*r));
	int code;

	if (!r)
		return EXIT_SYSTEM;
	r->cli = c;
	r->trace_fd = -1;
	code = run(r);
	free(r);
	return code;
}
