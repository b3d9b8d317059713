/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fitting an object to the running kernel. Several things in an object are names of what only the
 * kernel's types can tell: CO-RE relocations, kernel variables and functions (.ksyms), what a
 * program attaches to, struct_ops. A walk over the kernel's 100,000 types answers any number
 * of names at once, so all of them first ask, then there is one walk, then they take the answers.
 *
 * Modules are asked only for what the kernel itself does not have. A kernel that does not show its
 * types fails whoever cannot do without; externs may be weak, or not used, and say so themselves.
 */
#include "object/externs.h"

#include <errno.h>

/* btf_names_add(&o->names, ...), and keep the index */
static int (*const asks[])(struct rawbpf_object *, struct rawbpf_diag *) = {
	struct_ops_ask, /* first: it says which programs are loaded */
	attach_btf_ask,
	fit_core_ask,
	NULL,
};

/* o->names.asked[index].found ... */
static int (*const answers[])(struct rawbpf_object *, struct rawbpf_diag *) = {
	attach_btf_answer,
	struct_ops_answer,
	fit_core_answer,
	externs_answer,
	NULL,
};

static int all(int (*const *steps)(struct rawbpf_object *, struct rawbpf_diag *),
	struct rawbpf_object *o, struct rawbpf_diag *d)
{
	int err = 0;

	for (; !err && *steps; steps++)
		err = (*steps)(o, d);
	return err;
}

static int search(struct rawbpf_object *o, bool needed, struct rawbpf_diag *d)
{
	int err = o->names.cnt ? ktypes_search(&o->ktypes, &o->names, needed ? d : NULL) : 0;

	return needed || err == -ENOMEM ? err : 0;
}

int fit_object(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	bool needed;
	int err;

	btf_names_init(&o->names, &o->arena);
	err = all(asks, o, d);
	needed = o->names.cnt;
	if (!err)
		err = externs_ask(o, d);
	if (!err)
		err = search(o, needed, d);
	if (!err)
		err = all(answers, o, d);
	if (!err)
		extern_fix_btf(&o->unit);
	if (err == -ENOMEM)
		diag_fail(d, RAWBPF_STAGE_OPEN, err, "%s: out of memory", o->file);
	return err;
}
