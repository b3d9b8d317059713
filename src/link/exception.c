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

#include "base/sort.h"
#include "base/text.h"

static int by_name(const void *a, const void *b)
{
	const struct unit_func *x = *(struct unit_func *const *)a, *y = *(struct unit_func *const *)b;
	int order = x->entry - y->entry;

	return order ? order : strcmp(x->name, y->name);
}

static int by_name_and_place(const void *a, const void *b)
{
	const struct unit_func *x = *(struct unit_func *const *)a, *y = *(struct unit_func *const *)b;
	int order = by_name(a, b);

	return order ? order : x < y ? -1 : x > y;
}

/* All functions, for func_named(); NULL without memory. */
static struct unit_func **sorted(struct unit *u)
{
	struct unit_func **funcs = arena_calloc(u->arena, u->func_cnt + 1ULL, sizeof(*funcs));
	uint32_t i;

	for (i = 0; funcs && i < u->func_cnt; i++)
		funcs[i] = &u->funcs[i];
	if (funcs)
		sort(funcs, u->func_cnt, sizeof(*funcs), by_name_and_place);
	return funcs;
}

/* The first one, for static functions may share a name. */
static struct unit_func *func_named(const struct unit *u, struct unit_func *const *funcs,
	const char *name, bool entry)
{
	const struct unit_func key = { .name = name, .entry = entry }, *at = &key;
	size_t i = sort_first(funcs, u->func_cnt, sizeof(at), &at, by_name);

	return i < u->func_cnt && !by_name(&funcs[i], &at) ? funcs[i] : NULL;
}

static int set_callback(struct unit *u, struct unit_func *f, struct unit_func *callback,
	const char *name, struct rawbpf_diag *d)
{
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
	struct unit_func *f, **funcs = NULL;
	const char *name;
	uint32_t id;
	int err = 0;

	for (id = 1; !err && id < u->btf.cnt; id++) {
		t = btf_type(&u->btf, id);
		if (btf_kind(t) != BTF_KIND_DECL_TAG || btf_decl_tag(t)->component_idx != -1)
			continue;
		name = text_after(btf_name(&u->btf, t), "exception_callback:");
		func = name ? btf_type(&u->btf, t->type) : NULL;
		if (!func || btf_kind(func) != BTF_KIND_FUNC)
			continue;
		funcs = funcs ? funcs : sorted(u);
		if (!funcs)
			return -ENOMEM;
		f = func_named(u, funcs, btf_name(&u->btf, func), true);
		if (f)
			err = set_callback(u, f, func_named(u, funcs, name, false), name, d);
	}
	return err;
}
