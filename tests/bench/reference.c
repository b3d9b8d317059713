/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What tests/bench/load.c does, with the reference library:
 *
 *	reference OBJECT	open and relocate it. bpf_object__prepare() (since version 1.6) does
 *				all that comes before the programs go to the kernel: maps are
 *				created, BTF is loaded. So no stand-in for the kernel is needed; and
 *				the reference is spared the last step, which we do not leave out
 *	reference kernel OBJECT	open and load it
 *	reference memory OBJECT	prepare it, and print the memory the process has then: what is known
 *				of the kernel's types is still there, as it is when the first
 *				program is loaded
 */
#include <bpf/libbpf.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "tests/bench/memory.h"

int main(int argc, char **argv)
{
	const struct rlimit many = {20000, 20000};
	const char *how = argc == 3 ? argv[1] : "";
	struct bpf_object *o;
	int err = -1;

	setrlimit(RLIMIT_NOFILE, &many); /* a descriptor for each map */
	o = argc == 2 || argc == 3 ? bpf_object__open(argv[argc - 1]) : NULL;
	if (!o)
		return 2;
	if (!strcmp(how, "kernel"))
		err = bpf_object__load(o);
	else
		err = bpf_object__prepare(o);
	if (!strcmp(how, "memory"))
		printf("%ld\n", private_memory());
	bpf_object__close(o);
	return err != 0;
}
