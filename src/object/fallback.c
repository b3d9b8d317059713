/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A refused program may ask for nothing but what this kernel has under another name. Nothing of
 * this is tried before the kernel has said no, and only what the refusal is about:
 *
 *	expected_attach_type	a field since 4.17; some hooks are older, and need none there
 *	bpf_probe_read_kernel, bpf_probe_read_user and both _str (5.5)
 *				bpf_probe_read and bpf_probe_read_str (4.11), which read either
 *	arguments tagged as the context (6.8)
 *				arguments of its type, in types of this program's own
 */
#include "object/fallback.h"

#include <errno.h>
#include <stdlib.h>

#include "kernel/kernel.h"
#include "link/arg_ctx.h"
#include "object/btf_load.h"

static bool drop_attach_type(const struct rawbpf_prog *p, struct rawbpf_prog_spec *s, int err)
{
	const struct hook *h = p->func->hook;

	if (err != -E2BIG || !s->expected_attach || !h || !(h->flags & HOOK_NO_TYPE) ||
		s->expected_attach != h->attach_type)
		return false;
	s->expected_attach = 0;
	return true;
}

static int32_t older(int32_t helper)
{
	switch (helper) {
	case BPF_FUNC_probe_read_user:
	case BPF_FUNC_probe_read_kernel:
		return BPF_FUNC_probe_read;
	case BPF_FUNC_probe_read_user_str:
	case BPF_FUNC_probe_read_kernel_str:
		return BPF_FUNC_probe_read_str;
	}
	return helper;
}

/* To a kernel that lacks a helper it is "unknown", with its number. */
static bool lacks_probe_read(const char *log)
{
	const char *at = log ? strstr(log, "unknown#11") : NULL;

	return at && strchr("2345", at[strlen("unknown#11")]);
}

static bool use_older_helpers(struct code *c, const char *log)
{
	struct bpf_insn *insn;
	bool any = false;

	if (!lacks_probe_read(log))
		return false;
	for (insn = c->insns; insn < c->insns + c->cnt; insn++) {
		if (insn->code != (BPF_JMP | BPF_CALL) || insn->src_reg)
			continue;
		any |= insn->imm != older(insn->imm);
		insn->imm = older(insn->imm);
	}
	return any;
}

/* Once for each program: what its log says of it is different on every kernel. */
static bool use_context_types(const struct rawbpf_prog *p, struct rawbpf_prog_spec *s)
{
	struct rawbpf_object *o = p->object;
	struct arena scratch = { NULL };
	void *bytes = NULL;
	uint32_t size;
	struct btf b;

	if (s->btf_fd <= 0 || s->btf_fd != o->btf_fd || !s->func_info_cnt)
		return false;
	if (arg_ctx_types(&scratch, &o->unit.btf, p->type, &b) <= 0 ||
		degrade(&b, o->btf_lacks, &bytes, &size))
		bytes = NULL;
	arena_free(&scratch);
	o->own_btf_fd = bytes ? btf_load_bytes(o, bytes, size, NULL) : -1;
	free(bytes);
	if (o->own_btf_fd < 0)
		return false;
	s->btf_fd = o->own_btf_fd;
	return true;
}

void fallback_end(struct rawbpf_object *o)
{
	kernel_close(o->kernel, o->own_btf_fd);
	o->own_btf_fd = -1;
}

bool fallback_found(const struct rawbpf_prog *p, struct rawbpf_prog_spec *s, int err,
	const char *log)
{
	return drop_attach_type(p, s, err) || use_older_helpers(&p->object->code, log) ||
		(log && use_context_types(p, s));
}
