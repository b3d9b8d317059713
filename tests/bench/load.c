/* SPDX-License-Identifier: BSD-2-Clause */
/*
 *	load OBJECT		open, link and load it on a kernel that agrees to all: what user
 *				space costs by itself
 *	load kernel OBJECT	the same on the running kernel
 *	load memory OBJECT	and print the memory the process has when its first program goes to
 *				the kernel: all that is known of the kernel's types is still there
 *
 * tests/bench/reference.c does the same with the reference library.
 */
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>

#include "kernel/request.h"
#include "rawbpf.h"
#include "tests/bench/memory.h"
#include "tests/lib/stand_in.h"

static long used;

static long measure(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	(void)k;
	if (!used && r->call == CALL_BPF && r->command == BPF_PROG_LOAD)
		used = private_memory();
	return rawbpf_kernel()->ask(rawbpf_kernel(), r);
}

static int load(const char *path, struct rawbpf_kernel *kernel)
{
	struct rawbpf_open_opts opts;
	struct rawbpf_diag d = {0};
	struct rawbpf_object *o = NULL;
	int err;

	memset(&opts, 0, sizeof(opts));
	opts.kernel = kernel;
	err = rawbpf_object_open(path, &opts, &o, &d);
	if (!err)
		err = rawbpf_object_load(o, &d);
	if (err)
		fprintf(stderr, "%s\n", d.msg);
	rawbpf_object_close(o);
	rawbpf_diag_free(&d);
	return err != 0;
}

int main(int argc, char **argv)
{
	struct rawbpf_kernel meter = {.ask = measure};
	const char *how = argc == 3 ? argv[1] : "";
	struct stand_in none;
	int err;

	stand_in_init(&none);
	if (argc == 2)
		return load(argv[1], &none.kernel);
	if (!strcmp(how, "kernel"))
		return load(argv[2], NULL);
	if (strcmp(how, "memory"))
		return 2;
	err = load(argv[2], &meter);
	printf("%ld\n", used);
	return err;
}
