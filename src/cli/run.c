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

#include "kernel/kernel.h"
#include "kernel/system.h"
#include "object/object.h"

#define SLICE_MS 100
#define RECORDS_MOST 4096

static int set_globals(struct run *r)
{
	char name[128];
	const char *equals;
	uint32_t i;

	for (i = 0; i < r->set_cnt; i++) {
		equals = strchr(r->sets[i], '=');
		if ((size_t)(equals - r->sets[i]) >= sizeof(name))
			return cli_usage(r->cli, "--set %s: the name is too long", r->sets[i]);
		memcpy(name, r->sets[i], equals - r->sets[i]);
		name[equals - r->sets[i]] = '\0';
		if (rawbpf_global_set(r->object, name, equals + 1, &r->cli->diag))
			return cli_fail(r->cli);
	}
	return 0;
}

/* A program that is named is loaded even if optional, and as what the hook given for it takes. */
static int choose_programs(struct run *r)
{
	const struct hook *h;
	struct rawbpf_prog *p;
	const char *where;
	uint32_t i;

	for (i = 0; i < r->target_cnt; i++) {
		p = rawbpf_object_prog(r->object, r->targets[i].prog);
		if (!p)
			return cli_error(r->cli, RAWBPF_STAGE_USE, -ENOENT,
				"%s: there is no program \"%s\"; rawbpf inspect %s lists them", r->file,
				r->targets[i].prog, r->file);
		rawbpf_prog_set_autoload(p, true);
		h = r->targets[i].target ? hook_by_target(r->targets[i].target, &where) : NULL;
		if (h)
			rawbpf_prog_set_type(p, h->prog_type, h->attach_type);
	}
	return 0;
}

/* Programs that others jump to stand in a prog array and are attached nowhere. */
static bool is_jumped_to(const struct run *r, const struct rawbpf_prog *p)
{
	const struct unit_map *m;
	uint32_t i, n;

	for (i = 0; i < r->object->unit.map_cnt; i++) {
		m = r->object->unit.maps[i];
		for (n = 0; n < m->slot_cnt; n++)
			if (m->slots[n].prog == p->func)
				return true;
	}
	return false;
}

static int attach(struct run *r, struct rawbpf_prog *p, const char *target)
{
	struct rawbpf_link *l;

	if (rawbpf_prog_attach(p, target, NULL, &l, &r->cli->diag))
		return cli_fail(r->cli);
	run_show_attached(r, p, l);
	return 0;
}

static int attach_all(struct run *r)
{
	struct rawbpf_prog *p = NULL;
	int code = 0;
	uint32_t i;

	for (i = 0; !code && i < r->target_cnt; i++)
		code = attach(r, rawbpf_object_prog(r->object, r->targets[i].prog),
			r->targets[i].target);
	while (!r->target_cnt && !code && (p = rawbpf_object_next_prog(r->object, p)))
		if (rawbpf_prog_autoload(p) && !is_jumped_to(r, p))
			code = attach(r, p, NULL);
	if (!code && !r->object->links)
		code = cli_usage(r->cli, "%s: there is no program to attach", r->file);
	return code;
}

/* Does any code call bpf_trace_printk (6) or bpf_trace_vprintk (177)? */
static bool prints(const struct run *r)
{
	const struct unit *u = &r->object->unit;
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
	while ((m = rawbpf_object_next_map(r->object, m))) {
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
	run_show_printk(r);
	return out_flush(&r->cli->out) ? EXIT_SYSTEM : 0;
}

static int loop(struct run *r)
{
	uint64_t start = now_ms(), shown = start, now = start;
	bool child_runs = r->child;
	int code = 0;

	while (!code && !run_interrupted() && (!r->duration_ms || now - start < r->duration_ms)) {
		rawbpf_events_wait(r->events, SLICE_MS);
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
	struct rawbpf_open_opts opts = { .kernel = r->cli->kernel };
	int code;

	if (rawbpf_object_open(r->file, &opts, &r->object, &r->cli->diag))
		return cli_fail(r->cli);
	code = choose_programs(r);
	if (!code)
		code = set_globals(r);
	if (!code && rawbpf_object_load(r->object, &r->cli->diag))
		code = cli_fail(r->cli);
	if (!code)
		code = open_events(r);
	if (code)
		return code;
	open_trace(r);
	code = attach_all(r);
	return code ? code : run_start_child(r);
}

/* Maps pinned by name stay, as the object wants it, unless the run came to nothing. */
static int finish(struct run *r, int code)
{
	struct rawbpf_link *l;
	int err;

	run_stop_child(r);
	while (r->object && (l = r->object->links)) {
		err = rawbpf_link_detach(l);
		if (err && !code)
			code = cli_error(r->cli, RAWBPF_STAGE_ATTACH, err,
				"a program could not be detached: %s", diag_strerror(err));
	}
	if (code && r->object)
		map_unpin_new(r->object);
	rawbpf_events_close(r->events);
	kernel_close(r->cli->kernel, r->trace_fd);
	rawbpf_object_close(r->object);
	free(r->targets);
	free(r->sets);
	return code;
}

int cmd_run(struct cli *c)
{
	struct run r;
	int code;

	memset(&r, 0, sizeof(r));
	r.cli = c;
	r.trace_fd = -1;
	code = run_args(&r);
	run_catch_signals();
	if (!code)
		code = start(&r);
	if (!code)
		code = loop(&r);
	if (!code)
		code = drain(&r);
	if (!code)
		code = run_show_state(&r);
	if (!code)
		run_show_end(&r);
	return finish(&r, code);
}
