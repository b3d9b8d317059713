/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Open whatever bytes there are as an object, link and load it on a kernel that agrees to all.
 * Whatever is refused must be refused in a sentence.
 */
#include <stdlib.h>
#include <string.h>

#include "object/object.h"
#include "tests/lib/stand_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int err, const struct rawbpf_diag *d)
{
	if (err && (!d->err || !d->msg[0]))
		abort(); /* no sentence */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rawbpf_open_opts opts;
	struct rawbpf_object *o = NULL;
	struct rawbpf_prog *p = NULL;
	struct rawbpf_diag d;
	struct stand_in k;
	int err;

	stand_in_init(&k);
	memset(&opts, 0, sizeof(opts));
	memset(&d, 0, sizeof(d));
	opts.kernel = &k.kernel;
	opts.pin_root = "/nonexistent";
	err = rawbpf_object_open_mem("fuzz.o", data, size, &opts, &o, &d);
	check(err, &d);
	if (err)
		return 0;
	while ((p = rawbpf_object_next_prog(o, p)))
		rawbpf_prog_set_type(p, 1, 0);
	rawbpf_global(o, "x", NULL);
	rawbpf_global_set(o, "drop_proto", "17", &d);
	rawbpf_diag_free(&d);
	err = rawbpf_object_load(o, &d);
	check(err, &d);
	rawbpf_object_close(o);
	rawbpf_diag_free(&d);
	return 0;
}
