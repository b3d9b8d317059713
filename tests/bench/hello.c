/* SPDX-License-Identifier: BSD-2-Clause */
/* The least a user of the library does: open, load, attach, and wait for the end of stdin. */
#include <string.h>
#include <unistd.h>

#include "rawbpf.h"

int main(int argc, char **argv)
{
	struct rawbpf_diag d = { 0 };
	struct rawbpf_object *o = NULL;
	char byte;
	int err;

	err = argc == 2 ? rawbpf_object_open(argv[1], NULL, &o, &d) : -1;
	if (!err)
		err = rawbpf_object_load(o, &d);
	if (!err)
		err = rawbpf_object_attach(o, &d);
	if (err)
		err = write(2, d.msg, strlen(d.msg)) < 0 ? 2 : 1;
	else
		while (read(0, &byte, 1) > 0)
			;
	rawbpf_object_close(o);
	rawbpf_diag_free(&d);
	return err;
}
