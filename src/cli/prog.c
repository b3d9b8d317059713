/* SPDX-License-Identifier: BSD-2-Clause */
/* Programs in the kernel. Grammar and JSON keys are bpftool's. */
#include "cli/prog.h"

#include "cli/ids.h"

static const struct ids prog_ids = { "program", BPF_PROG_GET_NEXT_ID, BPF_PROG_GET_FD_BY_ID,
	ref_prog, prog_show_one };

static int prog_show(struct cli *c)
{
	return ids_show(c, &prog_ids);
}

static int prog_pin(struct cli *c)
{
	return ids_pin(c, &prog_ids);
}

static const struct cli_command prog_commands[] = {
	{ "show", prog_show, "[PROG]" },
	{ "list", prog_show, "[PROG]" },
	{ "load", prog_load,
		"OBJ PATH [type TYPE] [map {idx N | name NAME} MAP]... [pinmaps DIR] [kernel_btf FILE]" },
	{ "loadall", prog_loadall, "OBJ DIR, and the same" },
	{ "dump", prog_dump, "xlated PROG [file FILE | opcodes linum]\n"
			     "  rawbpf prog dump jited PROG [file FILE]" },
	{ "pin", prog_pin, "PROG FILE" },
	{ "run", prog_run,
		"PROG [data_in FILE] [data_out FILE [data_size_out N]]\n"
		"    [ctx_in FILE] [ctx_out FILE [ctx_size_out N]] [repeat N]\n"
		"    - is stdin or stdout" },
	{ "tracelog", prog_tracelog, "[{stdout | stderr} PROG]" },
	{ NULL, NULL, NULL },
};

int cmd_prog(struct cli *c)
{
	return cli_dispatch(c, "prog", prog_commands);
}
