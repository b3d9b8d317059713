/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exception callbacks, since 6.7: bpf_throw() ends a program at once, from however deep a call, and
 * what it returns then is what its callback makes of the cookie that was thrown. Nothing calls the
 * callback in the code. The program names it by a tag on its function
 *
 *	__attribute__((btf_decl_tag("exception_callback:NAME")))
 *
 * and the kernel looks for a function of this name among the program's, so it has to be there.
 */
#include "link/unit.h"

#include <errno.h>

#include "base/text.h"

static struct unit_func *func_named(const struct unit *u, const char *name, bool entry)
{
	uint32_t i;

	for (i = 0; i < u->func_cnt; i++)
		if (u->funcs[i].entry == entry && !strcmp(u->funcs[i].name, name))
			return &u->funcs[i];
	return NULL;
}

static int set_callback(struct unit *u, struct unit_func *f, const char *name, struct rawbpf_diag *d)
{
	struct unit_func *callback = func_named(u, name, false);
	uint8_t visibility;

	if (!callback)
		return unit_fail(u, -ENOENT, d,
			"function %s: its exception callback %s is no function in .text", f->name, name);
	visibility = u->elf.symbols[callback->symbol].visibility;
	if (!callback->global || visibility == STV_HIDDEN || visibility == STV_INTERNAL)
		return unit_fail(u, -EINVAL, d,
			"function %s: its exception callback %s must be neither static nor hidden",
			f->name, name);
	/* of two the kernel says itself that they are too many */
	f->callback = f->callback_tags++ ? NULL : callback;
	return 0;
}

int exception_collect(struct unit *u, struct rawbpf_diag *d)
{
	const struct btf_type *t, *func;
	const char *name;
	struct unit_func *f;
	uint32_t id;
	int err = 0;

	for (id = 1; !err && id < u->btf.cnt; id++) {
		t = btf_type(&u->btf, id);
		if (btf_kind(t) != BTF_KIND_DECL_TAG || btf_decl_tag(t)->component_idx != -1)
			continue;
		name = text_after(btf_name(&u->btf, t), "exception_callback:");
		func = name ? btf_type(&u->btf, t->type) : NULL;
		f = func && btf_kind(func) == BTF_KIND_FUNC
			? func_named(u, btf_name(&u->btf, func), true) : NULL;
		if (f)
			err = set_callback(u, f, name, d);
	}
	return err;
}
