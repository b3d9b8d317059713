/* SPDX-License-Identifier: BSD-2-Clause */
/* Types: what is loaded, and what is in it. Grammar and JSON keys are bpftool's. */
#include "cli/btf.h"

static const struct cli_command btf_commands[] = {
	{ "show", btf_show, "[id N]" },
	{ "list", btf_show, "[id N]" },
	{ "dump", btf_dump, "SOURCE [format raw | format c [unsorted]] [root_id N]... [type NAME]... [only]\n"
			"    SOURCE is id N | prog PROG | map MAP [key | value | kv | all] | file FILE [file FILE]...\n"
			"    FILE is raw BTF or an ELF file; -B FILE is what split BTF goes on from" },
	{ NULL, NULL, NULL },
};

int cmd_btf(struct cli *c)
{
	return cli_dispatch(c, "btf", btf_commands);
}
