/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel that tells what it is asked: what strace would print if it knew BPF.
 *
 *	BPF_MAP_CREATE {map_type=BPF_MAP_TYPE_HASH, key_size=4, value_size=8, max_entries=256} = 4
 *	{"request":"bpf","command":"BPF_MAP_CREATE","fields":{"map_type":...},"result":4}
 *
 * The line comes after the answer, so it has what the kernel wrote. Nothing of the request or its
 * result is changed. There is one question of its own: how large keys and values of a map are
 * (BPF_OBJ_GET_INFO_BY_FD), which only the map knows, when there is an element to show.
 */
#include "show/explain.h"

#include <errno.h>
#include <string.h>

#include "base/diag.h"
#include "kernel/kernel.h"

void explain_name(struct explain *e, const char *name)
{
	if (e->emit.json) {
		emit_key(&e->emit, name);
		return;
	}
	out_str(&e->out, e->emit.more ? ", " : "");
	out_str(&e->out, name);
	out_char(&e->out, '=');
	e->emit.more = false;
}

bool explain_room(struct explain *e)
{
	if (e->out.used < EXPLAIN_MOST)
		return true;
	if (e->emit.json)
		emit_key(&e->emit, "...");
	emit_raw(&e->emit, e->emit.json ? "true" : "...");
	return false;
}

static void begin_text(struct explain *e, const struct request_desc *d)
{
	bool bpf = e->request->call == CALL_BPF;

	if (d) {
		out_str(&e->out, d->name);
	} else {
		out_str(&e->out, bpf ? "bpf command " : "call ");
		out_u64(&e->out, bpf ? e->request->command : e->request->call);
	}
	out_char(&e->out, ' ');
}

static void begin_json(struct explain *e, const struct request_desc *d)
{
	bool bpf = e->request->call == CALL_BPF;

	emit_begin(&e->emit, '{');
	explain_name(e, "request");
	if (bpf || d)
		emit_name(&e->emit, bpf ? "bpf" : d->name);
	else
		emit_u64(&e->emit, e->request->call);
	if (bpf)
		explain_name(e, "command");
	if (bpf && d)
		emit_name(&e->emit, d->name);
	else if (bpf)
		emit_u64(&e->emit, e->request->command);
	explain_name(e, "fields");
}

static void fields(struct explain *e, const struct request_desc *d)
{
	const struct rawbpf_request *r = e->request;
	struct explain_view v = { d ? &d->shape : NULL, r->attr, r->size };

	emit_begin(&e->emit, '{');
	if (d && r->attr) {
		explain_fields(e, &v);
	} else if (r->attr) {
		explain_name(e, "attr");
		explain_bytes(e, r->attr, r->size);
	}
	emit_end(&e->emit, '}');
}

static void end_text(struct explain *e, const char *name, const char *why)
{
	out_str(&e->out, name ? " = -" : " = ");
	if (name)
		out_str(&e->out, name);
	else
		out_i64(&e->out, e->result);
	if (e->result < 0) {
		out_str(&e->out, " (");
		out_str(&e->out, diag_strerror(-e->result));
		out_char(&e->out, ')');
	}
	out_str(&e->out, why ? ": " : "");
	out_str(&e->out, why ? why : "");
}

static void end_json(struct explain *e, const char *name, const char *why)
{
	explain_name(e, "result");
	emit_i64(&e->emit, e->result);
	if (name) {
		explain_name(e, "error");
		emit_name(&e->emit, name);
	}
	if (why) {
		explain_name(e, "why");
		emit_name(&e->emit, why);
	}
	emit_end(&e->emit, '}');
}

static void explain(struct explain *e)
{
	const struct request_desc *d = request_desc(e->request);
	const char *name = e->result < 0 ? explain_errno(-e->result) : NULL;
	const char *why = e->result < 0 ? explain_why(e->request, -e->result) : NULL;

	if (e->emit.json)
		begin_json(e, d);
	else
		begin_text(e, d);
	fields(e, d);
	if (e->emit.json)
		end_json(e, name, why);
	else
		end_text(e, name, why);
	out_char(&e->out, '\0');
}

/* The buffer has room for ten lines, so it is never written out. */
static int drop(void *ctx, const void *bytes, size_t size)
{
	(void)ctx;
	(void)bytes;
	(void)size;
	return -ENOSPC;
}

static void tell(const struct rawbpf_explain *x, struct rawbpf_kernel *inner,
	const struct rawbpf_request *r, long result)
{
	struct explain e;

	out_init(&e.out, drop, NULL);
	json_init(&e.json, &e.out, false);
	e.emit = (struct emit){ .out = &e.out, .json = x->json ? &e.json : NULL };
	e.inner = inner;
	e.request = r;
	e.result = result;
	explain(&e);
	x->line(x->ctx, e.out.buf);
}

static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	struct rawbpf_explain *x = (struct rawbpf_explain *)k;
	struct rawbpf_kernel *inner = kernel_or_real(x->inner);
	long result = inner->ask(inner, r);

	if (x->line)
		tell(x, inner, r, result);
	return result;
}

void rawbpf_explain_init(struct rawbpf_explain *x, struct rawbpf_kernel *inner)
{
	memset(x, 0, sizeof(*x));
	x->kernel.ask = ask;
	x->inner = inner;
}
