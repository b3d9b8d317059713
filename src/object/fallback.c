/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A refused program may ask for nothing but what this kernel has under another name. Nothing of
 * this is tried before the kernel has said no, and only what the refusal is about:
 *
 *	expected_attach_type	a field since 4.17; some hooks are older, and need none there
 *	bpf_probe_read_kernel, bpf_probe_read_user and both _str (5.5)
 *				bpf_probe_read and bpf_probe_read_str (4.11), which read either
 */
#include "object/fallback.h"

#include <errno.h>

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

bool fallback_found(const struct rawbpf_prog *p, struct rawbpf_prog_spec *s, int err,
	const char *log)
{
	return drop_attach_type(p, s, err) || use_older_helpers(&p->object->code, log);
}
