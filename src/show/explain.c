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
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "kernel/kernel.h"

static void put(struct explain *e, const char *text)
{
	out_str(e->out, text);
}

void explain_name(struct explain *e, const char *name)
{
	if (e->emit.json) {
		emit_key(&e->emit, name);
		return;
	}
	put(e, e->emit.more ? ", " : "");
	put(e, name);
	put(e, "=");
	e->emit.more = false;
}

bool explain_room(struct explain *e)
{
	if (e->out->used < EXPLAIN_MOST)
		return true;
	if (e->emit.json)
		emit_key(&e->emit, "...");
	emit_raw(&e->emit, e->emit.json ? "true" : "...");
	return false;
}

/* In text a word before the fields, in JSON a member; a number if there is no name. */
static void title(struct explain *e, const char *key, const char *name, unsigned int number)
{
	if (e->emit.json)
		explain_name(e, key);
	else if (!name)
		put(e, e->request->call == CALL_BPF ? "bpf command " : "call ");
	if (name)
		emit_name(&e->emit, name);
	else
		emit_u64(&e->emit, number);
}

static void begin(struct explain *e, const char *name)
{
	const struct rawbpf_request *r = e->request;

	if (e->emit.json)
		emit_begin(&e->emit, '{');
	if (e->emit.json && r->call == CALL_BPF)
		title(e, "request", "bpf", 0);
	if (r->call == CALL_BPF)
		title(e, "command", name, r->command);
	else
		title(e, "request", name, r->call);
	if (e->emit.json)
		explain_name(e, "fields");
	else
		put(e, " ");
	e->emit.more = false;
}

static void fields(struct explain *e)
{
	const struct rawbpf_request *r = e->request;
	struct explain_view v = { fields_of(r), r->attr, r->size };

	emit_begin(&e->emit, '{');
	if (v.fields && r->attr) {
		explain_fields(e, &v);
	} else if (r->attr) {
		explain_name(e, "attr");
		explain_bytes(e, r->attr, r->size);
	}
	emit_end(&e->emit, '}');
}

static void end_text(struct explain *e, const char *name, const char *why)
{
	put(e, name ? " = -" : " = ");
	if (name)
		put(e, name);
	else
		out_i64(e->out, e->result);
	if (e->result < 0) {
		put(e, " (");
		put(e, diag_strerror(e->result));
		put(e, why ? "): " : ")");
		put(e, why ? why : "");
	}
}

static void member(struct explain *e, const char *key, const char *text)
{
	if (!text)
		return;
	explain_name(e, key);
	emit_name(&e->emit, text);
}

static void explain(struct explain *e)
{
	const char *name = e->result < 0 ? diag_errno(e->result) : NULL;
	const char *why = e->result < 0 ? explain_why(e->request, -e->result) : NULL;
	char request[64];

	begin(e, fields_request_name(e->request, request, sizeof(request)) ? request : NULL);
	fields(e);
	if (e->emit.json) {
		explain_name(e, "result");
		emit_i64(&e->emit, e->result);
		member(e, "error", name);
		member(e, "why", why);
		emit_end(&e->emit, '}');
	} else {
		end_text(e, name, why);
	}
	out_char(e->out, '\0');
}

/* The buffer has room for ten lines, so it is never written out. */
static int drop(void *ctx, const void *bytes, size_t size)
{
	(void)ctx;
	(void)bytes;
	(void)size;
	return -ENOSPC;
}

/* Without memory there is no line: the request has been made, and must not fail for it. */
static void tell(const struct rawbpf_explain *x, struct rawbpf_kernel *inner,
	const struct rawbpf_request *r, long result)
{
	struct explain e = { .inner = inner, .request = r, .result = result };

	e.out = malloc(sizeof(*e.out));
	if (!e.out)
		return;
	out_init(e.out, drop, NULL);
	json_init(&e.json, e.out, false);
	e.emit.out = e.out;
	e.emit.json = x->json ? &e.json : NULL;
	explain(&e);
	x->line(x->ctx, e.out->buf);
	free(e.out);
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
