/* SPDX-License-Identifier: BSD-2-Clause */
/* Maps in the kernel. Grammar and JSON keys are bpftool's. */
#include "cli/map.h"

#include "cli/ids.h"
#include "kernel/kernel.h"

static int pin(struct cli *c)
{
	static const struct ids kind = { .noun = "map", .ref = ref_map };

	return ids_pin(c, &kind);
}

/* From now on no system call writes to the map; programs still may. Since 5.2. */
static int freeze(struct cli *c)
{
	int code, err, fd = ref_map(c);

	if (fd < 0)
		return -fd;
	code = cli_end(c);
	err = code ? 0 : kernel_map_freeze(c->kernel, fd);
	kernel_close(c->kernel, fd);
	if (err)
		return cli_fault(c, err, "map freeze");
	return code;
}

static const struct cli_command map_commands[] = {
	{ "show", map_show, "[MAP]" },
	{ "list", map_show, "[MAP]" },
	{ "create", map_create, "FILE type TYPE [key SIZE] [value SIZE] [entries N] [name NAME]\n"
				"    [flags N] [inner_map MAP]" },
	{ "dump", map_dump, "MAP" },
	{ "lookup", map_lookup, "MAP [key KEY]" },
	{ "update", map_update, "MAP [key KEY] value VALUE [any | exist | noexist]\n"
				"    KEY and VALUE are bytes (0x06 0 0 0, hex 06 00 00 00) or one word by\n"
				"    the map's type (6, {packets:1,bytes:2}); or what the map refers to:\n"
				"    MAP, PROG, cgroup DIR, socket PID/FD, event PID/FD, file PATH, pid N,\n"
				"    dev NAME [prog PROG], qsize N [prog PROG], cgroup DIR TYPE" },
	{ "delete", map_delete, "MAP key KEY" },
	{ "peek", map_lookup, "MAP" },
	{ "pop", map_pop, "MAP [key KEY]" },
	{ "dequeue", map_pop, "MAP" },
	{ "push", map_update, "MAP value VALUE" },
	{ "enqueue", map_update, "MAP value VALUE" },
	{ "event_pipe", map_event_pipe, "MAP" },
	{ "getnext", map_getnext, "MAP [key KEY]" },
	{ "pin", pin, "MAP FILE" },
	{ "freeze", freeze, "MAP" },
	{ NULL, NULL, NULL },
};

int cmd_map(struct cli *c)
{
	return cli_dispatch(c, "map", map_commands);
}
