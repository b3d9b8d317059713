/* SPDX-License-Identifier: BSD-2-Clause */
/* Links in the kernel: what is attached, as something that has an id and can be pinned. */
#include "cli/link.h"

#include <errno.h>

#include "cli/ids.h"
#include "kernel/kernel.h"

static int pin(struct cli *c)
{
	static const struct ids kind = { .noun = "link", .ref = ref_link };

	return ids_pin(c, &kind);
}

/* The attachment ends, whoever holds the link; the link itself stays until it is let go. */
static int detach(struct cli *c)
{
	int code, err, fd = ref_link(c);

	if (fd < 0)
		return -fd;
	code = cli_end(c);
	err = code ? 0 : kernel_link_detach(c->kernel, fd);
	kernel_close(c->kernel, fd);
	if (err)
		return cli_error(c, RAWBPF_STAGE_ATTACH, err, "link detach: %s%s",
			diag_strerror(err),
			err == -EOPNOTSUPP ? " (links of this type end with their last descriptor "
					     "or pin only)"
					   : "");
	return code;
}

static const struct cli_command link_commands[] = {
	{ "show", link_show, "[LINK]" },
	{ "list", link_show, "[LINK]" },
	{ "pin", pin, "LINK FILE" },
	{ "detach", detach, "LINK" },
	{ NULL, NULL, NULL },
};

int cmd_link(struct cli *c)
{
	return cli_dispatch(c, "link", link_commands);
}
