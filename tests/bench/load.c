/* SPDX-License-Identifier: BSD-2-Clause */
/* Open, link and load an object on a kernel that agrees to all: what user space costs by itself. */
#include <stdio.h>
#include <string.h>

#include "rawbpf.h"
#include "tests/lib/stand_in.h"

int main(int argc, char **argv)
{
	struct rawbpf_open_opts opts;
	struct rawbpf_diag d = { 0 };
	struct rawbpf_object *o = NULL;
	struct stand_in k;
	int err;

	stand_in_init(&k);
	memset(&opts, 0, sizeof(opts));
	opts.kernel = &k.kernel;
	err = argc == 2 ? rawbpf_object_open(argv[1], &opts, &o, &d) : -1;
	if (!err)
		err = rawbpf_object_load(o, &d);
	if (err)
		fprintf(stderr, "%s\n", d.msg);
	rawbpf_object_close(o);
	return err != 0;
}
