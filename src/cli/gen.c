/* SPDX-License-Identifier: BSD-2-Clause */
/* Files made from objects. None of it needs the kernel or privileges. */
#include "cli/gen.h"

static const struct cli_command gen_commands[] = {
	{ "object", gen_link_objects, "OUT IN...: link objects into one" },
	{ "min_core_btf", gen_min_core_btf, "IN OUT OBJ...: what objects need of a kernel's types" },
	{ NULL, NULL, NULL },
};

int cmd_gen(struct cli *c)
{
	return cli_dispatch(c, "gen", gen_commands);
}
